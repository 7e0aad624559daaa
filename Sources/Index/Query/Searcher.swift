/// Runs a query over the segments of a snapshot and keeps the best documents.
struct Searcher {
  private let segments: [OpenSegment]
  private let planner: QueryPlanner
  private let query: Query
  private let rescorer: Rescorer?
  /// What a lone word or phrase is judged by, if the query is nothing else.
  private let unit: Query?

  /// Plans a query. With `evidence` the best documents of a first pass are scored again.
  init(
    _ query: Query, evidence: [Evidence] = [], _ expander: QueryExpander,
    _ segments: [OpenSegment], _ statistics: CollectionStatistics, titleField: FieldID? = nil,
    ranking: Ranking = Ranking()
  ) throws(IndexError) {
    self.segments = segments
    self.query = try expander.expanded(query)
    let isUnit = evidence.count == 1 && evidence[0].counting == .tiers
    var planner = QueryPlanner(
      segments, statistics, ranking: ranking, comparesRarity: !isUnit)
    try planner.add(self.query)
    rescorer =
      evidence.isEmpty
      ? nil : try Rescorer(evidence, expander, &planner, segments, titleField: titleField)
    self.planner = planner
    unit = isUnit ? evidence[0].query : nil
  }

  /// The best `limit` documents, and how many match in all.
  func search(limit: Int) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    guard let rescorer, limit > 0 else { return try firstPass(limit: limit) }
    if let unit { return try searchUnit(unit, rescorer, limit: limit) }
    let count = Rescorer.documentCount
    let (first, totalCount) = try firstPass(limit: max(limit, count))
    let best = try rescorer.rescored(Array(first.prefix(count)))
    return (Self.appended(best, first.dropFirst(count), limit: limit), totalCount)
  }

  /// What was not scored again follows in its order, whatever its scores mean.
  private static func appended(
    _ best: [TopK.Entry], _ others: ArraySlice<TopK.Entry>, limit: Int
  ) -> [TopK.Entry] {
    var best = best
    var lowest = best.last?.score ?? 0
    for entry in others.prefix(max(0, limit - best.count)) {
      lowest = min(lowest, entry.score)
      best.append(TopK.Entry(score: lowest, address: entry.address))
    }
    return Array(best.prefix(limit))
  }

  /// Scores documents with a lone word or phrase again. A phrase of several words is only put in
  /// order among the first. For a word, documents are looked at until none that follows can be among
  /// the best (it counts at most as much as in the first pass, but for the title), so that those with
  /// the word itself come before those with a part of a compound.
  private func searchUnit(
    _ unit: Query, _ rescorer: Rescorer, limit: Int
  ) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    var isWord = false
    if case .sequence(let sequence) = unit { isWord = sequence.isWord }
    var depth = max(
      limit, isWord ? Rescorer.firstWordDocumentCount : Rescorer.phraseDocumentCount)
    let deepest = isWord ? Rescorer.wordDocumentCount : depth
    var (first, totalCount) = try firstPass(limit: depth)
    var best = try rescorer.rescored(first)
    while first.count == depth, depth < deepest, best[limit - 1].score < first[depth - 1].score {
      let count = depth
      depth = min(4 * depth, deepest)
      first = try firstPass(limit: depth, counts: false).best
      best += try rescorer.rescored(Array(first.dropFirst(count)))
      best.sort { $1.isWorse(than: $0) }
    }
    return (Array(best.prefix(limit)), totalCount)
  }

  /// What each piece of evidence adds to the score of a document.
  func explanation(of address: DocumentAddress) throws(IndexError) -> [Explanation.Item] {
    if let rescorer { return try rescorer.explanation(of: address) }
    var leaves: [Query] = []
    query.forEachLeaf(includingExcluded: false) { leaves.append($0) }
    var items: [Explanation.Item] = []
    for leaf in leaves {
      guard let matcher = try planner.matcher(leaf, segment: address.segment) else { continue }
      try matcher.seek(to: address.document)
      guard matcher.document == address.document else { continue }
      items.append(
        Explanation.Item(
          what: leaf.evidenceLabel, rarity: planner.idf(leaf), frequency: try matcher.frequency(),
          titleFrequency: 0, weight: leaf.boost ?? 1, score: try matcher.score()))
    }
    return items
  }

  private func firstPass(
    limit: Int, counts: Bool = true
  ) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    var top = TopK(limit)
    var totalCount = 0
    let window = ScoreWindow()
    for (number, segment) in segments.enumerated() {
      guard let matcher = try planner.matcher(query, segment: number) else { continue }
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
            if !counts { matcher.raiseFloor(to: top.threshold) }
          }
          try matcher.advance()
        }
      }
    }
    return (top.ranked(), totalCount)
  }
}
