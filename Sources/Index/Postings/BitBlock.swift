/// A block whose documents are kept as a set of bits, for asking which of some documents it has: they
/// are not decoded, which takes longer than asking for many of them.
@unsafe
struct BitBlock {
  /// Blocks with more bits than that are decoded.
  static let mostBits: Int64 = 4096
  /// So many counts are kept: one for each 64 bits.
  static let rankCount = Int(mostBits) / 64

  private let bits: UnsafeRawPointer
  private let ranks: UnsafeMutablePointer<UInt8>
  // The document of the first bit.
  private let first: UInt32
  /// How many bits there are; none if the block is not kept so.
  let count: UInt32

  /// Counts the bits before each word.
  ///
  /// - Parameter ranks: memory for ``rankCount`` of them.
  /// - Precondition: the bits are there, and loads of eight bytes that begin before the last one are
  ///   allowed.
  /// - Returns: nil unless exactly 128 bits are set, the last one among them.
  init?(
    _ bits: UnsafeRawPointer, count: Int, first: UInt32, ranks: UnsafeMutablePointer<UInt8>
  ) {
    unsafe precondition(count > 0 && count <= Int(Self.mostBits))
    unsafe self.bits = unsafe bits
    unsafe self.ranks = unsafe ranks
    unsafe self.first = first
    unsafe self.count = UInt32(truncatingIfNeeded: count)
    var sum = 0
    for word in 0...(count - 1) / 64 {
      // No more than 64 words, and no more than 128 of what is kept of them.
      unsafe ranks[word] = UInt8(truncatingIfNeeded: sum)
      var value = unsafe bits.loadUnaligned(fromByteOffset: word &* 8, as: UInt64.self)
      if count - word &* 64 < 64 { value &= 1 &<< UInt64(count - word &* 64) &- 1 }
      sum += value.nonzeroBitCount
      if sum > PostingsFormat.blockSize { return nil }
    }
    // The last bit.
    let last = unsafe bits.load(fromByteOffset: (count - 1) / 8, as: UInt8.self)
    guard sum == PostingsFormat.blockSize, last >> UInt8((count - 1) % 8) & 1 == 1 else {
      return nil
    }
  }

  /// Whether a document is in the block, as 1 or 0.
  ///
  /// Without a branch, since whether it is, is as good as random.
  @inline(__always)
  func holds(_ document: UInt32) -> Int {
    let offset = unsafe document &- first
    // The difference is negative, and its highest bit set, if the document is no later than the last.
    let isWithin = unsafe UInt64(bitPattern: Int64(offset) &- Int64(count)) &>> 63
    let inside = UInt64(offset) & (0 &- isWithin)
    // Not behind the byte of the last bit.
    let byte = unsafe bits.load(
      fromByteOffset: Int(truncatingIfNeeded: inside &>> 3), as: UInt8.self)
    return Int(truncatingIfNeeded: UInt64(byte) &>> (inside & 7) & isWithin)
  }

  /// A place in the block, which is below 128, and 1 if a document is there, or else 0.
  ///
  /// Without a branch, as ``holds(_:)``.
  @inline(__always)
  func find(_ document: UInt32) -> (place: Int, isThere: Int) {
    let offset = unsafe document &- first
    // The difference is negative, and its highest bit set, if the document is no later than the last.
    let isWithin = unsafe UInt64(bitPattern: Int64(offset) &- Int64(count)) &>> 63
    let inside = UInt64(offset) & (0 &- isWithin)
    let index = Int(truncatingIfNeeded: inside &>> 6)
    // Begins before the last bit.
    let word = unsafe bits.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
    let bit = inside & 63
    let isSet = Int(truncatingIfNeeded: word &>> bit & isWithin)
    let below = word & (1 &<< bit &- 1)
    // As many counts as words; each is at most 128, and less where the bit itself is set.
    let rank = unsafe Int(ranks[index]) &+ below.nonzeroBitCount
    return (rank & (PostingsFormat.blockSize &- 1), isSet)
  }
}
