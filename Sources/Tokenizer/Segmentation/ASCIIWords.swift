/// Word boundaries of ASCII text: the rules of UAX #29, as ICU's root locale tailors them, for the
/// few classes that ASCII has. So English is cut without opening ICU, many bytes at a time.
///
/// The law: for every ASCII text its segments and words are those of ``ICUBreaker``. The tests
/// compare the two on all short strings over one character of each class. Three things surprise:
/// ':' joins nothing (ICU leaves it out of MidLetter), '@' is a letter (so addresses stay whole, and
/// '@' alone is a word), and two underscores make a word, though one does not.
struct ASCIIWords: ~Copyable {
  /// What the rules treat as a letter: A to Z, a to z, and '@'.
  static let letter: UInt8 = 1
  /// 0 to 9.
  static let digit: UInt8 = 2
  /// The underscore.
  static let connector: UInt8 = 4
  /// Full stop and apostrophe: within words between letters, within numbers between digits.
  static let middle: UInt8 = 8
  /// Comma and semicolon: between digits.
  static let numberMiddle: UInt8 = 16
  /// U+0020: spaces keep together.
  static let space: UInt8 = 32
  /// U+000D: keeps together with a line feed.
  static let carriageReturn: UInt8 = 64
  /// A to Z, a to z; set beside ``letter``. For a byte beyond ASCII: alone.
  static let latin: UInt8 = 128
  /// A byte beyond ASCII.
  static let beyond: UInt8 = 128

  private static let kinds: UInt8 = letter | digit | connector
  /// What may belong to a word of letters in front of it.
  static let joiners = kinds | middle | beyond
  private var table = FixedTable<UInt8>(repeating: 0, count: 256)

  /// Builds the table of classes.
  init() {
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") {
      table[Int(byte)] = Self.letter | Self.latin
      table[Int(byte & ~0x20)] = Self.letter | Self.latin
    }
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { table[Int(byte)] = Self.digit }
    table[Int(UInt8(ascii: "@"))] = Self.letter
    table[Int(UInt8(ascii: "_"))] = Self.connector
    for byte in ".'".utf8 { table[Int(byte)] = Self.middle }
    for byte in ",;".utf8 { table[Int(byte)] = Self.numberMiddle }
    table[0x20] = Self.space
    table[0x0D] = Self.carriageReturn
    for byte in 0x80...0xFF { table[byte] = Self.beyond }
  }

  /// The class of each byte.
  var classes: UncheckedMemory<UInt8> { table.unchecked }

  /// The segment at `start`: its end and its bits. The end is `start` if bytes beyond ASCII have a
  /// say in where it ends.
  ///
  /// - Precondition: `start < count`, a boundary is at `start`, and the byte there is ASCII.
  @inline(__always)
  func segment(
    in text: UncheckedMemory<UInt8>, at start: Int, count: Int
  ) -> (end: Int, bits: UInt32) {
    let classes = table.unchecked
    let first = classes[Int(text[start])]
    if first & Self.kinds != 0 { return word(in: text, at: start, count: count) }
    var end = start + 1
    if first == Self.space {
      while end < count, text[end] == 0x20 { end += 1 }
    } else if first == Self.carriageReturn, end < count, text[end] == 0x0A {
      end += 1
    }
    // Extend, Format and ZWJ belong to what stands before them.
    if end < count, text[end] >= 0x80, text[end - 1] != 0x0A { end = start }
    return (end, Segment.ascii)
  }

  /// The segment of a letter, digit or underscore at `start`.
  @inline(__always)
  private func word(
    in text: UncheckedMemory<UInt8>, at start: Int, count: Int
  ) -> (end: Int, bits: UInt32) {
    let classes = table.unchecked
    var end = start
    var content: UInt8 = 0
    var last: UInt8 = 0
    while true {
      let run = Self.endOfLetters(in: text, from: end, count: count)
      if run > end { (content, last, end) = (content | Self.letter | Self.latin, Self.letter, run) }
      var between: UInt8 = 0
      while end < count {
        between = classes[Int(text[end])]
        if between & Self.kinds == 0 { break }
        content |= between
        last = between & Self.kinds
        end += 1
      }
      if end == count || between & (Self.middle | Self.numberMiddle | Self.beyond) == 0 { break }
      if between == Self.beyond { return (start, 0) }
      // WB6, WB7, WB11 and WB12: what stands between two of a kind joins them.
      guard end + 1 < count, last != Self.connector,
        between == Self.middle || last == Self.digit
      else { break }
      let next = classes[Int(text[end + 1])]
      if next == Self.beyond { return (start, 0) }
      if next & ~Self.latin != last { break }
      end += 1
    }
    return (end, Self.bits(of: content, count: end - start))
  }

  /// The bits of a segment with these classes of characters.
  @inline(__always)
  private static func bits(of content: UInt8, count: Int) -> UInt32 {
    var bits = Segment.ascii
    if content != connector || count > 1 { bits |= Segment.word }
    if content & latin != 0 { bits |= Segment.asciiLetter }
    if content & digit != 0 { bits |= Segment.asciiDigit }
    return bits
  }

  /// Where the letters at `start` end, looked for eight bytes at a time.
  @inline(__always)
  static func endOfLetters(
    in text: UncheckedMemory<UInt8>, from start: Int, count: Int
  ) -> Int {
    var end = start
    while end + 8 <= count {
      let others = ASCIIBytes.lettersMask(of: text.word(at: end)) ^ ASCIIBytes.highBits
      if others != 0 { return end + others.trailingZeroBitCount >> 3 }
      end += 8
    }
    return end
  }
}

extension ASCIIWords {
  /// The first ASCII byte at or behind `start`, looked for eight bytes at a time, or `count`.
  @inline(__always)
  static func endOfBeyond(in text: UncheckedMemory<UInt8>, from start: Int, count: Int) -> Int {
    var end = start
    while end + 8 <= count {
      let ascii = ~text.word(at: end) & ASCIIBytes.highBits
      if ascii != 0 { return end + ascii.trailingZeroBitCount >> 3 }
      end += 8
    }
    while end < count, text[end] >= 0x80 { end += 1 }
    return min(end, count)
  }
}

/// Eight ASCII bytes in one integer, handled all at once: a byte's answer is its highest bit.
enum ASCIIBytes {
  /// The highest bit of each byte.
  static let highBits: UInt64 = 0x8080_8080_8080_8080
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// Which bytes are A to Z or a to z.
  @inline(__always)
  static func lettersMask(of word: UInt64) -> UInt64 {
    // No sum leaves its byte: the highest bits are cleared first.
    let low = (word | 0x20 &* ones) & ~highBits
    let fromA = low &+ (0x80 - 0x61) &* ones
    let behindZ = low &+ (0x80 - 0x7B) &* ones
    return fromA & ~behindZ & ~word & highBits
  }

  /// U+0020, TAB, LF, VT, FF, CR.
  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

  /// Which bytes are U+0020, TAB, LF, VT, FF or CR.
  @inline(__always)
  static func spacesMask(of word: UInt64) -> UInt64 {
    let low = word & ~highBits
    let fromTab = low &+ (0x80 - 0x09) &* ones
    let behindReturn = low &+ (0x80 - 0x0E) &* ones
    let notSpace = (low ^ 0x20 &* ones) &+ 0x7F &* ones
    return (fromTab & ~behindReturn | ~notSpace) & ~word & highBits
  }

  /// The bytes with A to Z made a to z.
  @inline(__always)
  static func lowercased(_ word: UInt64) -> UInt64 {
    let low = word & ~highBits
    let fromA = low &+ (0x80 - 0x41) &* ones
    let behindZ = low &+ (0x80 - 0x5B) &* ones
    return word | (fromA & ~behindZ & ~word & highBits) >> 2
  }
}
