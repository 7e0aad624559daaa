/// Reads what one piece of evidence adds to the scores of documents of a segment, in their order.
struct EvidenceReader {
  private let item: Rescorer.Item
  private let matcher: Matcher
  private let title: Matcher?
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
    guard let matcher = try planner.matcher(item.query, segment: segment) else { return nil }
    self.item = item
    self.matcher = matcher
    if let title = item.title {
      self.title = try planner.matcher(title, segment: segment)
    } else {
      title = nil
    }
    alignment =
      item.counting == .all ? nil : try AlignmentReader(item.query, planner, open, segment)
  }

  /// What a document gains; nil if it does not have it.
  ///
  /// - Precondition: documents ascend.
  mutating func contribution(of document: DocID) throws(IndexError) -> Contribution? {
    try matcher.seek(to: document)
    guard matcher.document == document else { return nil }
    var found = Contribution(
      frequency: try matcher.frequency(), titleFrequency: 0, factor: matcher.heaviestWeight(),
      score: 0)
    if let aligned = try alignment?.occurrences(in: document, item.counting) {
      found.frequency = aligned.frequency
      found.factor = aligned.factor
    }
    if let title {
      try title.seek(to: document)
      if title.document == document { found.titleFrequency = try title.frequency() }
    }
    let frequency = found.frequency + EvidenceWeights.titleOccurrence * found.titleFrequency
    guard frequency > 0 else { return nil }
    found.score = item.weight * found.factor * matcher.score(frequency: frequency)
    return found
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
      let finder = try planner.finder(sequence, segment: segment)
    else { return nil }
    self.finder = finder
    self.borders = BordersCursor(borders)
    width = sequence.width
    isHangul = sequence.isHangul
  }

  /// How often it counts in a document, and how much; nil if the document is not known.
  mutating func occurrences(
    in document: DocID, _ counting: Evidence.Counting
  ) throws(IndexError) -> (frequency: Float, factor: Float)? {
    try finder.seek(to: document)
    guard finder.document == document, let words = try borders.borders(of: document) else {
      return nil
    }
    var wordFrequency: Float = 0
    var sum: Float = 0
    var best = WordAlignment.across
    var heaviest: Float = 0
    for start in finder.starts {
      let alignment = words.alignment(from: start.position, to: start.position + width)
      if alignment == .word { wordFrequency += start.weight }
      best = min(best, alignment)
      sum += start.weight
      heaviest = max(heaviest, start.weight)
    }
    if counting == .words { return (wordFrequency, 1) }
    return (sum / heaviest, heaviest * EvidenceWeights.tier(best, isHangul: isHangul))
  }
}
