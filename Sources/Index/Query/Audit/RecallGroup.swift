/// What a recall audit counts apart: mostly scripts.
///
/// Told by ranges of code points, so that the audit does not lean on the analyzer that it judges.
public enum RecallGroup: String, Sendable, CaseIterable {
  case han
  case kana
  case hangul
  case thai
  case lao
  case khmer
  case burmese
  case latin
  case greek
  case cyrillic
  case armenian
  case georgian
  case hebrew
  case arabic
  case devanagari
  /// Words of other scripts.
  case other
  /// Numbers.
  case numbers
  /// Identifiers, addresses and other words with digits, symbols or punctuation in them, as written.
  case names
  /// Several words, side by side.
  case sequences
  /// Words of scripts with spaces that touch scripts without.
  case mixed

  /// Whether every part of a text in this script must be found, wherever words begin.
  var isSpelled: Bool {
    switch self {
    case .han, .kana, .hangul, .thai, .lao, .khmer, .burmese: true
    default: false
    }
  }

  /// Of two groups in one stretch the one that it counts as: Japanese and Korean have Han in them.
  static func named(by one: RecallGroup, _ other: RecallGroup) -> RecallGroup {
    one == .han || (one == .kana && other == .hangul) ? other : one
  }

  /// The group of a letter, mark or digit; nil for anything else.
  static func of(_ scalar: Unicode.Scalar) -> RecallGroup? {
    if let spelled = spelled(scalar.value) { return spelled }
    switch scalar.properties.generalCategory {
    case .decimalNumber: return .numbers
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark:
      return spaced(scalar.value)
    default: return nil
    }
  }

  private static func spelled(_ value: UInt32) -> RecallGroup? {
    switch value {
    case 0x2E80...0x2FDF, 0x3005, 0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF:
      .han
    case 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF:
      .kana
    case 0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xD7B0...0xD7FB:
      .hangul
    case 0x0E01...0x0E3A, 0x0E40...0x0E4E: .thai
    case 0x0E81...0x0ECE, 0x0EDC...0x0EDF: .lao
    case 0x1780...0x17D3, 0x17DC...0x17DD: .khmer
    case 0x1000...0x103F, 0x1050...0x108F, 0x109A...0x109D, 0xA9E0...0xA9EF, 0xA9FA...0xA9FE,
      0xAA60...0xAA76, 0xAA7A...0xAA7F:
      .burmese
    default: nil
    }
  }

  private static func spaced(_ value: UInt32) -> RecallGroup {
    switch value {
    case 0x0041...0x024F, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA720...0xA7FF: .latin
    case 0x0370...0x03FF, 0x1F00...0x1FFF: .greek
    case 0x0400...0x052F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F: .cyrillic
    case 0x0531...0x058F: .armenian
    case 0x10A0...0x10FF, 0x1C90...0x1CBF, 0x2D00...0x2D2F: .georgian
    case 0x0591...0x05F4: .hebrew
    case 0x0600...0x06FF, 0x0750...0x077F, 0x0870...0x08FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC:
      .arabic
    case 0x0900...0x097F, 0xA8E0...0xA8FF: .devanagari
    default: .other
    }
  }
}
