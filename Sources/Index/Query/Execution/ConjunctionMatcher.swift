/// Documents that match all of several matchers: leapfrog, the rarest leading. Scores add up in the
/// order in which the matchers were given.
final class ConjunctionMatcher: Matcher {
  private let matchers: [Matcher]
  private let byCost: [Matcher]

  init(_ matchers: [Matcher]) throws(IndexError) {
    precondition(!matchers.isEmpty)
    self.matchers = matchers
    byCost = matchers.sorted { $0.cost < $1.cost }
    super.init()
    try align(byCost[0].document)
  }

  override var cost: UInt64 { byCost[0].cost }

  override func advance() throws(IndexError) {
    if document == .end { return }
    try byCost[0].advance()
    try align(byCost[0].document)
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document >= target { return }
    try byCost[0].seek(to: target)
    try align(byCost[0].document)
  }

  override func score() throws(IndexError) -> Float {
    var sum: Float = 0
    for matcher in matchers { sum += try matcher.score() }
    return sum
  }

  override func maximumScore() throws(IndexError) -> Float {
    var sum: Float = 0
    for matcher in matchers { sum += try matcher.maximumScore() }
    return sum
  }

  override func maximumScore(
    from target: DocID
  ) throws(IndexError) -> (bound: Float, last: DocID) {
    var sum: Float = 0
    var last = DocID.end
    for matcher in matchers {
      let one = try matcher.maximumScore(from: target)
      sum += one.bound
      last = min(last, one.last)
    }
    return (sum, last)
  }

  /// Moves on until all matchers are at one document.
  private func align(_ candidate: DocID) throws(IndexError) {
    var candidate = candidate
    search: while candidate != .end {
      for matcher in byCost {
        try matcher.seek(to: candidate)
        if matcher.document != candidate {
          candidate = matcher.document
          continue search
        }
      }
      break
    }
    document = candidate
  }
}
