/// Documents in which terms stand at given distances. Scored like one term that occurs as often as
/// the phrase does, and whose idf is the sum of its terms' (as in Lucene).
final class PhraseMatcher: Matcher {
  /// A term of the phrase.
  struct Element {
    var cursor: PostingsCursor
    var offset: UInt32
  }

  private var finder: PhraseFinder
  private let weight: Float
  private let norms: Norms

  /// - Precondition: there is at least one element.
  init(_ elements: [Element], weight: Float, norms: Norms) throws(IndexError) {
    finder = try PhraseFinder(elements)
    self.weight = weight
    self.norms = norms
    super.init()
    document = finder.document
  }

  override var cost: UInt64 { finder.cost }

  override func advance() throws(IndexError) {
    if document == .end { return }
    try finder.advance()
    document = finder.document
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    try finder.seek(to: target)
    document = finder.document
  }

  override func frequency() throws(IndexError) -> Float { Float(finder.frequency) }

  override func score(frequency: Float) -> Float {
    BM25.score(weight: weight, frequency: frequency, inverseNorm: norms[document])
  }

  override func score() throws(IndexError) -> Float {
    BM25.score(weight: weight, frequency: Float(finder.frequency), inverseNorm: norms[document])
  }
}

/// Walks through the documents in which terms stand at given distances. A value, so that its parts
/// are reached without a check for each access.
struct PhraseFinder {
  private var elements: [PhraseMatcher.Element]
  private var positions: [[UInt32]]
  // For each element the position that is compared next.
  private var next: [Int]
  private(set) var document = DocID(rawValue: 0)
  /// How often the current document holds the phrase.
  private(set) var frequency: UInt32 = 0

  /// - Precondition: there is at least one element.
  init(_ elements: [PhraseMatcher.Element]) throws(IndexError) {
    // The rarest leads.
    self.elements = elements.sorted {
      $0.cursor.info.documentFrequency < $1.cursor.info.documentFrequency
    }
    positions = Array(repeating: [], count: elements.count)
    next = Array(repeating: 0, count: elements.count)
    for index in self.elements.indices { _ = try self.elements[index].cursor.nextBlock() }
    try find()
  }

  /// How many documents there are at most.
  var cost: UInt64 { UInt64(elements[0].cursor.info.documentFrequency) }

  /// Moves to the next document with the phrase; ``document`` is the end if there is none.
  mutating func advance() throws(IndexError) {
    try elements[0].cursor.advance()
    try find()
  }

  /// Moves to the first document with the phrase that is not less than `target`.
  mutating func seek(to target: DocID) throws(IndexError) {
    try elements[0].cursor.seek(to: target)
    try find()
  }

  /// Moves on until a document holds the phrase.
  private mutating func find() throws(IndexError) {
    while try alignDocuments() {
      frequency = try countPhrases()
      if frequency > 0 {
        document = elements[0].cursor.document
        return
      }
      try elements[0].cursor.advance()
    }
    document = .end
  }

  /// Moves on until all terms are in one document; false at the end.
  private mutating func alignDocuments() throws(IndexError) -> Bool {
    var candidate = elements[0].cursor.document
    search: while candidate != .end {
      for index in elements.indices {
        try elements[index].cursor.seek(to: candidate)
        let found = elements[index].cursor.document
        if found != candidate {
          candidate = found
          continue search
        }
      }
      return true
    }
    return false
  }

  private mutating func countPhrases() throws(IndexError) -> UInt32 {
    for index in elements.indices {
      try elements[index].cursor.positions(into: &positions[index])
    }
    for index in next.indices { next[index] = 0 }
    var count: UInt32 = 0
    for first in positions[0] where first >= elements[0].offset {
      let start = first - elements[0].offset
      var isPhrase = true
      for index in elements.indices.dropFirst() {
        let wanted = start + elements[index].offset
        while next[index] < positions[index].count, positions[index][next[index]] < wanted {
          next[index] += 1
        }
        guard next[index] < positions[index].count else { return count }
        if positions[index][next[index]] != wanted {
          isPhrase = false
          break
        }
      }
      if isPhrase { count += 1 }
    }
    return count
  }
}
