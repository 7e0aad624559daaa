/// ICU's dictionary of a script that is divided by letters, laid out for looking up many places.
///
/// The branches behind the first two letters are the widest of the trie, so what lies there is put
/// into tables when the script is first met. What lies deeper is read in ICU's trie where it is.
struct LetterDictionary: ~Copyable {
  /// What lies behind some letters: a place in the trie with the two bits below, or 0 for nothing.
  enum Behind {
    /// A word ends there.
    static let word: UInt32 = 1 << 31
    /// Something follows.
    static let more: UInt32 = 1 << 30
    /// The place.
    static let place: UInt32 = more - 1
  }

  /// What lies behind each letter.
  private(set) var firsts = FixedTable<UInt32>(repeating: 0, count: 256)
  /// What lies behind each pair of letters, ``width`` of them for each first letter.
  private(set) var seconds: FixedTable<UInt32>
  /// What ICU knows of each letter, and ``beginsWord`` and ``endsWord``.
  private(set) var flags = FixedTable<UInt8>(repeating: 0, count: 256)
  /// How many letters the block has.
  let width: Int
  /// The trie.
  let source: ICULetterDictionary

  /// ICU looks for a word from here on when it has lost its way.
  static let beginsWord: UInt8 = 1 << 6
  /// It looks for one behind this.
  static let endsWord: UInt8 = 1 << 7

  /// The dictionary of a script, or nil if this ICU has none of the known format.
  init?(_ script: SpacelessScript) {
    guard let source = ICULetterDictionary.shared(script),
      source.withTrie({ $0.count <= LetterTrie.Place.positionLimit })
    else { return nil }
    self.source = source
    width = script.block.count
    seconds = FixedTable(repeating: 0, count: width * width)
    let known = ICULetterDictionary.flags(script)
    for letter in 0..<width where known[letter] & ICULetterDictionary.member != 0 {
      flags[letter] = known[letter] | Self.resumption(script, UInt8(letter))
    }
    // The letters of words that begin with a member of the script; no other is looked up.
    for letter in 0..<width where flags[letter] != 0 { fill(letter) }
  }

  /// Reads what begins with a letter.
  private mutating func fill(_ letter: Int) {
    let (source, width) = (source, width)
    firsts[letter] = source.withTrie { trie in
      var place = LetterTrie.Place.root
      return Self.behind(trie, &place, by: letter)
    }
    let first = LetterTrie.Place(word: firsts[letter] & Behind.place)
    guard firsts[letter] & Behind.more != 0 else { return }
    for second in 0..<width where flags[second] != 0 {
      seconds[letter * width + second] = source.withTrie { trie in
        var place = first
        return Self.behind(trie, &place, by: second)
      }
    }
  }

  /// What lies behind `place` and a letter.
  private static func behind(
    _ trie: Span<UInt8>, _ place: inout LetterTrie.Place, by letter: Int
  ) -> UInt32 {
    guard LetterTrie.step(trie, &place, by: UInt8(letter)) else { return 0 }
    return place.word | (LetterTrie.endsWord(trie, at: place) ? Behind.word : 0)
      | (LetterTrie.goesOn(trie, at: place) ? Behind.more : 0)
  }

  /// Where ICU's engine for a script looks for a word again when it has met letters that are none.
  private static func resumption(_ script: SpacelessScript, _ letter: UInt8) -> UInt8 {
    let (begins, ends) =
      switch (script, letter) {
      // Vowels that are written before their consonant.
      case (.thai, 0x40...0x44), (.lao, 0x40...0x44): (true, false)
      // Consonants.
      case (.thai, 0x01...0x2E), (.lao, 0x01...0x2E), (.lao, 0x5C...0x5D): (true, true)
      // A vowel that stands between two consonants.
      case (.thai, 0x31): (false, false)
      // Consonants and vowels that stand alone.
      case (.burmese, 0x00...0x2A), (.khmer, 0x00...0x33): (true, true)
      // The sign that puts the next consonant below.
      case (.khmer, 0x52): (false, false)
      default: (false, true)
      }
    return (begins ? beginsWord : 0) | (ends ? endsWord : 0)
  }
}
