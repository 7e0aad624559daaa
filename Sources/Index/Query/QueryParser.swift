/// Lexemes → query, with the index's own analyzer.
///
/// ```
/// query   = group { [OR] group }
/// group   = clause { AND clause }           juxtaposition is AND if all words must match, else OR
/// clause  = word | "phrase" | NOT clause
/// ```
///
/// `NOT x` takes the documents with x away from its group if an AND joins it to one, else from the
/// whole query. What a word or phrase means is up to ``PartAnalyzer``. An operator that has nothing to
/// join is a word.
struct QueryParser {
  private var parts: PartAnalyzer

  private let limits: Limits

  init(analyzerName: String, limits: Limits = Limits()) throws(IndexError) {
    self.limits = limits.bounded
    parts = try PartAnalyzer(analyzerName: analyzerName)
  }

  mutating func parse(_ text: String, matching mode: MatchMode) throws(IndexError) -> ParsedQuery {
    try Limits.check(
      "the length of the query in bytes", text.utf8.count, atMost: limits.queryByteCount)
    var parsed = ParsedQuery(text: text, parts: [], query: .nothing)
    var builder = QueryBuilder(mode: mode)
    var shape = QueryBuilder(mode: mode)
    for lexeme in Self.withoutIdleOperators(QueryLexer.lexemes(of: text)) {
      switch lexeme {
      case .and:
        builder.and()
        shape.and()
      case .or:
        builder.or()
        shape.or()
      case .not:
        builder.not()
        shape.not()
      case .word(let text), .quoted(let text):
        let part = parts.part(
          text, isPhrase: lexeme == .quoted(text), isExcluded: builder.isNegated)
        builder.add(part)
        shape.add(part.numbered(parsed.parts.count))
        parsed.parts.append(part)
      }
    }
    let termCount = parsed.parts.reduce(0) { $0 + $1.terms.count }
    try Limits.check(
      "the number of terms in the query", termCount, atMost: limits.queryTermCount)
    for part in parsed.parts where part.isPhrase {
      try Limits.check(
        "the number of terms in a phrase", part.terms.count, atMost: limits.phraseTermCount)
    }
    parsed.query = builder.finish()
    parsed.shape = shape.finish()
    parsed.fallback = QueryBuilder.any(
      parsed.parts.filter { !$0.isExcluded }.map(\.fragments))
    let included = parsed.parts.filter { !$0.isExcluded }
    // A lone phrase is judged by how it lies to words; beside others, its words speak for it too.
    let evidence = included.flatMap(\.evidence)
    if included.count == 1, included[0].isPhrase {
      parsed.evidence = evidence.filter { $0.counting == .tiers }
    } else if included.count == 1, let word = included[0].loneWord {
      parsed.evidence = [Evidence(query: word, weight: 1, counting: .tiers)]
    } else {
      parsed.evidence = Self.merged(evidence)
    }
    return parsed
  }

  /// Equal evidence counts by the root of how often it was typed, once for its places.
  private static func merged(_ evidence: [Evidence]) -> [Evidence] {
    var counts: [Evidence: Float] = [:]
    for item in evidence { counts[item, default: 0] += 1 }
    var result: [Evidence] = []
    for item in evidence {
      guard let count = counts.removeValue(forKey: item) else { continue }
      var item = item
      if item.counting != .places { item.weight *= count.squareRoot() }
      result.append(item)
    }
    return result
  }

  /// Makes words of operators that stand where they can join nothing.
  private static func withoutIdleOperators(_ lexemes: [QueryLexeme]) -> [QueryLexeme] {
    var result = lexemes
    for index in result.indices {
      let next = index + 1 < result.count ? result[index + 1] : nil
      let previous = index > 0 ? result[index - 1] : nil
      switch result[index] {
      case .and where !endsClause(previous) || !beginsClause(next): result[index] = .word("AND")
      case .or where !endsClause(previous) || !beginsClause(next): result[index] = .word("OR")
      case .not where !beginsClause(next) || next == .not: result[index] = .word("NOT")
      default: break
      }
    }
    return result
  }

  private static func endsClause(_ lexeme: QueryLexeme?) -> Bool {
    switch lexeme {
    case .word, .quoted: true
    default: false
    }
  }

  private static func beginsClause(_ lexeme: QueryLexeme?) -> Bool {
    switch lexeme {
    case .word, .quoted, .not: true
    default: false
    }
  }
}
