/// Word boundaries of ASCII text: the rules of UAX #29, as ICU's root locale tailors them, for the
/// few classes that ASCII has.
///
/// The law: for every ASCII text its segments and words are those of ``ICUBreaker``. The tests
/// compare the two on all short strings over one character of each class. Three things surprise:
/// ':' joins nothing (ICU leaves it out of MidLetter), '@' is a letter (so addresses stay whole, and
/// '@' alone is a word), and two underscores make a word, though one does not.
struct ASCIISegmenter {
  /// One segment.
  struct Segment: BitwiseCopyable, Equatable {
    /// Offset behind its last byte.
    var end: Int
    /// Which classes of word characters it holds; empty if it is no word.
    var content: UInt8

    /// Whether ICU calls it a word (status 100 or more).
    var isWord: Bool { content != 0 }

    /// The script of the word.
    var script: ScriptClass { ASCIISegmenter.script(of: content) }
  }

  /// What the rules treat as a letter: A to Z, a to z, and '@'.
  static let letter: UInt8 = 1
  /// A to Z, a to z; set beside ``letter``.
  static let latin: UInt8 = 128
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

  private static let kinds: UInt8 = letter | digit | connector
  private static let anyWord: UInt8 = kinds | latin
  private let classes: [UInt8]

  /// Builds the table of classes.
  init() {
    var classes = [UInt8](repeating: 0, count: 256)
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") {
      classes[Int(byte)] = Self.letter | Self.latin
    }
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") {
      classes[Int(byte)] = Self.letter | Self.latin
    }
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { classes[Int(byte)] = Self.digit }
    classes[Int(UInt8(ascii: "@"))] = Self.letter
    classes[Int(UInt8(ascii: "_"))] = Self.connector
    for byte in ".'".utf8 { classes[Int(byte)] = Self.middle }
    for byte in ",;".utf8 { classes[Int(byte)] = Self.numberMiddle }
    classes[0x20] = Self.space
    classes[0x0D] = Self.carriageReturn
    self.classes = classes
  }

  /// The script of a word with these classes of characters.
  @inline(__always)
  static func script(of content: UInt8) -> ScriptClass {
    content & latin != 0 ? .latin : content & digit != 0 ? .number : .other
  }

  /// The class of a word character; 0 for every other byte.
  @inline(__always)
  func wordClass(of byte: UInt8) -> UInt8 { classes[Int(byte)] & Self.anyWord }

  /// The segment that begins at `start`, in the part of `text` before `limit`.
  ///
  /// - Precondition: the bytes are ASCII, `start` is a boundary, and `start < limit`.
  @inline(__always)
  func segment(in text: Span<UInt8>, at start: Int, limit: Int) -> Segment {
    let classes = classes.span
    let first = classes[Int(text[start])]
    if first & Self.anyWord != 0 { return word(in: text, at: start, limit: limit) }
    var end = start + 1
    if first == Self.space {
      while end < limit, text[end] == 0x20 { end += 1 }
    } else if first == Self.carriageReturn, end < limit, text[end] == 0x0A {
      end += 1
    }
    return Segment(end: end, content: 0)
  }

  /// The segment of a letter, digit or underscore at `start`.
  @inline(__always)
  private func word(in text: Span<UInt8>, at start: Int, limit: Int) -> Segment {
    let classes = classes.span
    var end = start
    var content: UInt8 = 0
    var last: UInt8 = 0
    while true {
      while end < limit {
        let next = classes[Int(text[end])]
        if next & Self.anyWord == 0 { break }
        content |= next
        last = next & Self.kinds
        end += 1
      }
      // WB6, WB7, WB11 and WB12: what stands between two of a kind joins them.
      guard end + 1 < limit, last & (Self.letter | Self.digit) != 0,
        classes[Int(text[end + 1])] & ~Self.latin == last
      else { break }
      let between = classes[Int(text[end])]
      guard between == Self.middle || (between == Self.numberMiddle && last == Self.digit)
      else { break }
      end += 1
    }
    if content == Self.connector && end == start + 1 { content = 0 }
    return Segment(end: end, content: content)
  }
}
