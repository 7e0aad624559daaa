import Index

/// How sure a difference between two runs is: the same queries drawn again, with replacement, many
/// times (Efron and Tibshirani, 1993; for retrieval: Sakai, SIGIR 2006).
struct PairedBootstrap: Equatable, Sendable {
  /// What came of one measure.
  struct Outcome: Equatable, Sendable {
    /// The mean difference.
    var difference: Double
    /// The interval that holds 95 % of the means of the resamples.
    var low: Double
    var high: Double
    /// How likely a difference at least as large, in either direction, would be if there was none:
    /// the share of resamples whose mean is at least that far from the mean difference, the
    /// difference itself counted as one of them.
    var p: Double
  }

  /// How often the queries are drawn.
  static let resampleCount = 10_000

  /// Draws the queries.
  ///
  /// - Parameters:
  ///   - differences: For each query the difference in each measure; at least one query, and all
  ///     of one length.
  ///   - seed: The same seed gives the same outcome.
  /// - Returns: An outcome for each measure.
  /// - Complexity: `resampleCount` times the number of differences.
  static func outcomes(_ differences: [[Double]], seed: UInt64) -> [Outcome] {
    guard let measureCount = differences.first?.count else { return [] }
    // The draws are the same for all measures, which stand side by side.
    let flat = differences.flatMap { $0 }
    var means = [[Double]](repeating: [], count: measureCount)
    var generator = SampleGenerator(seed: seed)
    for _ in 0..<resampleCount {
      var sums = [Double](repeating: 0, count: measureCount)
      for _ in differences.indices {
        let start = generator.below(differences.count) * measureCount
        for measure in sums.indices { sums[measure] += flat[start + measure] }
      }
      for measure in sums.indices {
        means[measure].append(sums[measure] / Double(differences.count))
      }
    }
    return means.enumerated().map { measure, means in
      let sum = differences.reduce(0) { $0 + $1[measure] }
      return outcome(difference: sum / Double(differences.count), means: means.sorted())
    }
  }

  private static func outcome(difference: Double, means: [Double]) -> Outcome {
    let tail = means.count / 40
    let far = means.count { abs($0 - difference) >= abs(difference) }
    return Outcome(
      difference: difference, low: means[tail], high: means[means.count - 1 - tail],
      p: Double(far + 1) / Double(means.count + 1))
  }
}
