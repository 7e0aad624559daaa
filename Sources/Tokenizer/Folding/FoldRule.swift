/// What one code point becomes at the one level that touches it.
///
/// Every code point belongs to one level at most: the tables of the levels are disjoint, which a
/// test checks over all of Unicode. So the levels can be applied in any order.
struct FoldRule: BitwiseCopyable, Equatable {
  /// The level that the rule belongs to.
  var level: FoldLevel
  /// How many code points replace it: 0 when it vanishes.
  var count: Int
  /// The first replacement.
  var first: UInt32
  /// The second replacement.
  var second: UInt32

  /// A rule that removes.
  static func remove(_ level: FoldLevel) -> FoldRule {
    FoldRule(level: level, count: 0, first: 0, second: 0)
  }

  /// A rule that replaces by one code point.
  static func replace(_ level: FoldLevel, by scalar: UInt32) -> FoldRule {
    FoldRule(level: level, count: 1, first: scalar, second: 0)
  }

  /// A rule that replaces by two code points.
  static func replace(_ level: FoldLevel, by first: UInt32, _ second: UInt32) -> FoldRule {
    FoldRule(level: level, count: 2, first: first, second: second)
  }

  /// The rule of a code point, or nil if no level touches it.
  ///
  /// What depends on neighbours is not here: see ``KanaWriter``.
  static func of(_ scalar: UInt32) -> FoldRule? {
    if scalar < 0x80 { return nil }
    if HanClasses.mayHold(scalar) {
      guard let representative = HanClasses.shared.representative(of: scalar) else { return nil }
      return .replace(.han, by: representative)
    }
    if KanaForms.mayHold(scalar) {
      return KanaForms.plain(scalar).map { .replace(.kana, by: $0) }
    }
    return LetterForms.rule(of: scalar) ?? MarkForms.rule(of: scalar)
  }
}
