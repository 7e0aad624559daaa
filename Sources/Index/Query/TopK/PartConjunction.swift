/// The best documents of those that match all parts of a query, whatever the parts are.
///
/// The rarest part is read window by window, as in ``PartUnion``, and the others are asked about what
/// it has: windows, blocks and documents are passed over where the bounds of all parts together are too
/// low. Positions are read last, of documents that all parts may have. Scores add up in the order of
/// the parts.
struct PartConjunction {
  private let parts: [UnionPart]
  // Their numbers, the rarest first.
  private let byCost: [Int]
  private let segment: Int
  private let live: LiveDocuments
  private let found = ScoredDocuments()
  private var bounds: [Float]
  private var scores: [Float]
  // Whether a score is only what the document's does not exceed.
  private var areBounds: [Bool]

  /// - Precondition: there is a part.
  init(_ parts: [UnionPart], segment: Int, live: LiveDocuments) {
    self.parts = parts
    self.segment = segment
    self.live = live
    let costs = parts.map(\.cost)
    byCost = parts.indices.sorted { costs[$0] < costs[$1] }
    bounds = Array(repeating: 0, count: parts.count)
    scores = bounds
    areBounds = Array(repeating: false, count: parts.count)
  }

  /// Offers every document that can be among the best.
  mutating func search(_ top: inout TopK) throws(IndexError) {
    let documentCount = UInt32(live.documentCount)
    let lead = parts[byCost[0]]
    if live.isSparse { return try searchSparse(lead, &top) }
    var start = try lead.nextDocument(from: 0)
    while start < documentCount {
      let end = min(documentCount, start + UInt32(SumWindow.size))
      if live.next(from: start) < end { try search(from: start, to: end, lead, &top) }
      start = try lead.nextDocument(from: live.next(from: end))
    }
  }

  /// The same for few documents: each is looked up.
  private mutating func searchSparse(
    _ lead: UnionPart, _ top: inout TopK
  ) throws(IndexError) {
    for index in bounds.indices { bounds[index] = .greatestFiniteMagnitude }
    var document = live.next(from: try lead.nextDocument(from: 0))
    while document < UInt32(live.documentCount) {
      let number = DocID(rawValue: document)
      scores[byCost[0]] = try lead.limit(of: number)
      areBounds[byCost[0]] = lead.hasLooseLimits
      // Nothing is known to be less.
      if scores[byCost[0]] > 0, let score = try self.score(of: number, .infinity, top.threshold) {
        top.offer(score, segment, number)
      }
      document = live.next(from: try lead.nextDocument(from: document + 1))
    }
  }

  private mutating func search(
    from start: UInt32, to end: UInt32, _ lead: UnionPart, _ top: inout TopK
  ) throws(IndexError) {
    var most = 0.0
    for (index, part) in parts.enumerated() {
      bounds[index] = try part.bound(from: start, to: end)
      if bounds[index] == 0 { return }
      most += Double(bounds[index])
    }
    if Self.isTooLow(most, top.threshold) { return }
    let others = most - Double(bounds[byCost[0]])
    found.removeAll()
    try lead.read(
      from: start, to: end, above: Float(Double(top.threshold) * Self.least - others).nextDown,
      into: found)
    for place in 0..<found.count {
      let (document, score, isBound) = found[place]
      guard live.isLive(DocID(rawValue: document)),
        !Self.isTooLow(Double(score) + others, top.threshold)
      else { continue }
      scores[byCost[0]] = score
      areBounds[byCost[0]] = isBound
      if let score = try self.score(
        of: DocID(rawValue: document), Double(score) + others, top.threshold)
      {
        top.offer(score, segment, DocID(rawValue: document))
      }
    }
  }

  /// The score of a document that the first part may have; nil if another does not have it, or it is
  /// too low.
  private mutating func score(
    of document: DocID, _ most: Double, _ threshold: Float
  ) throws(IndexError) -> Float? {
    var most = most
    for index in byCost.dropFirst() {
      scores[index] = try parts[index].limit(of: document)
      areBounds[index] = parts[index].hasLooseLimits
      if scores[index] == 0 { return nil }
      most += Double(scores[index]) - Double(bounds[index])
      if Self.isTooLow(most, threshold) { return nil }
    }
    for index in byCost where areBounds[index] {
      let exact = try parts[index].score(of: document)
      if exact == 0 { return nil }
      most += Double(exact) - Double(scores[index])
      scores[index] = exact
      if Self.isTooLow(most, threshold) { return nil }
    }
    var sum: Float = 0
    for score in scores { sum += score }
    return sum
  }

  /// What is less than the threshold by more than rounding can take.
  private static let least = 0.99999

  private static func isTooLow(_ bound: Double, _ threshold: Float) -> Bool {
    bound <= Double(threshold) * least
  }
}
