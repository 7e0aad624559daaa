/// Walks through the documents of a segment in which terms stand side by side.
///
/// The place with fewest postings leads. Positions are read place by place, from the rarest on, and
/// reading stops as soon as no start is left.
struct SequenceFinder {
  private var places: [PlaceCursor]
  private(set) var document = DocID(rawValue: 0)
  /// Where the sequence begins in the current document, ascending; never empty.
  private(set) var starts: [SequenceStart] = []
  private var next: [SequenceStart] = []

  /// - Precondition: there is a place.
  init(_ places: [PlaceCursor]) throws(IndexError) {
    precondition(!places.isEmpty)
    self.places = places.sorted { $0.cost < $1.cost }
    try find(from: self.places[0].document)
  }

  /// How many documents there are at most.
  var cost: UInt64 { places[0].cost }

  /// Moves to the next document with the sequence; ``document`` is the end if there is none.
  mutating func advance() throws(IndexError) { try seek(to: document.successor) }

  /// Moves to the first document with the sequence that is not less than `target`.
  mutating func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    try places[0].seek(to: target)
    try find(from: places[0].document)
  }

  private mutating func find(from first: DocID) throws(IndexError) {
    var candidate = first
    while candidate != .end {
      let aligned = try align(candidate)
      if aligned != candidate {
        candidate = aligned
        try places[0].seek(to: candidate)
        candidate = places[0].document
      } else if try findStarts() {
        break
      } else {
        try places[0].seek(to: candidate.successor)
        candidate = places[0].document
      }
    }
    document = candidate
  }

  /// The candidate if every place is filled there, else a later document that may do.
  private mutating func align(_ candidate: DocID) throws(IndexError) -> DocID {
    for index in places.indices {
      try places[index].seek(to: candidate)
      if places[index].document != candidate { return places[index].document }
    }
    return candidate
  }

  /// Whether there is a start in the document that all places stand at.
  private mutating func findStarts() throws(IndexError) -> Bool {
    try places[0].starts(into: &starts)
    for index in places.indices.dropFirst() {
      if starts.isEmpty { return false }
      try places[index].starts(into: &next)
      Self.intersect(&starts, next)
    }
    return !starts.isEmpty
  }

  /// Keeps the starts that both lists have. (Two alternatives never fill one place of one document,
  /// since each place holds one character or one word.)
  private static func intersect(_ starts: inout [SequenceStart], _ others: [SequenceStart]) {
    var kept = 0
    var other = 0
    for index in starts.indices {
      let position = starts[index].position
      while other < others.count, others[other].position < position { other += 1 }
      guard other < others.count else { break }
      if others[other].position != position { continue }
      starts[kept] = SequenceStart(
        position: position, weight: starts[index].weight * others[other].weight)
      kept += 1
    }
    starts.removeLast(starts.count - kept)
  }
}
