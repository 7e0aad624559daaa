import ArgumentParser
import Index

/// `search recover`: repairs an index, and reads again what it lost.
struct RecoverCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Mend a damaged index, reading again what it lost.",
    discussion: """
      Does what `search repair` does, and then what `search index` does without a PATH: files that \
      lost documents are read again, where they are still there, and the index is brought up to \
      date. An index of which no manifest can be read is made anew by: search index --rebuild PATH…

      Exit status: 0, or 2 when something could not be read, the rest being indexed.
      """)

  @OptionGroup
  var location: IndexLocationOptions

  @Flag(help: "Compare the index with the stored text of each document, too.")
  var full = false

  @Option(help: ArgumentHelp("Memory for documents not on disk yet.", valueName: "mib"))
  var memory = 256

  mutating func validate() throws {
    if !(1...1_048_576).contains(memory) {
      throw ValidationError("--memory takes 1 to 1048576 MiB")
    }
  }

  mutating func execute() throws -> ExitStatus {
    let start = monotonicNanoseconds()
    let place = try location.existing()
    let account = FileAccount()
    let report = try SearchIndex.repair(
      at: place.path, RepairOrder(isFull: full), accounting: account.table)
    let output = StandardOutput()
    try output.write(
      RepairFormatter(report, account.affected, isRecovery: true, path: place.path).text)
    try output.flush()
    let table = try SearchIndex.open(at: place.path).snapshot().fileTable()
    guard let table, !table.roots.isEmpty else {
      guard report.lostDocumentCount > 0 else { return .success }
      throw CommandError(
        "the index does not say which files it was made of; what it lost must be added again by "
          + "whoever made it")
    }
    let base = place.home ?? table.base
    guard pathKind(base) == .folder else {
      throw CommandError(
        "\(base), which this index was made in, is not there; make it anew with the new paths: "
          + "search index --rebuild --index DIR PATH…")
    }
    let stop = StopRequest(
      message: "stopping after this document; what has been read is kept (once more: stop at once)")
    var source = try FolderSource(
      base: base, indexPath: place.path,
      rules: WalkRules.effective(given: nil, remembered: table.settings, home: place.home))
    try source.configure(home: place.home)
    var session = IndexSession(
      location: place, base: base, source: source,
      request: IndexSession.Request(
        roots: [], memoryBudget: memory << 20, threadCount: processorCount(), rebuilds: false)
    )
    session.isStopping = { stop.isMade }
    let outcome = try session.run()
    let seconds = Double(monotonicNanoseconds() &- start) / 1e9
    try IndexCommand.report(
      outcome.summary, total: outcome.documentCount, place: place, seconds: seconds)
    if let status = IndexCommand.stoppedStatus(outcome.summary, stop, location) { return status }
    return outcome.summary.hasFailures ? .trouble : .success
  }
}
