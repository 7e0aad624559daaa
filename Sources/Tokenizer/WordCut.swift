/// Cuts a text at ASCII white space: the loop of ``WhitespaceAnalyzer``, over raw memory.
@safe
struct WordCut {
  /// How far the text has been read.
  private(set) var index: Int
  /// How many bytes of the arena are used.
  private(set) var byteCount: Int
  /// The next free place.
  private(set) var place: Int
  /// Whether the word at `index` is too long, or not well-formed.
  private(set) var isStopped = false

  init(index: Int, byteCount: Int, place: Int) {
    (self.index, self.byteCount, self.place) = (index, byteCount, place)
  }

  /// Copies words to the arena and makes tokens of them, until there is room for no more, or one is too
  /// long or not well-formed, or the text ends.
  ///
  /// - Precondition: the arena has room for the rest of the text and eight bytes more.
  @unsafe
  mutating func fill(
    _ tokens: UnsafeMutableBufferPointer<Token>, _ tokenCount: inout Int,
    _ text: UnsafeRawBufferPointer, _ arena: UnsafeMutableRawBufferPointer
  ) {
    guard let source = text.baseAddress, let target = arena.baseAddress,
      let output = tokens.baseAddress
    else { return }
    let end = text.count
    var (index, byteCount, place, count) = (self.index, self.byteCount, self.place, tokenCount)
    var isStopped = false
    while index < end, count < tokens.count {
      // Of a word all is loaded and stored by eight bytes; what is too much is written over.
      var next = index
      var high: UInt64 = 0
      var spaces: UInt64 = 0
      while next &+ 8 <= end {
        let word = unsafe source.loadUnaligned(fromByteOffset: next, as: UInt64.self)
        unsafe (target + (byteCount &+ next &- index)).storeBytes(of: word, as: UInt64.self)
        spaces = ASCIIBytes.spacesMask(of: word)
        // The bytes before the first space, or all eight.
        high |= word & (spaces &- 1) & ~spaces
        if spaces != 0 { break }
        next &+= 8
      }
      if spaces != 0 {
        next &+= spaces.trailingZeroBitCount &>> 3
      } else {
        // Less than eight bytes are left.
        while next < end {
          let byte = unsafe source.load(fromByteOffset: next, as: UInt8.self)
          if ASCIIBytes.isSpace(byte) { break }
          unsafe target.storeBytes(
            of: byte, toByteOffset: byteCount &+ next &- index, as: UInt8.self)
          high |= UInt64(byte)
          next &+= 1
        }
      }
      let length = next &- index
      if length == 0 {
        index &+= 1
        continue
      }
      isStopped = length > TokenLimits.longestTerm
      if high & ASCIIBytes.highBits != 0, unsafe !Self.isWellFormed(text, index, next) {
        isStopped = true
      }
      if isStopped { break }
      unsafe (output + count).initialize(
        to: Token(
          termStart: UInt32(truncatingIfNeeded: byteCount),
          termEnd: UInt32(truncatingIfNeeded: byteCount &+ length),
          start: UInt32(truncatingIfNeeded: index), end: UInt32(truncatingIfNeeded: next),
          position: UInt32(truncatingIfNeeded: place), width: 1, kind: .word, script: .other))
      count &+= 1
      byteCount &+= length
      place &+= 1
      // White space, or the end.
      index = min(next &+ 1, end)
    }
    self.isStopped = isStopped
    (self.index, self.byteCount, self.place, tokenCount) = (index, byteCount, place, count)
  }

  /// Whether bytes of a text are well-formed UTF-8.
  @unsafe @inline(__always)
  private static func isWellFormed(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool
  {
    var index = start
    while index < end {
      if index &+ 4 <= text.count {
        // Three bytes, nearly always, neither overlong nor of surrogates; none of them is white space.
        let word = unsafe text.loadUnaligned(fromByteOffset: index, as: UInt32.self)
        let second = word & 0x200F
        if word & 0xC0_C0F0 == 0x80_80E0, second != 0, second != 0x200D {
          index &+= 3
          continue
        }
      }
      return unsafe isAllWellFormed(text, index, end)
    }
    return true
  }

  @unsafe @inline(never)
  private static func isAllWellFormed(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> Bool {
    var index = start
    // The caller's bytes.
    let text = unsafe Span<UInt8>(_unsafeBytes: text)
    while index < end {
      let decoded = decodeScalar(in: text, at: index)
      if !decoded.isWellFormed { return false }
      index &+= decoded.length
    }
    return true
  }
}
