import Synchronization
internal import Tokenizer

/// Those who invert documents: the caller alone, or several threads, each with an analyzer of its own.
///
/// Threads are started when the first batch of documents is full, so that a few documents do not
/// pay for them.
final class InversionCrew {
  private let analyzer: AnalyzerOptions
  private let threadCount: Int
  /// The first is the caller's as long as there are no threads.
  private(set) var workers: [InversionWorker]
  /// Bytes of text that a thread is handed at once: some milliseconds of work.
  var batchByteCount = 256 << 10
  /// nil until documents have come that are worth it, and where there is one thread only.
  private(set) var team: ThreadTeam?

  /// - Throws: ``IndexError/analyzer(reason:)`` if there is no such analyzer.
  init(analyzer: AnalyzerOptions, threadCount: Int) throws(IndexError) {
    self.analyzer = analyzer
    self.threadCount = threadCount
    workers = [InversionWorker(try DocumentInverter(analyzer: analyzer))]
  }

  /// Whether documents go to threads in batches.
  var isShared: Bool { threadCount > 1 }

  /// The threads, started if need be; nil if the system gives none.
  func startedTeam() throws(IndexError) -> ThreadTeam? {
    if let team { return team }
    guard let new = ThreadTeam(count: threadCount) else { return nil }
    while workers.count < new.count {
      workers.append(InversionWorker(try DocumentInverter(analyzer: analyzer)))
    }
    team = new
    return new
  }

  /// The threads for work that needs no analyzer; nil where there is one thread only.
  func helpers() throws(IndexError) -> ThreadTeam? { isShared ? try startedTeam() : nil }

  /// Enters the names of a document's fields into the schema.
  func note(_ document: Document, in schema: inout Schema) {
    DocumentInverter.note(
      document, analyzesForms: !analyzer.isPlain,
      in: &schema)
  }

  /// Waits for all documents that have been handed over.
  func wait() { team?.wait(untilLeft: 0) }

  /// Hands over what has been inverted, and begins anew.
  ///
  /// - Precondition: nothing is being inverted.
  func takeInversions() -> [Inversion] {
    workers.compactMap { $0.takeInversion() }
  }
}

/// Documents that follow each other, for one thread to invert.
struct DocumentBatch: Sendable {
  /// The number of the first.
  var first: Int
  var documents: [Document] = []
  /// Bytes of their texts.
  private(set) var byteCount = 0

  mutating func append(_ document: Document) {
    documents.append(document)
    byteCount += document.title.utf8.count + document.body.utf8.count
    for field in document.fields { byteCount += field.value.utf8.count }
  }
}

/// One who inverts, with what he has inverted of the segment that is being built.
///
/// `@unchecked`: a worker is touched by one thread of a team, whose number is its own, from when a
/// batch is submitted until the team has been waited for, and by the writer otherwise; the team's
/// mutex lies between. The memory's size may be read at any time.
final class InversionWorker: @unchecked Sendable {
  private let inverter: DocumentInverter
  private var inversion: Inversion?
  private let byteCount = Atomic<Int>(0)

  init(_ inverter: DocumentInverter) {
    self.inverter = inverter
  }

  /// How many bytes of memory the documents take, as of the last batch.
  var memoryByteCount: Int { byteCount.load(ordering: .relaxed) }

  func invert(_ document: Document, as number: DocID, schema: Schema) {
    let inversion = ready()
    inverter.invert(document, as: number, schema: schema, into: inversion)
    byteCount.store(inversion.memoryByteCount, ordering: .relaxed)
  }

  func invert(_ batch: DocumentBatch, schema: Schema) {
    let inversion = ready()
    for (index, document) in batch.documents.enumerated() {
      inverter.invert(
        document, as: DocID(batch.first + index), schema: schema, into: inversion)
    }
    byteCount.store(inversion.memoryByteCount, ordering: .relaxed)
  }

  private func ready() -> Inversion {
    if let inversion { return inversion }
    let new = Inversion()
    inversion = new
    return new
  }

  func takeInversion() -> Inversion? {
    defer {
      inversion = nil
      byteCount.store(0, ordering: .relaxed)
    }
    return inversion
  }
}
