import Index

/// What a run does to an index; the writer, or a list in memory in tests.
protocol DocumentSink {
  /// Adds a document, or replaces the one of the same key, and answers whether it did.
  func add(_ document: Document) throws(IndexError) -> Bool
  /// Deletes the document of that key, and answers whether there was one.
  func delete(key: String) throws(IndexError) -> Bool
  /// Deletes the documents whose keys begin so, and answers how many there were.
  func delete(keyPrefix: String) throws(IndexError) -> Int
}

extension IndexWriter: DocumentSink {}

/// Carries out a plan: reads what has changed, and keeps the books.
///
/// One bad file never ends a run; a failing index does.
struct SyncRun<Source: DocumentSource, Sink: DocumentSink> {
  private let source: Source
  private let sink: Sink
  /// What was done so far.
  private(set) var summary = SyncSummary()
  /// The entries of the file table to be, ascending.
  private(set) var entries: [FileTable.Entry] = []

  /// Whether to end: asked before each file, and before each further document of one.
  var isStopping: () -> Bool = { false }
  /// Is told before each file and at each document how far things are.
  var progress: ((SyncProgress) -> Void)?
  /// Nanoseconds since 1970, now.
  var clock: () -> Int64 = realTimeNanoseconds

  /// Whether documents get typed values of their files and fields.
  var keepsValues = true

  private var state = SyncProgress()

  /// Marks the reason of an entry that is in trouble, rather than skipped by policy: it is told
  /// again, with status 2, until the file changes.
  private static var troubleMark: String { "trouble: " }

  /// Creates a run.
  init(source: Source, sink: Sink) {
    self.source = source
    self.sink = sink
  }

  /// Carries out the steps.
  ///
  /// - Throws: ``IndexError`` when the index itself fails; nothing is to be committed then.
  mutating func perform(_ plan: SyncPlan) throws(IndexError) {
    state = SyncProgress(plan)
    for step in plan.steps {
      state.failureCount = summary.failureCount
      state.begin(step)
      progress?(state)
      if summary.isStopped || isStopping() {
        leave(step)
        continue
      }
      switch step {
      case .kept(let entry): entries.append(entry)
      case .unchanged(let entry): keep(entry)
      case .gone(let entry): try remove(entry)
      case .new(let file): try read(file, replacing: nil)
      case .touched(let file, let entry): try readIfChanged(file, entry)
      }
    }
  }

  /// Leaves a step to the next run: what the index has of the file stays, and its entry with it.
  private mutating func leave(_ step: SyncPlan.Step) {
    summary.isStopped = true
    switch step {
    case .kept(let entry): entries.append(entry)
    case .unchanged(let entry): keep(entry)
    case .gone(let entry), .touched(_, let entry):
      entries.append(entry)
      summary.leftFileCount += 1
    case .new: summary.leftFileCount += 1
    }
  }

  /// Notes what the walk left out.
  mutating func noteSkipped(_ skipped: [SkippedPath]) {
    summary.skipped += skipped
    if skipped.contains(where: \.isFailure) { summary.hasFailures = true }
  }

  private mutating func keep(_ entry: FileTable.Entry) {
    entries.append(entry)
    summary.unchanged += Int(entry.documentCount)
    guard !entry.skipReason.isEmpty else { return }
    let isFailure = entry.skipReason.hasPrefix(Self.troubleMark)
    let reason = entry.skipReason.dropFirst(isFailure ? Self.troubleMark.count : 0)
    if entry.documentCount == 0 {
      noteSkipped([SkippedPath(path: entry.path, reason: String(reason), isFailure: isFailure)])
    } else {
      summary.notes.append("\(entry.path): \(reason)")
      summary.hasFailures = summary.hasFailures || isFailure
    }
  }

  private mutating func remove(_ entry: FileTable.Entry) throws(IndexError) {
    summary.removed += try deleteDocuments(of: entry)
  }

  private func deleteDocuments(of entry: FileTable.Entry) throws(IndexError) -> Int {
    guard entry.documentCount > 0 else { return 0 }
    let records = try sink.delete(keyPrefix: DocumentName.recordPrefix(of: entry.path))
    return records + (try sink.delete(key: entry.path) ? 1 : 0)
  }

  private mutating func readIfChanged(
    _ file: FoundFile, _ entry: FileTable.Entry
  ) throws(IndexError) {
    do throws(SourceFailure) {
      if try source.contentHash(of: file) == entry.contentHash {
        var same = entry
        (same.size, same.inode, same.changed) = (file.size, file.inode, file.changed)
        same.modified = settled(file.modified, file.changed)
        keep(same)
        return
      }
    } catch {
      // What is indexed of it stays, and the next run looks again.
      entries.append(entry)
      noteSkipped([SkippedPath(path: file.path, reason: error.reason, isFailure: true)])
      return
    }
    try read(file, replacing: entry)
  }

  private mutating func read(
    _ file: FoundFile, replacing old: FileTable.Entry?
  ) throws(IndexError) {
    var reading = FileReading(path: file.path)
    if keepsValues { reading.values = FileValues(file) }
    let outcome: ReadOutcome
    do throws(IndexError) {
      outcome = try source.readDocuments(of: file) { found throws(IndexError) in
        if !reading.isFirst, isStopping() { throw .cancelled }
        state.documentCount += 1
        progress?(state)
        if reading.isFirst, let old { reading.deletedCount = try deleteDocuments(of: old) }
        reading.isFirst = false
        try reading.add(found, to: sink)
      }
    } catch .cancelled {
      // What has been read of it counts, and the next run begins it anew.
      count(reading)
      entries.append(
        FileTable.Entry(
          path: file.path, size: file.size, modified: Self.unsettled, contentHash: 0,
          documentCount: UInt32(clamping: reading.documentCount)))
      summary.isStopped = true
      summary.leftFileCount += 1
      return
    }
    if reading.isFirst, let old {
      if outcome.failure != nil {
        // Not even begun: what is indexed of it stays, and the next run looks again.
        entries.append(old)
        noteSkipped([SkippedPath(path: file.path, reason: outcome.failure ?? "", isFailure: true)])
        return
      }
      reading.deletedCount = try deleteDocuments(of: old)
    }
    count(reading)
    record(file, outcome, reading)
  }

  private mutating func count(_ reading: FileReading) {
    let updated = min(reading.documentCount, reading.deletedCount)
    summary.updated += updated
    summary.added += reading.documentCount - updated
    summary.removed += reading.deletedCount - updated
    if summary.sampleTitle == nil { summary.sampleTitle = reading.sampleTitle }
  }

  /// A time that no file has, so that the next run looks at the content again.
  private static var unsettled: Int64 { .min }

  /// The time to remember of a file that was just read. One that was written a moment ago may be
  /// written again within the same tick of the file system's clock, and then looks unchanged.
  private func settled(_ modified: Int64, _ changed: Int64) -> Int64 {
    // Clocks that count whole seconds, or even pairs of them, end in zeros; those of Linux tick at
    // least a hundred times a second.
    let tick: Int64 = modified % 1_000_000_000 == 0 ? 2_000_000_000 : 20_000_000
    let now = clock()
    let isSettled = now &- modified > tick || modified > now
    let isChangeSettled = now &- changed > tick || changed > now
    return isSettled && isChangeSettled ? modified : Self.unsettled
  }

  /// Enters the file into the table and tells what was wrong with it.
  private mutating func record(_ file: FoundFile, _ outcome: ReadOutcome, _ reading: FileReading) {
    let broken = outcome.brokenRecords + reading.refusals
    summary.notes += (outcome.warnings + reading.duplicates + broken).map { "\(file.path): \($0)" }
    var reason = ""
    if let failure = outcome.failure {
      reason = failure
      noteSkipped([SkippedPath(path: file.path, reason: failure, isFailure: true)])
      // Only what was read to its end is remembered.
      if reading.documentCount == 0 { return }
    } else if !broken.isEmpty {
      let count = max(outcome.brokenRecordCount, outcome.brokenRecords.count)
      let total = count + reading.refusals.count
      let noun = total == 1 ? "record" : "records"
      reason = Self.troubleMark + "\(total) \(noun) left out; the first: \(broken[0])"
      summary.hasFailures = true
    } else if let skipReason = outcome.skipReason {
      reason = skipReason
      noteSkipped([SkippedPath(path: file.path, reason: skipReason, isFailure: false)])
    }
    entries.append(
      FileTable.Entry(
        path: file.path, size: outcome.stamp?.size ?? file.size,
        modified: outcome.failure == nil
          ? settled(
            outcome.stamp?.modified ?? file.modified, outcome.stamp?.changed ?? file.changed)
          : Self.unsettled,
        inode: outcome.stamp?.inode ?? file.inode, changed: outcome.stamp?.changed ?? file.changed,
        contentHash: outcome.failure == nil ? outcome.contentHash : 0,
        documentCount: UInt32(clamping: reading.documentCount), skipReason: reason,
        remark: outcome.remark))
  }
}

/// The documents of one file on their way into the index.
private struct FileReading {
  let path: String
  var isFirst = true
  /// How many documents the file had in the index.
  var deletedCount = 0
  /// How many it has now.
  var documentCount = 0
  /// Ids that came twice, a line each.
  var duplicates: [String] = []
  /// Documents the index refused, a line each.
  var refusals: [String] = []
  var sampleTitle: String?
  /// What its documents have as typed values; nil for none.
  var values: FileValues?

  init(path: String) {
    self.path = path
  }

  mutating func add(_ found: FoundDocument, to sink: some DocumentSink) throws(IndexError) {
    let name = DocumentName(path: path, recordID: found.recordID)
    let document = Document(
      key: name.key, title: found.title, body: found.body, fields: found.fields,
      note: found.note, values: values?.values(of: found.fields) ?? [])
    do throws(IndexError) {
      if try sink.add(document) {
        duplicates.append("the id \(name.ownID) comes twice; the later one counts")
      } else {
        documentCount += 1
      }
    } catch {
      switch error {
      // About this document only.
      case .limit, .invalidArgument: refusals.append("\(name.ownID): \(error)")
      default: throw error
      }
    }
    if sampleTitle == nil, !found.title.isEmpty { sampleTitle = found.title }
  }
}
