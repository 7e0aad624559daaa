/// The words of a well-formed text, cut at ASCII white space: those of which ``WhitespaceAnalyzer`` makes
/// tokens, where they stand in the text.
///
/// A word's place is its number.
@safe
package struct PlainWords {
  /// A word.
  package struct Word: BitwiseCopyable {
    /// Its first eight bytes, the first one lowest, with zeros behind its end.
    package let first: UInt64
    /// Where it begins.
    package let start: UInt32
    /// How many bytes its term has, which is the word or the beginning of a very long one.
    package let byteCount: UInt32
  }

  /// The longest text.
  package static let longestText = 1 << 31

  // How far the text has been read.
  private var index = 0

  /// Begins a text.
  package init() {}

  /// Cuts the next words; returns how many there were, fewer than asked for only at the end of the text.
  ///
  /// - Parameter capacity: how many words there is room for.
  /// - Precondition: it is the same text each time, well-formed and not longer than ``longestText``.
  @unsafe
  package mutating func cut(
    _ text: UnsafeBufferPointer<UInt8>, into words: UnsafeMutablePointer<Word>, atMost capacity: Int
  ) -> Int {
    guard let base = text.baseAddress else { return 0 }
    let source = unsafe UnsafeRawPointer(base)
    let end = text.count
    var (index, count) = (self.index, 0)
    while count < capacity, index < end {
      if index &+ 8 <= end {
        let word = unsafe UInt64(
          littleEndian: source.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        // The lowest bit is of the first byte that is no greater than a space, which nearly always is one.
        let low = (word &- 0x2121_2121_2121_2121) & ~word & ASCIIBytes.highBits
        let length = low.trailingZeroBitCount &>> 3
        if low != 0, (word &>> UInt64(8 &* length)) & 0xFF == 0x20 {
          // There is room for one more. What is empty is written over.
          unsafe (words + count).initialize(
            to: Word(
              first: word & ((low & (0 &- low)) &>> 7 &- 1),
              start: UInt32(truncatingIfNeeded: index),
              byteCount: UInt32(truncatingIfNeeded: length)))
          count &+= length == 0 ? 0 : 1
          index &+= length &+ 1
          continue
        }
      }
      let (word, next) = unsafe Self.anyWord(source, end, from: index)
      // As above.
      unsafe (words + count).initialize(to: word)
      count &+= word.byteCount == 0 ? 0 : 1
      index = min(next &+ 1, end)
    }
    self.index = index
    return count
  }

  /// The word of any length that begins at a place of the text, and where it ends.
  @unsafe @inline(never)
  private static func anyWord(
    _ source: UnsafeRawPointer, _ end: Int, from start: Int
  ) -> (word: Word, end: Int) {
    var next = start
    var spaces: UInt64 = 0
    // All loads lie before the end.
    while next &+ 8 <= end {
      spaces = unsafe ASCIIBytes.spacesMask(
        of: UInt64(littleEndian: source.loadUnaligned(fromByteOffset: next, as: UInt64.self)))
      if spaces != 0 { break }
      next &+= 8
    }
    if spaces != 0 {
      next &+= spaces.trailingZeroBitCount &>> 3
    } else {
      while next < end,
        unsafe !ASCIIBytes.isSpace(source.load(fromByteOffset: next, as: UInt8.self))
      { next &+= 1 }
    }
    let count = next &- start
    var first: UInt64 = 0
    if count >= 8 {
      first = unsafe UInt64(
        littleEndian: source.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    } else {
      for place in (start..<next).reversed() {
        first = first << 8 | UInt64(unsafe source.load(fromByteOffset: place, as: UInt8.self))
      }
    }
    let term = unsafe Span<UInt8>(
      _unsafeElements: UnsafeBufferPointer(
        start: (source + start).assumingMemoryBound(to: UInt8.self), count: count))
    return (
      Word(
        first: first, start: UInt32(truncatingIfNeeded: start),
        byteCount: UInt32(truncatingIfNeeded: TokenLimits.keptByteCount(of: term))), next
    )
  }
}
