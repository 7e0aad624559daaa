/// Documents in which terms stand at given distances. Scored like one term that occurs as often as
/// the phrase does, and whose idf is the sum of its terms' (as in Lucene).
final class PhraseMatcher: Matcher {
  /// A term of the phrase.
  struct Element {
    var cursor: PostingsCursor
    var offset: UInt32
  }

  private var elements: [Element]
  private let weight: Float
  private let norms: Norms
  private var positions: [[UInt32]]
  private var phraseFrequency: UInt32 = 0

  /// - Precondition: there is at least one element.
  init(_ elements: [Element], weight: Float, norms: Norms) throws(IndexError) {
    // The rarest leads.
    self.elements = elements.sorted {
      $0.cursor.info.documentFrequency < $1.cursor.info.documentFrequency
    }
    self.weight = weight
    self.norms = norms
    positions = Array(repeating: [], count: elements.count)
    super.init()
    for index in self.elements.indices { _ = try self.elements[index].cursor.nextBlock() }
    try findPhrase()
  }

  override var cost: UInt64 { UInt64(elements[0].cursor.info.documentFrequency) }

  override func advance() throws(IndexError) {
    if document == .end { return }
    try elements[0].cursor.advance()
    try findPhrase()
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    try elements[0].cursor.seek(to: target)
    try findPhrase()
  }

  override func frequency() throws(IndexError) -> Float { Float(phraseFrequency) }

  override func score(frequency: Float) -> Float {
    BM25.score(weight: weight, frequency: frequency, inverseNorm: norms[document])
  }

  override func score() throws(IndexError) -> Float {
    BM25.score(weight: weight, frequency: Float(phraseFrequency), inverseNorm: norms[document])
  }

  /// Moves on until a document holds the phrase.
  private func findPhrase() throws(IndexError) {
    while try alignDocuments() {
      phraseFrequency = try countPhrases()
      if phraseFrequency > 0 {
        document = elements[0].cursor.document
        return
      }
      try elements[0].cursor.advance()
    }
    document = .end
  }

  /// Moves on until all terms are in one document; false at the end.
  private func alignDocuments() throws(IndexError) -> Bool {
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

  private func countPhrases() throws(IndexError) -> UInt32 {
    for index in elements.indices {
      try elements[index].cursor.positions(into: &positions[index])
    }
    var next = [Int](repeating: 0, count: elements.count)
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
