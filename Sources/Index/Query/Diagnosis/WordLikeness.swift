internal import Tokenizer

/// How a word of a text may be meant by a word that was typed.
///
/// Numbers are values: 2025 is no form of 2024, nor is it a slip.
struct WordLikeness {
  private var fold = LooseFold()

  /// The ways, the closest first.
  enum Kind: Int, Comparable {
    /// The same but for marks, or for forms of letters and characters.
    case variant
    /// The same beginning.
    case beginning
    /// A letter or two differ.
    case spelling

    static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
  }

  /// How like two folded words are; nil if they are not.
  ///
  /// - Returns: the way, and how many letters differ.
  mutating func compare(_ typed: String, _ word: String) -> (kind: Kind, distance: Int)? {
    let (one, other) = (Array(typed.unicodeScalars), Array(word.unicodeScalars))
    // Longer words are nobody's slip.
    guard one != other, !one.isEmpty, max(one.count, other.count) <= 64 else { return nil }
    if one.contains(where: { !$0.isASCII }) || other.contains(where: { !$0.isASCII }),
      fold.loosest(Array(typed.utf8)) == fold.loosest(Array(word.utf8))
    {
      return (.variant, 0)
    }
    let shorter = min(one.count, other.count)
    let longer = max(one.count, other.count)
    let common = zip(one, other).prefix { $0 == $1 }.count
    let (numbers, otherNumbers) = (Self.numbers(in: one), Self.numbers(in: other))
    // A beginning of at least three letters, most of the shorter word, before endings of up to four.
    if common >= 3, 5 * common >= 3 * shorter, longer - common <= 4 {
      let goesOn = numbers.starts(with: otherNumbers) || otherNumbers.starts(with: numbers)
      return goesOn ? (.beginning, longer - common) : nil
    }
    if numbers != otherNumbers { return nil }
    // One slip in a word of four letters, two in one of eight.
    let allowed = shorter < 4 ? 0 : shorter < 8 ? 1 : 2
    guard longer - shorter <= allowed else { return nil }
    return EditAutomaton(to: one, atMost: allowed).distance(of: other).map { (.spelling, $0) }
  }

  /// The stretches of digits in a word.
  private static func numbers(in word: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
    word.split { $0.properties.generalCategory != .decimalNumber }
  }
}
