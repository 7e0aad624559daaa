/// The best documents of those in which terms stand at given distances.
///
/// A phrase scores like one term that occurs as often as the phrase does, which is not more often than
/// any of its terms does. So each term's impacts, and then its frequency in a document, bound the
/// score. (A score never falls with the frequency, whatever is rounded, so that bounds need no room.)
///
/// A pair of terms is a list like any other, but for its positions, which nobody reads. The two rarest
/// lists lead: documents are taken in stretches in which each of them has one block,
/// and whose bounds are compared with the threshold before anything is decoded. What both hold is
/// looked up in the other terms' blocks; positions are read of what is left, of many documents at a time
/// and of few terms first (``PhraseReader``).
struct PhraseConjunction {
  /// Each term and pair of terms once, the rarest first; all have the phrase's weight.
  private let lists: [TermList]
  private let elements: [PhraseElement]
  private let leadCount: Int
  private let segment: Int
  private let live: LiveDocuments
  private let countsAll: Bool

  /// What a search uses. Objects are counted whenever they are taken out of where they are kept: once for
  /// all documents.
  private struct Tools {
    let first: TermList
    /// The same if there is but one list.
    let second: TermList
    let others: OtherTerms
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
    let order = lists.indices.sorted {
      lists[$0].documentFrequency < lists[$1].documentFrequency
    }
    self.lists = order.map { lists[$0] }
    self.elements = order.enumerated().flatMap { rank, index in
      elements.filter { $0.list == index }.map { PhraseElement(list: rank, offset: $0.offset) }
    }
    leadCount = min(2, lists.count)
    self.segment = segment
    self.live = live
    self.countsAll = countsAll
  }

  /// Offers every document that can be among the best.
  ///
  /// - Returns: how many hold the phrase, if all are looked at.
  func search(_ top: inout TopK) throws(IndexError) -> Int {
    let documentCount = UInt32(live.documentCount)
    let first = lists[0]
    let second = lists[leadCount - 1]
    let tools = Tools(
      first: first, second: second,
      others: OtherTerms(Array(lists.dropFirst(leadCount)), lead: first),
      reader: PhraseReader(lists, elements))
    var count = 0
    var start: UInt32 = 0
    while start < documentCount {
      start = live.next(from: start)
      let next = try second.nextDocument(from: try first.nextDocument(from: start))
      if next > start {
        start = next
        continue
      }
      // Both have found the block that may hold the document.
      let last = min(first.blockLast, second.blockLast, documentCount - 1)
      let bound = min(first.blockBound, second.blockBound)
      if countsAll || bound > top.threshold {
        guard try search(from: start, through: last, tools, &top, &count) else { break }
      }
      start = last + 1
    }
    return count
  }

  /// Looks at documents for which each leading list has found its block.
  ///
  /// - Returns: false if some term has no more documents.
  private func search(
    from start: UInt32, through last: UInt32, _ tools: Tools, _ top: inout TopK, _ count: inout Int
  ) throws(IndexError) -> Bool {
    let limit = countsAll ? -.infinity : top.threshold
    try findCandidates(from: start, through: last, limit, tools)
    let candidates = tools.candidates
    tools.reader.placeCount = leadCount
    for index in 0..<candidates.count {
      // Below the count; documents are below the segment's count, as norms are.
      let document = unsafe DocID(rawValue: candidates.documents[index])
      guard live.isLive(document) else { continue }
      if tools.reader.count > 0, tools.others.turn(for: document) {
        count += try offer(tools, &top)
      }
      switch try tools.others.hold(document, above: limit) {
      case .hold:
        unsafe tools.reader.append(
          document, candidates.slots[index], candidates.otherSlots[index])
      case .holdNot: break
      case .areFinished:
        count += try offer(tools, &top)
        return false
      }
    }
    count += try offer(tools, &top)
    return true
  }

  /// Collects the documents that hold the leading terms often enough. Without a limit frequencies are
  /// not looked at.
  private func findCandidates(
    from start: UInt32, through last: UInt32, _ limit: Float, _ tools: Tools
  ) throws(IndexError) {
    let (lead, candidates, block) = (tools.first, tools.candidates, tools.block)
    let (documents, count) = unsafe try lead.documents()
    // Below 128, and behind the last document is the greatest number.
    let low = unsafe BlockKernels.lowerBound(documents, start)
    let high =
      unsafe documents[count - 1] <= last ? count : BlockKernels.lowerBound(documents, last + 1)
    guard low < high else { return candidates.setCount(0) }
    if limit == -.infinity {
      unsafe candidates.take(documents, low..<high)
      if leadCount > 1 { try tools.second.keepInBlock(candidates) }
      return
    }
    unsafe block.compute(
      documents, try lead.frequencies(), low..<high, weight: lead.weight, norms: lead.norms)
    unsafe candidates.take(documents, block.scores, low..<high, above: limit)
    if leadCount > 1, candidates.count > 0 {
      try tools.second.keepInBlock(candidates, above: limit)
    }
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
  /// Keeps the candidates that hold the term and would score above a limit if it were all there is to
  /// them, with the lesser of this score and their own.
  ///
  /// - Precondition: there are some, and they lie in the block that was found.
  fileprivate func keepInBlock(
    _ candidates: CandidateBuffer, above limit: Float
  ) throws(IndexError) {
    let found = try find(candidates, 0..<candidates.count)
    if found == 0 { return candidates.setCount(0) }
    let frequencies = unsafe try frequencies()
    let threshold = ScoreThreshold(limit)
    var kept = 0
    for number in 0..<found {
      // Below the count; places are below 128.
      let (index, place) = unsafe candidates.match(number)
      let document = unsafe candidates.documents[index]
      let score = unsafe BM25.score(
        weight: weight, frequency: Float(Int32(bitPattern: frequencies[place])),
        inverseNorm: norms.unchecked(DocID(rawValue: document)))
      // `kept` is never ahead of the index.
      unsafe candidates.scores[kept] = min(score, candidates.scores[index])
      unsafe candidates.setMatch(kept, index, place)
      kept &+= threshold.isExceeded(by: score)
    }
    candidates.setCount(kept)
  }

  /// Keeps the candidates that hold the term.
  ///
  /// - Precondition: there are some, and they lie in the block that was found.
  fileprivate func keepInBlock(_ candidates: CandidateBuffer) throws(IndexError) {
    let found = try find(candidates, 0..<candidates.count)
    for number in 0..<found {
      let (index, place) = unsafe candidates.match(number)
      unsafe candidates.setMatch(number, index, place)
    }
    candidates.setCount(found)
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
