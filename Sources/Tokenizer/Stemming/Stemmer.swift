/// Stems the words of one language: cache, spelling, libstemmer.
struct Stemmer {
  /// Which language.
  let language: StemmingLanguage
  /// The bytes that begin every term: `en:`.
  private let prefix: (UInt8, UInt8, UInt8)
  /// The same bytes as an integer, the first lowest.
  private let prefixBits: UInt32

  private let snowball: SnowballStemmer?
  private var cache: StemCache
  private var spelling = StemSpelling()
  private var output = [UInt8](repeating: 0, count: 2 * longestWord)

  /// The longest word that is stemmed, in bytes. What is longer is no word of a language, except for
  /// compounds that nobody wrote twice; and a stemmer may take time that grows with the square.
  static let longestWord = 128
  /// The longest term of a stem, in bytes.
  static let longestTerm = 3 + 2 * longestWord
  /// How far behind the end of a term ``writeTerm(of:to:at:)`` may write.
  static let slack = 20

  /// A stemmer with an empty cache.
  init(_ language: StemmingLanguage) {
    self.language = language
    let prefix = language.termPrefix
    self.prefix = (prefix[0], prefix[1], prefix[2])
    prefixBits = UInt32(prefix[0]) | UInt32(prefix[1]) << 8 | UInt32(prefix[2]) << 16
    snowball = SnowballStemmer(language)
    cache = StemCache()
  }

  /// Writes the term of a folded word's stem to `bytes` at `start`, where there must be room for
  /// ``longestTerm`` and ``slack`` bytes. Returns the length of the term, or 0 if the word has no stem: it is too long, or
  /// not all letters.
  @inline(__always)
  mutating func writeTerm(
    of word: Span<UInt8>, to bytes: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    let key = WordBytes.key(word)
    let hash = WordBytes.hash(key, count: word.count)
    if word.count <= StemCache.longestShort,
      let stem = cache.findShort(key, count: word.count, hash: hash)
    {
      if stem.count == 0 { return 0 }
      // Sixteen bytes whatever the length: what is too many is written over by the next term. Any
      // bytes are valid as the span's elements, and each store is checked against its bounds.
      var raw = unsafe bytes.mutableBytes
      raw.storeBytes(of: prefixBits.littleEndian, toByteOffset: start, as: UInt32.self)
      raw.storeBytes(of: stem.low.littleEndian, toByteOffset: start + 3, as: UInt64.self)
      raw.storeBytes(of: stem.high.littleEndian, toByteOffset: start + 11, as: UInt64.self)
      return 3 + stem.count
    }
    return writeUncommon(word, hash, to: &bytes, at: start)
  }

  @inline(never)
  private mutating func writeUncommon(
    _ word: Span<UInt8>, _ hash: UInt64, to bytes: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    guard word.count <= Self.longestWord else { return 0 }
    if word.count > StemCache.longestShort, let found = cache.findLong(word, hash: hash) {
      return copy(cache.longs.span.extracting(found), to: &bytes, at: start)
    }
    let count = stemUnknown(word)
    let stem = output
    cache.insert(word, hash: hash, stem: stem.span.extracting(first: count))
    return copy(stem.span.extracting(first: count), to: &bytes, at: start)
  }

  /// The term of a folded word's stem; nil if it has none. For single words: nothing is kept.
  mutating func term(of word: Span<UInt8>) -> [UInt8]? {
    let count = stemUnknown(word)
    return count == 0 ? nil : language.termPrefix + output[..<count]
  }

  private func copy(
    _ stem: Span<UInt8>, to bytes: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    guard !stem.isEmpty else { return 0 }
    bytes[start] = prefix.0
    bytes[start + 1] = prefix.1
    bytes[start + 2] = prefix.2
    for index in stem.indices { bytes[start + 3 + index] = stem[index] }
    return 3 + stem.count
  }

  /// Lets libstemmer stem a word into ``output``. Returns the length of the stem.
  @inline(never)
  private mutating func stemUnknown(_ word: Span<UInt8>) -> Int {
    // Taken out, so that nothing is copied while other parts of this value change.
    var stem: [UInt8] = []
    swap(&stem, &output)
    defer { swap(&stem, &output) }
    var count = 0
    if word.count <= Self.longestWord, let snowball {
      if WordBytes.areLetters(word, allowingCapital: false) {
        count = snowball.stem(word, into: &stem) ?? 0
      } else if spelling.prepare(word, in: language) {
        let spelled = spelling.bytes
        count = snowball.stem(spelled.span, into: &stem) ?? 0
        if !Self.isWellFormed(stem.span.extracting(first: count)) { count = 0 }
      }
    }
    // What a stemmer makes longer than this is no stem; callers have made room for no more.
    return count > 2 * word.count ? 0 : count
  }

  /// Whether a stem ends where a letter ends; a stemmer that counts bytes might not see to that.
  private static func isWellFormed(_ stem: Span<UInt8>) -> Bool {
    var index = 0
    while index < stem.count {
      let decoded = decodeScalar(in: stem, at: index)
      if !decoded.isWellFormed { return false }
      index += decoded.length
    }
    return true
  }
}

/// The stemmers of one worker, each opened when its language is first met.
struct StemmerSet {
  private var stemmers: [Stemmer] = []
  /// For each of `StemmingLanguage.allCases` its place in ``stemmers``, or -1.
  private var places = [Int](repeating: -1, count: StemmingLanguage.allCases.count)

  init() {}

  /// As ``Stemmer/writeTerm(of:to:at:)``, by the stemmer at a place of `StemmingLanguage.allCases`.
  @inline(__always)
  mutating func writeTerm(
    of word: Span<UInt8>, by ordinal: Int, to bytes: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    if places[ordinal] < 0 { open(ordinal) }
    return stemmers[places[ordinal]].writeTerm(of: word, to: &bytes, at: start)
  }

  /// The term of a folded word's stem in a language; nil if it has none.
  mutating func term(of word: Span<UInt8>, in language: StemmingLanguage) -> [UInt8]? {
    let ordinal = language.ordinal
    if places[ordinal] < 0 { open(ordinal) }
    return stemmers[places[ordinal]].term(of: word)
  }

  private mutating func open(_ ordinal: Int) {
    places[ordinal] = stemmers.count
    stemmers.append(Stemmer(StemmingLanguage.allCases[ordinal]))
  }
}
