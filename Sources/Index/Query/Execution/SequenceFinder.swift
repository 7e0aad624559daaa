/// Walks through the documents of a segment in which terms stand side by side.
///
/// What has fewest postings leads: a place, or a filter that the document must pass too. Positions
/// are read place by place, from the rarest on, and reading stops as soon as no start is left.
struct SequenceFinder {
  // Places and filters.
  private var cursors: [PlaceCursor]
  // Which of them are places, the rarest first.
  private let places: [Int]
  private(set) var document = DocID(rawValue: 0)
  /// Where the sequence begins in the current document, ascending; never empty.
  private(set) var starts: [SequenceStart] = []
  private var next: [SequenceStart] = []

  /// - Precondition: there is a place.
  init(_ places: [PlaceCursor], filters: [PlaceCursor] = []) throws(IndexError) {
    precondition(!places.isEmpty)
    let all =
      places.map { (isPlace: true, cursor: $0) }
      + filters.map { (isPlace: false, cursor: $0) }
    let ordered = all.sorted { $0.cursor.cost < $1.cursor.cost }
    cursors = ordered.map(\.cursor)
    self.places = ordered.indices.filter { ordered[$0].isPlace }
    try find(from: cursors[0].document)
  }

  /// How many documents there are at most.
  var cost: UInt64 { cursors[0].cost }

  /// Moves to the next document with the sequence; ``document`` is the end if there is none.
  mutating func advance() throws(IndexError) { try seek(to: document.successor) }

  /// Moves to the first document with the sequence that is not less than `target`.
  mutating func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    try cursors[0].seek(to: target)
    try find(from: cursors[0].document)
  }

  private mutating func find(from first: DocID) throws(IndexError) {
    var candidate = first
    while candidate != .end {
      let aligned = try align(candidate)
      if aligned != candidate {
        candidate = aligned
        try cursors[0].seek(to: candidate)
        candidate = cursors[0].document
      } else if try findStarts() {
        break
      } else {
        try cursors[0].seek(to: candidate.successor)
        candidate = cursors[0].document
      }
    }
    document = candidate
  }

  /// The candidate if every place is filled there, else a later document that may do.
  private mutating func align(_ candidate: DocID) throws(IndexError) -> DocID {
    for index in cursors.indices {
      try cursors[index].seek(to: candidate)
      if cursors[index].document != candidate { return cursors[index].document }
    }
    return candidate
  }

  /// Whether there is a start in the document that all places stand at.
  private mutating func findStarts() throws(IndexError) -> Bool {
    try cursors[places[0]].starts(into: &starts)
    for index in places.dropFirst() {
      if starts.isEmpty { return false }
      try cursors[index].starts(into: &next)
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
