extension Snapshot {
  /// What a query finds by scoring every document that matches: the judge of every faster way.
  ///
  /// - Parameters:
  ///   - limit: how many documents at most.
  ///   - filter: which documents count; nil for all.
  package func searchExhaustively(
    _ query: ParsedQuery, limit: Int, filter: Filter? = nil
  ) throws(IndexError) -> SearchResult {
    let (hits, totalCount) = try best(
      query.query, query.evidence, expander(query), limit: limit, algorithm: .exhaustive,
      filter: filter)
    return SearchResult(hits: hits, totalCount: totalCount, partDocumentCounts: [])
  }
}
