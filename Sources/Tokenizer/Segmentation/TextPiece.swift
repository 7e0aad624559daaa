/// A piece of the text in UTF-16, as ICU wants it, and the way back to the bytes.
struct TextPiece {
  /// The units; only the first ``count`` are of this piece.
  private(set) var units: [UInt16] = []
  /// For each unit the offset in the source of the scalar it belongs to, and behind the last one the
  /// end of the piece.
  private(set) var offsets: [UInt32] = []
  /// How many units the piece has.
  private(set) var count = 0
  /// How many ill-formed sequences the piece replaced by U+FFFD.
  private(set) var illFormedCount = 0

  /// From this many units on a piece ends at the next safe point. 16 Ki units and their offsets are
  /// 96 KiB: they stay in the second-level cache while ICU and the folding pass over them.
  static let usualCount = 16 * 1024
  /// A piece is cut here, safe or not: ICU counts in Int32. (A file of the default size limit,
  /// 64 MiB, never reaches it.)
  static let largestCount = 1 << 28
  /// An ASCII stretch of this many bytes is left to ``ASCIISegmenter``.
  static let asciiStretch = 64
  /// The arrays grow by this many units; a multiple of a surrogate pair.
  private static let growth = 4096

  /// Decodes from `start`, a safe point, to the next safe point at which the piece is long enough or
  /// an ASCII stretch begins, or to the end of the text. Returns where the piece ends.
  ///
  /// - Complexity: O(bytes read).
  mutating func decode(_ text: Span<UInt8>, from start: Int, ascii: inout ASCIIFinder) -> Int {
    count = 0
    illFormedCount = 0
    var position = start
    var previous: UInt32 = 0
    var isDone = false
    while !isDone {
      grow()
      isDone = decodeSome(text, from: &position, previous: &previous, ascii: &ascii)
    }
    offsets[count] = UInt32(position)
    return position
  }

  /// Gives back the memory of an unusually long piece.
  mutating func trim() {
    guard units.count > 64 * Self.usualCount else { return }
    self = TextPiece()
  }

  /// Makes room for ``growth`` more units and one more offset.
  private mutating func grow() {
    let missing = count + Self.growth + 1 - units.count
    guard missing > 0 else { return }
    let added = max(missing, units.count)
    units.append(contentsOf: repeatElement(0, count: added))
    offsets.append(contentsOf: repeatElement(0, count: added))
  }

  /// Decodes until the piece ends (true) or the room made by ``grow()`` is used up (false).
  private mutating func decodeSome(
    _ text: Span<UInt8>, from position: inout Int, previous: inout UInt32,
    ascii: inout ASCIIFinder
  ) -> Bool {
    let limit = units.count - 2
    var index = position
    var last = previous
    var written = count
    var illFormed = 0
    var isDone = index >= text.count
    // The arrays are held by this function alone while it writes through spans of them.
    var ownUnits: [UInt16] = []
    var ownOffsets: [UInt32] = []
    swap(&ownUnits, &self.units)
    swap(&ownOffsets, &self.offsets)
    defer {
      swap(&ownUnits, &self.units)
      swap(&ownOffsets, &self.offsets)
    }
    var units = ownUnits.mutableSpan
    var offsets = ownOffsets.mutableSpan
    while !isDone, written < limit {
      let decoded = decodeScalar(in: text, at: index)
      let scalar = decoded.scalar
      if written >= Self.usualCount {
        if SafePoints.isSafe(between: last, and: scalar) || written >= Self.largestCount { break }
      } else if written > 0, last <= 0x20, scalar < 0x80,
        SafePoints.isSafe(between: UInt8(truncatingIfNeeded: last), andASCII: text[index]),
        ascii.stretches(in: text, from: index, over: Self.asciiStretch)
      {
        break
      }
      if !decoded.isWellFormed { illFormed += 1 }
      offsets[written] = UInt32(truncatingIfNeeded: index)
      if scalar < 0x10000 {
        units[written] = UInt16(truncatingIfNeeded: scalar)
      } else {
        units[written] = UInt16(truncatingIfNeeded: 0xD7C0 &+ (scalar >> 10))
        written += 1
        units[written] = UInt16(truncatingIfNeeded: 0xDC00 | (scalar & 0x3FF))
        offsets[written] = UInt32(truncatingIfNeeded: index)
      }
      written += 1
      index += decoded.length
      last = scalar
      isDone = index >= text.count
    }
    if written < limit { isDone = true }
    (position, previous, count) = (index, last, written)
    illFormedCount += illFormed
    return isDone
  }
}

/// Finds where ASCII ends, and remembers it, so that asking at every word stays linear.
struct ASCIIFinder {
  /// The last answer: no byte from where it was asked up to here, exclusive, is beyond ASCII.
  private var knownEnd = 0

  /// The first byte beyond ASCII at or behind `start`, or the end of the text.
  ///
  /// - Precondition: `start` never decreases from call to call with the same text.
  @inline(__always)
  mutating func end(in text: Span<UInt8>, from start: Int) -> Int {
    if start >= knownEnd { knownEnd = Self.scan(text, from: start) }
    // A known end at `start` itself says that the byte there is beyond ASCII.
    return knownEnd
  }

  /// Whether at least `length` bytes from `start`, or all that are left, are ASCII.
  @inline(__always)
  mutating func stretches(in text: Span<UInt8>, from start: Int, over length: Int) -> Bool {
    let end = end(in: text, from: start)
    return end - start >= length || end == text.count
  }

  /// Looks for the first byte beyond ASCII, 32 bytes at a time.
  private static func scan(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index + 32 <= text.count {
      let block = text.extracting(index..<index + 32)
      var all: UInt8 = 0
      for offset in 0..<32 { all |= block[offset] }
      if all >= 0x80 { break }
      index += 32
    }
    while index < text.count, text[index] < 0x80 { index += 1 }
    return index
  }
}
