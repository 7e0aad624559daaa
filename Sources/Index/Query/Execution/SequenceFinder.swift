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
  private var isStarted = false
  private(set) var document = DocID(rawValue: 0)
  /// Where the sequence begins in the current document, ascending; never empty.
  private(set) var starts: [SequenceStart] = []
  /// What is too low to matter; nil if every document counts.
  var floor: ScoreFloor?

  /// A finder before its first document.
  ///
  /// - Parameters:
  ///   - legs: all places, and what a document must hold besides.
  ///   - places: which of them are places.
  ///   - needed: which of them a document must hold to be looked at.
  /// - Precondition: neither is empty.
  init(_ legs: [AlternativesCursor], places: some Sequence<Int>, needed: some Sequence<Int>) {
    self.legs = legs
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
      if try canMatter(candidate), try findStarts(candidate) { break }
      candidate = try self.candidate(from: candidate.successor)
    }
    document = candidate
  }

  /// The first document that is not less than `target` and holds all that is needed; the end if there
  /// is none. ``document`` does not say so.
  mutating func candidate(from target: DocID) throws(IndexError) -> DocID {
    var candidate = target
    while candidate != .end {
      try legs[needed[0]].seek(to: candidate, above: floor)
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

  /// Whether the sequence may stand there often enough: not more often than anything it needs.
  private mutating func canMatter(_ candidate: DocID) throws(IndexError) -> Bool {
    guard let floor else { return true }
    var most = UInt32.max
    for index in needed {
      most = min(most, try legs[index].frequency())
      if most == 1 { break }
    }
    return floor.isExceeded(by: most, in: candidate)
  }

  /// Whether the sequence stands in a candidate, and where.
  mutating func findStarts(_ candidate: DocID) throws(IndexError) -> Bool {
    for index in places {
      try legs[index].seek(to: candidate)
      guard legs[index].document == candidate else { return false }
      if index == places[0] {
        try legs[index].starts(into: &starts)
      } else {
        try legs[index].keep(&starts)
      }
      if starts.isEmpty { return false }
    }
    return true
  }
}
