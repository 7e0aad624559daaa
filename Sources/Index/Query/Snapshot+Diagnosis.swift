extension Snapshot {
  /// For each part of a query what it is looked for by, and how many documents hold that.
  ///
  /// - Complexity: that of a search for each piece.
  public func summaries(of query: ParsedQuery) throws(IndexError) -> [PartSummary] {
    let expander = QueryExpander(state.segments)
    func count(_ query: Query) throws(IndexError) -> Int {
      if query == .nothing { return 0 }
      let searcher = try Searcher(query, expander, state.segments, collection)
      return try searcher.search(limit: 0).totalCount
    }
    var summaries: [PartSummary] = []
    for part in query.parts {
      var pieces: [QueryPiece] = []
      for leaf in part.leaves {
        pieces.append(QueryPiece(text: leaf.label, documentCount: try count(leaf)))
      }
      summaries.append(
        PartSummary(
          part: part, allCount: try count(part.query), anyCount: try count(part.loose),
          pieces: pieces))
    }
    return summaries
  }

  /// Why a document does or does not match.
  ///
  /// - Parameters:
  ///   - address: the document, of this snapshot.
  ///   - document: its text, stored or read again.
  public func diagnosis(
    of query: ParsedQuery, at address: DocumentAddress, _ document: Document
  ) throws(IndexError) -> Diagnosis {
    var diagnoser = try Diagnoser(
      document, at: address, state.segments, analyzer: options.analyzer)
    var diagnosis = try diagnoser.diagnosis(of: query)
    let segment = state.segments[address.segment]
    for condition in query.conditionList {
      let found = try FilterEvaluator(state.segments).documents(
        condition.filter, segment: address.segment)
      let values = try segment.reader.values.values(of: address.document)
        .filter { condition.filter.valueNames.contains($0.name) }.map(\.value.text)
      diagnosis.conditions.append(
        ConditionSummary(
          text: condition.filter.description,
          documentCount: found.contains(address.document) ? 1 : 0,
          isRequired: condition.isRequired, values: values))
    }
    return diagnosis
  }

  /// For each part of a query, how many documents hold all of it, whatever the query asks of values: a word
  /// is not nowhere because a condition is never met.
  ///
  /// - Parameter filter: which documents count; nil for all.
  /// - Complexity: that of a search for each part.
  public func partDocumentCounts(
    of query: ParsedQuery, filter: Filter? = nil, until interruption: Interruption? = nil
  ) throws(IndexError) -> [Int] {
    var counts: [Int] = []
    let segments = try segments(passing: filter, until: interruption)
    for part in query.parts {
      let searcher = try Searcher(
        part.query, expander(query, until: interruption), segments, collection, limits: limits)
      counts.append(try searcher.search(limit: 0).totalCount)
    }
    return counts
  }

  /// What a query asks of values, and how many documents meet each of it.
  public func conditionSummaries(
    of query: ParsedQuery
  ) throws(IndexError) -> [ConditionSummary] {
    let evaluator = FilterEvaluator(state.segments)
    var summaries: [ConditionSummary] = []
    for condition in query.conditionList {
      var count = 0
      for (number, segment) in state.segments.enumerated() {
        let found = try evaluator.documents(condition.filter, segment: number)
        count += segment.live.restricted(to: found).liveCount
      }
      summaries.append(
        ConditionSummary(
          text: condition.filter.description, documentCount: count,
          isRequired: condition.isRequired))
    }
    return summaries
  }

  /// The documents that hold most fragments of a query.
  public func nearest(_ query: ParsedQuery, limit: Int = 3) throws(IndexError) -> [Hit] {
    let fragments = ParsedQuery(text: query.text, parts: [], query: query.fallback)
    return try search(fragments, limit: limit).hits
  }
}
