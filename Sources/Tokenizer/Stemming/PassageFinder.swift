/// The way of a word through stemming, by its script. The raw values from 1 to 5 are those of
/// ``VotingGroup`` plus 1.
enum WordRoute: UInt8 {
  case none = 0
  case latin, cyrillic, arabic, devanagari, hebrew
  case greek, armenian, indic

  /// The route of a token: none unless it is a word in a script that has a stemmer.
  @inline(__always)
  static func of(_ token: Token) -> WordRoute {
    guard token.kind == .word else { return .none }
    switch token.script {
    case .latin: return .latin
    case .cyrillic: return .cyrillic
    case .arabic: return .arabic
    case .devanagari: return .devanagari
    case .hebrew: return .hebrew
    case .greek: return .greek
    case .armenian: return .armenian
    case .indic: return .indic
    default: return .none
    }
  }

  /// The group whose languages vote.
  @inline(__always)
  var group: VotingGroup? { VotingGroup(rawValue: Int(rawValue) - 1) }
}

/// Cuts a text into passages and finds the language of each.
///
/// A passage that is too short or too mixed to say joins the document; what the document cannot say
/// is decided by letters, and by what is most written in the script.
struct PassageFinder: ~Copyable {
  /// A stretch of tokens in one language to a script: a paragraph, or part of a long one.
  struct Passage {
    /// The first token behind it.
    var end: Int
    /// For each ``VotingGroup`` a profile, or -1 where the passage could not say.
    fileprivate var winners: InlineArray<5, Int8>
    /// For each ``WordRoute`` the place of its language in `StemmingLanguage.allCases`, or -1.
    var stemmers = InlineArray<9, Int8>(repeating: -1)
  }

  /// The passages of the text; together they cover all its tokens.
  private(set) var passages: [Passage] = []
  private var document = LanguageVote()
  private var vote = LanguageVote()

  /// A line break ends a passage from so many words on; below that it may be a wrapped line or a
  /// title, and neighbours share a language more often than not.
  private static let lineWordCount = 48
  /// A passage ends here in any case: long enough to be sure, short enough for quotations.
  private static let longestPassage = 256
  /// A document of so many words has function words, if it is in a language that we know.
  private static let tellingWordCount = 100

  /// Cuts the tokens into passages. False if there is no word that could be stemmed.
  mutating func find(in buffer: TokenBuffer, of text: Span<UInt8>) -> Bool {
    passages.removeAll(keepingCapacity: true)
    document.removeAll()
    vote.removeAll()
    let table = FunctionWords.shared
    let tokens = buffer.tokens.span
    let terms = buffer.termBytes.span
    var settled: UInt8 = 0
    var wordCount = 0
    var lastEnd = 0
    for index in tokens.indices {
      let token = tokens[index]
      let route = WordRoute.of(token)
      if route == .none { continue }
      if wordCount > 0, Self.endsPassage(text, lastEnd, Int(token.start), wordCount) {
        close(at: index)
        (settled, wordCount) = (0, 0)
      }
      lastEnd = Int(token.end)
      wordCount += 1
      guard let group = route.group, settled >> UInt8(group.rawValue) & 1 == 0 else { continue }
      vote.count(terms, at: Int(token.termStart)..<Int(token.termEnd), in: group, by: table)
      if vote.wordCount(group) & 15 == 0, vote.isSettled(group) {
        settled |= 1 << UInt8(group.rawValue)
      }
    }
    guard wordCount > 0 else { return false }
    close(at: tokens.count)
    settle(fallback(buffer, text, table))
    return true
  }

  /// Gives back the memory that an unusually long text took.
  mutating func trim() {
    if passages.capacity > 1 << 16 { passages = [] }
  }

  /// Whether a term, of an Indic script, is Tamil.
  @inline(__always)
  static func isTamil(_ word: Span<UInt8>) -> Bool {
    // U+0B80 to U+0BFF.
    word.count >= 3 && word[0] == 0xE0 && word[1] & 0xFE == 0xAE
  }

  /// Whether a passage ends between the end of one word and the start of the next.
  @inline(__always)
  private static func endsPassage(
    _ text: Span<UInt8>, _ end: Int, _ start: Int, _ wordCount: Int
  ) -> Bool {
    if wordCount >= longestPassage { return true }
    // One space between two words, most often.
    if start - end == 1 { return wordCount >= lineWordCount && text[end] == 0x0A }
    var breakCount = 0
    var index = end
    while index < start {
      if text[index] == 0x0A { breakCount += 1 }
      index += 1
    }
    return breakCount > 1 || (breakCount == 1 && wordCount >= lineWordCount)
  }

  private mutating func close(at end: Int) {
    var winners = InlineArray<5, Int8>(repeating: -1)
    for group in VotingGroup.allCases where vote.wordCount(group) > 0 {
      if let winner = vote.clearWinner(group) { winners[group.rawValue] = Int8(winner) }
    }
    passages.append(Passage(end: end, winners: winners))
    document.add(vote)
    vote.removeAll()
  }

  /// Gives every passage its stemmers.
  private mutating func settle(_ fallback: InlineArray<5, Int8>) {
    for index in passages.indices {
      var stemmers = InlineArray<9, Int8>(repeating: -1)
      for group in 0..<5 {
        let own = passages[index].winners[group]
        let winner = Int(own >= 0 ? own : fallback[group])
        if winner >= 0 { stemmers[group + 1] = Self.stemmerOfProfile[winner] }
      }
      stemmers[Int(WordRoute.greek.rawValue)] = Int8(StemmingLanguage.greek.ordinal)
      stemmers[Int(WordRoute.armenian.rawValue)] = Int8(StemmingLanguage.armenian.ordinal)
      stemmers[Int(WordRoute.indic.rawValue)] = Int8(StemmingLanguage.tamil.ordinal)
      passages[index].stemmers = stemmers
    }
  }

  private static let stemmerOfProfile: [Int8] = FunctionWords.profiles.map { profile in
    profile.stemmer.map { Int8($0.ordinal) } ?? -1
  }

  /// For each group the profile of passages that cannot say.
  private mutating func fallback(
    _ buffer: TokenBuffer, _ text: Span<UInt8>, _ table: FunctionWords
  ) -> InlineArray<5, Int8> {
    if document.wordCount(.latin) > 0, document.clearWinner(.latin) == nil {
      countHiddenLetters(buffer, text, table)
    }
    var result = InlineArray<5, Int8>(repeating: -1)
    for group in VotingGroup.allCases where document.wordCount(group) > 0 {
      var winner = document.clearWinner(group)
      if winner == nil, document.wordCount(group) < Self.tellingWordCount {
        winner = document.anyWinner(group)
      }
      if winner == nil {
        winner = group == .latin && document.hasLetters ? nil : Self.defaults[group.rawValue]
      }
      if let winner { result[group.rawValue] = Int8(winner) }
    }
    return result
  }

  /// The language of a script when nothing speaks for another: each is by far the most written in its
  /// script, and has no letter that would have told it apart. Hebrew has no stemmer.
  private static let defaults: [Int?] = VotingGroup.allCases.map { group in
    let codes: [VotingGroup: String] = [
      .latin: "en", .cyrillic: "ru", .arabic: "ar", .devanagari: "hi",
    ]
    return FunctionWords.profiles.firstIndex {
      $0.code == codes[group] && $0.script == group.script
    }
  }

  /// Counts each `ß`, which folding made `ss`, in texts that have little else to go by.
  private mutating func countHiddenLetters(
    _ buffer: TokenBuffer, _ text: Span<UInt8>, _ table: FunctionWords
  ) {
    for token in buffer.tokens.prefix(1000) where token.script == .latin {
      for index in Int(token.start)..<Int(token.end) - 1
      where text[index] == 0xC3 && text[index + 1] == 0x9F {
        document.count(letter: 0xDF, in: .latin, by: table)
      }
    }
  }
}
