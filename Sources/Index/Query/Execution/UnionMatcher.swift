/// Documents that match any of several matchers; scores add up in the order of the matchers.
final class UnionMatcher: Matcher {
  private let matchers: [Matcher]

  init(_ matchers: [Matcher]) {
    self.matchers = matchers
    super.init()
    update()
  }

  override var cost: UInt64 { matchers.reduce(0) { $0 + $1.cost } }

  override func advance() throws(IndexError) {
    let current = document
    if current == .end { return }
    for matcher in matchers where matcher.document == current { try matcher.advance() }
    update()
  }

  override func seek(to target: DocID) throws(IndexError) {
    for matcher in matchers where matcher.document < target { try matcher.seek(to: target) }
    update()
  }

  override func score() throws(IndexError) -> Float {
    var sum: Float = 0
    for matcher in matchers where matcher.document == document { sum += try matcher.score() }
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

  /// Scores every matching document, window by window, each matcher in turn: the exhaustive
  /// algorithm, and the judge of every faster one.
  func scoreAll(_ window: ScoreWindow, _ body: (DocID, Float) -> Void) throws(IndexError) {
    while document != .end {
      window.begin(at: document)
      for matcher in matchers { try matcher.accumulate(into: window) }
      window.drain(body)
      update()
    }
  }

  private func update() {
    document = matchers.reduce(DocID.end) { min($0, $1.document) }
  }
}
