/// Documents in which several stretches stand near each other, scored like a term that occurs as often as
/// they do and is as rare as all of them together.
final class NearMatcher: Matcher {
  private let query: NearQuery
  private var finders: [SequenceFinder]
  private let scorer: LeafScorer
  private var count = 0

  /// - Precondition: there is a finder for each part, and at least one.
  init(
    _ query: NearQuery, _ finders: [SequenceFinder], _ scorer: LeafScorer
  ) throws(IndexError) {
    self.query = query
    self.finders = finders
    self.scorer = scorer
    super.init()
    try find(from: DocID(rawValue: 0))
  }

  override var cost: UInt64 { finders.reduce(.max) { min($0, $1.cost) } }

  override func maximumScore() throws(IndexError) -> Float { scorer.weight }

  override func advance() throws(IndexError) {
    if document != .end { try find(from: document.successor) }
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document < target { try find(from: target) }
  }

  override func frequency() throws(IndexError) -> Float { Float(count) }

  override func score(frequency: Float) -> Float {
    scorer.score(frequency: frequency, in: document)
  }

  override func score() throws(IndexError) -> Float { score(frequency: Float(count)) }

  private func find(from target: DocID) throws(IndexError) {
    var candidate = target
    search: while true {
      for index in finders.indices {
        try finders[index].seek(to: candidate)
        let found = finders[index].document
        if found == .end { break search }
        if found > candidate {
          candidate = found
          continue search
        }
      }
      count = query.occurrences(finders.map { $0.starts.map(\.position) })
      if count > 0 {
        document = candidate
        return
      }
      candidate = candidate.successor
    }
    document = .end
  }
}
