/// What each segment knows of the terms of a query, looked up once.
struct TermLookup {
  let segments: [OpenSegment]
  /// Pairs of words that all of these rules allow are kept by every segment.
  let pairRules: CommonWords.Rules
  // The first few are compared one by one, which is cheaper than hashing them.
  private var first: [(key: TermKey, found: FoundTerm)] = []
  private var others: [TermKey: FoundTerm] = [:]

  private static let fewCount = 8

  init(_ segments: [OpenSegment]) {
    self.segments = segments
    pairRules = segments.reduce(into: []) { $0.formUnion($1.reader.info.pairRules) }
  }

  /// Looks a term up in every segment, unless it is known.
  @discardableResult
  mutating func find(_ key: TermKey) throws(IndexError) -> FoundTerm {
    if let found = known(key) { return found }
    var found = FoundTerm()
    for number in segments.indices {
      found.append(try segments[number].reader.dictionary.find(key.bytes))
    }
    if first.count < Self.fewCount {
      if first.isEmpty { first.reserveCapacity(Self.fewCount) }
      first.append((key, found))
    } else {
      others[key] = found
    }
    return found
  }

  private func known(_ key: TermKey) -> FoundTerm? {
    for index in first.indices where first[index].key == key { return first[index].found }
    return others.isEmpty ? nil : others[key]
  }

  /// What a segment knows of a term; nil if it has no such term.
  ///
  /// - Precondition: the term has been looked up.
  func info(_ key: TermKey, segment: Int) -> TermInfo? { known(key)?[segment] }

  /// How many documents of all segments hold a term that has been looked up.
  func documentFrequency(_ key: TermKey) -> UInt64 { known(key)?.documentFrequency ?? 0 }

  /// Cursors over those of the terms that a segment has, and their weights.
  func cursors(
    _ terms: [Query.WeightedKey], segment: Int
  ) -> (cursors: [PostingsCursor], weights: [Float]) {
    var cursors: [PostingsCursor] = []
    var weights: [Float] = []
    for term in terms {
      guard let info = info(term.key, segment: segment) else { continue }
      cursors.append(segments[segment].cursor(info))
      weights.append(term.weight)
    }
    return (cursors, weights)
  }
}

/// What each segment knows of a term; nil where it has no such term.
struct FoundTerm {
  // Most indexes have one segment.
  private var first: TermInfo?
  private var others: [TermInfo?] = []
  private var count = 0
  /// How many documents of all segments hold it.
  private(set) var documentFrequency: UInt64 = 0

  /// Adds what the next segment knows.
  fileprivate mutating func append(_ info: TermInfo?) {
    if count == 0 { first = info } else { others.append(info) }
    count += 1
    documentFrequency += UInt64(info?.documentFrequency ?? 0)
  }

  /// What a segment knows.
  subscript(segment: Int) -> TermInfo? { segment == 0 ? first : others[segment - 1] }
}
