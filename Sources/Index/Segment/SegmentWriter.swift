/// What the manifest needs to know of a segment that has been written.
struct WrittenSegment {
  var id: UInt64
  var seal: SealedFileSeal
  var documentCount: Int
}

/// Writes a segment front to back: documents' text as they come, then terms in order, then the rest.
///
/// Terms come between ``beginTerms(documentCount:)`` and ``finish(columns:keys:borders:values:pairRules:threads:)``.
final class SegmentWriter {
  let id: UInt64
  private let writer: SealedFileWriter
  private let store: DocumentStoreWriter?
  private var documentCount = 0
  private var isInTerms = false
  private var dictionary = TermDictionaryWriter()
  // nil where words have no other forms.
  private var folds: FoldMap?
  private let neighbourRule: NeighbourRule
  // nil where the segment is small.
  private var neighbours: NeighbourCollector?

  init(
    id: UInt64, indexID: IndexID, storesText: Bool, mapsFolds: Bool = false,
    neighbourRule: NeighbourRule, on fileSystem: any FileSystem
  ) throws(IndexError) {
    self.id = id
    self.neighbourRule = neighbourRule
    folds = mapsFolds ? FoldMap() : nil
    writer = try SealedFileWriter(
      SegmentFormat.fileName(id), kind: .segment, indexID: indexID, fileID: id, on: fileSystem)
    store = storesText ? try DocumentStoreWriter() : nil
    if storesText { try writer.beginSection(.store) }
  }

  /// How many bytes of memory it takes.
  var memoryByteCount: Int { store?.memoryByteCount ?? 0 }

  /// Keeps the text of the next document.
  func appendStored(_ document: Document) throws(IndexError) {
    try store?.append(document, to: writer)
  }

  /// Keeps the encoded text of the next document.
  func appendStored(record: [UInt8]) throws(IndexError) {
    try store?.append(record: record, to: writer)
  }

  /// Whether a block that another store has packed may be kept as it is.
  func takes(blockOfByteCount count: Int) -> Bool { store?.takes(blockOfByteCount: count) ?? true }

  /// Keeps the text of the next documents, a block that another store has packed.
  func appendStored(compressedBlock: [UInt8], documentCount: Int) throws(IndexError) {
    try store?.append(
      compressedBlock: compressedBlock, documentCount: documentCount, to: writer)
  }

  /// Begins the terms. No text can be kept afterwards.
  ///
  /// - Parameter documentCount: how many documents the segment has.
  func beginTerms(documentCount: Int) throws(IndexError) {
    self.documentCount = documentCount
    isInTerms = true
    dictionary = TermDictionaryWriter(documentCount: documentCount)
    neighbours = neighbourRule.limits(documentCount: documentCount).map {
      NeighbourCollector($0, documentCount: documentCount)
    }
    try store?.finish(writer)
    try writer.beginSection(.postings)
  }

  /// Adds a term; keys ascend.
  func append(_ key: [UInt8], _ postings: inout PostingsWriter) throws(IndexError) {
    precondition(isInTerms)
    var info = postings.finish()
    info.postingsOffset = writer.sectionOffset
    note(key, info)
    try writer.append(postings.bytes.bytes)
  }

  /// Adds terms; keys ascend.
  func append(_ terms: EncodedTerms) throws(IndexError) {
    precondition(isInTerms)
    let start = writer.sectionOffset
    if folds == nil {
      note(terms, at: start)
    } else {
      for index in 0..<terms.keys.count {
        var info = terms.infos[index]
        info.postingsOffset += start
        note(Array(terms.keys[index]), info)
      }
    }
    try writer.append(terms.bytes)
  }

  /// Puts terms into the dictionary, where words have no other forms.
  private func note(_ terms: EncodedTerms, at start: Int) {
    // Nothing of an object is changed at every term, which would be checked.
    var key: [UInt8] = []
    var dictionary = TermDictionaryWriter()
    var neighbours: NeighbourCollector?
    swap(&dictionary, &self.dictionary)
    swap(&neighbours, &self.neighbours)
    for index in 0..<terms.keys.count {
      var info = terms.infos[index]
      info.postingsOffset += start
      key.removeAll(keepingCapacity: true)
      key.append(contentsOf: terms.keys[index])
      dictionary.add(key, info)
      neighbours?.note(key, info)
    }
    swap(&dictionary, &self.dictionary)
    swap(&neighbours, &self.neighbours)
  }

  /// Puts a term into the dictionary, and what other forms of words come before it.
  private func note(_ key: [UInt8], _ info: TermInfo) {
    addFolds(before: key, at: info.postingsOffset)
    folds?.note(TermKey(bytes: key))
    dictionary.add(key, info)
    neighbours?.note(key, info)
  }

  /// Writes what is left, makes the file durable and closes it.
  ///
  /// - Parameters:
  ///   - columns: lengths, for each field that occurs.
  ///   - pairRules: by which rules all pairs of words have been added.
  ///   - threads: who packs the dictionary and looks at neighbours; nil for the caller alone.
  func finish(
    columns: [FieldID: FieldLengthColumn], keys: DocumentKeysWriter, borders: WordBordersWriter,
    values: EncodedValues, pairRules: CommonWords.Rules, threads: ThreadTeam?
  ) throws(IndexError) -> WrittenSegment {
    precondition(isInTerms)
    addFolds(before: nil, at: writer.sectionOffset)
    try dictionary.write(to: writer, on: threads)
    let fields = columns.sorted { $0.key < $1.key }.filter { $0.value.documentCount > 0 }
    var padded = fields.map(\.value)
    for index in padded.indices { padded[index].pad(to: documentCount) }
    try writer.beginSection(.lengths)
    for column in padded { try writer.append(column.bytes) }
    var rests = ByteWriter()
    for column in padded {
      rests.append(varint: column.rests.count)
      rests.append(contentsOf: column.rests.bytes)
    }
    try writer.write(.lengthRests, rests.bytes)
    try keys.write(to: writer)
    try borders.write(to: writer)
    if let store { try writer.write(.storeIndex, store.index.bytes) }
    try values.write(to: writer)
    let info = SegmentInfo(
      documentCount: documentCount, termCount: dictionary.termCount,
      fields: fields.map { field, column in
        SegmentInfo.Field(
          field: field, documentCount: column.documentCount, totalLength: column.totalLength)
      }, pairRules: pairRules)
    try writer.write(.segmentInfo, info.encoded())
    try writeNeighbours(info, on: threads)
    let seal = try writer.finish()
    return WrittenSegment(id: id, seal: seal, documentCount: documentCount)
  }

  /// Writes which words stand beside which, as the postings say that have been written.
  private func writeNeighbours(
    _ info: SegmentInfo, on threads: ThreadTeam?
  ) throws(IndexError) {
    guard var neighbours else { return }
    neighbours.dropRarest()
    guard neighbours.hasPairs else { return }
    let section = try neighbours.section(
      try writer.written(), lengthsOffsets: info.lengthsOffsets,
      leastPostingsShare: neighbourRule.leastPostingsShare, on: threads)
    if let section { try writer.write(.neighbours, section) }
  }

  private func addFolds(before key: [UInt8]?, at postingsOffset: Int) {
    for entry in folds?.take(before: key) ?? [] {
      dictionary.add(entry, TermInfo(postingsOffset: postingsOffset))
    }
  }

  /// Removes the file, as far as that is possible.
  func abandon() { writer.abandon() }
}
