/// Scores what a document holds together with what its title holds.
struct TitleReader {
  let segment: Int
  private let item: Rescorer.Item
  private let scorer: LeafScorer
  private let title: Matcher?

  /// nil if no document of the segment has what is asked for.
  init?(_ item: Rescorer.Item, _ planner: QueryPlanner, segment: Int) throws(IndexError) {
    guard let scorer = try planner.scorer(item.query, segment: segment) else { return nil }
    self.segment = segment
    self.item = item
    self.scorer = scorer
    if let query = item.title {
      title = try planner.matcher(query, segment: segment)
    } else {
      title = nil
    }
  }

  /// How often the title of a document holds it.
  ///
  /// - Precondition: documents ascend.
  func titleFrequency(_ document: DocID) throws(IndexError) -> Float {
    guard let title else { return 0 }
    try title.seek(to: document)
    return title.document == document ? try title.frequency() : 0
  }

  /// The score of a document.
  ///
  /// - Precondition: documents ascend.
  func score(
    _ frequency: Float, _ factor: Float, _ document: DocID
  ) throws(IndexError) -> Float {
    let whole = frequency + EvidenceWeights.titleOccurrence * (try titleFrequency(document))
    return item.weight * factor * scorer.score(frequency: whole, in: document)
  }
}
