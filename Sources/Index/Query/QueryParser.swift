internal import Tokenizer

/// Lexemes → query, with the index's own analyzer.
///
/// ```
/// query   = group { [OR] group }
/// group   = clause { AND clause }           juxtaposition is AND if all words must match, else OR
/// clause  = word | "phrase" | NOT clause
/// ```
///
/// `NOT x` takes the documents with x away from its group if an AND joins it to one, else from the
/// whole query. A word that is analysed into several terms means all of them where all must match,
/// else any. An operator that has nothing to join is a word.
struct QueryParser {
  private var analyzer: any Analyzer
  private var buffer = TokenBuffer()

  /// The longest query, in bytes.
  static let maximumByteCount = 16 * 1024
  /// The most terms that a query may have.
  static let maximumTermCount = 1024

  init(analyzerName: String) throws(IndexError) {
    analyzer = try makeAnalyzer(named: analyzerName)
  }

  mutating func parse(_ text: String, matching mode: MatchMode) throws(IndexError) -> ParsedQuery {
    guard text.utf8.count <= Self.maximumByteCount else {
      throw .limit(
        what: "the length of the query in bytes", found: text.utf8.count,
        allowed: Self.maximumByteCount)
    }
    var parsed = ParsedQuery(text: text, parts: [], query: .nothing)
    var builder = QueryBuilder(mode: mode)
    for lexeme in Self.withoutIdleOperators(QueryLexer.lexemes(of: text)) {
      switch lexeme {
      case .and: builder.and()
      case .or: builder.or()
      case .not: builder.not()
      case .word(let word):
        let part = analyze(word, isPhrase: false, isExcluded: builder.isNegated)
        parsed.parts.append(part)
        builder.add(part.query)
      case .quoted(let phrase):
        let part = analyze(phrase, isPhrase: true, isExcluded: builder.isNegated)
        parsed.parts.append(part)
        builder.add(part.query)
      }
    }
    let termCount = parsed.parts.reduce(0) { $0 + $1.terms.count }
    guard termCount <= Self.maximumTermCount else {
      throw .limit(
        what: "the number of terms in the query", found: termCount, allowed: Self.maximumTermCount)
    }
    parsed.query = builder.finish()
    return parsed
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

  /// The part's query holds all of its terms.
  private mutating func analyze(
    _ text: String, isPhrase: Bool, isExcluded: Bool
  ) -> ParsedQuery.Part {
    var text = text
    let typed = text
    // The span lives as long as `text`, which is not changed.
    text.withUTF8 { bytes in
      unsafe analyzer.analyze(Span(_unsafeElements: bytes), into: &buffer)
    }
    var terms: [Query.PhraseTerm] = []
    let first = buffer.tokens.first?.position ?? 0
    for token in buffer.tokens {
      guard let kind = TermKind(rawValue: token.kind.rawValue), kind != .stem, kind != .part
      else { continue }
      let bytes = buffer.termBytes[Int(token.termStart)..<Int(token.termEnd)]
      terms.append(
        Query.PhraseTerm(
          key: TermKey(field: .text, kind: kind, term: bytes), offset: token.position - first))
    }
    let query: Query =
      switch terms.count {
      case 0: .nothing
      case 1: .term(terms[0].key, boost: 1)
      default: isPhrase ? .phrase(terms) : .all(terms.map { .term($0.key, boost: 1) })
      }
    return ParsedQuery.Part(
      text: typed, terms: terms.map(\.key.term), isPhrase: isPhrase, isExcluded: isExcluded,
      query: query)
  }
}

/// Joins clauses as they come.
private struct QueryBuilder {
  let mode: MatchMode
  private var groups: [Group] = []
  private var joinsGroup = false
  private var startsNewGroup = false
  private(set) var isNegated = false

  private struct Group {
    var included: [Query] = []
    var excluded: [Query] = []
  }

  init(mode: MatchMode) {
    self.mode = mode
  }

  mutating func and() { joinsGroup = true }
  mutating func or() {
    joinsGroup = false
    startsNewGroup = true
  }

  mutating func not() { isNegated = true }

  mutating func add(_ query: Query) {
    let isExcluded = isNegated
    isNegated = false
    // What holds no term joins nothing; the operator before it is for what comes next.
    if query == .nothing { return }
    let joins = joinsGroup || (mode == .all && !startsNewGroup)
    joinsGroup = false
    startsNewGroup = false
    if !joins || groups.isEmpty { groups.append(Group()) }
    if isExcluded {
      groups[groups.count - 1].excluded.append(query)
    } else {
      groups[groups.count - 1].included.append(query)
    }
  }

  /// The whole query. Equal terms side by side become one with a boost.
  func finish() -> Query {
    var alternatives: [Query] = []
    var excludedFromAll: [Query] = []
    for group in groups {
      if group.included.isEmpty {
        excludedFromAll += group.excluded
        continue
      }
      let isSingle = group.included.count == 1 && mode == .any
      var query = isSingle ? Self.loosened(group.included[0]) : Self.all(group.included)
      if !group.excluded.isEmpty { query = .excluding(query, Self.any(group.excluded)) }
      alternatives.append(query)
    }
    let query = Self.any(alternatives)
    if query == .nothing || excludedFromAll.isEmpty { return query }
    return .excluding(query, Self.any(excludedFromAll))
  }

  /// A word's terms, any of which will do.
  private static func loosened(_ query: Query) -> Query {
    if case .all(let terms) = query { return any(terms) }
    return query
  }

  private static func any(_ queries: [Query]) -> Query {
    let flat = merged(
      queries.flatMap { query in
        if case .any(let inner) = query { return inner }
        return [query]
      })
    return flat.isEmpty ? .nothing : flat.count == 1 ? flat[0] : .any(flat)
  }

  private static func all(_ queries: [Query]) -> Query {
    let flat = merged(
      queries.flatMap { query in
        if case .all(let inner) = query { return inner }
        return [query]
      })
    return flat.isEmpty ? .nothing : flat.count == 1 ? flat[0] : .all(flat)
  }

  /// Equal terms become one whose boost is their sum, where the first of them stands.
  private static func merged(_ queries: [Query]) -> [Query] {
    var places: [TermKey: Int] = [:]
    var result: [Query] = []
    for query in queries {
      guard case .term(let key, let boost) = query else {
        result.append(query)
        continue
      }
      if let place = places[key], case .term(_, let known) = result[place] {
        result[place] = .term(key, boost: known + boost)
      } else {
        places[key] = result.count
        result.append(query)
      }
    }
    return result
  }
}
