/// Letters of which a script has several forms that readers take for one.
///
/// Sources: the names of the letters in UnicodeData.txt and the joining groups of ArabicShaping.txt
/// (Arabic); the "final" letters of the Hebrew block; SpecialCasing.txt (Turkish); field 6 of
/// UnicodeData.txt (decimal digits).
enum LetterForms {
  /// The rule of a code point at the level of letters, if it has one.
  static func rule(of scalar: UInt32) -> FoldRule? {
    switch scalar {
    case 0x0131: return .replace(.letters, by: 0x69)
    case 0x0590..<0x0600: return hebrew(scalar)
    case 0x0600..<0x0700: return arabic(scalar)
    // Apostrophes and hyphens that keyboards and typesetters put for each other inside words.
    case 0x2018, 0x2019, 0x02BC, 0x02B9, 0x2032: return .replace(.letters, by: 0x27)
    case 0x2010: return .replace(.letters, by: 0x2D)
    default: return digit(scalar)
    }
  }

  private static func hebrew(_ scalar: UInt32) -> FoldRule? {
    switch scalar {
    // Final forms stand right before the ordinary ones.
    case 0x05DA, 0x05DD, 0x05DF, 0x05E3, 0x05E5: .replace(.letters, by: scalar + 1)
    case 0x05F0: .replace(.letters, by: 0x05D5, 0x05D5)
    case 0x05F1: .replace(.letters, by: 0x05D5, 0x05D9)
    case 0x05F2: .replace(.letters, by: 0x05D9, 0x05D9)
    case 0x05F3: .replace(.letters, by: 0x27)  // geresh
    case 0x05F4: .replace(.letters, by: 0x22)  // gershayim
    default: nil
    }
  }

  private static func arabic(_ scalar: UInt32) -> FoldRule? {
    switch scalar {
    case 0x0640: .remove(.letters)  // tatweel stretches a word and spells nothing
    case 0x0622, 0x0623, 0x0625, 0x0671...0x0673: .replace(.letters, by: 0x0627)  // alef
    case 0x0624: .replace(.letters, by: 0x0648)  // waw with hamza
    case 0x0626, 0x0649, 0x06CC: .replace(.letters, by: 0x064A)  // forms of yeh
    case 0x06A9, 0x06AA: .replace(.letters, by: 0x0643)  // Persian and swash kaf
    // Teh marbuta, and heh as Urdu, Kurdish and Persian write it.
    case 0x0629, 0x06BE, 0x06C0...0x06C3, 0x06D5: .replace(.letters, by: 0x0647)
    case 0x06D3: .replace(.letters, by: 0x06D2)  // yeh barree with hamza
    default: digit(scalar)
    }
  }

  /// Every script's decimal digits are read as the same numbers.
  private static func digit(_ scalar: UInt32) -> FoldRule? {
    guard scalar >= 0x80, let properties = Unicode.Scalar(scalar)?.properties,
      properties.numericType == .decimal, let value = properties.numericValue
    else { return nil }
    return .replace(.letters, by: 0x30 + UInt32(value))
  }
}
