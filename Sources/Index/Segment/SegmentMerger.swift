/// Merges segments into one, without their deleted documents. Documents keep their order, all of the
/// first segment, then all of the second, and so on; or they get one that the caller wants.
///
/// Every block of every input is checked against its checksum first, so that damage is never
/// copied into a file whose checksums are right. Memory: the dictionary of the output, the postings of
/// one term, and, for another order, a number and the length of the text of each document, and so
/// much text as the caller allows.
struct SegmentMerger {
  private let inputs: [Input]
  private let writer: SegmentWriter
  private let documentCount: Int
  /// Where each document comes from, in their new order; nil if it is the order of the inputs.
  private let sources: [Source]?
  private let textByteCount: Int
  private let pairRules: CommonWords.Rules

  /// A segment and where its documents go.
  private struct Input {
    var segment: SegmentReader
    /// New number of each document; `DocID.end` for a deleted one.
    var numbers: [UInt32]
  }

  /// A document of an input.
  private struct Source {
    var input: UInt32
    var document: UInt32
  }

  /// - Parameters:
  ///   - order: the live documents, numbered in the order of the inputs, in their new order; nil
  ///     for that of the inputs.
  ///   - textByteCount: how much text may be held for another order.
  /// - Precondition: together the segments have fewer documents than fit into one.
  init(
    _ segments: [(reader: SegmentReader, live: LiveDocuments)], into writer: SegmentWriter,
    order: [UInt32]? = nil, textByteCount: Int = 64 << 20
  ) throws(IndexError) {
    var inputs: [Input] = []
    var sources: [Source] = []
    for (number, (segment, live)) in segments.enumerated() {
      _ = try segment.file.verifyAll()
      var numbers: [UInt32] = []
      numbers.reserveCapacity(segment.documentCount)
      for document in 0..<segment.documentCount {
        let isLive = live.isLive(DocID(document))
        numbers.append(isLive ? UInt32(sources.count) : DocID.end.rawValue)
        if isLive {
          sources.append(Source(input: UInt32(number), document: UInt32(document)))
        }
      }
      inputs.append(Input(segment: segment, numbers: numbers))
    }
    precondition(sources.count < DocID.maximumCount)
    documentCount = sources.count
    if let order {
      precondition(order.count == sources.count)
      self.sources = order.map { sources[Int($0)] }
      for (number, old) in order.enumerated() {
        let source = sources[Int(old)]
        inputs[Int(source.input)].numbers[Int(source.document)] = UInt32(number)
      }
    } else {
      self.sources = nil
    }
    // A segment has no more pairs than all of its own rules allow.
    pairRules = inputs.reduce(into: []) { $0.formUnion($1.segment.info.pairRules) }
    self.inputs = inputs
    self.writer = writer
    self.textByteCount = textByteCount
  }

  /// Writes the merged segment.
  ///
  /// - Parameter threads: who packs the dictionary; nil for the caller alone.
  func merge(threads: ThreadTeam?) throws(IndexError) -> WrittenSegment {
    if let sources { try reorderStores(sources) } else { try mergeStores() }
    let columns = try mergeLengths()
    try writer.beginTerms(documentCount: documentCount)
    try mergeTerms(columns)
    var keys = DocumentKeysWriter()
    var borders = WordBordersWriter()
    try forEachSource { input, document throws(IndexError) in
      keys.append(try input.segment.keys.key(of: document))
      borders.append(try input.segment.borders?.record(of: document) ?? [])
    }
    return try writer.finish(
      columns: columns, keys: keys, borders: borders, values: try mergedValues(),
      pairRules: pairRules, threads: threads)
  }

  /// The values of what stays, a column after the other.
  private func mergedValues() throws(IndexError) -> EncodedValues {
    var shapes: [ColumnShape] = []
    for shape in inputs.flatMap(\.segment.values.shapes)
    where !shapes.contains(where: { $0.isSameColumn(as: shape) }) {
      shapes.append(shape)
    }
    shapes.sort { ColumnShape.precedes($0.name, $0.type, $1.name, $1.type) }
    var encoded = EncodedValues()
    for shape in shapes {
      var builder = ColumnBuilder(name: shape.name, type: shape.type)
      for input in inputs {
        for index in input.segment.values.shapes.indices
        where input.segment.values.shapes[index].isSameColumn(as: shape) {
          guard let column = try input.segment.values.column(at: index) else { continue }
          try SegmentValues.copy(column, numbers: input.numbers, into: &builder)
        }
      }
      try encoded.add(builder, segmentCount: documentCount)
    }
    return encoded
  }

  /// Calls `body` with each document that stays, in the new order.
  private func forEachSource(
    _ body: (Input, DocID) throws(IndexError) -> Void
  ) throws(IndexError) {
    if let sources {
      for source in sources {
        try body(inputs[Int(source.input)], DocID(rawValue: source.document))
      }
      return
    }
    for input in inputs {
      for document in input.numbers.indices where input.numbers[document] != DocID.end.rawValue {
        try body(input, DocID(document))
      }
    }
  }

  // MARK: - Stored text

  private func mergeStores() throws(IndexError) {
    for input in inputs {
      guard let store = input.segment.store else { continue }
      try store.checkCoverage()
      for number in store.blockIndices {
        let block = try store.block(number)
        let live = block.documents.filter { input.numbers[$0] != DocID.end.rawValue }
        if live.count == block.documents.count,
          writer.takes(blockOfByteCount: try store.unpackedByteCount(of: block))
        {
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

  /// Unpacks everything as often as it takes for all texts to be written, so many bytes of them at a
  /// time.
  private func reorderStores(_ sources: [Source]) throws(IndexError) {
    var byteCounts = [UInt32](repeating: 0, count: documentCount)
    try forEachRecord { number, record in byteCounts[number] = UInt32(record.count) }
    var start = 0
    while start < sources.count {
      var end = start
      var total = 0
      while end < sources.count, end == start || total + Int(byteCounts[end]) <= textByteCount {
        total += Int(byteCounts[end])
        end += 1
      }
      var records = [[UInt8]](repeating: [], count: end - start)
      try forEachRecord { number, record in
        if (start..<end).contains(number) { records[number - start] = record }
      }
      if inputs.contains(where: { $0.segment.store != nil }) {
        for record in records { try writer.appendStored(record: record) }
      }
      start = end
    }
  }

  /// Calls `body` with the new number and the encoded text of each document, in the old order.
  private func forEachRecord(
    _ body: (_ number: Int, _ record: [UInt8]) -> Void
  ) throws(IndexError) {
    for input in inputs {
      guard let store = input.segment.store else { continue }
      try store.checkCoverage()
      for number in store.blockIndices {
        let block = try store.block(number)
        let isNeeded = block.documents.contains { input.numbers[$0] != DocID.end.rawValue }
        guard isNeeded else { continue }
        for (document, record) in zip(block.documents, try store.records(of: block))
        where input.numbers[document] != DocID.end.rawValue {
          body(Int(input.numbers[document]), record)
        }
      }
    }
  }

  // MARK: - Lengths

  /// The exact lengths of what stays.
  private func mergeLengths() throws(IndexError) -> [FieldID: FieldLengthColumn] {
    if sources != nil { return try reorderLengths() }
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

  private func reorderLengths() throws(IndexError) -> [FieldID: FieldLengthColumn] {
    var all: [FieldID: [UInt32]] = [:]
    for input in inputs {
      let exact = try input.segment.exactLengths()
      for (info, lengths) in zip(input.segment.info.fields, exact) {
        var column = all.removeValue(forKey: info.field) ?? []
        if column.isEmpty { column = [UInt32](repeating: 0, count: documentCount) }
        for (document, length) in lengths.enumerated() {
          let number = input.numbers[document]
          if number != DocID.end.rawValue { column[Int(number)] = length }
        }
        all[info.field] = column
      }
    }
    return all.mapValues { lengths in
      var column = FieldLengthColumn()
      for (document, length) in lengths.enumerated() where length > 0 {
        column.set(length, for: DocID(document))
      }
      return column
    }
  }

  // MARK: - Terms

  private func mergeTerms(
    _ columns: [FieldID: FieldLengthColumn]
  ) throws(IndexError) {
    var terms = try MergedTerms(inputs.map(\.segment))
    var postings = PostingsWriter()
    var gathered = GatheredPostings(documentCount: documentCount)
    var weights = ImpactWeights(columns)
    while try terms.next() {
      let key = TermKey(bytes: terms.key)
      let kind = key.kind
      // Entries of the fold map are made again with the words that stay.
      if kind == .fold { continue }
      // What another segment need not have is in none.
      if kind == .wordPair, !CommonWords.shared.keeps(key, pairRules) { continue }
      let lengths = columns[key.field]?.bytes ?? []
      let keepsPositions = kind?.keepsPositions ?? true
      postings.begin(keepsPositions: keepsPositions, weights: weights.weights(for: key))
      gathered.removeAll()
      for (index, info) in terms.members {
        try forEachPosting(inputs[index], info, keepsPositions: keepsPositions) {
          number, frequency, positions in
          if sources != nil {
            gathered.add(number, frequency: frequency, positions: positions)
          } else {
            postings.add(
              DocID(rawValue: number), frequency: frequency, positions: positions,
              length: Int(number) < lengths.count ? lengths[Int(number)] : 0)
          }
        }
      }
      if sources != nil { gathered.write(to: &postings, lengths: lengths) }
      if postings.documentFrequency > 0 { try writer.append(terms.key, &postings) }
    }
  }

  /// Calls `body` with the new number of each document of a term.
  @inline(__always)
  private func forEachPosting(
    _ input: Input, _ info: TermInfo, keepsPositions: Bool,
    _ body: (_ number: UInt32, _ frequency: UInt32, _ positions: [UInt32]) -> Void
  ) throws(IndexError) {
    var cursor = input.segment.cursor(info)
    var positions: [UInt32] = []
    while try cursor.nextBlock() {
      for index in 0..<cursor.blockCount {
        if index > 0 { cursor.moveWithinBlock(by: 1) }
        let number = input.numbers[Int(cursor.document.rawValue)]
        if number == DocID.end.rawValue { continue }
        if keepsPositions { try cursor.positions(into: &positions) }
        body(number, try cursor.frequency, positions)
      }
    }
  }
}
