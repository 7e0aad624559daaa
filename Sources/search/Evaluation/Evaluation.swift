/// How well a run answers the judged queries.
struct Evaluation: Sendable {
  /// The measures of one query.
  struct Query: Sendable {
    var id: Identifier
    /// A value for each of `Measure.allCases`.
    var values: [Double]
    /// Whether anything was found.
    var hasResults: Bool
    /// Whether any document is judged relevant.
    var hasRelevant: Bool
    /// Whether any document found is judged relevant.
    var foundRelevant: Bool
  }

  /// Which queries a mean is over.
  enum Averaging: Sendable {
    /// All that are judged; one that found nothing counts 0. This is `trec_eval -c`, and the only
    /// mean in which finding nothing does not pay.
    case allJudged
    /// Those judged that found something: trec_eval without `-c`.
    case withResults
  }

  /// The judged queries, in the order of the judgments.
  private(set) var queries: [Query]
  /// Which of them the means are over.
  var averaging: Averaging

  private let judgments: Judgments
  private let positions: [Identifier: Int]

  /// Begins with a run that found nothing.
  init(_ judgments: Judgments, averaging: Averaging = .allJudged) {
    self.judgments = judgments
    self.averaging = averaging
    queries = judgments.queries.map { Query($0, documents: [], judgments: judgments) }
    positions = Dictionary(
      zip(judgments.queries, judgments.queries.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Measures a run.
  init(_ run: RetrievalRun, by judgments: Judgments, averaging: Averaging = .allJudged) {
    self.init(judgments, averaging: averaging)
    for query in judgments.queries { record(run.ranking(for: query), for: query) }
  }

  /// Measures what was found for a query; one that is not judged is passed over.
  ///
  /// - Parameter documents: The documents found, best first, no name twice.
  mutating func record(_ documents: [RankedDocument], for query: Identifier) {
    guard let position = positions[query] else { return }
    queries[position] = Query(query, documents: documents, judgments: judgments)
  }

  /// How many queries found something.
  var answeredCount: Int { queries.count { $0.hasResults } }

  /// How many queries have no relevant document. They measure 0 and count, as in trec_eval.
  var hopelessCount: Int { queries.count { !$0.hasRelevant } }

  /// How many queries the means are over.
  var averagedCount: Int { averaging == .allJudged ? queries.count : answeredCount }

  /// The mean of each of `Measure.allCases`.
  var means: [Double] {
    let counted = averaging == .allJudged ? queries : queries.filter(\.hasResults)
    return Measure.allCases.indices.map { measure in
      counted.reduce(0) { $0 + $1.values[measure] } / Double(max(1, counted.count))
    }
  }
}

extension Evaluation.Query {
  /// Measures what was found for a query.
  fileprivate init(_ id: Identifier, documents: [RankedDocument], judgments: Judgments) {
    let judged = judgments.judged(documents, query: id)
    self.init(
      id: id, values: Measure.allCases.map { $0.value(judged) },
      hasResults: !documents.isEmpty, hasRelevant: !judged.ideal.isEmpty,
      foundRelevant: judged.found.contains { $0 > 0 })
  }
}
