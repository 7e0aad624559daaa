/// Documents that hold any of several terms, scored as if the terms were one.
///
/// A document's frequency is the sum of the terms' weighted frequencies, in units of the heaviest
/// term it holds, and its score is multiplied by that term's weight: so a document that holds only a
/// lighter form never gains by repeating it what a heavier form is worth.
final class SynonymsMatcher: Matcher {
  private var cursor: AlternativesCursor
  private let scorer: LeafScorer
  private lazy var floors = FloorScorer(scorer)
  private let isSum: Bool
  private var floor: ScoreFloor?
  private var floorScore: Float = 0

  /// With `isSum` false the frequency is that of the most frequent term.
  init(
    _ cursor: AlternativesCursor, _ scorer: LeafScorer, isSum: Bool = true
  ) throws(IndexError) {
    self.cursor = cursor
    self.scorer = scorer
    self.isSum = isSum
    super.init()
    try self.cursor.seek(to: DocID(rawValue: 0))
    document = self.cursor.document
  }

  override var cost: UInt64 { cursor.cost }

  override func advance() throws(IndexError) {
    if document != .end { try seek(to: document.successor) }
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    try cursor.seek(to: target, above: floor)
    document = cursor.document
  }

  override func raiseFloor(to score: Float) {
    if score > floorScore { floor = floors.floor(above: score) }
    floorScore = max(floorScore, score)
  }

  override func maximumScore() throws(IndexError) -> Float { scorer.weight }

  override func frequency() throws(IndexError) -> Float {
    try cursor.weights(isSum: isSum).frequency
  }

  override func heaviestWeight() throws(IndexError) -> Float {
    try cursor.weights(isSum: isSum).heaviest
  }

  override func score(frequency: Float) -> Float {
    scorer.score(frequency: frequency, in: document)
  }

  override func score() throws(IndexError) -> Float {
    let found = try cursor.weights(isSum: isSum)
    return found.heaviest * score(frequency: found.frequency)
  }
}
