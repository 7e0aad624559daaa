/// Fills a ``TokenBuffer``: keeps the count of places, and writes terms into an arena that is
/// lengthened by the piece, not by the byte.
struct TokenWriter: ~Copyable {
  /// The tokens so far.
  private(set) var tokens: [Token]
  /// The arena; the bytes below ``byteCount`` are terms.
  var bytes: [UInt8]
  /// How many bytes of the arena are used.
  var byteCount = 0
  /// The next free place.
  private(set) var place = 0

  /// Takes over the storage of `buffer`, and empties it.
  init(taking buffer: inout TokenBuffer) {
    buffer.removeAll()
    tokens = []
    bytes = []
    swap(&tokens, &buffer.tokens)
    swap(&bytes, &buffer.termBytes)
  }

  /// Hands everything over to `buffer`.
  consuming func finish(into buffer: inout TokenBuffer, illFormedCount: Int) {
    bytes.removeLast(bytes.count - byteCount)
    buffer.placeCount = UInt32(clamping: place)
    buffer.illFormedCount = illFormedCount
    swap(&tokens, &buffer.tokens)
    swap(&bytes, &buffer.termBytes)
  }

  /// Whether offsets or places could no longer be counted in 32 bits. Only texts of gigabytes that
  /// grow by folding come here; what is left of them makes no tokens.
  var isFull: Bool { byteCount > Self.fullCount || place > Self.fullCount }

  private static let fullCount = Int(UInt32.max) - (1 << 30)

  /// Makes sure that `count` more bytes can be written.
  mutating func reserve(_ count: Int) {
    let missing = byteCount + count - bytes.count
    guard missing > 0 else { return }
    // Half as much again, so that this is seldom.
    bytes.append(contentsOf: repeatElement(0, count: max(missing, bytes.count / 2)))
  }

  /// Appends bytes to the arena, in which there is room for them and eight more.
  @inline(__always)
  mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
    let start = byteCount
    byteCount += range.count
    var span = bytes.mutableSpan
    // Any bit pattern is a byte, and stores are checked against the span.
    var raw = unsafe span.mutableBytes
    var offset = 0
    // Eight at a time, as long as the source has eight; what is written too much is written over.
    while offset < range.count, range.lowerBound + offset + 8 <= source.count {
      let word = unsafe source.bytes.word(at: range.lowerBound + offset)
      raw.storeBytes(of: word, toByteOffset: start + offset, as: UInt64.self)
      offset += 8
    }
    while offset < range.count {
      raw.storeBytes(
        of: source[range.lowerBound + offset], toByteOffset: start + offset, as: UInt8.self)
      offset += 1
    }
  }

  /// Appends what ASCII white space separates as words, byte by byte, up to one that is too long or not
  /// well-formed, or to the end, or until it is full; returns where that is. In the arena there is room
  /// for the rest of the source and eight more.
  mutating func appendWords(_ source: Span<UInt8>, from first: Int) -> Int {
    precondition(first >= 0 && source.count - first + byteCount + 8 <= bytes.count)
    var cut = WordCut(index: first, byteCount: byteCount, place: place)
    // Neither is asked at every token whether somebody else has it.
    var tokens: [Token] = []
    swap(&tokens, &self.tokens)
    var span = bytes.mutableSpan
    // The arena has room for what is left of the source, so each word has room and eight bytes more.
    unsafe span.withUnsafeMutableBytes { arena in
      while cut.index < source.count, !cut.isStopped, cut.byteCount <= Self.fullCount {
        tokens.append(addingCapacity: Self.pieceLength) { output in
          unsafe output.withUnsafeMutableBufferPointer { tokens, count in
            unsafe source.bytes.withUnsafeBytes { text in
              unsafe cut.fill(tokens, &count, text, arena)
            }
          }
        }
      }
    }
    swap(&tokens, &self.tokens)
    (byteCount, place) = (cut.byteCount, cut.place)
    return cut.index
  }

  /// Tokens that are appended at once.
  private static let pieceLength = 1 << 10

  /// Appends `count` bytes of ASCII in lower case; there is room for them and eight more.
  @inline(__always)
  mutating func appendLowercased(_ source: Span<UInt8>, _ first: Int, count: Int) {
    let start = byteCount
    byteCount += count
    var span = bytes.mutableSpan
    // Any bit pattern is a byte, and stores are checked against the span.
    var raw = unsafe span.mutableBytes
    var offset = 0
    while offset < count, first + offset + 8 <= source.count {
      let word = ASCIIBytes.lowercased(unsafe source.bytes.word(at: first + offset))
      raw.storeBytes(of: word, toByteOffset: start + offset, as: UInt64.self)
      offset += 8
    }
    while offset < count {
      let byte = ASCIIBytes.lowercased(UInt64(source[first + offset]))
      raw.storeBytes(
        of: UInt8(truncatingIfNeeded: byte), toByteOffset: start + offset, as: UInt8.self)
      offset += 1
    }
  }

  /// Appends a token whose term is the bytes from `termStart` to `termEnd` of the arena.
  @inline(__always)
  mutating func append(
    term: Range<Int>, source: Range<Int>, script: ScriptClass, placeCount: Int,
    kind: TokenKind = .word
  ) {
    tokens.append(
      Token(
        termStart: UInt32(truncatingIfNeeded: term.lowerBound),
        termEnd: UInt32(truncatingIfNeeded: term.upperBound),
        start: UInt32(truncatingIfNeeded: source.lowerBound),
        end: UInt32(truncatingIfNeeded: source.upperBound),
        position: UInt32(clamping: place),
        width: UInt16(truncatingIfNeeded: min(placeCount, TokenLimits.widestToken)),
        kind: kind, script: script))
    place += placeCount
  }

  /// Appends the character at place `offset` of the spelled word that was appended last and took
  /// `placeCount` places.
  @inline(__always)
  mutating func append(
    characterAt offset: Int, of placeCount: Int, term: Range<Int>, source: Range<Int>,
    script: ScriptClass
  ) {
    tokens.append(
      Token(
        termStart: UInt32(truncatingIfNeeded: term.lowerBound),
        termEnd: UInt32(truncatingIfNeeded: term.upperBound),
        start: UInt32(truncatingIfNeeded: source.lowerBound),
        end: UInt32(truncatingIfNeeded: source.upperBound),
        position: UInt32(clamping: place - placeCount + offset), width: 1, kind: .character,
        script: script))
  }
}

extension RawSpan {
  /// Eight bytes as they stand in memory.
  @inline(__always)
  fileprivate func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset + 8 <= byteCount)
    // The line above has checked the bounds.
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }
}
