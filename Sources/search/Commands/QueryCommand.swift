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
      """)

  @Argument(help: "The words to search for.")
  var words: [String] = []

  @OptionGroup
  var location: IndexLocationOptions

  @Option(
    name: [
      .customShort("k", allowingJoined: true), .customShort("n", allowingJoined: true),
      .customLong("limit"),
    ],
    help: ArgumentHelp("How many documents to show. Default: 10; all with -l.", valueName: "n"))
  var k: Int?

  @Flag(help: "A document must hold all words.")
  var all = false

  @Flag(help: "A document must hold any of the words (default).")
  var any = false

  @Option(
    help: "How far text may differ: exact, case (and width), kana, han, marks, letters (default).")
  var fold: FoldChoice = .letters

  @OptionGroup(title: "Output")
  var output: OutputOptions

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

  /// Whether all words are wanted; the parser's default is any.
  private var mode: MatchMode { all ? .all : .any }

  mutating func validate() throws {
    if all && any { throw ValidationError("--all and --any exclude each other") }
    if let k, !(1...1_000_000).contains(k) { throw ValidationError("-k takes 1 to 1000000") }
    if !(0...1e9).contains(timeout) { throw ValidationError("--timeout takes 0 to 1e9 seconds") }
    if queries != nil {
      if !words.isEmpty { throw ValidationError("--queries takes no words beside it") }
      if ![nil, .trec, .json].contains(output.format) || output.filesOnly || output.count {
        throw ValidationError("--queries writes trec or json")
      }
    } else if output.format == .trec {
      throw ValidationError("--format trec needs --queries FILE, which names the queries")
    }
  }

  mutating func execute() throws -> ExitStatus {
    if output.schema { return try printSchema() }
    if let queries { return try runBatch(queries) }
    let text = words.joined(separator: " ")
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      throw CommandError("the query is empty; type the words to search for")
    }
    let place = try location.existing()
    let snapshot = try openSnapshot(place)
    let writer = AnswerWriter(
      output, base: try place.home ?? snapshot.fileTable()?.base ?? "",
      current: try currentDirectory())
    let builder = PageBuilder(snapshot: snapshot, wishes: writer.wishes)
    let page = try builder.page(
      text, matching: mode, fold: fold.level,
      limit: writer.limit(k, most: snapshot.limits.hitCount), until: deadline())
    try writer.write(page)
    return page.totalCount == 0 ? .nothing : .success
  }

  /// Counts from now.
  private func deadline() -> Interruption? { timeout > 0 ? Interruption(after: timeout) : nil }

  private func printSchema() throws -> ExitStatus {
    let standardOutput = StandardOutput()
    try standardOutput.write(JSONSchema.text + "\n")
    try standardOutput.flush()
    return .success
  }

  private func openSnapshot(_ place: IndexLocation) throws -> Snapshot {
    let index =
      untrusted
      ? try SearchIndex.openUntrusted(at: place.path) : try SearchIndex.open(at: place.path)
    let snapshot = try index.snapshot()
    if let difference = try snapshot.analyzerDifference() {
      printError("warning: \(difference)")
    }
    return snapshot
  }

  private func runBatch(_ path: String) throws -> ExitStatus {
    let file = try QueryFile(parsing: try readWhole(path), name: path, requiresIDs: true)
    let snapshot = try openSnapshot(try location.existing())
    let standardOutput = StandardOutput()
    let writesJSON = output.format(isTerminal: false) == .json
    let builder = PageBuilder(
      snapshot: snapshot,
      wishes: PageBuilder.Wishes(passageCount: output.passages ?? 1, suggests: false))
    var foundAny = false
    for entry in file.entries {
      if writesJSON {
        var page = try builder.page(
          entry.text, matching: mode, fold: fold.level, limit: k ?? 10, until: deadline())
        page.queryID = entry.id
        foundAny = foundAny || !page.hits.isEmpty
        try standardOutput.write(JSONFormatter.results(page))
      } else {
        // A run says nothing but the best.
        let hits = try snapshot.search(
          try snapshot.parse(entry.text, matching: mode, fold: fold.level), limit: k ?? 10,
          counting: .none, suggesting: false, until: deadline()
        ).hits
        foundAny = foundAny || !hits.isEmpty
        let records = zip(1..., hits).map { rank, hit in
          HitRecord(rank: rank, score: hit.score, name: DocumentName(key: hit.key))
        }
        try standardOutput.write(TRECFormatter.results(queryID: entry.id, hits: records))
      }
    }
    try standardOutput.flush()
    return foundAny ? .success : .nothing
  }
}
