import TestSupport
import Tokenizer

@testable import Index

/// Any text, parsed as a query by each analyzer: as people type and strictly, with names of fields and
/// values, and with synonyms.
struct ParserTarget: FuzzTarget {
  static let name = "parser"
  static let usualByteCount = 12
  static let longCount = 10_000_000
  static let maximumByteCount = 20_000
  static let seeds = QueryTarget.seeds
  static let dictionary = QueryTarget.dictionary

  private var parsers: [QueryParser]
  /// Ones that have read other texts before.
  private var others: [QueryParser]
  private let schema: Schema
  private let values: ValueSchema
  private let synonyms: Synonyms

  init() throws {
    func makeParsers() throws -> [QueryParser] {
      try AnalyzerOptions.Name.allCases.map { try QueryParser(analyzerName: $0.rawValue) }
    }
    (parsers, others) = (try makeParsers(), try makeParsers())
    let sample = try SampleIndex(SampleIndex.Kind(segmentCount: 1, documentCount: 4))
    let snapshot = try SearchIndex.open(on: sample.files).snapshot()
    schema = snapshot.state.manifest.schema
    values = ValueSchema(snapshot.state.segments)
    synonyms = try Synonyms(parsing: SynonymsTarget.sample)
  }

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    let options = Int(input.first ?? 0)
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    // Words are the tokenizer's matter: most inputs are cut at white space, which costs a tenth.
    let analyzer = options % 4 == 1 ? 0 : 1
    guard let query = try parsed(text, options, &parsers[analyzer]) else { return [] }
    if depth < .all { return [] }
    let again = try parsed(text, options, &others[analyzer])
    return query == again && query.text == text ? [] : ["parsed twice it differs"]
  }

  /// The query, or nil if it is beyond a limit or, read strictly, makes no sense.
  private func parsed(
    _ text: String, _ options: Int, _ parser: inout QueryParser
  ) throws -> ParsedQuery? {
    let hasNames = options & 4 == 0
    let schema = hasNames ? schema : Schema()
    let values = hasNames ? values : .none
    let isStrict = options & 24 == 8
    let synonyms = options & 24 == 16 ? QuerySynonyms(list: synonyms) { _ in 1.5 } : nil
    do {
      if isStrict { try QuerySyntaxChecker(text, schema: schema, values: values).check() }
      return try parser.parse(
        text, matching: options & 32 == 0 ? .any : .all, schema: schema, values: values,
        syntax: isStrict ? .strict : .lenient, synonyms: synonyms)
    } catch {
      switch error {
      case .limit: return nil
      case .syntax(let problem):
        guard isStrict, problem.offset >= 0, problem.offset <= text.unicodeScalars.count else {
          throw error
        }
        return nil
      default: throw error
      }
    }
  }
}
