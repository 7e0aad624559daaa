/// Counts in one byte, rounded up: what an upper bound needs.
///
/// 0 to 127 stand for themselves. Above, with v's highest bit at place p (7 to 31) and m the two bits
/// below it, all lower bits being rounded up, the byte is 128 + 4 · (p - 7) + m. 128 is `80`, 129 and
/// 160 are `81`, 1000 is `8C`.
enum CeilingScale {
  /// The least byte whose value is not less.
  static func encode(_ value: UInt32) -> UInt8 {
    if value < 128 { return UInt8(value) }
    let shift = UInt32(29 - value.leadingZeroBitCount)
    let rounded = (UInt64(value) + (1 << UInt64(shift)) - 1) >> UInt64(shift)
    // 4 to 8; 8 is the next power of two, which has the next byte.
    return UInt8(128 + 4 * (shift - 5) + UInt32(rounded) - 4)
  }

  static func decode(_ byte: UInt8) -> UInt32 {
    if byte < 128 { return UInt32(byte) }
    let shift = UInt64(byte - 128) / 4 + 5
    let value = UInt64(4 + (byte - 128) % 4) << shift
    return UInt32(clamping: value)
  }
}
