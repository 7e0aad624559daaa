/// The scripts in which several languages have to be told apart.
enum VotingGroup: Int, CaseIterable {
  case latin, cyrillic, arabic, devanagari, hebrew

  /// The group of a script, if its languages vote.
  init?(_ script: ScriptClass) {
    switch script {
    case .latin: self = .latin
    case .cyrillic: self = .cyrillic
    case .arabic: self = .arabic
    case .devanagari: self = .devanagari
    case .hebrew: self = .hebrew
    default: return nil
    }
  }

  /// The script of the group.
  var script: ScriptClass {
    switch self {
    case .latin: .latin
    case .cyrillic: .cyrillic
    case .arabic: .arabic
    case .devanagari: .devanagari
    case .hebrew: .hebrew
    }
  }

  /// Which of ``FunctionWords/profiles`` belong to each group.
  static let profiles: [Range<Int>] = allCases.map { group in
    let script = group.script
    let all = FunctionWords.profiles
    let first = all.firstIndex { $0.script == script } ?? 0
    return first..<first + all.count { $0.script == script }
  }
}

/// Counts what speaks for each language in a passage or a document.
///
/// A function word gives every language that has it a share of ``wordWeight``, letters a share of
/// ``letterWeight``: the fewer languages have it, the more it says. Passages of running text are
/// settled within their first sentence, titles often by one word or one letter.
struct LanguageVote: ~Copyable {
  /// What a word says that only one language has; twelve, so that it can be divided.
  static let wordWeight: Int32 = 12
  /// What a letter says that only one language has: less, since names bring foreign letters along.
  static let letterWeight: Int32 = 8
  /// A passage is settled as soon as the first is so far ahead of the second.
  static let settlingLead: Int32 = 4 * wordWeight
  /// Plain ASCII without any evidence is taken for English; and English needs this much less evidence
  /// than other languages there, since `la` or `de` in a title is most often a part of a name.
  static let plainLead: Int32 = 5

  /// For each profile.
  private var scores = [Int32](repeating: 0, count: FunctionWords.profiles.count)
  /// The first profile of each group, and behind the last one their number.
  private let firsts = VotingGroup.profiles.map(\.lowerBound) + [FunctionWords.profiles.count]
  private let english = FunctionWords.profiles.firstIndex { $0.code == "en" } ?? 0
  /// How many words have been looked at in each group.
  private var wordCounts = [Int32](repeating: 0, count: VotingGroup.allCases.count)
  /// Whether a letter beyond ASCII has been met in a Latin word.
  private(set) var hasLetters = false

  init() {}

  /// Forgets all that has been counted.
  mutating func removeAll() {
    for index in scores.indices { scores[index] = 0 }
    for index in wordCounts.indices { wordCounts[index] = 0 }
    hasLetters = false
  }

  /// Counts a word of the group, folded, which stands at `range` of `terms`.
  @inline(__always)
  mutating func count(
    _ terms: Span<UInt8>, at range: Range<Int>, in group: VotingGroup,
    by table: borrowing FunctionWords
  ) {
    wordCounts[group.rawValue] += 1
    let (start, count) = (range.lowerBound, range.count)
    if group == .latin,
      WordBytes.areLetters(in: terms, at: start, count: count, allowingCapital: false)
    {
      let key = WordBytes.key(in: terms, at: start, count: count)
      let set = table.languages(ofHash: WordBytes.hash(key, count: count))
      if set != 0 { add(set, Self.wordWeight, group) }
    } else {
      countMixed(terms.extracting(range), in: group, by: table)
    }
  }

  /// Counts a word that is not plain ASCII letters: its letters, and what stands before or behind an
  /// apostrophe.
  private mutating func countMixed(
    _ word: Span<UInt8>, in group: VotingGroup, by table: borrowing FunctionWords
  ) {
    var letters: UInt64 = 0
    var index = 0
    var hasApostrophe = false
    while index < word.count {
      let decoded = decodeScalar(in: word, at: index)
      let scalar = decoded.scalar
      if scalar == 0x27 || scalar == 0x2019 {
        hasApostrophe = true
      } else if scalar < 0x80 {
        // Digits, dots and the like: not a word of a language.
        guard scalar &- 0x61 < 26 else { return }
      } else {
        let set = table.languages(ofLetter: scalar, in: group)
        // Each set of languages once a word.
        if set != 0, set != letters { add(set, Self.letterWeight, group) }
        letters = set
        if scalar < 0x250 || 0x1E00...0x1EFF ~= scalar { hasLetters = true }
      }
      index += decoded.length
    }
    if hasApostrophe {
      countElided(word, in: group, by: table)
    } else {
      add(table.languages(ofHash: WordBytes.hash(word)), Self.wordWeight, group)
    }
  }

  /// Counts a word with an apostrophe, of whichever kind, and what stands before it.
  private mutating func countElided(
    _ word: Span<UInt8>, in group: VotingGroup, by table: borrowing FunctionWords
  ) {
    var plain: [UInt8] = []
    var apostrophe = -1
    var index = 0
    while index < word.count {
      let decoded = decodeScalar(in: word, at: index)
      if decoded.scalar == 0x27 || decoded.scalar == 0x2019 {
        if apostrophe < 0 { apostrophe = plain.count }
        plain.append(0x27)
      } else {
        for offset in 0..<decoded.length { plain.append(word[index + offset]) }
      }
      index += decoded.length
    }
    add(table.languages(ofHash: WordBytes.hash(plain.span)), Self.wordWeight, group)
    guard apostrophe > 0 else { return }
    let head = plain.span.extracting(first: apostrophe + 1)
    add(table.languages(ofHash: WordBytes.hash(head)), Self.wordWeight, group)
  }

  @inline(__always)
  private mutating func add(_ set: UInt64, _ weight: Int32, _ group: VotingGroup) {
    // Bits of another script's profiles mean nothing here.
    let set = set & mask(of: group)
    guard set != 0 else { return }
    // Dividing takes longer than all the rest.
    let count = set.nonzeroBitCount
    let share = count == 1 ? weight : count == 2 ? weight >> 1 : max(1, weight / Int32(count))
    let first = firsts[group.rawValue]
    var rest = set
    while rest != 0 {
      scores[first + rest.trailingZeroBitCount] += share
      rest &= rest - 1
    }
  }

  /// The bits of a group's profiles.
  @inline(__always)
  private func mask(of group: VotingGroup) -> UInt64 {
    .max >> UInt64(64 - (firsts[group.rawValue + 1] - firsts[group.rawValue]))
  }

  /// Adds all that another vote counted.
  mutating func add(_ other: borrowing LanguageVote) {
    // Capped, so that no sum overflows; one passage never counts so much.
    for index in scores.indices {
      scores[index] = min(scores[index] + other.scores[index], 1 << 29)
    }
    for index in wordCounts.indices {
      wordCounts[index] = min(wordCounts[index] + other.wordCounts[index], 1 << 29)
    }
    hasLetters = hasLetters || other.hasLetters
  }

  /// Counts a letter by itself, for what folding hides.
  mutating func count(
    letter: UInt32, in group: VotingGroup, by table: borrowing FunctionWords
  ) {
    add(table.languages(ofLetter: letter, in: group), Self.letterWeight, group)
    hasLetters = true
  }

  /// How many words of the group have been counted.
  func wordCount(_ group: VotingGroup) -> Int { Int(wordCounts[group.rawValue]) }

  /// Whether the group's first is so far ahead that the rest of the passage need not be counted.
  func isSettled(_ group: VotingGroup) -> Bool {
    let (_, best, second) = leaders(group)
    return best - second >= Self.settlingLead
  }

  /// The profile that clearly leads, if one does: it has the evidence of a word of its own, and of
  /// one in twenty-four, and as much ahead of the second as half a word.
  func clearWinner(_ group: VotingGroup) -> Int? {
    let (winner, best, second) = leaders(group)
    let isDense = 2 * best >= wordCounts[group.rawValue]
    guard best >= Self.wordWeight, isDense, best - second >= Self.wordWeight / 2 else { return nil }
    return winner
  }

  /// The profile that leads by anything at all. Of several the first: those with a stemmer come
  /// first, and what is tied is closely related (Indonesian and Malay, Turkish and Azerbaijani).
  func anyWinner(_ group: VotingGroup) -> Int? {
    let (winner, best, _) = leaders(group)
    return best > 0 ? winner : nil
  }

  private func leaders(_ group: VotingGroup) -> (winner: Int, best: Int32, second: Int32) {
    var (winner, best, second) = (0, -1 as Int32, -1 as Int32)
    for index in firsts[group.rawValue]..<firsts[group.rawValue + 1] {
      var score = scores[index]
      if group == .latin, index == english, !hasLetters { score += Self.plainLead }
      if score > best {
        (winner, best, second) = (index, score, best)
      } else if score > second {
        second = score
      }
    }
    return (winner, best, second)
  }
}
