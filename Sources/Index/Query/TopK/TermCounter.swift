/// How many documents hold any, or all, of some terms: sets of documents, without frequencies or
/// scores.
///
/// A window's documents are inserted block by block as long as most of them are open, that is, as long as
/// the terms so far have not decided about them. When few are, those are looked up in the next terms'
/// blocks instead: behind "of" and "the" an "or" has hardly any left.
struct TermCounter {
  private let lists: [TermList]
  private let live: LiveDocuments

  /// What is known of a window's documents.
  private struct Window {
    let bits: DocumentBits
    /// Room for those that are open.
    let open = CandidateBuffer(capacity: DocumentBits.size / 4)
  }

  /// Rarer than this, a term's documents are looked up in the others one by one.
  private static let leastDenseShare = 32
  /// Rarer than this, its documents are scored as they are looked up: where documents are scored anyway, to
  /// score all of them takes less than to count them apart.
  private static let leastCountedShare = 8
  /// Of more terms none is counted by what it adds to each before it.
  private static let mostSparse = 8
  /// A term in more than one of so many documents has blocks that are sets of bits.
  private static let bitSetShare = 6
  /// Inserting a block that is packed takes as long as looking up so many documents in it.
  private static let costOfPackedBlock = 16
  /// So few blocks of a window are inserted without looking at what is open.
  private static let fewBlocks = 4

  init(_ lists: [TermList], live: LiveDocuments) {
    self.lists = lists
    self.live = live
  }

  /// How many blocks of a window are packed, if documents are spread evenly. Up to a quarter of all they are
  /// mostly.
  private var packedBlockCount: Int {
    var count = 0
    for list in lists where list.documentFrequency <= live.documentCount / 4 {
      count += list.documentFrequency
    }
    return count / (live.documentCount / DocumentBits.size + 1) / PostingsFormat.blockSize
  }

  private var documentCount: UInt32 { UInt32(live.documentCount) }

  /// Documents that hold any of the terms.
  func countAny() throws(IndexError) -> Int {
    if lists.count == 1, live.deletedCount == 0 { return lists[0].documentFrequency }
    let order = lists.sorted { $0.documentFrequency > $1.documentFrequency }
    if live.deletedCount == 0, Self.isSparseBehindFirst(order, live) {
      return try countSparseUnion(order)
    }
    let window = Window(bits: DocumentBits(packedBlockCount: packedBlockCount))
    let bits = window.bits
    var count = 0
    var start = try nextStart(from: 0)
    while start < documentCount {
      bits.begin(at: start, limit: documentCount)
      // What the terms so far leave open, if they are spread evenly.
      var openShare = Double(live.liveCount) / Double(live.documentCount)
      for list in order {
        try insert(list, into: window, expecting: Int(openShare * Double(DocumentBits.size)))
        openShare *= 1 - Double(list.documentFrequency) / Double(live.documentCount)
      }
      count += bits.count(live)
      start = try nextStart(from: bits.end)
    }
    return count
  }

  /// Whether all terms but the most frequent are in so few documents that these are looked up one by one, in
  /// each of those before.
  private static func isSparseBehindFirst(_ order: [TermList], _ live: LiveDocuments) -> Bool {
    // Each is walked through as often as terms follow it.
    if order.count > mostSparse { return false }
    var lookups = 0
    for index in order.indices { lookups += index * order[index].documentFrequency }
    return lookups <= live.documentCount / leastDenseShare
  }

  /// How many documents the most frequent term is in is known; what each other term adds is what no term
  /// before it has.
  private func countSparseUnion(_ order: [TermList]) throws(IndexError) -> Int {
    let candidates = CandidateBuffer(capacity: PostingsFormat.blockSize)
    var count = order[0].documentFrequency
    for index in order.indices.dropFirst() {
      // Lists only go forward, and each term begins again.
      for list in order[...index] { list.rewind() }
      let (lead, others) = (order[index], order[..<index])
      guard try lead.seekBlock(0) else { continue }
      repeat {
        let (documents, documentCount) = unsafe try lead.documents()
        unsafe candidates.take(documents, count: documentCount)
        for list in others where candidates.count > 0 { try list.dropHolding(candidates) }
        count += candidates.count
      } while try lead.nextBlock()
    }
    return count
  }

  /// Inserts a term's documents in the window that are not there yet.
  private func insert(
    _ list: TermList, into window: Window, expecting openCount: Int
  ) throws(IndexError) {
    let (bits, open) = (window.bits, window.open)
    let limit = lookupLimit(of: list, in: window)
    guard limit > openCount, bits.collect(live, inSet: false, atMost: limit, into: open) else {
      return try list.insert(into: bits)
    }
    try list.keepHolding(open)
    if open.count > 0 { unsafe bits.insert(open.documents, count: open.count) }
  }

  /// If no more documents of the window are open, they are looked up in a term's blocks.
  private func lookupLimit(of list: TermList, in window: Window) -> Int {
    let windowCount = live.documentCount / DocumentBits.size + 1
    let blockCount = list.documentFrequency / windowCount / PostingsFormat.blockSize
    if blockCount < Self.fewBlocks { return 0 }
    let isBitSet = list.documentFrequency > live.documentCount / Self.bitSetShare
    return min(blockCount * (isBitSet ? 1 : Self.costOfPackedBlock), window.open.capacity)
  }

  private func nextStart(from start: UInt32) throws(IndexError) -> UInt32 {
    var next = UInt32.max
    for list in lists { next = min(next, try list.nextDocument(from: start)) }
    return next
  }

  /// Documents that hold all of the terms.
  func countAll() throws(IndexError) -> Int {
    if lists.count == 1 { return try countAny() }
    let order = lists.sorted { $0.documentFrequency < $1.documentFrequency }
    return Self.isSparse(lists, live) ? try countSparse(order) : try countDense(order)
  }

  /// Whether all terms are in so few documents that these are looked up one by one.
  private static func isSparse(_ lists: [TermList], _ live: LiveDocuments) -> Bool {
    fewest(lists) <= live.documentCount / leastDenseShare
  }

  /// Whether all documents that hold all of the terms are so few that they are scored and counted at once.
  static func isScoredWhole(_ lists: [TermList], _ live: LiveDocuments) -> Bool {
    fewest(lists) <= live.documentCount / leastCountedShare
  }

  private static func fewest(_ lists: [TermList]) -> Int {
    lists.reduce(Int.max) { min($0, $1.documentFrequency) }
  }

  /// Window by window, word by word, until few documents are open.
  private func countDense(_ order: [TermList]) throws(IndexError) -> Int {
    let window = Window(bits: DocumentBits(packedBlockCount: packedBlockCount))
    let (bits, other) = (window.bits, DocumentBits(packedBlockCount: packedBlockCount))
    var count = 0
    var start = try order[0].nextDocument(from: 0)
    while start < documentCount {
      bits.begin(at: start, limit: documentCount)
      try order[0].insert(into: bits)
      count += try countInWindow(order, window, other)
      start = try order[0].nextDocument(from: bits.end)
    }
    return count
  }

  /// Documents of the set that hold all terms but the first, which is in the set.
  private func countInWindow(
    _ order: [TermList], _ window: Window, _ other: DocumentBits
  ) throws(IndexError) -> Int {
    let (bits, open) = (window.bits, window.open)
    var isCollected = false
    for list in order.dropFirst() {
      if !isCollected {
        let limit = lookupLimit(of: list, in: window)
        isCollected = limit > 0 && bits.collect(live, inSet: true, atMost: limit, into: open)
      }
      if isCollected {
        if open.count == 0 { return 0 }
        try list.keepHolding(open)
      } else {
        other.begin(at: bits.start, limit: documentCount)
        try list.insert(into: other)
        bits.formIntersection(other)
      }
    }
    return isCollected ? open.count : bits.count(live)
  }

  /// A block of the rarest term after the other, looked up in the other terms.
  private func countSparse(_ order: [TermList]) throws(IndexError) -> Int {
    let lead = order[0]
    let candidates = CandidateBuffer(capacity: PostingsFormat.blockSize)
    var count = 0
    guard try lead.seekBlock(0) else { return 0 }
    repeat {
      let (documents, documentCount) = unsafe try lead.documents()
      unsafe candidates.take(documents, count: documentCount)
      for list in order.dropFirst() where candidates.count > 0 { try list.keepHolding(candidates) }
      for index in 0..<candidates.count {
        // Below the count.
        if live.isLive(unsafe DocID(rawValue: candidates.documents[index])) { count += 1 }
      }
    } while try lead.nextBlock()
    return count
  }
}

extension TermList {
  /// Inserts the term's documents in the window.
  func insert(into bits: DocumentBits) throws(IndexError) {
    guard try seekBlock(bits.start) else { return }
    repeat {
      try insertBlock(into: bits)
      if blockLast >= bits.end - 1 { return }
    } while try nextBlock()
  }

  /// Keeps the candidates that hold the term.
  func keepHolding(_ candidates: CandidateBuffer) throws(IndexError) {
    let (kept, _) = try keep(candidates, holding: 1)
    candidates.setCount(kept)
  }

  /// Keeps the candidates that do not hold the term.
  func dropHolding(_ candidates: CandidateBuffer) throws(IndexError) {
    var (kept, index) = try keep(candidates, holding: 0)
    // Behind the term's last document there are only such.
    while index < candidates.count {
      // `kept` is never ahead of the index, which is below the count.
      unsafe candidates.documents[kept] = candidates.documents[index]
      kept &+= 1
      index &+= 1
    }
    candidates.setCount(kept)
  }

  /// Moves the candidates to the front that hold the term, or, with 0, do not hold it, as far as the term has
  /// documents.
  ///
  /// - Returns: how many these are, and how many have been looked at.
  @inline(__always)
  private func keep(
    _ candidates: CandidateBuffer, holding wanted: Int
  ) throws(IndexError) -> (kept: Int, end: Int) {
    candidates.pad()
    var kept = 0
    var index = 0
    let count = candidates.count
    while index < count {
      // Below the count.
      guard try seekBlock(unsafe candidates.documents[index]) else { break }
      let end = candidates.end(from: index, through: blockLast)
      let range = index..<end
      let lookup = unsafe try lookup(ofMany: range.count)
      kept = unsafe lookup.move(candidates.documents, range, to: kept, holding: wanted)
      index = end
    }
    return (kept, index)
  }
}
