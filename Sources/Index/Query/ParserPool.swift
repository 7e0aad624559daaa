internal import Synchronization
internal import Tokenizer

/// Parsers of an index that nobody uses at the moment: an analyzer takes longer to be made than to
/// take a query apart.
final class ParserPool: Sendable {
  /// As many are kept as may be used at once.
  private static let capacity = 16

  /// `@unchecked`: a parser is in the pool or in the hands of the one who took it; the pool's mutex
  /// lies between.
  private struct Idle: @unchecked Sendable {
    var parser: QueryParser
  }

  private let idle = Mutex<[Idle]>([])

  /// Parses with a parser that is idle, or a new one. All of a pool have one analyzer and the same limits.
  func parse(
    _ text: String, matching mode: MatchMode, analyzer: AnalyzerOptions, limits: Limits,
    names: QueryNames, syntax: QuerySyntax = .lenient,
    synonyms: QuerySynonyms? = nil, isFilter: Bool = false
  ) throws(IndexError) -> ParsedQuery {
    try withParser(analyzer: analyzer, limits: limits) { (parser) throws(IndexError) in
      try parser.parse(
        text, matching: mode, schema: names.schema, values: names.values,
        condition: names.condition, syntax: syntax, synonyms: synonyms, isFilter: isFilter)
    }
  }

  /// Lends a parser that is idle, or a new one.
  func withParser<Result>(
    analyzer: AnalyzerOptions, limits: Limits,
    _ body: (inout QueryParser) throws(IndexError) -> Result
  ) throws(IndexError) -> Result {
    var parser: QueryParser
    if let known = idle.withLock({ $0.popLast() }) {
      parser = known.parser
    } else {
      parser = try QueryParser(analyzer: analyzer, limits: limits)
    }
    let result = try body(&parser)
    let used = Idle(parser: parser)
    idle.withLock { if $0.count < Self.capacity { $0.append(used) } }
    return result
  }
}
