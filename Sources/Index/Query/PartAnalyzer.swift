internal import Tokenizer

/// A part of a query, as typed, → what it asks of documents.
///
/// Words of scripts with spaces are asked for as words; several that are written without a space
/// between them (`DEC-0054`, `6-20-1`) as a phrase. A run of a script without spaces is asked for by
/// its words, each as a stretch of characters, so that it is found inside compounds and across word
/// borders too, and single characters only with their neighbours, so that they don't flood the
/// answer.
struct PartAnalyzer {
  private var analyzer: any Analyzer
  private var buffer = TokenBuffer()
  /// Whether words have no other forms than the one that is typed.
  let isPlain: Bool

  init(analyzer: AnalyzerOptions) throws(IndexError) {
    self.analyzer = try analyzer.made()
    isPlain = analyzer.isPlain
  }

  mutating func part(_ text: String, isPhrase: Bool, isExcluded: Bool) -> ParsedQuery.Part {
    let words = self.words(of: text)
    var part = ParsedQuery.Part(
      text: text, terms: words.map(\.shown), isPhrase: isPhrase, isExcluded: isExcluded,
      query: .nothing, loose: .nothing, fragments: .nothing)
    if words.isEmpty { return part }
    part.fragments = QueryBuilder.any(runs(of: words).map { fragments($0) })
    if isPhrase {
      part.query = phrase(words)
      part.loose = part.query
      part.evidence =
        evidence(ofPhrase: part.query) + runs(of: words).flatMap { evidence($0) }
    } else {
      let runs = runs(of: words)
      part.query = QueryBuilder.all(runs.map { strict($0) })
      part.loose = QueryBuilder.any(loose(runs))
      part.evidence = runs.flatMap { evidence($0) }
      part.loneWord = loneWord(runs)
    }
    return part
  }

  // MARK: - Words and runs

  /// A word of the part.
  struct Word {
    var token: Token
    var term: [UInt8]
    var shown: String
    /// For a spelled word its characters, place by place.
    var characters: [[UInt8]] = []
    /// For another word its parts; or the name that it becomes with the symbol behind it.
    var parts: [[UInt8]] = []
    var name: [UInt8]?

    var isSpelled: Bool { token.kind == .spelledWord }
  }

  mutating func words(of text: String) -> [Word] {
    var text = text
    // The span lives as long as `text`, which is not changed.
    text.withUTF8 { bytes in
      unsafe analyzer.analyze(Span(_unsafeElements: bytes), into: &buffer)
    }
    var words: [Word] = []
    for token in buffer.tokens where token.kind == .word || token.kind == .spelledWord {
      words.append(Word(token: token, term: term(token), shown: buffer.term(of: token)))
    }
    var index = 0
    for token in buffer.tokens where token.kind == .character || token.kind == .part {
      if words.isEmpty { break }
      if index > 0, token.position < words[index].token.position { index = 0 }
      while index + 1 < words.count, words[index + 1].token.position <= token.position {
        index += 1
      }
      if token.kind == .character {
        words[index].characters.append(term(token))
      } else if token.end > words[index].token.end || token.start < words[index].token.start {
        words[index].name = term(token)
        words[index].shown = buffer.term(of: token)
      } else {
        words[index].parts.append(term(token))
      }
    }
    return words
  }

  private func term(_ token: Token) -> [UInt8] {
    Array(buffer.termBytes[Int(token.termStart)..<Int(token.termEnd)])
  }

  /// Words that are written side by side in scripts of one sort.
  private func runs(of words: [Word]) -> [ArraySlice<Word>] {
    var runs: [ArraySlice<Word>] = []
    var start = 0
    for index in words.indices.dropFirst() {
      let (left, right) = (words[index - 1], words[index])
      let joins =
        left.isSpelled == right.isSpelled
        && (!left.isSpelled || left.token.end == right.token.start)
      if joins { continue }
      runs.append(words[start..<index])
      start = index
    }
    runs.append(words[start...])
    return runs
  }

  // MARK: - Queries

  /// All words side by side, wherever word borders lie.
  private func phrase(_ words: [Word]) -> Query {
    if words.count == 1, !words[0].isSpelled { return word(words[0]) }
    if words.allSatisfy({ !$0.isSpelled }) { return .phrase(phraseTerms(words)) }
    return unit(words[...])
  }

  /// A sequence that may be all there is to a query.
  func unit(_ words: ArraySlice<Word>) -> Query {
    guard case .sequence(var sequence) = sequence(words) else { return .nothing }
    sequence.isWord = words.count == 1
    return .sequence(sequence)
  }

  private func phraseTerms(_ words: [Word]) -> [Query.PhraseTerm] {
    let first = words[0].token.position
    return words.map {
      Query.PhraseTerm(
        key: TermKey(field: .text, kind: .word, term: $0.term), offset: $0.token.position - first)
    }
  }

  /// What a document must hold that holds all of a run.
  private func strict(_ run: ArraySlice<Word>) -> Query {
    guard let first = run.first else { return .nothing }
    if first.isSpelled {
      let units = self.units(of: run)
      return QueryBuilder.all(
        units.matching.isEmpty ? [sequence(run)] : units.matching + units.single)
    }
    if run.count == 1 { return word(first) }
    return isName(run) ? joined(run) : QueryBuilder.all(run.map { word($0) })
  }

  /// What documents may hold of the runs of a part, where any will do.
  private func loose(_ runs: [ArraySlice<Word>]) -> [Query] {
    if let word = loneWord(runs) { return [word] }
    var queries: [Query] = []
    for run in runs {
      guard let first = run.first else { continue }
      if first.isSpelled {
        queries += run.flatMap { stretches(of: $0) }
        queries += borderPairs(of: run).map { $0.boosted(to: EvidenceWeights.borderPair) }
      } else if run.count == 1 || isName(run) {
        queries.append(run.count == 1 ? word(first) : joined(run))
      } else {
        queries += run.map { word($0) }
      }
    }
    // Single characters count only where nothing else was typed with them.
    return queries.isEmpty ? runs.map { sequence($0) } : queries
  }

  /// A word as characters; nothing for a single one. Hangul is written with particles behind the
  /// word, so that a longer word is asked for by its pairs of syllables too.
  private func stretches(of word: Word) -> [Query] {
    if word.characters.count < 2 { return [] }
    let whole = sequence([word])
    guard word.token.script == .hangul else { return [whole.boosted(to: EvidenceWeights.stretch)] }
    if word.characters.count == 2 {
      return [whole.boosted(to: EvidenceWeights.spacedUnit + EvidenceWeights.twoSyllables)]
    }
    return [whole.boosted(to: EvidenceWeights.spacedUnit)]
      + pairs(of: [word]).map { $0.boosted(to: EvidenceWeights.syllablePair) }
  }

  /// The pairs of characters across the borders of neighbouring words.
  func borderPairs(of run: ArraySlice<Word>) -> [Query] {
    zip(run, run.dropFirst()).compactMap { left, right in
      guard let last = left.characters.last, let first = right.characters.first else { return nil }
      return sequence([last, first], script: left.token.script)
    }
  }

  /// The words of a run, as stretches of characters. Of single characters that follow each other,
  /// all pairs; one between words stands alone.
  private func units(
    of run: ArraySlice<Word>
  ) -> (matching: [Query], single: [Query]) {
    var matching: [Query] = []
    var single: [Query] = []
    var index = run.startIndex
    while index < run.endIndex {
      if run[index].characters.count > 1 {
        matching.append(sequence(run[index...index]))
        index += 1
        continue
      }
      let start = index
      while index < run.endIndex, run[index].characters.count <= 1 { index += 1 }
      if index - start == 1 {
        single.append(sequence(run[start..<index]))
      } else {
        for pair in start..<index - 1 { matching.append(sequence(run[pair..<pair + 2])) }
      }
    }
    return (matching, single)
  }

  /// All pairs of neighbouring characters.
  func pairs(of run: ArraySlice<Word>) -> [Query] {
    let characters = run.flatMap(\.characters)
    if characters.count < 2 { return [sequence(characters, script: run.first?.token.script)] }
    return (0..<characters.count - 1).map { index in
      sequence(Array(characters[index...index + 1]), script: run.first?.token.script)
    }
  }

  /// What is asked for when nothing holds more.
  private func fragments(_ run: ArraySlice<Word>) -> Query {
    guard let first = run.first else { return .nothing }
    if first.isSpelled { return QueryBuilder.any(pairs(of: run)) }
    return QueryBuilder.any(
      run.flatMap { word in
        [self.word(word)] + word.parts.map { plainWord($0, word.token.script) }
      })
  }

  /// Several words with nothing but punctuation between them, as they stand.
  func joined(_ words: ArraySlice<Word>) -> Query {
    .phrase(phraseTerms(Array(words)))
  }

  /// Whether words that are joined by punctuation are a name, like `DEC-0054`, `6-20-1` and `AT&T`,
  /// whose parts mean nothing alone; not `high-speed`.
  func isName(_ run: ArraySlice<Word>) -> Bool {
    let hasDigit = run.contains { word in
      word.term.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    return hasDigit || isPlain || run.allSatisfy { $0.term.count <= 2 }
  }

  /// A word by itself. Its parts, all of them, will do too.
  func word(_ word: Word) -> Query {
    if let name = word.name {
      return .term(TermKey(field: .text, kind: .part, term: name), boost: 1)
    }
    let whole = plainWord(word.term, word.token.script)
    if word.parts.count < 2 { return whole }
    let parts = word.parts.map { plainWord($0, word.token.script) }
    return .any([whole, QueryBuilder.all(parts)])
  }

  func plainWord(_ term: [UInt8], _ script: ScriptClass) -> Query {
    if isPlain { return .term(TermKey(field: .text, kind: .word, term: term), boost: 1) }
    return .word(WordQuery(term: term, script: script))
  }

  // MARK: - Sequences

  /// Words side by side: spelled ones by their characters, others as they are.
  func sequence(_ words: ArraySlice<Word>) -> Query {
    guard let first = words.first, let last = words.last else { return .nothing }
    var places: [SequenceQuery.Place] = []
    for word in words {
      let offset = word.token.position - first.token.position
      if word.isSpelled {
        for (index, character) in word.characters.enumerated() {
          places.append(place(offset + UInt32(index), .character, character))
        }
      } else {
        places.append(place(offset, .word, word.term))
      }
    }
    let width = last.token.position - first.token.position + UInt32(last.token.width)
    return .sequence(
      SequenceQuery(places: places, width: width, isHangul: first.token.script == .hangul))
  }

  /// Characters side by side.
  func sequence(_ characters: [[UInt8]], script: ScriptClass?) -> Query {
    let places = characters.enumerated().map { place(UInt32($0), .character, $1) }
    return .sequence(
      SequenceQuery(
        places: places, width: UInt32(characters.count), isHangul: script == .hangul))
  }

  private func place(
    _ offset: UInt32, _ kind: TermKind, _ term: [UInt8]
  ) -> SequenceQuery.Place {
    SequenceQuery.Place(
      offset: offset,
      terms: [Query.WeightedKey(key: TermKey(field: .text, kind: kind, term: term))])
  }
}
