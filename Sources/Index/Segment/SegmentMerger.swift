/// Merges segments into one, without their deleted documents. Documents keep their order: all of
/// the first segment, then all of the second, and so on.
///
/// Every block of every input is checked against its checksum first, so that damage is never
/// copied into a file whose checksums are right. Memory: the dictionary of the output, and the
/// postings of one term.
struct SegmentMerger {
  private let inputs: [Input]
  private let writer: SegmentWriter

  /// A segment and where its documents go.
  private struct Input {
    var segment: SegmentReader
    /// New number of each document; `DocID.end` for a deleted one.
    var numbers: [UInt32]
    var liveCount: Int
  }

  /// - Precondition: together the segments have fewer documents than fit into one.
  init(
    _ segments: [(reader: SegmentReader, live: LiveDocuments)], into writer: SegmentWriter
  ) throws(IndexError) {
    var inputs: [Input] = []
    var next = 0
    for (segment, live) in segments {
      _ = try segment.file.verifyAll()
      var numbers: [UInt32] = []
      numbers.reserveCapacity(segment.documentCount)
      for document in 0..<segment.documentCount {
        let isLive = live.isLive(DocID(document))
        numbers.append(isLive ? UInt32(next) : DocID.end.rawValue)
        if isLive { next += 1 }
      }
      inputs.append(Input(segment: segment, numbers: numbers, liveCount: live.liveCount))
    }
    precondition(next < DocID.maximumCount)
    self.inputs = inputs
    self.writer = writer
  }

  /// Writes the merged segment.
  func merge() throws(IndexError) -> WrittenSegment {
    try mergeStores()
    let columns = try mergeLengths()
    try mergeTerms(columns)
    var keys = DocumentKeysWriter()
    var borders = WordBordersWriter()
    for input in inputs {
      for document in 0..<input.segment.documentCount
      where input.numbers[document] != DocID.end.rawValue {
        keys.append(try input.segment.keys.key(of: DocID(document)))
        borders.append(try input.segment.borders?.record(of: DocID(document)) ?? [])
      }
    }
    let documentCount = inputs.reduce(0) { $0 + $1.liveCount }
    return try writer.finish(
      documentCount: documentCount, columns: columns, keys: keys, borders: borders)
  }

  private func mergeStores() throws(IndexError) {
    for input in inputs {
      guard let store = input.segment.store else { continue }
      try store.checkCoverage()
      for number in store.blockIndices {
        let block = try store.block(number)
        let live = block.documents.filter { input.numbers[$0] != DocID.end.rawValue }
        if live.count == block.documents.count {
          try writer.appendStored(
            compressedBlock: try store.compressedBytes(of: block), documentCount: live.count)
        } else if !live.isEmpty {
          let records = try store.records(of: block)
          for document in live {
            try writer.appendStored(record: records[document - block.documents.lowerBound])
          }
        }
      }
    }
  }

  /// The exact lengths of what stays.
  private func mergeLengths() throws(IndexError) -> [FieldID: FieldLengthColumn] {
    var columns: [FieldID: FieldLengthColumn] = [:]
    for input in inputs {
      let exact = try input.segment.exactLengths()
      for (info, lengths) in zip(input.segment.info.fields, exact) {
        var column = columns[info.field] ?? FieldLengthColumn()
        for document in 0..<input.segment.documentCount where lengths[document] > 0 {
          let number = input.numbers[document]
          if number == DocID.end.rawValue { continue }
          column.set(lengths[document], for: DocID(rawValue: number))
        }
        columns[info.field] = column
      }
    }
    return columns
  }

  private func mergeTerms(
    _ columns: [FieldID: FieldLengthColumn]
  ) throws(IndexError) {
    var iterators: [TermIterator] = []
    var isActive: [Bool] = []
    for input in inputs {
      var iterator = try input.segment.dictionary.terms()
      isActive.append(try iterator.next())
      iterators.append(iterator)
    }
    var postings = PostingsWriter()
    var previous: [UInt8] = []
    while let key = leastKey(iterators, isActive) {
      guard previous.lexicographicallyPrecedes(key) else {
        let damaged = inputs.indices.first { isActive[$0] && iterators[$0].key == key } ?? 0
        throw inputs[damaged].segment.file.corrupt(.terms, 0, "terms are out of order")
      }
      previous = key
      let field = TermKey(bytes: key).field
      let kind = TermKey(bytes: key).kind
      let lengths = columns[field]?.bytes ?? []
      // Entries of the fold map are made again with the words that stay.
      if kind == .fold {
        for index in inputs.indices where isActive[index] && iterators[index].key == key {
          isActive[index] = try iterators[index].next()
        }
        continue
      }
      let keepsPositions = kind?.keepsPositions ?? true
      postings.begin(keepsPositions: keepsPositions)
      for index in inputs.indices where isActive[index] && iterators[index].key == key {
        try append(
          inputs[index], iterators[index].info, lengths,
          keepsPositions: keepsPositions, to: &postings)
        isActive[index] = try iterators[index].next()
      }
      if postings.documentFrequency > 0 { try writer.append(key, &postings) }
    }
  }

  private func leastKey(_ iterators: [TermIterator], _ isActive: [Bool]) -> [UInt8]? {
    var least: [UInt8]?
    for index in iterators.indices where isActive[index] {
      guard let known = least else {
        least = iterators[index].key
        continue
      }
      if iterators[index].key.lexicographicallyPrecedes(known) { least = iterators[index].key }
    }
    return least
  }

  private func append(
    _ input: Input, _ info: TermInfo, _ lengths: [UInt8], keepsPositions: Bool,
    to postings: inout PostingsWriter
  ) throws(IndexError) {
    var cursor = input.segment.cursor(info)
    var positions: [UInt32] = []
    while try cursor.nextBlock() {
      for index in 0..<cursor.blockCount {
        if index > 0 { cursor.moveWithinBlock(by: 1) }
        let number = input.numbers[Int(cursor.document.rawValue)]
        if number == DocID.end.rawValue { continue }
        if keepsPositions { try cursor.positions(into: &positions) }
        postings.add(
          DocID(rawValue: number), frequency: try cursor.frequency, positions: positions,
          length: Int(number) < lengths.count ? lengths[Int(number)] : 0)
      }
    }
  }
}
