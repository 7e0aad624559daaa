import TestSupport
import Testing

@testable import Index

/// Impacts bound ratios from above, and those of the best documents from below, whatever is rounded.
struct ImpactScaleTests {
  @Test func `the documentation's examples`() {
    #expect(ImpactScale.code(notBelow: 1) == 0x7F00)
    #expect(ImpactScale.code(notBelow: Float(1).nextUp) == 0x7F01)
    #expect(ImpactScale.impact(0x7F00) == 1 && ImpactScale.impact(0x8000) == 2)
    // 0.9 is within an octave below 1: codes 0x7ECD (rounded up).
    #expect(ImpactScale.code(notBelow: 0.9) == 0x7ECD)
    #expect(ImpactScale.level(notBelow: 0x7ECD, under: 0x7F00) == 12)
    #expect(ImpactScale.level(notAbove: 0x7ECD, under: 0x7F00) == 13)
    #expect(ImpactScale.code(12, under: 0x7F00) == 0x7ED0)
    #expect(ImpactWeights.weights(of: .words, averageLength: 10)[10] == 0.25)
    #expect(ImpactWeights.weights(of: .characters, averageLength: 10)[10] == 0.4)
  }

  @Test func `codes and levels round as they say`() {
    var generator = SeededGenerator(seed: 14)
    for _ in 0..<20_000 {
      let impact = Float(
        sign: .plus, exponent: Int.random(in: -30...31, using: &generator),
        significand: Float.random(in: 1..<2, using: &generator))
      let code = ImpactScale.code(notBelow: impact)
      #expect(ImpactScale.impact(code) >= impact && ImpactScale.impact(code - 1) < impact)
      let top = code + UInt16.random(in: 0...3000, using: &generator)
      let above = ImpactScale.level(notBelow: code, under: top)
      #expect(ImpactScale.code(above, under: top) >= code)
      let below = ImpactScale.level(notAbove: code, under: top)
      if below != ImpactScale.noLevel {
        #expect(ImpactScale.code(below, under: top) <= code)
        #expect(code - ImpactScale.code(below, under: top) < ImpactScale.codesPerLevel)
      }
    }
    // Hostile bytes may say anything.
    #expect(ImpactScale.code(255, under: 3) == 0)
  }

  @Test(arguments: [1, 9, 10, 11, 99, 100, 500, 5000])
  func `the n-th best is known from below`(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    var counter = ImpactCounter()
    for _ in 0..<3 {
      counter.removeAll()
      var impacts: [Float] = []
      for _ in 0..<count {
        let impact = Float.random(in: 0.001...40, using: &generator)
        impacts.append(impact)
        counter.add(impact)
      }
      impacts.sort(by: >)
      for number in [1, 10, 100, 1000] {
        guard count >= number else {
          #expect(counter.code(reachedBy: number) == nil)
          continue
        }
        let known = counter.code(reachedBy: number).map { ImpactScale.impact($0) } ?? .infinity
        #expect(known <= impacts[number - 1] && known * 1.02 > impacts[number - 1])
      }
    }
  }

  @Test(
    arguments: [BM25(), BM25(k1: 0.8, b: 0.6), BM25(k1: 2, b: 0), BM25(k1: 0.4, b: 1)],
    [Float(1), 12.5, 300, 90_000])
  func `ratios lie between what impacts say`(parameters: BM25, own: Float) {
    for average in [own, own * 0.5, own * 3] {
      let inverse = parameters.inverseNorms(averageLength: average)
      let factors = ImpactFactors.ByKind(inverse: inverse, averageLength: own)
      for kind in ImpactKind.allCases {
        let weights = ImpactWeights.weights(of: kind, averageLength: own)
        for length in 0...255 {
          for frequency in [Float(1), 3, 70, 16_777_213] {
            let ratio = frequency * inverse[length]
            let impact = frequency * weights[length]
            #expect(ratio <= impact * factors[kind].highest)
            #expect(ratio >= impact * factors[kind].lowest)
          }
        }
      }
    }
  }
}
