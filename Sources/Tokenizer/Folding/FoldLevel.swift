/// How far two spellings may differ and still be the same word.
///
/// The order is that of the dial `--fold`: each step allows what the steps before it allow, and
/// more.
public enum FoldLevel: UInt8, CaseIterable, Sendable, Comparable, BitwiseCopyable {
  /// The stored text itself: the index finds candidates, the text decides.
  case exact
  /// Letter case and width: NFKC_Casefold, which every term has gone through.
  case `case`
  /// Hiragana and katakana, small and large, long vowels, iteration marks, ヴ and バ行.
  case kana
  /// Traditional, Simplified and Japanese forms of a Han character.
  case han
  /// Accents and strokes of Latin, Greek and Cyrillic; vowel signs of Arabic and Hebrew.
  case marks
  /// Forms of letters: Arabic and Persian, Hebrew finals, Turkish ı, digits, apostrophes.
  case letters

  /// Whether the first allows less than the second.
  public static func < (first: FoldLevel, second: FoldLevel) -> Bool {
    first.rawValue < second.rawValue
  }
}

/// A set of the levels beyond ``FoldLevel/case``.
package struct FoldLevels: OptionSet, Hashable, Sendable {
  /// One bit for each level.
  package let rawValue: UInt8

  /// A set of the levels whose bits are set.
  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Only ``FoldLevel/kana``.
  package static let kana = FoldLevels(rawValue: 1)
  /// Only ``FoldLevel/han``.
  package static let han = FoldLevels(rawValue: 2)
  /// Only ``FoldLevel/marks``.
  package static let marks = FoldLevels(rawValue: 4)
  /// Only ``FoldLevel/letters``.
  package static let letters = FoldLevels(rawValue: 8)
  /// Every level.
  package static let all: FoldLevels = [.kana, .han, .marks, .letters]

  /// What the dial allows when it is set to `level`; nothing for the two lowest.
  package init(upTo level: FoldLevel) {
    switch level {
    case .exact, .case: self = []
    case .kana: self = .kana
    case .han: self = [.kana, .han]
    case .marks: self = [.kana, .han, .marks]
    case .letters: self = .all
    }
  }

  /// The set of one level; empty for the two lowest.
  init(_ level: FoldLevel) {
    self.rawValue = level < .kana ? 0 : 1 << (level.rawValue - FoldLevel.kana.rawValue)
  }
}
