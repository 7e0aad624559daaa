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
  private var bytes: [UInt8] = []
  private var pending: UInt64 = 0
  private var pendingCount = 0

  /// How many bits have been appended since the last ``finish(into:)``.
  var count: Int { 8 * bytes.count + pendingCount }

  /// Bits of a Rice parameter.
  static let parameterBitCount = 5

  /// Appends the lowest `count` bits of a value that has no others.
  ///
  /// - Precondition: `count` is at most 32, or 56 if the value is 0.
  mutating func append(_ value: UInt64, count: Int) {
    pending |= value << UInt64(pendingCount)
    pendingCount += count
    while pendingCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
  }

  mutating func append(rice value: UInt32, _ parameter: Int) {
    var quotient = Int(value >> UInt32(parameter))
    while quotient >= 32 {
      append(0, count: 32)
      quotient -= 32
    }
    append(0, count: quotient)
    append(1, count: 1)
    append(UInt64(value) & (1 << UInt64(parameter) - 1), count: parameter)
  }

  mutating func append(gamma value: UInt32) {
    precondition(value > 0)
    let below = 31 - value.leadingZeroBitCount
    append(0, count: below)
    append(1, count: 1)
    append(UInt64(value) & (1 << UInt64(below) - 1), count: below)
  }

  /// Appends the parameter that suits values best, and the values.
  mutating func append(rice values: [UInt32]) {
    let parameter = Self.parameter(for: values)
    append(UInt64(parameter), count: Self.parameterBitCount)
    for value in values { append(rice: value, parameter) }
  }

  /// Appends everything, filled up with zeros to a whole byte, and is empty again.
  mutating func finish(into writer: inout ByteWriter) {
    if pendingCount > 0 { append(0, count: 8 - pendingCount) }
    writer.append(contentsOf: bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// The parameter of fewest bits. It lies near the logarithm of the mean, so that the quotients of
  /// all values together have at most eight bits for each.
  private static func parameter(for values: [UInt32]) -> Int {
    guard !values.isEmpty else { return 0 }
    let sum = values.reduce(UInt64(0)) { $0 + UInt64($1) }
    let mean = sum / UInt64(values.count)
    let logarithm = 63 - (mean | 1).leadingZeroBitCount
    var best = 0
    var fewest = Int.max
    for parameter in max(0, logarithm - 2)...min(31, logarithm + 1) {
      let quotients = values.reduce(0) { $0 + Int($1 >> UInt32(parameter)) }
      let bitCount = values.count * (parameter + 1) + quotients
      if bitCount < fewest {
        fewest = bitCount
        best = parameter
      }
    }
    return best
  }
}
