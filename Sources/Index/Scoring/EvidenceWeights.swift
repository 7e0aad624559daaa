/// How much each kind of evidence counts, before its rarity; see Scoring.md for where the numbers
/// come from. Those that the judged collections could tell apart lie on flat optima; ``part``,
/// ``otherForm``, ``joinedWords``, ``name``, ``nameWord``, ``verbatim`` and the tiers were chosen by
/// what must rank above what, and measured only together with the rest.
enum EvidenceWeights {
  // MARK: - Scripts with spaces

  /// The stem of a word. It finds every form, so that it is the base.
  static let stem: Float = 1
  /// The word in the form that was typed, beside its stem.
  static let exactForm: Float = 0.3
  /// A word that has no stem: as much as both together, so that words of all scripts count alike.
  static let wordAlone: Float = stem + exactForm
  /// A form that differs in marks or letters from the one that was typed, where the index has that
  /// one too: then it is mostly another word (`schon`, `schön`). Where the index does not have it,
  /// the other form counts as a word alone.
  static let otherForm: Float = 0.3
  /// The first letters of the stem, shared by a family of words.
  static let root: Float = 0.6
  /// A part of a longer word.
  static let part: Float = 0.5
  /// Words that were typed with nothing but punctuation between them and stand so: `high-speed`.
  static let joinedWords: Float = 0.2
  /// The same where they make a name: `DEC-0054`.
  static let name: Float = 1
  /// A word of such a name by itself.
  static let nameWord: Float = 0.3

  // MARK: - Scripts without spaces

  /// A word as a stretch of characters, wherever word borders lie; in the first pass.
  static let stretch: Float = 1
  /// The pair of characters across the border of two words: it finds names and words that were cut
  /// otherwise in the document; in the first pass.
  static let borderPair: Float = 0.5
  /// A stretch that is a word in the document too.
  static let alignedWord: Float = 0.5
  /// A stretch, in the second pass.
  static let stretchAgain: Float = 0.3
  /// A word of one character.
  static let singleCharacterWord: Float = 0.3
  /// A pair of characters inside a longer word.
  static let innerPair: Float = 0.3
  /// The pair across a border, in the second pass.
  static let borderPairAgain: Float = 0.4
  /// A character.
  static let character: Float = 0.3

  /// A short run of words exactly as it was typed.
  static let verbatim: Float = 0.3

  // MARK: - Hangul

  /// What stands between two spaces, a word with its particles.
  static let spacedUnit: Float = 0.3
  /// A word of two syllables, beside ``spacedUnit``.
  static let twoSyllables: Float = 0.6
  /// A pair of syllables inside a longer one.
  static let syllablePair: Float = 0.7
  /// A syllable.
  static let syllable: Float = 0.5

  // MARK: - All

  /// How many times an occurrence in the title counts beside the one in the text.
  static let titleOccurrence: Float = 3
  /// The rarities of the query's words that stand closest together, added up.
  static let window: Float = 0.4
  /// The width of that window in places, where the query's words take `meanWidth` places: a sentence
  /// or so.
  static func windowWidth(meanWidth: Float) -> Float { meanWidth <= 1 ? 12 : 16 * meanWidth }

  /// How much the best occurrence of a lone word counts.
  static func tier(_ alignment: WordAlignment, isHangul: Bool) -> Float {
    switch alignment {
    case .word: 1
    case .wordStart: isHangul ? 0.95 : 0.5
    case .inside: 0.4
    case .across: 0.15
    }
  }
}
