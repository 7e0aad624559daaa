/// The loops over 128 integers: 32 rows of four lanes, which is what every x86-64 and every ARM has.
///
/// They trust their callers: pointers have room for what is read and written.
enum BlockKernels {
  /// Spreads 128 values of `width` bits, each greater by 1; see ``PackedBlock``.
  ///
  /// A case for each width, so that every shift is a constant; see ``UnpackKernel``.
  static func unpack(
    _ width: Int, _ source: UnsafeRawPointer, _ output: UnsafeMutablePointer<UInt32>
  ) {
    switch width {
    case 1: unsafe UnpackKernel<1>.unpack(source, output)
    case 2: unsafe UnpackKernel<2>.unpack(source, output)
    case 3: unsafe UnpackKernel<3>.unpack(source, output)
    case 4: unsafe UnpackKernel<4>.unpack(source, output)
    case 5: unsafe UnpackKernel<5>.unpack(source, output)
    case 6: unsafe UnpackKernel<6>.unpack(source, output)
    case 7: unsafe UnpackKernel<7>.unpack(source, output)
    case 8: unsafe UnpackKernel<8>.unpack(source, output)
    case 9: unsafe UnpackKernel<9>.unpack(source, output)
    case 10: unsafe UnpackKernel<10>.unpack(source, output)
    case 11: unsafe UnpackKernel<11>.unpack(source, output)
    case 12: unsafe UnpackKernel<12>.unpack(source, output)
    case 13: unsafe UnpackKernel<13>.unpack(source, output)
    case 14: unsafe UnpackKernel<14>.unpack(source, output)
    case 15: unsafe UnpackKernel<15>.unpack(source, output)
    case 16: unsafe UnpackKernel<16>.unpack(source, output)
    case 17: unsafe UnpackKernel<17>.unpack(source, output)
    case 18: unsafe UnpackKernel<18>.unpack(source, output)
    case 19: unsafe UnpackKernel<19>.unpack(source, output)
    case 20: unsafe UnpackKernel<20>.unpack(source, output)
    case 21: unsafe UnpackKernel<21>.unpack(source, output)
    case 22: unsafe UnpackKernel<22>.unpack(source, output)
    case 23: unsafe UnpackKernel<23>.unpack(source, output)
    case 24: unsafe UnpackKernel<24>.unpack(source, output)
    case 25: unsafe UnpackKernel<25>.unpack(source, output)
    case 26: unsafe UnpackKernel<26>.unpack(source, output)
    case 27: unsafe UnpackKernel<27>.unpack(source, output)
    case 28: unsafe UnpackKernel<28>.unpack(source, output)
    case 29: unsafe UnpackKernel<29>.unpack(source, output)
    case 30: unsafe UnpackKernel<30>.unpack(source, output)
    case 31: unsafe UnpackKernel<31>.unpack(source, output)
    case 32: unsafe UnpackKernel<32>.unpack(source, output)
    default: unsafe output.update(repeating: 1, count: PackedBlock.count)
    }
  }

  /// Gaps become documents: each value becomes the sum of `base` and the values so far. Sums wrap around.
  static func accumulate(_ values: UnsafeMutablePointer<UInt32>, from base: UInt32) {
    let target = UnsafeMutableRawPointer(values)
    var carry = SIMD4<UInt32>(repeating: base)
    for row in 0..<32 {
      // 32 rows of 16 bytes.
      var sums = unsafe target.loadUnaligned(fromByteOffset: 16 &* row, as: SIMD4<UInt32>.self)
      sums = sums &+ SIMD4(0, sums[0], sums[1], sums[2])
      sums = sums &+ SIMD4(0, 0, sums[0], sums[1])
      sums = sums &+ carry
      unsafe target.storeBytes(of: sums, toByteOffset: 16 &* row, as: SIMD4<UInt32>.self)
      carry = SIMD4(repeating: sums[3])
    }
  }

  /// The sum of 128 values. It wraps around.
  static func sum(_ values: UnsafeMutablePointer<UInt32>) -> UInt32 {
    let source = UnsafeRawPointer(values)
    var even = SIMD4<UInt32>(repeating: 0)
    var odd = SIMD4<UInt32>(repeating: 0)
    for row in 0..<16 {
      // 32 rows of 16 bytes.
      even =
        unsafe even
        &+ source.loadUnaligned(
          fromByteOffset: 32 &* row, as: SIMD4<UInt32>.self)
      odd =
        unsafe odd
        &+ source.loadUnaligned(
          fromByteOffset: 32 &* row &+ 16, as: SIMD4<UInt32>.self)
    }
    return (even &+ odd).wrappedSum()
  }

  /// Sets the bytes that stand for 128 documents to 1.
  ///
  /// - Parameter values: the gaps between them.
  /// - Parameter first: the byte that the first gap is counted from, -1 if the documents begin with the bytes.
  /// - Precondition: the byte of the last one is there.
  static func mark(
    _ values: UnsafeMutablePointer<UInt32>, from first: Int, _ bytes: UnsafeMutablePointer<UInt8>
  ) {
    var place = first
    for row in 0..<16 {
      for lane in 0..<8 {
        // 128 values, and as many bytes as they sum up to.
        unsafe place &+= Int(values[row &* 8 &+ lane])
        unsafe bytes[place] = 1
      }
    }
  }

  /// Whether 128 values do not exceed a limit together; 0 stands for 2^32, from which it has wrapped around.
  static func isWithin(_ limit: Int64, _ values: UnsafeMutablePointer<UInt32>) -> Bool {
    var sum: Int64 = 0
    // 128 values are there.
    for index in 0..<PackedBlock.count { sum += unsafe Int64(values[index] &- 1) + 1 }
    return sum <= limit
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
    // 127 if all before the last one are less.
    return unsafe low &+ ((low &+ 1) &>> 7 & isLess(values, 127, target))
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
