/// The places of a run of Han and kana at which it may be spelled otherwise.
struct SpellingSites {
  /// What is done at a site, the likelier first.
  enum Kind: CaseIterable {
    /// ヴィ becomes ビ.
    case plainVu
    /// ー becomes a vowel.
    case spelledVowel
    /// 々 or ゝ becomes what it repeats.
    case spelledRepeat
    /// ビ becomes ヴィ.
    case vu
    /// A repeated vowel becomes ー.
    case longVowel
    /// A repeated character becomes 々 or ゝ.
    case repeatMark
  }

  /// One place.
  struct Site {
    /// What is done.
    var kind: Kind
    /// The first code point that is replaced.
    var start: Int
    /// How many are replaced.
    var count: Int
    /// What replaces them.
    var replacement: [UInt32]
  }

  /// The sites, from left to right.
  private(set) var sites: [Site] = []
  private let scalars: [UInt32]

  /// Finds the sites of a run.
  init(of scalars: [UInt32]) {
    self.scalars = scalars
    for index in scalars.indices {
      findVu(at: index)
      findLongVowel(at: index)
      findRepeat(at: index)
    }
  }

  private static let katakanaOffset: UInt32 = 0x60

  /// The plain hiragana of the code point at `index`; 0 for what is no kana letter.
  private func plain(_ index: Int) -> UInt32 {
    guard index >= 0, index < scalars.count, KanaForms.mayHold(scalars[index]) else { return 0 }
    let plain = KanaForms.plain(scalars[index]) ?? scalars[index]
    return (0x3041...0x3096).contains(plain) ? plain : 0
  }

  /// A hiragana, in the kana of the code point at `index`.
  private func like(_ index: Int, _ hiragana: UInt32) -> UInt32 {
    let isKatakana = (0x30A1...0x30FE).contains(scalars[index])
    return isKatakana ? hiragana + Self.katakanaOffset : hiragana
  }

  private mutating func add(_ kind: Kind, _ start: Int, _ count: Int, _ replacement: [UInt32]) {
    sites.append(Site(kind: kind, start: start, count: count, replacement: replacement))
  }

  // The small vowels of ヴァ, ヴィ, ヴェ, ヴォ and the letters of バ行, in one order.
  private static let smallVowels: [UInt32] = [0x3041, 0x3043, 0x3047, 0x3049]
  private static let vowels: [UInt32] = [0x3042, 0x3044, 0x3048, 0x304A]
  private static let plainVu: [UInt32] = [0x3070, 0x3073, 0x3079, 0x307C]
  private static let glides: [UInt32] = [0x3084, 0x3086, 0x3088]

  private mutating func findVu(at index: Int) {
    let letter = plain(index)
    let next = plain(index + 1)
    if letter == KanaForms.vu {
      if let vowel = Self.vowels.firstIndex(of: next) {
        add(.plainVu, index, 2, [like(index, Self.plainVu[vowel])])
      } else if Self.glides.contains(next) {
        add(.plainVu, index, 1, [like(index, 0x3073)])
      }
    } else if let vowel = Self.plainVu.firstIndex(of: letter) {
      let vu = like(index, KanaForms.vu)
      if letter == 0x3073, Self.glides.contains(next) {
        add(.vu, index, 1, [vu])
      } else {
        add(.vu, index, 1, [vu, like(index, Self.smallVowels[vowel])])
      }
    }
  }

  private mutating func findLongVowel(at index: Int) {
    guard index > 0 else { return }
    if scalars[index] == KanaForms.longVowel {
      // The letter that a row of ー lengthens.
      guard let letter = scalars[..<index].lastIndex(where: { $0 != KanaForms.longVowel })
      else { return }
      let vowel = KanaForms.look(plain(letter), in: KanaForms.vowels)
      if vowel != 0 { add(.spelledVowel, index, 1, [like(letter, vowel)]) }
    } else if plain(index) != 0,
      plain(index) == KanaForms.look(plain(index - 1), in: KanaForms.vowels)
    {
      add(.longVowel, index, 1, [KanaForms.longVowel])
    }
  }

  private mutating func findRepeat(at index: Int) {
    guard index > 0 else { return }
    let previous = scalars[index - 1]
    switch scalars[index] {
    case KanaForms.hanIteration, KanaForms.verticalIteration: findHanRepeat(at: index)
    case KanaForms.iteration, 0x30FD:
      if let base = unvoiced(index - 1) { add(.spelledRepeat, index, 1, [like(index - 1, base)]) }
    case KanaForms.voicedIteration, 0x30FE:
      guard let base = unvoiced(index - 1) else { return }
      let voiced = KanaForms.look(base, in: KanaForms.voiced)
      if voiced != 0 { add(.spelledRepeat, index, 1, [like(index - 1, voiced)]) }
    case let scalar where HanClasses.mayHold(scalar) && scalar == previous:
      add(.repeatMark, index, 1, [KanaForms.hanIteration])
    default: findKanaRepeat(at: index)
    }
  }

  /// A run of n 々 and the n characters before it.
  private mutating func findHanRepeat(at index: Int) {
    let isRepeat = { $0 == KanaForms.hanIteration || $0 == KanaForms.verticalIteration }
    guard !isRepeat(scalars[index - 1]) else { return }
    let count = scalars[index...].prefix(while: isRepeat).count
    let before = scalars[..<index].reversed().prefix(while: HanClasses.mayHold).prefix(count)
    guard !before.isEmpty else { return }
    let repeated = Array(before.reversed())
    add(.spelledRepeat, index, count, (0..<count).map { repeated[$0 % repeated.count] })
  }

  private mutating func findKanaRepeat(at index: Int) {
    let letter = plain(index)
    guard letter != 0, let base = unvoiced(index - 1) else { return }
    if letter == base {
      add(.repeatMark, index, 1, [like(index - 1, KanaForms.iteration)])
    } else if letter == KanaForms.look(base, in: KanaForms.voiced) {
      add(.repeatMark, index, 1, [like(index - 1, KanaForms.voicedIteration)])
    }
  }

  /// The letter at `index` without a voiced mark, or nil for what is no kana letter.
  private func unvoiced(_ index: Int) -> UInt32? {
    let letter = plain(index)
    guard letter != 0 else { return nil }
    let base = KanaForms.look(letter, in: KanaForms.unvoiced)
    return base == 0 ? letter : base
  }
}
