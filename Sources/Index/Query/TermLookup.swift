/// What each segment knows of the terms of a query, looked up once.
struct TermLookup {
  let segments: [OpenSegment]
  private var infos: [TermKey: [TermInfo?]] = [:]

  init(_ segments: [OpenSegment]) {
    self.segments = segments
  }

  /// Looks a term up in every segment, unless it is known.
  mutating func find(_ key: TermKey) throws(IndexError) {
    if infos[key] != nil { return }
    var found: [TermInfo?] = []
    for segment in segments { found.append(try segment.reader.dictionary.find(key.bytes)) }
    infos[key] = found
  }

  /// What a segment knows of a term; nil if it has no such term.
  ///
  /// - Precondition: the term has been looked up.
  func info(_ key: TermKey, segment: Int) -> TermInfo? { infos[key]?[segment] }

  /// How many documents of all segments hold a term that has been looked up.
  func documentFrequency(_ key: TermKey) -> UInt64 {
    (infos[key] ?? []).reduce(0) { $0 + UInt64($1?.documentFrequency ?? 0) }
  }

  /// Cursors over those of the terms that a segment has, and their weights.
  func cursors(
    _ terms: [Query.WeightedKey], segment: Int
  ) -> (cursors: [PostingsCursor], weights: [Float]) {
    var cursors: [PostingsCursor] = []
    var weights: [Float] = []
    for term in terms {
      guard let info = info(term.key, segment: segment) else { continue }
      cursors.append(segments[segment].reader.cursor(info))
      weights.append(term.weight)
    }
    return (cursors, weights)
  }
}
