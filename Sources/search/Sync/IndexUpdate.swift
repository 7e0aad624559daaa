import Index

/// Brings an index up to date before a query, in the time that there is.
///
/// The files are looked at, not read; only what has changed by size, times or number is. It never ends
/// or blocks a query: what cannot be done now, for whatever reason, is left to a run of `search index`,
/// and the reason is said in one line.
struct IndexUpdate {
  /// Where the index is.
  let place: IndexLocation
  /// How long it may take, about.
  let seconds: Double

  /// Memory for what is read: little text can be read in the time.
  private static let memoryBudget = 32 << 20
  /// A larger file is left to a run of `search index`.
  private static let fileByteLimit: UInt64 = 16 << 20
  /// What a commit may merge meanwhile.
  private static let mergedByteLimit: UInt64 = 32 << 20

  /// What came of it.
  struct Outcome: Equatable {
    /// Whether the index says what the files said a moment ago.
    var isCurrent = false
    /// What the index lacks, and why: a line for standard error; nil if it lacks nothing.
    var note: String?
  }

  /// Does what can be done in the time.
  func run() -> Outcome {
    do {
      return try perform()
    } catch {
      return Outcome(note: line(nil, String(describing: error)))
    }
  }

  private func perform() throws -> Outcome {
    let deadline = monotonicNanoseconds() &+ UInt64(max(0, seconds) * 1e9)
    let isLate: @Sendable () -> Bool = { monotonicNanoseconds() > deadline }
    // What is wrong with the index is said where it is asked.
    guard let index = try? SearchIndex.open(at: place.path),
      let table = try? index.snapshot().fileTable(), !table.roots.isEmpty
    else { return Outcome() }
    let base = place.home ?? table.base
    guard pathKind(base) == .folder else {
      return Outcome(
        note: "\(base), which this index was made in, is not there; answers are as it was indexed")
    }
    var source = try FolderSource(
      base: base, indexPath: place.path,
      rules: try WalkRules.effective(given: nil, remembered: table.settings, home: place.home))
    try source.configure(home: place.home)
    source.isStopping = isLate
    let walk = try IndexSession.Walk(
      source: source, roots: table.roots, given: false, table: table)
    var lacking = walk.lost.first.map { "\($0.path): \($0.reason)" }
    let isUnchanged = Self.isUnchanged(walk.files, table.entries)
    let pending = isUnchanged ? [] : Self.plan(walk, table).pending
    guard !pending.isEmpty else {
      return Outcome(
        isCurrent: lacking == nil && walk.unreachable.isEmpty,
        note: lacking.map { line(nil, $0) })
    }
    guard ownsFile(place.path) else {
      return Outcome(note: line(pending.count, "the index belongs to another user"))
    }
    let left: Int
    let hasFailures: Bool
    do throws(IndexError) {
      (left, hasFailures) = try synchronise(index, source, walk, isLate)
    } catch {
      let hasChanged = Self.hasChanged(pending, source)
      return Outcome(note: hasChanged ? line(pending.count, Self.reason(error)) : nil)
    }
    if left > 0 { lacking = lacking ?? "there was no time for more" }
    return Outcome(
      isCurrent: lacking == nil && !hasFailures && walk.unreachable.isEmpty,
      note: lacking.map { line(left > 0 ? left : nil, $0) })
  }

  /// Whether the files found are those remembered, one by one: the usual case, for which no plan is made.
  private static func isUnchanged(_ files: [FoundFile], _ entries: [FileTable.Entry]) -> Bool {
    files.count == entries.count
      && zip(files, entries).allSatisfy { file, entry in
        SyncPlan.isSame(file, entry) && PathText.same(file.path, entry.path)
          && !ReadingRemark.isOutdated(entry)
      }
  }

  private static func plan(_ walk: IndexSession<FolderSource>.Walk, _ table: FileTable) -> SyncPlan
  {
    SyncPlan(
      found: walk.files, remembered: table.entries, roots: walk.roots,
      unreachable: walk.unreachable)
  }

  /// Reads what has changed, and answers how many files are left, and whether any could not be
  /// read.
  private func synchronise(
    _ index: SearchIndex, _ source: FolderSource, _ walk: IndexSession<FolderSource>.Walk,
    _ isLate: @escaping @Sendable () -> Bool
  ) throws(IndexError) -> (leftCount: Int, hasFailures: Bool) {
    let writer = try index.makeWriter(memoryBudget: Self.memoryBudget, threadCount: 1)
    defer { writer.close() }
    writer.mergedByteLimit = Self.mergedByteLimit
    // Read under the lock: another run may have committed since.
    let table = try index.snapshot().fileTable() ?? FileTable()
    var plan = Self.plan(walk, table)
    let stepCount = plan.pending.count
    plan.steps = plan.steps.compactMap(Self.small)
    let largeCount = stepCount - plan.pending.count
    var run = SyncRun(source: source, sink: writer)
    run.keepsValues = FileValues.areKept(in: index.options)
    run.isStopping = isLate
    try run.perform(plan)
    var newTable = table
    newTable.entries = run.entries
    if run.summary.changesDocuments || newTable != table { try writer.commit(fileTable: newTable) }
    return (largeCount + run.summary.leftFileCount, run.summary.hasFailures)
  }

  /// A step, unless it would read a large file; what is known of that stays.
  private static func small(_ step: SyncPlan.Step) -> SyncPlan.Step? {
    switch step {
    case .new(let file) where file.size > fileByteLimit: nil
    case .touched(let file, let entry) where file.size > fileByteLimit: .kept(entry)
    default: step
    }
  }

  /// Whether anything more than the times of files has changed.
  private static func hasChanged(_ pending: [SyncPlan.Step], _ source: FolderSource) -> Bool {
    pending.contains { step in
      guard case .touched(let file, let entry) = step, file.size == entry.size,
        file.size <= fileByteLimit
      else { return true }
      return (try? source.contentHash(of: file)) != entry.contentHash
    }
  }

  private static func reason(_ error: IndexError) -> String {
    switch error {
    case .locked: "another process is writing to it"
    case .io: "it cannot be written to: \(error)"
    default: String(describing: error)
    }
  }

  private func line(_ fileCount: Int?, _ reason: String) -> String {
    let noun = fileCount == 1 ? "file" : "files"
    let count = fileCount.map { "may be \($0) \(noun) behind" } ?? "may be behind"
    let option = place.home == nil ? " --index \(place.path)" : ""
    return "the index \(count) (\(reason)); run: search index\(option)"
  }
}
