#if !_endian(little)
  #error("Packed blocks are read as they lie in memory, which a big-endian machine cannot do.")
#endif

/// 128 integers ⇄ bytes: as many bits for each as most of them need, and the few greater ones
/// patched (PFOR; Zukowski et al., "Super-Scalar RAM-CPU Cache Compression", 2006).
///
/// ```
/// code        u8: width in bits, 0 to 32; plus 0x80 if exceptions follow. It is kept by the caller.
/// packed      16 · width bytes: `width` rows of four 32-bit lanes. Value i lies in lane i mod 4, its
///             lowest `width` bits from bit (i / 4) · width of the lane on (Lemire and Boytsov,
///             "Decoding billions of integers per second through vectorization", 2015)
/// exceptions  count n u8, 1 to 128 · high width h u8, 1 to 32 - width · n indices u8 ·
///             n high parts of h bits each, lowest bit first, in as few bytes as they need
/// ```
///
/// The width is the one that takes fewest bytes. Example: 128 values, all 1 but for the one at index
/// 5, which is 9, have code `81`; 16 bytes `FF`; exceptions `01 03 05 04`: 9 = 1 + (4 << 1).
///
/// Laws: `decode(encode(x)) == x + 1`; decoding accepts any bytes and never looks at one behind the end
/// that it is given, but for loads of eight bytes whose excess is cut off (a file's footer of 64
/// bytes follows everything that is packed).
enum PackedBlock {
  /// 32 rows of four lanes; an impact for 128 documents is fine enough to skip by.
  static let count = 128
  static let patched: UInt8 = 0x80

  /// Appends 128 values; returns the code.
  static func encode(_ values: [UInt32], into writer: inout ByteWriter) -> UInt8 {
    precondition(values.count == count)
    // So many are there.
    return unsafe values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return 0 }
      return unsafe encode(values, into: &writer)
    }
  }

  /// Appends the 128 values that are there; returns the code.
  @unsafe
  static func encode(_ values: UnsafePointer<UInt32>, into writer: inout ByteWriter) -> UInt8 {
    let (width, highWidth, exceptionCount) = unsafe bestWidth(values)
    unsafe pack(values, width, into: &writer)
    if exceptionCount == 0 { return UInt8(width) }
    writer.append(UInt8(exceptionCount))
    writer.append(UInt8(highWidth))
    var bits = BitWriter()
    for index in 0..<count {
      // Below 128.
      let high = unsafe UInt64(values[index]) &>> UInt64(width)
      guard high > 0 else { continue }
      writer.append(UInt8(index))
      bits.append(high, count: highWidth)
    }
    bits.finish(into: &writer)
    return UInt8(width) | patched
  }

  /// The width that takes fewest bytes, the bits of exceptions above it, and how many those are.
  @unsafe
  private static func bestWidth(
    _ values: UnsafePointer<UInt32>
  ) -> (width: Int, highWidth: Int, count: Int) {
    var histogram = InlineArray<64, UInt8>(repeating: 0)
    var all: UInt32 = 0
    for index in 0..<count {
      // Below 128.
      let value = unsafe values[index]
      histogram[(32 &- value.leadingZeroBitCount) & 63] &+= 1
      all |= value
    }
    let widest = 32 - all.leadingZeroBitCount
    var best = (width: widest, highWidth: 0, count: 0)
    var fewest = 16 * widest
    var above = 0
    var width = widest
    while width > 0 {
      above += Int(histogram[width])
      width -= 1
      let highWidth = widest - width
      let byteCount = 16 * width + 2 + above + (above * highWidth + 7) / 8
      if byteCount < fewest {
        fewest = byteCount
        best = (width, highWidth, above)
      }
    }
    return best
  }

  @unsafe
  private static func pack(
    _ values: UnsafePointer<UInt32>, _ width: Int, into writer: inout ByteWriter
  ) {
    guard width > 0 else { return }
    let source = unsafe UnsafeRawPointer(values)
    let mask = SIMD4<UInt32>(repeating: UInt32.max &>> UInt32(32 &- width))
    // `width` rows of four lanes.
    unsafe withUnsafeTemporaryAllocation(byteCount: 16 * width, alignment: 16) { words in
      guard let target = words.baseAddress else { return }
      var row = SIMD4<UInt32>(repeating: 0)
      var used: UInt32 = 0
      var offset = 0
      for index in 0..<32 {
        // 32 rows of 16 bytes are read, and `width` are written: one whenever 32 more bits are full.
        let value =
          unsafe mask
          & source.loadUnaligned(
            fromByteOffset: 16 &* index, as: SIMD4<UInt32>.self)
        row |= value &<< SIMD4(repeating: used)
        used &+= UInt32(truncatingIfNeeded: width)
        if used < 32 { continue }
        unsafe target.storeBytes(of: row, toByteOffset: offset, as: SIMD4<UInt32>.self)
        offset &+= 16
        used &-= 32
        let left = UInt32(truncatingIfNeeded: width) &- used
        row = used == 0 ? SIMD4(repeating: 0) : value &>> SIMD4(repeating: left)
      }
      unsafe writer.append(contentsOf: UnsafeRawBufferPointer(words))
    }
  }

  /// Decodes 128 values from the bytes between `start` and `end`. Each is made greater by 1: what is stored
  /// here are gaps and frequencies, which are never 0, less by 1. The greatest becomes 0.
  ///
  /// - Parameter output: room for 128 values.
  /// - Returns: where the block ends and a width that no value stored exceeds; nil if it is not a block.
  ///   (If two exceptions have one index, which is never written, a value may be wider; but as long as the
  ///   width is at most 24, all values together are at most 2^31.)
  @inline(__always)
  static func decode(
    _ code: UInt8, _ start: UnsafeRawPointer, _ end: UnsafeRawPointer,
    into output: UnsafeMutablePointer<UInt32>
  ) -> (end: UnsafeRawPointer, width: Int)? {
    let width = Int(code & ~patched)
    guard width <= 32, unsafe 16 * width <= end - start else { return nil }
    // `16 * width` bytes are there, and the output has room.
    unsafe BlockKernels.unpack(width, start, output)
    let packedEnd = unsafe start + 16 * width
    if code & patched == 0 { return unsafe (packedEnd, width) }
    return unsafe patch(output, width, packedEnd, end)
  }

  private static func patch(
    _ output: UnsafeMutablePointer<UInt32>, _ width: Int, _ start: UnsafeRawPointer,
    _ end: UnsafeRawPointer
  ) -> (end: UnsafeRawPointer, width: Int)? {
    guard let exceptions = unsafe Exceptions(above: width, start, end) else { return nil }
    let unit: UInt32 = 1 &<< UInt32(truncatingIfNeeded: width)
    for number in 0..<(unsafe exceptions.count) {
      // Below the count, and the index is below 128.
      let index = unsafe exceptions.index(number)
      unsafe output[index] &+= exceptions.high(number) &* unit
    }
    return unsafe (exceptions.end, width + exceptions.highWidth)
  }

  /// The values of a block that need more bits than it has for each.
  @unsafe
  struct Exceptions {
    /// 1 to 128.
    let count: Int
    let highWidth: Int
    /// Where the block ends.
    let end: UnsafeRawPointer
    private let indices: UnsafeRawPointer
    private let mask: UInt64

    /// - Parameter width: how many bits of each value are not here.
    /// - Returns: nil if the bytes before `end` are no exceptions.
    @inline(__always)
    init?(above width: Int, _ start: UnsafeRawPointer, _ end: UnsafeRawPointer) {
      guard unsafe end - start >= 2 else { return nil }
      // Two bytes are there.
      unsafe count = Int(start.load(as: UInt8.self))
      unsafe highWidth = Int(start.load(fromByteOffset: 1, as: UInt8.self))
      unsafe indices = start + 2
      let byteCount = unsafe count &+ (count &* highWidth &+ 7) / 8
      guard unsafe count > 0 && count <= PackedBlock.count && highWidth > 0,
        unsafe width + highWidth <= 32, unsafe end - indices >= byteCount
      else { return nil }
      unsafe mask = .max &>> UInt64(64 &- highWidth)
      unsafe self.end = unsafe indices + byteCount
    }

    /// Which value the `number`-th exception is: below 128.
    ///
    /// - Precondition: there are more than `number`.
    @inline(__always)
    func index(_ number: Int) -> Int {
      unsafe Int(indices.load(fromByteOffset: number, as: UInt8.self) & 127)
    }

    /// What the `number`-th exception has above the bits that all have.
    ///
    /// - Precondition: there are more than `number`.
    @inline(__always)
    func high(_ number: Int) -> UInt32 {
      let bit = unsafe number &* highWidth
      // The load begins inside the block, and what it has too much is cut off.
      let word = unsafe indices.loadUnaligned(
        fromByteOffset: count &+ bit &>> 3, as: UInt64.self)
      return UInt32(truncatingIfNeeded: unsafe word &>> UInt64(bit & 7) & mask)
    }
  }
}
