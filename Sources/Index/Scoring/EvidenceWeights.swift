/// How much each kind of evidence counts for a word of a query; see Scoring.md.
enum EvidenceWeights {
  /// A word in the form that was typed, beside its stem.
  static let exactForm: Float = 0.3
  /// The stem of a word. It finds every form, so that it is the base.
  static let stem: Float = 1
  /// A word where no stem is known: as much as both together, so that words of different scripts
  /// count alike.
  static let wordAlone: Float = exactForm + stem
  /// A part of a longer word.
  static let part: Float = 0.5

  /// How much a stretch of characters counts by how it lies to the words around it.
  static func alignment(_ alignment: WordAlignment, isHangul: Bool) -> Float {
    switch alignment {
    case .word: 1
    // Particles follow the word without a space.
    case .wordStart: isHangul ? 0.9 : 0.5
    case .inside: 0.4
    case .across: 0.15
    }
  }
}
