internal import Tokenizer

/// Lexemes → query, with the index's own analyzer. QueryLanguage.md has the grammar, and what everything
/// means by examples, each of which is a test.
///
/// ```
/// query   = group { [OR] group }
/// group   = clause { AND clause }           juxtaposition is AND if all words must match, else OR
/// clause  = [NOT | "+" | "-"] [field ":"] primary [modifiers]
/// primary = word | "phrase" | "(" query ")" | NEAR(…) | "*"
/// ```
///
/// `NOT x` takes the documents with x away from its group if an AND joins it to one, else from the
/// whole query. What a word or phrase means is up to ``PartAnalyzer``. An operator that has nothing to
/// join is a word.
struct QueryParser {
  var parts: PartAnalyzer
  private let limits: Limits

  // What is parsed at the moment.
  private var lexemes: [QueryLexeme] = []
  private var next = 0
  private var parsed = ParsedQuery(text: "", parts: [], query: .nothing)
  private var mode = MatchMode.any
  private var schema = Schema()
  /// What may have been meant as text though a sign stands before it; nil where signs are signs.
  private var signed: SignedWords?
  private var values = ValueSchema.none
  private var condition: ConditionReader?
  /// Whether what says only what is not wanted stands for all the rest.
  private var isFilter = false
  /// Whether there is something that only its own score speaks for: then there is no second pass.
  private var isStructured = false
  /// The synonyms that were asked for last.
  private var table: SynonymTable?

  init(analyzer: AnalyzerOptions, limits: Limits = Limits()) throws(IndexError) {
    self.limits = limits.bounded
    parts = try PartAnalyzer(analyzer: analyzer)
  }

  init(analyzerName: String, limits: Limits = Limits()) throws(IndexError) {
    try self.init(analyzer: AnalyzerOptions(named: analyzerName), limits: limits)
  }

  /// - Parameters:
  ///   - schema: says which names are fields.
  ///   - values: says which names documents have values under.
  ///   - condition: says what text behind a name of values means.
  ///   - syntax: read leniently, a sign takes no document away in which it stands as it was typed.
  ///   - isFilter: whether what says only what is not wanted stands for all the rest.
  mutating func parse(
    _ text: String, matching mode: MatchMode, schema: Schema = Schema(),
    values: ValueSchema = .none, condition: ConditionReader? = nil,
    syntax: QuerySyntax = .lenient, synonyms: QuerySynonyms? = nil, isFilter: Bool = false
  ) throws(IndexError) -> ParsedQuery {
    try Limits.check(
      "the length of the query in bytes", text.utf8.count, atMost: limits.queryByteCount)
    (self.values, self.condition) = (values, condition)
    self.isFilter = isFilter
    var lexer = QueryLexer(text, schema: schema, values: values)
    let lexemes = Self.withoutIdleOperators(lexer.lexemes())
    signed = syntax == .lenient ? SignedWords(text, lexemes, lexer.offsets) : nil
    return try join(lexemes, of: text, matching: mode, schema: schema, synonyms: synonyms)
  }

  /// - Parameter lexemes: without operators that join nothing.
  mutating func parse(
    _ lexemes: [QueryLexeme], of text: String, matching mode: MatchMode, schema: Schema,
    synonyms: QuerySynonyms? = nil
  ) throws(IndexError) -> ParsedQuery {
    (values, condition) = (.none, nil)
    isFilter = false
    signed = nil
    return try join(lexemes, of: text, matching: mode, schema: schema, synonyms: synonyms)
  }

  private mutating func join(
    _ lexemes: [QueryLexeme], of text: String, matching mode: MatchMode, schema: Schema,
    synonyms: QuerySynonyms?
  ) throws(IndexError) -> ParsedQuery {
    parsed = ParsedQuery(text: text, parts: [], query: .nothing)
    self.mode = mode
    self.schema = schema
    isStructured = false
    self.lexemes = lexemes
    if let synonyms {
      self.lexemes = try rewritten(lexemes, synonyms)
      // Signed words are known by their places.
      if self.lexemes.count != lexemes.count { signed = nil }
    }
    next = 0
    let scope = Scope(field: nil, isExcluded: false)
    let whole = try group(scope)
    try checkLimits()
    parsed.query = whole.query
    parsed.shape = whole.shape
    if whole.query == .nothing { readSignsAsText() }
    let included = parsed.parts.filter { !$0.isExcluded }
    parsed.fallback = QueryBuilder.any(included.map(\.fragments))
    if !isStructured { parsed.evidence = Self.evidence(included) }
    return parsed
  }

  private mutating func rewritten(
    _ lexemes: [QueryLexeme], _ synonyms: QuerySynonyms
  ) throws(IndexError) -> [QueryLexeme] {
    if synonyms.list.rules.isEmpty { return lexemes }
    let table =
      if let known = self.table, known.synonyms == synonyms.list { known } else {
        SynonymTable(synonyms.list, &parts)
      }
    self.table = table
    var rewriter = SynonymRewriter(table, parts, worth: synonyms.worth)
    return try rewriter.rewritten(lexemes)
  }

  private func checkLimits() throws(IndexError) {
    let termCount = parsed.parts.reduce(0) { $0 + $1.terms.count }
    try Limits.check(
      "the number of terms in the query", termCount, atMost: limits.queryTermCount)
    let patternCount = parsed.parts.reduce(0) { $0 + ($1.isPattern ? $1.query.patternCount : 0) }
    try Limits.check(
      "the number of patterns in the query", patternCount, atMost: limits.patternCount)
    for part in parsed.parts where part.isPhrase {
      try Limits.check(
        "the number of terms in a phrase", part.terms.count, atMost: limits.phraseTermCount)
    }
  }

  /// Before the word is cut at its wildcards.
  private func checkWildcards(_ word: String) throws(IndexError) {
    try Limits.check(
      "the number of * and ? in a word", word.utf8.count { "*?".utf8.contains($0) },
      atMost: limits.wildcardCount)
  }

  private static func evidence(_ included: [ParsedQuery.Part]) -> [Evidence] {
    // A lone phrase is judged by how it lies to words; beside others, its words speak for it too.
    let evidence = included.flatMap(\.evidence)
    if included.count == 1, included[0].isPhrase {
      return evidence.filter { $0.counting == .tiers }
    }
    if included.count == 1, let word = included[0].loneWord {
      return [Evidence(query: word, weight: 1, counting: .tiers)]
    }
    return merged(evidence)
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

  // MARK: - Groups

  /// What holds for all of a group.
  private struct Scope {
    var field: String?
    var isExcluded: Bool
    var isSigned = false
  }

  /// A query, and the same with a numbered term for each part.
  private struct Joined {
    var query: Query
    var shape: Query
    /// What the query means where any word will do, if that is something else.
    var loose: Query?
    /// The name of the value that is all it asks for, or of the words that documents may have as values.
    var valueName: String?
  }

  /// Everything up to the parenthesis that closes the group, or the end.
  private mutating func group(_ scope: Scope) throws(IndexError) -> Joined {
    // Where so many of some are wanted, each stands for itself.
    let leastCount = leastCountOfGroup()
    let mode = leastCount == nil ? mode : .any
    var builder = QueryBuilder(mode: mode, takesFromAll: isFilter)
    var shape = QueryBuilder(mode: mode, takesFromAll: isFilter)
    var isSigned = false
    var field = scope.field
    var modifiers = QueryModifiers()
    let firstPart = parsed.parts.count
    scan: while next < lexemes.count {
      let lexeme = lexemes[next]
      next += 1
      switch lexeme {
      case .and:
        builder.and()
        shape.and()
      case .or:
        builder.or()
        shape.or()
      case .not, .minus:
        builder.not()
        shape.not()
        isSigned = lexeme == .minus
      case .plus:
        builder.require()
        shape.require()
      case .field(let name): field = name
      case .close(let found):
        modifiers = found
        break scan
      case .open, .word, .text, .quoted, .near, .everything, .range:
        let inner = Scope(
          field: field, isExcluded: scope.isExcluded || builder.isNegated,
          isSigned: scope.isSigned || isSigned)
        isSigned = false
        let clause = lexeme == .open ? try group(inner) : try self.clause(lexeme, inner)
        if case .condition = clause.query, isRequirement(builder, leastCount) {
          builder.add(condition: clause.query, valueOf: clause.valueName)
          shape.add(condition: .everything(boost: 0), valueOf: clause.valueName)
        } else {
          let name = isRequirement(builder, leastCount) ? clause.valueName : nil
          builder.add(QueryBuilder.Clause(clause.query, loose: clause.loose), valueOf: name)
          shape.add(QueryBuilder.Clause(clause.shape), valueOf: name)
        }
        field = scope.field
      }
    }
    if modifiers.leastCount != nil { isStructured = true }
    boostEvidence(from: firstPart, modifiers)
    var query = builder.finish(leastCount: modifiers.leastCount)
    if modifiers.leastCount == nil, let filter = query.condition { query = .condition(filter) }
    return Joined(
      query: modified(query, modifiers), shape: shape.finish(leastCount: modifiers.leastCount))
  }

  /// How many of the group that has just been opened are wanted, if that is said where it is closed.
  private func leastCountOfGroup() -> Int? {
    guard next > 0, lexemes[next - 1] == .open else { return nil }
    var depth = 1
    for lexeme in lexemes[next...] {
      if lexeme == .open { depth += 1 }
      guard case .close(let modifiers) = lexeme else { continue }
      depth -= 1
      if depth == 0 { return modifiers.leastCount }
    }
    return nil
  }

  /// Whether what is asked of values must hold for all documents: unless OR or AND joins it to something,
  /// or so many of a group are wanted.
  private func isRequirement(_ builder: QueryBuilder, _ leastCount: Int?) -> Bool {
    if leastCount != nil || builder.isAlternative || builder.isJoined { return false }
    guard next < lexemes.count else { return true }
    return lexemes[next] != .or && lexemes[next] != .and
  }

  private mutating func boostEvidence(from firstPart: Int, _ modifiers: QueryModifiers) {
    if modifiers.boost == 1 { return }
    for part in firstPart..<parsed.parts.count {
      for item in parsed.parts[part].evidence.indices {
        parsed.parts[part].evidence[item].weight *= modifiers.boost
      }
    }
  }

  private mutating func modified(_ query: Query, _ modifiers: QueryModifiers) -> Query {
    if query == .nothing { return query }
    if modifiers.isConstant {
      isStructured = true
      return .constant(query, score: modifiers.boost)
    }
    return query.multiplied(by: modifiers.boost)
  }

  // MARK: - Clauses

  private mutating func clause(
    _ lexeme: QueryLexeme, _ scope: Scope
  ) throws(IndexError) -> Joined {
    if let filter = filter(lexeme, scope) {
      return Joined(
        query: .condition(filter), shape: .everything(boost: 0),
        valueName: filter.isOneValue ? scope.field : nil)
    }
    var modifiers = QueryModifiers()
    var part: ParsedQuery.Part
    switch lexeme {
    case .word(let text, let found):
      modifiers = found
      try checkWildcards(text)
      part = parts.word(text, modifiers, isExcluded: scope.isExcluded)
    case .text(let text, let found):
      modifiers = found
      part = parts.part(text, isPhrase: false, isExcluded: scope.isExcluded)
    case .quoted(let text, let found):
      modifiers = found
      part = parts.phrase(text, modifiers, isExcluded: scope.isExcluded)
    case .near(let texts, let distance):
      for text in texts where !text.isPlain { try checkWildcards(text.text) }
      part = parts.near(texts, distance: distance, isExcluded: scope.isExcluded)
    default:
      part = parts.everything(isExcluded: scope.isExcluded)
    }
    if part.isPattern { isStructured = true }
    part.isExcludedBySign = scope.isSigned
    part.synonymOf = modifiers.synonymOf
    if let name = scope.field, let field = schema.field(named: name) {
      part.field = name
      if field != .text {
        isStructured = true
        part = part.moved(to: field)
      }
    }
    let shape = part.numbered(parsed.parts.count).query
    parsed.parts.append(part)
    boostEvidence(from: parsed.parts.count - 1, modifiers)
    let isSigned = scope.isSigned && scope.field == nil
    return Joined(
      query: modified(isSigned ? excluded(part.query, next - 1) : part.query, modifiers),
      shape: shape, loose: modified(part.loose, modifiers),
      valueName: scope.field.flatMap { values.types(of: $0).isEmpty ? nil : $0 })
  }

  /// The documents that a word with a sign takes away: not those in which it stands so.
  private mutating func excluded(_ query: Query, _ lexeme: Int) -> Query {
    guard query != .nothing, let typed = signed?.withWordBefore(lexeme) else { return query }
    let phrase = parts.phrase(typed, QueryModifiers(), isExcluded: true).query
    if phrase == .nothing { return query }
    return .excluding(query, .verbatim(phrase, VerbatimText(typed)))
  }

  /// Looks for what a query is made of that only takes away, as it was typed: `-la`.
  private mutating func readSignsAsText() {
    guard let signed, !parsed.parts.isEmpty, parsed.parts.allSatisfy({ $0.isExcludedBySign }) else {
      return
    }
    let words = lexemes.indices.filter { signed.typed($0) != nil }
    guard words.count == parsed.parts.count else { return }
    var found: [Query] = []
    var shapes: [Query] = []
    for (number, index) in words.enumerated() {
      shapes.append(parsed.parts[number].numbered(number).query)
      let typed = signed.typed(index) ?? parsed.parts[number].text
      parsed.parts[number].text = typed
      parsed.parts[number].isExcluded = false
      parsed.parts[number].isExcludedBySign = false
      parsed.parts[number].isReadWithSign = true
      found.append(.verbatim(parsed.parts[number].query, VerbatimText(typed)))
    }
    isStructured = true
    parsed.query = mode == .all ? QueryBuilder.all(found) : QueryBuilder.any(found)
    parsed.shape = mode == .all ? QueryBuilder.all(shapes) : QueryBuilder.any(shapes)
  }

  /// What a clause asks of values; nil if it asks for words.
  private func filter(_ lexeme: QueryLexeme, _ scope: Scope) -> Filter? {
    if case .range(let name, let set, let label) = lexeme {
      return Filter(.values(name, set, Filter.Label(text: label, isRange: true)))
    }
    guard let name = scope.field else { return nil }
    let (text, isQuoted): (String, Bool)
    switch lexeme {
    case .word(let word, _): (text, isQuoted) = (word, false)
    case .quoted(let phrase, _): (text, isQuoted) = (phrase, true)
    default: return nil
    }
    let field = schema.field(named: name)
    if text == "*", !isQuoted { return Filter(.exists(name, field)) }
    let typed = TypedText(behind: name, values, schema)
    if typed.types.isEmpty { return nil }
    if let filter = condition?(name, text, isQuoted) {
      return filter.typed(isQuoted ? "\"\(text)\"" : text, behind: name)
    }
    var label = Filter.Label(text: isQuoted ? "\"\(text)\"" : text)
    if let reading = typed.reading(of: text, isQuoted: isQuoted) {
      label.isRange = reading.isRange
      return Filter(.values(name, reading.set, label))
    }
    // Where there is no text to look in, nothing has such a value.
    return !typed.isText ? Filter(.values(name, ValueSet(), label)) : nil
  }
}

extension ParsedQuery.Part {
  /// The part in another field.
  fileprivate func moved(to field: FieldID) -> ParsedQuery.Part {
    var part = self
    part.query = query.moved(to: field)
    part.loose = loose.moved(to: field)
    part.fragments = fragments.moved(to: field)
    part.evidence = []
    part.loneWord = nil
    return part
  }
}
