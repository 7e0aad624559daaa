import Index
internal import Synchronization

/// Times queries on a snapshot: documents and their scores are found, as other engines are timed. Parsing
/// is left out, and so are the names of documents.
struct QueryTimer {
  /// How many documents are collected where they are not only counted.
  var limit: Int
  var passCount: Int
  /// Whether all documents that match are counted beside the best.
  var countsHits: Bool
  /// How many threads search at once when that is measured.
  var threadCount: Int
  /// Which documents count; nil for all.
  var filter: Filter?

  /// How many of the slowest queries are named.
  private static let namedCount = 15

  /// Times each of some queries.
  ///
  /// - Throws: ``IndexError`` when a query cannot be parsed or the index is damaged.
  func times(of texts: [String], _ mode: QueryMode, on snapshot: Snapshot) throws -> QueryTimes {
    var parsed: [ParsedQuery] = []
    for text in texts {
      parsed.append(
        try snapshot.parse(
          mode == .phrase ? Self.quoted(text) : text, matching: mode.matchesAll ? .all : .any))
    }
    let run = Run(
      snapshot: snapshot, queries: parsed, limit: mode.isCount ? 0 : limit,
      counting: mode.isCount || countsHits ? .exact : .none, filter: filter)
    var hitCount = 0
    for query in parsed { hitCount += try run.hits(query) }
    let (best, total) = try measure(run)
    let all = try threadCount > 1 ? rateOnThreads(run) : (total, 1)
    let asked = Double(parsed.count * passCount)
    var times = QueryTimes(
      mode: mode.rawValue, limit: run.limit, queryCount: parsed.count,
      documentCount: snapshot.documentCount, passCount: passCount, mean: QueryTimes.mean(best),
      geometricMean: QueryTimes.geometricMean(best), percentiles: QueryTimes.percentiles(of: best),
      queriesPerSecond: asked / total, queriesPerSecondOnAll: asked / all.0, threadCount: all.1,
      hitCount: hitCount)
    times.lengths = QueryTimes.lengths(
      best, termCounts: parsed.map { $0.parts.reduce(0) { $0 + $1.terms.count } })
    times.slowest = zip(texts, best).map { QueryTimes.Query(text: $0, time: $1) }
      .sorted { $0.time > $1.time }.prefix(Self.namedCount).map(\.self)
    return times
  }

  /// A line as one phrase, whether it has quotes or not.
  private static func quoted(_ text: String) -> String {
    "\"" + text.filter { $0 != "\"" } + "\""
  }

  /// The best of all passes for each query in microseconds, and the seconds that the passes took.
  private func measure(_ run: Run) throws -> (best: [Double], total: Double) {
    var best = [UInt64](repeating: .max, count: run.queries.count)
    let beginning = monotonicNanoseconds()
    for _ in 0..<passCount {
      for (number, query) in run.queries.enumerated() {
        let start = monotonicNanoseconds()
        _ = try run.hits(query)
        best[number] = min(best[number], monotonicNanoseconds() &- start)
      }
    }
    let total = monotonicNanoseconds() &- beginning
    return (best.map { Double($0) / 1e3 }, Double(max(total, 1)) / 1e9)
  }

  /// The seconds that as many queries take on all threads, each taking the next one.
  private func rateOnThreads(_ run: Run) throws -> (seconds: Double, threadCount: Int) {
    let work = SharedWork(run, count: run.queries.count * passCount)
    let start = monotonicNanoseconds()
    let count = runOnThreads(threadCount) { _ in work.take() }
    let seconds = Double(max(1, monotonicNanoseconds() &- start)) / 1e9
    if let error = work.error { throw error }
    return (seconds, count)
  }

  /// What is asked of the snapshot.
  private struct Run: Sendable {
    let snapshot: Snapshot
    let queries: [ParsedQuery]
    let limit: Int
    let counting: HitCounting
    let filter: Filter?

    func hits(_ query: ParsedQuery) throws(IndexError) -> Int {
      let result = try snapshot.ranking(query, limit: limit, counting: counting, filter: filter)
      return counting == .exact ? result.totalCount : result.entries.count
    }
  }

  /// Queries that are handed out one by one.
  private final class SharedWork: Sendable {
    private let run: Run
    private let count: Int
    private let next = Atomic<Int>(0)
    private let failure = Mutex<IndexError?>(nil)

    init(_ run: Run, count: Int) {
      self.run = run
      self.count = count
    }

    /// What went wrong on any thread.
    var error: IndexError? { failure.withLock { $0 } }

    /// Runs queries until none is left.
    func take() {
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        do throws(IndexError) {
          _ = try run.hits(run.queries[number % run.queries.count])
        } catch {
          failure.withLock { $0 = error }
          return
        }
      }
    }
  }
}
