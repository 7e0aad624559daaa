/// Reads what one piece of evidence adds to the scores of documents of a segment, in their order.
struct EvidenceReader {
  private let title: TitleReader
  private let matcher: Matcher?
  // Where it matters how occurrences lie to words, this finds them instead.
  private var alignment: AlignmentReader?
  private let counting: Evidence.Counting

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
    guard let title = try TitleReader(item, planner, segment: segment) else { return nil }
    self.title = title
    counting = item.counting
    alignment =
      item.counting == .all ? nil : try AlignmentReader(item.query, planner, open, segment)
    matcher = alignment == nil ? try planner.matcher(item.query, segment: segment) : nil
    if alignment == nil, matcher == nil { return nil }
  }

  /// What a document gains; nil if it does not have it.
  ///
  /// - Precondition: documents ascend.
  mutating func contribution(of document: DocID) throws(IndexError) -> Contribution? {
    guard let found = try occurrences(in: document) else { return nil }
    let titleFrequency = try title.titleFrequency(document)
    if found.frequency == 0, titleFrequency == 0 { return nil }
    return Contribution(
      frequency: found.frequency, titleFrequency: titleFrequency, factor: found.factor,
      score: try title.score(found.frequency, found.factor, document))
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
    return try alignment?.occurrences(in: document, counting)
  }
}

/// Finds a sequence in documents, and how its occurrences lie to their words.
struct AlignmentReader {
  private var finder: SequenceFinder
  private var judge: AlignmentJudge

  /// nil if there is nothing to tell apart.
  init?(
    _ query: Query, _ planner: QueryPlanner, _ open: OpenSegment, _ segment: Int
  ) throws(IndexError) {
    guard case .sequence(let sequence) = query, open.reader.borders != nil,
      let finder = planner.finder(sequence, segment: segment)
    else { return nil }
    self.finder = finder
    judge = AlignmentJudge(sequence, open)
  }

  /// How often it counts in a document, and how much; nil if the document does not have it.
  mutating func occurrences(
    in document: DocID, _ counting: Evidence.Counting
  ) throws(IndexError) -> (frequency: Float, factor: Float)? {
    try finder.seek(to: document)
    guard finder.document == document else { return nil }
    if counting == .words { return (try judge.wordFrequency(finder.starts, document), 1) }
    let all = finder.starts.weights()
    return (all.frequency, all.heaviest * (try judge.tier(finder.starts, document)))
  }
}

/// How the occurrences of a sequence lie to the words of a document.
struct AlignmentJudge {
  private var borders: BordersCursor?
  private let width: UInt32
  private let isHangul: Bool

  init(_ sequence: SequenceQuery, _ open: OpenSegment) {
    borders = open.reader.borders.map { BordersCursor($0) }
    width = sequence.width
    isHangul = sequence.isHangul
  }

  /// How much the best occurrence counts.
  mutating func tier(
    _ starts: [SequenceStart], _ document: DocID
  ) throws(IndexError) -> Float {
    guard try borders?.move(to: document) == true, let words = borders?.current else { return 1 }
    var best = WordAlignment.across
    for start in starts {
      best = min(best, words.alignment(from: start.position, to: start.position + width))
      if best == .word { break }
    }
    return EvidenceWeights.tier(best, isHangul: isHangul)
  }

  /// How often it is a word.
  mutating func wordFrequency(
    _ starts: [SequenceStart], _ document: DocID
  ) throws(IndexError) -> Float {
    guard try borders?.move(to: document) == true, let words = borders?.current else {
      return starts.weights().frequency
    }
    var frequency: Float = 0
    for start in starts
    where words.alignment(from: start.position, to: start.position + width) == .word {
      frequency += start.weight
    }
    return frequency
  }
}
