import TestSupport
import Tokenizer

@testable import Index

/// Any text, parsed as a query by each analyzer.
struct ParserTarget: FuzzTarget {
  static let name = "parser"
  static let usualByteCount = 48
  static let longCount = 10_000_000
  static let maximumByteCount = 20_000
  static let seeds = QueryTarget.seeds
  static let dictionary = QueryTarget.dictionary

  private var parsers: [QueryParser]

  init() throws {
    parsers = try AnalyzerOptions.Name.allCases.map { try QueryParser(analyzerName: $0.rawValue) }
  }

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    let options = Int(input.first ?? 0)
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    let mode: MatchMode = options / 32 % 2 == 0 ? .any : .all
    let analyzer = options % 4 == 2 ? 1 : 0
    guard let query = try parsed(text, mode, &parsers[analyzer]) else { return [] }
    if depth < .all { return [] }
    var other = try QueryParser(analyzerName: AnalyzerOptions.Name.allCases[analyzer].rawValue)
    let again = try parsed(text, mode, &other)
    return query == again && query.text == text ? [] : ["parsed twice it differs"]
  }

  /// The query, or nil if it is beyond a limit.
  private func parsed(
    _ text: String, _ mode: MatchMode, _ parser: inout QueryParser
  ) throws -> ParsedQuery? {
    do {
      return try parser.parse(text, matching: mode)
    } catch {
      if case .limit = error { return nil }
      throw error
    }
  }
}
