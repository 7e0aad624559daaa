import Glibc

/// The best time of each query, and what follows from them.
struct QueryTimes: Sendable {
  /// The best time of each query.
  var nanoseconds: [UInt64]
  var mode: QueryMode
  /// How many documents were asked for.
  var limit: Int
  var passCount: Int
  /// Documents that were counted or found, all queries together.
  var hitCount: Int
  /// Documents in the index.
  var documentCount: Int

  /// The mean in microseconds.
  var mean: Double {
    let sum = nanoseconds.reduce(0.0) { $0 + Double($1) }
    return sum / Double(max(1, nanoseconds.count)) / 1_000
  }

  /// The geometric mean in microseconds.
  var geometricMean: Double {
    let sum = nanoseconds.reduce(0.0) { $0 + log(Double(max($1, 1)) / 1_000) }
    return exp(sum / Double(max(1, nanoseconds.count)))
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
    var table = TextTable([("mode", .left), (mode.rawValue, .right)])
    table.add(["queries", String(nanoseconds.count)])
    table.add(["documents", String(documentCount)])
    table.add(["passes", String(passCount)])
    table.add(["mean µs", HumanFormatter.decimal(mean, digits: 1)])
    table.add(["p50 µs", HumanFormatter.decimal(percentile(0.5), digits: 1)])
    table.add(["p99 µs", HumanFormatter.decimal(percentile(0.99), digits: 1)])
    table.add(["queries/s", HumanFormatter.decimal(queriesPerSecond, digits: 0)])
    table.add(["hits", String(hitCount)])
    return table.text
  }

  /// The figures for programs.
  var object: JSONObject {
    var object = JSONObject(type: "bench")
    object.set("mode", mode.rawValue)
    object.set("k", limit)
    object.set("queries", nanoseconds.count)
    object.set("documents", documentCount)
    object.set("passes", passCount)
    object.set("mean_us", mean)
    object.set("gmean_us", geometricMean)
    object.set("p50_us", percentile(0.5))
    object.set("p90_us", percentile(0.9))
    object.set("p99_us", percentile(0.99))
    object.set("max_us", percentile(1))
    object.set("qps", queriesPerSecond)
    object.set("hits", hitCount)
    return object
  }
}
