/// Reads what one piece of evidence adds to the scores of documents of a segment, in their order.
struct EvidenceReader {
  private let item: Rescorer.Item
  private let scorer: LeafScorer
  private let matcher: Matcher?
  private let title: Matcher?
  // Where it matters how occurrences lie to words, this finds them instead.
  private var alignment: AlignmentReader?

  /// What a document gains.
  struct Contribution {
    /// How often it occurs in the text, weighted.
    var frequency: Float
    /// How often it occurs in the title.
    var titleFrequency: Float
    /// How much the best occurrence counts.
    var factor: Float
    var score: Float
  }

  /// nil if no document of the segment has it.
  init?(
    _ item: Rescorer.Item, _ planner: QueryPlanner, _ open: OpenSegment, _ segment: Int
  ) throws(IndexError) {
    guard let scorer = try planner.scorer(item.query, segment: segment) else { return nil }
    self.item = item
    self.scorer = scorer
    alignment =
      item.counting == .all ? nil : try AlignmentReader(item.query, planner, open, segment)
    matcher = alignment == nil ? try planner.matcher(item.query, segment: segment) : nil
    if alignment == nil, matcher == nil { return nil }
    title = try item.title.flatMap { query throws(IndexError) in
      try planner.matcher(query, segment: segment)
    }
  }

  /// What a document gains; nil if it does not have it.
  ///
  /// - Precondition: documents ascend.
  mutating func contribution(of document: DocID) throws(IndexError) -> Contribution? {
    guard let occurrences = try occurrences(in: document) else { return nil }
    var found = Contribution(
      frequency: occurrences.frequency, titleFrequency: 0, factor: occurrences.factor, score: 0)
    if let title {
      try title.seek(to: document)
      if title.document == document { found.titleFrequency = try title.frequency() }
    }
    let frequency = found.frequency + EvidenceWeights.titleOccurrence * found.titleFrequency
    guard frequency > 0 else { return nil }
    found.score =
      item.weight * found.factor * scorer.score(frequency: frequency, in: document)
    return found
  }

  /// How often a document has it, and how much the best occurrence counts.
  private mutating func occurrences(
    in document: DocID
  ) throws(IndexError) -> (frequency: Float, factor: Float)? {
    if let matcher {
      try matcher.seek(to: document)
      guard matcher.document == document else { return nil }
      return (try matcher.frequency(), try matcher.heaviestWeight())
    }
    return try alignment?.occurrences(in: document, item.counting)
  }
}

/// How the occurrences of a sequence lie to the words of documents.
struct AlignmentReader {
  private var finder: SequenceFinder
  private var borders: BordersCursor
  private let width: UInt32
  private let isHangul: Bool

  /// nil if there is nothing to tell apart.
  init?(
    _ query: Query, _ planner: QueryPlanner, _ open: OpenSegment, _ segment: Int
  ) throws(IndexError) {
    guard case .sequence(let sequence) = query, let borders = open.reader.borders,
      let finder = planner.finder(sequence, segment: segment)
    else { return nil }
    self.finder = finder
    self.borders = BordersCursor(borders)
    width = sequence.width
    isHangul = sequence.isHangul
  }

  /// How often it counts in a document, and how much; nil if the document does not have it.
  mutating func occurrences(
    in document: DocID, _ counting: Evidence.Counting
  ) throws(IndexError) -> (frequency: Float, factor: Float)? {
    try finder.seek(to: document)
    guard finder.document == document else { return nil }
    let all = finder.starts.weights()
    guard try borders.move(to: document) else { return (all.frequency, all.heaviest) }
    var wordFrequency: Float = 0
    var best = WordAlignment.across
    for start in finder.starts {
      let alignment = borders.current.alignment(
        from: start.position, to: start.position + width)
      if alignment == .word { wordFrequency += start.weight }
      best = min(best, alignment)
      if counting == .tiers, best == .word { break }
    }
    if counting == .words { return (wordFrequency, 1) }
    return (all.frequency, all.heaviest * EvidenceWeights.tier(best, isHangul: isHangul))
  }
}
