/// The best documents of those in which terms stand at given distances.
///
/// A phrase scores like one term that occurs as often as the phrase does, which is not more often than
/// any of its terms does. So each term's impacts, and then its frequency in a document, bound the
/// score. (A score never falls with the frequency, whatever is rounded, so that bounds need no room.)
///
/// A pair of terms is a list like any other, but for its positions, which nobody reads. The two rarest
/// lists lead: the documents of a block of the rarest are looked up in the blocks of the other, if the
/// bounds of both exceed the threshold. What both hold is looked up in other lists, but for those that
/// say little; positions are read of what is left, of many documents at a time and of few terms first
/// (``PhraseReader``).
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
    /// The other lists in which documents are looked up.
    let filters: [TermList]
    let reader: PhraseReader
    let candidates: CandidateBuffer
    /// Where candidates go that both leading lists hold; the same if there are no filters.
    let matches: CandidateBuffer
    let block = BlockScores()
  }

  /// A word in more documents than so many of a hundred is not looked up: to read the positions of the few
  /// documents that do not have it costs less.
  private static let mostPercent = 70

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
    let first = lists[order[0]]
    var filters: [TermList] = []
    for index in order.dropFirst(2) {
      let percent = 100 * lists[index].documentFrequency / max(1, live.documentCount)
      // Documents that hold a pair hold its words.
      let isCertain = elements.contains { $0.list == index && $0.isPaired }
      if !isCertain, percent <= Self.mostPercent { filters.append(lists[index]) }
    }
    let candidates = CandidateBuffer(capacity: PostingsFormat.blockSize)
    tools = Tools(
      first: first, second: order.count > 1 ? lists[order[1]] : nil, filters: filters,
      reader: PhraseReader(lists, elements, order: order), candidates: candidates,
      matches: filters.isEmpty
        ? candidates : CandidateBuffer(capacity: PostingsFormat.blockSize))
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
  /// - Returns: false if it is known that some term has no more documents.
  private func search(
    from start: UInt32, through last: UInt32, _ tools: Tools, _ top: inout TopK, _ count: inout Int
  ) throws(IndexError) -> Bool {
    let limit = countsAll ? -.infinity : top.threshold
    guard let second = tools.second else {
      try takeBlock(from: start, limit, tools)
      return try offer(tools.candidates.count, tools, &top, &count)
    }
    if limit > -.infinity, try second.bound(from: start, to: last + 1) <= limit { return true }
    try takeBlock(from: start, limit, tools)
    let candidates = tools.candidates
    candidates.pad()
    var index = 0
    while index < candidates.count {
      // Below the count.
      guard try second.seekBlock(unsafe candidates.documents[index]) else { return false }
      var (end, bound) = (0, second.blockBound)
      if limit == -.infinity {
        end = candidates.end(from: index, through: second.blockLast)
      } else {
        let stretch = candidates.stretch(from: index, through: second.blockLast)
        (end, bound) = (stretch.end, min(stretch.highest, bound))
      }
      let threshold = ScoreThreshold(countsAll ? -.infinity : top.threshold)
      if threshold.isExceeded(by: bound) != 0 {
        let found = try second.move(
          candidates, index..<end, to: tools.matches, 0, above: threshold, placing: true)
        if found > 0, try !offer(found, tools, &top, &count) { return false }
      }
      index = end
    }
    return true
  }

  /// Collects the documents of the block that the first list has found, from one on, that hold its term often
  /// enough. Without a limit they have no scores.
  private func takeBlock(
    from start: UInt32, _ limit: Float, _ tools: Tools
  ) throws(IndexError) {
    let (lead, candidates, block) = (tools.first, tools.candidates, tools.block)
    let (documents, count) = unsafe try lead.documents()
    // Below 128. A full block ends with the last document, and the rest with its count.
    let low = unsafe BlockKernels.lowerBound(documents, start)
    guard low < count else { return candidates.setCount(0) }
    if limit == -.infinity {
      unsafe candidates.take(documents, low..<count)
    } else {
      unsafe block.compute(
        documents, try lead.frequencies(), low..<count, weight: lead.weight, norms: lead.norms)
      unsafe candidates.take(documents, block.scores, low..<count, above: limit)
    }
    candidates.keep(live, withSlots: true)
  }

  /// Offers those of the documents that both leading lists hold, in one block each, that hold the phrase.
  ///
  /// - Parameter found: how many documents they are.
  /// - Returns: false if it is known that some term has no more documents.
  private func offer(
    _ found: Int, _ tools: Tools, _ top: inout TopK, _ count: inout Int
  ) throws(IndexError) -> Bool {
    let matches = tools.matches
    var found = found
    var hasMore = true
    if !tools.filters.isEmpty {
      let threshold = ScoreThreshold(countsAll ? -.infinity : top.threshold)
      for list in tools.filters where found > 0 {
        matches.setCount(found)
        matches.pad()
        (found, hasMore) = try list.keepMatches(matches, above: threshold)
        if !hasMore { break }
      }
    }
    if live.deletedCount > 0 { found = matches.keepLive(found, live) }
    if found > 0 { try read(found, tools, &top, &count) }
    return hasMore
  }

  /// Reads the positions of documents that hold all terms, or all but those that most hold, and offers
  /// those that hold the phrase.
  private func read(
    _ found: Int, _ tools: Tools, _ top: inout TopK, _ count: inout Int
  ) throws(IndexError) {
    let (reader, lead) = (tools.reader, tools.first)
    var start = 0
    while start < found {
      start = try reader.read(tools.matches, start..<found)
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
    }
  }
}

extension TermList {
  /// Moves those candidates that hold the term and would score above a limit if it were all there is to
  /// them.
  ///
  /// - Parameters:
  ///   - range: 128 candidates at most, that lie in no other block than the one that was found.
  ///   - target: where they go, from a place on; if that is where they are, it is not behind them.
  ///   - placing: whether it is noted where they are in the block.
  /// - Returns: where they end.
  fileprivate func move(
    _ candidates: CandidateBuffer, _ range: Range<Int>, to target: CandidateBuffer, _ start: Int,
    above threshold: ScoreThreshold, placing: Bool
  ) throws(IndexError) -> Int {
    let found = try find(candidates, range)
    if found == 0 { return start }
    if threshold.isNone {
      for number in 0..<found {
        // No more have been found, nor are there candidates.
        unsafe target.setMatch(start &+ number, candidates, number, placing: placing)
      }
      return start &+ found
    }
    let frequencies = unsafe try frequencies()
    var kept = start
    for number in 0..<found {
      // Below the count; places are below 128.
      let (index, place) = unsafe candidates.match(number)
      let document = unsafe candidates.documents[index]
      let score = unsafe BM25.score(
        weight: weight, frequency: Float(Int32(bitPattern: frequencies[place])),
        inverseNorm: norms.unchecked(DocID(rawValue: document)))
      // What is kept is never ahead of what was found.
      unsafe target.setMatch(kept, candidates, number, placing: placing)
      kept &+= threshold.isExceeded(by: score)
    }
    return kept
  }

  /// Keeps those candidates that hold the term and would score above a limit if it were all there is to them.
  ///
  /// - Precondition: they have been padded.
  /// - Returns: how many they are, and whether the term may have more documents.
  fileprivate func keepMatches(
    _ candidates: CandidateBuffer, above threshold: ScoreThreshold
  ) throws(IndexError) -> (count: Int, hasMore: Bool) {
    var kept = 0
    var index = 0
    while index < candidates.count {
      // Below the count.
      guard try seekBlock(unsafe candidates.documents[index]) else { return (kept, false) }
      let end = candidates.end(from: index, through: blockLast)
      if threshold.isExceeded(by: blockBound) != 0 {
        kept = try move(
          candidates, index..<end, to: candidates, kept, above: threshold, placing: false)
      }
      index = end
    }
    return (kept, true)
  }
}

extension CandidateBuffer {
  /// The end of the candidates from `start` on that do not lie behind a document, and a number that none of
  /// their scores exceeds; see ``end(from:through:)``.
  @inline(__always)
  fileprivate func stretch(from start: Int, through last: UInt32) -> (end: Int, highest: Float) {
    let end = end(from: start, through: last)
    var highest = SIMD4<Float>(repeating: 0)
    let memory = UnsafeMutableRawPointer(unsafe scores)
    for index in stride(from: start, to: end, by: 4) {
      // Below the count, and three more.
      let next = unsafe memory.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD4<Float>.self)
      highest.replace(with: next, where: next .> highest)
    }
    return (end, max(max(highest[0], highest[1]), max(highest[2], highest[3])))
  }

  /// Takes a candidate that was found.
  ///
  /// - Parameters:
  ///   - number: where it goes.
  ///   - match: which of the candidates that were found.
  @unsafe @inline(__always)
  fileprivate func setMatch(
    _ number: Int, _ candidates: CandidateBuffer, _ match: Int, placing: Bool
  ) {
    let (index, place) = unsafe candidates.match(match)
    unsafe documents[number] = candidates.documents[index]
    unsafe slots[number] = candidates.slots[index]
    unsafe otherSlots[number] =
      placing ? UInt32(truncatingIfNeeded: place) : candidates.otherSlots[index]
  }

  /// Keeps those of the first candidates that have not been deleted; returns how many they are.
  fileprivate func keepLive(_ count: Int, _ live: LiveDocuments) -> Int {
    precondition(count <= capacity)
    var kept = 0
    for index in 0..<count {
      // Below the count; `kept` is never ahead.
      let document = unsafe documents[index]
      unsafe documents[kept] = document
      unsafe slots[kept] = slots[index]
      unsafe otherSlots[kept] = otherSlots[index]
      kept &+= live.isLive(DocID(rawValue: document)) ? 1 : 0
    }
    return kept
  }
}
