/// The best documents of those in which terms stand at given distances.
///
/// A phrase scores like one term that occurs as often as the phrase does, which is not more often than
/// any of its terms does. So each term's impacts, and then its frequency in a document, bound the
/// score. (A score never falls with the frequency, whatever is rounded, so that bounds need no room.)
///
/// A pair of terms is a list like any other, but for its positions, which nobody reads. The two rarest
/// lists lead: the documents of a block of the rarest are looked up in the blocks of the other, if the
/// bounds of both exceed the threshold. What both hold is looked up in the other terms' blocks; positions
/// are read of what is left, of many documents at a time and of few terms first (``PhraseReader``).
struct PhraseConjunction {
  private let tools: Tools
  private let segment: Int
  private let live: LiveDocuments
  private let countsAll: Bool

  /// What a search uses. Objects are counted whenever they are taken out of where they are kept: once for
  /// all documents.
  private struct Tools {
    /// Each term and pair of terms once, the rarest first; all have the phrase's weight.
    let first: TermList
    /// Nil if there is but one list.
    let second: TermList?
    /// Nil if there are but two.
    let others: OtherTerms?
    let reader: PhraseReader
    let candidates = CandidateBuffer(capacity: PostingsFormat.blockSize)
    let block = BlockScores()
  }

  /// - Parameters:
  ///   - lists: each term once, and pairs of them; the norms are those of one field.
  ///   - elements: which term stands where.
  ///   - countsAll: whether to look at documents that cannot be among the best, too.
  /// - Precondition: neither is empty, and each list that is no pair has an element.
  init(
    _ lists: [TermList], _ elements: [PhraseElement], segment: Int, live: LiveDocuments,
    countsAll: Bool
  ) {
    let order = TermList.rarestFirst(lists)
    let (first, second) = (lists[order[0]], order.count > 1 ? lists[order[1]] : nil)
    let others =
      order.count > 2 ? OtherTerms(order.dropFirst(2).map { lists[$0] }, lead: first) : nil
    tools = Tools(
      first: first, second: second, others: others,
      reader: PhraseReader(lists, elements, order: order))
    self.segment = segment
    self.live = live
    self.countsAll = countsAll
  }

  /// Offers every document that can be among the best.
  ///
  /// - Returns: how many hold the phrase, if all are looked at.
  func search(_ top: inout TopK) throws(IndexError) -> Int {
    let documentCount = UInt32(live.documentCount)
    let tools = tools
    let (first, second) = (tools.first, tools.second)
    var count = 0
    var start: UInt32 = 0
    while start < documentCount, try first.seekBlock(start) {
      let last = min(first.blockLast, documentCount - 1)
      if !countsAll, first.blockBound <= top.threshold {
        start = last + 1
        continue
      }
      var next = live.isRestricted ? live.next(from: start) : start
      next = try first.nextDocument(from: next)
      if let second { next = try second.nextDocument(from: next) }
      if next > start {
        start = next
        continue
      }
      guard try search(from: start, through: last, tools, &top, &count) else { break }
      start = last + 1
    }
    return count
  }

  /// Looks at documents of a block of the first list.
  ///
  /// - Returns: false if some term has no more documents.
  private func search(
    from start: UInt32, through last: UInt32, _ tools: Tools, _ top: inout TopK, _ count: inout Int
  ) throws(IndexError) -> Bool {
    let limit = countsAll ? -.infinity : top.threshold
    guard let second = tools.second else {
      try takeBlock(from: start, through: last, limit, tools)
      return try offer(0..<tools.candidates.count, tools, &top, &count)
    }
    if limit > -.infinity, try second.bound(from: start, to: last + 1) <= limit { return true }
    try takeBlock(from: start, through: last, limit, tools)
    let candidates = tools.candidates
    candidates.pad()
    var index = 0
    while index < candidates.count {
      // Below the count.
      guard try second.seekBlock(unsafe candidates.documents[index]) else { return false }
      let (end, highest) = candidates.stretch(from: index, through: second.blockLast)
      let threshold = ScoreThreshold(countsAll ? -.infinity : top.threshold)
      if threshold.isExceeded(by: min(highest, second.blockBound)) != 0 {
        let found = try second.moveMatches(candidates, index..<end, above: threshold)
        if found > 0, try !offer(0..<found, tools, &top, &count) { return false }
      }
      index = end
    }
    return true
  }

  /// Collects the documents of a block of the first list that hold its term often enough. If all are looked
  /// at, they have no scores.
  private func takeBlock(
    from start: UInt32, through last: UInt32, _ limit: Float, _ tools: Tools
  ) throws(IndexError) {
    let (lead, candidates, block) = (tools.first, tools.candidates, tools.block)
    let (documents, count) = unsafe try lead.documents()
    // Below 128. A full block ends with the last document, and the rest with its count.
    let low = unsafe BlockKernels.lowerBound(documents, start)
    guard low < count else { return candidates.setCount(0) }
    if countsAll {
      unsafe candidates.take(documents, low..<count)
    } else {
      unsafe block.compute(
        documents, try lead.frequencies(), low..<count, weight: lead.weight, norms: lead.norms)
      unsafe candidates.take(documents, block.scores, low..<count, above: limit)
    }
    candidates.keep(live, withSlots: true)
  }

  /// Offers those of some candidates, for each of which the second list is in the block that may hold it,
  /// that hold the phrase.
  ///
  /// - Returns: false if some term has no more documents.
  private func offer(
    _ range: Range<Int>, _ tools: Tools, _ top: inout TopK, _ count: inout Int
  ) throws(IndexError) -> Bool {
    let (candidates, reader) = (tools.candidates, tools.reader)
    let limit = countsAll ? -.infinity : top.threshold
    for index in range {
      // Below the count; documents are below the segment's count, as norms are.
      let document = unsafe DocID(rawValue: candidates.documents[index])
      if live.deletedCount > 0, !live.isLive(document) { continue }
      if let others = tools.others {
        if reader.count > 0, others.turn(for: document) { count += try offer(tools, &top) }
        switch try others.hold(document, above: limit) {
        case .hold: break
        case .holdNot: continue
        case .areFinished:
          count += try offer(tools, &top)
          return false
        }
      }
      unsafe reader.append(document, candidates.slots[index], candidates.otherSlots[index])
    }
    count += try offer(tools, &top)
    return true
  }

  /// Offers those of the documents collected, which hold all terms, that hold the phrase.
  ///
  /// - Returns: how many they are.
  private func offer(_ tools: Tools, _ top: inout TopK) throws(IndexError) -> Int {
    let reader = tools.reader
    if reader.count == 0 { return 0 }
    try reader.read()
    let lead = tools.first
    var count = 0
    for index in 0..<reader.count {
      let frequency = reader.frequency(index)
      if frequency == 0 { continue }
      let document = reader.document(index)
      count += 1
      let score = unsafe BM25.score(
        weight: lead.weight, frequency: Float(frequency),
        inverseNorm: lead.norms.unchecked(document))
      top.offer(score, segment, document)
    }
    reader.removeAll()
    return count
  }
}

extension TermList {
  /// Moves those candidates to the front that hold the term and would score above a limit if it were all
  /// there is to them.
  ///
  /// - Parameter range: 128 candidates at most, that lie in no other block than the one that was found.
  /// - Returns: how many they are. Behind them candidates stay as they are from the end of the range on.
  fileprivate func moveMatches(
    _ candidates: CandidateBuffer, _ range: Range<Int>, above threshold: ScoreThreshold
  ) throws(IndexError) -> Int {
    let found = try find(candidates, range)
    if found == 0 || threshold.isNone {
      for number in 0..<found {
        // No more have been found.
        let (index, place) = unsafe candidates.match(number)
        unsafe candidates.setMatch(number, index, place)
      }
      return found
    }
    let frequencies = unsafe try frequencies()
    var kept = 0
    for number in 0..<found {
      // Below the count; places are below 128.
      let (index, place) = unsafe candidates.match(number)
      let document = unsafe candidates.documents[index]
      let score = unsafe BM25.score(
        weight: weight, frequency: Float(Int32(bitPattern: frequencies[place])),
        inverseNorm: norms.unchecked(DocID(rawValue: document)))
      // `kept` is never ahead of the index.
      unsafe candidates.setMatch(kept, index, place)
      kept &+= threshold.isExceeded(by: score)
    }
    return kept
  }
}

extension CandidateBuffer {
  /// Moves a candidate that was found to the front.
  ///
  /// - Precondition: the numbers are below the count, the first not above the others.
  @unsafe @inline(__always)
  fileprivate func setMatch(_ number: Int, _ index: Int, _ place: Int) {
    unsafe documents[number] = documents[index]
    unsafe slots[number] = slots[index]
    unsafe otherSlots[number] = UInt32(truncatingIfNeeded: place)
  }
}
