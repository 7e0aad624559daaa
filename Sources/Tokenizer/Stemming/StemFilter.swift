/// Adds to the words of a text their stems, as tokens of kind ``TokenKind/stem`` at the buffer's end.
///
/// ``PassageFinder`` says in which language each passage is, script by script. Every word of a
/// language with a stemmer gets a stem, also where it equals the word, so that a stem's document
/// frequency counts all of its forms.
struct StemFilter: ~Copyable {
  private var finder = PassageFinder()
  private var stemmers = StemmerSet()
  private var scratch: [UInt8] = []

  /// A word on its way through the cache.
  private struct Lookup: BitwiseCopyable {
    /// What it is looked up by.
    var key: StemCache.ShortKey
    /// Its token.
    var token: Int
    /// Its language, as a place in `StemmingLanguage.allCases`.
    var ordinal: Int32
    /// How many bytes it has, or -1 if the first table is not asked.
    var count: Int32
  }

  /// So many words are looked up before the first is used: the cache is larger than what is near the
  /// processor, and their loads overlap.
  private static let lookupCount = 16
  private var lookups = InlineArray<16, Lookup>(
    repeating: Lookup(
      key: StemCache.ShortKey((0, 0), hash: 0, ordinal: 0), token: 0, ordinal: 0, count: 0))
  private var stems = InlineArray<16, StemCache.ShortStem>(
    repeating: StemCache.ShortStem(low: 0, high: 0))

  /// Kept here, since reading a constant of the type takes a call.
  private let turkishOrdinal = StemmingLanguage.turkish.ordinal
  private let tamilOrdinal = StemmingLanguage.tamil.ordinal

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
    let needed = byteCount + 4 * termByteCount + range.count * 3 + StemmerSet.slack
    let missing = needed - scratch.count
    if missing > 0 { scratch.append(contentsOf: repeatElement(0, count: max(missing, 4096))) }
    stemmers.prepare()
    var bytes = scratch.mutableSpan
    var used = byteCount
    var index = range.lowerBound
    while index < range.upperBound {
      let (count, found, end) = gather(index..<range.upperBound, passage, terms, tokens)
      index = end
      for place in 0..<count {
        let lookup = lookups[place]
        var stem = tokens[lookup.token]
        let ordinal = Int(lookup.ordinal)
        let length =
          found >> UInt32(truncatingIfNeeded: place) & 1 != 0
          ? stemmers.write(stems[place], by: ordinal, to: &bytes, at: used)
          : writeUncommon(stem, ordinal, terms, text, to: &bytes, at: used)
        if length == 0 { continue }
        stem.termStart = UInt32(truncatingIfNeeded: terms.count + used)
        used += length
        stem.termEnd = UInt32(truncatingIfNeeded: terms.count + used)
        stem.kind = .stem
        tokens.append(stem)
      }
    }
    return used
  }

  /// Looks up the next words to be stemmed, as many as ``lookups`` holds. Returns how many there are,
  /// a bit for each that was in the first slot of its line, and where the next ones begin.
  @inline(__always)
  private mutating func gather(
    _ range: Range<Int>, _ passage: PassageFinder.Passage, _ terms: Span<UInt8>, _ tokens: [Token]
  ) -> (count: Int, found: UInt32, end: Int) {
    var count = 0
    var found: UInt32 = 0
    var index = range.lowerBound
    while index < range.upperBound, count < Self.lookupCount {
      let token = tokens[index]
      let ordinal = Int(passage.stemmers[Int(WordRoute.of(token).rawValue)])
      let (start, length) = (Int(token.termStart), Int(token.termEnd &- token.termStart))
      let word = WordBytes.key(in: terms, at: start, count: length)
      let key = StemCache.ShortKey(
        word, hash: WordBytes.hash(word, count: length), ordinal: ordinal)
      let isSimple = ordinal != turkishOrdinal && ordinal != tamilOrdinal
      let isShort = length <= StemCache.longestShort && isSimple
      lookups[count] = Lookup(
        key: key, token: index, ordinal: Int32(truncatingIfNeeded: ordinal),
        count: isShort ? Int32(truncatingIfNeeded: length) : -1)
      // Without a branch: what is not to be stemmed is written over.
      count &+= ordinal < 0 ? 0 : 1
      index &+= 1
    }
    // By itself, so that a processor has many of these loads under way.
    for place in 0..<count {
      let (stem, bit) = stemmers.cache.first(
        lookups[place].key, count: Int(lookups[place].count))
      stems[place] = stem
      found |= bit &<< UInt32(truncatingIfNeeded: place)
    }
    return (count, found, index)
  }

  /// Writes the stem of a word that ``gather(_:_:_:_:)`` did not find.
  @inline(never)
  private mutating func writeUncommon(
    _ token: Token, _ ordinal: Int, _ terms: Span<UInt8>, _ text: Span<UInt8>,
    to bytes: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    let word = terms.extracting(Int(token.termStart)..<Int(token.termEnd))
    if ordinal == turkishOrdinal, let turkish = Self.dotless(word, token, text) {
      return stemmers.writeTerm(of: turkish.span, by: ordinal, to: &bytes, at: start)
    }
    if ordinal == tamilOrdinal, !PassageFinder.isTamil(word) { return 0 }
    return stemmers.writeTerm(of: word, by: ordinal, to: &bytes, at: start)
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
