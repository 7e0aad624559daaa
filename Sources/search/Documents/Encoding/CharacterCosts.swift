import Glibc

/// How unlikely each character is in texts of a language: minus ten times the natural logarithm of its
/// probability, for each UTF-16 unit. So the costs of a text add up, and the decoding that costs least
/// is the likeliest, whether it takes one byte a character or two.
struct CharacterCosts: Sendable {
  /// The cost of each unit.
  private(set) var costs: [UInt8]
  /// The costs of a to z in words that have letters beyond ASCII.
  private(set) var plainCosts: [UInt8]

  /// The costs in texts of an alphabet.
  init(_ profile: LanguageProfile, base: [UInt8]) {
    costs = base
    plainCosts = Self.plainCosts(profile.plainLetters)
    let letters = profile.letters.unicodeScalars.filter { $0.value < 0x1_0000 }
    guard !letters.isEmpty else { return }
    // Letters of most alphabets fall off about so: the tenth is met a third as often as the first.
    let slope = letters.count > 20 ? 10.5 : 4.5
    let weights = letters.indices.enumerated().map { exp(-Double($0.offset) / slope) }
    let sum = weights.reduce(0, +)
    for (letter, weight) in zip(letters, weights) {
      let share = weight / sum * Double(profile.perMille) / 1000
      set(letter, Self.cost(share))
      let upper = letter.properties.uppercaseMapping.unicodeScalars
      if upper.count == 1, let first = upper.first, first != letter {
        set(first, Self.cost(share * 0.06))
      }
    }
  }

  /// The costs in texts of a script with thousands of characters.
  init(_ script: Charset.Script, base: [UInt8]) {
    costs = base
    plainCosts = Self.plainCosts("")
    switch script {
    case .simplified:
      setKnown("GB18030", 0xB0...0xF7, common: 0xD7, 104, 124)
      setFrequent(FrequentCharacters.simplified, share: 0.82)
      setPunctuation()
    case .traditional:
      setKnown("Big5-HKSCS", 0xA4...0xF9, common: 0xC6, 104, 124)
      setFrequent(FrequentCharacters.traditional, share: 0.82)
      setPunctuation()
    case .japanese:
      setKnown("EUC-JP", 0xB0...0xF4, common: 0xCF, 110, 128)
      setFrequent(FrequentCharacters.kanji, share: 0.32)
      setRanked(
        FrequentCharacters.hiragana, [(10, 0.022), (15, 0.014), (25, 0.0045), (99, 0.0004)])
      setRanked(FrequentCharacters.katakana, [(25, 0.003), (25, 0.0009), (99, 0.0003)])
      setPunctuation()
    case .korean:
      setKnown("windows-949", 0xB0...0xC8, common: 0xC8, 102, 102)
      setRanked(
        FrequentCharacters.hangul,
        [(25, 0.0092), (25, 0.0038), (50, 0.0021), (100, 0.001), (200, 0.00036)])
    case .halfWidth:
      for unit in 0xFF61...0xFF9F { costs[unit] = 42 }
      setRanked("ﾝｰｽﾙﾄｲﾞｼﾗﾘｸﾀｶｯﾌ", [(15, 0.045)])
    default: break
    }
  }

  private static func plainCosts(_ order: String) -> [UInt8] {
    var costs = [UInt8](repeating: order.isEmpty ? 29 : 75, count: 26)
    for (rank, letter) in order.utf8.enumerated() where 0x61...0x7A ~= letter {
      costs[Int(letter - 0x61)] = UInt8(clamping: cost(0.105 * exp(-Double(rank) / 8)))
    }
    return costs
  }

  private mutating func set(_ scalar: Unicode.Scalar, _ cost: Int) {
    costs[Int(scalar.value & 0xFFFF)] = UInt8(clamping: cost)
  }

  private static func cost(_ probability: Double) -> Int {
    Int((-10 * log(probability)).rounded())
  }

  /// Ranks by runs of equal probability.
  private mutating func setRanked(_ characters: String, _ runs: [(count: Int, share: Double)]) {
    var rest = characters.unicodeScalars[...]
    for run in runs {
      for scalar in rest.prefix(run.count) { set(scalar, Self.cost(run.share)) }
      rest = rest.dropFirst(run.count)
    }
  }

  /// Chinese characters, of which the first 25 are 18 % of a text, and so on.
  private mutating func setFrequent(_ characters: String, share: Double) {
    let parts: [(Int, Double)] = [
      (25, 0.182), (25, 0.079), (50, 0.112), (100, 0.15), (200, 0.17), (400, 0.16),
    ]
    setRanked(characters, parts.map { ($0.0, $0.1 * share / Double($0.0)) })
  }

  /// What stands in rows of a national character set, whose first rows hold the commoner characters.
  private mutating func setKnown(
    _ converter: String, _ leads: ClosedRange<UInt8>, common: UInt8, _ cost: UInt8, _ rare: UInt8
  ) {
    guard let charset = Charset.named(converter) else { return }
    for lead in leads {
      for trail in UInt8(0x40)...0xFE {
        guard let units = CharsetConverter.units([lead, trail], in: charset), units.count == 1,
          units[0] >= 0x4E00, units[0] < 0xE000
        else { continue }
        costs[Int(units[0])] = lead <= common ? cost : rare
      }
    }
  }

  private mutating func setPunctuation() {
    setRanked("，。、", [(3, 0.022)])
    setRanked("（）“”《》「」：；？！—…·『』・\u{3000}", [(19, 0.003)])
    for unit in 0xFF10...0xFF19 { costs[unit] = min(costs[unit], 75) }
    for unit in 0xFF21...0xFF5A { costs[unit] = min(costs[unit], 85) }
  }

  /// What characters cost in texts that have no use for them.
  static let foreign: [UInt8] = {
    var costs = [UInt8](repeating: 140, count: 1 << 16)
    func fill(_ range: ClosedRange<Int>, _ cost: UInt8) {
      for unit in range { costs[unit] = cost }
    }
    fill(0x00...0x1F, 150)
    fill(0x20...0x7E, 50)
    fill(0x30...0x39, 42)
    fill(0x41...0x5A, 40)
    fill(0x61...0x7A, 29)
    fill(0x7F...0x9F, 180)
    fill(0xA0...0xBF, 95)
    fill(0xC0...0xFF, 100)
    fill(0x100...0x17F, 115)
    fill(0x180...0x36F, 130)
    fill(0x370...0x45F, 110)
    fill(0x490...0x491, 115)
    fill(0x5D0...0x5EA, 110)
    fill(0x60C...0x652, 110)
    fill(0x660...0x6FF, 120)
    fill(0xE01...0xE5B, 110)
    fill(0x1E00...0x1EFF, 130)
    fill(0x2010...0x2027, 80)
    fill(0x2500...0x25FF, 112)
    fill(0x3000...0x3020, 105)
    fill(0x3040...0x30FF, 120)
    fill(0x4E00...0x9FFF, 130)
    fill(0xAC00...0xD7A3, 130)
    fill(0xD800...0xDFFF, 100)
    fill(0xE000...0xF8FF, 200)
    fill(0xFF01...0xFF5E, 120)
    fill(0xFF61...0xFF9F, 118)
    fill(0xFFFD...0xFFFF, 220)
    let single: [(Int, UInt8)] = [
      (0x09, 40), (0x0A, 35), (0x0D, 35), (0x20, 18), (0xA0, 75), (0xAB, 75), (0xBB, 75),
      (0x2018, 75), (0x2019, 62), (0x201C, 66), (0x201D, 66), (0x2013, 68), (0x2014, 70),
      (0x2026, 70), (0x201A, 105), (0x2020, 95), (0x2021, 100), (0x20AC, 85), (0x2116, 80),
      (0xB0, 80), (0xA9, 85), (0xA7, 85), (0x2122, 90),
      (0xA6, 110), (0xA8, 112), (0xAC, 112), (0xAF, 112), (0xB4, 100), (0xB8, 115), (0xA4, 112),
      (0xB6, 105), (0xB7, 85), (0xFEFF, 160),
    ]
    for (unit, cost) in single { costs[unit] = cost }
    return costs
  }()
}
