/// The documents in which a place of a sequence is filled, by any of its alternatives.
struct PlaceCursor {
  /// The place, counted from the first place of the sequence.
  let offset: UInt32
  /// How many postings there are at most.
  let cost: UInt64

  private var cursors: [PostingsCursor]
  private let weights: [Float]
  private(set) var document = DocID(rawValue: 0)
  private var scratch: [UInt32] = []

  /// - Precondition: there is a cursor, and as many weights.
  init(offset: UInt32, _ cursors: [PostingsCursor], weights: [Float]) throws(IndexError) {
    self.offset = offset
    self.weights = weights
    self.cursors = cursors
    cost = cursors.reduce(0) { $0 + UInt64($1.info.documentFrequency) }
    for index in self.cursors.indices { _ = try self.cursors[index].nextBlock() }
    findLeast()
  }

  /// Moves to the first document that is not less than `target`.
  mutating func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    for index in cursors.indices { try cursors[index].seek(to: target) }
    findLeast()
  }

  /// The starts of sequences that put an occurrence in the current document at this place; each with
  /// the weight of the alternative that fills it.
  mutating func starts(into output: inout [SequenceStart]) throws(IndexError) {
    output.removeAll(keepingCapacity: true)
    var sources = 0
    for index in cursors.indices where cursors[index].document == document {
      try cursors[index].positions(into: &scratch)
      let weight = weights[index]
      for position in scratch where position >= offset {
        output.append(SequenceStart(position: position - offset, weight: weight))
      }
      sources += 1
    }
    if sources > 1 { output.sort { $0.position < $1.position } }
  }

  private mutating func findLeast() {
    document = .end
    for cursor in cursors { document = min(document, cursor.document) }
  }
}

/// Where a sequence may begin in a document.
struct SequenceStart: Equatable {
  var position: UInt32
  /// The product of the weights of the alternatives that fill its places.
  var weight: Float
}
