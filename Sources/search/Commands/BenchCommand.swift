import ArgumentParser
import Index
import Tokenizer

/// `search bench`: times queries on an index, parsing left out, or shows at a glance how fast a folder
/// is indexed and searched.
struct BenchCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time queries, or show how fast a folder is indexed and searched.",
    discussion: """
      With a PATH, that file or folder is indexed into a temporary folder (below TMPDIR), which is \
      removed afterwards; without one, the index named or found is searched. Queries come from a \
      file or are drawn from the words of the documents.

      Queries are parsed first. After one warm-up each is run once a pass; its time is the best of \
      all passes. Mean and percentiles are over the queries, snippets are not made. queries/s is \
      measured over all passes, on one thread and on all.

      The modes or, and and phrase look for the best k documents and may pass over others, so that \
      hits are those returned; phrase takes each line as one quoted phrase. With --count the \
      documents that match are counted too; where none do, nothing else is looked for. The modes \
      count-or and count-and count and do nothing else.
      """)

  @Argument(help: "A file or folder to index for this and to search.")
  var path: String?

  @OptionGroup
  var location: IndexLocationOptions

  @Option(help: ArgumentHelp("Queries: id TAB query, or a query, a line.", valueName: "file"))
  var queries: String?

  @Option(help: ArgumentHelp("How many queries to draw where no file is given.", valueName: "n"))
  var draw = 200

  @Option(help: ArgumentHelp("What to draw by; the same seed draws the same.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How often each query is run.", valueName: "n"))
  var passes = 10

  @Option(
    name: .customShort("k", allowingJoined: true),
    help: ArgumentHelp("How many hits to collect.", valueName: "n"))
  var k = 10

  @Option(
    help: ArgumentHelp(
      "What is timed: \(QueryMode.allValueStrings.joined(separator: ", ")). Default: or; of drawn "
        + "queries or, and, phrase.", valueName: "mode"))
  var mode: QueryMode?

  @Flag(help: "The same as --mode and.")
  var all = false

  @Flag(help: "Count all documents that match, too.")
  var count = false

  @Option(
    help: ArgumentHelp(
      "Only documents that match this count, as in search query --filter.", valueName: "query"))
  var filter: String?

  @Option(help: ArgumentHelp("How many threads search at once. Default: all.", valueName: "n"))
  var threads: Int?

  @Flag(help: "One JSON object a line: for building, with a PATH, and for each mode.")
  var json = false

  @Option(help: ArgumentHelp("Write the figures as a page with plots.", valueName: "file"))
  var html: String?

  @Option(help: ArgumentHelp("What --json printed before, to compare with.", valueName: "file"))
  var baseline: String?

  mutating func validate() throws {
    if all, let mode, mode != .and { throw ValidationError("--all is --mode and") }
    if !(1...1_000_000).contains(k) { throw ValidationError("-k takes 1 to 1000000") }
    if !(1...1_000_000).contains(passes) { throw ValidationError("--passes takes 1 to 1000000") }
    if !(1...100_000).contains(draw) { throw ValidationError("--draw takes 1 to 100000") }
    if !(1...1_024).contains(threads ?? 1) { throw ValidationError("--threads takes 1 to 1024") }
    if path == "" { throw ValidationError("the PATH is empty") }
    if path != nil, location.folder != nil {
      throw ValidationError("a PATH is indexed anew; give it or --index, not both")
    }
  }

  mutating func execute() throws -> ExitStatus {
    // What may fail at once comes before the work.
    let file = try queries.map { path throws(CommandError) in
      try QueryFile(parsing: try readWhole(path), name: path, requiresIDs: false)
    }
    let earlier = try baseline.map(Self.times) ?? []
    let page = try html.map { path throws(CommandError) in try TextFile(creating: path) }
    var report = try measured(file)
    report.baseline = earlier
    if let page {
      try page.write(BenchPage(report).text)
      try page.close()
    }
    let output = StandardOutput()
    try output.write(json ? report.lines : report.text)
    try output.flush()
    return .success
  }

  private func measured(_ file: QueryFile?) throws -> BenchReport {
    guard let path else {
      let place = try location.existing()
      let snapshot = try PathConditions.reading(
        SearchIndex.open(at: place.path).snapshot(), home: place.home)
      return try report(on: snapshot, subject: place.path, file)
    }
    let folder = try TemporaryFolder(prefix: "search-bench-")
    defer { folder.remove() }
    let build = try BuildFigures.measure(
      indexing: path, into: folder.path, memoryBudget: 256 << 20)
    let snapshot = try SearchIndex.open(at: folder.path).snapshot()
    var report = try report(on: snapshot, subject: path, file)
    report.build = build
    report.memoryAfter = anonymousMemory()
    return report
  }

  private func report(
    on snapshot: Snapshot, subject: String, _ file: QueryFile?
  ) throws -> BenchReport {
    var report = BenchReport(subject: subject, origin: queries ?? "")
    var timer = QueryTimer(
      limit: k, passCount: passes, countsHits: count,
      threadCount: threads ?? availableThreadCount())
    timer.filter = try FilterRequest.filter(
      filter.map { [$0] } ?? [], fold: .letters, synonyms: nil, on: snapshot)
    let chosen = mode ?? (all ? .and : nil)
    if let file {
      let texts = file.entries.map(\.text)
      report.times = [try timer.times(of: texts, chosen ?? .or, on: snapshot)]
      return report
    }
    let drawn = try DrawnQueries(draw, from: snapshot, seed: seed)
    report.origin =
      "drawn from the documents, seed \(seed): 1 to 4 words of one document; for "
      + "phrase, 2 or 3 in sequence"
    for mode in chosen.map({ [$0] }) ?? [.or, .and, .phrase] {
      let texts = mode == .phrase ? drawn.sequences : drawn.words
      report.times.append(try timer.times(of: texts, mode, on: snapshot))
    }
    return report
  }

  /// The times in a file of JSON lines.
  private static func times(in path: String) throws(CommandError) -> [QueryTimes] {
    let lines = try readWhole(path).split(separator: UInt8(ascii: "\n"))
    let times = lines.compactMap { line in
      JSONValue(parsing: String(decoding: line, as: UTF8.self)).flatMap { QueryTimes($0) }
    }
    guard !times.isEmpty else {
      throw CommandError("\(path): expected what search bench --json prints")
    }
    return times
  }
}
