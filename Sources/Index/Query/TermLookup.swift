/// What each segment knows of the terms of a query, looked up once.
struct TermLookup {
  let segments: [OpenSegment]
  /// Pairs of words that all of these rules allow are kept by every segment.
  let pairRules: CommonWords.Rules
  private var keys: [TermKey] = []
  // What each segment knows of the first key, then of the second.
  private var infos: [TermInfo?] = []
  private var documentFrequencies: [UInt64] = []
  // The first few keys are compared one by one, which is cheaper than hashing them. The places of the others.
  private var others: [TermKey: Int] = [:]

  private static let fewCount = 8

  init(_ segments: [OpenSegment]) {
    self.segments = segments
    pairRules = segments.reduce(into: []) { $0.formUnion($1.reader.info.pairRules) }
  }

  /// Looks a term up in every segment, unless it is known.
  mutating func find(_ key: TermKey) throws(IndexError) {
    if place(of: key) != nil { return }
    if keys.isEmpty {
      keys.reserveCapacity(Self.fewCount)
      infos.reserveCapacity(Self.fewCount * segments.count)
      documentFrequencies.reserveCapacity(Self.fewCount)
    }
    var frequency: UInt64 = 0
    do throws(IndexError) {
      for number in segments.indices {
        let info = try segments[number].reader.dictionary.find(key.bytes)
        frequency += UInt64(info?.documentFrequency ?? 0)
        infos.append(info)
      }
    } catch {
      infos.removeLast(infos.count - keys.count * segments.count)
      throw error
    }
    if keys.count >= Self.fewCount { others[key] = keys.count }
    keys.append(key)
    documentFrequencies.append(frequency)
  }

  private func place(of key: TermKey) -> Int? {
    for index in 0..<min(keys.count, Self.fewCount) where keys[index] == key { return index }
    return others.isEmpty ? nil : others[key]
  }

  /// What a segment knows of a term; nil if it has no such term.
  ///
  /// - Precondition: the term has been looked up.
  func info(_ key: TermKey, segment: Int) -> TermInfo? {
    place(of: key).flatMap { infos[$0 * segments.count + segment] }
  }

  /// The same of every segment, in order.
  func infos(_ key: TermKey) -> [TermInfo?] {
    guard let place = place(of: key) else { return [] }
    return Array(infos[place * segments.count..<(place + 1) * segments.count])
  }

  /// How many documents of all segments hold a term that has been looked up.
  func documentFrequency(_ key: TermKey) -> UInt64 {
    place(of: key).map { documentFrequencies[$0] } ?? 0
  }

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
