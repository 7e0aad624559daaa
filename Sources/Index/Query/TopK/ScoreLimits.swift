extension Array where Element: BitwiseCopyable {
  /// As `init(repeating:count:)`, which is not specialized, so that it asks the run-time for the type of the
  /// storage: 800 instructions for an array of two numbers.
  @inline(__always)
  static func filled(_ element: Element, count: Int) -> [Element] {
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(element) }
    return elements
  }
}

/// What the score of a document must exceed when some of the clauses have been added, so that it can
/// still be among the best.
///
/// Sums of bounds are rounded otherwise than the scores they bound. So a part of the threshold is given
/// away that is greater than all roundings together, and no document is lost that the exhaustive
/// algorithm finds.
struct ScoreLimits {
  private(set) var threshold: Float = -.infinity
  private let count: Int
  // One more than there are clauses: what is behind the last.
  private var clauses: [Clause]

  private struct Clause {
    /// What no score of the clause exceeds.
    var bound: Float = 0
    /// What the score so far must exceed before the clause is added.
    var limit: Float = -.infinity
    /// The sum of the bounds from the clause on.
    var rest: Double = 0
  }

  /// For as many clauses, the first of which is added first.
  init(count: Int) {
    self.count = count
    clauses = .filled(Clause(), count: count + 1)
  }

  /// Sets what no score of a clause exceeds.
  mutating func setBound(_ bound: Float, of clause: Int) { clauses[clause].bound = bound }

  /// Computes the limits after bounds have changed.
  mutating func update(threshold: Float) {
    for clause in (0..<count).reversed() {
      clauses[clause].rest = clauses[clause + 1].rest + Double(clauses[clause].bound)
    }
    setThreshold(threshold)
  }

  /// Computes the limits after the threshold has changed.
  mutating func setThreshold(_ threshold: Float) {
    self.threshold = threshold
    clauses[count].limit = threshold
    let lowered = lowered
    for clause in 0..<count {
      clauses[clause].limit = Float(lowered - clauses[clause].rest).nextDown
    }
  }

  /// The threshold, less what rounding may have cost.
  private var lowered: Double {
    threshold > 0 ? Double(threshold) * (1 - Double(count + 2) * 0x1p-22) : -.infinity
  }

  /// What the score so far must exceed before a clause is added; after the last, the threshold.
  subscript(clause: Int) -> Float { clauses[clause].limit }

  /// The threshold for a sum of all clauses in another order than that of the score.
  var limitOfReorderedSum: Float { Float(lowered).nextDown }

  /// What the bound of some documents of a clause must exceed, the others being as good as they can.
  func limit(ofBlocksOf clause: Int) -> Float {
    Float(lowered - (clauses[0].rest - Double(clauses[clause].bound))).nextDown
  }

  /// How many clauses, from the first on, a document may not all lack.
  var essentialCount: Int {
    for clause in 0..<count where clauses[clause].limit >= 0 { return clause }
    return count
  }
}
