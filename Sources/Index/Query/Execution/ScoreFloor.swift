/// A score that a document must exceed to be of use.
struct ScoreFloor {
  private let score: Float
  private let scorer: LeafScorer
  /// Frequency times inverse norm of any document that exceeds the score is at least this.
  private let leastRatio: Float

  init(_ score: Float, _ scorer: LeafScorer) {
    self.score = score
    self.scorer = scorer
    // score = weight - weight / (1 + ratio), solved for the ratio, with more room than the rounding
    // of both sides can take.
    leastRatio =
      score <= 0
      ? 0 : score < scorer.weight ? 0.999 * score / (scorer.weight - score) : .infinity
  }

  /// Whether a document in which something stands at most so often may score higher. Scores never
  /// fall with frequency, whatever is rounded.
  @inline(__always)
  func isExceeded(by frequency: UInt32, in document: DocID) -> Bool {
    scorer.score(frequency: Float(frequency), in: document) > score
  }

  /// The first of some documents that may score higher, or is not less than `end`; their number if
  /// none is.
  @unsafe
  func first(of block: PostingsBlock, orFrom end: DocID) -> Int {
    let count = unsafe block.count
    for index in 0..<count {
      // Below the count; documents are below the segment's count, as norms are.
      let document = unsafe DocID(rawValue: block.documents[index])
      if document >= end { return index }
      let frequency = unsafe Float(block.frequencies[index])
      if unsafe frequency * scorer.norms.unchecked(document) >= leastRatio { return index }
    }
    return count
  }

  /// Whether any document of a block may score higher.
  func isExceeded(in header: PostingsBlockHeader) -> Bool {
    Float(header.highestFrequency) * scorer.norms.upperBound(shortestLength: header.shortestLength)
      >= leastRatio
  }
}
