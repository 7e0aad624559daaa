/// What scores have to exceed, compared as numbers; see ``Indicator``.
struct ScoreThreshold {
  /// Scores are not below 0, and order as their bits do; less than all of them is -1.
  let bits: Int32

  init(_ limit: Float) {
    // 0 may have a sign.
    bits = limit < 0 ? -1 : Int32(bitPattern: (limit == 0 ? 0 : limit).bitPattern)
  }

  /// Whether every score exceeds it.
  var isNone: Bool { bits < 0 }

  /// 1 if a score exceeds it, or else 0.
  @inline(__always)
  func isExceeded(by score: Float) -> Int {
    // 0 may have a sign. The difference is negative if the score is greater.
    let difference = Int64(bits) &- Int64(score.bitPattern & 0x7FFF_FFFF)
    return Int(truncatingIfNeeded: UInt64(bitPattern: difference) &>> 63)
  }
}
