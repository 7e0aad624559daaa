/// How far an indexed term is from what was typed: "what you type counts".
///
/// The relation is not symmetric. Who types `cafe` may mean `café`, and often has no key for the
/// mark; who takes the trouble to type `café` means it.
package struct FoldDistance: Hashable, Sendable {
  /// The levels that lead from the one to the other; empty for equal terms.
  package let levels: FoldLevels
  /// How the marks differ.
  package let marks: MarkChange
  /// What a match is worth, above 0 and at most 1, which is what equal terms get.
  ///
  /// The weights are set by judgment, not fitted to any collection: they only have to order matches
  /// of otherwise equal documents, exact before folded and near before far.
  package let weight: Float

  /// Another kana spelling of the same sound: writers choose freely, so the loss is small, but who
  /// types katakana mostly means the loan word.
  package static let kana: Float = 0.9
  /// Another form of a Han character: mostly the same word, now and then (后, 後) another.
  package static let han: Float = 0.9
  /// Forms of letters are set by fonts, keyboards and locales, hardly ever by meaning.
  package static let letters: Float = 0.95
  /// The tone on the neighbouring vowel spells the same syllable.
  package static let movedMark: Float = 0.97
  /// A mark that print leaves out by rule (Russian ё).
  package static let optionalMark: Float = 0.95
  /// A mark that was not typed: common, but words differ by marks (schon, schön).
  package static let addedMark: Float = 0.85
  /// A mark that was typed and is missing in the text.
  package static let lostMark: Float = 0.5
  /// A mark that was typed and is another in the text: mostly another word (dương, đường).
  package static let replacedMark: Float = 0.35
  /// A letter of its own that was typed, where the text has the one without a mark (й, и).
  package static let ownLetter: Float = 0.25

  /// Equal terms.
  static let zero = FoldDistance(levels: [], marks: .none, weight: 1)

  private init(levels: FoldLevels, marks: MarkChange, weight: Float) {
    self.levels = levels
    self.marks = marks
    self.weight = weight
  }

  /// The distance from a typed term to an indexed one, or nil if no level leads there.
  ///
  /// Of all sets of levels that lead there the smallest counts. Both terms have gone through
  /// NFKC_Casefold; other bytes are no error.
  ///
  /// - Complexity: O(bytes), with a factor of up to 16: for candidates of a query, not for every
  ///   term of an index.
  package init?(from typed: [UInt8], to indexed: [UInt8]) {
    if typed == indexed {
      self = .zero
      return
    }
    // A cheap way out for the common case of a candidate that has nothing to do with the query.
    guard LevelFold.fold(typed, .all) == LevelFold.fold(indexed, .all) else { return nil }
    let levels = Self.smallestFirst.first { levels in
      LevelFold.fold(typed, levels) == LevelFold.fold(indexed, levels)
    }
    self.init(by: levels ?? .all, from: typed, to: indexed)
  }

  private init(by levels: FoldLevels, from typed: [UInt8], to indexed: [UInt8]) {
    self.levels = levels
    var weight: Float = 1
    if levels.contains(.kana) { weight *= Self.kana }
    if levels.contains(.han) { weight *= Self.han }
    if levels.contains(.letters) { weight *= Self.letters }
    guard levels.contains(.marks) else {
      (marks, self.weight) = (.none, weight)
      return
    }
    let others = levels.subtracting(.marks)
    let comparison = MarkComparison(
      typed: LevelFold.fold(typed, others), indexed: LevelFold.fold(indexed, others))
    marks = comparison.change
    self.weight = weight * comparison.weight
  }

  /// Every set of levels, those of fewer levels first.
  private static let smallestFirst = (1...FoldLevels.all.rawValue).map(FoldLevels.init(rawValue:))
    .sorted {
      ($0.rawValue.nonzeroBitCount, $0.rawValue) < ($1.rawValue.nonzeroBitCount, $1.rawValue)
    }

  /// The highest level needed: what the dial must at least be set to.
  package var level: FoldLevel {
    FoldLevel.allCases.first { levels.isSubset(of: FoldLevels(upTo: $0)) && $0 != .exact }
      ?? .letters
  }
}
