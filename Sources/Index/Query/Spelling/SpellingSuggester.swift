internal import Tokenizer

/// What may have been meant by a query that found little.
struct SpellingSuggester {
  let snapshot: Snapshot
  let query: ParsedQuery
  let mode: MatchMode
  /// How many documents the query matches.
  let found: Int

  /// So many documents are few.
  static let fewDocuments = 3
  /// How many times as many documents hold what a rare word may have been meant for.
  private static let gain: UInt64 = 10
  /// Entries of dictionaries that are looked at for a word, each some 30 ns.
  private static let stepCount = 200_000
  /// The most places of a query that are changed, and words or runs that are put there.
  private static let siteCount = 4
  private static let choiceCount = 3

  /// Something else that a piece of the query may have meant.
  struct Choice: Equatable {
    var text: String
    /// What it is worth: rarely meant words are not offered before common ones.
    var likelihood: Double
  }

  /// A piece of the query and what it may have meant, the likeliest first.
  private struct Site {
    var range: Range<Int>
    var choices: [Choice]
  }

  /// Whether there is anything that could have been meant otherwise: nothing was found; or a word is in no
  /// document as it was typed, or in so few that it may be a slip; or little was found for a run of
  /// characters.
  func isNeeded() throws(IndexError) -> Bool {
    if found == 0 { return true }
    for part in query.parts where !part.isExcluded {
      for case .word(let word) in part.leaves {
        if mayBeSlip(try frequency(of: word.term, word.field)) { return true }
      }
      if found <= Self.fewDocuments, !CharacterRun.runs(of: part.text).isEmpty { return true }
    }
    return false
  }

  /// Whether a word that so many documents hold may have been meant for another one.
  private func mayBeSlip(_ frequency: UInt64) -> Bool {
    if frequency == 0 { return true }
    return found <= Self.fewDocuments && frequency <= Self.fewDocuments
      && Self.gain * frequency <= UInt64(snapshot.documentCount)
  }

  /// The queries, the likeliest first.
  func suggestions(
    limit: Int, until interruption: Interruption?
  ) throws(IndexError) -> [SpellingSuggestion] {
    let sites = try self.sites(until: interruption)
    guard !sites.isEmpty else { return [] }
    // The likeliest at all places; then what else there may be at one of them.
    var plans = [Array(repeating: 0, count: sites.count)]
    for (number, site) in sites.enumerated() {
      for choice in site.choices.indices.dropFirst() {
        var plan = plans[0]
        plan[number] = choice
        plans.append(plan)
      }
    }
    var suggestions: [SpellingSuggestion] = []
    for plan in plans where suggestions.count < limit {
      var suggestion = changed(zip(sites, plan).map { ($0.range, $0.choices[$1].text) })
      let parsed = try snapshot.parse(suggestion.query, matching: mode, fold: query.fold)
      suggestion.totalCount =
        try snapshot.search(parsed, limit: 1, suggesting: false, until: interruption).totalCount
      guard suggestion.totalCount > 0, suggestion.totalCount >= found else { continue }
      suggestions.append(suggestion)
    }
    return suggestions
  }

  /// The query with some of its pieces, in order, replaced.
  private func changed(_ changes: [(range: Range<Int>, text: String)]) -> SpellingSuggestion {
    let typed = Array(query.text.utf8)
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []
    var next = 0
    for change in changes {
      bytes += typed[next..<change.range.lowerBound]
      let start = bytes.count
      bytes += Array(change.text.utf8)
      ranges.append(start..<bytes.count)
      next = change.range.upperBound
    }
    bytes += typed[next...]
    return SpellingSuggestion(
      query: String(decoding: bytes, as: UTF8.self), changes: ranges, totalCount: 0)
  }

  // MARK: - Places

  /// What may be changed in the query, in order.
  private func sites(until interruption: Interruption?) throws(IndexError) -> [Site] {
    var analyzer = try snapshot.options.analyzer.made()
    var sites: [Site] = []
    var offset = 0
    for part in query.parts {
      // Parts are the query's own pieces, in order.
      guard let start = Self.offset(of: part.text, in: query.text, from: offset) else { continue }
      offset = start + part.text.utf8.count
      if part.isExcluded { continue }
      for (range, choices) in try choices(part, &analyzer, until: interruption) {
        if choices.isEmpty { continue }
        if sites.count == Self.siteCount { return sites }
        sites.append(
          Site(
            range: range.lowerBound + start..<range.upperBound + start,
            choices: Array(choices.prefix(Self.choiceCount))))
      }
    }
    return sites
  }

  /// What pieces of a part may have meant.
  private func choices(
    _ part: ParsedQuery.Part, _ analyzer: inout any Analyzer, until interruption: Interruption?
  ) throws(IndexError) -> [(range: Range<Int>, choices: [Choice])] {
    var result: [(range: Range<Int>, choices: [Choice])] = []
    var buffer = TokenBuffer()
    analyzer.analyze(part.text.utf8.span, into: &buffer)
    for token in buffer.tokens where token.kind == .word {
      let range = Int(token.start)..<Int(token.end)
      let typed = Self.text(part.text, range)
      let choices = try words(
        like: buffer.term(of: token), token.script, typed: typed, until: interruption)
      result.append((range, choices))
    }
    // Runs are looked for in texts, which takes longer.
    guard found <= Self.fewDocuments else { return result }
    for run in CharacterRun.runs(of: part.text) {
      let whole = try snapshot.parse("\"\(Self.text(part.text, run.range))\"", fold: query.fold)
      if try count(whole.query, until: interruption) > 0 { continue }
      result.append((run.range, try choices(run, part.fragments, until: interruption)))
    }
    return result.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// What stands in the documents that come nearest and differs from a run in one character.
  private func choices(
    _ run: CharacterRun, _ fragments: Query, until interruption: Interruption?
  ) throws(IndexError) -> [Choice] {
    // Where a wrong character leaves no two neighbours, its characters one by one.
    for query in [fragments, .any(run.terms)] {
      var counts: [String: Int] = [:]
      let nearest = try snapshot.best(
        query, [], snapshot.expander(self.query, until: interruption),
        limit: CharacterRun.documentCount, .none,
        until: interruption
      ).hits
      for hit in nearest {
        try interruption?.look()
        guard let document = try snapshot.document(for: hit) else { return [] }
        run.count(in: [document.title, document.body], into: &counts)
      }
      if counts.isEmpty { continue }
      return Self.ranked(counts.map { Choice(text: $0.key, likelihood: Double($0.value)) })
    }
    return []
  }

  // MARK: - Words

  /// The words of the index that are spelled nearly as one that nothing, or little, holds.
  private func words(
    like term: String, _ script: ScriptClass, typed: String, until interruption: Interruption?
  ) throws(IndexError) -> [Choice] {
    let letters = Array(term.unicodeScalars)
    guard letters.contains(where: \.properties.isAlphabetic),
      let most = Self.slipCount(letters.count)
    else { return [] }
    let frequency = try frequency(of: Array(term.utf8), .text)
    guard mayBeSlip(frequency) else { return [] }
    let word = WordQuery(term: Array(term.utf8), script: script)
    // Found by its stem, or by other forms of its letters.
    if frequency == 0, try count(.word(word), until: interruption) > 0 { return [] }
    for limit in 1...most {
      var frequencies: [[UInt8]: (distance: Int, frequency: UInt64)] = [:]
      let automaton = EditAutomaton(to: letters, atMost: limit)
      var steps = Self.stepCount
      for segment in snapshot.state.segments {
        var walk = try WordWalk(
          automaton, segment.reader.dictionary, field: .text, steps: steps, until: interruption)
        while try walk.next() {
          if walk.distance == 0 { continue }
          let word = Array(walk.term)
          let known = frequencies[word]?.frequency ?? 0
          frequencies[word] = (walk.distance, known + UInt64(try walk.info().documentFrequency))
        }
        steps = walk.stepsLeft
      }
      let choices = frequencies.filter { $0.value.frequency >= Self.gain * frequency }
        .map { Self.choice($0.key, $0.value.distance, $0.value.frequency, letters, typed) }
      if !choices.isEmpty { return Self.ranked(choices) }
    }
    return []
  }

  /// How many slips a word of so many letters may have; nil for none.
  static func slipCount(_ letterCount: Int) -> Int? {
    switch letterCount {
    case ..<3: nil
    case 3...5: 1
    case 6...64: 2
    default: nil
    }
  }

  private static func choice(
    _ term: [UInt8], _ distance: Int, _ frequency: UInt64, _ letters: [Unicode.Scalar],
    _ typed: String
  ) -> Choice {
    var text = String(decoding: term, as: UTF8.self)
    // How often it is written counts by its order of magnitude. The first letter is seldom wrong, and
    // the same letters in another order are the commonest slip.
    var likelihood = Double(64 - (frequency + 1).leadingZeroBitCount) - 6 * Double(distance - 1)
    if text.unicodeScalars.first != letters.first { likelihood -= 4 }
    if text.unicodeScalars.sorted() == letters.sorted() { likelihood += 2 }
    if let first = typed.unicodeScalars.first, first.properties.isUppercase {
      text = text.prefix(1).uppercased() + text.dropFirst()
    }
    return Choice(text: text, likelihood: likelihood)
  }

  private static func ranked(_ choices: [Choice]) -> [Choice] {
    choices.sorted { left, right in
      left.likelihood != right.likelihood
        ? left.likelihood > right.likelihood
        : left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
  }

  // MARK: - Counts

  /// How many documents hold a word as it is, deleted ones included.
  private func frequency(of term: [UInt8], _ field: FieldID) throws(IndexError) -> UInt64 {
    let key = TermKey(field: field, kind: .word, term: term).bytes
    var frequency: UInt64 = 0
    for segment in snapshot.state.segments {
      frequency += UInt64(try segment.reader.dictionary.find(key)?.documentFrequency ?? 0)
    }
    return frequency
  }

  private func count(
    _ query: Query, until interruption: Interruption?
  ) throws(IndexError) -> Int {
    try snapshot.best(
      query, [], snapshot.expander(self.query, until: interruption), limit: 1, .none,
      until: interruption
    ).totalCount
  }

  private static func text(_ text: String, _ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }

  /// Where a piece of a text begins, byte for byte.
  private static func offset(of piece: String, in text: String, from start: Int) -> Int? {
    let (piece, bytes) = (Array(piece.utf8), Array(text.utf8))
    guard !piece.isEmpty, bytes.count >= piece.count else { return nil }
    return (start...max(start, bytes.count - piece.count)).first {
      bytes[min($0, bytes.count)...].starts(with: piece)
    }
  }
}
