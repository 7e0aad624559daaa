/// Documents that hold a sequence, scored like a term.
///
/// A document's frequency is the sum of the weights of its occurrences in units of the heaviest one,
/// and its score is multiplied by that weight, as for ``SynonymsMatcher``.
final class SequenceMatcher: Matcher {
  private var finder: SequenceFinder
  private let scorer: LeafScorer
  private lazy var floors = FloorScorer(scorer)
  private var floor: Float = 0

  init(_ finder: SequenceFinder, _ scorer: LeafScorer) throws(IndexError) {
    self.finder = finder
    self.finder.needsStarts = false
    self.scorer = scorer
    super.init()
    try self.finder.seek(to: DocID(rawValue: 0))
    document = self.finder.document
  }

  override var cost: UInt64 { finder.cost }

  override func raiseFloor(to score: Float) {
    if score > floor { finder.floor = floors.floor(above: score) }
    floor = max(floor, score)
  }

  override func maximumScore() throws(IndexError) -> Float { scorer.weight }

  override func advance() throws(IndexError) {
    if document != .end { try seek(to: document.successor) }
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    try finder.seek(to: target)
    document = finder.document
  }

  override func frequency() throws(IndexError) -> Float { finder.weights.frequency }

  override func heaviestWeight() throws(IndexError) -> Float { finder.weights.heaviest }

  override func score(frequency: Float) -> Float {
    scorer.score(frequency: frequency, in: document)
  }

  override func score() throws(IndexError) -> Float {
    let found = finder.weights
    return found.heaviest * score(frequency: found.frequency)
  }
}

extension [SequenceStart] {
  /// How much the best of them counts, and how many such ones they are worth together.
  ///
  /// - Precondition: there is one.
  func weights() -> (frequency: Float, heaviest: Float) {
    var sum: Float = 0
    var heaviest: Float = 0
    for start in self {
      sum += start.weight
      heaviest = Swift.max(heaviest, start.weight)
    }
    return (sum / heaviest, heaviest)
  }
}
