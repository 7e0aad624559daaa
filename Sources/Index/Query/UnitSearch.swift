/// The best documents of a query that is one word or phrase of a script without spaces: found, scored
/// and judged by how it lies to the words of each document in one walk.
///
/// Judged are the documents that are the best by frequency and length, and those whose titles hold it;
/// see ``UnitWalk``.
struct UnitSearch {
  private let planner: QueryPlanner
  private let segments: [OpenSegment]
  private let item: Rescorer.Item
  private let sequence: SequenceQuery

  /// What one search does.
  struct Order {
    /// How many documents are asked for, the best first.
    var limit: Int
    /// How many are judged: the best by frequency and length.
    var depth: Int
    /// Whether all documents that match are counted.
    var isCounting: Bool
    /// Whether what cannot be among the best is passed over. If not, all are looked at, which judges
    /// the other way.
    var isPruning: Bool
    /// Whether documents whose titles hold it are passed over by the lowest of the best judged scores
    /// of all others too, which mostly turns out right.
    var trustsJudged = true
  }

  /// nil if the query is something else.
  init?(
    _ query: Query, _ items: [Rescorer.Item], _ planner: QueryPlanner, _ segments: [OpenSegment]
  ) {
    guard items.count == 1, items[0].query == query, items[0].weight == 1,
      case .sequence(let sequence) = query
    else { return nil }
    self.planner = planner
    self.segments = segments
    self.sequence = sequence
    item = items[0]
  }

  /// Whether frequencies of terms tell which documents match, without positions.
  var isTerms: Bool { planner.plan(of: sequence)?.terms.isEmpty == false }

  /// The best documents, and how many match: of those that were looked at, if they are not counted.
  func search(_ order: Order) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    var walk = UnitWalk(order)
    for (number, segment) in segments.enumerated() {
      guard let finder = planner.finder(sequence, segment: number),
        let scorer = try planner.scorer(item.query, segment: number)
      else { continue }
      try walk.search(
        UnitWalk.Place(
          number: number, live: segment.live, finder: finder, scorer: FloorScorer(scorer),
          judge: AlignmentJudge(sequence, segment), titles: try titles(number)))
    }
    if walk.isDoubtful {
      var careful = order
      careful.trustsJudged = false
      return try search(careful)
    }
    return (walk.best, walk.count)
  }

  /// The documents of a segment whose titles hold it, ascending.
  private func titles(_ number: Int) throws(IndexError) -> [UnitWalk.TitledDocument] {
    guard let query = item.title, let matcher = try planner.matcher(query, segment: number) else {
      return []
    }
    var titles: [UnitWalk.TitledDocument] = []
    while matcher.document != .end {
      titles.append(
        UnitWalk.TitledDocument(document: matcher.document, frequency: try matcher.frequency()))
      try matcher.advance()
    }
    return titles
  }
}
