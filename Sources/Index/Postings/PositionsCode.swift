/// How the positions of some documents are coded; see ``PostingsFormat``.
///
/// Positions of a document are nearly geometric: the gaps of one that is 1,000 words long and holds
/// the term ten times are about ten times shorter than those of one that holds it once, and those of
/// a short document shorter than those of a long one. So each document has a Rice parameter of its
/// own, which takes no bits: it follows from what is known of the document anyway.
enum PositionsCode {
  /// Bits of the parameter of a block.
  static let parameterBitCount = 5
  /// What is added to the parameter of a block, so that it is not negative.
  static let bias = 16
  /// Bits in front of the quotients: the parameter, and whether first positions are folded.
  static let headBitCount = 6

  /// Where the second part of a field begins at the earliest: nothing stands between the title and
  /// there. (``WordBorders/gap``, which a test checks.)
  static let gap: UInt32 = 1024

  /// How many low bits the gaps of a document have: the block's parameter, plus the logarithm of
  /// the document's length, minus that of its frequency.
  ///
  /// - Parameter length: on the one-byte scale, which has three bits of mantissa: without them it is
  ///   a logarithm.
  @inline(__always)
  static func width(_ parameter: Int, length: UInt8, frequency: UInt32) -> Int {
    let width = parameter &+ slope(length: length, frequency: frequency)
    // Most are within.
    if _fastPath(UInt(bitPattern: width) <= 31) { return width }
    return width < 0 ? 0 : 31
  }

  /// What is added to the parameter of a block for a document.
  @inline(__always)
  static func slope(length: UInt8, frequency: UInt32) -> Int {
    Int(length >> 3) &- (31 &- (frequency | 1).leadingZeroBitCount)
  }

  /// How many gaps are decoded with one load of low bits: eight bytes have 56 of them wherever they begin.
  @inline(__always)
  static func chunkSize(_ width: Int) -> Int {
    8 &>> ((width > 7 ? 1 : 0) &+ (width > 14 ? 1 : 0) &+ (width > 28 ? 1 : 0))
  }

  /// What the gaps of some documents take together.
  struct Sums {
    var gapCount: UInt64 = 0
    var lowBitCount: UInt64 = 0
  }

  /// Below this frequency the sums over a block are integers that a Float has, and so is the frequency's
  /// logarithm its exponent.
  static let leastGreatFrequency: UInt32 = 4096

  /// The same as ``width(_:length:frequency:)`` for each of some documents of a block, added up, four
  /// at a time. How many are left over is as good as random: they are taken together, too.
  ///
  /// - Parameters:
  ///   - count: at most 128.
  ///   - lengths: that of a document is so many bytes behind it.
  /// - Precondition: they are all there, and memory for three more documents and frequencies. If a frequency
  ///   is not below ``leastGreatFrequency``, sums mean nothing.
  @unsafe
  static func sums(
    _ count: Int, _ parameter: Int, _ documents: UnsafeMutablePointer<UInt32>,
    _ frequencies: UnsafeMutablePointer<UInt32>, lengths: UnsafeRawPointer
  ) -> Sums {
    let counts = UnsafeMutableRawPointer(frequencies)
    let numbers = UnsafeMutableRawPointer(documents)
    // The exponent of 1 is 127.
    let base = SIMD4<Int32>(repeating: Int32(truncatingIfNeeded: parameter) &+ 127)
    var gapCounts = SIMD4<Int32>(repeating: 0)
    // From 2^23 to 2^24 a Float's mantissa is the integer.
    var lowBitCounts = SIMD4<Float>(repeating: 8_388_608)
    @inline(__always)
    func add(_ frequency: SIMD4<Int32>, _ documents: SIMD4<UInt32>) {
      // Documents of the block.
      let length = unsafe SIMD4<Int32>(
        Int32(lengths.load(fromByteOffset: Int(documents[0]), as: UInt8.self)),
        Int32(lengths.load(fromByteOffset: Int(documents[1]), as: UInt8.self)),
        Int32(lengths.load(fromByteOffset: Int(documents[2]), as: UInt8.self)),
        Int32(lengths.load(fromByteOffset: Int(documents[3]), as: UInt8.self)))
      let number = SIMD4<Float>(frequency)
      let exponent = unsafe unsafeBitCast(number, to: SIMD4<Int32>.self) &>> 23
      let width = clamped(base &+ length &>> 3 &- exponent)
      gapCounts = gapCounts &+ frequency
      lowBitCounts += number * SIMD4<Float>(width)
    }
    var index = 0
    while index &+ 4 <= count {
      // Four of the count.
      unsafe add(
        counts.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD4<Int32>.self),
        numbers.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD4<UInt32>.self))
      index &+= 4
    }
    if index < count {
      let left = SIMD4<Int32>(repeating: Int32(truncatingIfNeeded: count &- index))
      let isBehind = SIMD4<Int32>(0, 1, 2, 3) .>= left
      // Memory for three more; what is behind the count counts nothing, and its length is that of another.
      let frequency = unsafe counts.loadUnaligned(
        fromByteOffset: 4 &* index, as: SIMD4<Int32>.self)
      let four = unsafe numbers.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD4<UInt32>.self)
      let first = SIMD4<UInt32>(repeating: four[0])
      add(
        frequency.replacing(with: 0, where: isBehind), four.replacing(with: first, where: isBehind))
    }
    // Not negative, and below 2^22 each, if frequencies are as they should be.
    let integers = unsafe unsafeBitCast(lowBitCounts, to: SIMD4<Int32>.self) &- 0x4B00_0000
    return Sums(
      gapCount: UInt64(UInt32(truncatingIfNeeded: gapCounts.wrappedSum())),
      lowBitCount: UInt64(UInt32(truncatingIfNeeded: integers.wrappedSum())))
  }

  /// Widths in their bounds, 0 to 31. They have 16 bits, of which every machine has the greater and the
  /// less in one step.
  @inline(__always)
  private static func clamped(_ widths: SIMD4<Int32>) -> SIMD4<Int32> {
    let least = SIMD8<Int16>(repeating: 0)
    let most = SIMD8<Int16>(31, 0, 31, 0, 31, 0, 31, 0)
    var halves = unsafe unsafeBitCast(widths, to: SIMD8<Int16>.self)
    halves.replace(with: least, where: halves .< least)
    halves.replace(with: most, where: halves .> most)
    return unsafe unsafeBitCast(halves, to: SIMD4<Int32>.self)
  }

  /// A first position, folded: most lie behind the gap and are counted from there, and every
  /// sixteenth number is left free for those that lie before it.
  static func folded(_ position: UInt32) -> UInt32 {
    guard position >= gap else { return position << 4 | 15 }
    let behind = position - gap
    return behind + behind / 15
  }

  /// The position of a folded one. Any number below 2^31 has one.
  @inline(__always)
  static func unfolded(_ value: UInt32) -> UInt32 {
    value & 15 == 15 ? value >> 4 : value &- value >> 4 &+ gap
  }
}
