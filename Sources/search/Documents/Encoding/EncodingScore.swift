/// Judges decodings of one text by how likely they are in the languages that the encoding is for.
struct EncodingScore: Sendable {
  /// A decoding's likelihood.
  struct Judgment: Sendable {
    /// In tenths of a nat: the higher, the likelier.
    var score: Int
    /// What a character beyond ASCII costs in the mean, in tenths of a nat: what fits is near 40 in an
    /// alphabet and near 70 in Chinese; what does not fit, beyond 100.
    var meanCost: Int
  }

  private struct Model: Sendable {
    var script: Charset.Script
    var costs: CharacterCosts
    var language: Int?
  }

  private let models: [Model]
  private let words: [UInt64: UInt64]

  /// Made when the first file needs it.
  static let shared = EncodingScore()

  private init() {
    let base = CharacterCosts.foreign
    var models: [Model] = []
    var words: [UInt64: UInt64] = [:]
    for (number, profile) in LanguageProfile.alphabetic.enumerated() {
      models.append(
        Model(
          script: profile.script, costs: CharacterCosts(profile, base: base), language: number))
      for word in profile.words.split(separator: " ") {
        words[Self.hash(Array(word.utf16)), default: 0] |= 1 << UInt64(number)
      }
    }
    let scripts: [Charset.Script] = [.simplified, .traditional, .japanese, .korean, .halfWidth]
    for script in scripts {
      models.append(
        Model(script: script, costs: CharacterCosts(script, base: base), language: nil))
    }
    self.models = models
    self.words = words
  }

  /// Judges a decoding.
  ///
  /// - Complexity: O(units · languages of the encoding).
  func judge(_ units: [UInt16], as charset: Charset) -> Judgment {
    let transitions = Self.transitionCost(units)
    var found = [Int](repeating: 0, count: LanguageProfile.alphabetic.count)
    if charset.scripts.isDisjoint(with: [.simplified, .traditional, .japanese, .korean]) {
      countWords(units, &found)
    }
    let strangeCount = units.count { $0 >= 0x80 }
    let mixed = Self.mixedWords(units)
    var best = Judgment(score: .min, meanCost: 255)
    for model in models where charset.scripts.contains(model.script) {
      let costs = model.costs.costs
      var sum = 0
      var strange = 0
      for unit in units {
        let cost = Int(costs[Int(unit)])
        sum += cost
        if unit >= 0x80 { strange += cost }
      }
      if model.language != nil {
        let plain = model.costs.plainCosts
        for index in mixed {
          let letter = Int(units[index] | 0x20) - 0x61
          sum += Int(plain[letter]) - 29
        }
      }
      let bonus = model.language.map { min(found[$0], 300) } ?? 0
      let score = bonus - sum - transitions
      if score > best.score {
        let mean = strangeCount == 0 ? 0 : (strange + transitions) / strangeCount
        best = Judgment(score: score, meanCost: mean)
      }
    }
    best.score -= charset.handicap
    return best
  }

  private static func transitionCost(_ units: [UInt16]) -> Int {
    let kinds = CharacterClasses.kinds
    let table = CharacterClasses.costs
    let scripts = CharacterClasses.scripts
    var previous = CharacterClasses.Kind.blank.rawValue
    var script: UInt8 = 1
    var sum = 0
    for unit in units {
      let kind = kinds[Int(unit)]
      sum += CharacterClasses.cost(previous, kind, table)
      previous = kind
      let next = scripts[Int(kind)]
      if next != 0, next != script {
        // Who changes the script writes more than a letter in it.
        sum += next == 5 || script == 5 ? 8 : 26
        script = next
      }
    }
    return sum
  }

  /// Where letters of ASCII stand in words that have others, too.
  private static func mixedWords(_ units: [UInt16]) -> [Int] {
    var found: [Int] = []
    var word: [Int] = []
    var isMixed = false
    for (index, unit) in units.enumerated() {
      if 0x61...0x7A ~= unit | 0x20 {
        word.append(index)
      } else if unit >= 0xC0 && unit < 0x600 {
        isMixed = true
      } else {
        if isMixed { found += word }
        word.removeAll(keepingCapacity: true)
        isMixed = false
      }
    }
    return isMixed ? found + word : found
  }

  /// Adds for each language what its words in the text are worth.
  private func countWords(_ units: [UInt16], _ found: inout [Int]) {
    let kinds = CharacterClasses.kinds
    var word: [UInt16] = []
    func end(_ found: inout [Int]) {
      defer { word.removeAll(keepingCapacity: true) }
      guard !word.isEmpty, word.count <= 8 else { return }
      guard var mask = words[Self.hash(word)] else { return }
      let worth = word.contains { $0 >= 0x80 } ? (word.count == 1 ? 8 : 20) : 6
      while mask != 0 {
        found[mask.trailingZeroBitCount] += worth
        mask &= mask - 1
      }
    }
    for unit in units {
      let kind = CharacterClasses.Kind(rawValue: kinds[Int(unit)]) ?? .other
      if kind.alphabet == 0, kind != .other {
        end(&found)
      } else if word.count <= 8 {
        word.append(kind.isUpper ? Self.lowercased(unit) : unit)
      }
    }
    end(&found)
  }

  private static func lowercased(_ unit: UInt16) -> UInt16 {
    if unit < 0x80 { return unit | 0x20 }
    guard let scalar = Unicode.Scalar(unit) else { return unit }
    let lower = scalar.properties.lowercaseMapping.utf16
    return lower.count == 1 ? lower.first ?? unit : unit
  }

  /// FNV-1a.
  private static func hash(_ units: [UInt16]) -> UInt64 {
    units.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
