/// Adds to the words of a text their parts, as tokens of kind ``TokenKind/part`` at the buffer's end.
///
/// The boundary rules keep together what joins identifiers, names and addresses: `getUserById`,
/// `foo_bar`, `www.example.com`, `me@example.com`, `l'avion` are one word each. Here they are cut
/// at `@` first, then at every other sign, then where letters change case or meet digits; a part that
/// falls into parts itself is a token as well, so that `user.name` is found in an address and
/// `getUserById` in a dotted path. A part has the position of its word, and its own bytes; folded it
/// is what the analyzer makes of it alone.
///
/// Signs at a word's end, which the boundary rules cut off, are part of a few names: `C++`, `C#`,
/// `.NET`. Those are parts too, with the sign in term and range.
///
/// Numbers have no parts, nor have words of scripts without spaces; and what an English apostrophe
/// contracts (`don't`, `John's`) is no part.
struct WordParts {
  /// The most parts of one word; a longer one is no name that somebody would look for by them.
  static let mostParts = 32

  private var shape = WordShape()
  private var parts: [Part] = []
  private var folding = ICUNormalizer.Batch()
  private var units: [UInt16] = []

  /// A part that has been found.
  private struct Part {
    /// Its bytes in the text.
    var range: Range<Int>
    /// Which word it is of, as an index of the buffer's tokens.
    var word: Int
    /// Whether it is ASCII, so that folding is lower-casing.
    var isASCII: Bool
  }

  init() {}

  /// Appends the parts of all words of `buffer`, which is the analysis of `text`.
  ///
  /// - Throws: ``ICUError`` if a part beyond ASCII has to be folded and ICU cannot open its data.
  mutating func append(to buffer: inout TokenBuffer, of text: Span<UInt8>) throws(ICUError) {
    parts.removeAll(keepingCapacity: true)
    let tokens = buffer.tokens.span
    for index in tokens.indices {
      let token = tokens[index]
      let range = Int(token.start)..<Int(token.end)
      if !Self.hasParts(token.script) || token.kind == .stem { continue }
      if mayBeNamed(text, range) { findNamed(text, range, index) }
      let word = text.extracting(range)
      if !WordBytes.areLetters(word, allowingCapital: true) { find(text, range, index) }
    }
    if !parts.isEmpty { try write(to: &buffer, of: text) }
  }

  /// Whether words of a script can have parts.
  @inline(__always)
  private static func hasParts(_ script: ScriptClass) -> Bool {
    switch script {
    case .han, .hiragana, .katakana, .hangul, .thai, .lao, .khmer, .burmese, .number, .symbol: false
    default: true
    }
  }

  // MARK: - Signs at the border of a word

  /// Whether a sign stands at the word that may belong to its name.
  @inline(__always)
  private func mayBeNamed(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.upperBound < text.count {
      let next = text[range.upperBound]
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "#") { return true }
    }
    return range.lowerBound > 0 && text[range.lowerBound - 1] == UInt8(ascii: ".")
  }

  private mutating func findNamed(_ text: Span<UInt8>, _ range: Range<Int>, _ word: Int) {
    let start = range.lowerBound
    if start > 0, text[start - 1] == UInt8(ascii: "."), start == 1 || text[start - 2] <= 0x20,
      text[start] >= 0x41
    {
      add(start - 1..<range.upperBound, word, text)
    }
    var end = range.upperBound
    while end < text.count, text[end] == UInt8(ascii: "+") { end += 1 }
    if end == range.upperBound, end < text.count, text[end] == UInt8(ascii: "#") { end += 1 }
    guard end > range.upperBound, text[end - 1] != UInt8(ascii: "+") || end - range.upperBound == 2
    else { return }
    // `C++11` is C++; other words behind the sign make it an operator.
    let isPlus = text[end - 1] == UInt8(ascii: "+")
    if end == text.count || Self.mayFollow(text, end, isPlus: isPlus) {
      add(start..<end, word, text)
    }
  }

  /// Whether a name may end before the character at `index`.
  private static func mayFollow(_ text: Span<UInt8>, _ index: Int, isPlus: Bool) -> Bool {
    let decoded = decodeScalar(in: text, at: index)
    switch WordShape.class(of: decoded.scalar) {
    case .digit: return isPlus
    case .sign: return decoded.scalar != 0x23 && decoded.scalar != 0x2B && decoded.scalar != 0x5F
    default: return false
    }
  }

  // MARK: - Parts within a word

  private mutating func find(_ text: Span<UInt8>, _ range: Range<Int>, _ word: Int) {
    let first = parts.count
    shape.read(text, range)
    shape.markParts()
    // Whether an address, of which the pieces between two @ are parts as well.
    let outer = shape.pieces(endingAt: .at, in: 0..<shape.count)
    for piece in outer {
      if outer.count > 1, parts.count - first < Self.mostParts { add(piece, word, text) }
      let middle = shape.pieces(endingAt: .separator, in: piece)
      for piece in middle where parts.count - first < Self.mostParts {
        if middle.count > 1 || outer.count == 1 && piece.count < shape.count {
          add(piece, word, text)
        }
        let inner = shape.pieces(endingAt: .change, in: piece)
        for piece in inner where inner.count > 1 && parts.count - first < Self.mostParts {
          add(piece, word, text)
        }
      }
    }
  }
}
