/// The last words met, and their stems: two tables of fixed size, one for words and stems of at most
/// 15 bytes, which in English are all but one in ten thousand, one for longer ones.
///
/// A short word has two slots, a first and a second; a new word takes the second, and one that is
/// met there changes places with the first. So words that occur once put out each other and not the
/// common ones. A slot is four integers: the word's ``WordBytes/key(_:)``, then the stem, whose last
/// byte holds both lengths, that of the word in its upper half.
///
/// A long word has one slot of bytes:
///
/// ```
/// OFFSET  SIZE  MEANING
/// 0       1     length of the word, 0 in an empty slot
/// 1       1     length of the stem, 0 if the word has none
/// 2       63    the word
/// 65      63    the stem
/// ```
///
/// What is longer than that is not kept.
struct StemCache {
  /// A stem in the first table.
  struct ShortStem {
    /// Its first eight bytes; behind its end zeros.
    var low: UInt64
    /// The others, and the lengths.
    var high: UInt64

    /// How many bytes the stem has; 0 if the word has none.
    @inline(__always)
    var count: Int { Int(high >> 56 & 15) }
  }

  /// The longest word and stem of the first table.
  static let longestShort = 15
  /// 2^13 pairs, half a megabyte: English books find nine in ten of their words in them. More would
  /// find more and lose as much to the second-level cache; a miss costs as
  /// much as stemming, ten times a hit.
  private static let pairBits = 13
  /// 2^12 slots, half a megabyte.
  private static let longBits = 12
  private static let longSize = 128
  private static let longHalf = 63

  private var shorts: [UInt64] = []
  /// The second table.
  private(set) var longs: [UInt8] = []

  /// An empty cache, which takes its memory with its first word.
  init() {}

  /// The stem of a word of at most 15 bytes, if it is known.
  @inline(__always)
  mutating func findShort(
    _ key: (first: UInt64, last: UInt64), count: Int, hash: UInt64
  ) -> ShortStem? {
    guard !shorts.isEmpty else { return nil }
    let slot = Int(hash >> UInt64(64 - Self.pairBits)) &* 8
    let high = shorts[slot + 3]
    if shorts[slot] == key.first, shorts[slot + 1] == key.last, Int(high >> 60) == count {
      return ShortStem(low: shorts[slot + 2], high: high)
    }
    let second = slot + 4
    guard shorts[second] == key.first, shorts[second + 1] == key.last,
      Int(shorts[second + 3] >> 60) == count
    else { return nil }
    for offset in 0..<4 { shorts.swapAt(slot + offset, second + offset) }
    return ShortStem(low: shorts[slot + 2], high: shorts[slot + 3])
  }

  /// Where the stem of a longer word stands in ``longs``; empty if it has none, nil if it is not known.
  func findLong(_ word: Span<UInt8>, hash: UInt64) -> Range<Int>? {
    guard !longs.isEmpty else { return nil }
    let slot = Self.longSize &* Int(hash >> UInt64(64 - Self.longBits))
    guard Int(longs[slot]) == word.count, WordBytes.equal(word, longs.span, at: slot + 2)
    else { return nil }
    let start = slot + 2 + Self.longHalf
    return start..<start + Int(longs[slot + 1])
  }

  /// Keeps a word and its stem, if they fit. Short words with long stems are not kept.
  mutating func insert(_ word: Span<UInt8>, hash: UInt64, stem: Span<UInt8>) {
    if word.count <= Self.longestShort {
      if stem.count <= Self.longestShort { insertShort(word, hash: hash, stem: stem) }
    } else if word.count <= Self.longHalf, stem.count <= Self.longHalf {
      insertLong(word, hash: hash, stem: stem)
    }
  }

  private mutating func insertShort(_ word: Span<UInt8>, hash: UInt64, stem: Span<UInt8>) {
    if shorts.isEmpty { shorts = [UInt64](repeating: 0, count: 8 << Self.pairBits) }
    let second = Int(hash >> UInt64(64 - Self.pairBits)) &* 8 + 4
    let key = WordBytes.key(word)
    var low: UInt64 = 0
    var high = UInt64(word.count << 4 | stem.count) << 56
    for index in stem.indices {
      if index < 8 {
        low |= UInt64(stem[index]) << UInt64(8 * index)
      } else {
        high |= UInt64(stem[index]) << UInt64(8 * (index - 8))
      }
    }
    shorts[second] = key.first
    shorts[second + 1] = key.last
    shorts[second + 2] = low
    shorts[second + 3] = high
  }

  private mutating func insertLong(_ word: Span<UInt8>, hash: UInt64, stem: Span<UInt8>) {
    if longs.isEmpty { longs = [UInt8](repeating: 0, count: Self.longSize << Self.longBits) }
    let slot = Self.longSize &* Int(hash >> UInt64(64 - Self.longBits))
    longs[slot] = UInt8(word.count)
    longs[slot + 1] = UInt8(stem.count)
    for index in word.indices { longs[slot + 2 + index] = word[index] }
    for index in stem.indices { longs[slot + 2 + Self.longHalf + index] = stem[index] }
  }
}
