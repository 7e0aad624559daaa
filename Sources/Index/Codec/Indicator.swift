/// Comparisons as numbers, 1 or 0, for what is as good as random: a branch would be guessed wrong every other
/// time.
///
/// Compilers make branches of `a == b ? 1 : 0`, above all where a number decides about more work; of sums
/// and shifts they do not.
enum Indicator {
  @inline(__always)
  static func isEqual(_ one: UInt32, _ other: UInt32) -> Int {
    // Only of 0 the highest bit is set by subtracting 1.
    Int(truncatingIfNeeded: (UInt64(one ^ other) &- 1) &>> 63)
  }
}
