/// Lays out integers of any number of bits one after another, lowest bit first.
///
/// What is short has no room for whole bytes: the few documents of a rare term, and what a block of
/// 128 leaves over.
///
/// ```
/// rice(k)  quotient v >> k as that many zeros and a one · the k lowest bits of v
/// gamma    for v > 0: b zeros and a one, b being the bits below v's highest · those bits
/// ```
///
/// (Rice, "Some practical universal noiseless coding techniques", 1979; Elias, "Universal codeword
/// sets", 1975.) Example: 5 as rice(1) is the bits 0 0 1 1; as gamma it is 0 0 1 1 0.
struct BitWriter {
  private var words: [UInt32] = []
  // Less than 32 bits that come behind them.
  private var pending: UInt64 = 0
  private var pendingCount = 0

  /// How many bits have been appended since the last ``finish(into:)``.
  var count: Int { 32 * words.count + pendingCount }

  /// Bits of a Rice parameter.
  static let parameterBitCount = 5

  /// Appends the lowest `count` bits of a value that has no others.
  ///
  /// - Precondition: `count` is at most 32, or 64 if the value is 0.
  @inline(__always)
  mutating func append(_ value: UInt64, count: Int) {
    pending |= value &<< UInt64(pendingCount)
    pendingCount &+= count
    if pendingCount >= 32 { appendWord() }
  }

  @inline(never)
  private mutating func appendWord() {
    while pendingCount >= 32 {
      words.append(UInt32(truncatingIfNeeded: pending))
      pending &>>= 32
      pendingCount &-= 32
    }
  }

  @inline(__always)
  mutating func append(rice value: UInt32, _ parameter: Int) {
    let low = UInt64(value) & (1 &<< UInt64(parameter) &- 1)
    var quotient = Int(value &>> UInt32(parameter))
    if quotient + parameter < 32 {
      // Zeros, a one and the low bits.
      return append((low &<< 1 | 1) &<< UInt64(quotient), count: quotient + 1 + parameter)
    }
    while quotient >= 32 {
      append(0, count: 32)
      quotient -= 32
    }
    append(1 &<< UInt64(quotient), count: quotient + 1)
    append(low, count: parameter)
  }

  @inline(__always)
  mutating func append(gamma value: UInt32) {
    precondition(value > 0)
    let below = 31 - value.leadingZeroBitCount
    // Zeros, and then a one and the bits below the highest.
    append(1 &<< UInt64(below), count: below + 1)
    append(UInt64(value) & (1 &<< UInt64(below) &- 1), count: below)
  }

  /// Appends the parameter that suits values best, and the values.
  mutating func append(rice values: [UInt32]) {
    unsafe values.withUnsafeBufferPointer { unsafe append(rice: $0) }
  }

  /// Appends the parameter that suits values best, and the values.
  @unsafe
  mutating func append(rice values: UnsafeBufferPointer<UInt32>) {
    let parameter = unsafe Self.parameter(for: values)
    append(UInt64(parameter), count: Self.parameterBitCount)
    // Below the count.
    for index in 0..<values.count { append(rice: unsafe values[index], parameter) }
  }

  /// Appends everything, filled up with zeros to a whole byte, and is empty again.
  mutating func finish(into writer: inout ByteWriter) {
    // Words are little-endian, as the machine is; see PackedBlock.
    unsafe words.withUnsafeBytes { unsafe writer.append(contentsOf: $0) }
    while pendingCount > 0 {
      writer.append(UInt8(truncatingIfNeeded: pending))
      pending &>>= 8
      pendingCount -= 8
    }
    pendingCount = 0
    words.removeAll(keepingCapacity: true)
  }

  /// The parameter of fewest bits. It lies near the logarithm of the mean, so that the quotients of
  /// all values together have at most eight bits for each.
  @unsafe
  private static func parameter(for values: UnsafeBufferPointer<UInt32>) -> Int {
    guard values.count > 0 else { return 0 }
    var sum: UInt64 = 0
    // Below the count, here and below.
    for index in 0..<values.count { unsafe sum &+= UInt64(values[index]) }
    let mean = sum / UInt64(values.count)
    let logarithm = 63 - (mean | 1).leadingZeroBitCount
    var best = 0
    var fewest = UInt64.max
    for parameter in max(0, logarithm - 2)...min(31, logarithm + 1) {
      var bitCount = UInt64(values.count * (parameter + 1))
      for index in 0..<values.count {
        unsafe bitCount &+= UInt64(values[index] &>> UInt32(parameter))
      }
      if bitCount < fewest {
        fewest = bitCount
        best = parameter
      }
    }
    return best
  }
}
