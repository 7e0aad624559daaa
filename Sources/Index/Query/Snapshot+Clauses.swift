public import Tokenizer

/// Synonyms for one query, and what tells how rare they are.
struct QuerySynonyms {
  var list: Synonyms
  /// What an occurrence of what is asked for adds to a score, before lengths.
  var worth: (ParsedQuery.Part) throws(IndexError) -> Float
}

extension Snapshot {
  /// Makes a query of what a program has put together.
  ///
  /// - Parameters:
  ///   - mode: how the words of a ``QueryClause/words(_:)`` are joined.
  ///   - fold: how far the text may differ from the clauses' words.
  ///   - synonyms: words that stand for each other.
  /// - Throws: ``IndexError/invalidArgument(what:)`` for a field that no document has, or a number that makes
  ///   no sense; ``IndexError/limit(what:found:allowed:)`` for a query beyond ``limits``.
  public func query(
    _ clause: QueryClause, matching mode: MatchMode = .any, fold: FoldLevel = .letters,
    synonyms: Synonyms? = nil
  ) throws(IndexError) -> ParsedQuery {
    let schema = state.manifest.schema
    let lexemes = try ClauseCompiler.lexemes(of: clause, schema: schema)
    let text = clause.description
    try Limits.check(
      "the length of the query in bytes", text.utf8.count, atMost: limits.queryByteCount)
    let known = querySynonyms(synonyms, fold)
    var query = try parsers.withParser(analyzer: options.analyzer, limits: limits) {
      (parser) throws(IndexError) in
      try parser.parse(lexemes, of: text, matching: mode, schema: schema, synonyms: known)
    }
    query.fold = fold
    return query
  }

  /// Runs a query that a program has put together; see ``search(_:limit:counting:suggesting:until:)``.
  public func search(
    _ clause: QueryClause, limit: Int = 10, until interruption: Interruption? = nil
  ) throws(IndexError) -> SearchResult {
    try search(try query(clause), limit: limit, until: interruption)
  }

  /// Synonyms with what says how rare they are here.
  func querySynonyms(_ synonyms: Synonyms?, _ fold: FoldLevel) -> QuerySynonyms? {
    guard let synonyms else { return nil }
    let expander = QueryExpander(
      state.segments, fold: options.analyzer.isPlain ? .exact : fold)
    let (segments, collection) = (state.segments, self.collection)
    return QuerySynonyms(list: synonyms) { (part) throws(IndexError) in
      var planner = QueryPlanner(segments, collection, ranking: Ranking())
      var sum: Float = 0
      // As the second pass counts it.
      for item in part.evidence where item.counting != .places {
        for form in try Rescorer.forms(of: item, expander) {
          try planner.add(form.query)
          if planner.known(form.query) == nil { continue }
          sum += form.weight * (form.query.boost ?? 1) * planner.idf(form.query)
        }
      }
      if sum > 0 { return sum }
      let expanded = try expander.expanded(part.query)
      try planner.add(expanded)
      return Self.worth(of: expanded, planner)
    }
  }

  /// What an occurrence adds to a score: of alternatives the best one that is there, of what must all be
  /// there the sum.
  static func worth(of query: Query, _ planner: QueryPlanner) -> Float {
    switch query {
    case .any(let queries):
      // What no document holds is the rarest of all, and says nothing of the others.
      let known = queries.filter { planner.known($0) != nil }
      return (known.isEmpty ? queries : known).map { worth(of: $0, planner) }.max() ?? 0
    case .all(let queries): return queries.reduce(0) { $0 + worth(of: $1, planner) }
    case .nothing: return 0
    default: return (query.boost ?? 1) * planner.idf(query)
    }
  }
}
