/// Makes a commit of what is sound in a damaged index, by leaving out the segments that are not.
///
/// Nothing that is there is touched before the new commit is on disk. Then the older manifests go, and
/// with them what is damaged: whoever wants to keep that copies the folder first.
struct IndexRepairer {
  private let fileSystem: any FileSystem
  private let order: RepairOrder
  private let accounting: FileAccounting?
  private var checker: IndexChecker

  init(_ order: RepairOrder, on fileSystem: any FileSystem, accounting: FileAccounting?) {
    self.fileSystem = fileSystem
    self.order = order
    self.accounting = accounting
    checker = IndexChecker(fileSystem: fileSystem, isFull: order.isFull)
  }

  /// Says what is to be done, and does it unless it is asked for a dry run.
  mutating func run() throws(IndexError) -> RepairReport {
    let lock = order.isDryRun ? nil : try fileSystem.lock(CommitProtocol.lockName)
    defer { lock?.release() }
    // What the last writer did must be on disk before anything is built on it.
    if !order.isDryRun { try fileSystem.syncDirectory() }
    let found = try checker.run()
    try Self.checkMendable(found)
    if found.problems.isEmpty, order.generation == nil {
      return RepairReport(problems: [], generation: found.generations.first ?? 0)
    }
    let candidate = try best()
    var report = RepairReport(problems: found.problems, generation: candidate.manifest.generation)
    report.givenUp = found.generations.filter { $0 > candidate.manifest.generation }
    if let gone = CommittedState.goneGeneration(found.generations.first, on: fileSystem) {
      report.givenUp.insert(gone, at: 0)
    }
    for segment in candidate.lost { report.add(segment) }
    report.documentCount = candidate.documentCount
    try mend(candidate, lock, &report)
    return report
  }

  /// What this program cannot read need not be damaged.
  private static func checkMendable(_ found: CheckReport) throws(IndexError) {
    for problem in found.problems {
      switch problem.code {
      case .unreadable:
        throw .invalidArgument(
          what: "nothing is mended as long as files cannot be read: \(problem)")
      case .formatTooNew, .formatTooOld:
        throw .invalidArgument(
          what: "nothing is mended that another version of this program has written: \(problem)")
      default: break
      }
    }
  }

  // MARK: - What there is

  /// The commit of which most documents are left, the newest of equal ones; or the one asked for.
  private mutating func best() throws(IndexError) -> RepairCandidate {
    var best: RepairCandidate?
    let generations = try fileSystem.list().compactMap { IndexFileName($0) }
      .filter { $0.kind == .manifest }.map(\.generation).sorted(by: >)
    for generation in generations where order.generation.map({ $0 == generation }) ?? true {
      guard
        let (manifest, indexID) = try? CommittedState.readManifest(generation, on: fileSystem)
      else { continue }
      let candidate = self.candidate(manifest, indexID)
      if candidate.documentCount > best?.documentCount ?? -1 { best = candidate }
    }
    if let best { return best }
    if let wanted = order.generation {
      throw .invalidArgument(
        what: "the manifest of commit \(wanted) is not there or cannot be read; there are "
          + generations.map { "\($0)" }.joined(separator: ", "))
    }
    throw .corrupt(
      file: Manifest.fileName(generations.first ?? 0), offset: 0,
      what: "no manifest can be read, so that nothing says what belongs to the index")
  }

  private mutating func candidate(
    _ manifest: Manifest, _ indexID: IndexID
  ) -> RepairCandidate {
    var candidate = RepairCandidate(manifest: manifest, indexID: indexID)
    for entry in manifest.segments {
      let reader = checker.checkedSegment(entry, manifest, indexID)
      let live = try? CommittedState.live(entry, indexID, on: fileSystem)
      if let reader, let live, checker.isSound(entry.id) {
        candidate.kept.append((entry, OpenSegment(reader: reader, live: live)))
      } else {
        candidate.lost.append(RepairCandidate.Lost(entry: entry, reader: reader, live: live))
      }
    }
    return candidate
  }

  // MARK: - What is made of it

  private mutating func mend(
    _ candidate: RepairCandidate, _ lock: (any FileLock)?, _ report: inout RepairReport
  ) throws(IndexError) {
    let own = try? CommittedState.readTable(
      candidate.manifest, candidate.indexID, on: fileSystem)
    var manifest = candidate.manifest
    var table = own
    if manifest.fileTable != nil {
      if let accounting {
        table = accounting(own ?? otherTable(), own != nil, try candidate.keys())
      } else if !candidate.lost.isEmpty {
        // What files gave is not true any more, and only the caller knows what it should say.
        table = nil
      }
    }
    report.fileTable = table
    if order.isDryRun { return }
    let commit = CommitProtocol(fileSystem: fileSystem, indexID: candidate.indexID)
    // Where the commit itself is sound, only what is kept beside it has to go.
    let isSound =
      candidate.lost.isEmpty && report.givenUp.isEmpty && table == own
      && (own != nil || manifest.fileTable == nil)
    if !isSound {
      manifest.previousGeneration = manifest.generation
      manifest.generation = try commit.nextGeneration()
      manifest.segments = candidate.kept.map(\.entry)
      manifest.fileTable = nil
      if let table {
        let seal = try commit.write(
          Manifest.fileTableName(manifest.generation), kind: .fileTable,
          fileID: manifest.generation, section: .fileTable, table.encoded())
        manifest.fileTable = Manifest.Table(generation: manifest.generation, seal: seal)
      }
      try commit.publish(manifest)
      lock?.note(manifest.generation)
    }
    report.newGeneration = manifest.generation
    commit.removeUnneededFiles(except: manifest, keeping: 1)
  }

  /// The newest file table of any commit that can be read: its roots are still worth something.
  private func otherTable() -> FileTable? {
    (try? CommittedState.remains(on: fileSystem))?.flatMap(\.fileTable)
  }
}

/// What a caller makes of the table of files, which the library does not interpret, when documents
/// have been lost.
///
/// - Parameters:
///   - table: the newest that can be read; nil if there is none.
///   - isOwn: whether it is that of the commit from which the documents are.
///   - keys: the keys of the documents that are left.
public typealias FileAccounting = (
  _ table: FileTable?, _ isOwn: Bool, _ keys: [String]
) -> FileTable?

/// What is asked of a repair.
public struct RepairOrder: Sendable {
  /// Whether the stored text is compared too; see ``SearchIndex/check(isFull:)``.
  public var isFull = false
  /// Whether only to say what would be done.
  public var isDryRun = false
  /// The commit to go back to; nil for the one of which most is left.
  public var generation: UInt64?

  /// Creates an order.
  public init(isFull: Bool = false, isDryRun: Bool = false, generation: UInt64? = nil) {
    self.isFull = isFull
    self.isDryRun = isDryRun
    self.generation = generation
  }
}

/// A commit from which the index may go on.
struct RepairCandidate {
  /// A segment that is left out.
  struct Lost {
    var entry: Manifest.Segment
    /// nil if it cannot be opened.
    var reader: SegmentReader?
    /// nil if its deletes cannot be read.
    var live: LiveDocuments?
  }

  var manifest: Manifest
  var indexID: IndexID
  var kept: [(entry: Manifest.Segment, open: OpenSegment)] = []
  var lost: [Lost] = []

  /// Live documents that are left.
  var documentCount: Int { kept.reduce(0) { $0 + $1.open.live.liveCount } }

  /// The keys of the documents that are left.
  func keys() throws(IndexError) -> [String] {
    var keys: [String] = []
    for (_, open) in kept {
      for document in 0..<open.reader.documentCount where open.live.isLive(DocID(document)) {
        let key = try open.reader.keys.key(of: DocID(document))
        keys.append(String(decoding: key, as: UTF8.self))
      }
    }
    return keys
  }
}
