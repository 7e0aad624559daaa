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

  @Flag(help: "A document must hold all words.")
  var all = false

  @Flag(help: "One JSON object.")
  var json = false

  mutating func validate() throws {
    if !(1...1_000_000).contains(k) { throw ValidationError("-k takes 1 to 1000000") }
    if !(1...1_000_000).contains(passes) { throw ValidationError("--passes takes 1 to 1000000") }
  }

  mutating func execute() throws -> ExitStatus {
    let file = try QueryFile(parsing: try readWhole(queries), name: queries, requiresIDs: false)
    let snapshot = try SearchIndex.open(at: try location.existing().path).snapshot()
    var parsed: [ParsedQuery] = []
    for entry in file.entries {
      parsed.append(try snapshot.parse(entry.text, matching: all ? .all : .any))
    }
    let times = try measure(parsed, on: snapshot)
    let output = StandardOutput()
    try output.write(json ? times.object.text + "\n" : times.table)
    try output.flush()
    return .success
  }

  private func measure(_ parsed: [ParsedQuery], on snapshot: Snapshot) throws -> QueryTimes {
    var total = 0
    for query in parsed { total += try snapshot.search(query, limit: k).totalCount }
    var best = [UInt64](repeating: .max, count: parsed.count)
    for _ in 0..<passes {
      for (number, query) in parsed.enumerated() {
        let start = monotonicNanoseconds()
        _ = try snapshot.search(query, limit: k, counting: .none)
        best[number] = min(best[number], monotonicNanoseconds() &- start)
      }
    }
    return QueryTimes(
      nanoseconds: best, passCount: passes, hitCount: total,
      documentCount: snapshot.documentCount)
  }
}

/// The best time of each query, and what follows from them.
struct QueryTimes: Sendable {
  /// The best time of each query.
  var nanoseconds: [UInt64]
  var passCount: Int
  /// Documents that match, all queries together.
  var hitCount: Int
  /// Documents in the index.
  var documentCount: Int

  /// The mean in microseconds.
  var mean: Double {
    let sum = nanoseconds.reduce(0.0) { $0 + Double($1) }
    return sum / Double(max(1, nanoseconds.count)) / 1_000
  }

  /// Queries a second, one after the other.
  var queriesPerSecond: Double { mean > 0 ? 1e6 / mean : 0 }

  /// The smallest time, in microseconds, that a share of the queries does not exceed.
  func percentile(_ share: Double) -> Double {
    let sorted = nanoseconds.sorted()
    guard !sorted.isEmpty else { return 0 }
    let rank = Int((share * Double(sorted.count)).rounded(.up))
    return Double(sorted[min(max(rank, 1), sorted.count) - 1]) / 1_000
  }

  /// The figures for people.
  var table: String {
    var table = TextTable([("queries", .left), (String(nanoseconds.count), .right)])
    table.add(["documents", String(documentCount)])
    table.add(["passes", String(passCount)])
    table.add(["mean µs", HumanFormatter.decimal(mean, digits: 1)])
    table.add(["p50 µs", HumanFormatter.decimal(percentile(0.5), digits: 1)])
    table.add(["p99 µs", HumanFormatter.decimal(percentile(0.99), digits: 1)])
    table.add(["queries/s", HumanFormatter.decimal(queriesPerSecond, digits: 0)])
    table.add(["total hits", String(hitCount)])
    return table.text
  }

  /// The figures for programs.
  var object: JSONObject {
    var object = JSONObject(type: "bench")
    object.set("queries", nanoseconds.count)
    object.set("documents", documentCount)
    object.set("passes", passCount)
    object.set("mean_us", mean)
    object.set("p50_us", percentile(0.5))
    object.set("p99_us", percentile(0.99))
    object.set("queries_per_second", queriesPerSecond)
    object.set("total_hits", hitCount)
    return object
  }
}
