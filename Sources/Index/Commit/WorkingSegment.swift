/// A segment as the writer sees it: what is on disk, and which deletes are not yet.
struct WorkingSegment {
  private(set) var open: OpenSegment
  private(set) var entry: Manifest.Segment

  init(_ open: OpenSegment, entry: Manifest.Segment) {
    self.open = open
    self.entry = entry
  }

  /// Deletes a document; false if it was deleted before.
  mutating func delete(_ document: DocID) -> Bool { open.live.delete(document) }

  /// Writes the deletes that the last commit did not have, under a name of this generation.
  mutating func writeDeletes(
    _ generation: UInt64, _ commit: CommitProtocol
  ) throws(IndexError) {
    guard open.live.deletedCount != entry.deletedCount else { return }
    entry.deletesSeal = try commit.write(
      SegmentFormat.deletesFileName(entry.id, generation: generation), kind: .deletes,
      fileID: generation, section: .deletes, open.live.encoded())
    entry.deletesGeneration = generation
    entry.deletedCount = open.live.deletedCount
  }
}

/// The segment that is being built: documents in memory, their text already in the file.
final class SegmentBuild {
  private let writer: SegmentWriter
  private let builder = SegmentBuilder()
  private var documents: [[UInt8]: DocID] = [:]
  private var keyByteCount = 0
  /// Documents that were deleted or replaced since they were added.
  private(set) var deleted: [DocID] = []

  init(writer: SegmentWriter) {
    self.writer = writer
  }

  var liveCount: Int { builder.documentCount - deleted.count }

  var isFull: Bool { builder.isFull }

  /// How many bytes of memory the documents take. A key in a dictionary takes some 80 bytes more
  /// than its own.
  var memoryByteCount: Int {
    builder.memoryByteCount + writer.memoryByteCount + keyByteCount + 80 * documents.count
  }

  func add(
    _ document: Document, inverter: DocumentInverter, schema: inout Schema
  ) throws(IndexError) {
    let key = Array(document.key.utf8)
    try writer.appendStored(document)
    let number = builder.beginDocument(key: key)
    documents[key] = number
    keyByteCount += key.count
    inverter.invert(document, as: number, schema: &schema, into: builder)
  }

  /// Deletes the live document of a key; false if there is none.
  func delete(key: [UInt8]) -> Bool {
    guard let number = documents.removeValue(forKey: key) else { return false }
    keyByteCount -= key.count
    deleted.append(number)
    return true
  }

  /// Deletes the live documents whose key begins with the prefix.
  func delete(prefix: [UInt8]) -> Int {
    let keys = documents.keys.filter { $0.starts(with: prefix) }
    for key in keys { _ = delete(key: key) }
    return keys.count
  }

  func finish() throws(IndexError) -> WrittenSegment { try builder.finish(writer) }

  func abandon() { writer.abandon() }
}
