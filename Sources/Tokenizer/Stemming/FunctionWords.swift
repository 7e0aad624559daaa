/// The evidence by which languages of one script are told apart: commonest words and letters.
///
/// Function words make up a third of running text in most languages, are few, and hardly ever are
/// borrowed; so a few dozen of them are a surer sign than letter statistics, and they can be read
/// and corrected. (Grefenstette 1995 compares the two.)
struct FunctionWords: Sendable {
  /// What is known of one language in one script.
  struct Profile: Sendable {
    /// The ISO 639-1 code.
    let code: String
    /// Which stemmer it has, if any.
    let stemmer: StemmingLanguage?
    /// Its script.
    let script: ScriptClass
    /// Letters that speak for it.
    let letters: String
    /// Its commonest words, folded, with white space between them.
    let words: String

    /// Creates a profile; without a stemmer and in Latin script if nothing else is said.
    init(
      _ code: String, _ stemmer: StemmingLanguage? = nil, _ script: ScriptClass = .latin,
      letters: String, _ words: String
    ) {
      self.code = code
      self.stemmer = stemmer
      self.script = script
      self.letters = letters
      self.words = words
    }
  }

  /// All profiles; those of one script stand together, and are at most 64, since sets of them are one
  /// word: bit 0 is the first of its script.
  static let profiles: [Profile] = stemmedLatin + unstemmedLatin + otherScripts
  /// The table, made when the first text is analysed.
  static let shared = FunctionWords()

  private static let slotBits = 13
  /// From U+0080 up to here letters have a row of their own in ``letterSets``.
  private static let lettersEnd: UInt32 = 0xA00

  private var isPresent = [UInt64](repeating: 0, count: 1024)
  private var hashes = [UInt64](repeating: 0, count: 1 << slotBits)
  private var sets = [UInt64](repeating: 0, count: 1 << slotBits)
  private var letterSets = [UInt64](repeating: 0, count: Int(lettersEnd))
  /// For each letter its ``VotingGroup``.
  private var letterGroups = [UInt8](repeating: 0, count: Int(lettersEnd))
  private var vietnameseSet: UInt64 = 0

  private init() {
    for (number, profile) in Self.profiles.enumerated() {
      let first = Self.profiles.firstIndex { $0.script == profile.script } ?? 0
      let bit = (1 as UInt64) << UInt64(number - first)
      var word: [UInt8] = []
      for byte in profile.words.utf8 {
        if byte > 0x20 {
          word.append(byte)
        } else if !word.isEmpty {
          insert(word, bit)
          word.removeAll(keepingCapacity: true)
        }
      }
      if !word.isEmpty { insert(word, bit) }
      for letter in profile.letters.unicodeScalars where letter.value < Self.lettersEnd {
        letterSets[Int(letter.value)] |= bit
        letterGroups[Int(letter.value)] = UInt8(VotingGroup(profile.script)?.rawValue ?? 0)
      }
      if profile.code == "vi" { vietnameseSet = bit }
    }
  }

  private mutating func insert(_ word: [UInt8], _ bit: UInt64) {
    let hash = WordBytes.hash(word.span)
    isPresent[Int(hash >> 6 & 1023)] |= 1 << (hash & 63)
    var slot = Self.slot(of: hash)
    while sets[slot] != 0, hashes[slot] != hash { slot = (slot + 1) % sets.count }
    hashes[slot] = hash
    sets[slot] |= bit
  }

  @inline(__always)
  private static func slot(of hash: UInt64) -> Int { Int(hash >> UInt64(64 - slotBits)) }

  /// The profiles that have a word with this hash, as bits. Sixty-four bits tell the words apart: to
  /// take one word in a million texts for another would be a matter of chance, and cost nothing.
  @inline(__always)
  func languages(ofHash hash: UInt64) -> UInt64 {
    guard isPresent[Int(hash >> 6 & 1023)] >> (hash & 63) & 1 != 0 else { return 0 }
    var slot = Self.slot(of: hash)
    while sets[slot] != 0 {
      if hashes[slot] == hash { return sets[slot] }
      slot = (slot + 1) & (sets.count - 1)
    }
    return 0
  }

  /// The profiles of a group that have a letter, as bits; none for a letter of another script, which
  /// may stand in a word all the same.
  @inline(__always)
  func languages(ofLetter scalar: UInt32, in group: VotingGroup) -> UInt64 {
    if scalar < Self.lettersEnd {
      return Int(letterGroups[Int(scalar)]) == group.rawValue ? letterSets[Int(scalar)] : 0
    }
    // Letters with two marks.
    return group == .latin && 0x1EA0...0x1EF9 ~= scalar ? vietnameseSet : 0
  }
}
