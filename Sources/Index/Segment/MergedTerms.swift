/// The terms of several segments in the order of their keys.
struct MergedTerms {
  private let segments: [SegmentReader]
  private var iterators: [TermIterator] = []
  private var isActive: [Bool] = []
  /// The term's key.
  private(set) var key: [UInt8] = []
  /// The segments that have the term, ascending, and what each knows of it.
  private(set) var members: [(segment: Int, info: TermInfo)] = []

  init(_ segments: [SegmentReader]) throws(IndexError) {
    self.segments = segments
    for segment in segments {
      var iterator = try segment.dictionary.terms()
      isActive.append(try iterator.next())
      iterators.append(iterator)
    }
  }

  /// Moves to the next term; false if there is none.
  mutating func next() throws(IndexError) -> Bool {
    var least: Int?
    for index in iterators.indices where isActive[index] {
      guard let known = least else {
        least = index
        continue
      }
      if iterators[index].key.lexicographicallyPrecedes(iterators[known].key) { least = index }
    }
    guard let least else { return false }
    guard key.lexicographicallyPrecedes(iterators[least].key) else {
      throw segments[least].file.corrupt(.terms, 0, "terms are out of order")
    }
    key = iterators[least].key
    members.removeAll(keepingCapacity: true)
    for index in least..<iterators.count where isActive[index] && iterators[index].key == key {
      members.append((index, iterators[index].info))
      isActive[index] = try iterators[index].next()
    }
    return true
  }
}

/// The postings of one term in the order in which they were read, to be written in another.
struct GatheredPostings {
  /// A document, and where its positions are.
  private struct Posting {
    var document: UInt32
    var frequency: UInt32
    var start: Int
    var end: Int
  }

  private var postings: [Posting] = []
  private var positions: [UInt32] = []
  // For each document the number of its posting plus 1; 0 for none.
  private var places: [UInt32]

  init(documentCount: Int) {
    places = [UInt32](repeating: 0, count: documentCount)
  }

  mutating func removeAll() {
    postings.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
  }

  mutating func add(_ document: UInt32, frequency: UInt32, positions newPositions: [UInt32]) {
    let start = positions.count
    positions.append(contentsOf: newPositions)
    postings.append(
      Posting(document: document, frequency: frequency, start: start, end: positions.count))
  }

  /// Writes the postings in the order of their documents.
  mutating func write(to writer: inout PostingsWriter, lengths: [UInt8]) {
    // Looking at every document is cheaper than sorting where many have the term.
    if postings.count < places.count / 16 {
      postings.sort { $0.document < $1.document }
      for posting in postings { write(posting, to: &writer, lengths) }
      return
    }
    for (number, posting) in postings.enumerated() {
      places[Int(posting.document)] = UInt32(number + 1)
    }
    for document in places.indices where places[document] > 0 {
      write(postings[Int(places[document]) - 1], to: &writer, lengths)
      places[document] = 0
    }
  }

  private func write(_ posting: Posting, to writer: inout PostingsWriter, _ lengths: [UInt8]) {
    let document = Int(posting.document)
    writer.add(
      DocID(document), frequency: posting.frequency,
      positions: Array(positions[posting.start..<posting.end]),
      length: document < lengths.count ? lengths[document] : 0)
  }
}
