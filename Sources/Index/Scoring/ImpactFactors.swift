/// How the ratios of ``BM25`` follow from impacts of a segment.
struct ImpactFactors: Sendable, Equatable {
  /// No ratio exceeds its impact times this.
  var highest: Float
  /// None is less than its impact times this.
  var lowest: Float

  // More than a few roundings.
  private static let room: Float = 0x1p-20

  /// - Parameters:
  ///   - inverse: 1 / c of BM25 for each length.
  ///   - weights: those of ``ImpactWeights``.
  init(inverse: [Float], weights: [Float]) {
    (highest, lowest) = (0, .infinity)
    for (inverse, weight) in zip(inverse, weights) {
      highest = max(highest, inverse / weight)
      lowest = min(lowest, inverse / weight)
    }
    widen()
  }

  /// Where no document has a length.
  init(inverse: Float) {
    (highest, lowest) = (inverse, inverse)
    widen()
  }

  private mutating func widen() {
    highest *= 1 + Self.room
    lowest *= 1 - Self.room
  }

  /// Those of each kind of impacts of a field.
  struct ByKind: Sendable, Equatable {
    private var words: ImpactFactors
    private var characters: ImpactFactors

    /// - Parameters:
    ///   - inverse: 1 / c of BM25 for each length.
    ///   - averageLength: in the segment; nil if no document has a length.
    init(inverse: [Float], averageLength: Float?) {
      func factors(_ kind: ImpactKind) -> ImpactFactors {
        guard let averageLength else { return ImpactFactors(inverse: inverse[0]) }
        return ImpactFactors(
          inverse: inverse,
          weights: ImpactWeights.weights(of: kind, averageLength: averageLength))
      }
      words = factors(.words)
      characters = factors(.characters)
    }

    @inline(__always)
    subscript(kind: ImpactKind) -> ImpactFactors { kind == .words ? words : characters }
  }
}
