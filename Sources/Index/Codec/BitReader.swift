/// Reads what ``BitWriter`` wrote, from checked bytes of a file.
///
/// Law: any bytes give a value or nil, and no value comes from behind the end. Loads are of eight
/// bytes and may begin at the end, since a file's footer of 64 bytes follows everything.
@safe
struct BitReader {
  private let base: UnsafeRawPointer
  private let end: Int
  /// Bits that have been read.
  private(set) var position: Int

  /// - Precondition: `byteCount` bytes are there, and 8 more can be loaded.
  @unsafe
  init(_ base: UnsafeRawPointer, byteCount: Int, position: Int = 0) {
    unsafe self.base = base
    end = 8 * byteCount
    self.position = position
  }

  /// At least 57 bits from the position on.
  @inline(__always)
  private var window: UInt64 {
    // The position is not behind the end.
    unsafe base.loadUnaligned(fromByteOffset: position >> 3, as: UInt64.self)
      &>> UInt64(position & 7)
  }

  /// - Precondition: `count` is at most 32.
  @inline(__always)
  mutating func bits(_ count: Int) -> UInt32? {
    guard count <= end - position else { return nil }
    let value = window & (1 << UInt64(count) - 1)
    position += count
    return UInt32(truncatingIfNeeded: value)
  }

  /// Passes over zeros and a one; says how many zeros there were.
  @inline(__always)
  private mutating func zeros() -> Int? {
    guard position < end else { return nil }
    var count = 0
    var zeros = window.trailingZeroBitCount
    while zeros >= 57 {
      count += 56
      position += 56
      guard position < end else { return nil }
      zeros = window.trailingZeroBitCount
    }
    position += zeros + 1
    return position <= end ? count + zeros : nil
  }

  @inline(__always)
  mutating func rice(_ parameter: Int) -> UInt32? {
    guard let quotient = zeros(), let low = bits(parameter),
      UInt64(quotient) <= UInt64(UInt32.max) >> UInt64(parameter)
    else { return nil }
    return UInt32(truncatingIfNeeded: quotient << parameter) | low
  }

  @inline(__always)
  mutating func gamma() -> UInt32? {
    guard let below = zeros(), below < 32, let low = bits(below) else { return nil }
    return 1 << UInt32(below) | low
  }

  /// Decodes a Rice parameter and `count` values.
  ///
  /// - Parameter output: room for that many.
  /// - Returns: whether they are there.
  @unsafe
  mutating func rice(_ count: Int, into output: UnsafeMutablePointer<UInt32>) -> Bool {
    guard let parameter = bits(BitWriter.parameterBitCount) else { return false }
    let shift = UInt64(parameter)
    let mask: UInt64 = 1 &<< shift &- 1
    var next = position
    var excess: UInt64 = 0
    for index in 0..<count {
      guard next < end else { return false }
      // Before the end. 57 bits of the window are there: nearly always a whole value.
      let window =
        unsafe base.loadUnaligned(fromByteOffset: next >> 3, as: UInt64.self)
        &>> UInt64(next & 7)
      let zeros = window.trailingZeroBitCount
      let used = zeros &+ 1 &+ Int(parameter)
      if used <= 57 {
        let low = window &>> UInt64(zeros &+ 1) & mask
        let value = UInt64(zeros) &<< shift | low
        excess |= value &>> 32
        unsafe output[index] = UInt32(truncatingIfNeeded: value)
        next &+= used
      } else {
        position = next
        guard let value = rice(Int(parameter)) else { return false }
        unsafe output[index] = value
        next = position
      }
    }
    position = next
    return next <= end && excess == 0
  }

  /// Decodes `count` values as gamma.
  ///
  /// - Parameter output: room for that many.
  /// - Returns: whether they are there.
  @unsafe
  mutating func gamma(_ count: Int, into output: UnsafeMutablePointer<UInt32>) -> Bool {
    var next = position
    for index in 0..<count {
      guard next < end else { return false }
      // Before the end. 57 bits of the window are there: nearly always a whole value.
      let window =
        unsafe base.loadUnaligned(fromByteOffset: next >> 3, as: UInt64.self)
        &>> UInt64(next & 7)
      let below = window.trailingZeroBitCount
      if below <= 28 {
        let high: UInt64 = 1 &<< UInt64(below)
        let low = window &>> UInt64(below &+ 1) & (high &- 1)
        unsafe output[index] = UInt32(truncatingIfNeeded: high | low)
        next &+= 2 &* below &+ 1
      } else {
        position = next
        guard let value = gamma() else { return false }
        unsafe output[index] = value
        next = position
      }
    }
    position = next
    return next <= end
  }
}
