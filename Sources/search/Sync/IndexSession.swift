import Index
import Tokenizer

/// A run of `search index`: finds or makes the index, synchronises it, commits.
struct IndexSession<Source: DocumentSource> {
  /// What the user asked for.
  struct Request: Sendable {
    /// The roots given, relative to the base; empty for all remembered ones.
    var roots: [String]
    /// The analyzer asked for, or nil to leave it.
    var analyzer: AnalyzerOptions.Name?
    /// Whether text is to be stored, or nil to leave it.
    var storesText: Bool?
    /// Bytes for documents that are not on disk yet.
    var memoryBudget: Int
    /// Threads that invert documents.
    var threadCount = 1
    /// Whether to make the index anew.
    var rebuilds: Bool
    /// Whether the roots that the index remembers are left out, since their base has gone.
    var forgetsRoots = false
    /// How the walk is to be remembered, or nil to leave what is.
    var settings: [String]?
    /// Whether the roots that are remembered stay as they are: those of the request only say where
    /// something has changed.
    var keepsRoots = false
  }

  /// What came out.
  struct Outcome: Sendable {
    var summary: SyncSummary
    /// Live documents in the index.
    var documentCount: Int
    /// What is different about the analyzer since the index was made.
    var analyzerDifference: String?
  }

  let location: IndexLocation
  /// The absolute base, for an index without a `.search`.
  let base: String
  let source: Source
  let request: Request
  /// Whether to end before all is done.
  var isStopping: @Sendable () -> Bool = { false }
  /// Is told how far things are.
  var progress: ((SyncProgress) -> Void)?

  /// Carries out the request.
  ///
  /// - Throws: ``CommandError`` and ``IndexError``; the last commit is then untouched.
  func run() throws -> Outcome {
    let (existing, isDamaged) = try openExisting()
    let old = try isDamaged ? nil : existing?.snapshot()
    let remains = try isDamaged ? SearchIndex.remains(at: location.path) : nil
    let known = try isDamaged ? remains?.fileTable ?? FileTable() : remembered(by: old)
    let table = request.forgetsRoots ? FileTable() : known
    // Made anew, an index holds what it held before and what is given.
    let given =
      request.rebuilds
      ? SyncPlan.mergedRoots(table.roots, request.roots, reaches: source.reaches) : request.roots
    let roots = given.isEmpty ? table.roots : given
    guard !roots.isEmpty else {
      throw CommandError(
        isDamaged
          ? "the index is too damaged to say what it held; give it: search index --rebuild PATH…"
          : "nothing to index: no PATH given, and none remembered; try: search index .")
    }
    let walk = try Walk(source: source, roots: roots, given: !request.roots.isEmpty, table: table)
    if request.rebuilds, existing != nil || isDamaged {
      var outcome = try rebuild(
        existing, options: existing?.options ?? remains?.options ?? SearchIndex.Options(), walk)
      if isDamaged, remains?.fileTable == nil {
        outcome.summary.notes.append(
          "the damaged index could not say what else it held; only what was given is in the new one"
        )
      }
      return outcome
    }
    try checkOptions(existing)
    let index = try existing ?? create(at: location.path)
    let outcome = try synchronise(index, walk, cleansUp: true)
    return Outcome(
      summary: outcome.summary, documentCount: outcome.documentCount,
      analyzerDifference: try old?.analyzerDifference())
  }

  /// The index there is; nil when there is none yet, or when it is damaged and to be made anew.
  private func openExisting() throws -> (index: SearchIndex?, isDamaged: Bool) {
    do throws(IndexError) {
      return (try SearchIndex.open(at: location.path), false)
    } catch {
      switch error {
      case .notAnIndex: break
      case .corrupt, .formatTooNew, .formatTooOld:
        if request.rebuilds { return (nil, true) }
        throw error
      default: throw error
      }
      return (nil, false)
    }
  }

  private func remembered(by snapshot: Snapshot?) throws -> FileTable {
    do throws(IndexError) {
      return try snapshot?.fileTable() ?? FileTable()
    } catch {
      if request.rebuilds { return FileTable() }
      throw error
    }
  }

  private func create(at path: String) throws -> SearchIndex {
    if let home = location.home { try Self.prepareHome(home) }
    return try SearchIndex.openOrCreate(
      at: path,
      options: SearchIndex.Options(
        analyzer: AnalyzerOptions(request.analyzer ?? .multilingual),
        storesText: request.storesText ?? true))
  }

  /// Makes `.search`, and keeps it out of version control.
  private static func prepareHome(_ home: String) throws(CommandError) {
    let folder = "\(home == "/" ? "" : home)/\(IndexLocation.folderName)"
    try makeFolder(folder)
    try createFile("\(folder)/.gitignore", text: "*\n")
  }

  private func checkOptions(_ existing: SearchIndex?) throws(CommandError) {
    guard let options = existing?.options else { return }
    if let analyzer = request.analyzer, analyzer != options.analyzer.name {
      throw CommandError(
        "the index was made with --analyzer \(options.analyzer.name); --rebuild makes it anew")
    }
    if let storesText = request.storesText, storesText != options.storesText {
      throw CommandError(
        "the index was made with --store \(options.storesText ? "text" : "none"); "
          + "--rebuild makes it anew")
    }
  }

  private func synchronise(
    _ index: SearchIndex, _ walk: Walk, cleansUp: Bool = false
  ) throws -> (summary: SyncSummary, documentCount: Int) {
    let writer = try index.makeWriter(
      memoryBudget: request.memoryBudget, threadCount: request.threadCount)
    defer { writer.close() }
    // What an interrupted --rebuild left behind: nobody else rebuilds while the lock is held.
    if cleansUp { try? removeFolderOfFiles(freshPath) }
    // Read under the lock: another run may have committed since the roots were looked up.
    let table = try index.snapshot().fileTable() ?? FileTable()
    source.remember(table.entries)
    var run = SyncRun(source: source, sink: writer)
    run.keepsValues = FileValues.areKept(in: index.options)
    run.isStopping = isStopping
    run.progress = progress
    run.noteSkipped(walk.skipped)
    try run.perform(
      SyncPlan(
        found: walk.files, remembered: source.entriesToCompare(table.entries), roots: walk.roots,
        unreachable: walk.unreachable))
    let base = location.home == nil ? base : ""
    let newTable = FileTable(
      base: base, roots: request.keepsRoots ? table.roots : walk.rememberedRoots,
      settings: request.settings ?? (request.forgetsRoots ? [] : walk.settings),
      entries: run.entries)
    if run.summary.changesDocuments || newTable != table { try writer.commit(fileTable: newTable) }
    return (run.summary, writer.documentCount)
  }

  /// Where an index is made that is to replace the one there is.
  private var freshPath: String { location.path + ".new" }

  /// Makes the index anew beside the old one, then swaps the two in one step.
  private func rebuild(
    _ existing: SearchIndex?, options known: SearchIndex.Options, _ walk: Walk
  ) throws -> Outcome {
    // Holds the lock of the old index, so that no other run writes meanwhile.
    let guardian = try existing?.makeWriter()
    defer { guardian?.close() }
    if let lost = walk.lost.first {
      throw CommandError(
        "\(lost.path): \(lost.reason); the index made anew would lose its documents: "
          + "drop it first with search index, or bring it back")
    }
    let fresh = freshPath
    try removeFolderOfFiles(fresh)
    var options = known
    if let analyzer = request.analyzer { options.analyzer = AnalyzerOptions(analyzer) }
    if let storesText = request.storesText { options.storesText = storesText }
    let outcome: (summary: SyncSummary, documentCount: Int)
    do {
      let index = try SearchIndex.openOrCreate(at: fresh, options: options)
      outcome = try synchronise(index, walk)
      // Half an index is no replacement.
      if outcome.summary.isStopped {
        throw CommandError("stopped; the index is as it was, and nothing of the new one is kept")
      }
      try exchangeFolders(fresh, location.path)
    } catch {
      try? removeFolderOfFiles(fresh)
      throw error
    }
    guardian?.close()
    try removeFolderOfFiles(fresh)
    return Outcome(summary: outcome.summary, documentCount: outcome.documentCount)
  }
}
