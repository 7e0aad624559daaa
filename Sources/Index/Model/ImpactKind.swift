/// How much lengths count in impacts of a term.
enum ImpactKind: UInt8, Sendable, CaseIterable {
  case words
  case characters

  init(_ kind: TermKind?) {
    switch kind {
    case .character, .pair: self = .characters
    case .word, .stem, .part, .fold, .root, .wordPair, nil: self = .words
    }
  }

  /// s of ``ImpactScale``: b / (1 - b) with the usual parameters (``Ranking``).
  var slope: Float { self == .words ? 3 : 1.5 }
}
