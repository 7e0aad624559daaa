/// Documents that hold any of several terms, scored as if the terms were one.
///
/// A document's frequency is the sum of the terms' weighted frequencies, in units of the heaviest
/// term it holds, and its score is multiplied by that term's weight: so a document that holds only a
/// lighter form never gains by repeating it what a heavier form is worth.
final class SynonymsMatcher: Matcher {
  private var cursors: [PostingsCursor]
  private let weights: [Float]
  private let weight: Float
  private let norms: Norms
  private let isSum: Bool

  /// With `isSum` false the frequency is that of the most frequent term.
  ///
  /// - Precondition: there is a cursor, and as many weights.
  init(
    _ cursors: [PostingsCursor], weights: [Float], weight: Float, norms: Norms,
    isSum: Bool = true
  ) throws(IndexError) {
    self.cursors = cursors
    self.weights = weights
    self.weight = weight
    self.norms = norms
    self.isSum = isSum
    super.init()
    for index in self.cursors.indices { _ = try self.cursors[index].nextBlock() }
    findLeast()
  }

  override var cost: UInt64 {
    cursors.reduce(0) { $0 + UInt64($1.info.documentFrequency) }
  }

  override func advance() throws(IndexError) {
    if document == .end { return }
    for index in cursors.indices where cursors[index].document == document {
      try cursors[index].advance()
    }
    findLeast()
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    for index in cursors.indices { try cursors[index].seek(to: target) }
    findLeast()
  }

  override func frequency() throws(IndexError) -> Float {
    var sum: Float = 0
    for index in cursors.indices where cursors[index].document == document {
      let frequency = weights[index] * Float(try cursors[index].frequency)
      sum = isSum ? sum + frequency : max(sum, frequency)
    }
    let heaviest = heaviestWeight()
    return heaviest > 0 ? sum / heaviest : 0
  }

  override func heaviestWeight() -> Float {
    var heaviest: Float = 0
    for index in cursors.indices where cursors[index].document == document {
      heaviest = max(heaviest, weights[index])
    }
    return heaviest
  }

  override func score(frequency: Float) -> Float {
    BM25.score(weight: weight, frequency: frequency, inverseNorm: norms[document])
  }

  override func score() throws(IndexError) -> Float {
    heaviestWeight() * score(frequency: try frequency())
  }

  private func findLeast() {
    document = .end
    for cursor in cursors { document = min(document, cursor.document) }
  }
}
