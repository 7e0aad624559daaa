/// What `search bench` measured, for people and for programs.
struct BenchReport: Equatable, Sendable {
  /// What was measured, as the person named it.
  var subject: String
  /// Where the queries come from.
  var origin: String
  /// What building took, if that was measured.
  var build: BuildFigures?
  /// The anonymous memory after all searching; nil where the system does not say.
  var memoryAfter: Int?
  /// One for each mode.
  var times: [QueryTimes] = []
  /// Times of another run to compare with.
  var baseline: [QueryTimes] = []

  /// The baseline's times of the same mode.
  func earlier(_ mode: String) -> QueryTimes? { baseline.first { $0.mode == mode } }

  /// One JSON object a line.
  var lines: String {
    var objects = build.map { [$0.object] } ?? []
    objects += times.map(\.object)
    return objects.map { $0.text + "\n" }.joined()
  }

  /// What is known beside the times: names and values.
  var rows: [(name: String, value: String)] {
    var rows = [("measured", TerminalText.escaped(subject))]
    rows += build?.rows ?? [("documents", "\(times.first?.documentCount ?? 0)")]
    if let peak = build?.peakMemory, let memoryAfter {
      let sizes = [peak, memoryAfter].map(BuildFigures.size)
      rows.append(("memory", "\(sizes[0]) at most while building, \(sizes[1]) after searching"))
    }
    rows.append(("queries", TerminalText.escaped(origin)))
    return rows
  }

  /// The figures as tables.
  var text: String {
    let rows = rows
    var facts = TextTable([(rows[0].name, .left), (rows[0].value, .left)])
    for row in rows.dropFirst() { facts.add([row.name, row.value]) }
    return facts.text + "\n" + timesTable
  }

  /// The names of the figures of a mode, in order.
  static func headings(threadCount: Int) -> [String] {
    [
      "queries", "k", "hits", "mean µs", "gmean", "p50", "p90", "p99", "max", "queries/s",
      threadCount > 1 ? "on \(threadCount) threads" : "on 1 thread",
    ]
  }

  private var timesTable: String {
    let names = Self.headings(threadCount: times.first?.threadCount ?? 1)
    var table = TextTable([("mode", .left)] + names.map { ($0, .right) })
    for time in times {
      table.add([time.mode] + time.cells)
      guard let earlier = earlier(time.mode) else { continue }
      table.add(["  baseline"] + earlier.cells)
      table.add(["  ratio"] + time.ratios(to: earlier))
    }
    return table.text
  }
}

extension QueryTimes {
  /// The figures as text, as ``BenchReport/headings(threadCount:)`` names them.
  var cells: [String] {
    let times = [mean, geometricMean, p50, p90, p99, maximum].map(Self.shortened)
    return [String(queryCount), String(limit), String(hitCount)] + times + [
      HumanFormatter.decimal(queriesPerSecond, digits: 0),
      HumanFormatter.decimal(queriesPerSecondOnAll, digits: 0),
    ]
  }

  /// Each time divided by another run's: below 1 is faster; rates the other way round.
  func ratios(to other: QueryTimes) -> [String] {
    func ratio(_ one: Double, _ two: Double) -> String {
      two > 0 ? HumanFormatter.decimal(one / two, digits: 2) : "-"
    }
    let pairs = [
      (mean, other.mean), (geometricMean, other.geometricMean), (p50, other.p50), (p90, other.p90),
      (p99, other.p99), (maximum, other.maximum), (queriesPerSecond, other.queriesPerSecond),
      (queriesPerSecondOnAll, other.queriesPerSecondOnAll),
    ]
    return ["", "", ""] + pairs.map { ratio($0.0, $0.1) }
  }

  /// A time in microseconds with as many decimals as say something.
  static func shortened(_ time: Double) -> String {
    HumanFormatter.decimal(time, digits: time < 100 ? 1 : 0)
  }
}
