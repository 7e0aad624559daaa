/// A sequence that takes positions: documents that may hold it are bounded by how often they hold
/// what it needs, and only those that can be among the best are looked into.
final class SequencePart: UnionPart {
  // One walks through what may hold it, the other looks into what is left.
  private var candidates: SequenceFinder
  private var finder: SequenceFinder
  private let scorer: LeafScorer
  private let floors: FloorScorer
  // What is rarest of it, for its impacts.
  private let lists: [TermList]
  private var next = DocID(rawValue: 0)
  private var found = DocID(rawValue: 0)
  private var isStarted = false

  /// - Parameter lists: the terms of which a document must hold any.
  init(
    _ candidates: SequenceFinder, _ finder: SequenceFinder, _ scorer: LeafScorer,
    lists: [TermList]
  ) {
    self.candidates = candidates
    self.finder = finder
    self.scorer = scorer
    self.lists = lists
    floors = FloorScorer(scorer)
  }

  override var cost: UInt64 { candidates.cost }

  override func bound(from start: UInt32, to end: UInt32) throws(IndexError) -> Float {
    var sum: Float = 0
    for list in lists { sum += try list.bound(from: start, to: end) }
    return min(sum, scorer.weight)
  }

  override func nextDocument(from start: UInt32) throws(IndexError) -> UInt32 {
    var next = UInt32.max
    for list in lists { next = min(next, try list.nextDocument(from: start)) }
    return next
  }

  override func read(
    from start: UInt32, to end: UInt32, above limit: Float, into output: ScoredDocuments
  ) throws(IndexError) {
    if isStarted, next.rawValue >= end { return }
    // From its end on, the window's limit says nothing.
    candidates.stop = DocID(rawValue: end)
    candidates.floor = limit > 0 ? floors.floor(above: limit) : nil
    if !isStarted || next.rawValue < start {
      next = try candidates.candidate(from: DocID(rawValue: start))
    }
    isStarted = true
    while next.rawValue < end {
      if let whole = try candidates.wholeWeights() {
        output.append(next.rawValue, score(whole.weights, in: next))
      } else {
        let most = Float(try candidates.limit(next))
        output.append(next.rawValue, scorer.score(frequency: most, in: next), isBound: true)
      }
      next = try candidates.candidate(from: next.successor)
    }
  }

  override func score(of document: DocID) throws(IndexError) -> Float {
    if found > document { return 0 }
    found = try finder.candidate(from: document)
    guard found == document else { return 0 }
    return try score(&finder, document)
  }

  /// The score of a finder's candidate.
  private func score(
    _ finder: inout SequenceFinder, _ document: DocID
  ) throws(IndexError) -> Float {
    if let whole = try finder.wholeWeights() { return score(whole.weights, in: document) }
    guard try finder.findStarts(document) else { return 0 }
    return score(finder.starts.weights(), in: document)
  }

  private func score(
    _ weights: (frequency: Float, heaviest: Float), in document: DocID
  ) -> Float {
    weights.heaviest * scorer.score(frequency: weights.frequency, in: document)
  }

  override var hasLooseLimits: Bool { true }

  override func limit(of document: DocID) throws(IndexError) -> Float {
    if !isStarted || next < document {
      candidates.floor = nil
      next = try candidates.candidate(from: document)
      isStarted = true
    }
    guard next == document else { return 0 }
    return scorer.score(frequency: Float(try candidates.limit(document)), in: document)
  }
}
