/// Which words stand beside which anywhere in a segment, so that a phrase of words that nowhere do is known
/// to be nowhere before any of their postings are read.
///
/// It is kept of words in neither few documents nor many (``NeighbourLimits``): the postings of rare words
/// are soon read, and common ones stand beside almost any word somewhere. Pairs of words are bits of a
/// hash: a pair whose bit is not set is nowhere, one whose bit is set may be. (A filter as in Bloom,
/// "Space/Time Trade-offs in Hash Coding with Allowable Errors", 1970, with one hash function.)
///
/// ```
/// section 'neighbours'  least u32 · most u32 · words of bits u64*
/// least, most           a word is in so many documents of the segment at least, and at most
/// words of bits         2^b bits, b from 6 to 32; bit i is bit i mod 64 of word i / 64, lowest first
/// hash of a word        FNV-1a of its bytes, 64 bits; the high half xor the low half
/// bit of a pair         ((hash of the first · 2^32 + hash of the second) · 9E3779B97F4A7C15 mod 2^64)
///                       / 2^32 mod 2^b
/// ```
///
/// Words are of kind ``TermKind/word``, have two code points at least, and stand side by side in one
/// field; which one it is is not told. It has no section in small segments, nor where it would be of no use.
///
/// Example: if words are in 64 to 512 documents, and of all pairs of them only `new york` is anywhere, then
/// with 64 bits the section is `40 00 00 00 00 02 00 00 00 00 00 00 00 40 00 00`: bit 46.
struct NeighbourSet: Sendable {
  let limits: NeighbourLimits
  private let file: SealedFile
  // Where the bits begin in the file.
  private let start: Int
  /// How many bits there are, less one.
  let mask: UInt64

  /// Bytes before the bits.
  static let headSize = 8
  static let exponents = 6...32

  /// Nil if the file has no such section.
  init?(file: SealedFile) throws(IndexError) {
    guard let byteCount = file.byteCount(of: .neighbours) else { return nil }
    let bitCount = 8 * max(0, byteCount - Self.headSize)
    guard bitCount.nonzeroBitCount == 1, Self.exponents.contains(bitCount.trailingZeroBitCount)
    else { throw file.corrupt(.neighbours, 0, "set of \(byteCount) bytes") }
    var reader = try file.reader(.neighbours, 0..<Self.headSize)
    limits = NeighbourLimits(
      least: try reader.fixed(UInt32.self), most: try reader.fixed(UInt32.self))
    guard limits.least >= 1, limits.least <= limits.most else {
      throw reader.corrupt("words in \(limits.least) to \(limits.most) documents")
    }
    self.file = file
    start = file.offset(of: .neighbours) + Self.headSize
    mask = UInt64(bitCount - 1)
  }

  /// Whether it is known that a word nowhere stands right behind another one.
  ///
  /// - Parameters:
  ///   - first: the word, and what the segment knows of it.
  ///   - second: the same of the one behind it.
  /// - Complexity: O(bytes of both words); one word of the set is read.
  func lacks(
    _ first: (key: TermKey, info: TermInfo), _ second: (key: TermKey, info: TermInfo)
  ) throws(IndexError) -> Bool {
    guard first.key.field == second.key.field, limits.takes(first.key.bytes, first.info),
      limits.takes(second.key.bytes, second.info)
    else { return false }
    let bit =
      Self.place(Self.hash(first.key.bytes), Self.hash(second.key.bytes)) & mask
    return try word(Int(bit >> 6)) >> (bit & 63) & 1 == 0
  }

  /// A word of the bits; there are ``mask`` / 64 + 1.
  func word(_ index: Int) throws(IndexError) -> UInt64 {
    precondition(index >= 0 && index <= Int(mask >> 6))
    return try file.integer(at: start + 8 * index)
  }

  /// The hash of a word.
  ///
  /// - Parameter key: its key, of which the header does not count.
  static func hash(_ key: [UInt8]) -> UInt32 {
    var mixed: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key[TermKey.headerSize...] { mixed = (mixed ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: mixed ^ mixed >> 32)
  }

  /// The bit of a pair of words in a set of 2^32; in a smaller one it is as many of its low bits as the set
  /// has.
  @inline(__always)
  static func place(_ first: UInt32, _ second: UInt32) -> UInt64 {
    ((UInt64(first) << 32 | UInt64(second)) &* 0x9E37_79B9_7F4A_7C15) >> 32
  }
}

/// In how many documents of a segment words are that ``NeighbourSet`` keeps.
struct NeighbourLimits: Equatable, Sendable {
  var least: UInt32
  var most: UInt32

  init(least: UInt32, most: UInt32) {
    self.least = least
    self.most = most
  }

  /// Whether a term is one of those words.
  @inline(__always)
  func takes(_ key: [UInt8], _ info: TermInfo) -> Bool {
    guard info.documentFrequency >= least, info.documentFrequency <= most else { return false }
    return info.keepsPositions && Self.isLongWord(key)
  }

  /// Whether a term is a word of more than one code point.
  private static func isLongWord(_ key: [UInt8]) -> Bool {
    guard key.count > TermKey.headerSize, key[2] == TermKind.word.rawValue else { return false }
    let first = key[TermKey.headerSize]
    let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    return key.count > TermKey.headerSize + length
  }
}

/// Which segments keep a ``NeighbourSet``, and of which words.
package struct NeighbourRule: Sendable {
  /// In a segment of fewer documents every phrase is found soon enough.
  package var leastDocumentCount: Int
  /// So are words in fewer documents.
  package var leastFrequency: Int
  /// A set is kept if there are so many bytes of postings to each of its own.
  package var leastPostingsShare: Int

  package init(
    leastDocumentCount: Int = 4096, leastFrequency: Int = 64, leastPostingsShare: Int = 64
  ) {
    self.leastDocumentCount = leastDocumentCount
    self.leastFrequency = leastFrequency
    self.leastPostingsShare = leastPostingsShare
  }

  /// Of which words a segment keeps a set; nil if it keeps none.
  ///
  /// The postings of a word in one document of 200 are read in no time; one in more than a twelfth of them
  /// stands beside nearly every other one.
  func limits(documentCount: Int) -> NeighbourLimits? {
    guard documentCount >= leastDocumentCount else { return nil }
    let limits = NeighbourLimits(
      least: UInt32(clamping: max(1, leastFrequency, documentCount / 200)),
      most: UInt32(clamping: max(leastFrequency, documentCount / 12)))
    return limits.least <= limits.most ? limits : nil
  }
}
