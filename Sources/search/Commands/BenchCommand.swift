import ArgumentParser
import Index

/// `search bench`: times queries on an index, parsing left out.
struct BenchCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time the queries of a file.",
    discussion: """
      Queries are parsed first. After one warm-up each is run once a pass; its time is the best of \
      all passes. Mean and percentiles are over the queries, snippets are not made.

      The modes or, and and phrase look for the best k documents and may pass over others, so that \
      hits are those returned; phrase takes each line as one quoted phrase. With --count the \
      documents that match are counted too; where none do, nothing else is looked for. The modes \
      count-or and count-and count and do nothing else.
      """)

  @OptionGroup
  var location: IndexLocationOptions

  @Option(help: ArgumentHelp("Queries: id TAB query, or a query, a line.", valueName: "file"))
  var queries: String

  @Option(help: ArgumentHelp("How often each query is run.", valueName: "n"))
  var passes = 10

  @Option(
    name: .customShort("k", allowingJoined: true),
    help: ArgumentHelp("How many hits to collect.", valueName: "n"))
  var k = 10

  @Option(
    help: ArgumentHelp(
      "What is timed: \(QueryMode.allValueStrings.joined(separator: ", ")).", valueName: "mode"))
  var mode: QueryMode?

  @Flag(help: "The same as --mode and.")
  var all = false

  @Flag(help: "Count all documents that match, too.")
  var count = false

  @Flag(help: "One JSON object.")
  var json = false

  mutating func validate() throws {
    if all, let mode, mode != .and { throw ValidationError("--all is --mode and") }
    if !(1...1_000_000).contains(k) { throw ValidationError("-k takes 1 to 1000000") }
    if !(1...1_000_000).contains(passes) { throw ValidationError("--passes takes 1 to 1000000") }
  }

  mutating func execute() throws -> ExitStatus {
    let file = try QueryFile(parsing: try readWhole(queries), name: queries, requiresIDs: false)
    let snapshot = try SearchIndex.open(at: try location.existing().path).snapshot()
    let mode = mode ?? (all ? .and : .or)
    var parsed: [ParsedQuery] = []
    for entry in file.entries {
      let text = mode == .phrase ? Self.quoted(entry.text) : entry.text
      parsed.append(try snapshot.parse(text, matching: mode.matchesAll ? .all : .any))
    }
    let times = try measure(parsed, mode, on: snapshot)
    let output = StandardOutput()
    try output.write(json ? times.object.text + "\n" : times.table)
    try output.flush()
    return .success
  }

  /// A line as one phrase, whether it has quotes or not.
  private static func quoted(_ text: String) -> String {
    "\"" + text.filter { $0 != "\"" } + "\""
  }

  private func measure(
    _ parsed: [ParsedQuery], _ mode: QueryMode, on snapshot: Snapshot
  ) throws -> QueryTimes {
    let limit = mode.isCount ? 0 : k
    let counting = mode.isCount || count ? HitCounting.exact : .none
    func hits(_ query: ParsedQuery) throws -> Int {
      let result = try snapshot.search(
        query, limit: limit, counting: counting, suggesting: false)
      return counting == .exact ? result.totalCount : result.hits.count
    }
    var total = 0
    for query in parsed { total += try hits(query) }
    var best = [UInt64](repeating: .max, count: parsed.count)
    for _ in 0..<passes {
      for (number, query) in parsed.enumerated() {
        let start = monotonicNanoseconds()
        _ = try hits(query)
        best[number] = min(best[number], monotonicNanoseconds() &- start)
      }
    }
    return QueryTimes(
      nanoseconds: best, mode: mode, limit: limit, passCount: passes, hitCount: total,
      documentCount: snapshot.documentCount)
  }
}

/// What `search bench` does with each query.
enum QueryMode: String, ExpressibleByArgument, CaseIterable, Sendable {
  case or, and, phrase
  case countOr = "count-or"
  case countAnd = "count-and"

  var isCount: Bool { self == .countOr || self == .countAnd }
  var matchesAll: Bool { self == .and || self == .countAnd }
}
