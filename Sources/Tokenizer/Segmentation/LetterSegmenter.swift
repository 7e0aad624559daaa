/// Cuts ranges of Thai, Lao, Burmese or Khmer letters into words.
///
/// The law: for every range its breaks are those of the engine that ICU 72 has for the script
/// (`dictbe.cpp`). It goes from word to word. Of several words of the dictionary it takes the longest
/// that two further words can follow, else the shortest that one can, else the longest. Letters that
/// are no word are put to a short word before them, up to where a word begins again. No word begins
/// with a mark; the Thai signs of abbreviation and repetition are put to the word before them.
struct LetterSegmenter: ~Copyable {
  /// The words that begin at a place.
  struct Words: BitwiseCopyable {
    /// Bit n - 1 is set if one has n letters.
    var lengths: UInt64
    /// How many letters were looked at, if there is no word; 0 if nothing has been looked up.
    var lookedAt: UInt32

    /// Nothing looked up.
    static let unknown = Words(lengths: 0, lookedAt: 0)
  }

  private let script: SpacelessScript
  private let dictionary: LetterDictionary
  private var letters = FixedTable<UInt8>(repeating: 0, count: 256)
  private var words = FixedTable<Words>(repeating: .unknown, count: 256)

  /// Memory for more letters is given back by ``trim()``.
  private static let usualCount = 1 << 16

  /// A segmenter, or nil if this ICU has no dictionary of the known format or is not of the version
  /// whose segmentation this is.
  init?(_ script: SpacelessScript) {
    guard ICUCharacters.linkedVersion.hasPrefix("72."), let dictionary = LetterDictionary(script)
    else { return nil }
    self.script = script
    self.dictionary = dictionary
  }

  /// Appends the breaks inside the range that begins at `range.lowerBound`, ascending, to `ends`, as
  /// offsets from `origin`. Returns where the range ends: at the end of `range`, or before a code
  /// point that is no letter of the script's block. Returns nil if the range is ICU's to divide.
  ///
  /// - Complexity: O(bytes in the range).
  mutating func appendBreaks(
    of text: Span<UInt8>, in range: Range<Int>, origin: Int, to ends: inout [Int32]
  ) -> Int? {
    let start = range.lowerBound
    let count = read(text, range)
    let end = start + 3 * count
    // What is too short for two words is one. (ICU asks Thai for a letter more.)
    if count < (script == .thai ? 5 : 4) { return end }
    let source = dictionary.source
    let firstEnd = ends.count
    let isWhole = source.withTrie { trie in
      var walk = Walk(self, count: count)
      var place = 0
      while true {
        place = walk.endOfWord(from: place, trie)
        if walk.isTooLong { return false }
        if place >= count { return true }
        ends.append(Int32(truncatingIfNeeded: start - origin + 3 * place))
      }
    }
    if !isWhole { ends.removeLast(ends.count - firstEnd) }
    return isWhole ? end : nil
  }

  /// Gives back the memory of an unusually long range.
  mutating func trim() {
    guard letters.count > Self.usualCount else { return }
    letters = FixedTable(repeating: 0, count: 256)
    words = FixedTable(repeating: .unknown, count: 256)
  }

  /// Reads the letters of a range, and forgets the words of the one before. Returns how many there
  /// are.
  private mutating func read(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    let most = range.count / 3
    if letters.count < most {
      letters = FixedTable(repeating: 0, count: 2 * most)
      words = FixedTable(repeating: .unknown, count: 2 * most)
    }
    let (letters, words) = (letters.uncheckedMutable, words.uncheckedMutable)
    let flags = dictionary.flags.unchecked
    let first = script.block.lowerBound
    let width = UInt32(truncatingIfNeeded: dictionary.width)
    var count = 0
    var index = range.lowerBound
    while index + 3 <= range.upperBound {
      let high = UInt32(text[index]) ^ 0xE0
      let (middle, low) = (UInt32(text[index + 1]) ^ 0x80, UInt32(text[index + 2]) ^ 0x80)
      let letter = (high << 12 | middle << 6 | low) &- first
      if middle | low > 0x3F || letter >= width || flags[Int(letter)] == 0 { break }
      letters[count] = UInt8(truncatingIfNeeded: letter)
      words[count] = .unknown
      count &+= 1
      index &+= 3
    }
    return count
  }
}

/// One way through a range. Indices are kept below the count of the range, and lengths of words within
/// it, so memory is read without a check of bounds.
private struct Walk: BitwiseCopyable {
  private let letters: UncheckedMemory<UInt8>
  private let words: UncheckedMutableMemory<LetterSegmenter.Words>
  private let firsts: UncheckedMemory<UInt32>
  private let seconds: UncheckedMemory<UInt32>
  private let flags: UncheckedMemory<UInt8>
  private let width: Int
  private let count: Int
  private let isThai: Bool
  /// A word may be longer than ``longestWord``.
  private(set) var isTooLong = false

  /// So many letters of a word fit into a mask. (The words of ICU 72 are shorter.)
  private static let longestWord = 64
  /// ICU keeps so many words that begin at one place, the shortest ones.
  private static let mostWords = 20
  /// Letters that are no word are put to a word of fewer letters than this, if fewer than this of
  /// them begin a word.
  private static let combineLimit = 3
  private static let abbreviation: UInt8 = 0x2F
  private static let repetition: UInt8 = 0x46

  init(_ segmenter: borrowing LetterSegmenter, count: Int) {
    letters = segmenter.lettersRead
    words = segmenter.wordsMet
    (firsts, seconds, flags) = segmenter.tables
    width = segmenter.width
    self.count = count
    isThai = segmenter.isThai
  }

  /// Where the word ends that begins at `start`.
  @inline(__always)
  mutating func endOfWord(from start: Int, _ trie: Span<UInt8>) -> Int {
    let candidates = wordsFrom(start, trie).lengths
    let word = candidates == 0 ? 0 : best(of: candidates, at: start, trie)
    var end = start + word
    if end < count, word < Self.combineLimit {
      let next = wordsFrom(end, trie)
      if next.lengths == 0, word == 0 || next.lookedAt < UInt32(Self.combineLimit) {
        end = resumption(from: end, trie)
      }
    }
    while end < count, flags[Int(letters[end])] & ICULetterDictionary.mark != 0 { end += 1 }
    if isThai, end < count, wordsFrom(end, trie).lengths == 0 { end = endOfSigns(at: end) }
    return end
  }

  /// The length of the word to take of several.
  @inline(__always)
  private mutating func best(
    of candidates: UInt64, at start: Int, _ trie: Span<UInt8>
  ) -> Int {
    let longest = Self.longest(candidates)
    if candidates & (candidates - 1) == 0 || start + longest >= count { return longest }
    var marked = longest
    var firsts = candidates
    while firsts != 0 {
      let first = Self.longest(firsts)
      firsts ^= 1 << UInt64(first - 1)
      let second = start + first
      var seconds = wordsFrom(second, trie).lengths
      if seconds == 0 { continue }
      marked = first
      if second + Self.longest(seconds) >= count { return first }
      while seconds != 0 {
        let length = Self.longest(seconds)
        seconds ^= 1 << UInt64(length - 1)
        if wordsFrom(second + length, trie).lengths != 0 { return first }
      }
    }
    return marked
  }

  /// The greatest length in a mask.
  @inline(__always)
  private static func longest(_ lengths: UInt64) -> Int { 64 - lengths.leadingZeroBitCount }

  /// Where a word begins again behind `start`, or the range ends.
  private mutating func resumption(from start: Int, _ trie: Span<UInt8>) -> Int {
    var index = start + 1
    while index < count {
      if flags[Int(letters[index - 1])] & LetterDictionary.endsWord != 0,
        flags[Int(letters[index])] & LetterDictionary.beginsWord != 0,
        wordsFrom(index, trie).lengths != 0
      {
        return index
      }
      index += 1
    }
    return count
  }

  /// Where the Thai signs end that are put to the word before `start`.
  private func endOfSigns(at start: Int) -> Int {
    var index = start
    let before = letters[start - 1]
    if letters[index] == Self.abbreviation {
      if before == Self.abbreviation || before == Self.repetition { return index }
      index += 1
    }
    if index < count, letters[index] == Self.repetition, letters[index - 1] != Self.repetition {
      index += 1
    }
    return index
  }

  /// The words that begin at a place.
  @inline(__always)
  private mutating func wordsFrom(_ start: Int, _ trie: Span<UInt8>) -> LetterSegmenter.Words {
    let known = words[start]
    if known.lookedAt != 0 { return known }
    let found = lookUp(start, trie)
    words[start] = found
    return found
  }

  /// Looks for the words that begin at a place.
  private mutating func lookUp(_ start: Int, _ trie: Span<UInt8>) -> LetterSegmenter.Words {
    let first = Int(letters[start])
    var behind = firsts[first]
    var found = LetterSegmenter.Words(lengths: UInt64(behind >> 31), lookedAt: 1)
    if behind & LetterDictionary.Behind.more == 0 || start + 1 == count { return found }
    behind = seconds[first &* width &+ Int(letters[start + 1])]
    found.lengths |= UInt64(behind >> 31) << 1
    found.lookedAt = 2
    if behind & LetterDictionary.Behind.more == 0 { return found }
    var place = LetterTrie.Place(word: behind & LetterDictionary.Behind.place)
    var length = 2
    while start + length < count {
      found.lookedAt = 3
      guard LetterTrie.step(trie, &place, by: letters[start + length]) else { break }
      length += 1
      if length > Self.longestWord {
        isTooLong = true
        break
      }
      if LetterTrie.endsWord(trie, at: place) { found.lengths |= 1 << UInt64(length - 1) }
    }
    while found.lengths.nonzeroBitCount > Self.mostWords {
      found.lengths ^= 1 << UInt64(Self.longest(found.lengths) - 1)
    }
    return found
  }
}

extension LetterSegmenter {
  // What a walk reads; all of it outlives the walk.
  fileprivate var lettersRead: UncheckedMemory<UInt8> { letters.unchecked }
  fileprivate var wordsMet: UncheckedMutableMemory<Words> { words.uncheckedMutable }
  fileprivate var width: Int { dictionary.width }
  fileprivate var isThai: Bool { script == .thai }
  fileprivate var tables: (UncheckedMemory<UInt32>, UncheckedMemory<UInt32>, UncheckedMemory<UInt8>)
  {
    (dictionary.firsts.unchecked, dictionary.seconds.unchecked, dictionary.flags.unchecked)
  }
}
