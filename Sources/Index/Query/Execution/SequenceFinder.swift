/// Walks through the documents of a segment in which terms stand side by side.
///
/// Candidates are the documents that hold what is needed: all pairs of neighbouring characters, and
/// every place that is part of no pair; what has fewest postings leads. Positions are read only for
/// candidates that may matter, place by place, from the rarest on, and reading stops as soon as no
/// start is left.
struct SequenceFinder {
  private var legs: [AlternativesCursor]
  // Which of them a document must hold to be looked at, and which are places; the rarest first.
  private let needed: [Int]
  private let places: [Int]
  // Whether what is needed may be all there is to the sequence.
  private let isWhole: Bool
  private var isStarted = false
  private(set) var document = DocID(rawValue: 0)
  /// Whether it matters where the sequence begins, and not only how often.
  var needsStarts = true
  private var whole: WholeWeights?
  /// Where the sequence begins in the current document, ascending; never empty, if it matters.
  private(set) var starts: [SequenceStart] = []
  /// What is too low to matter; nil if every document counts.
  var floor: ScoreFloor?
  /// A document that counts however low it is, or one before it does; see ``candidate(from:)``.
  var stop = DocID.end

  /// A finder before its first document.
  ///
  /// - Parameters:
  ///   - legs: all places, and what a document must hold besides.
  ///   - places: which of them are places.
  ///   - needed: which of them a document must hold to be looked at.
  ///   - isWhole: whether what is needed is one, and may be all there is to the sequence.
  /// - Precondition: neither is empty.
  init(
    _ legs: [AlternativesCursor], places: some Sequence<Int>, needed: some Sequence<Int>,
    isWhole: Bool
  ) {
    self.legs = legs
    self.isWhole = isWhole
    self.places = places.sorted { legs[$0].cost < legs[$1].cost }
    self.needed = needed.sorted { legs[$0].cost < legs[$1].cost }
    precondition(!self.places.isEmpty && !self.needed.isEmpty)
  }

  /// How many documents there are at most.
  var cost: UInt64 { legs[needed[0]].cost }

  /// Moves to the first document with the sequence that is not less than `target` and whose score may
  /// exceed the floor; ``document`` is the end if there is none.
  mutating func seek(to target: DocID) throws(IndexError) {
    if isStarted, document >= target { return }
    isStarted = true
    var candidate = try candidate(from: target)
    while candidate != .end {
      if try canMatter(candidate), try find(candidate) { break }
      candidate = try self.candidate(from: candidate.successor)
    }
    document = candidate
  }

  private mutating func find(_ candidate: DocID) throws(IndexError) -> Bool {
    whole = needsStarts ? nil : try wholeWeights()
    if whole != nil { return true }
    return try findStarts(candidate)
  }

  /// How much the heaviest occurrence in the current document counts, and how many such ones all are
  /// worth.
  var weights: (frequency: Float, heaviest: Float) { whole?.weights ?? starts.weights() }

  /// The same of the candidate that was found last, if that takes no positions.
  mutating func wholeWeights() throws(IndexError) -> WholeWeights? {
    isWhole ? try legs[needed[0]].wholeWeights() : nil
  }

  /// The first document that is not less than `target` and holds all that is needed; the end if there
  /// is none. Before ``stop`` those that cannot exceed the floor may be passed over. ``document`` does
  /// not say so.
  mutating func candidate(from target: DocID) throws(IndexError) -> DocID {
    var candidate = target
    while candidate != .end {
      try legs[needed[0]].seek(to: candidate, above: floor, before: stop)
      candidate = legs[needed[0]].document
      if candidate == .end { break }
      let aligned = try align(candidate)
      if aligned == candidate { break }
      candidate = aligned
    }
    return candidate
  }

  /// The candidate if it holds all that is needed, else a later document that may do.
  private mutating func align(_ candidate: DocID) throws(IndexError) -> DocID {
    for index in needed.dropFirst() {
      try legs[index].seek(to: candidate)
      if legs[index].document != candidate { return legs[index].document }
    }
    return candidate
  }

  private mutating func canMatter(_ candidate: DocID) throws(IndexError) -> Bool {
    guard let floor else { return true }
    return floor.isExceeded(by: try limit(candidate), in: candidate)
  }

  /// How often the sequence stands in a candidate at most: as often as the rarest thing it needs.
  mutating func limit(_ candidate: DocID) throws(IndexError) -> UInt32 {
    var most = UInt32.max
    for index in needed {
      most = min(most, try legs[index].frequency())
      if most == 1 { break }
    }
    return most
  }

  /// Whether the sequence stands in a candidate, and where.
  ///
  /// - Parameter count: how often it stands there, if that is known: where its rarest place is filled
  ///   no more often, the others need not be looked at. (What it counts is then not told.)
  mutating func findStarts(
    _ candidate: DocID, count: Int? = nil
  ) throws(IndexError) -> Bool {
    for index in places {
      try legs[index].seek(to: candidate)
      guard legs[index].document == candidate else { return false }
      if index == places[0] {
        try legs[index].starts(into: &starts)
        if starts.count == count { return true }
      } else {
        try legs[index].keep(&starts)
      }
      if starts.isEmpty { return false }
    }
    return true
  }
}
