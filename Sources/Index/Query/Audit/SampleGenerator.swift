/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from a seed on every machine.
package struct SampleGenerator {
  private var state: UInt64

  /// A generator that begins at a seed.
  package init(seed: UInt64) {
    state = seed
  }

  /// A number from 0 to below the bound.
  ///
  /// - Precondition: the bound is positive.
  package mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    value ^= value >> 31
    // The upper half of the product; uneven by less than bound / 2^64.
    return Int(value.multipliedFullWidth(by: UInt64(bound)).high)
  }
}
