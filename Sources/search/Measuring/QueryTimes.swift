import Glibc

/// The times of the queries of one mode, and what follows from them. All times are microseconds.
struct QueryTimes: Equatable, Sendable {
  /// The queries of one length.
  struct Length: Equatable, Sendable {
    /// How many terms a query has.
    var termCount: Int
    var queryCount: Int
    var mean: Double
    var p90: Double
  }

  /// A query and its time.
  struct Query: Equatable, Sendable {
    var text: String
    var time: Double
  }

  /// The mode's name.
  var mode: String
  /// How many documents were asked for; 0 where they are only counted.
  var limit: Int
  var queryCount: Int
  /// Documents in the index.
  var documentCount: Int
  var passCount: Int
  var mean: Double
  var geometricMean: Double
  /// The smallest times that 0, 1, … 100 % of the queries do not exceed.
  var percentiles: [Double]
  /// Queries a second, one after the other.
  var queriesPerSecond: Double
  /// Queries a second on all threads at once.
  var queriesPerSecondOnAll: Double
  /// How many threads those are.
  var threadCount: Int
  /// Documents that were counted or found, all queries together.
  var hitCount: Int
  /// By how long queries are, ascending.
  var lengths: [Length] = []
  /// The queries that took longest, the longest first.
  var slowest: [Query] = []

  /// Half of the queries took at most this.
  var p50: Double { percentiles[50] }
  /// Nine of ten queries took at most this.
  var p90: Double { percentiles[90] }
  /// All but one of a hundred queries took at most this.
  var p99: Double { percentiles[99] }
  /// What the slowest query took.
  var maximum: Double { percentiles[100] }
}

extension QueryTimes {
  /// The mean of some times.
  static func mean(_ times: [Double]) -> Double {
    times.reduce(0, +) / Double(max(1, times.count))
  }

  /// The geometric mean of some times; what is too short to be measured counts as a nanosecond.
  static func geometricMean(_ times: [Double]) -> Double {
    exp(mean(times.map { log(max($0, 0.001)) }))
  }

  /// The smallest time that a share of ascending times does not exceed.
  static func percentile(_ percent: Int, of ascending: [Double]) -> Double {
    guard !ascending.isEmpty else { return 0 }
    let rank = (percent * ascending.count + 99) / 100
    return ascending[min(max(rank, 1), ascending.count) - 1]
  }

  /// All percentiles from 0 to 100.
  static func percentiles(of times: [Double]) -> [Double] {
    let ascending = times.sorted()
    return (0...100).map { percentile($0, of: ascending) }
  }

  /// The times by how long queries are.
  static func lengths(_ times: [Double], termCounts: [Int]) -> [Length] {
    var groups: [Int: [Double]] = [:]
    for (time, count) in zip(times, termCounts) { groups[count, default: []].append(time) }
    return groups.sorted { $0.key < $1.key }.map { count, times in
      Length(
        termCount: count, queryCount: times.count, mean: mean(times),
        p90: percentile(90, of: times.sorted()))
    }
  }
}

extension QueryTimes {
  /// The figures for programs.
  var object: JSONObject {
    var object = JSONObject(type: "bench")
    object.set("mode", mode)
    object.set("k", limit)
    object.set("queries", queryCount)
    object.set("documents", documentCount)
    object.set("passes", passCount)
    object.set("mean_us", mean)
    object.set("gmean_us", geometricMean)
    object.set("p50_us", p50)
    object.set("p90_us", p90)
    object.set("p99_us", p99)
    object.set("max_us", maximum)
    object.set("qps", queriesPerSecond)
    object.set("qps_all", queriesPerSecondOnAll)
    object.set("threads", threadCount)
    object.set("hits", hitCount)
    object.set("percentiles_us", percentiles)
    object.set(
      "by_length",
      lengths.map { length in
        var row = JSONObject()
        row.set("terms", length.termCount)
        row.set("queries", length.queryCount)
        row.set("mean_us", length.mean)
        row.set("p90_us", length.p90)
        return row
      })
    return object
  }

  /// Reads what `object` wrote; nil for anything else.
  init?(_ value: JSONValue) {
    guard value["type"]?.text == "bench", let mode = value["mode"]?.text,
      let percentiles = value["percentiles_us"]?.numbers, percentiles.count == 101,
      percentiles.allSatisfy({ $0 >= 0 }), let mean = value["mean_us"]?.number
    else { return nil }
    func whole(_ name: String) -> Int { Int(exactly: value[name]?.number ?? 0) ?? 0 }
    func number(_ name: String) -> Double { value[name]?.number ?? 0 }
    self.init(
      mode: mode, limit: whole("k"), queryCount: whole("queries"),
      documentCount: whole("documents"), passCount: whole("passes"), mean: mean,
      geometricMean: number("gmean_us"), percentiles: percentiles,
      queriesPerSecond: number("qps"), queriesPerSecondOnAll: number("qps_all"),
      threadCount: whole("threads"), hitCount: whole("hits"))
    lengths = (value["by_length"]?.elements ?? []).compactMap { row in
      guard let count = Int(exactly: row["terms"]?.number ?? .nan),
        let mean = row["mean_us"]?.number
      else { return nil }
      return Length(
        termCount: count, queryCount: Int(exactly: row["queries"]?.number ?? 0) ?? 0, mean: mean,
        p90: row["p90_us"]?.number ?? mean)
    }
  }
}
