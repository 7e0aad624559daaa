/// The last words met, of all languages, and their stems: two tables of fixed size, one for words and
/// stems of at most 15 bytes, which in English are all but one in ten thousand, one for longer ones.
///
/// A short word has two slots, a first and a second, in one cache line; a new word takes the second,
/// and one that is met there changes places with the first. So words that occur once put out each
/// other and not the common ones. A slot is four integers: the two of ``ShortKey``, then the stem,
/// whose last byte holds both lengths, that of the word in its upper half.
///
/// A long word has one slot of bytes:
///
/// ```
/// OFFSET  SIZE  MEANING
/// 0       1     length of the word, 0 in an empty slot
/// 1       1     length of the stem, 0 if the word has none
/// 2       1     the language, as its place in `StemmingLanguage.allCases`
/// 3       62    the word
/// 65      62    the stem
/// 127     1     0
/// ```
///
/// What is longer than that is not kept.
struct StemCache {
  /// A word of at most 15 bytes, and its language.
  struct ShortKey: BitwiseCopyable {
    /// Its first eight bytes; behind its end zeros.
    var first: UInt64
    /// The others; in the last byte the language's place in `StemmingLanguage.allCases` and 1 more, so
    /// that no word equals an empty slot.
    var last: UInt64
    /// Which line it belongs into.
    var line: Int

    /// The key of a word by its ``WordBytes/key(_:)`` and hash.
    @inline(__always)
    init(_ word: (first: UInt64, last: UInt64), hash: UInt64, ordinal: Int) {
      first = word.first
      last = word.last | UInt64(truncatingIfNeeded: ordinal &+ 1) << 56
      line = Int(hash >> UInt64(64 - StemCache.lineBits))
    }
  }

  /// A stem in the first table.
  struct ShortStem: BitwiseCopyable {
    /// Its first eight bytes; behind its end zeros.
    var low: UInt64
    /// The others, and the lengths.
    var high: UInt64

    /// How many bytes the stem has; 0 if the word has none.
    @inline(__always)
    var count: Int { Int(truncatingIfNeeded: high >> 56 & 15) }
    /// How many bytes the word has.
    @inline(__always)
    fileprivate var wordCount: Int { Int(truncatingIfNeeded: high >> 60) }
  }

  /// The longest word and stem of the first table.
  static let longestShort = 15
  /// 2^14 lines, a megabyte. That is more than a second-level cache holds, but ``StemFilter`` looks
  /// up many words at a time, so that their loads overlap; and a miss costs as much as stemming.
  fileprivate static let lineBits = 14
  /// 2^6 lines, a page.
  private static let firstLineBits = 6
  /// 2^12 slots, half a megabyte.
  private static let longBits = 12
  private static let longSize = 128
  private static let longHalf = 62
  private static let longStart = 3

  /// A line is 64 bytes and begins where a line of the processor's caches does.
  private var shorts: [SIMD8<UInt64>] = []
  /// The table begins small, so that a query of one word does not touch a megabyte, and is replaced
  /// by the full one once it has taken as many words as it has lines.
  private var lineShift = StemCache.lineBits - StemCache.firstLineBits
  private var insertions = 0
  /// The second table.
  private(set) var longs: [UInt8] = []

  /// An empty cache, which takes its memory with its first word.
  init() {}

  /// Takes the memory of the first table; before that nothing may be looked up in it.
  mutating func prepare() {
    if shorts.isEmpty {
      shorts = [SIMD8<UInt64>](repeating: SIMD8(), count: 1 << (Self.lineBits - lineShift))
    }
  }

  /// What the first slot of the word's line holds, and 1 if that is the word's stem, otherwise 0.
  @inline(__always)
  func first(_ key: ShortKey, count: Int) -> (stem: ShortStem, found: UInt32) {
    let line = shorts[key.line >> lineShift]
    let stem = ShortStem(low: line[2], high: line[3])
    let words = (line[0] ^ key.first) | (line[1] ^ key.last)
    let difference = words | UInt64(truncatingIfNeeded: stem.wordCount ^ count)
    // By arithmetic, for a compiler makes branches of a comparison: a processor that guesses wrong
    // throws away the loads that it has under way.
    return (stem, UInt32(truncatingIfNeeded: ~(difference | (0 &- difference)) >> 63))
  }

  /// The stem of a word of at most 15 bytes, if it is known.
  mutating func findShort(_ key: ShortKey, count: Int) -> ShortStem? {
    let line = shorts[key.line >> lineShift]
    let (first, second) = (line.lowHalf, line.highHalf)
    if first[0] == key.first, first[1] == key.last {
      let stem = ShortStem(low: first[2], high: first[3])
      if stem.wordCount == count { return stem }
    }
    let stem = ShortStem(low: second[2], high: second[3])
    guard second[0] == key.first, second[1] == key.last, stem.wordCount == count else { return nil }
    shorts[key.line >> lineShift] = SIMD8(lowHalf: second, highHalf: first)
    return stem
  }

  /// Where the stem of a longer word stands in ``longs``; empty if it has none, nil if it is not known.
  func findLong(_ word: Span<UInt8>, hash: UInt64, ordinal: Int) -> Range<Int>? {
    guard !longs.isEmpty else { return nil }
    let slot = Self.longSize &* Int(hash >> UInt64(64 - Self.longBits))
    guard Int(longs[slot]) == word.count, Int(longs[slot + 2]) == ordinal,
      WordBytes.equal(word, longs.span, at: slot + Self.longStart)
    else { return nil }
    let start = slot + Self.longStart + Self.longHalf
    return start..<start + Int(longs[slot + 1])
  }

  /// Keeps a word and its stem, if they fit. Short words with long stems are not kept.
  mutating func insert(_ word: Span<UInt8>, hash: UInt64, ordinal: Int, stem: Span<UInt8>) {
    if word.count <= Self.longestShort {
      if stem.count <= Self.longestShort {
        insertShort(word, ShortKey(WordBytes.key(word), hash: hash, ordinal: ordinal), stem)
      }
    } else if word.count <= Self.longHalf, stem.count <= Self.longHalf {
      insertLong(word, hash: hash, ordinal: ordinal, stem: stem)
    }
  }

  private mutating func insertShort(_ word: Span<UInt8>, _ key: ShortKey, _ stem: Span<UInt8>) {
    prepare()
    insertions += 1
    if lineShift > 0, insertions > shorts.count {
      lineShift = 0
      shorts = []
      prepare()
    }
    let bytes = WordBytes.key(stem)
    let high = bytes.last | UInt64(word.count << 4 | stem.count) << 56
    shorts[key.line >> lineShift].highHalf = SIMD4(key.first, key.last, bytes.first, high)
  }

  private mutating func insertLong(
    _ word: Span<UInt8>, hash: UInt64, ordinal: Int, stem: Span<UInt8>
  ) {
    if longs.isEmpty { longs = [UInt8](repeating: 0, count: Self.longSize << Self.longBits) }
    let slot = Self.longSize &* Int(hash >> UInt64(64 - Self.longBits))
    longs[slot] = UInt8(word.count)
    longs[slot + 1] = UInt8(stem.count)
    longs[slot + 2] = UInt8(ordinal)
    let start = slot + Self.longStart
    for index in word.indices { longs[start + index] = word[index] }
    for index in stem.indices { longs[start + Self.longHalf + index] = stem[index] }
  }
}
