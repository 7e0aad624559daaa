/// Runs a query over the segments of a snapshot and keeps the best documents.
struct Searcher {
  private let segments: [OpenSegment]
  private let planner: QueryPlanner

  init(
    _ query: Query, _ segments: [OpenSegment], _ statistics: CollectionStatistics,
    ranking: BM25 = BM25()
  ) throws(IndexError) {
    self.segments = segments
    planner = try QueryPlanner(query, segments, statistics, ranking: ranking)
  }

  /// The best `limit` documents, and how many match in all.
  func search(limit: Int) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    var top = TopK(limit)
    var totalCount = 0
    let window = ScoreWindow()
    for (number, segment) in segments.enumerated() {
      guard let matcher = try planner.matcher(planner.query, segment: number) else { continue }
      let live = segment.live
      // A term alone is a union of one: both are scored window by window.
      let alone = (matcher as? TermMatcher).map { UnionMatcher([$0]) }
      if let union = alone ?? (matcher as? UnionMatcher) {
        try union.scoreAll(window) { document, score in
          guard live.isLive(document) else { return }
          totalCount += 1
          top.offer(score, number, document)
        }
      } else {
        while matcher.document != .end {
          if live.isLive(matcher.document) {
            totalCount += 1
            top.offer(try matcher.score(), number, matcher.document)
          }
          try matcher.advance()
        }
      }
    }
    return (top.ranked(), totalCount)
  }
}
