internal import Tokenizer

/// The one writer of an index. Not `Sendable`: it belongs to one thread at a time.
///
/// Documents are numbered in the order in which they are added, however many threads invert them.
/// Documents are inverted in memory and written as a segment whenever they exceed the memory
/// budget; nothing is visible before ``commit(fileTable:)``. After a failed write the writer refuses
/// further work; the last commit is unharmed.
public final class IndexWriter {
  private let fileSystem: any FileSystem
  private let identifiers: any IdentifierSource
  private let memoryBudget: Int
  // To write a segment takes memory, too.
  private var heldByteCount: Int { memoryBudget - min(memoryBudget / 4, 16 << 20) }
  private let limits: Limits
  private let analyzer: AnalyzerOptions
  private let lock: any FileLock
  private var committed: CommittedState
  private var segments: [WorkingSegment] = []
  private var schema: Schema
  private var build: SegmentBuild?
  private var valueNames: ValueNames
  private let crew: InversionCrew
  private var refusal: String?
  /// When segments are merged at a commit.
  var mergePolicy = MergePolicy()
  /// Which segments know which words stand side by side.
  package var neighbourRule = NeighbourRule()
  /// The most bytes that a commit merges, for a caller who has to be done soon; no limit otherwise.
  public var mergedByteLimit: UInt64 {
    get { mergePolicy.maximumByteCount }
    set { mergePolicy.maximumByteCount = newValue }
  }
  /// Called, on the thread that calls the writer, whenever something is done that may take a while.
  public var onProgress: ((WriterProgress) -> Void)?
  /// Bytes of text that a thread is handed at once.
  var batchByteCount: Int {
    get { crew.batchByteCount }
    set { crew.batchByteCount = newValue }
  }

  /// The least memory budget that makes sense: 8 MiB.
  public static let minimumMemoryBudget = 8 << 20
  /// The most that is used, whatever is asked for: 2 GiB, half of what 32-bit addresses reach.
  public static let maximumMemoryBudget = 2 << 30
  /// The most threads that are used, whatever is asked for.
  public static let maximumThreadCount = 64

  init(
    on fileSystem: any FileSystem, identifiers: any IdentifierSource, memoryBudget: Int,
    threadCount: Int, limits: Limits = Limits(), analyzer: AnalyzerOptions
  ) throws(IndexError) {
    self.fileSystem = fileSystem
    self.analyzer = analyzer
    self.identifiers = identifiers
    self.limits = limits.bounded
    self.memoryBudget = min(
      max(memoryBudget, Self.minimumMemoryBudget), Self.maximumMemoryBudget)
    lock = try fileSystem.lock(CommitProtocol.lockName)
    guard let newest = try CommittedState.newest(on: fileSystem) else {
      throw .notAnIndex(path: fileSystem.path, reason: "it holds no commit")
    }
    // What is read must be durable before anything is built on it: the last writer may have died
    // between its rename and its last fsync.
    try fileSystem.syncDirectory()
    committed = newest
    schema = newest.manifest.schema
    valueNames = ValueNames(newest.segments)
    crew = try InversionCrew(
      analyzer: analyzer,
      threadCount: min(max(threadCount, 1), Self.maximumThreadCount))
    segments = newest.segments.enumerated().map {
      WorkingSegment($1, entry: newest.manifest.segments[$0])
    }
    CommitProtocol(fileSystem: fileSystem, indexID: newest.indexID)
      .removeUnneededFiles(except: newest.manifest)
  }

  deinit { close() }

  /// Adds a document, or replaces the one of the same key.
  ///
  /// - Returns: whether a document was replaced.
  /// - Throws: ``IndexError/limit(what:found:allowed:)`` for a key, text or number of documents
  ///   beyond what an index can hold; the document is then not added, and the writer is as before.
  /// - Complexity: O(length of the document); O(log(documents)) for each segment.
  @discardableResult
  public func add(_ document: Document) throws(IndexError) -> Bool {
    try checkUsable()
    try Self.check(document, limits)
    try Limits.check(
      "the number of documents", documentCount + 1, atMost: limits.documentCount)
    return try poisoningOnFailure { () throws(IndexError) in
      let key = Array(document.key.utf8)
      let isInSegment = try deleteFromSegments(key)
      let build = try openBuild()
      crew.note(document, in: &schema)
      var document = document
      document.values = valueNames.admitted(document.values)
      let isInBuild = try build.add(document, key: key, schema: schema)
      if build.memoryByteCount > heldByteCount || build.isFull { try flush() }
      return isInSegment || isInBuild
    }
  }

  /// Deletes the document of that key.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  public func delete(key: String) throws(IndexError) -> Bool {
    try checkUsable()
    return try poisoningOnFailure { () throws(IndexError) in
      let bytes = Array(key.utf8)
      let isInBuild = build?.delete(key: bytes) ?? false
      return try deleteFromSegments(bytes) || isInBuild
    }
  }

  /// Deletes every document whose key begins with the prefix (compared as UTF-8 bytes).
  ///
  /// - Returns: how many there were.
  @discardableResult
  public func delete(keyPrefix: String) throws(IndexError) -> Int {
    try checkUsable()
    let prefix = Array(keyPrefix.utf8)
    return try poisoningOnFailure { () throws(IndexError) in
      var count = build?.delete(prefix: prefix) ?? 0
      for index in segments.indices {
        let documents = try segments[index].open.reader.keys.documents(withPrefix: prefix)
        for document in documents where segments[index].delete(document) { count += 1 }
      }
      return count
    }
  }

  /// What a commit published.
  public struct Commit: Sendable, Equatable {
    /// The generation, ascending by commit.
    public var generation: UInt64
    /// Live documents.
    public var documentCount: Int
  }

  /// Makes everything since the last commit durable and visible, all or nothing. When it returns,
  /// the commit survives a power cut. If nothing has changed, nothing is written.
  ///
  /// - Parameter fileTable: replaces the file table; nil keeps the one there is.
  @discardableResult
  public func commit(fileTable: FileTable? = nil) throws(IndexError) -> Commit {
    try checkUsable()
    return try poisoningOnFailure { () throws(IndexError) in
      try flush()
      dropDeadSegments()
      let table = try changedTable(fileTable)
      guard table != nil || hasChanges else {
        return Commit(generation: committed.manifest.generation, documentCount: documentCount)
      }
      try mergeByPolicy()
      try publish(fileTable: table)
      return Commit(generation: committed.manifest.generation, documentCount: documentCount)
    }
  }

  /// Forgets everything since the last commit.
  public func rollback() throws(IndexError) {
    try checkUsable()
    forgetUncommitted()
  }

  /// Merges all segments into one and drops deleted documents. Takes effect with the next commit.
  ///
  /// The file depends only on the documents, their order and its id: not on how many threads and
  /// segments there were before.
  ///
  /// - Complexity: O(size of the index); for another order, times the logarithm of the number of
  ///   documents. Finding it takes the memory budget.
  public func optimize(_ order: DocumentOrder = .arrival) throws(IndexError) {
    try checkUsable()
    try poisoningOnFailure { () throws(IndexError) in
      try flush()
      dropDeadSegments()
      let isOne = segments.count <= 1 && !segments.contains { $0.open.live.deletedCount > 0 }
      if segments.isEmpty || isOne && order == .arrival { return }
      let keyByteCount = segments.reduce(0) { $0 + $1.open.reader.keyByteCount }
      guard keyByteCount < MergePolicy.maximumKeyByteCount else {
        throw .limit(
          what: "the length of all keys in bytes", found: keyByteCount,
          allowed: MergePolicy.maximumKeyByteCount)
      }
      guard documentCount < DocID.maximumCount else {
        throw .limit(
          what: "the number of documents", found: documentCount, allowed: DocID.maximumCount - 1)
      }
      try merge(Array(segments.indices), order)
    }
  }

  /// Forgets what was not committed and releases the lock. Also done by deinit.
  public func close() {
    if refusal == nil {
      forgetUncommitted()
      refusal = "it was closed"
    }
    lock.release()
  }

  /// Live documents, those of this writer that are not committed yet included.
  public var documentCount: Int {
    segments.reduce(build?.liveCount ?? 0) { $0 + $1.open.live.liveCount }
  }

  // MARK: - Segments

  private var hasChanges: Bool {
    segments.count != committed.segments.count
      || zip(segments, committed.segments).contains { working, committed in
        working.open.reader.id != committed.reader.id
          || working.open.live.deletedCount != committed.live.deletedCount
      }
  }

  /// Whether words may be found by other forms of them.
  private var mapsFolds: Bool {
    !analyzer.isPlain
  }

  private func makeSegment() throws(IndexError) -> SegmentWriter {
    try SegmentWriter(
      id: identifiers.next(), indexID: committed.indexID,
      storesText: committed.manifest.storesText, mapsFolds: mapsFolds,
      neighbourRule: neighbourRule, on: fileSystem)
  }

  private func openBuild() throws(IndexError) -> SegmentBuild {
    if let build { return build }
    let writer = try makeSegment()
    let new = SegmentBuild(writer: writer, crew: crew)
    build = new
    return new
  }

  private func deleteFromSegments(_ key: [UInt8]) throws(IndexError) -> Bool {
    var wasThere = false
    for index in segments.indices {
      for document in try segments[index].open.reader.keys.documents(of: key)
      where segments[index].delete(document) {
        wasThere = true
      }
    }
    return wasThere
  }

  /// Writes the documents in memory as a segment.
  private func flush() throws(IndexError) {
    guard let build else { return }
    self.build = nil
    do throws(IndexError) {
      let written = try build.finish(schema: schema)
      segments.append(try open(written, deleted: build.deleted))
      report(.wroteSegment)
    } catch {
      build.abandon()
      throw error
    }
  }

  private func open(
    _ written: WrittenSegment, deleted: [DocID] = []
  ) throws(IndexError) -> WorkingSegment {
    let reader = try SegmentReader(id: written.id, seal: written.seal, on: fileSystem)
    var live = LiveDocuments(documentCount: written.documentCount)
    for document in deleted { _ = live.delete(document) }
    return WorkingSegment(
      OpenSegment(reader: reader, live: live),
      entry: Manifest.Segment(
        id: written.id, seal: written.seal, documentCount: written.documentCount))
  }

  private func mergeByPolicy() throws(IndexError) {
    while true {
      let candidates = segments.map { segment in
        MergePolicy.Candidate(
          byteCount: segment.entry.seal.byteCount,
          documentCount: segment.open.reader.documentCount,
          deletedCount: segment.open.live.deletedCount,
          keyByteCount: segment.open.reader.keyByteCount)
      }
      guard let members = mergePolicy.nextMerge(candidates) else { return }
      try merge(members)
    }
  }

  /// Replaces neighbouring segments by one.
  private func merge(
    _ members: [Int], _ documentOrder: DocumentOrder = .arrival
  ) throws(IndexError) {
    guard let first = members.first else { return }
    report(.merging(segmentCount: members.count))
    let inputs = members.map { (reader: segments[$0].open.reader, live: segments[$0].open.live) }
    // What building took would lie idle beside what a merge takes that is not a small one.
    if members.reduce(0, { $0 + segments[$1].entry.seal.byteCount }) > memoryBudget / 4 {
      FreeMemory.giveBack()
    }
    var order: [UInt32]?
    if documentOrder == .similarity {
      let lists = try ForwardLists(inputs, byteCount: memoryBudget / 2)
      order = GraphBisection(lists).order(threads: try crew.helpers())
    }
    let writer = try makeSegment()
    do throws(IndexError) {
      let written = try SegmentMerger(
        inputs, into: writer, order: order, textByteCount: memoryBudget / 4
      ).merge(threads: try crew.helpers())
      let expected = inputs.reduce(0) { $0 + $1.live.liveCount }
      guard written.documentCount == expected else {
        throw IndexError.corrupt(
          file: SegmentFormat.fileName(written.id), offset: 0,
          what: "merge gave \(written.documentCount) documents, expected \(expected)")
      }
      let merged = try open(written)
      let unused = members.map { segments[$0] }
      segments.replaceSubrange(first...(members.last ?? first), with: [merged])
      unused.forEach(removeIfUncommitted)
      report(.merged)
    } catch {
      writer.abandon()
      throw error
    }
  }

  /// Takes out segments without a live document.
  private func dropDeadSegments() {
    let dead = segments.filter { $0.open.live.liveCount == 0 }
    segments.removeAll { $0.open.live.liveCount == 0 }
    dead.forEach(removeIfUncommitted)
  }

  private func removeIfUncommitted(_ segment: WorkingSegment) {
    let id = segment.open.reader.id
    if committed.segments.contains(where: { $0.reader.id == id }) { return }
    try? fileSystem.unlink(SegmentFormat.fileName(id))
  }

  // MARK: - Publishing

  /// The table, if it is another than the committed one.
  private func changedTable(_ table: FileTable?) throws(IndexError) -> FileTable? {
    guard let table else { return nil }
    // By their bytes: equal strings may be different names of files.
    return try committed.fileTable()?.encoded() == table.encoded() ? nil : table
  }

  private func publish(fileTable: FileTable?) throws(IndexError) {
    let commit = CommitProtocol(fileSystem: fileSystem, indexID: committed.indexID)
    var manifest = committed.manifest
    manifest.previousGeneration = committed.manifest.generation
    manifest.generation = try commit.nextGeneration()
    manifest.schema = schema
    for index in segments.indices {
      try segments[index].writeDeletes(manifest.generation, commit)
    }
    manifest.segments = segments.map(\.entry)
    if let fileTable {
      let seal = try commit.write(
        Manifest.fileTableName(manifest.generation), kind: .fileTable,
        fileID: manifest.generation, section: .fileTable, fileTable.encoded())
      manifest.fileTable = Manifest.Table(generation: manifest.generation, seal: seal)
    }
    let seal = try commit.publish(manifest)
    lock.note(manifest.generation)
    committed.manifest = manifest
    committed.manifestByteCount = seal.byteCount
    committed.segments = segments.map(\.open)
    // The commit stands, whether or not its table can be opened again here.
    if fileTable != nil {
      committed.table = try? CommittedState.openTable(manifest, committed.indexID, on: fileSystem)
    }
    commit.removeUnneededFiles(except: manifest)
    report(.committed)
  }

  private func forgetUncommitted() {
    build?.abandon()
    build = nil
    segments.forEach(removeIfUncommitted)
    schema = committed.manifest.schema
    valueNames = ValueNames(committed.segments)
    segments = committed.segments.enumerated().map {
      WorkingSegment($1, entry: committed.manifest.segments[$0])
    }
  }

  // MARK: - Failure

  private func checkUsable() throws(IndexError) {
    if let refusal { throw .writerUnusable(reason: refusal) }
  }

  /// After a failed write the files' state is not what this object believes: it forgets what was
  /// not committed, as far as that is possible, and refuses further work.
  private func poisoningOnFailure<Result>(
    _ body: () throws(IndexError) -> Result
  ) throws(IndexError) -> Result {
    do {
      return try body()
    } catch {
      refusal = error.description
      build?.abandon()
      build = nil
      if case .commitOutcomeUnknown = error { throw error }
      segments.forEach(removeIfUncommitted)
      throw error
    }
  }
}
