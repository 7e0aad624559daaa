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

  /// Offers the documents that can be among the best, by MaxScore (Turtle and Flood, "Query evaluation:
  /// strategies and optimizations", 1995): what all of the lightest matchers together cannot lift
  /// above the k-th best score needs no walk through their documents; they are only asked about those
  /// that the heavier ones find. Scores add up as in ``scoreAll(_:_:)``, so they are the same.
  ///
  /// - Precondition: the matchers are at their first documents, the heaviest first.
  func search(
    _ window: ScoreWindow, _ top: inout TopK, segment: Int, _ live: LiveDocuments
  ) throws(IndexError) {
    // What the matchers from each on can add.
    var rest = [Float](repeating: 0, count: matchers.count + 1)
    for index in matchers.indices.reversed() {
      rest[index] = rest[index + 1] + (try matchers[index].maximumScore())
    }
    var essentialCount = matchers.count
    var candidates: [(document: DocID, score: Float)] = []
    while true {
      while essentialCount > 0, Self.isTooLow(rest[essentialCount - 1], top.threshold) {
        essentialCount -= 1
      }
      let first = matchers[..<essentialCount].reduce(DocID.end) { min($0, $1.document) }
      if first == .end { return }
      window.begin(at: first)
      for matcher in matchers[..<essentialCount] { try matcher.accumulate(into: window) }
      candidates.removeAll(keepingCapacity: true)
      window.drain { document, score in
        if live.isLive(document) { candidates.append((document, score)) }
      }
      for (document, score) in candidates {
        if let score = try completed(score, document, rest, from: essentialCount, top.threshold) {
          top.offer(score, segment, document)
        }
      }
    }
  }

  /// A document's score with those of the matchers from `start` on; nil as soon as it cannot reach the
  /// threshold.
  private func completed(
    _ score: Float, _ document: DocID, _ rest: [Float], from start: Int, _ threshold: Float
  ) throws(IndexError) -> Float? {
    var score = score
    for index in start..<matchers.count {
      if Self.isTooLow(score + rest[index], threshold) { return nil }
      try matchers[index].seek(to: document)
      if matchers[index].document == document { score += try matchers[index].score() }
    }
    return score
  }

  /// With more room than rounding can take.
  private static func isTooLow(_ bound: Float, _ threshold: Float) -> Bool {
    bound * 1.00001 <= threshold
  }

  private func update() {
    document = matchers.reduce(DocID.end) { min($0, $1.document) }
  }
}
