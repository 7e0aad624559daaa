import ArgumentParser
import Index
import Tokenizer

/// `search index`: makes an index of files and folders, or brings it up to date.
struct IndexCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Make an index of files and folders, or bring it up to date.",
    discussion: """
      Each PATH is remembered; without any, all remembered ones are brought up to date. Only what \
      changed is read again, and what has gone below the given paths is dropped. The index is \
      .search/index in the current directory or the nearest folder above that has one. The files \
      below a PATH may be plain text in any usual encoding, source code, Markdown, HTML, JSON, .jsonl \
      (id, title, text, lang), .csv, .tsv (id TAB text), subtitles, mails (.eml, .mbox), archives \
      (zip, tar, gz, bz2, xz, zst, 7z), .docx, .pptx, .xlsx, .odt, .ods, .odp, .epub, .rtf and .pdf \
      (by pdftotext).

      What .gitignore, .ignore and .searchignore leave out is left out, and so are names that begin \
      with a dot, unless they are a PATH. The options of the walk have ripgrep's names and meanings; \
      patterns are seen from the folder that holds .search. They are remembered: later runs, updates \
      before a query and search watch walk in the same way, until a run gives others.

      SIGINT and SIGTERM end a run in order: what has been read is committed, and the next run goes \
      on. A second one ends it at once; the index is then that of the last commit.

      Exit status: 0, also when files were left out because they hold no text; 2 when something \
      could not be read, the rest being indexed; 130 after SIGINT, 143 after SIGTERM.
      """)

  /// What is kept of the texts.
  enum Store: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text
    case none
  }

  @Argument(help: "Files and folders to index.")
  var paths: [String] = []

  @OptionGroup
  var location: IndexLocationOptions

  @Option(help: "multilingual (default) or whitespace; fixed when the index is made.")
  var analyzer: AnalyzerChoice?

  @Option(help: "text (default), or none for an index without titles and snippets.")
  var store: Store?

  @Option(help: ArgumentHelp("Memory for documents not on disk yet.", valueName: "mib"))
  var memory = 256

  @Option(help: ArgumentHelp("Threads that take texts apart. Default: one a core.", valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "The encoding of all files that could be in several; remembered for each file read so.",
      discussion: "By default it is decided for each file; see: search files --charset",
      valueName: "name"))
  var encoding: String?

  @Flag(help: "Make the index anew, reading everything again.")
  var rebuild = false

  @OptionGroup(title: "Options of the walk")
  var walk: WalkOptions

  @OptionGroup(title: "Progress")
  var progress: ProgressOptions

  mutating func validate() throws {
    if !(1...1_048_576).contains(memory) {
      throw ValidationError("--memory takes 1 to 1048576 MiB")
    }
    if let threads, !(1...IndexWriter.maximumThreadCount).contains(threads) {
      throw ValidationError("--threads takes 1 to \(IndexWriter.maximumThreadCount)")
    }
    if let encoding, Charset.named(encoding) == nil {
      throw ValidationError("--encoding \(encoding): no such encoding; try GB18030 or Shift_JIS")
    }
    if paths.contains("") { throw ValidationError("a PATH is empty") }
  }

  mutating func execute() throws -> ExitStatus {
    if walk.typeList { return try listTypes() }
    let start = monotonicNanoseconds()
    let current = try currentDirectory()
    let target = try IndexTarget(location, from: current)
    let place = target.place
    if target.hasMoved, !rebuild || paths.isEmpty { throw target.movedError }
    let rules = try WalkRules.effective(
      given: walk.given, remembered: target.table?.settings ?? [], home: place.home)
    var source = try FolderSource(base: target.base, indexPath: place.path, rules: rules)
    source.forcedEncoding = encoding.flatMap { Charset.named($0) }
    try source.configure(home: place.home)
    let roots = paths.map { source.root(typed: $0, from: current) }
    let stop = StopRequest(
      message: rebuild
        ? "stopping; the index stays as it was"
        : "stopping after this document; what has been read is kept (once more: stop at once)")
    var session = IndexSession(
      location: place, base: target.base, source: source,
      request: IndexSession.Request(
        roots: roots, analyzer: analyzer?.name, storesText: store.map { $0 == .text },
        memoryBudget: memory << 20, threadCount: threads ?? processorCount(), rebuilds: rebuild,
        forgetsRoots: target.hasMoved, settings: walk.given?.lines))
    session.isStopping = { stop.isMade }
    let meter = progress.meter()
    session.progress = meter.map { meter in { meter.show($0) } }
    let outcome: IndexSession<FolderSource>.Outcome
    do {
      defer { meter?.finish() }
      outcome = try session.run()
    } catch {
      guard let status = stop.status else { throw error }
      printError(String(describing: error))
      return status
    }
    let seconds = Double(monotonicNanoseconds() &- start) / 1e9
    if progress.quiet {
      SkippedLines.lines(outcome.summary.skipped.filter(\.isFailure)).forEach { printError($0) }
    } else {
      try Self.report(outcome.summary, total: outcome.documentCount, place: place, seconds: seconds)
    }
    if !progress.quiet, let word = outcome.summary.queryToTry {
      let output = StandardOutput()
      try output.write("try   search \(queryOptions)\(TerminalText.escaped(word))\n")
      try output.flush()
    }
    if let difference = outcome.analyzerDifference {
      printError("warning: \(difference)")
    }
    if let status = Self.stoppedStatus(outcome.summary, stop, location) { return status }
    return outcome.summary.hasFailures ? .trouble : .success
  }

  /// Says how to go on, if the run was stopped; nil if it was not.
  static func stoppedStatus(
    _ summary: SyncSummary, _ stop: StopRequest, _ location: IndexLocationOptions
  ) -> ExitStatus? {
    guard summary.isStopped else { return nil }
    let option = location.folder.map { " --index \($0)" } ?? ""
    let noun = summary.leftFileCount == 1 ? "file is" : "files are"
    printError(
      "stopped: what was read is in the index, \(summary.leftFileCount) \(noun) left; go on with: "
        + "search index\(option)")
    return stop.status ?? .interrupted
  }

  private func listTypes() throws(CommandError) -> ExitStatus {
    let output = StandardOutput()
    try output.write(WalkOptions.typeLines)
    try output.flush()
    return .success
  }

  /// Says what a run did.
  static func report(
    _ summary: SyncSummary, total: Int, place: IndexLocation, seconds: Double
  ) throws(CommandError) {
    for line in SkippedLines.lines(summary.skipped) + SkippedLines.lines(summary.notes) {
      printError(line)
    }
    let output = StandardOutput()
    let noun = total == 1 ? "document" : "documents"
    try output.write("\(total) \(noun): \(summary.counts)\n")
    try output.write("index \(TerminalText.escaped(place.path))\n")
    try output.write("took \(HumanFormatter.milliseconds(seconds))\n")
    try output.flush()
  }

  /// What a query to try needs to find this index.
  private var queryOptions: String {
    guard let folder = location.folder else { return "" }
    let isPlain = folder.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
      default: "/._-+".utf8.contains(byte)
      }
    }
    let quoted = folder.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''")
    return "--index \(TerminalText.escaped(isPlain ? folder : "'\(quoted)'")) "
  }
}
