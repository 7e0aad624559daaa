/// The best documents of those that hold all of some terms.
///
/// The rarest term leads, block by block. Before a block of it is decoded, the impacts of all terms
/// over its documents must promise more than the threshold (Ding and Suel, "Faster top-k document
/// retrieval using block-max indexes", 2011; score first, as in Lucene 10). What is decoded is scored
/// at once, and only documents that still can be among the best are looked up in the other terms'
/// blocks, the rarer first.
struct TermConjunction {
  /// In the order in which scores add up.
  private let lists: [TermList]
  /// Their indices, the rarest first.
  private let order: [Int]
  private let segment: Int
  private let live: LiveDocuments
  private let candidates = CandidateBuffer(capacity: PostingsFormat.blockSize)
  private let block = BlockScores()
  private let rows: ScoreRows
  // In the order of `order`.
  private var limits: ScoreLimits
  private let countsAll: Bool
  private var count = 0

  /// - Parameter countsAll: whether to look at documents that cannot be among the best, too.
  /// - Precondition: there is a list.
  init(_ lists: [TermList], segment: Int, live: LiveDocuments, countsAll: Bool = false) {
    self.lists = lists
    self.segment = segment
    self.live = live
    order = TermList.rarestFirst(lists)
    rows = ScoreRows(count: lists.count)
    limits = ScoreLimits(count: lists.count)
    self.countsAll = countsAll
  }

  /// Offers every document that can be among the best.
  ///
  /// - Returns: how many hold all terms, if all are looked at.
  mutating func search(_ top: inout TopK) throws(IndexError) -> Int {
    let lead = lists[order[0]]
    var start: UInt32 = 0
    while start < UInt32(live.documentCount), try lead.seekBlock(start) {
      if live.isRestricted, live.next(from: start) > start {
        start = live.next(from: start)
        continue
      }
      guard let next = try commonStart(from: try lead.nextDocument(from: start)) else { break }
      if next > start {
        start = next
        continue
      }
      let last = min(lead.blockLast, UInt32(live.documentCount) - 1)
      try search(from: start, through: last, &top)
      start = last + 1
    }
    return count
  }

  /// A document before which no term's next one is; nil if one has no more.
  private func commonStart(from start: UInt32) throws(IndexError) -> UInt32? {
    var start = start
    for rank in 1..<order.count {
      start = try lists[order[rank]].nextDocument(from: start)
      if start == .max { return nil }
    }
    return start
  }

  private mutating func search(
    from start: UInt32, through last: UInt32, _ top: inout TopK
  ) throws(IndexError) {
    let lead = lists[order[0]]
    if !countsAll, top.threshold > -.infinity {
      limits.setBound(lead.blockBound, of: 0)
      for rank in 1..<order.count {
        limits.setBound(try lists[order[rank]].bound(from: start, to: last + 1), of: rank)
      }
      limits.update(threshold: top.threshold)
      if limits[0] >= 0 { return }
    }
    let (documents, count) = unsafe try lead.documents()
    // Below 128, since the last document is not before the start.
    let low = unsafe BlockKernels.lowerBound(documents, start)
    guard low < count else { return }
    unsafe block.compute(
      documents, try lead.frequencies(), low..<count, weight: lead.weight, norms: lead.norms)
    unsafe rows.set(order[0], block.scores, low..<count)
    unsafe candidates.take(documents, block.scores, low..<count, above: limits[1, order.count])
    candidates.keep(live, withSlots: true)
    for rank in 1..<order.count {
      if candidates.count == 0 { return }
      try lists[order[rank]].match(
        candidates, rows, order[rank], above: limits[rank + 1, order.count])
    }
    offer(&top)
  }

  private mutating func offer(_ top: inout TopK) {
    for index in 0..<candidates.count {
      // Below the count.
      let document = unsafe DocID(rawValue: candidates.documents[index])
      let score = unsafe rows.sum(candidates.slots[index])
      if !countsAll, score <= top.threshold { continue }
      guard live.isLive(document) else { continue }
      count += 1
      top.offer(score, segment, document)
    }
  }
}

extension TermList {
  /// The indices of lists by how many documents they have. They are few, so each is put in its place.
  static func rarestFirst(_ lists: [TermList]) -> [Int] {
    var order: [Int] = []
    order.reserveCapacity(lists.count)
    for index in lists.indices {
      let count = lists[index].documentFrequency
      var place = order.count
      order.append(index)
      while place > 0, lists[order[place - 1]].documentFrequency > count {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = index
    }
    return order
  }
}

extension ScoreLimits {
  /// The limit after some clauses, where the last sum is not yet the score, since its parts were added
  /// in another order.
  subscript(clause: Int, count: Int) -> Float {
    clause < count ? self[clause] : limitOfReorderedSum
  }
}

/// For each term a row of scores, one for each document of the leading block.
@safe
final class ScoreRows {
  private let scores: UnsafeMutablePointer<Float>
  private let count: Int

  init(count: Int) {
    self.count = count
    unsafe scores = .allocate(capacity: count * PostingsFormat.blockSize)
    unsafe scores.initialize(repeating: 0, count: count * PostingsFormat.blockSize)
  }

  // Allocated by init.
  deinit { unsafe scores.deallocate() }

  /// Sets some scores of a row.
  @unsafe
  func set(_ row: Int, _ values: UnsafeMutablePointer<Float>, _ range: Range<Int>) {
    precondition(row < count && range.upperBound <= PostingsFormat.blockSize)
    // A row of 128.
    let target = unsafe scores + row * PostingsFormat.blockSize
    for slot in range { unsafe target[slot] = values[slot] }
  }

  /// Sets a score.
  func set(_ row: Int, _ slot: UInt32, _ score: Float) {
    let offset = row * PostingsFormat.blockSize + Int(slot)
    precondition(row < count && slot < UInt32(PostingsFormat.blockSize))
    // Below the number of rows times 128.
    unsafe scores[offset] = score
  }

  /// The sum of a document's scores, in the order of the rows.
  func sum(_ slot: UInt32) -> Float {
    precondition(slot < UInt32(PostingsFormat.blockSize))
    var sum: Float = 0
    // `count` rows of 128.
    for row in 0..<count { sum += unsafe scores[row * PostingsFormat.blockSize + Int(slot)] }
    return sum
  }
}
