/// The best documents of those that match any part of a query, whatever the parts are: ``TermUnion``,
/// with parts that are not terms.
///
/// Where an essential part gives bounds of scores, the sums of a window are bounds. What exceeds the limit then
/// is added up anew, in the order of the parts, with scores in place of bounds; so that scores are
/// bitwise those of the exhaustive algorithm.
struct PartUnion {
  private let parts: [UnionPart]
  private let segment: Int
  private let live: LiveDocuments
  private let window = SumWindow()
  private let candidates = CandidateBuffer(capacity: SumWindow.size)
  private let found = ScoredDocuments()
  // What each essential part has found.
  private var ranges: [Range<Int>] = []
  // For each candidate the score of each essential part, or its bound with a sign.
  private var table: [Float] = []
  private var limits: ScoreLimits
  private var bounds: [Float]

  private static let leastWidth: UInt64 = 256
  private static let firstCountForEachWanted: UInt64 = 4

  /// - Precondition: parts are in the order in which their scores add up.
  init(_ parts: [UnionPart], segment: Int, live: LiveDocuments) {
    self.parts = parts
    self.segment = segment
    self.live = live
    limits = ScoreLimits(count: parts.count)
    bounds = [Float](repeating: 0, count: parts.count)
  }

  /// Offers every document that can be among the best.
  mutating func search(_ top: inout TopK) throws(IndexError) {
    if live.isSparse { return try searchSparse(&top) }
    let documentCount = UInt32(live.documentCount)
    let firstWidth = firstWidth(top.capacity)
    var start = try nextDocument(from: 0)
    while start < documentCount {
      let width = top.threshold == -.infinity ? firstWidth : UInt32(SumWindow.size)
      let end = min(documentCount, start + width)
      if live.next(from: start) < end { try search(from: start, to: end, &top) }
      start = try nextDocument(from: live.next(from: end))
    }
  }

  /// The same for few documents: each is looked up, unless the parts promise too little.
  private func searchSparse(_ top: inout TopK) throws(IndexError) {
    var end: UInt32 = 0
    var document = live.next(from: 0)
    while document < UInt32(live.documentCount) {
      if document >= end {
        end = min(UInt32(live.documentCount), document + UInt32(SumWindow.size))
        var most = 0.0
        for part in parts { most += Double(try part.bound(from: document, to: end)) }
        // With more room than rounding can take.
        if most * 1.00001 <= Double(top.threshold) {
          document = live.next(from: end)
          continue
        }
      }
      var score: Float = 0
      for part in parts { score += try part.score(of: DocID(rawValue: document)) }
      if score > 0 { top.offer(score, segment, DocID(rawValue: document)) }
      document = live.next(from: document + 1)
    }
  }

  /// As long as any document gets in, all that a window holds is scored: it is as narrow as may do.
  private func firstWidth(_ limit: Int) -> UInt32 {
    let wanted = UInt64(limit) * Self.firstCountForEachWanted
    let postings = parts.reduce(UInt64(1)) { $0 + $1.cost }
    let width = wanted * UInt64(live.documentCount) / postings
    return UInt32(min(max(width, Self.leastWidth), UInt64(SumWindow.size)))
  }

  private func nextDocument(from start: UInt32) throws(IndexError) -> UInt32 {
    var next = UInt32.max
    for part in parts { next = min(next, try part.nextDocument(from: start)) }
    return next
  }

  private mutating func search(
    from start: UInt32, to end: UInt32, _ top: inout TopK
  ) throws(IndexError) {
    for (index, part) in parts.enumerated() {
      bounds[index] = try part.bound(from: start, to: end)
      limits.setBound(bounds[index], of: index)
    }
    limits.update(threshold: top.threshold)
    let essentialCount = limits.essentialCount
    if essentialCount == 0 { return }
    window.begin(start, end)
    found.removeAll()
    ranges.removeAll(keepingCapacity: true)
    for index in 0..<essentialCount {
      let first = found.count
      try parts[index].read(
        from: start, to: end, above: limits.limit(ofBlocksOf: index), into: found)
      ranges.append(first..<found.count)
      // All of them have just been found.
      unsafe window.add(found.documents, found.scores, first..<found.count)
    }
    window.drain(above: limits[essentialCount], into: candidates)
    candidates.keep(live)
    if found.hasBounds { try settle(essentialCount) }
    try complete(from: essentialCount, &top)
  }

  /// Replaces the bounds of candidates by scores, and drops what does not exceed the limit any more.
  private mutating func settle(_ essentialCount: Int) throws(IndexError) {
    let count = candidates.count
    table.removeAll(keepingCapacity: true)
    table.append(contentsOf: repeatElement(0, count: count * essentialCount))
    for index in 0..<essentialCount {
      found.look(
        up: candidates, in: ranges[index], into: &table, from: index, step: essentialCount)
    }
    let limit = limits[essentialCount]
    var kept = 0
    for place in 0..<count {
      // Below the count; `kept` is never ahead.
      let document = unsafe candidates.documents[place]
      let bound = unsafe candidates.scores[place]
      let row = place * essentialCount
      guard let score = try score(of: document, bound, row, essentialCount, limit) else { continue }
      unsafe candidates.documents[kept] = document
      unsafe candidates.scores[kept] = score
      kept += 1
    }
    candidates.setCount(kept)
  }

  /// The score of a candidate by its row of the table; nil as soon as it cannot exceed the limit.
  private func score(
    of document: UInt32, _ bound: Float, _ row: Int, _ essentialCount: Int, _ limit: Float
  ) throws(IndexError) -> Float? {
    var score: Float = 0
    var lost = 0.0
    for index in 0..<essentialCount {
      var one = table[row + index]
      if one < 0 {
        let most = -one
        one = try parts[index].score(of: DocID(rawValue: document))
        lost += Double(most) - Double(one)
        // With more room than rounding can take.
        if (Double(bound) - lost) * 1.00001 <= Double(limit) { return nil }
      }
      score += one
    }
    return score > max(limit, 0) ? score : nil
  }

  /// Adds the scores of the other parts to those of the candidates, and offers what is left of them.
  private func complete(from first: Int, _ top: inout TopK) throws(IndexError) {
    for index in first..<parts.count {
      if candidates.count == 0 { return }
      try parts[index].addScores(
        to: candidates, above: limits[index + 1], bound: bounds[index])
    }
    for index in 0..<candidates.count {
      // Below the count.
      let document = unsafe DocID(rawValue: candidates.documents[index])
      let score = unsafe candidates.scores[index]
      if score > top.threshold, live.isLive(document) { top.offer(score, segment, document) }
    }
  }
}
