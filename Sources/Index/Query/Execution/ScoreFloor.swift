/// Scores that documents must exceed to be of use, and where they are looked up.
///
/// The norms lie in memory of its own, so that a ``ScoreFloor`` is nothing but numbers, and nothing
/// is counted when one is handed on.
@safe
final class FloorScorer {
  let scorer: LeafScorer
  // Room for the inverse norm of each length on the one-byte scale.
  private let inverseNorms: UnsafeMutablePointer<Float>
  private let lengths: UnsafePointer<UInt8>?

  private static let lengthCount = 256

  init(_ scorer: LeafScorer) {
    self.scorer = scorer
    unsafe inverseNorms = .allocate(capacity: Self.lengthCount)
    for length in 0..<Self.lengthCount {
      // Below the capacity.
      unsafe (inverseNorms + length).initialize(
        to: scorer.norms.upperBound(shortestLength: UInt8(length)))
    }
    // The scorer keeps the lengths.
    unsafe lengths = scorer.norms.lengths
  }

  // Allocated by init.
  deinit { unsafe inverseNorms.deallocate() }

  /// What documents must exceed that are to score more than `score`. It is good as long as this
  /// lives.
  func floor(above score: Float) -> ScoreFloor {
    unsafe ScoreFloor(
      score, weight: scorer.weight, inverseNorms: inverseNorms, lengths: lengths,
      impactFactors: scorer.norms.impactFactors)
  }
}

/// A score that a document must exceed to be of use.
@safe
struct ScoreFloor {
  private let score: Float
  private let weight: Float
  /// Frequency times inverse norm of any document that exceeds the score is at least this.
  private let leastRatio: Float
  private let inverseNorms: UnsafePointer<Float>
  private let lengths: UnsafePointer<UInt8>?
  private let impactFactors: ImpactFactors.ByKind

  fileprivate init(
    _ score: Float, weight: Float, inverseNorms: UnsafePointer<Float>,
    lengths: UnsafePointer<UInt8>?, impactFactors: ImpactFactors.ByKind
  ) {
    self.impactFactors = impactFactors
    self.score = score
    self.weight = weight
    unsafe self.inverseNorms = inverseNorms
    unsafe self.lengths = lengths
    // score = weight - weight / (1 + ratio), solved for the ratio, with more room than the rounding
    // of both sides can take.
    leastRatio =
      score <= 0
      ? 0 : score < weight ? 0.999 * score / (weight - score) : .infinity
  }

  /// - Precondition: the document is one of the segment, as those of its postings are.
  @inline(__always)
  private func inverseNorm(_ document: UInt32) -> Float {
    // There are 256 lengths; the document is below the segment's count.
    unsafe inverseNorms[lengths.map { unsafe Int($0[Int(document)]) } ?? 0]
  }

  /// Whether a document in which something stands at most so often may score higher. Scores never
  /// fall with frequency, whatever is rounded.
  ///
  /// - Precondition: the document is one of the segment.
  @inline(__always)
  func isExceeded(by frequency: UInt32, in document: DocID) -> Bool {
    let inverseNorm = inverseNorm(document.rawValue)
    return BM25.score(weight: weight, frequency: Float(frequency), inverseNorm: inverseNorm)
      > score
  }

  /// The first of some documents that may score higher, or is not less than `end`; their number if
  /// none is.
  @unsafe
  func first(of block: PostingsBlock, orFrom end: DocID) -> Int {
    let count = unsafe block.count
    let leastRatio = leastRatio
    for index in 0..<count {
      // Below the count; documents are below the segment's count, as norms are.
      let document = unsafe block.documents[index]
      if document >= end.rawValue { return index }
      let frequency = unsafe Float(block.frequencies[index])
      if frequency * inverseNorm(document) >= leastRatio { return index }
    }
    return count
  }

  /// Whether any document of a block may score higher.
  func isExceeded(by impact: Impact) -> Bool {
    switch impact {
    case .most(let impact, let kind):
      return impact * impactFactors[kind].highest >= leastRatio
    case .frequency(let frequency, let shortestLength):
      // There are 256 lengths; they say nothing where documents have none.
      let inverseNorm = unsafe inverseNorms[lengths == nil ? 0 : Int(shortestLength)]
      return Float(frequency) * inverseNorm >= leastRatio
    }
  }
}
