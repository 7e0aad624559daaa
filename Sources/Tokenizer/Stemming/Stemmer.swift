/// Stems the words of one language: spelling, libstemmer.
struct Stemmer {
  /// Which language.
  let language: StemmingLanguage
  private let snowball: SnowballStemmer?
  private var spelling = StemSpelling()
  /// The stem of the last word, in the front.
  fileprivate private(set) var output = [UInt8](repeating: 0, count: 2 * longestWord)

  /// The longest word that is stemmed, in bytes. What is longer is no word of a language, except for
  /// compounds that nobody wrote twice; and a stemmer may take time that grows with the square.
  static let longestWord = 128
  /// The longest term of a stem, in bytes.
  static let longestTerm = 3 + 2 * longestWord

  /// A stemmer that has met nothing.
  init(_ language: StemmingLanguage) {
    self.language = language
    snowball = SnowballStemmer(language)
  }

  /// Lets libstemmer stem a word into ``output``. Returns the length of the stem, or 0 if
  /// the word has none: it is too long, or not all letters.
  @inline(never)
  fileprivate mutating func stem(_ word: Span<UInt8>) -> Int {
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

/// The stemmers of one worker, each opened when its language is first met, and what they gave for the
/// last words.
struct StemmerSet {
  /// How far behind the end of a term ``writeTerm(of:by:to:at:)`` may write.
  static let slack = 20

  private var stemmers: [Stemmer] = []
  /// For each of `StemmingLanguage.allCases` its place in ``stemmers``, or -1.
  private var places = [Int](repeating: -1, count: StemmingLanguage.allCases.count)
  private(set) var cache = StemCache()

  /// For each of `StemmingLanguage.allCases` the bytes that begin every term (`en:`), the first lowest.
  private static let prefixes: [UInt32] = StemmingLanguage.allCases.map { language in
    language.termPrefix.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
  private let prefixes = Self.prefixes

  init() {}

  /// Makes ``cache`` ready for words.
  mutating func prepare() { cache.prepare() }

  /// Writes the term of a folded word's stem to `bytes` at `start`, where there must be room for
  /// ``Stemmer/longestTerm`` and ``slack`` bytes. `ordinal` is the language's place in
  /// `StemmingLanguage.allCases`. Returns the length of the term, or 0 if the word has no stem.
  mutating func writeTerm(
    of word: Span<UInt8>, by ordinal: Int, to bytes: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    let key = WordBytes.key(word)
    let hash = WordBytes.hash(key, count: word.count)
    if word.count <= StemCache.longestShort {
      cache.prepare()
      let key = StemCache.ShortKey(key, hash: hash, ordinal: ordinal)
      if let stem = cache.findShort(key, count: word.count) {
        return write(stem, by: ordinal, to: &bytes, at: start)
      }
    } else if word.count > Stemmer.longestWord {
      return 0
    } else if let found = cache.findLong(word, hash: hash, ordinal: ordinal) {
      return copy(cache.longs.span.extracting(found), ordinal, to: &bytes, at: start)
    }
    let place = open(ordinal)
    let count = stemmers[place].stem(word)
    // A constant, so that a span of it lasts; nothing is copied.
    let stem = stemmers[place].output
    cache.insert(word, hash: hash, ordinal: ordinal, stem: stem.span.extracting(first: count))
    return copy(stem.span.extracting(first: count), ordinal, to: &bytes, at: start)
  }

  /// Writes a stem's term as ``writeTerm(of:by:to:at:)`` does.
  @inline(__always)
  func write(
    _ stem: StemCache.ShortStem, by ordinal: Int, to bytes: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    if stem.count == 0 { return 0 }
    // Sixteen bytes whatever the length: what is too many is written over by the next term. Any
    // bytes are valid as the span's elements, and each store is checked against its bounds.
    var raw = unsafe bytes.mutableBytes
    raw.storeBytes(of: prefixes[ordinal].littleEndian, toByteOffset: start, as: UInt32.self)
    raw.storeBytes(of: stem.low.littleEndian, toByteOffset: start + 3, as: UInt64.self)
    raw.storeBytes(of: stem.high.littleEndian, toByteOffset: start + 11, as: UInt64.self)
    return 3 + stem.count
  }

  private func copy(
    _ stem: Span<UInt8>, _ ordinal: Int, to bytes: inout MutableSpan<UInt8>, at start: Int
  ) -> Int {
    guard !stem.isEmpty else { return 0 }
    for index in 0..<3 {
      bytes[start + index] = UInt8(truncatingIfNeeded: prefixes[ordinal] >> UInt32(8 * index))
    }
    for index in stem.indices { bytes[start + 3 + index] = stem[index] }
    return 3 + stem.count
  }

  /// The term of a folded word's stem in a language; nil if it has none. For single words: nothing is
  /// kept.
  mutating func term(of word: Span<UInt8>, in language: StemmingLanguage) -> [UInt8]? {
    let place = open(language.ordinal)
    let count = stemmers[place].stem(word)
    return count == 0 ? nil : language.termPrefix + stemmers[place].output[..<count]
  }

  /// Whether a term is that of a folded word's stem in a language.
  mutating func isTerm(
    _ term: Span<UInt8>, of word: Span<UInt8>, in language: StemmingLanguage
  ) -> Bool {
    let place = open(language.ordinal)
    let count = stemmers[place].stem(word)
    // The language's code and a colon stand before the stem.
    guard count > 0, count + 3 == term.count else { return false }
    for index in 0..<count where stemmers[place].output[index] != term[index + 3] { return false }
    return true
  }

  /// The place of a language's stemmer, which is opened if need be.
  private mutating func open(_ ordinal: Int) -> Int {
    if places[ordinal] < 0 {
      places[ordinal] = stemmers.count
      stemmers.append(Stemmer(StemmingLanguage.allCases[ordinal]))
    }
    return places[ordinal]
  }
}
