/// The figures of an evaluation, for people and for programs.
struct EvaluationReport: Sendable {
  /// What was measured.
  var evaluation: Evaluation

  /// The means, and over which queries they are.
  var table: String {
    var table = TextTable([("queries averaged", .left), (String(evaluation.averagedCount), .right)])
    table.add(["  judged", String(evaluation.queries.count)])
    table.add(["  with results", String(evaluation.answeredCount)])
    table.add(["  without relevant", String(evaluation.hopelessCount)])
    for (measure, mean) in zip(Measure.allCases, evaluation.means) {
      table.add([measure.name, Self.rounded(mean)])
    }
    return table.text
  }

  /// The measures of every judged query.
  var queryTable: String {
    var table = TextTable([("query", .left)] + Measure.allCases.map { ($0.name, .right) })
    for query in evaluation.queries {
      table.add([TerminalText.line(query.id.text)] + query.values.map(Self.rounded))
    }
    return table.text
  }

  /// What the means are over, in words.
  var note: String {
    switch evaluation.averaging {
    case .allJudged:
      "means are over all judged queries, one without results counts 0 (as trec_eval -c)"
    case .withResults:
      "means are over the judged queries that have results (as trec_eval without -c)"
    }
  }

  /// One object with the means.
  var object: JSONObject {
    var object = JSONObject(type: "eval")
    object.set("queries_averaged", evaluation.averagedCount)
    object.set("queries_judged", evaluation.queries.count)
    object.set("queries_with_results", evaluation.answeredCount)
    object.set("queries_without_relevant", evaluation.hopelessCount)
    Self.set(evaluation.means, in: &object)
    return object
  }

  /// One object for each judged query, each with its line break.
  var queryObjects: String {
    evaluation.queries.map { query in
      var object = JSONObject(type: "query_measures")
      object.set("qid", query.id.text)
      object.set("has_results", query.hasResults)
      Self.set(query.values, in: &object)
      return object.text + "\n"
    }.joined()
  }

  private static func set(_ values: [Double], in object: inout JSONObject) {
    for (measure, value) in zip(Measure.allCases, values) { object.set(measure.key, value) }
  }

  /// A measure with four decimals, as trec_eval shows it.
  static func rounded(_ value: Double) -> String {
    HumanFormatter.decimal(value, digits: 4)
  }
}

/// Two runs side by side.
struct ComparisonReport: Sendable {
  /// The run that the other is compared with.
  var base: Evaluation
  /// The run whose gain is positive in the differences.
  var other: Evaluation
  var seed: UInt64

  /// For each of `Measure.allCases`, how sure the difference is.
  private let outcomes: [PairedBootstrap.Outcome]

  /// Compares two evaluations by the same judgments.
  init(base: Evaluation, other: Evaluation, seed: UInt64) {
    self.base = base
    self.other = other
    self.seed = seed
    let differences = zip(base.queries, other.queries).map { one, two in
      zip(one.values, two.values).map { $1 - $0 }
    }
    outcomes = PairedBootstrap.outcomes(differences, seed: seed)
  }

  /// The means, the differences, and how sure they are.
  var table: String {
    var table = TextTable([
      ("measure", .left), ("A", .right), ("B", .right), ("B - A", .right),
      ("95 % from", .right), ("to", .right), ("p", .right),
    ])
    for (number, measure) in Measure.allCases.enumerated() where number < outcomes.count {
      let outcome = outcomes[number]
      let figures = [
        base.means[number], other.means[number], outcome.difference, outcome.low, outcome.high,
        outcome.p,
      ]
      table.add([measure.name] + figures.map(EvaluationReport.rounded))
    }
    return table.text
  }

  /// What the table rests on, in words.
  var note: String {
    "\(base.queries.count) judged queries, one without results counts 0 "
      + "(A has results for \(base.answeredCount), B for \(other.answeredCount)); "
      + "paired bootstrap, \(PairedBootstrap.resampleCount) resamples, seed \(seed)"
  }

  /// One object.
  var object: JSONObject {
    var object = JSONObject(type: "compare")
    object.set("queries_judged", base.queries.count)
    object.set("queries_with_results_a", base.answeredCount)
    object.set("queries_with_results_b", other.answeredCount)
    object.set("resamples", PairedBootstrap.resampleCount)
    object.set("seed", seed)
    for (number, measure) in Measure.allCases.enumerated() where number < outcomes.count {
      var part = JSONObject()
      part.set("a", base.means[number])
      part.set("b", other.means[number])
      part.set("difference", outcomes[number].difference)
      part.set("low", outcomes[number].low)
      part.set("high", outcomes[number].high)
      part.set("p", outcomes[number].p)
      object.set(measure.key, part)
    }
    return object
  }
}
