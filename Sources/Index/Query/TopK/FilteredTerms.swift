/// The best documents of a few that a filter lets through, by terms: the documents lead, and each term
/// is looked up in them. Blocks without any of them are passed over undecoded.
///
/// Scores add up in the order of the lists, so that they are bitwise those of ``TermUnion`` and
/// ``TermConjunction``.
struct FilteredTerms {
  private let lists: [TermList]
  private let segment: Int
  private let live: LiveDocuments
  private var limits: ScoreLimits
  private let countsAll: Bool
  private var count = 0

  /// - Parameter countsAll: whether to look at documents that cannot be among the best, too.
  /// - Precondition: there is a list; lists are in the order in which their scores add up.
  init(_ lists: [TermList], segment: Int, live: LiveDocuments, countsAll: Bool) {
    self.lists = lists
    self.segment = segment
    self.live = live
    self.countsAll = countsAll
    limits = ScoreLimits(count: lists.count)
  }

  /// Offers every document with any of the terms that can be among the best.
  ///
  /// - Returns: how many hold any, if all are looked at.
  mutating func searchAny(_ top: inout TopK) throws(IndexError) -> Int {
    let candidates = CandidateBuffer(capacity: SumWindow.size)
    var start = live.next(from: 0)
    while start < UInt32(live.documentCount) {
      var next = UInt32.max
      for list in lists { next = min(next, try list.nextDocument(from: start)) }
      if next > start {
        start = live.next(from: next)
        continue
      }
      guard let last = candidates.take(live, from: start, to: start &+ UInt32(SumWindow.size))
      else {
        break
      }
      if try mayHoldBest(from: start, through: last, lists.indices.map { $0 }, top) {
        for index in lists.indices {
          try lists[index].addScores(to: candidates, above: limits[index + 1])
        }
        offer(candidates, &top)
      }
      start = live.next(from: last + 1)
    }
    return count
  }

  /// Offers every document with all of the terms that can be among the best.
  ///
  /// - Returns: how many hold all, if all are looked at.
  mutating func searchAll(_ top: inout TopK) throws(IndexError) -> Int {
    let candidates = CandidateBuffer(capacity: PostingsFormat.blockSize)
    let rows = ScoreRows(count: lists.count)
    let order = lists.indices.sorted {
      lists[$0].documentFrequency < lists[$1].documentFrequency
    }
    var start = live.next(from: 0)
    search: while start < UInt32(live.documentCount) {
      for index in order {
        let next = try lists[index].nextDocument(from: start)
        if next == .max { break search }
        if next > start {
          start = live.next(from: next)
          continue search
        }
      }
      guard let last = candidates.take(live, from: start, to: .max) else { break }
      if try mayHoldBest(from: start, through: last, order, top) {
        for (rank, index) in order.enumerated() where candidates.count > 0 {
          try lists[index].match(candidates, rows, index, above: limits[rank + 1, order.count])
        }
        offer(candidates, rows, &top)
      }
      start = live.next(from: last + 1)
    }
    return count
  }

  /// Whether a document of a range can be among the best. Sets the limits for it.
  private mutating func mayHoldBest(
    from start: UInt32, through last: UInt32, _ order: [Int], _ top: TopK
  ) throws(IndexError) -> Bool {
    if countsAll || top.threshold == -.infinity { return true }
    for (rank, index) in order.enumerated() {
      limits.setBound(try lists[index].bound(from: start, to: last + 1), of: rank)
    }
    limits.update(threshold: top.threshold)
    return limits[0] < 0
  }

  private mutating func offer(_ candidates: CandidateBuffer, _ top: inout TopK) {
    for index in 0..<candidates.count {
      // Below the count.
      let score = unsafe candidates.scores[index]
      // Nothing has been added to -0.
      if score.sign == .minus { continue }
      count += 1
      top.offer(score, segment, DocID(rawValue: unsafe candidates.documents[index]))
    }
  }

  private mutating func offer(
    _ candidates: CandidateBuffer, _ rows: ScoreRows, _ top: inout TopK
  ) {
    for index in 0..<candidates.count {
      // Below the count.
      let score = rows.sum(unsafe candidates.slots[index])
      count += 1
      top.offer(score, segment, DocID(rawValue: unsafe candidates.documents[index]))
    }
  }
}

extension CandidateBuffer {
  /// Takes the documents of a set from one to before another, as many as there is room for, in place of
  /// all others. Nothing has been added to their scores, which is -0.
  ///
  /// - Returns: the last one; nil if there is none.
  func take(_ live: LiveDocuments, from start: UInt32, to end: UInt32) -> UInt32? {
    var count = 0
    var last: UInt32?
    var document = live.next(from: start)
    let end = min(end, UInt32(live.documentCount))
    while document < end, count < capacity {
      // Below the capacity.
      unsafe documents[count] = document
      unsafe scores[count] = -0.0
      unsafe slots[count] = UInt32(count)
      last = document
      count += 1
      document = live.next(from: document + 1)
    }
    setCount(count)
    return last
  }

  /// Keeps those that a filter lets through, if there is one.
  func keep(_ live: LiveDocuments, withSlots: Bool = false) {
    if !live.isRestricted { return }
    var kept = 0
    for index in 0..<count {
      // Below the count; `kept` is never ahead.
      let document = unsafe documents[index]
      unsafe documents[kept] = document
      unsafe scores[kept] = scores[index]
      if withSlots { unsafe slots[kept] = slots[index] }
      kept &+= live.isLive(DocID(rawValue: document)) ? 1 : 0
    }
    setCount(kept)
  }
}
