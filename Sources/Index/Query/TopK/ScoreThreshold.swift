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

  /// Which of 64 scores exceed it, as bits. Of -0 none does, whatever is asked for.
  @unsafe @inline(__always)
  func word(_ scores: UnsafeRawPointer) -> UInt64 {
    unsafe UInt64(half(scores)) | UInt64(half(scores + 128)) &<< 32
  }

  /// Which of 32 do: each lane collects the bits of every fourth.
  @unsafe @inline(__always)
  private func half(_ scores: UnsafeRawPointer) -> UInt32 {
    let limits = SIMD4<Int32>(repeating: bits)
    var found = SIMD4<UInt32>(repeating: 0)
    for row in 0..<8 {
      // 128 bytes that are there.
      let isAbove =
        unsafe scores.loadUnaligned(
          fromByteOffset: 16 &* row, as: SIMD4<Int32>.self) .> limits
      let flags = SIMD4<UInt32>(1, 2, 4, 8) &<< SIMD4(repeating: UInt32(4 &* row))
      found |= SIMD4<UInt32>(repeating: 0).replacing(with: flags, where: isAbove)
    }
    return found[0] | found[1] | found[2] | found[3]
  }
}
