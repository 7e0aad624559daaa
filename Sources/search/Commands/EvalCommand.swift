import ArgumentParser
import Index

/// `search eval`: measures how well judged queries are answered.
struct EvalCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measure the answers to judged queries.",
    discussion: """
      search eval --queries q.tsv --qrels qrels.txt    ask an index and measure it
      search eval --from-run x.run --qrels qrels.txt   measure the run of any engine
      search eval --compare a.run b.run --qrels qrels.txt
                                                       is b better than a?

      Measures are trec_eval's: nDCG with the relevance as gain, a document relevant from 1 on, \
      equal scores in descending order of their ids. Means are over all queries of the qrels; one \
      that found nothing counts 0, as with trec_eval -c. Differences come with a paired \
      bootstrap: its 95 % interval, and p.
      """)

  @OptionGroup
  var location: IndexLocationOptions

  @Option(help: ArgumentHelp("Judgments: query 0 document relevance a line.", valueName: "file"))
  var qrels: String

  @Option(help: ArgumentHelp("Queries to ask an index: id TAB query a line.", valueName: "file"))
  var queries: String?

  @Option(help: ArgumentHelp("With --queries: write a TREC run too.", valueName: "file"))
  var run: String?

  @Option(
    help: ArgumentHelp("With --queries: how many hits of each. Default: 1000.", valueName: "n"))
  var depth: Int?

  @Flag(help: "With --queries: a document must hold all words.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "With --queries: words that stand for each other, as for search query --synonyms.",
      valueName: "file"))
  var synonyms: String?

  @Option(help: ArgumentHelp("Measure this TREC run; no index is needed.", valueName: "file"))
  var fromRun: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Compare two TREC runs, A B.", valueName: "file"))
  var compare: [String] = []

  @Option(help: ArgumentHelp("With --compare: where the bootstrap starts.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Means over queries with results only, as trec_eval without -c.")
  var answeredOnly = false

  @Flag(help: "Every query on a line before the means.")
  var byQuery = false

  @Flag(help: "JSON, one object a line.")
  var json = false

  mutating func validate() throws {
    let modeCount = (queries == nil ? 0 : 1) + (fromRun == nil ? 0 : 1) + (compare.isEmpty ? 0 : 1)
    guard modeCount == 1 else {
      throw ValidationError("eval takes one of --queries, --from-run and --compare")
    }
    if !compare.isEmpty {
      guard compare.count == 2 else { throw ValidationError("--compare takes two runs, A B") }
      if answeredOnly || byQuery {
        throw ValidationError("--compare takes no --answered-only and no --by-query")
      }
    }
    if queries == nil {
      if run != nil || depth != nil || all || synonyms != nil || location.folder != nil {
        throw ValidationError("--run, --depth, --all, --synonyms and --index need --queries")
      }
    } else if let run, run == qrels || run == queries {
      throw ValidationError("--run would overwrite \(run)")
    }
    if let depth, !(1...1_000_000).contains(depth) {
      throw ValidationError("--depth takes 1 to 1000000")
    }
  }

  mutating func execute() throws -> ExitStatus {
    let judgments = try Judgments(parsing: try readWhole(qrels), name: qrels)
    if !compare.isEmpty { return try compareRuns(judgments) }
    let evaluation: Evaluation
    if let fromRun {
      evaluation = try measured(fromRun, by: judgments, averaging: averaging)
    } else {
      evaluation = try askedAndMeasured(judgments)
    }
    if evaluation.answeredCount > 0, !evaluation.queries.contains(where: \.foundRelevant) {
      printError("warning: no relevant document was found; are the ids those of \(qrels)?")
    }
    let report = EvaluationReport(evaluation: evaluation)
    let output = StandardOutput()
    if json {
      try output.write((byQuery ? report.queryObjects : "") + report.object.text + "\n")
    } else {
      try output.write((byQuery ? report.queryTable + "\n" : "") + report.table)
    }
    try output.flush()
    if !json { printNote(report.note) }
    return evaluation.answeredCount > 0 ? .success : .nothing
  }

  private var averaging: Evaluation.Averaging { answeredOnly ? .withResults : .allJudged }

  private func compareRuns(_ judgments: Judgments) throws -> ExitStatus {
    let report = ComparisonReport(
      base: try measured(compare[0], by: judgments, averaging: .allJudged),
      other: try measured(compare[1], by: judgments, averaging: .allJudged), seed: seed)
    let output = StandardOutput()
    try output.write(json ? report.object.text + "\n" : report.table)
    try output.flush()
    if !json { printNote(report.note) }
    return .success
  }

  private func measured(
    _ path: String, by judgments: Judgments, averaging: Evaluation.Averaging
  ) throws(CommandError) -> Evaluation {
    let run = try RetrievalRun(parsing: try readWhole(path), name: path)
    guard run.queries.contains(where: { judgments.contains($0) }) else {
      throw CommandError("no query of \(path) is judged in \(qrels)")
    }
    return Evaluation(run, by: judgments, averaging: averaging)
  }

  /// Asks all queries of the file, writes them to the run if there is one, and measures those that
  /// are judged.
  private func askedAndMeasured(_ judgments: Judgments) throws -> Evaluation {
    let path = queries ?? ""
    let entries = try QueryFile(parsing: try readWhole(path), name: path, requiresIDs: true).entries
    let judgedCount = entries.count { judgments.contains(Identifier($0.id)) }
    guard judgedCount > 0 else { throw CommandError("no query of \(path) is judged in \(qrels)") }
    if judgedCount < judgments.queries.count {
      let missing = judgments.queries.count - judgedCount
      printError("warning: \(missing) of the judged queries are not in \(path)")
    }
    let place = try location.existing()
    let snapshot = try PathConditions.reading(
      SearchIndex.open(at: place.path).snapshot(), home: place.home)
    if let difference = try snapshot.analyzerDifference() {
      printError("warning: \(difference)")
    }
    let file = try run.map { path throws(CommandError) in try TextFile(creating: path) }
    let known = try synonyms.map(readSynonyms)
    var evaluation = Evaluation(judgments, averaging: averaging)
    for entry in entries {
      let query = Identifier(entry.id)
      guard file != nil || judgments.contains(query) else { continue }
      let hits = try ask(entry.text, on: snapshot, known)
      if let file { try file.write(TRECFormatter.results(queryID: entry.id, hits: hits)) }
      if judgments.contains(query) {
        evaluation.record(try Self.ranked(hits, for: entry.id), for: query)
      }
    }
    try file?.close()
    return evaluation
  }

  private func ask(
    _ text: String, on snapshot: Snapshot, _ known: Synonyms?
  ) throws -> [HitRecord] {
    let hits = try snapshot.search(
      try snapshot.parse(text, matching: all ? .all : .any, synonyms: known),
      limit: depth ?? 1_000,
      counting: .none, suggesting: false
    ).hits
    return zip(1..., hits).map { rank, hit in
      HitRecord(rank: rank, score: hit.score, name: DocumentName(key: hit.key))
    }
  }

  /// The hits as a run would name and order them, so that a run measures the same.
  private static func ranked(
    _ hits: [HitRecord], for query: String
  ) throws(CommandError) -> [RankedDocument] {
    let documents = hits.map { hit in
      RankedDocument(
        name: Identifier(TRECFormatter.documentName(hit.name)), score: hit.score)
    }
    if let name = RankedDocument.repeatedName(in: documents) {
      throw CommandError(
        "query \(query) found two documents called \(name.text); judgments cannot tell them apart")
    }
    return documents.sorted(by: RankedDocument.precedes)
  }
}
