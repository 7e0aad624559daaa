import Glibc
import TestSupport
import Testing

@testable import search

@Suite struct PairedBootstrapTests {
  @Test func `no difference is no evidence`() {
    let outcomes = PairedBootstrap.outcomes([[0], [0], [0]], seed: 1)
    #expect(outcomes == [PairedBootstrap.Outcome(difference: 0, low: 0, high: 0, p: 1)])
    #expect(PairedBootstrap.outcomes([], seed: 1).isEmpty)
  }

  @Test func `the same difference everywhere leaves no doubt`() {
    let outcomes = PairedBootstrap.outcomes([[0.25], [0.25]], seed: 1)
    #expect(
      outcomes == [
        PairedBootstrap.Outcome(difference: 0.25, low: 0.25, high: 0.25, p: 1.0 / 10_001)
      ])
  }

  @Test func `a seed gives one outcome, each measure its own`() {
    let differences = [[0.5, -0.5], [-0.1, 0.1], [0.2, -0.2], [0, 0]]
    let outcomes = PairedBootstrap.outcomes(differences, seed: 7)
    #expect(outcomes == PairedBootstrap.outcomes(differences, seed: 7))
    #expect(outcomes != PairedBootstrap.outcomes(differences, seed: 8))
    // The second measure is the first one with the other sign, drawn alike.
    #expect(outcomes.count == 2)
    #expect(abs(outcomes[0].low + outcomes[1].high) < 1e-12)
    #expect(abs(outcomes[0].high + outcomes[1].low) < 1e-12)
    #expect(outcomes[0].p == outcomes[1].p)
  }

  @Test func `two queries of opposite gain, by hand`() {
    // The mean of two draws is -1, 0 or 1 with chances 1/4, 1/2 and 1/4; the difference is 0.
    let outcome = PairedBootstrap.outcomes([[1], [-1]], seed: 3)[0]
    #expect(outcome.difference == 0)
    #expect(outcome.low == -1)
    #expect(outcome.high == 1)
    #expect(outcome.p == 1)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `many queries agree with the normal distribution`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let differences = (0..<400).map { _ in Double.random(in: -0.45...0.5, using: &random) }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let deviation = (variance / count).squareRoot()
    let outcome = PairedBootstrap.outcomes(differences.map { [$0] }, seed: seed)[0]
    #expect(abs(outcome.difference - mean) < 1e-12)
    #expect(abs(outcome.low - (mean - 1.96 * deviation)) < 0.15 * deviation, "seed \(seed)")
    #expect(abs(outcome.high - (mean + 1.96 * deviation)) < 0.15 * deviation, "seed \(seed)")
    // Two-sided: the share of a normal distribution beyond the mean.
    #expect(abs(outcome.p - erfc(abs(mean) / deviation / 2.0.squareRoot())) < 0.03, "seed \(seed)")
  }
}
