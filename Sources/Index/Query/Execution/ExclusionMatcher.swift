/// Documents of one matcher that another lacks, with the scores of the first.
final class ExclusionMatcher: Matcher {
  private let included: Matcher
  private let excluded: Matcher

  init(_ included: Matcher, without excluded: Matcher) throws(IndexError) {
    self.included = included
    self.excluded = excluded
    super.init()
    try passExcluded()
  }

  override var cost: UInt64 { included.cost }

  override func advance() throws(IndexError) {
    if document == .end { return }
    try included.advance()
    try passExcluded()
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    try included.seek(to: target)
    try passExcluded()
  }

  override func score() throws(IndexError) -> Float { try included.score() }

  override func maximumScore() throws(IndexError) -> Float { try included.maximumScore() }

  override func maximumScore(
    from target: DocID
  ) throws(IndexError) -> (bound: Float, last: DocID) {
    try included.maximumScore(from: target)
  }

  private func passExcluded() throws(IndexError) {
    while included.document != .end {
      try excluded.seek(to: included.document)
      if excluded.document != included.document { break }
      try included.advance()
    }
    document = included.document
  }
}
