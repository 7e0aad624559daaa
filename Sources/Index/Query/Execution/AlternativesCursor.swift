/// The documents that hold any of some terms: forms of one word, or what may fill a place of a
/// sequence.
struct AlternativesCursor {
  /// The place, counted from the first place of the sequence; 0 if there is none.
  let offset: UInt32
  /// How many postings there are at most.
  let cost: UInt64

  private var cursors: [PostingsCursor]
  private let weights: [Float]
  // The first ones, so many, are all that is looked for and not only a part of it.
  private let wholeCount: Int
  private var isStarted = false
  private(set) var document = DocID(rawValue: 0)
  private var scratch: [UInt32] = []

  /// - Precondition: there is a cursor, and as many weights.
  init(
    offset: UInt32 = 0, _ cursors: [PostingsCursor], weights: [Float], wholeCount: Int = 0
  ) {
    precondition(!cursors.isEmpty && cursors.count == weights.count)
    self.offset = offset
    self.wholeCount = wholeCount
    self.weights = weights
    self.cursors = cursors
    cost = cursors.reduce(0) { $0 + UInt64($1.info.documentFrequency) }
  }

  /// Moves to the first document that is not less than `target`. The first call reads the first
  /// postings.
  @inline(__always)
  mutating func seek(to target: DocID) throws(IndexError) {
    if isStarted, document >= target { return }
    isStarted = true
    if cursors.count == 1 {
      try cursors[0].seek(to: target)
      document = cursors[0].document
    } else {
      try seekAll(to: target)
    }
  }

  /// The same, but documents before `stop` that hold the terms too seldom to exceed the floor may be
  /// passed over.
  mutating func seek(
    to target: DocID, above floor: ScoreFloor?, before stop: DocID = .end
  ) throws(IndexError) {
    try seek(to: target)
    guard let floor else { return }
    if cursors.count == 1 {
      document = try cursors[0].skip(below: floor, before: stop)
      return
    }
    while document < stop {
      var last = -1
      var count = 0
      var next = DocID.end
      for index in cursors.indices {
        let other = cursors[index].document
        if other == document {
          last = index
          count += 1
        } else if other < next {
          next = other
        }
      }
      if count == 1 {
        let end = min(next, stop)
        document = min(next, try cursors[last].skip(below: floor, before: end))
        if document < end { return }
      } else {
        if floor.isExceeded(by: try frequency(), in: document) { return }
        try advanceAll()
      }
    }
  }

  private mutating func advanceAll() throws(IndexError) {
    var next = DocID.end
    for index in cursors.indices {
      if cursors[index].document == document { try cursors[index].advance() }
      next = min(next, cursors[index].document)
    }
    document = next
  }

  private mutating func seekAll(to target: DocID) throws(IndexError) {
    document = .end
    for index in cursors.indices {
      try cursors[index].seek(to: target)
      document = min(document, cursors[index].document)
    }
  }

  /// How often the current document holds any of the terms.
  mutating func frequency() throws(IndexError) -> UInt32 {
    if cursors.count == 1 { return try cursors[0].frequency }
    var sum: UInt64 = 0
    for index in cursors.indices where cursors[index].document == document {
      sum += UInt64(try cursors[index].frequency)
    }
    return UInt32(clamping: sum)
  }

  /// How much the heaviest term in the current document counts, and how many such ones all of them
  /// are worth together; with `isSum` false, how many the most frequent one is worth.
  mutating func weights(isSum: Bool) throws(IndexError) -> (frequency: Float, heaviest: Float) {
    var total: Float = 0
    var heaviest: Float = 0
    for index in cursors.indices where cursors[index].document == document {
      let frequency = weights[index] * Float(try cursors[index].frequency)
      total = isSum ? total + frequency : max(total, frequency)
      heaviest = max(heaviest, weights[index])
    }
    return (heaviest > 0 ? total / heaviest : 0, heaviest)
  }

  /// How often the current document holds what is looked for, and how much that counts, as
  /// occurrences add up one by one; nil if that takes positions.
  mutating func wholeWeights() throws(IndexError) -> WholeWeights? {
    var weight: Float = 0
    var count: UInt64 = 0
    for index in cursors.indices where cursors[index].document == document {
      if index >= wholeCount || (count > 0 && weights[index] != weight) { return nil }
      weight = weights[index]
      count += UInt64(try cursors[index].frequency)
    }
    return WholeWeights(count: count, weight: weight)
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

  /// Keeps the starts that put an occurrence in the current document at this place. (Two alternatives
  /// never fill one place of one document, since each place holds one character or one word.)
  mutating func keep(_ starts: inout [SequenceStart]) throws(IndexError) {
    var only: Int?
    for index in cursors.indices where cursors[index].document == document {
      if only != nil { return try keepAny(&starts) }
      only = index
    }
    guard let only else { return starts.removeAll(keepingCapacity: true) }
    try cursors[only].positions(into: &scratch)
    let weight = weights[only]
    var kept = 0
    var next = 0
    // By index: a loop over the array itself would copy it.
    for index in starts.indices {
      let start = starts[index]
      let wanted = start.position &+ offset
      while next < scratch.count, scratch[next] < wanted { next += 1 }
      if next == scratch.count { break }
      if scratch[next] != wanted { continue }
      starts[kept] = SequenceStart(position: start.position, weight: start.weight * weight)
      kept += 1
    }
    starts.removeSubrange(kept...)
  }

  /// The same where several of the terms are in the document.
  private mutating func keepAny(_ starts: inout [SequenceStart]) throws(IndexError) {
    var others: [SequenceStart] = []
    try self.starts(into: &others)
    var kept: [SequenceStart] = []
    var next = 0
    for start in starts {
      while next < others.count, others[next].position < start.position { next += 1 }
      guard next < others.count else { break }
      if others[next].position != start.position { continue }
      kept.append(
        SequenceStart(position: start.position, weight: start.weight * others[next].weight))
    }
    starts = kept
  }
}

/// What frequencies of terms tell of a sequence in a document.
struct WholeWeights {
  /// How often it stands there.
  var count: Int
  /// How much the heaviest occurrence counts, and how many such ones all are worth.
  var weights: (frequency: Float, heaviest: Float)

  private static let mostAdded: UInt64 = 1024

  /// Occurrences of one weight, added up one by one; nil if there are none, or too many.
  init?(count: UInt64, weight: Float) {
    if count == 0 || count > Self.mostAdded { return nil }
    var sum: Float = 0
    for _ in 0..<count { sum += weight }
    self.count = Int(count)
    weights = (sum / weight, weight)
  }
}

/// Where a sequence may begin in a document.
struct SequenceStart: Equatable {
  var position: UInt32
  /// The product of the weights of the alternatives that fill its places.
  var weight: Float
}

extension PostingsCursor {
  /// Moves on while the current document holds the term too seldom to exceed a floor, until the first
  /// document that is not less than `end`.
  ///
  /// - Returns: the document it is at.
  fileprivate mutating func skip(
    below floor: ScoreFloor, before end: DocID
  ) throws(IndexError) -> DocID {
    while document < end {
      // Documents from the end on may exceed it together with other terms.
      if header.last >= Int64(end.rawValue) || floor.isExceeded(by: blockImpact) {
        let block = unsafe try remainingBlock()
        let found = unsafe floor.first(of: block, orFrom: end)
        if unsafe found < block.count {
          moveWithinBlock(by: found)
          return document
        }
      }
      _ = try nextBlock()
    }
    return document
  }
}
