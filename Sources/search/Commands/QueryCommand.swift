import ArgumentParser
import Index
import Tokenizer

/// `search query`: asks an index.
struct QueryCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Find documents.",
    discussion: """
      Words are joined by spaces. A phrase stands in quotes of its own: search '"光电融合"'. \
      AND, OR and NOT are operators in capital letters only. Without colour, matches stand \
      between « and ».

      First the index is brought up to date with the files, for a second at most; it never waits for \
      another process, and says so when it may be behind. Hits are compared with their files: what a \
      file no longer says is not shown.
      """)

  /// How results are written.
  enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
    case human
    case json
    case trec
  }

  @Argument(help: "The words to search for.")
  var words: [String] = []

  @OptionGroup
  var location: IndexLocationOptions

  @OptionGroup(title: "Keeping up with the files")
  var update: UpdateOptions

  @Option(
    name: .customShort("k", allowingJoined: true),
    help: ArgumentHelp("How many hits to show.", valueName: "n"))
  var k = 10

  @Flag(help: "A document must hold all words.")
  var all = false

  @Flag(help: "A document must hold any of the words (default).")
  var any = false

  @Option(
    help: "How far text may differ: exact, case (and width), kana, han, marks, letters (default).")
  var fold: FoldChoice = .letters

  @Flag(help: "Show what each hit's score is made of.")
  var explain = false

  @Flag(help: "One JSON object a line; the same as --format json.")
  var json = false

  @Option(help: "human, json or trec (with --queries; the default there).")
  var format: Format?

  @Option(help: ArgumentHelp("Ask all queries of a file: id TAB query a line.", valueName: "file"))
  var queries: String?

  @Option(
    help: ArgumentHelp(
      "Give a query up after this time, with status 2; 0 for never. Default: 10.",
      valueName: "seconds"))
  var timeout = 10.0

  @Flag(
    help: "Somebody else made the index: copy it into memory and check all of it before asking.")
  var untrusted = false

  @Option(help: "auto, always or never.")
  var color: ColorChoice = .auto

  /// Whether all words are wanted; the parser's default is any.
  private var mode: MatchMode { all ? .all : .any }

  mutating func validate() throws {
    if all && any { throw ValidationError("--all and --any exclude each other") }
    if !(1...1_000_000).contains(k) { throw ValidationError("-k takes 1 to 1000000") }
    if !(0...1e9).contains(timeout) { throw ValidationError("--timeout takes 0 to 1e9 seconds") }
    if json, let format, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) exclude each other")
    }
    if queries != nil {
      if !words.isEmpty { throw ValidationError("--queries takes no words beside it") }
      if format == .human { throw ValidationError("--queries writes trec or json") }
    } else if format == .trec {
      throw ValidationError("--format trec needs --queries FILE, which names the queries")
    }
  }

  mutating func execute() throws -> ExitStatus {
    if let queries { return try runBatch(queries) }
    let text = words.joined(separator: " ")
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      throw CommandError("the query is empty; type the words to search for")
    }
    let index = try update.place(location, isTrusted: !untrusted)
    let snapshot = try openSnapshot(index.place)
    var page = try snapshot.page(
      text, matching: mode, fold: fold.level, limit: k, explains: explain, until: deadline())
    update.verify(&page, of: snapshot, at: index, matching: mode, fold: fold.level)
    let output = StandardOutput()
    if json || format == .json {
      try output.write(JSONFormatter.results(page))
      try output.flush()
    } else {
      try show(page, on: output)
    }
    return page.hits.isEmpty ? .nothing : .success
  }

  /// Counts from now.
  private func deadline() -> Interruption? { timeout > 0 ? Interruption(after: timeout) : nil }

  private func show(_ page: ResultPage, on output: StandardOutput) throws(CommandError) {
    let usesColor = color.isOn(
      isTerminal: standardOutputIsTerminal(), environment: environmentValue)
    let formatter = HumanFormatter(usesColor: usesColor)
    try output.write(formatter.results(page))
    try output.flush()
    printNote(page.hits.isEmpty ? formatter.explanation(page) : formatter.total(page))
  }

  private func openSnapshot(_ place: IndexLocation) throws -> Snapshot {
    let path = place.path
    let index =
      untrusted ? try SearchIndex.openUntrusted(at: path) : try SearchIndex.open(at: path)
    let snapshot = try index.snapshot()
    if let difference = try snapshot.analyzerDifference() {
      printError("warning: \(difference)")
    }
    return snapshot
  }

  private func runBatch(_ path: String) throws -> ExitStatus {
    let file = try QueryFile(parsing: try readWhole(path), name: path, requiresIDs: true)
    let snapshot = try openSnapshot(try update.place(location, isTrusted: !untrusted).place)
    let output = StandardOutput()
    let writesJSON = json || format == .json
    var foundAny = false
    for entry in file.entries {
      if writesJSON {
        var page = try snapshot.page(
          entry.text, matching: mode, fold: fold.level, limit: k, until: deadline())
        page.queryID = entry.id
        foundAny = foundAny || !page.hits.isEmpty
        try output.write(JSONFormatter.results(page))
      } else {
        // A run says nothing but the best.
        let hits = try snapshot.search(
          try snapshot.parse(entry.text, matching: mode, fold: fold.level), limit: k,
          counting: .none, suggesting: false, until: deadline()
        ).hits
        foundAny = foundAny || !hits.isEmpty
        let records = zip(1..., hits).map { rank, hit in
          HitRecord(rank: rank, score: hit.score, name: DocumentName(key: hit.key))
        }
        try output.write(TRECFormatter.results(queryID: entry.id, hits: records))
      }
    }
    try output.flush()
    return foundAny ? .success : .nothing
  }
}

extension Snapshot {
  /// Asks and gathers what is shown.
  func page(
    _ text: String, matching mode: MatchMode, fold: FoldLevel, limit: Int, explains: Bool = false,
    until interruption: Interruption? = nil
  ) throws(IndexError) -> ResultPage {
    let start = monotonicNanoseconds()
    let query = try parse(text, matching: mode, fold: fold)
    let result = try search(query, limit: limit, until: interruption)
    let parts = zip(query.parts, result.partDocumentCounts).map { part, count in
      PartCount(part: part, documentCount: count)
    }
    var records = try self.records(of: result.hits, query)
    if explains {
      for (index, hit) in result.hits.enumerated() {
        records[index].explanation = try explanation(of: hit, query: query)
      }
    }
    return ResultPage(
      query: text, hits: records, totalCount: result.totalCount,
      documentCount: documentCount, parts: parts,
      nearest: try self.records(of: result.nearest, query),
      seconds: Double(monotonicNanoseconds() &- start) / 1e9)
  }

  private func records(of hits: [Hit], _ query: ParsedQuery) throws(IndexError) -> [HitRecord] {
    let snippets = try snippets(for: hits, query: query)
    return zip(1..., zip(hits, snippets)).map { rank, pair in
      HitRecord(
        rank: rank, score: pair.0.score, name: DocumentName(key: pair.0.key), snippet: pair.1)
    }
  }
}
