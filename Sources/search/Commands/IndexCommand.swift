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
    let start = monotonicNanoseconds()
    let current = try currentDirectory()
    let place = target(from: current)
    var base = try rememberedBase(of: place) ?? place.home ?? current
    let isMoved = pathKind(base) != .folder
    if isMoved {
      guard rebuild, !paths.isEmpty else {
        throw CommandError(
          "\(base), which this index was made in, is not there; if it was moved, make the index anew "
            + "with the new paths: search index --rebuild --index DIR PATH…")
      }
      base = current
    }
    var source = try FolderSource(base: base, indexPath: place.path)
    source.forcedEncoding = encoding.flatMap { Charset.named($0) }
    let roots = paths.map { source.root(typed: $0, from: current) }
    let stop = StopRequest(
      message: rebuild
        ? "stopping; the index stays as it was"
        : "stopping after this document; what has been read is kept (once more: stop at once)")
    var session = IndexSession(
      location: place, base: base, source: source,
      request: IndexSession.Request(
        roots: roots, analyzer: analyzer?.name, storesText: store.map { $0 == .text },
        memoryBudget: memory << 20, threadCount: threads ?? processorCount(), rebuilds: rebuild,
        forgetsRoots: isMoved))
    session.isStopping = { stop.isMade }
    let outcome: IndexSession<FolderSource>.Outcome
    do {
      outcome = try session.run()
    } catch {
      guard let status = stop.status else { throw error }
      printError(String(describing: error))
      return status
    }
    let seconds = Double(monotonicNanoseconds() &- start) / 1e9
    try Self.report(outcome.summary, total: outcome.documentCount, place: place, seconds: seconds)
    if let word = outcome.summary.queryToTry {
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

  /// The index there is, named or found upward, or else the one to be made here.
  private func target(from current: String) -> IndexLocation {
    if let typed = location.folder { return IndexLocation(typed: typed, from: current) }
    return IndexLocation.upward(from: current) { pathKind($0) == .folder }
      ?? IndexLocation(home: current)
  }

  /// The base that an index without a `.search` was made with.
  private func rememberedBase(of place: IndexLocation) throws -> String? {
    guard place.home == nil, pathKind(place.path) == .folder else { return nil }
    do throws(IndexError) {
      let base = try SearchIndex.open(at: place.path).snapshot().fileTable()?.base
      return base.flatMap { $0.isEmpty ? nil : $0 }
    } catch {
      // What is wrong with the index is said where it is opened for writing.
      let remains = try? SearchIndex.remains(at: place.path)
      return remains?.fileTable.flatMap { $0.base.isEmpty ? nil : $0.base }
    }
  }

  /// Says what a run did.
  static func report(
    _ summary: SyncSummary, total: Int, place: IndexLocation, seconds: Double
  ) throws(CommandError) {
    printSkipped(summary.skipped)
    for note in summary.notes { printError(note) }
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

  /// Names what was left out; of policy's victims the first ones only.
  private static func printSkipped(_ skipped: [SkippedPath]) {
    let namedCount = 20
    var policyCount = 0
    for path in skipped {
      if !path.isFailure {
        policyCount += 1
        if policyCount > namedCount { continue }
      }
      printError("\(path.isFailure ? "cannot read" : "skipped") \(path.path): \(path.reason)")
    }
    if policyCount > namedCount {
      printError("skipped \(policyCount - namedCount) more")
    }
  }
}
