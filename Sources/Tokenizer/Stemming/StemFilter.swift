/// Adds to the words of a text their stems, as tokens of kind ``TokenKind/stem`` at the buffer's end.
///
/// ``PassageFinder`` says in which language each passage is, script by script. Every word of a
/// language with a stemmer gets a stem, also where it equals the word, so that a stem's document
/// frequency counts all of its forms.
struct StemFilter: ~Copyable {
  private var finder = PassageFinder()
  private var stemmers = StemmerSet()
  private var scratch: [UInt8] = []

  private static let turkishOrdinal = StemmingLanguage.turkish.ordinal

  init() {}

  /// Appends the stems of all words of `buffer`, which is the analysis of `text`.
  mutating func append(to buffer: inout TokenBuffer, of text: Span<UInt8>) {
    guard finder.find(in: buffer, of: text) else { return }
    // Taken out, so that terms can be read while stems are written.
    var tokens: [Token] = []
    var bytes: [UInt8] = []
    swap(&tokens, &buffer.tokens)
    swap(&bytes, &scratch)
    var byteCount = 0
    var start = 0
    for passage in finder.passages {
      let terms = buffer.termBytes.span
      byteCount = write(
        start..<passage.end, passage, terms, text, &tokens, &bytes, byteCount)
      start = passage.end
    }
    swap(&tokens, &buffer.tokens)
    swap(&bytes, &scratch)
    buffer.termBytes.append(contentsOf: scratch[..<byteCount])
    finder.trim()
    if scratch.count > 1 << 22 { scratch = [] }
  }

  /// Appends the stems of one passage to `tokens`, and their terms to `scratch`, of which
  /// `byteCount` bytes are used. Returns how many are used then.
  private mutating func write(
    _ range: Range<Int>, _ passage: PassageFinder.Passage, _ terms: Span<UInt8>,
    _ text: Span<UInt8>, _ tokens: inout [Token], _ scratch: inout [UInt8], _ byteCount: Int
  ) -> Int {
    guard !range.isEmpty else { return byteCount }
    // A stem is hardly ever longer than its word; twice the word is the most that a stemmer gives, and
    // ``dotless(_:_:_:)`` may double that.
    let first = Int(tokens[range.lowerBound].termStart)
    let termByteCount = max(0, Int(tokens[range.upperBound - 1].termEnd) - first)
    let needed = byteCount + 4 * termByteCount + range.count * 3 + Stemmer.slack
    let missing = needed - scratch.count
    if missing > 0 { scratch.append(contentsOf: repeatElement(0, count: max(missing, 4096))) }
    var bytes = scratch.mutableSpan
    var used = byteCount
    for index in range {
      let token = tokens[index]
      let route = WordRoute.of(token)
      let ordinal = Int(passage.stemmers[Int(route.rawValue)])
      if ordinal < 0 { continue }
      let word = terms.extracting(Int(token.termStart)..<Int(token.termEnd))
      var count = 0
      if ordinal == Self.turkishOrdinal, let turkish = Self.dotless(word, token, text) {
        count = stemmers.writeTerm(of: turkish.span, by: ordinal, to: &bytes, at: used)
      } else if route != .indic || PassageFinder.isTamil(word) {
        count = stemmers.writeTerm(of: word, by: ordinal, to: &bytes, at: used)
      }
      if count == 0 { continue }
      var stem = token
      stem.termStart = UInt32(truncatingIfNeeded: terms.count + used)
      used += count
      stem.termEnd = UInt32(truncatingIfNeeded: terms.count + used)
      stem.kind = .stem
      tokens.append(stem)
    }
    return used
  }

  /// A Turkish word with the `ı` that folding took from it: a capital `I` is folded to `i`, as in
  /// every other language. Nil if the word has no `I`.
  private static func dotless(
    _ word: Span<UInt8>, _ token: Token, _ text: Span<UInt8>
  ) -> [UInt8]? {
    let source = text.extracting(Int(token.start)..<Int(token.end))
    var isDotless: [Bool] = []
    var hasDotless = false
    for index in source.indices {
      switch source[index] {
      case UInt8(ascii: "I"):
        isDotless.append(true)
        hasDotless = true
      case UInt8(ascii: "i"): isDotless.append(false)
      case 0xC4 where index + 1 < source.count && source[index + 1] == 0xB0: isDotless.append(false)
      default: break
      }
    }
    guard hasDotless else { return nil }
    var turkish: [UInt8] = []
    var letter = 0
    for index in word.indices {
      if word[index] == UInt8(ascii: "i"), letter < isDotless.count {
        turkish.append(contentsOf: isDotless[letter] ? [0xC4, 0xB1] : [word[index]])
        letter += 1
      } else {
        turkish.append(word[index])
      }
    }
    return turkish
  }
}
