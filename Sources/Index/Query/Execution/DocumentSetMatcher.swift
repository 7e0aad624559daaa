/// Documents of one set or several, all of a set with the same score.
final class DocumentSetMatcher: Matcher {
  /// A set, of which every document has the same score.
  struct Tier {
    fileprivate var words: [UInt64]
    fileprivate var score: Float

    /// - Parameter words: a bit for each document, the first the lowest of the first.
    init(_ words: [UInt64], score: Float) {
      self.words = words
      self.score = score
    }
  }

  /// The best first.
  private var tiers: [Tier]
  /// Documents of any set that need be stopped at.
  private var words: [UInt64] = []
  private let total: UInt64

  /// A document of several sets has the score of the first.
  ///
  /// - Precondition: sets are of as many documents, and scores do not ascend.
  init(_ tiers: [Tier]) {
    self.tiers = tiers
    words = Self.union(tiers)
    total = words.reduce(0) { $0 + UInt64($1.nonzeroBitCount) }
    super.init()
    document = first(from: 0)
  }

  /// - Parameter words: a bit for each document, the first the lowest of the first.
  convenience init(_ words: [UInt64], score: Float) {
    self.init([Tier(words, score: score)])
  }

  /// All of so many documents.
  convenience init(all documentCount: Int, score: Float) {
    var words = [UInt64](repeating: .max, count: (documentCount + 63) / 64)
    if documentCount % 64 > 0 { words[words.count - 1] = 1 << UInt64(documentCount % 64) - 1 }
    self.init(words, score: score)
  }

  private static func union(_ tiers: [Tier]) -> [UInt64] {
    var words = tiers.first?.words ?? []
    for tier in tiers.dropFirst() {
      for index in words.indices { words[index] |= tier.words[index] }
    }
    return words
  }

  override var cost: UInt64 { total }

  /// How many of the documents are live.
  func liveCount(_ live: LiveDocuments) -> Int {
    var count = 0
    for (index, word) in Self.union(tiers).enumerated() {
      count += (word & ~live.deletedWord(index)).nonzeroBitCount
    }
    return count
  }

  override func advance() throws(IndexError) {
    if document != .end { document = first(from: document.rawValue + 1) }
  }

  override func seek(to target: DocID) throws(IndexError) {
    if document < target { document = first(from: target.rawValue) }
  }

  override func score() throws(IndexError) -> Float {
    let (index, bit) = (Int(document.rawValue >> 6), UInt64(1) << UInt64(document.rawValue & 63))
    return tiers.first { $0.words[index] & bit != 0 }?.score ?? 0
  }

  override func frequency() throws(IndexError) -> Float { 1 }

  override func score(frequency: Float) -> Float { tiers.first?.score ?? 0 }

  override func maximumScore() throws(IndexError) -> Float { tiers.first?.score ?? 0 }

  override func raiseFloor(to score: Float) {
    guard let last = tiers.last, last.score <= score else { return }
    tiers.removeAll { $0.score <= score }
    words = Self.union(tiers)
  }

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
