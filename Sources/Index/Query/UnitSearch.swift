/// The best documents of a query that is one word or phrase of a script without spaces: found, scored
/// and judged by how it lies to the words of each document in one walk.
struct UnitSearch {
  private let planner: QueryPlanner
  private let segments: [OpenSegment]
  private let item: Rescorer.Item
  private let sequence: SequenceQuery

  /// A document that was among the best when it was found.
  private struct Found {
    var address: DocumentAddress
    var frequency: Float
    /// How much its best occurrence counts.
    var factor: Float
  }

  /// nil if the query is something else, or needs no walk through positions.
  init?(
    _ query: Query, _ items: [Rescorer.Item], _ planner: QueryPlanner, _ segments: [OpenSegment]
  ) {
    guard items.count == 1, items[0].query == query, case .sequence(let sequence) = query,
      let plan = planner.plan(of: sequence), plan.terms.isEmpty
    else { return nil }
    self.planner = planner
    self.segments = segments
    self.sequence = sequence
    item = items[0]
  }

  /// The documents that are the best `depth` by frequency and length, the best first by all there is
  /// to say for them; the lowest score that got in; and how many match, if they are counted.
  func search(
    depth: Int, _ counting: HitCounting
  ) throws(IndexError) -> (best: [TopK.Entry], lowest: Float, totalCount: Int) {
    var top = TopK(depth)
    var found: [Found] = []
    var totalCount = 0
    for number in segments.indices {
      totalCount += try search(number, counting, &top, &found)
    }
    let first = top.ranked()
    var best = first.sorted { $0.address < $1.address }
    try rescore(&best, found)
    best.sort { $1.isWorse(than: $0) }
    return (best, first.last?.score ?? 0, max(totalCount, best.count))
  }

  /// - Returns: how many documents match, if they are counted.
  private func search(
    _ number: Int, _ counting: HitCounting, _ top: inout TopK, _ found: inout [Found]
  ) throws(IndexError) -> Int {
    guard var finder = planner.finder(sequence, segment: number),
      let scorer = try planner.scorer(item.query, segment: number)
    else { return 0 }
    let segment = segments[number]
    var judge = AlignmentJudge(sequence, segment)
    var count = 0
    if counting == .none, top.threshold > 0 { finder.floor = ScoreFloor(top.threshold, scorer) }
    try finder.seek(to: DocID(rawValue: 0))
    while finder.document != .end {
      let document = finder.document
      if segment.live.isLive(document) {
        count += 1
        let (frequency, heaviest) = finder.starts.weights()
        let score = heaviest * scorer.score(frequency: frequency, in: document)
        if score > top.threshold {
          top.offer(score, number, document)
          found.append(
            Found(
              address: DocumentAddress(segment: number, document: document),
              frequency: frequency,
              factor: heaviest * (try judge.tier(finder.starts, document))))
          if counting == .none { finder.floor = ScoreFloor(top.threshold, scorer) }
        }
      }
      try finder.seek(to: document.successor)
    }
    return count
  }

  /// Scores documents again, as ``Rescorer`` does.
  ///
  /// - Precondition: addresses ascend in both lists, and the second holds those of the first.
  private func rescore(_ entries: inout [TopK.Entry], _ found: [Found]) throws(IndexError) {
    var next = 0
    var reader: TitleReader?
    for index in entries.indices {
      let address = entries[index].address
      while found[next].address < address { next += 1 }
      if reader?.segment != address.segment {
        reader = try TitleReader(item, planner, segment: address.segment)
      }
      if let score = try reader?.score(found[next].frequency, found[next].factor, address.document)
      {
        entries[index].score = score
      }
    }
  }
}

/// Scores what a document holds together with what its title holds.
struct TitleReader {
  let segment: Int
  private let item: Rescorer.Item
  private let scorer: LeafScorer
  private let title: Matcher?

  /// nil if no document of the segment has what is asked for.
  init?(_ item: Rescorer.Item, _ planner: QueryPlanner, segment: Int) throws(IndexError) {
    guard let scorer = try planner.scorer(item.query, segment: segment) else { return nil }
    self.segment = segment
    self.item = item
    self.scorer = scorer
    if let query = item.title {
      title = try planner.matcher(query, segment: segment)
    } else {
      title = nil
    }
  }

  /// How often the title of a document holds it.
  ///
  /// - Precondition: documents ascend.
  func titleFrequency(_ document: DocID) throws(IndexError) -> Float {
    guard let title else { return 0 }
    try title.seek(to: document)
    return title.document == document ? try title.frequency() : 0
  }

  /// The score of a document.
  ///
  /// - Precondition: documents ascend.
  func score(
    _ frequency: Float, _ factor: Float, _ document: DocID
  ) throws(IndexError) -> Float {
    let whole = frequency + EvidenceWeights.titleOccurrence * (try titleFrequency(document))
    return item.weight * factor * scorer.score(frequency: whole, in: document)
  }
}
