/// The segment that is being built: documents in memory, their text already in the file.
///
/// Keys, numbers and stored text are the writer's own business; batches of documents that follow
/// each other go to the crew.
final class SegmentBuild {
  private let writer: SegmentWriter
  private let crew: InversionCrew
  private var keys = DocumentKeysWriter()
  private var values = ValuesWriter()
  private var documentCount = 0
  private var batch = DocumentBatch(first: 0)
  private var liveKeys = LiveKeys()
  /// Documents that were deleted or replaced since they were added.
  private(set) var deleted: [DocID] = []

  /// Documents in a batch at most.
  private static let batchLength = 1024
  /// A batch of more bytes, which only large documents make, is waited for, so that few of them are
  /// in memory at once.
  private static let largeByteCount = 4 << 20

  init(writer: SegmentWriter, crew: InversionCrew) {
    self.writer = writer
    self.crew = crew
  }

  var liveCount: Int { documentCount - deleted.count }

  /// Whether the segment must be ended before a number overflows. (Addresses of postings cannot: they
  /// reach 4 GiB, which is more than the greatest memory budget and what a document of the greatest length adds.)
  var isFull: Bool { keys.isFull || values.isFull || documentCount >= DocID.maximumCount - 1 }

  /// How many bytes of memory the documents take.
  var memoryByteCount: Int {
    crew.workers.reduce(0) { $0 + $1.memoryByteCount } + keys.memoryByteCount
      + values.memoryByteCount + writer.memoryByteCount + liveKeys.memoryByteCount
  }

  /// Adds a document, or replaces the live one of its key; returns whether there was one.
  ///
  /// - Precondition: the schema has the names of its fields, as far as they have room.
  func add(_ document: Document, key: [UInt8], schema: Schema) throws(IndexError) -> Bool {
    try writer.appendStored(document)
    let number = DocID(documentCount)
    keys.append(key)
    values.add(document.values, to: documentCount)
    documentCount += 1
    let replaced = liveKeys.update(number, for: key, keys)
    if let replaced { deleted.append(replaced) }
    if crew.isShared {
      batch.append(document)
      if batch.byteCount >= crew.batchByteCount || batch.documents.count >= Self.batchLength {
        try handOver(schema)
      }
    } else {
      crew.workers[0].invert(document, as: number, schema: schema)
    }
    return replaced != nil
  }

  private func handOver(_ schema: Schema) throws(IndexError) {
    let full = batch
    batch = DocumentBatch(first: documentCount)
    guard let team = try crew.startedTeam() else {
      crew.workers[0].invert(full, schema: schema)
      return
    }
    // The numbers of a team's threads are those of the workers.
    let workers = crew.workers
    team.submit { thread in workers[thread].invert(full, schema: schema) }
    team.wait(untilLeft: full.byteCount > Self.largeByteCount ? 0 : 2 * team.count)
  }

  /// Deletes the live document of a key; false if there is none.
  func delete(key: [UInt8]) -> Bool {
    guard let number = liveKeys.remove(key, keys) else { return false }
    deleted.append(number)
    return true
  }

  /// Deletes the live documents whose key begins with the prefix.
  func delete(prefix: [UInt8]) -> Int {
    let documents = liveKeys.removeAll(withPrefix: prefix, keys)
    deleted += documents
    return documents.count
  }

  /// Writes the segment.
  ///
  /// - Precondition: the schema has the names of all documents' fields, as far as they have room.
  func finish(schema: Schema) throws(IndexError) -> WrittenSegment {
    if !batch.documents.isEmpty {
      if crew.team == nil {
        crew.workers[0].invert(batch, schema: schema)
      } else {
        try handOver(schema)
      }
    }
    crew.wait()
    var builder = SegmentBuilder(crew.takeInversions(), threads: crew.team)
    return try builder.finish(
      writer, keys: keys, values: values, documentCount: documentCount)
  }

  /// Forgets everything.
  func abandon() {
    crew.wait()
    _ = crew.takeInversions()
    writer.abandon()
  }
}
