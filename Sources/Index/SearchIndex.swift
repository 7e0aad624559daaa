internal import Synchronization
public import Tokenizer

/// An index in a folder: the door to its writer and to its snapshots.
///
/// ```swift
/// let index = try SearchIndex.openOrCreate(at: "notes.index")
/// let writer = try index.makeWriter()
/// try writer.add(Document(key: "1", title: "芯片", body: "Rapidus 将量产 2 纳米芯片"))
/// try writer.commit()
/// for hit in try index.snapshot().search("芯片").hits { print(hit.score, hit.key) }
/// ```
public final class SearchIndex: Sendable {
  private let fileSystem: any FileSystem
  private let identifiers: any IdentifierSource
  // The one commit of an index that is not trusted, copied and checked; nil for any other.
  private let copy: CommittedState?
  // What was read when the index was opened, for its first snapshot, so that tables are checked once.
  private let opened: Mutex<CommittedState?>
  /// How much may be asked of it and put into it.
  public let limits: Limits
  /// The options the index was created with.
  public let options: Options

  /// What is fixed when an index is created.
  public struct Options: Sendable, Equatable {
    /// How texts become tokens.
    public var analyzer: AnalyzerOptions
    /// Whether the documents' text is kept (compressed), for titles and snippets.
    public var storesText: Bool

    /// Creates options; the defaults are right for most uses.
    public init(analyzer: AnalyzerOptions = AnalyzerOptions(), storesText: Bool = true) {
      self.analyzer = analyzer
      self.storesText = storesText
    }
  }

  /// Opens the index in the folder.
  ///
  /// - Parameter analyzer: the analyzer of the caller's own that the index was created with, if it was.
  /// - Throws: ``IndexError/notAnIndex(path:reason:)`` if there is none;
  ///   ``IndexError/analyzer(reason:)`` if it was created with an analyzer that is not given.
  public static func open(
    at path: String, limits: Limits = Limits(), analyzer: AnalyzerOptions? = nil
  ) throws(IndexError) -> SearchIndex {
    try open(on: DiskFileSystem(path: path), limits: limits, analyzer: analyzer)
  }

  /// A new, empty index in memory, which is gone when nobody refers to it any more. All that can be done
  /// with an index in a folder can be done with it.
  ///
  /// - Complexity: its files are kept uncompressed in memory, and copied when a segment is opened.
  public static func inMemory(
    options: Options = Options(), limits: Limits = Limits()
  ) throws(IndexError) -> SearchIndex {
    try openOrCreate(on: MemoryFileSystem(), options: options, limits: limits)
  }

  /// Opens an index that somebody else made, who may mean harm: copied into memory, so that nobody can
  /// change it any more, and read as by ``check(isFull:)``, stored texts excepted, before anything is
  /// asked of it. It cannot be written to.
  ///
  /// - Throws: ``IndexError/corrupt(file:offset:what:)`` for the first thing that is wrong;
  ///   ``IndexError/limit(what:found:allowed:)`` if its files are longer than may be copied.
  /// - Complexity: O(size of the index), in time and memory.
  public static func openUntrusted(
    at path: String, limits: Limits = .untrusted
  ) throws(IndexError) -> SearchIndex {
    let fileSystem = DiskFileSystem(
      path: path, copiedByteCount: limits.bounded.copiedByteCount)
    guard try fileSystem.exists(), let state = try CommittedState.newest(on: fileSystem) else {
      throw .notAnIndex(path: path, reason: "there is none")
    }
    var checker = IndexChecker(fileSystem: fileSystem)
    if let problem = checker.check(state) {
      throw .corrupt(file: problem.file, offset: problem.offset ?? 0, what: problem.message)
    }
    return try SearchIndex(fileSystem, RandomIdentifiers(), state, limits, isCopy: true)
  }

  /// Opens the index in the folder, or creates folder and index if there is none. The options count
  /// only when it is created, but for an analyzer of the caller's own, which is always needed.
  ///
  /// - Throws: ``IndexError/notAnIndex(path:reason:)`` if the folder is there, is not empty, and
  ///   holds no index.
  public static func openOrCreate(
    at path: String, options: Options = Options(), limits: Limits = Limits()
  ) throws(IndexError) -> SearchIndex {
    try openOrCreate(on: DiskFileSystem(path: path), options: options, limits: limits)
  }

  /// Opens the index in a folder of any file system.
  package static func open(
    on fileSystem: any FileSystem, identifiers: any IdentifierSource = RandomIdentifiers(),
    limits: Limits = Limits(), analyzer: AnalyzerOptions? = nil
  ) throws(IndexError) -> SearchIndex {
    guard try fileSystem.exists() else {
      throw .notAnIndex(path: fileSystem.path, reason: "there is no such folder")
    }
    guard let state = try CommittedState.newest(on: fileSystem) else {
      throw .notAnIndex(path: fileSystem.path, reason: "it holds no manifest")
    }
    return try SearchIndex(fileSystem, identifiers, state, limits, analyzer: analyzer)
  }

  /// Opens or creates an index in a folder of any file system.
  package static func openOrCreate(
    on fileSystem: any FileSystem, options: Options = Options(),
    identifiers: any IdentifierSource = RandomIdentifiers(), limits: Limits = Limits()
  ) throws(IndexError) -> SearchIndex {
    if try fileSystem.exists(), let state = try CommittedState.newest(on: fileSystem) {
      return try SearchIndex(fileSystem, identifiers, state, limits, analyzer: options.analyzer)
    }
    try create(on: fileSystem, options: options, identifiers: identifiers)
    return try open(
      on: fileSystem, identifiers: identifiers, limits: limits, analyzer: options.analyzer)
  }

  private init(
    _ fileSystem: any FileSystem, _ identifiers: any IdentifierSource, _ state: CommittedState,
    _ limits: Limits, isCopy: Bool = false, analyzer: AnalyzerOptions? = nil
  ) throws(IndexError) {
    self.fileSystem = fileSystem
    self.limits = limits.bounded
    copy = isCopy ? state : nil
    opened = Mutex(isCopy ? nil : state)
    self.identifiers = identifiers
    options = try Self.options(of: state.manifest, offered: analyzer)
  }

  /// The first commit follows the same protocol as every other.
  private static func create(
    on fileSystem: any FileSystem, options: Options, identifiers: any IdentifierSource
  ) throws(IndexError) {
    try fileSystem.createFolder()
    for name in try fileSystem.list()
    where name != CommitProtocol.lockName && IndexFileName(name) == nil {
      throw .notAnIndex(
        path: fileSystem.path, reason: "it is not empty ('\(name)'), and none is created there")
    }
    let lock = try fileSystem.lock(CommitProtocol.lockName)
    defer { lock.release() }
    if try CommittedState.newestGeneration(on: fileSystem) != nil { return }
    let indexID = IndexID(high: identifiers.next(), low: identifiers.next())
    let commit = CommitProtocol(fileSystem: fileSystem, indexID: indexID)
    var manifest = Manifest()
    do {
      let fingerprint = try AnalyzerFingerprint(probing: options.analyzer)
      manifest.analyzerName = fingerprint.analyzer
      manifest.analyzerBehavior = fingerprint.behavior
      manifest.icuVersion = fingerprint.icuVersion
    } catch {
      throw .analyzer(reason: error.description)
    }
    manifest.storesText = options.storesText
    manifest.generation = try commit.nextGeneration()
    try commit.publish(manifest)
    lock.note(manifest.generation)
    commit.removeUnneededFiles(except: manifest)
  }

  static func options(
    of manifest: Manifest, offered: AnalyzerOptions? = nil
  ) throws(IndexError) -> Options {
    Options(
      analyzer: try AnalyzerOptions(named: manifest.analyzerName, offered: offered),
      storesText: manifest.storesText)
  }

  /// The one writer. Several processes may read while one writes.
  ///
  /// - Parameters:
  ///   - memoryBudget: bytes of memory for documents that are not on disk yet; what analysing one
  ///     document takes comes on top, for each thread.
  ///   - threadCount: how many threads invert documents; 1 is the caller's own. The index is the same
  ///     whatever the number, but for where one segment ends and the next begins.
  /// - Throws: ``IndexError/locked(path:)`` if another writer holds the index.
  public func makeWriter(
    memoryBudget: Int = 256 << 20, threadCount: Int = 1
  ) throws(IndexError) -> IndexWriter {
    guard copy == nil else {
      throw .invalidArgument(what: "an index that is not trusted is only read")
    }
    // A writer removes what nobody needs, and an index that is only written to needs nothing.
    opened.withLock { $0 = nil }
    return try IndexWriter(
      on: fileSystem, identifiers: identifiers, memoryBudget: memoryBudget,
      threadCount: threadCount, limits: limits, analyzer: options.analyzer)
  }

  /// The newest committed state. It never changes, whatever a writer does; it needs no lock and no
  /// write access.
  public func snapshot() throws(IndexError) -> Snapshot {
    if let copy { return try Snapshot(copy, on: fileSystem, limits: limits) }
    // Kept no longer, or files that a writer removes would take room as long as the index is open.
    let known = opened.withLock { state in
      defer { state = nil }
      return state
    }
    var newest = try known?.ifNewest(on: fileSystem)
    if newest == nil { newest = try CommittedState.newest(on: fileSystem) }
    guard let newest else {
      throw .notAnIndex(path: fileSystem.path, reason: "it holds no manifest")
    }
    return try Snapshot(newest, on: fileSystem, limits: limits, analyzer: options.analyzer)
  }

  /// Reads everything and believes nothing.
  ///
  /// - Parameter isFull: whether the stored text of each document is analysed once more and compared
  ///   with all that the index has of it.
  /// - Complexity: O(size of the index); if full, also as indexing once more.
  public func check(isFull: Bool = false) throws(IndexError) -> CheckReport {
    try Self.check(on: fileSystem, isFull: isFull)
  }

  /// Makes a new commit of what is sound in a damaged index, and says what is lost. What is damaged is
  /// left in place until the new commit is on disk, and is then removed.
  ///
  /// Gone on from is the commit of which most documents are left, which may be an older one than the
  /// last: the report says so.
  ///
  /// - Parameter accounting: what becomes of the file table. Without it the table is kept if no document
  ///   is lost, and else left out.
  /// - Throws: ``IndexError/corrupt(file:offset:what:)`` if no manifest can be read;
  ///   ``IndexError/locked(path:)``; ``IndexError/invalidArgument(what:)`` if files could not be read at
  ///   all, which says nothing about them.
  /// - Complexity: as ``check(isFull:)``.
  public static func repair(
    at path: String, _ order: RepairOrder = RepairOrder(), accounting: FileAccounting? = nil
  ) throws(IndexError) -> RepairReport {
    try repair(on: DiskFileSystem(path: path), order, accounting: accounting)
  }

  /// Repairs the index in a folder of any file system.
  package static func repair(
    on fileSystem: any FileSystem, _ order: RepairOrder = RepairOrder(),
    accounting: FileAccounting? = nil
  ) throws(IndexError) -> RepairReport {
    try requireManifest(on: fileSystem)
    var repairer = IndexRepairer(order, on: fileSystem, accounting: accounting)
    return try repairer.run()
  }

  /// What can still be read of an index that is too damaged to be opened: the options it was created
  /// with, and the newest file table. For making it anew.
  ///
  /// - Returns: nil if not even that can be read.
  /// - Complexity: O(size of the manifests and file tables).
  public static func remains(
    at path: String
  ) throws(IndexError) -> (options: Options, fileTable: FileTable?)? {
    guard let found = try CommittedState.remains(on: DiskFileSystem(path: path)) else { return nil }
    return (try options(of: found.manifest), found.fileTable)
  }

  /// Checks the index in a folder, even one that is too damaged to be opened; see ``check(isFull:)``.
  ///
  /// - Throws: ``IndexError/notAnIndex(path:reason:)`` if there is none.
  public static func check(
    at path: String, isFull: Bool = false
  ) throws(IndexError) -> CheckReport {
    try check(on: DiskFileSystem(path: path), isFull: isFull)
  }

  /// Checks the index in a folder of any file system.
  package static func check(
    on fileSystem: any FileSystem, isFull: Bool = false
  ) throws(IndexError) -> CheckReport {
    try requireManifest(on: fileSystem)
    var checker = IndexChecker(fileSystem: fileSystem, isFull: isFull)
    return try checker.run()
  }

  private static func requireManifest(on fileSystem: any FileSystem) throws(IndexError) {
    guard try fileSystem.exists(), try CommittedState.newestGeneration(on: fileSystem) != nil else {
      throw .notAnIndex(path: fileSystem.path, reason: "it holds no manifest")
    }
  }
}
