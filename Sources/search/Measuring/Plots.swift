import Glibc

/// Where a plot lies in its picture, in units of the SVG.
private enum Frame {
  static let width = 520.0
  static let height = 280.0
  static let left = 52.0
  static let right = 508.0
  static let top = 26.0
  static let bottom = 240.0

  /// A coordinate, to a tenth of a unit.
  static func text(_ value: Double) -> String { HumanFormatter.decimal(value, digits: 1) }

  /// Adds a picture of the plot's size.
  static func add(
    _ label: String, to page: inout Markup, _ content: (inout Markup) -> Void
  ) {
    page.element(
      "svg",
      [
        ("viewBox", "0 0 \(text(width)) \(text(height))"), ("role", "img"), ("aria-label", label),
      ], content)
  }

  static func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ kind: String,
    in plot: inout Markup
  ) {
    plot.element(
      "line",
      [
        ("x1", text(from.x)), ("y1", text(from.y)), ("x2", text(to.x)), ("y2", text(to.y)),
        ("class", kind),
      ])
  }

  static func label(
    _ words: String, at point: (x: Double, y: Double), _ anchor: String, in plot: inout Markup
  ) {
    plot.element(
      "text", [("x", text(point.x)), ("y", text(point.y)), ("text-anchor", anchor)], text: words)
  }

  /// Says which colour is which, where there are two.
  static func addLegend(hasBaseline: Bool, to plot: inout Markup) {
    guard hasBaseline else { return }
    for (number, (name, kind)) in [("this run", "now"), ("baseline", "then")].enumerated() {
      let x = left + 10 + Double(number) * 100
      line((x, 12), (x + 22, 12), "curve \(kind)", in: &plot)
      label(name, at: (x + 28, 16), "start", in: &plot)
    }
  }

  /// A time with its unit.
  static func time(_ microseconds: Double) -> String {
    if microseconds >= 1e6 { return trimmed(microseconds / 1e6) + " s" }
    return microseconds >= 1e3 ? trimmed(microseconds / 1e3) + " ms" : trimmed(microseconds) + " µs"
  }

  private static func trimmed(_ value: Double) -> String {
    HumanFormatter.decimal(value, digits: value < 10 && value != value.rounded() ? 1 : 0)
  }
}

/// The share of queries that took at most so long, on a logarithmic scale of time.
struct DistributionPlot {
  var times: QueryTimes
  var earlier: QueryTimes?

  /// Adds the plot as SVG.
  func add(to page: inout Markup) {
    let curves = [times.percentiles] + (earlier.map { [$0.percentiles] } ?? [])
    let all = curves.flatMap(\.self).map { max($0, 0.01) }
    let lowest = log10(all.min() ?? 1)
    let highest = max(log10(all.max() ?? 1), lowest + 0.3)
    func x(_ time: Double) -> Double {
      let share = (log10(max(time, 0.01)) - lowest) / (highest - lowest)
      return Frame.left + share * (Frame.right - Frame.left)
    }
    Frame.add("Distribution of latencies", to: &page) { plot in
      for percent in [0, 25, 50, 75, 90, 99, 100] { addLevel(percent, to: &plot) }
      for time in Self.ticks(lowest, highest) {
        Frame.line((x(time), Frame.bottom), (x(time), Frame.bottom + 5), "axis", in: &plot)
        Frame.label(Frame.time(time), at: (x(time), Frame.bottom + 20), "middle", in: &plot)
      }
      for (curve, kind) in zip(curves, ["now", "then"]).reversed() {
        let points = curve.enumerated().map { percent, time in
          "\(Frame.text(x(time))),\(Frame.text(Self.y(Double(percent))))"
        }
        plot.element(
          "polyline", [("class", "curve \(kind)"), ("points", points.joined(separator: " "))])
      }
      Frame.addLegend(hasBaseline: earlier != nil, to: &plot)
    }
  }

  private static func y(_ percent: Double) -> Double {
    Frame.bottom - percent / 100 * (Frame.bottom - Frame.top)
  }

  private func addLevel(_ percent: Int, to plot: inout Markup) {
    let y = Self.y(Double(percent))
    Frame.line((Frame.left, y), (Frame.right, y), "axis", in: &plot)
    // 99 would be written over 100.
    if percent != 99 {
      Frame.label("\(percent) %", at: (Frame.left - 6, y + 4), "end", in: &plot)
    }
  }

  /// The times 1, 2, 5, 10, … between two powers of ten, so few that their labels have room.
  private static func ticks(_ lowest: Double, _ highest: Double) -> [Double] {
    let span = highest - lowest
    let steps = span > 4 ? [1.0] : span > 2 ? [1.0, 3.0] : [1.0, 2.0, 5.0]
    var ticks: [Double] = []
    for power in Int(lowest.rounded(.down))...Int(highest.rounded(.up)) {
      for step in steps {
        let time = step * pow(10, Double(power))
        if log10(time) >= lowest, log10(time) <= highest { ticks.append(time) }
      }
    }
    return ticks
  }
}

/// The mean time of the queries of each length, beside the baseline's.
struct LengthPlot {
  var times: QueryTimes
  var earlier: QueryTimes?

  /// The most lengths that have room.
  private static let room = 12

  /// Adds the plot as SVG.
  func add(to page: inout Markup) {
    let rows = Array(times.lengths.prefix(Self.room))
    let others = earlier?.lengths ?? []
    let highest = Self.rounded(
      (rows + others.filter { other in rows.contains { $0.termCount == other.termCount } })
        .map { max($0.mean, $0.p90) }.max() ?? 1)
    let step = (Frame.right - Frame.left) / Double(max(rows.count, 1))
    Frame.add("Mean latency by number of terms", to: &page) { plot in
      addScale(highest, to: &plot)
      for (number, row) in rows.enumerated() {
        let middle = Frame.left + (Double(number) + 0.5) * step
        let other = others.first { $0.termCount == row.termCount }
        let width = min(34, step * (other == nil ? 0.6 : 0.36))
        let shift = other == nil ? width / 2 : width + 1
        addBar(row, "now", at: middle - shift, width, highest, to: &plot)
        if let other { addBar(other, "then", at: middle + 1, width, highest, to: &plot) }
        Frame.label("\(row.termCount)", at: (middle, Frame.bottom + 18), "middle", in: &plot)
      }
      Frame.label(
        "terms in the query", at: ((Frame.left + Frame.right) / 2, Frame.bottom + 36), "middle",
        in: &plot)
      Frame.addLegend(hasBaseline: earlier != nil, to: &plot)
    }
  }

  /// Four steps of a round number that reach so far.
  private static func rounded(_ highest: Double) -> Double {
    let step = max(highest, 0.4) / 4
    let power = pow(10, log10(step).rounded(.down))
    return 4 * power * ([1, 1.5, 2, 3, 4, 5, 7.5].first { $0 * power >= step } ?? 10)
  }

  private static func y(_ time: Double, _ highest: Double) -> Double {
    Frame.bottom - time / highest * (Frame.bottom - Frame.top)
  }

  private func addScale(_ highest: Double, to plot: inout Markup) {
    for quarter in 0...4 {
      let time = highest * Double(quarter) / 4
      let y = Self.y(time, highest)
      Frame.line((Frame.left, y), (Frame.right, y), "axis", in: &plot)
      Frame.label(Frame.time(time), at: (Frame.left - 6, y + 4), "end", in: &plot)
    }
  }

  private func addBar(
    _ row: QueryTimes.Length, _ kind: String, at x: Double, _ width: Double, _ highest: Double,
    to plot: inout Markup
  ) {
    let y = Self.y(row.mean, highest)
    plot.element(
      "rect",
      [
        ("x", Frame.text(x)), ("y", Frame.text(y)), ("width", Frame.text(width)),
        ("height", Frame.text(max(0.5, Frame.bottom - y))), ("class", "fill\(kind)"),
      ]
    ) { bar in
      bar.element(
        "title",
        text: "\(row.queryCount) queries of \(row.termCount) terms: mean "
          + "\(QueryTimes.shortened(row.mean)) µs, p90 \(QueryTimes.shortened(row.p90)) µs")
    }
    let tick = Self.y(row.p90, highest)
    Frame.line((x, tick), (x + width, tick), "tick", in: &plot)
  }
}
