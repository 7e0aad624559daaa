/// Which bits of a byte are set: for each byte their places, lowest first, and how many they are.
///
/// A set of bits becomes documents a byte at a time. Bit by bit each would wait for the one before, and where
/// a word ends is as good as random.
@safe
struct BitPlaces: Sendable {
  /// What is written behind the last document.
  static let slack = 8

  /// The one for everybody.
  static let shared = BitPlaces()

  // For each byte four lanes, the first four places in their lower halves and the others in the upper ones;
  // then for each byte a count. Never changed.
  private nonisolated(unsafe) let table: UnsafeRawPointer
  private static let countsOffset = 256 * 16

  private init() {
    // Lives as long as the process.
    let memory = UnsafeMutableRawPointer.allocate(byteCount: Self.countsOffset + 256, alignment: 16)
    for byte in 0..<256 {
      var lanes = SIMD4<UInt32>(repeating: 0)
      var count = 0
      for place in 0..<8 where byte >> place & 1 == 1 {
        lanes[count & 3] |= UInt32(place) << (count < 4 ? 0 : 16)
        count += 1
      }
      // 256 of each.
      unsafe memory.storeBytes(of: lanes, toByteOffset: 16 * byte, as: SIMD4<UInt32>.self)
      unsafe memory.storeBytes(
        of: UInt8(count), toByteOffset: Self.countsOffset + byte, as: UInt8.self)
    }
    unsafe table = UnsafeRawPointer(memory)
  }

  /// Documents from a set of 128 bits: bit i stands for `base + 1 + i`.
  ///
  /// - Parameter output: room for 128 documents and ``slack``.
  /// - Returns: whether all of the bits lie before `end`, and exactly 128 are set.
  @unsafe
  func unpack(
    bits bitCount: Int, _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, from base: UInt32,
    _ output: UnsafeMutablePointer<UInt32>
  ) -> Bool {
    let byteCount = bitCount &>> 3
    guard unsafe bitCount > 0 && (bitCount &+ 7) &>> 3 <= end - start else { return false }
    var first = SIMD4<UInt32>(repeating: base &+ 1)
    var count = 0
    for index in 0..<byteCount {
      // Before the end; no more than 128 so far.
      let byte = unsafe start.load(fromByteOffset: index, as: UInt8.self)
      unsafe put(byte, first, output + count)
      count &+= self.count(byte)
      if count > PackedBlock.count { return false }
      first = first &+ SIMD4(repeating: 8)
    }
    if bitCount & 7 != 0 {
      let bits = unsafe start.load(fromByteOffset: byteCount, as: UInt8.self)
      let byte = bits & (1 &<< UInt8(truncatingIfNeeded: bitCount & 7) &- 1)
      unsafe put(byte, first, output + count)
      count &+= self.count(byte)
    }
    return count == PackedBlock.count
  }

  @inline(__always)
  private func count(_ byte: UInt8) -> Int {
    // One for each byte.
    unsafe Int(table.load(fromByteOffset: Self.countsOffset &+ Int(byte), as: UInt8.self))
  }

  /// Writes eight documents, of which as many mean something as bits are set.
  @inline(__always)
  private func put(
    _ byte: UInt8, _ first: SIMD4<UInt32>, _ output: UnsafeMutablePointer<UInt32>
  ) {
    let target = UnsafeMutableRawPointer(output)
    // One for each byte, at a multiple of 16.
    let lanes = unsafe table.load(fromByteOffset: 16 &* Int(byte), as: SIMD4<UInt32>.self)
    let low = first &+ (lanes & SIMD4(repeating: 0xFFFF))
    let high = first &+ (lanes &>> SIMD4(repeating: 16))
    unsafe target.storeBytes(of: low, as: SIMD4<UInt32>.self)
    unsafe target.storeBytes(of: high, toByteOffset: 16, as: SIMD4<UInt32>.self)
  }
}
