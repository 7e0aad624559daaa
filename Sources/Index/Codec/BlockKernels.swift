/// The loops over 128 integers: 32 rows of four lanes, which is what every x86-64 and every ARM has.
///
/// They trust their callers: pointers have room for what is read and written.
enum BlockKernels {
  /// Spreads 128 values of `width` bits; see ``PackedBlock``.
  ///
  /// A case for each width, so that every shift is a constant.
  static func unpack(
    _ width: Int, _ source: UnsafeRawPointer, _ output: UnsafeMutablePointer<UInt32>
  ) {
    switch width {
    case 1: unsafe unpackRows(1, source, output)
    case 2: unsafe unpackRows(2, source, output)
    case 3: unsafe unpackRows(3, source, output)
    case 4: unsafe unpackRows(4, source, output)
    case 5: unsafe unpackRows(5, source, output)
    case 6: unsafe unpackRows(6, source, output)
    case 7: unsafe unpackRows(7, source, output)
    case 8: unsafe unpackRows(8, source, output)
    case 9: unsafe unpackRows(9, source, output)
    case 10: unsafe unpackRows(10, source, output)
    case 11: unsafe unpackRows(11, source, output)
    case 12: unsafe unpackRows(12, source, output)
    case 13: unsafe unpackRows(13, source, output)
    case 14: unsafe unpackRows(14, source, output)
    case 15: unsafe unpackRows(15, source, output)
    case 16: unsafe unpackRows(16, source, output)
    case 17: unsafe unpackRows(17, source, output)
    case 18: unsafe unpackRows(18, source, output)
    case 19: unsafe unpackRows(19, source, output)
    case 20: unsafe unpackRows(20, source, output)
    case 21: unsafe unpackRows(21, source, output)
    case 22: unsafe unpackRows(22, source, output)
    case 23: unsafe unpackRows(23, source, output)
    case 24: unsafe unpackRows(24, source, output)
    case 25: unsafe unpackRows(25, source, output)
    case 26: unsafe unpackRows(26, source, output)
    case 27: unsafe unpackRows(27, source, output)
    case 28: unsafe unpackRows(28, source, output)
    case 29: unsafe unpackRows(29, source, output)
    case 30: unsafe unpackRows(30, source, output)
    case 31: unsafe unpackRows(31, source, output)
    case 32: unsafe unpackRows(32, source, output)
    default: unsafe output.update(repeating: 0, count: PackedBlock.count)
    }
  }

  @inline(__always)
  private static func unpackRows(
    _ width: UInt32, _ source: UnsafeRawPointer, _ output: UnsafeMutablePointer<UInt32>
  ) {
    let mask = SIMD4<UInt32>(repeating: UInt32.max &>> (32 &- width))
    let target = UnsafeMutableRawPointer(output)
    // `width` rows are read, 32 are written.
    var word = unsafe source.loadUnaligned(as: SIMD4<UInt32>.self)
    var read = 16
    var used: UInt32 = 0
    for row in 0..<32 {
      var value = word &>> SIMD4(repeating: used)
      used &+= width
      if used >= 32 {
        used &-= 32
        if row < 31 {
          word = unsafe source.loadUnaligned(fromByteOffset: read, as: SIMD4<UInt32>.self)
          read &+= 16
        }
        if used > 0 { value |= word &<< SIMD4(repeating: width &- used) }
      }
      unsafe target.storeBytes(of: value & mask, toByteOffset: 16 &* row, as: SIMD4<UInt32>.self)
    }
  }

  /// Gaps become documents: each value becomes the sum of `base`, the values so far and how many
  /// those are. Sums wrap around.
  static func accumulate(_ values: UnsafeMutablePointer<UInt32>, from base: UInt32) {
    let target = UnsafeMutableRawPointer(values)
    let one = SIMD4<UInt32>(repeating: 1)
    var carry = SIMD4<UInt32>(repeating: base)
    for row in 0..<32 {
      // 32 rows of 16 bytes.
      let gaps = unsafe target.loadUnaligned(fromByteOffset: 16 &* row, as: SIMD4<UInt32>.self)
      var sums = gaps &+ one
      sums = sums &+ SIMD4(0, sums[0], sums[1], sums[2])
      sums = sums &+ SIMD4(0, 0, sums[0], sums[1])
      sums = sums &+ carry
      unsafe target.storeBytes(of: sums, toByteOffset: 16 &* row, as: SIMD4<UInt32>.self)
      carry = SIMD4(repeating: sums[3])
    }
  }

  /// Whether 128 values and 128 do not exceed a limit together.
  static func isWithin(_ limit: Int64, _ values: UnsafeMutablePointer<UInt32>) -> Bool {
    var sum: Int64 = 0
    // 128 values are there.
    for index in 0..<PackedBlock.count { sum += unsafe Int64(values[index]) + 1 }
    return sum <= limit
  }

  /// Documents from a bit set: bit i stands for `base + 1 + i`.
  ///
  /// - Returns: whether all of the bits lie before `end`, and exactly 128 are set.
  static func unpack(
    bits bitCount: Int, _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, from base: UInt32,
    _ output: UnsafeMutablePointer<UInt32>
  ) -> Bool {
    guard unsafe (bitCount + 7) / 8 <= end - start else { return false }
    var count = 0
    var first = base &+ 1
    for offset in stride(from: 0, to: bitCount, by: 64) {
      // The load begins before the end, and what it has too much is cut off.
      var word = unsafe start.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
      if bitCount - offset < 64 { word &= 1 << UInt64(bitCount - offset) - 1 }
      guard count + word.nonzeroBitCount <= PackedBlock.count else { return false }
      while word != 0 {
        // No more than 128 altogether.
        unsafe output[count] = first &+ UInt32(truncatingIfNeeded: word.trailingZeroBitCount)
        count &+= 1
        word &= word &- 1
      }
      first &+= 64
    }
    return count == PackedBlock.count
  }

  /// Adds 1 to each value. The greatest there is becomes 0.
  static func increment(_ values: UnsafeMutablePointer<UInt32>) {
    let target = UnsafeMutableRawPointer(values)
    let one = SIMD4<UInt32>(repeating: 1)
    for row in 0..<32 {
      // 32 rows of 16 bytes.
      let old = unsafe target.loadUnaligned(fromByteOffset: 16 &* row, as: SIMD4<UInt32>.self)
      unsafe target.storeBytes(of: old &+ one, toByteOffset: 16 &* row, as: SIMD4<UInt32>.self)
    }
  }

  /// The first of 128 ascending values that is not less than `target`; 128 if there is none.
  @inline(__always)
  static func lowerBound(_ values: UnsafeMutablePointer<UInt32>, _ target: UInt32) -> Int {
    // By four, by four, by four and by two, counting what is less: halvings are compiled to branches,
    // each of which is as good as random. Each index is below 128.
    var low =
      unsafe (isLess(values, 31, target) &+ isLess(values, 63, target)
      &+ isLess(values, 95, target)) &<< 5
    low &+=
      unsafe (isLess(values, low &+ 7, target) &+ isLess(values, low &+ 15, target)
      &+ isLess(values, low &+ 23, target)) &<< 3
    low &+=
      unsafe (isLess(values, low &+ 1, target) &+ isLess(values, low &+ 3, target)
      &+ isLess(values, low &+ 5, target)) &<< 1
    low &+= unsafe isLess(values, low, target)
    return unsafe low < 127 ? low : low &+ isLess(values, 127, target)
  }

  /// 1 if a value is less than `target`, or else 0.
  @inline(__always)
  private static func isLess(
    _ values: UnsafeMutablePointer<UInt32>, _ index: Int, _ target: UInt32
  ) -> Int {
    // One of 128 values. The difference is negative if the value is less.
    let difference = unsafe Int(values[index]) &- Int(target)
    return Int(truncatingIfNeeded: UInt(bitPattern: difference) &>> 63)
  }

  /// How many of 512 bits are set.
  @inline(__always)
  static func bitCount(_ start: UnsafeRawPointer) -> Int {
    let pairs = SIMD2<UInt64>(repeating: 0x5555_5555_5555_5555)
    let fours = SIMD2<UInt64>(repeating: 0x3333_3333_3333_3333)
    let eights = SIMD2<UInt64>(repeating: 0x0F0F_0F0F_0F0F_0F0F)
    var sum = SIMD2<UInt64>(repeating: 0)
    for row in 0..<4 {
      // 64 bytes. Machines count bits by an instruction that not all have, so by adding neighbours.
      var bits = unsafe start.loadUnaligned(fromByteOffset: 16 &* row, as: SIMD2<UInt64>.self)
      bits = bits &- (bits &>> 1 & pairs)
      bits = (bits & fours) &+ (bits &>> 2 & fours)
      sum = sum &+ ((bits &+ bits &>> 4) & eights)
    }
    // Each byte is at most 32, and the sum of all is more than a byte holds.
    let bytes = sum[0] &+ sum[1]
    let words = (bytes & 0x00FF_00FF_00FF_00FF) &+ (bytes &>> 8 & 0x00FF_00FF_00FF_00FF)
    return Int(truncatingIfNeeded: (words &* 0x0001_0001_0001_0001) &>> 48)
  }

  /// For each byte of a word how many bits are set up to its end, as a byte.
  @inline(__always)
  static func runningBitCounts(_ word: UInt64) -> UInt64 {
    var counts = word &- (word &>> 1 & 0x5555_5555_5555_5555)
    counts = (counts & 0x3333_3333_3333_3333) &+ (counts &>> 2 & 0x3333_3333_3333_3333)
    counts = (counts &+ counts &>> 4) & 0x0F0F_0F0F_0F0F_0F0F
    return counts &* 0x0101_0101_0101_0101
  }

  /// Where the `number`-th set bit of a word is, counted from 1.
  ///
  /// - Precondition: there are so many; `counts` are its running counts.
  @inline(__always)
  static func place(ofBit number: Int, in word: UInt64, _ counts: UInt64) -> Int {
    // The first byte with a count that is not less has its highest bit left: nothing is borrowed, since
    // no count exceeds 64.
    let number = UInt64(truncatingIfNeeded: number)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highest = ones &<< 7
    let reached = ((counts | highest) &- number &* ones) & highest
    let shift = UInt64(truncatingIfNeeded: reached.trailingZeroBitCount &- 7)
    let left = number &- ((counts &<< 8) &>> shift & 0xFF)
    // The same in the byte, each bit of which becomes a byte that is 1 if it is set: without a loop, the
    // end of which would be as good as random.
    let spread = ((word &>> shift & 0xFF) &* ones) & 0x8040_2010_0804_0201
    let bits = (spread &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7 & ones
    let passed = ((bits &* ones | highest) &- left &* ones) & highest
    return Int(truncatingIfNeeded: shift) &+ passed.trailingZeroBitCount &>> 3
  }
}
