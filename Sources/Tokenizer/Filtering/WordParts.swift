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
    findAll(in: buffer, text)
    if !parts.isEmpty { try write(to: &buffer, of: text) }
  }

  private mutating func findAll(in buffer: TokenBuffer, _ text: Span<UInt8>) {
    let tokens = buffer.tokens.span
    for index in tokens.indices {
      let token = tokens[index]
      guard token.kind == .word || token.kind == .spelledWord, Self.hasParts(token.script)
      else { continue }
      let range = Int(token.start)..<Int(token.end)
      if mayBeNamed(text, range) { findNamed(text, range, index) }
      let isPlain = WordBytes.areLetters(
        in: text, at: range.lowerBound, count: range.count, allowingCapital: true)
      if !isPlain, shape.mayHaveParts(text, range) { find(text, range, index) }
    }
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
    if start > 0, text[start - 1] == UInt8(ascii: "."), text[start] >= 0x41,
      start == 1 || Self.mayPrecede(text[start - 2])
    {
      addNamed(start - 1..<range.upperBound, word, text)
    }
    var end = range.upperBound
    while end < text.count, text[end] == UInt8(ascii: "+") { end += 1 }
    if end == range.upperBound, end < text.count, text[end] == UInt8(ascii: "#") { end += 1 }
    guard end > range.upperBound, text[end - 1] != UInt8(ascii: "+") || end - range.upperBound == 2
    else { return }
    // `C++11` is C++; other words behind the sign make it an operator.
    let isPlus = text[end - 1] == UInt8(ascii: "+")
    if end == text.count || Self.mayFollow(text, end, isPlus: isPlus) {
      addNamed(start..<end, word, text)
    }
  }

  private mutating func addNamed(_ range: Range<Int>, _ word: Int, _ text: Span<UInt8>) {
    let isASCII = range.allSatisfy { text[$0] < 0x80 }
    parts.append(Part(range: range, word: word, isASCII: isASCII))
  }

  /// Whether a name that begins with a dot may begin behind a byte: white space, an opening bracket
  /// or quotation mark, a slash, or a letter of a script without spaces (others join across a dot).
  private static func mayPrecede(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte >= 0x80 || "([{<'\"/,:;=".utf8.contains(byte)
  }

  /// Whether a name may end before the character at `index`.
  private static func mayFollow(_ text: Span<UInt8>, _ index: Int, isPlus: Bool) -> Bool {
    let decoded = decodeScalar(in: text, at: index)
    switch WordShape.class(of: decoded.scalar) {
    case .digit: return isPlus
    case .sign: return decoded.scalar != 0x23 && decoded.scalar != 0x2B && decoded.scalar != 0x5F
    default: return isWithoutSpaces(decoded.scalar)
    }
  }

  /// Whether the scalar is of a script that writes particles or words right behind a name: `C++入門`,
  /// `C#를`.
  private static func isWithoutSpaces(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x2E80...0xD7FF,
      0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  // MARK: - Parts within a word

  private mutating func find(_ text: Span<UInt8>, _ range: Range<Int>, _ word: Int) {
    shape.read(text, range)
    let whole = 0..<shape.count
    var left = Self.mostParts
    for address in shape.pieces(of: whole, at: .at) {
      add(address, of: whole, word, &left)
      for name in shape.pieces(of: address, at: .separator) {
        add(name, of: address, word, &left)
        for piece in shape.pieces(of: name, at: .change) { add(piece, of: name, word, &left) }
      }
    }
  }

  /// Adds a piece, unless it is all of what it was cut from.
  private mutating func add(
    _ piece: WordShape.Piece, of whole: WordShape.Piece, _ word: Int, _ left: inout Int
  ) {
    guard piece != whole, left > 0 else { return }
    left -= 1
    parts.append(
      Part(range: shape.range(of: piece), word: word, isASCII: shape.isASCII(piece)))
  }

  // MARK: - Writing

  /// Folds the parts and appends their tokens.
  private mutating func write(
    to buffer: inout TokenBuffer, of text: Span<UInt8>
  ) throws(ICUError) {
    try foldBeyondASCII(text)
    var foldedCount = 0
    for part in parts {
      let start = buffer.termBytes.count
      if part.isASCII {
        for index in part.range {
          let byte = text[index]
          buffer.termBytes.append(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
        }
      } else {
        let folded = folding.output[folding.outputRange(foldedCount)]
        foldedCount += 1
        buffer.termBytes.append(contentsOf: folded)
      }
      let kept = TokenLimits.keptByteCount(of: buffer.termBytes.span.extracting(start...))
      buffer.termBytes.removeLast(buffer.termBytes.count - start - kept)
      if kept == 0 || buffer.termBytes.count > Int(UInt32.max) { continue }
      var token = buffer.tokens[part.word]
      token.termStart = UInt32(start)
      token.termEnd = UInt32(start + kept)
      token.start = UInt32(part.range.lowerBound)
      token.end = UInt32(part.range.upperBound)
      token.kind = .part
      buffer.tokens.append(token)
    }
    if parts.capacity > 1 << 16 { parts = [] }
    if folding.output.count > 1 << 20 { folding = ICUNormalizer.Batch() }
  }

  /// Lets ICU fold the parts beyond ASCII, all in one call.
  private mutating func foldBeyondASCII(_ text: Span<UInt8>) throws(ICUError) {
    units.removeAll(keepingCapacity: true)
    folding.removeAll()
    for part in parts where !part.isASCII {
      folding.starts.append(Int32(clamping: units.count))
      var index = part.range.lowerBound
      while index < part.range.upperBound {
        let decoded = decodeScalar(in: text, at: index)
        if let scalar = Unicode.Scalar(decoded.scalar) {
          units.append(contentsOf: Array(UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter))
        }
        index += decoded.length
      }
      folding.ends.append(Int32(clamping: units.count))
    }
    guard !folding.starts.isEmpty else { return }
    // A constant, so that a span of it lasts while this value changes; nothing is copied.
    let ownUnits = units
    try ICUNormalizer.fold(&folding, of: ownUnits.span)
  }
}
