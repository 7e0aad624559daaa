/// Finds the best of some documents by all evidence, without reading all of it for all of them.
///
/// The best by the first pass are scored at once. The lowest of their scores is what others must
/// reach: of those, item after item is read, what has the fewest postings first, and a document is
/// dropped as soon as it cannot reach that, whatever the other items add. Positions are read at last,
/// where frequencies leave room for doubt. Bounds are sums in another order than that of the scores
/// and have more room than rounding can take; scores are always added up in the order of the items.
struct RescoringPass {
  private let items: [Rescorer.Item]
  private let entries: [TopK.Entry]
  private var groups: [Group] = []
  private var window: EvidenceWindow
  /// What was scored.
  private var scored: [TopK.Entry] = []

  /// The documents of a segment.
  fileprivate struct Group {
    let segment: Int
    let documents: [DocID]
    var evidence: SegmentEvidence
    /// Those that are not scored and may be among the best, by their places among the documents.
    var waiting: [Int]
    /// What their scores do not exceed.
    var bounds: [Double] = []
  }

  /// A document that may be among the best.
  private struct Candidate {
    var group: Int
    var document: Int
    var bound: Double
  }

  /// So many are scored before it is asked again which can still be among the best.
  private static let batchSize = 8

  /// More than rounding can take.
  fileprivate static let room = 1.0001

  /// - Parameter entries: the best first.
  init(
    _ rescorer: Rescorer, _ planner: QueryPlanner, _ open: [OpenSegment], _ entries: [TopK.Entry]
  ) throws(IndexError) {
    items = rescorer.items
    self.entries = entries
    window = EvidenceWindow(width: rescorer.windowWidth, unitCount: rescorer.unitCount)
    let addresses = entries.map(\.address).sorted()
    var start = 0
    while start < addresses.count {
      let segment = addresses[start].segment
      let documents = addresses[start...].prefix { $0.segment == segment }.map(\.document)
      start += documents.count
      groups.append(
        Group(
          segment: segment, documents: documents,
          evidence: try SegmentEvidence(
            items, documents, planner, open[segment], segment: segment),
          waiting: Array(documents.indices)))
    }
  }

  /// The best documents, in their order.
  ///
  /// - Precondition: there are so many.
  mutating func best(_ limit: Int) throws(IndexError) -> [TopK.Entry] {
    if limit < entries.count {
      try scoreFirst(limit)
      try dropHopeless(lowest(limit))
      try scoreWaiting(limit)
    } else {
      for group in groups.indices {
        for document in groups[group].waiting { try score(document, group) }
      }
    }
    scored.sort { $1.isWorse(than: $0) }
    return Array(scored.prefix(limit))
  }

  /// Scores the best of the first pass.
  private mutating func scoreFirst(_ limit: Int) throws(IndexError) {
    let first = Set(entries.prefix(limit).map(\.address))
    for group in groups.indices {
      var waiting: [Int] = []
      for (place, document) in groups[group].documents.enumerated() {
        let address = DocumentAddress(segment: groups[group].segment, document: document)
        if first.contains(address) { try score(place, group) } else { waiting.append(place) }
      }
      groups[group].waiting = waiting
    }
  }

  /// The lowest of the best scores.
  private func lowest(_ limit: Int) -> Double {
    Double(scored.map(\.score).sorted(by: >)[limit - 1])
  }

  /// Bounds the scores of what is waiting, and drops what cannot reach the lowest.
  private mutating func dropHopeless(_ lowest: Double) throws(IndexError) {
    for number in groups.indices {
      // Taken out, so that nothing is copied while it changes.
      var group = groups.remove(at: number)
      let window = try group.evidence.windowLimit(items)
      var most = window
      for item in items.indices { most += group.evidence.maximum(ofItem: item) }
      group.bounds = Array(repeating: most, count: group.waiting.count)
      let costs = items.indices.map { group.evidence.cost(ofItem: $0) }
      for item in items.indices.sorted(by: { costs[$0] < costs[$1] })
      where items[item].counting != .places && !group.waiting.isEmpty {
        try group.evidence.lower(&group.bounds, of: group.waiting, byItem: item)
        group.drop(below: lowest)
      }
      for (index, document) in group.waiting.enumerated() {
        group.bounds[index] += try group.evidence.windowLimit(items, document) - window
      }
      group.drop(below: lowest)
      groups.insert(group, at: number)
    }
  }

  /// Scores what is waiting, the most promising first, as long as any can be among the best.
  private mutating func scoreWaiting(_ limit: Int) throws(IndexError) {
    var candidates: [Candidate] = []
    for (number, group) in groups.enumerated() {
      for (document, bound) in zip(group.waiting, group.bounds) {
        candidates.append(Candidate(group: number, document: document, bound: bound))
      }
    }
    candidates.sort { $0.bound > $1.bound }
    var rest = candidates[...]
    while let first = rest.first, first.bound * Self.room >= lowest(limit) {
      let batch = rest.prefix(Self.batchSize)
      rest = rest.dropFirst(batch.count)
      // Postings are read forwards.
      for one in batch.sorted(by: { ($0.group, $0.document) < ($1.group, $1.document) }) {
        try score(one.document, one.group)
      }
    }
  }

  private mutating func score(_ document: Int, _ group: Int) throws(IndexError) {
    var score: Float = 0
    for (number, item) in items.enumerated() where item.counting != .places {
      if let found = try groups[group].evidence.contribution(item: number, document) {
        score += found.score
      }
    }
    let heaviest = try window.heaviest(items, &groups[group].evidence, document)
    if heaviest > 0 { score += EvidenceWeights.window * heaviest }
    let address = DocumentAddress(
      segment: groups[group].segment, document: groups[group].documents[document])
    scored.append(TopK.Entry(score: score, address: address))
  }
}

extension RescoringPass.Group {
  /// Drops what cannot reach a score.
  fileprivate mutating func drop(below lowest: Double) {
    var kept = 0
    for index in waiting.indices where bounds[index] * RescoringPass.room >= lowest {
      (waiting[kept], bounds[kept]) = (waiting[index], bounds[index])
      kept += 1
    }
    waiting.removeSubrange(kept...)
    bounds.removeSubrange(kept...)
  }
}
