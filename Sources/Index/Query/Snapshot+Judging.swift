extension Snapshot {
  /// What a query finds by scoring every document that matches: the judge of every faster way.
  ///
  /// - Parameter limit: how many documents at most.
  package func searchExhaustively(
    _ query: ParsedQuery, limit: Int
  ) throws(IndexError) -> SearchResult {
    let (hits, totalCount) = try best(
      query.query, query.evidence, expander(query), limit: limit, algorithm: .exhaustive)
    return SearchResult(hits: hits, totalCount: totalCount, partDocumentCounts: [])
  }
}
