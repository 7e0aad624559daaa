/// The best documents of those that match all parts of a query, whatever the parts are.
///
/// Parts agree on a document first, the rarest leading, without reading positions; what frequencies
/// show to be too low goes no further; and only then positions are read. Scores add up in the order of
/// the parts.
struct PartConjunction {
  private let parts: [UnionPart]
  // Their numbers, the rarest first.
  private let byCost: [Int]
  private let segment: Int
  private let live: LiveDocuments
  private var scores: [Float]

  /// - Precondition: there is a part.
  init(_ parts: [UnionPart], segment: Int, live: LiveDocuments) {
    self.parts = parts
    self.segment = segment
    self.live = live
    let costs = parts.map(\.cost)
    byCost = parts.indices.sorted { costs[$0] < costs[$1] }
    scores = Array(repeating: 0, count: parts.count)
  }

  /// Offers every document that can be among the best.
  mutating func search(_ top: inout TopK) throws(IndexError) {
    var document = try candidate(from: DocID(rawValue: 0))
    while document != .end {
      if live.isLive(document), try canExceed(top.threshold, document),
        let score = try score(of: document)
      {
        top.offer(score, segment, document)
      }
      document = try candidate(from: document.successor)
    }
  }

  /// The first document from `target` on that may match all parts.
  private func candidate(from target: DocID) throws(IndexError) -> DocID {
    var candidate = target
    search: while candidate != .end {
      for index in byCost {
        let found = try parts[index].candidate(from: candidate)
        if found != candidate {
          candidate = found
          continue search
        }
      }
      break
    }
    return candidate
  }

  private func canExceed(_ threshold: Float, _ document: DocID) throws(IndexError) -> Bool {
    if threshold == -.infinity { return true }
    var sum = 0.0
    for part in parts { sum += Double(try part.limit(of: document)) }
    // With more room than rounding can take.
    return sum * 1.00001 > Double(threshold)
  }

  /// The score of a candidate; nil if it does not match.
  private mutating func score(of document: DocID) throws(IndexError) -> Float? {
    for index in byCost {
      scores[index] = try parts[index].candidateScore(document)
      if scores[index] == 0 { return nil }
    }
    var sum: Float = 0
    for score in scores { sum += score }
    return sum
  }
}
