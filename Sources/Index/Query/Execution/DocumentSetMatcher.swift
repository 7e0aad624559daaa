/// Documents of a set, all with the same score.
final class DocumentSetMatcher: Matcher {
  private let words: [UInt64]
  private let total: UInt64
  private let constant: Float

  /// - Parameter words: a bit for each document, the first the lowest of the first.
  init(_ words: [UInt64], score: Float) {
    self.words = words
    constant = score
    total = words.reduce(0) { $0 + UInt64($1.nonzeroBitCount) }
    super.init()
    document = first(from: 0)
  }

  /// All of so many documents.
  convenience init(all documentCount: Int, score: Float) {
    var words = [UInt64](repeating: .max, count: (documentCount + 63) / 64)
    if documentCount % 64 > 0 { words[words.count - 1] = 1 << UInt64(documentCount % 64) - 1 }
    self.init(words, score: score)
  }

  override var cost: UInt64 { total }

  override func advance() throws(IndexError) {
    if document != .end { document = first(from: document.rawValue + 1) }
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document < target { document = first(from: target.rawValue) }
  }

  override func score() throws(IndexError) -> Float { constant }

  override func frequency() throws(IndexError) -> Float { 1 }

  override func score(frequency: Float) -> Float { constant }

  override func maximumScore() throws(IndexError) -> Float { constant }

  private func first(from start: UInt32) -> DocID {
    var index = Int(start >> 6)
    guard index < words.count else { return .end }
    var word = words[index] & (UInt64.max << UInt64(start & 63))
    while word == 0 {
      index += 1
      if index == words.count { return .end }
      word = words[index]
    }
    return DocID(rawValue: UInt32(64 * index + word.trailingZeroBitCount))
  }
}

/// What another matcher finds, with one score for all.
final class ConstantMatcher: Matcher {
  private let matcher: Matcher
  private let constant: Float

  init(_ matcher: Matcher, score: Float) {
    self.matcher = matcher
    constant = score
    super.init()
    document = matcher.document
  }

  override var cost: UInt64 { matcher.cost }

  override func advance() throws(IndexError) {
    try matcher.advance()
    document = matcher.document
  }

  override func seek(to target: DocID) throws(IndexError) {
    try matcher.seek(to: target)
    document = matcher.document
  }

  override func score() throws(IndexError) -> Float { constant }

  override func maximumScore() throws(IndexError) -> Float { constant }
}

/// Documents that match at least so many of several matchers; scores add up in the order of the matchers.
final class AtLeastMatcher: Matcher {
  private let matchers: [Matcher]
  private let leastCount: Int

  init(_ matchers: [Matcher], leastCount: Int) throws(IndexError) {
    self.matchers = matchers
    self.leastCount = leastCount
    super.init()
    try find(from: DocID(rawValue: 0))
  }

  override var cost: UInt64 { matchers.reduce(0) { $0 + $1.cost } }

  override func advance() throws(IndexError) {
    if document != .end { try find(from: document.successor) }
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document < target { try find(from: target) }
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

  private func find(from target: DocID) throws(IndexError) {
    var candidate = target
    while true {
      for matcher in matchers where matcher.document < candidate { try matcher.seek(to: candidate) }
      candidate = matchers.reduce(DocID.end) { min($0, $1.document) }
      if candidate == .end { break }
      if matchers.count(where: { $0.document == candidate }) >= leastCount { break }
      candidate = candidate.successor
    }
    document = candidate
  }
}
