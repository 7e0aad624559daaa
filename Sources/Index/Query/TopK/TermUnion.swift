/// The best documents of those that hold any of some terms.
///
/// MaxScore (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995) in windows, as
/// Lucene 10 has it: once k documents are known, what the lightest terms can add together is less than
/// the threshold, so that no document is wanted that holds nothing else. It begins with what the k best
/// documents of one term reach by it alone, as PISA estimates thresholds (Mallia and others, "A comparison
/// of top-k threshold estimation techniques", 2020). The lightest terms are then non-essential: only
/// the others are walked through, and these are looked up in the documents that still can be among the
/// best. Terms are bounded anew for each window by the impacts of their blocks (Ding and Suel, "Faster
/// top-k document retrieval using block-max indexes", 2011), so that windows and blocks are passed
/// over undecoded.
///
/// Essential terms add their scores to a ``SumWindow`` one after the other, a block at a time, which a
/// machine does fast; one alone needs no window. Terms are given heaviest first and added in this
/// order whichever are essential, so that scores are bitwise those of the exhaustive algorithm.
struct TermUnion {
  private let lists: [TermList]
  private let segment: Int
  private let live: LiveDocuments
  // A term alone needs none.
  private let window: SumWindow?
  private let candidates: CandidateBuffer
  private let block = BlockScores()
  private var limits: ScoreLimits

  /// As long as any document gets in, all that a window holds is scored: it is as narrow as may do.
  private static let leastWidth: UInt64 = 256
  private static let firstCountForEachWanted: UInt64 = 4

  /// - Precondition: lists are in the order in which their scores add up.
  init(_ lists: [TermList], segment: Int, live: LiveDocuments) {
    self.lists = lists
    self.segment = segment
    self.live = live
    limits = ScoreLimits(count: lists.count)
    window = lists.count > 1 ? SumWindow() : nil
    candidates = CandidateBuffer(
      capacity: lists.count > 1 ? SumWindow.size : PostingsFormat.blockSize)
  }

  /// Offers every document that can be among the best.
  mutating func search(_ top: inout TopK) throws(IndexError) {
    let documentCount = UInt32(live.documentCount)
    for list in lists { top.raiseThreshold(to: try list.score(reachedBy: top.capacity, of: live)) }
    if lists.count == 1 { return try searchOnly(documentCount, &top) }
    let firstWidth = firstWidth(top.capacity)
    var start = try nextDocument(from: 0)
    while start < documentCount {
      let width = top.threshold == -.infinity ? firstWidth : UInt32(SumWindow.size)
      let end = min(documentCount, start + width)
      if live.next(from: start) < end { try search(from: start, to: end, &top) }
      start = try nextDocument(from: live.next(from: end))
    }
  }

  private func firstWidth(_ limit: Int) -> UInt32 {
    let wanted = UInt64(limit) * Self.firstCountForEachWanted
    let postings = lists.reduce(UInt64(1)) { $0 + UInt64($1.documentFrequency) }
    let width = wanted * UInt64(live.documentCount) / postings
    return UInt32(min(max(width, Self.leastWidth), UInt64(SumWindow.size)))
  }

  private func nextDocument(from start: UInt32) throws(IndexError) -> UInt32 {
    var next = UInt32.max
    for list in lists { next = min(next, try list.nextDocument(from: start)) }
    return next
  }

  /// A term alone: blocks that cannot hold a document that is wanted are passed over.
  private mutating func searchOnly(_ end: UInt32, _ top: inout TopK) throws(IndexError) {
    guard try lists[0].seekBlock(0) else { return }
    limits.setBound(.infinity, of: 0)
    limits.update(threshold: top.threshold)
    try searchBlocks(from: 0, to: end, &top)
  }

  private mutating func search(
    from start: UInt32, to end: UInt32, _ top: inout TopK
  ) throws(IndexError) {
    for (index, list) in lists.enumerated() {
      limits.setBound(try list.bound(from: start, to: end), of: index)
    }
    limits.update(threshold: top.threshold)
    let essentialCount = limits.essentialCount
    if essentialCount == 0 { return }
    guard essentialCount > 1, let window else {
      if try lists[0].seekBlock(start) { try searchBlocks(from: start, to: end, &top) }
      return
    }
    window.begin(start, end)
    for index in 0..<essentialCount {
      try addScores(of: lists[index], above: limits.limit(ofBlocksOf: index), to: window)
    }
    window.drain(above: limits[essentialCount], into: candidates)
    try complete(from: essentialCount, &top)
  }

  // MARK: - One essential term

  /// The first term is essential alone: its blocks, one after the other.
  private mutating func searchBlocks(
    from start: UInt32, to end: UInt32, _ top: inout TopK
  ) throws(IndexError) {
    let list = lists[0]
    repeat {
      if list.blockBound > limits[1] {
        let (documents, count) = unsafe try list.documents()
        let range = unsafe Self.range(documents, count, start, end)
        if !range.isEmpty {
          unsafe block.compute(
            documents, try list.frequencies(), range, weight: list.weight, norms: list.norms)
          unsafe candidates.take(documents, block.scores, range, above: limits[1])
          try complete(from: 1, &top)
          if top.threshold != limits.threshold { limits.setThreshold(top.threshold) }
        }
      }
      if list.blockLast >= end - 1 { return }
    } while try list.nextBlock()
  }

  /// Which documents of a block lie from `start` to before `end`.
  @unsafe @inline(__always)
  static func range(
    _ documents: UnsafeMutablePointer<UInt32>, _ count: Int, _ start: UInt32, _ end: UInt32
  ) -> Range<Int> {
    // A block has room for 128, and `count` of them are there.
    let low = unsafe documents[0] >= start ? 0 : BlockKernels.lowerBound(documents, start)
    let high =
      unsafe documents[count - 1] < end ? count : BlockKernels.lowerBound(documents, end)
    return min(low, high)..<high
  }

  // MARK: - Several essential terms

  private func addScores(
    of list: TermList, above limit: Float, to window: SumWindow
  ) throws(IndexError) {
    guard try list.seekBlock(window.start) else { return }
    repeat {
      // A block that is passed over holds no document that can be among the best: what they lack for
      // it does not matter.
      if list.blockBound > limit {
        let (documents, count) = unsafe try list.documents()
        let range = unsafe Self.range(documents, count, window.start, window.end)
        if !range.isEmpty {
          unsafe block.compute(
            documents, try list.frequencies(), range, weight: list.weight, norms: list.norms)
          unsafe window.add(documents, block.scores, range)
        }
      }
      if list.blockLast >= window.end - 1 { return }
    } while try list.nextBlock()
  }

  // MARK: - Non-essential terms

  /// Adds the scores of the other terms to those of the candidates, and offers what is left of them.
  private func complete(from first: Int, _ top: inout TopK) throws(IndexError) {
    candidates.keep(live)
    for index in first..<lists.count {
      if candidates.count == 0 { return }
      try lists[index].addScores(to: candidates, above: limits[index + 1])
    }
    for index in 0..<candidates.count {
      // Below the count.
      let document = unsafe DocID(rawValue: candidates.documents[index])
      let score = unsafe candidates.scores[index]
      if score > top.threshold, live.isLive(document) { top.offer(score, segment, document) }
    }
  }
}
