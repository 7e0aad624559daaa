/// What kinds of characters stand side by side: a wrong decoding puts capitals within words, signs
/// between letters, and letters of two scripts into one word.
struct CharacterClasses: Sendable {
  /// The kind of a character.
  enum Kind: UInt8, Sendable {
    case other, asciiLower, asciiUpper, digit, blank
    case lower, upper, unicase, greekLower, greekUpper, cyrillicLower, cyrillicUpper
    case symbol, ideograph, kana, hangul, halfKana

    var isLower: Bool {
      self == .asciiLower || self == .lower || self == .greekLower || self == .cyrillicLower
    }
    var isUpper: Bool {
      self == .asciiUpper || self == .upper || self == .greekUpper || self == .cyrillicUpper
    }
    /// 0 for what is no letter of an alphabet; letters of one alphabet share a number.
    var alphabet: Int {
      switch self {
      case .asciiLower, .asciiUpper, .lower, .upper: 1
      case .greekLower, .greekUpper: 2
      case .cyrillicLower, .cyrillicUpper: 3
      case .unicase: 4
      default: 0
      }
    }
  }

  /// The kind of each UTF-16 unit.
  static let kinds: [UInt8] = (0..<1 << 16).map { kind(of: $0).rawValue }

  private static let count = 17

  /// The alphabet of each kind, 5 for Chinese, Japanese and Korean, 0 for what belongs to none.
  static let scripts: [UInt8] = (0..<UInt8(count)).map { number in
    guard let kind = Kind(rawValue: number) else { return 0 }
    let isWide = number >= Kind.ideograph.rawValue
    return isWide ? 5 : UInt8(kind.alphabet)
  }

  /// What two kinds side by side cost, in tenths of a nat.
  static let costs: [Int8] = {
    var costs = [Int8](repeating: 0, count: count * count)
    for left in 0..<count {
      for right in 0..<count {
        guard let one = Kind(rawValue: UInt8(left)), let other = Kind(rawValue: UInt8(right)) else {
          continue
        }
        costs[left * count + right] = cost(one, other)
      }
    }
    return costs
  }()

  /// What a unit costs beside the one before it.
  @inline(__always)
  static func cost(_ previous: UInt8, _ next: UInt8, _ table: [Int8]) -> Int {
    Int(table[Int(previous) * count + Int(next)])
  }

  private static func cost(_ left: Kind, _ right: Kind) -> Int8 {
    let isASCII = left.rawValue <= 4 && right.rawValue <= 4
    if isASCII || left == .other || right == .other { return 0 }
    if left.alphabet != 0, right.alphabet != 0 {
      if left.alphabet != right.alphabet { return 40 }
      if left.isLower, right.isUpper { return 40 }
      // A capital is dear, but behind another one it is no surprise.
      return left.isUpper && right.isUpper ? -20 : 0
    }
    if left == .symbol || right == .symbol {
      let letter = left == .symbol ? right : left
      return letter.alphabet != 0 ? 25 : 0
    }
    if left == .digit || right == .digit { return left.alphabet + right.alphabet > 1 ? 10 : 0 }
    let isAlphabetic = left.alphabet != 0 || right.alphabet != 0
    let isWide =
      left.rawValue >= Kind.ideograph.rawValue || right.rawValue >= Kind.ideograph.rawValue
    if isAlphabetic, isWide {
      if left.alphabet + right.alphabet > 1 { return 40 }
      return left == .halfKana || right == .halfKana ? 30 : 10
    }
    if left == .hangul || right == .hangul { return left == right || !isWide ? 0 : 20 }
    if left == .halfKana || right == .halfKana { return left == right ? 0 : 15 }
    return 0
  }

  private static func kind(of unit: Int) -> Kind {
    switch unit {
    case 0x61...0x7A: return .asciiLower
    case 0x41...0x5A: return .asciiUpper
    case 0x30...0x39: return .digit
    case 0x00...0x7F: return .blank
    case 0x80...0xBF where unit != 0xAA && unit != 0xBA && unit != 0xB5:
      return [0xA0, 0xA1, 0xAB, 0xB7, 0xBB, 0xBF].contains(unit) ? .blank : .symbol
    case 0xD7, 0xF7: return .symbol
    case 0xAA, 0xB5, 0xBA, 0xC0...0x24F, 0x1E00...0x1EFF: return cased(unit, .lower, .upper)
    case 0x300...0x36F: return .other
    case 0x370...0x3FF: return cased(unit, .greekLower, .greekUpper)
    case 0x400...0x52F: return cased(unit, .cyrillicLower, .cyrillicUpper)
    case 0x5D0...0x5EA, 0x620...0x64A, 0x671...0x6D3, 0xE01...0xE4E: return .unicase
    case 0x2010...0x201F, 0x2023...0x2027, 0x3000...0x3020, 0xFF01...0xFF0F: return .blank
    case 0x2020...0x2022, 0x2030...0x2BFF: return .symbol
    case 0x3041...0x30FF: return .kana
    case 0x3400...0x9FFF: return .ideograph
    case 0xAC00...0xD7A3: return .hangul
    case 0xE000...0xF8FF: return .symbol
    case 0xFF66...0xFF9F: return .halfKana
    default: return .other
    }
  }

  private static func cased(_ unit: Int, _ lower: Kind, _ upper: Kind) -> Kind {
    guard let scalar = Unicode.Scalar(UInt32(unit)) else { return .other }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: return upper
    case .lowercaseLetter, .otherLetter, .modifierLetter: return lower
    default: return .symbol
    }
  }
}
