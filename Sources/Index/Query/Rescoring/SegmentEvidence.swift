/// All evidence of a query in one segment, and what it adds to the scores of some of its documents.
///
/// Items are those of ``Rescorer/items``, by number; documents are given by their place among those
/// that are scored.
struct SegmentEvidence {
  private var terms: EvidenceTerms
  private var sources: [Source?] = []
  private var sequences: [EvidenceSequence] = []
  private var borders: BordersCursor?
  // The document whose borders have been read, and whether it has any.
  private var bordersOf = -1
  private var hasBorders = false

  /// Where an item's evidence comes from.
  private struct Source {
    var scorer: LeafScorer
    var weight: Float
    var counting: Evidence.Counting
    var text: Place
    var title: Place?
    var idf: Float
    /// How many postings there are.
    var cost: UInt64
  }

  /// What is counted in a field.
  private enum Place {
    case terms(WeightedTerms, isSum: Bool)
    case sequence(Int)
    /// Terms and their places.
    case phrase([Int], [UInt32])
  }

  /// What a document gains by an item.
  struct Contribution {
    /// How often it occurs in the text, weighted.
    var frequency: Float = 0
    /// How often it occurs in the title.
    var titleFrequency: Float = 0
    /// How much the best occurrence counts.
    var factor: Float = 0
    var score: Float = 0
  }

  /// - Precondition: documents ascend.
  init(
    _ items: [Rescorer.Item], _ documents: [DocID], _ planner: QueryPlanner, _ open: OpenSegment,
    segment: Int
  ) throws(IndexError) {
    terms = EvidenceTerms(documents)
    borders = open.reader.borders.map { BordersCursor($0) }
    sources.reserveCapacity(items.count)
    for item in items { sources.append(try source(item, planner, segment)) }
  }

  private mutating func source(
    _ item: Rescorer.Item, _ planner: QueryPlanner, _ segment: Int
  ) throws(IndexError) -> Source? {
    // Where it matters how occurrences lie to words or to each other, terms alone do not tell.
    let needsStarts =
      item.counting == .places || (item.counting != .all && borders != nil)
    guard let scorer = try planner.scorer(item.query, segment: segment),
      let text = place(item.query, planner, segment, needsStarts: needsStarts)
    else { return nil }
    let title = item.title.flatMap { place($0, planner, segment, needsStarts: false) }
    return Source(
      scorer: scorer, weight: item.weight, counting: item.counting, text: text, title: title,
      idf: planner.idf(item.query), cost: cost(text) + (title.map { cost($0) } ?? 0))
  }

  private mutating func place(
    _ query: Query, _ planner: QueryPlanner, _ segment: Int, needsStarts: Bool
  ) -> Place? {
    switch query {
    case .term(let key, _):
      return numbered([Query.WeightedKey(key: key)], planner, segment, isSum: true)
    case .synonyms(let keys, _):
      return numbered(keys, planner, segment, isSum: true)
    case .forms(let keys, _):
      return numbered(keys, planner, segment, isSum: false)
    case .phrase(let elements):
      var numbers: [Int] = []
      for element in elements {
        guard let number = terms.number(element.key, planner, segment: segment) else { return nil }
        numbers.append(number)
      }
      return numbers.isEmpty ? nil : .phrase(numbers, elements.map(\.offset))
    case .sequence(let sequence):
      if !needsStarts, let plan = planner.plan(of: sequence), !plan.terms.isEmpty {
        return numbered(plan.terms, planner, segment, isSum: true)
      }
      if let known = sequences.firstIndex(where: { $0.sequence.isFound(as: sequence) }) {
        return .sequence(known)
      }
      guard let new = EvidenceSequence(sequence, &terms, planner, segment: segment) else {
        return nil
      }
      sequences.append(new)
      return .sequence(sequences.count - 1)
    case .word, .pattern, .near, .everything, .condition, .constant, .atLeast, .any, .all,
      .excluding,
      .nothing:
      return nil
    }
  }

  private mutating func numbered(
    _ keys: [Query.WeightedKey], _ planner: QueryPlanner, _ segment: Int, isSum: Bool
  ) -> Place? {
    var known = WeightedTerms()
    for key in keys {
      guard let number = terms.number(key.key, planner, segment: segment) else { continue }
      known.numbers.append(number)
      known.weights.append(key.weight)
    }
    return known.numbers.isEmpty ? nil : .terms(known, isSum: isSum)
  }

  private func cost(_ place: Place) -> UInt64 {
    switch place {
    case .terms(let known, _): known.numbers.reduce(0) { $0 + terms.documentFrequency($1) }
    case .sequence(let number): sequences[number].cost(terms)
    case .phrase(let numbers, _): numbers.reduce(0) { $0 + terms.documentFrequency($1) }
    }
  }

  /// How many postings an item asks for.
  func cost(ofItem item: Int) -> UInt64 { sources[item]?.cost ?? 0 }

  /// What no document gains more than by an item.
  func maximum(ofItem item: Int) -> Double {
    guard let source = sources[item], source.counting != .places else { return 0 }
    return Double(source.weight) * Double(source.scorer.weight)
  }

  // MARK: - Amounts

  /// How often a document holds something, or at most; no positions are read.
  private mutating func limit(
    _ place: Place, _ document: Int
  ) throws(IndexError) -> (amount: EvidenceAmount, isExact: Bool) {
    switch place {
    case .terms(let known, let isSum):
      return (try terms.amount(known, isSum: isSum, in: document), true)
    case .sequence(let number):
      let most = try sequences[number].limit(in: document, &terms)
      if most == 0 { return (EvidenceAmount(), true) }
      if let whole = try sequences[number].wholeAmount(in: document, &terms) {
        return (whole, true)
      }
      return (EvidenceAmount(frequency: Float(most), heaviest: 1), false)
    case .phrase(let numbers, _):
      var most = UInt32.max
      for number in numbers { most = min(most, try terms.frequency(number, in: document)) }
      return (EvidenceAmount(frequency: Float(most), heaviest: 1), most == 0)
    }
  }

  /// How often a document holds something.
  private mutating func amount(
    _ place: Place, _ document: Int
  ) throws(IndexError) -> EvidenceAmount {
    let (most, isExact) = try limit(place, document)
    if isExact { return most }
    switch place {
    case .terms: return most
    case .sequence(let number):
      try sequences[number].findStarts(in: document, &terms)
      if sequences[number].starts.isEmpty { return EvidenceAmount() }
      let found = sequences[number].starts.weights()
      return EvidenceAmount(frequency: found.frequency, heaviest: found.heaviest)
    case .phrase(let numbers, let offsets):
      let count = try phraseCount(numbers, offsets, document)
      return EvidenceAmount(frequency: Float(count), heaviest: 1)
    }
  }

  private mutating func phraseCount(
    _ numbers: [Int], _ offsets: [UInt32], _ document: Int
  ) throws(IndexError) -> Int {
    let rarest = try rarest(numbers, document)
    var starts: [UInt32] = []
    for position in try terms.positions(of: numbers[rarest], in: document)
    where position >= offsets[rarest] {
      starts.append(position - offsets[rarest])
    }
    for index in numbers.indices where index != rarest && !starts.isEmpty {
      let positions = try terms.positions(of: numbers[index], in: document)
      var next = 0
      starts.removeAll { start in
        let wanted = UInt64(start) + UInt64(offsets[index])
        while next < positions.count, positions[next] < wanted { next += 1 }
        return next == positions.count || positions[next] != wanted
      }
    }
    return starts.count
  }

  private mutating func rarest(_ numbers: [Int], _ document: Int) throws(IndexError) -> Int {
    var best = 0
    for index in numbers.indices {
      let frequency = try terms.frequency(numbers[index], in: document)
      if frequency < (try terms.frequency(numbers[best], in: document)) { best = index }
    }
    return best
  }

  // MARK: - Contributions

  /// Lowers what bounds the scores of documents by what they gain by an item at most, where that was
  /// ``maximum(ofItem:)`` before. No positions are read.
  ///
  /// - Precondition: there is a bound for each of the documents.
  mutating func lower(
    _ bounds: inout [Double], of documents: [Int], byItem item: Int
  ) throws(IndexError) {
    guard let source = sources[item] else { return }
    let maximum = maximum(ofItem: item)
    // Whether positions say more than how often.
    let isOpen = source.counting != .all && borders != nil
    for (index, document) in documents.enumerated() {
      bounds[index] -= maximum
      let most = try limit(source.text, document).amount
      if most.heaviest == 0 { continue }
      var found = Contribution(frequency: most.frequency, factor: most.heaviest)
      if isOpen {
        found.factor = 1
        found.frequency = Float(try limitOfOccurrences(source.text, document))
      }
      if let title = source.title {
        found.titleFrequency = try limit(title, document).amount.frequency
      }
      score(&found, source, document)
      bounds[index] += Double(found.score)
    }
  }

  private mutating func limitOfOccurrences(
    _ place: Place, _ document: Int
  ) throws(IndexError) -> UInt32 {
    guard case .sequence(let number) = place else { return .max }
    return try sequences[number].limit(in: document, &terms)
  }

  /// What a document gains by an item; nil if it gains nothing.
  mutating func contribution(item: Int, _ document: Int) throws(IndexError) -> Contribution? {
    guard let source = sources[item] else { return nil }
    guard var found = try occurrences(source, document) else { return nil }
    if let title = source.title { found.titleFrequency = try amount(title, document).frequency }
    if found.frequency == 0, found.titleFrequency == 0 { return nil }
    score(&found, source, document)
    return found
  }

  private func score(_ found: inout Contribution, _ source: Source, _ document: Int) {
    let whole = found.frequency + EvidenceWeights.titleOccurrence * found.titleFrequency
    found.score =
      source.weight * found.factor
      * source.scorer.score(frequency: whole, in: terms.documents[document])
  }

  /// How often a document has an item's evidence, and how much the best occurrence counts.
  private mutating func occurrences(
    _ source: Source, _ document: Int
  ) throws(IndexError) -> Contribution? {
    guard source.counting != .all, case .sequence(let number) = source.text, borders != nil else {
      let found = try amount(source.text, document)
      if found.heaviest == 0 || found.frequency == 0 { return nil }
      return Contribution(frequency: found.frequency, factor: found.heaviest)
    }
    try sequences[number].findStarts(in: document, &terms)
    let starts = sequences[number].starts
    if starts.isEmpty { return nil }
    let words = try words(of: document)
    let sequence = sequences[number].sequence
    if source.counting == .words {
      return Contribution(
        frequency: AlignmentJudge.wordFrequency(starts, sequence, words), factor: 1)
    }
    let all = starts.weights()
    return Contribution(
      frequency: all.frequency,
      factor: all.heaviest * AlignmentJudge.tier(starts, sequence, words))
  }

  /// Where the words of a document begin; nil if it has no such words.
  private mutating func words(of document: Int) throws(IndexError) -> DocumentBorders? {
    if bordersOf != document {
      bordersOf = -1
      hasBorders = try borders?.move(to: terms.documents[document]) ?? false
      bordersOf = document
    }
    return hasBorders ? borders?.current : nil
  }

  // MARK: - Places

  /// What the window adds to the score of a document at most; without a document, to any. No positions
  /// are read.
  mutating func windowLimit(
    _ items: [Rescorer.Item], _ document: Int? = nil
  ) throws(IndexError) -> Double {
    var sum = 0.0
    for number in items.indices where items[number].counting == .places {
      guard let source = sources[number] else { continue }
      if let document, try limit(source.text, document).amount.heaviest == 0 { continue }
      sum += Double(source.idf)
    }
    return Double(EvidenceWeights.window) * sum
  }

  /// Calls with each place of a document where an item's evidence begins, but for what stands there
  /// more often than `most`.
  mutating func forEachPlace(
    ofItem item: Int, _ document: Int, most: UInt32, _ body: (UInt32, Float) -> Void
  ) throws(IndexError) {
    guard let source = sources[item] else { return }
    switch source.text {
    case .terms(let known, _):
      for term in known.numbers {
        let frequency = try terms.frequency(term, in: document)
        if frequency == 0 || frequency > most { continue }
        for position in try terms.positions(of: term, in: document) { body(position, source.idf) }
      }
    case .sequence(let number):
      try sequences[number].findStarts(in: document, &terms)
      for start in sequences[number].starts.prefix(Int(most)) { body(start.position, source.idf) }
    case .phrase: return
    }
  }
}
