/// The best documents of those in which terms stand at given distances.
///
/// A phrase scores like one term that occurs as often as the phrase does, which is not more often than
/// any of its terms does. So each term's impacts, and then its frequency in a document, bound the
/// score. Documents are taken in stretches in which each term has one block: the blocks' bounds are
/// compared with the threshold before anything is decoded, frequencies before positions are read, and
/// positions only of what is left. (A score never falls with the frequency, whatever is rounded, so
/// that bounds need no room.)
struct PhraseConjunction {
  /// Each term once, the rarest first; all have the phrase's weight.
  private let lists: [TermList]
  private let reader: PhraseReader
  private let segment: Int
  private let live: LiveDocuments
  private let candidates = CandidateBuffer(capacity: PostingsFormat.blockSize)
  private let block = BlockScores()
  private let countsAll: Bool
  private var count = 0

  /// - Parameters:
  ///   - lists: each term once; the norms are those of one field.
  ///   - elements: which of them stands where.
  ///   - countsAll: whether to look at documents that cannot be among the best, too.
  /// - Precondition: neither is empty, and each list has an element.
  init(
    _ lists: [TermList], _ elements: [PhraseElement], segment: Int, live: LiveDocuments,
    countsAll: Bool
  ) {
    let order = lists.indices.sorted {
      lists[$0].documentFrequency < lists[$1].documentFrequency
    }
    self.lists = order.map { lists[$0] }
    reader = PhraseReader(
      self.lists,
      order.enumerated().flatMap { rank, index in
        elements.filter { $0.list == index }.map { PhraseElement(list: rank, offset: $0.offset) }
      })
    self.segment = segment
    self.live = live
    self.countsAll = countsAll
  }

  /// Offers every document that can be among the best.
  ///
  /// - Returns: how many hold the phrase, if all are looked at.
  mutating func search(_ top: inout TopK) throws(IndexError) -> Int {
    let documentCount = UInt32(live.documentCount)
    var start: UInt32 = 0
    while start < documentCount, let next = try commonStart(from: start) {
      if next > start {
        start = next
        continue
      }
      var last = documentCount - 1
      var bound = Float.infinity
      for list in lists {
        last = min(last, list.blockLast)
        bound = min(bound, list.blockBound)
      }
      if countsAll || bound > top.threshold { try search(from: start, through: last, &top) }
      start = last + 1
    }
    return count
  }

  /// A document before which there is none with all terms; nil if there is no more.
  private func commonStart(from start: UInt32) throws(IndexError) -> UInt32? {
    var start = start
    for list in lists {
      start = try list.nextDocument(from: start)
      if start == .max { return nil }
    }
    return start
  }

  /// Looks at documents for which each list has found its block.
  private mutating func search(
    from start: UInt32, through last: UInt32, _ top: inout TopK
  ) throws(IndexError) {
    try findCandidates(from: start, through: last, top.threshold)
    for index in 0..<candidates.count {
      // Below the count; documents are below the segment's count, as norms are.
      let document = unsafe DocID(rawValue: candidates.documents[index])
      guard live.isLive(document) else { continue }
      if !countsAll, unsafe candidates.scores[index] <= top.threshold { continue }
      let frequency = try reader.frequency(in: document)
      if frequency == 0 { continue }
      count += 1
      let score = unsafe BM25.score(
        weight: lists[0].weight, frequency: Float(frequency),
        inverseNorm: lists[0].norms.unchecked(document))
      top.offer(score, segment, document)
    }
  }

  /// Collects the documents that hold all terms often enough.
  private func findCandidates(
    from start: UInt32, through last: UInt32, _ threshold: Float
  ) throws(IndexError) {
    let lead = lists[0]
    let (documents, count) = unsafe try lead.documents()
    // Below 128, and behind the last document is the greatest number.
    let low = unsafe BlockKernels.lowerBound(documents, start)
    let high =
      unsafe documents[count - 1] <= last ? count : BlockKernels.lowerBound(documents, last + 1)
    guard low < high else { return candidates.setCount(0) }
    if countsAll {
      unsafe candidates.take(documents + low, count: high - low)
      for list in lists.dropFirst() where candidates.count > 0 { try list.keepHolding(candidates) }
      return
    }
    unsafe block.compute(
      documents, try lead.frequencies(), low..<high, weight: lead.weight, norms: lead.norms)
    unsafe candidates.take(documents, block.scores, low..<high, above: threshold)
    for list in lists.dropFirst() where candidates.count > 0 {
      try list.keepHolding(candidates, above: threshold)
    }
  }
}

extension TermList {
  /// Keeps the candidates that hold the term and would score above a limit if it were all there is to
  /// them, with the lesser of this score and their own.
  ///
  /// - Precondition: they lie in the block that was found.
  fileprivate func keepHolding(
    _ candidates: CandidateBuffer, above limit: Float
  ) throws(IndexError) {
    let known = unsafe try documents().documents
    let frequencies = unsafe try frequencies()
    var kept = 0
    for index in 0..<candidates.count {
      // Below the count.
      let document = unsafe candidates.documents[index]
      let place = unsafe BlockKernels.lowerBound(known, document)
      // Below 128, if there is one.
      guard unsafe place < PostingsFormat.blockSize && known[place] == document else { continue }
      let score = unsafe BM25.score(
        weight: weight, frequency: Float(frequencies[place]),
        inverseNorm: norms.unchecked(DocID(rawValue: document)))
      // `kept` is never ahead of the index.
      unsafe candidates.documents[kept] = document
      unsafe candidates.scores[kept] = min(score, candidates.scores[index])
      kept &+= score > limit ? 1 : 0
    }
    candidates.setCount(kept)
  }
}
