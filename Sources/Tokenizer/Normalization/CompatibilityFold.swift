/// NFKC_Casefold: full-width and half-width forms, ligatures, superscripts, upper case and composed
/// letters become what a reader would type; invisible code points vanish. ``CharacterTable`` knows
/// how single code points fold; words in which neighbours matter are folded by ``ICUNormalizer``.
enum CompatibilityFold {
  /// Whether a code point is *plain*: NFKC_Casefold leaves it alone whatever plain ones stand beside
  /// it, it takes three bytes, and it is a grapheme that takes a place. So are the common blocks of
  /// Han, kana and Hangul.
  @inline(__always)
  static func isPlain(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3041...0x3096, 0x30A1...0x30FA: true
    case 0x30FC, 0xAC00...0xD7A3: true
    default: false
    }
  }

  /// Whether all 256 code points from `first` are plain.
  static func isAllPlain(_ first: UInt32) -> Bool {
    switch first {
    case 0x4E00...0x9F00, 0x3400...0x4C00, 0xAC00...0xD600: true
    default: false
    }
  }
}
