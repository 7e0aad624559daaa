/// A term of a query in one segment: its impacts, which are looked at first, and its blocks.
///
/// Laws: what is asked for never lies before what was asked for earlier, unless the list was rewound.
@safe
final class TermList {
  // Behind an address, since what is stored in a class is guarded at each access.
  private let cursor: UnsafeMutablePointer<PostingsCursor>
  let weight: Float
  let norms: Norms

  // For each block, the rest being the last: its last document, and what no score in it exceeds.
  private let lasts: UnsafeMutablePointer<UInt32>
  private let bounds: UnsafeMutablePointer<Float>
  private let blockCount: Int
  private let fullCount: Int
  // Blocks from the first to before the second have their entries in the arrays.
  private var loadedStart = 0
  private var loadedEnd = 0
  /// The first block that does not end before what was asked for last.
  private(set) var block = 0

  init(_ cursor: consuming PostingsCursor, weight: Float, norms: Norms) {
    self.weight = weight
    self.norms = norms
    blockCount = cursor.blockTotal
    fullCount = cursor.fullCount
    // Bounds are computed four at a time.
    let capacity = blockCount + 4
    // One piece of memory for all.
    let cursorSize = MemoryLayout<PostingsCursor>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: cursorSize + 8 * capacity, alignment: MemoryLayout<PostingsCursor>.alignment)
    unsafe self.cursor = memory.bindMemory(to: PostingsCursor.self, capacity: 1)
    unsafe self.cursor.initialize(to: consume cursor)
    // Behind the cursor. Entries are written before they are read.
    unsafe lasts = (memory + cursorSize).bindMemory(to: UInt32.self, capacity: capacity)
    unsafe bounds = UnsafeMutableRawPointer(lasts + capacity).bindMemory(
      to: Float.self, capacity: capacity)
  }

  /// Goes back to the beginning. What has been read of the list stays known.
  func rewind() {
    block = 0
    if loadedStart > 0 { (loadedStart, loadedEnd) = (0, 0) }
  }

  deinit {
    // Allocated by init.
    unsafe cursor.deinitialize(count: 1)
    unsafe UnsafeMutableRawPointer(cursor).deallocate()
  }

  /// How many documents of the segment hold the term.
  var documentFrequency: Int { Int(unsafe cursor.pointee.info.documentFrequency) }

  // MARK: - Impacts

  private func bound(_ impact: Impact) -> Float {
    BM25.score(weight: weight, frequency: 1, inverseNorm: norms.highestRatio(impact))
  }

  /// Reads the impacts of a group and, with those of the last one, the rest's.
  private func load(group: Int) throws(IndexError) {
    let first = group * PostingsFormat.groupSize
    loadedStart = min(first, fullCount)
    loadedEnd = min(first + PostingsFormat.groupSize, fullCount)
    // Of blocks below their number.
    if let kind = unsafe try cursor.pointee.readImpacts(
      ofGroup: group, lasts: lasts + loadedStart, impacts: bounds + loadedStart)
    {
      unsafe bound(loadedEnd - loadedStart, kind, bounds + loadedStart)
    } else {
      unsafe try cursor.pointee.forEachImpact(ofGroup: group) { block, last, impact in
        unsafe lasts[block] = last
        unsafe bounds[block] = bound(impact)
      }
    }
    if loadedEnd < fullCount || blockCount == fullCount { return }
    // There is one block more.
    unsafe lasts[fullCount] = .max
    unsafe bounds[fullCount] = try restBound()
    loadedEnd = blockCount
  }

  /// Makes bounds of impacts, in their place; there is room for three more.
  @unsafe
  private func bound(_ count: Int, _ kind: ImpactKind, _ values: UnsafeMutablePointer<Float>) {
    let memory = UnsafeMutableRawPointer(values)
    let factor = SIMD4(repeating: norms.impactFactors[kind].highest)
    let weights = SIMD4(repeating: weight)
    for index in stride(from: 0, to: count, by: 4) {
      // Below the capacity.
      let impacts = unsafe memory.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD4<Float>.self)
      // As ``BM25/score(weight:frequency:inverseNorm:)`` has it.
      unsafe memory.storeBytes(
        of: weights - weights / (1 + impacts * factor), toByteOffset: 4 &* index,
        as: SIMD4<Float>.self)
    }
  }

  private func restBound() throws(IndexError) -> Float {
    if let impact = unsafe try cursor.pointee.restImpact() { return bound(impact) }
    // Few documents: a frequent term's are not worth a look, and a rare one's are read anyway.
    if fullCount > 0 { return weight }
    unsafe try cursor.pointee.enter(block: 0)
    let documents = unsafe cursor.pointee.decodedDocuments
    let frequencies = unsafe try cursor.pointee.decodedFrequencies()
    var highest: Float = 0
    for index in 0..<(unsafe cursor.pointee.blockCount) {
      // Below the count of decoded documents.
      let document = unsafe DocID(rawValue: documents[index])
      let frequency = unsafe Float(frequencies[index])
      highest = max(
        highest,
        BM25.score(
          weight: weight, frequency: frequency, inverseNorm: unsafe norms.unchecked(document)))
    }
    return highest
  }

  /// Finds the first block that may hold `target` or what follows it.
  ///
  /// - Returns: false if there is none.
  @inline(__always)
  func seekBlock(_ target: UInt32) throws(IndexError) -> Bool {
    // Below the number of blocks that are loaded.
    if block < loadedEnd, unsafe lasts[block] >= target { return true }
    return try seekFarther(target)
  }

  private func seekFarther(_ target: UInt32) throws(IndexError) -> Bool {
    while block < blockCount {
      while block < loadedEnd {
        // Below the number of blocks that are loaded.
        if unsafe lasts[block] >= target { return true }
        block += 1
      }
      if block >= blockCount { break }
      var group = block / PostingsFormat.groupSize
      if block < fullCount,
        unsafe (try cursor.pointee.impact(ofGroup: group)?.last ?? .max) < target
      {
        group = unsafe try cursor.pointee.findGroup(target, from: group)
      }
      block = min(max(block, group * PostingsFormat.groupSize), fullCount)
      try load(group: group)
    }
    return false
  }

  /// The bound of the block that was found.
  var blockBound: Float {
    precondition(block < loadedEnd)
    // Below the number of blocks that are loaded.
    return unsafe bounds[block]
  }

  /// Its last document, or any that is greater.
  var blockLast: UInt32 {
    precondition(block < loadedEnd)
    // Below the number of blocks that are loaded.
    return unsafe lasts[block]
  }

  /// What no score of a document from `start` to before `end` exceeds.
  func bound(from start: UInt32, to end: UInt32) throws(IndexError) -> Float {
    guard try seekBlock(start), try nextDocument(from: start) < end else { return 0 }
    var highest: Float = 0
    var block = block
    while block < blockCount {
      if block >= loadedEnd {
        let group = block / PostingsFormat.groupSize
        if block < fullCount,
          let whole = unsafe try cursor.pointee.impact(ofGroup: group),
          whole.last < end - 1
        {
          // A group that lies within the range has no block that need be told from the others.
          highest = max(highest, bound(whole.impact))
          block = min(block + PostingsFormat.groupSize, fullCount)
          continue
        }
        // What lies between is not loaded, and is not asked for block by block.
        if block > loadedEnd { return max(highest, try boundOfLongRange(block)) }
        try load(group: group)
      }
      // Below the number of blocks that are loaded.
      highest = unsafe max(highest, bounds[block])
      if unsafe lasts[block] >= end - 1 { break }
      block += 1
    }
    return highest
  }

  /// The bound of the group or of the rest with which a range ends.
  private func boundOfLongRange(_ block: Int) throws(IndexError) -> Float {
    guard block < fullCount else { return weight }
    return unsafe try cursor.pointee.impact(ofGroup: block / PostingsFormat.groupSize).map {
      bound($0.impact)
    } ?? weight
  }

  /// A score that so many documents reach by this term alone; 0 if none is known.
  ///
  /// - Parameter live: documents of the segment that count.
  func score(reachedBy number: Int, of live: LiveDocuments) throws(IndexError) -> Float {
    guard number > 0, documentFrequency >= number else { return 0 }
    if fullCount == 0 { return try scoreOfRare(reachedBy: number, live) }
    // Of documents that do not count any may be among those that reach it.
    let others = live.documentCount - live.liveCount
    guard
      let impact = unsafe try cursor.pointee.impact(reachedBy: number + others)
    else { return 0 }
    return BM25.score(
      weight: weight, frequency: 1,
      inverseNorm: norms.lowestRatio(impact, unsafe cursor.pointee.info.impactKind))
  }

  /// The same of few documents, which are decoded.
  private func scoreOfRare(
    reachedBy number: Int, _ live: LiveDocuments
  ) throws(IndexError) -> Float {
    unsafe try cursor.pointee.enter(block: 0)
    let documents = unsafe cursor.pointee.decodedDocuments
    let frequencies = unsafe try cursor.pointee.decodedFrequencies()
    // The best so far, the worst of them last.
    var best: [Float] = []
    best.reserveCapacity(number + 1)
    for index in 0..<(unsafe cursor.pointee.blockCount) {
      // Below the count of decoded documents.
      let document = unsafe DocID(rawValue: documents[index])
      let score = unsafe BM25.score(
        weight: weight, frequency: Float(frequencies[index]),
        inverseNorm: norms.unchecked(document))
      if best.count == number, score <= best[number - 1] { continue }
      guard live.isLive(document) else { continue }
      if best.count == number { best.removeLast() }
      var place = best.count
      while place > 0, best[place - 1] < score { place -= 1 }
      best.insert(score, at: place)
    }
    return best.count == number ? best[number - 1] : 0
  }

  /// A document before which there is none from `start` on, which has been asked for.
  func nextDocument(from start: UInt32) throws(IndexError) -> UInt32 {
    guard try seekBlock(start) else { return .max }
    if unsafe cursor.pointee.decodedBlock == block {
      let documents = unsafe cursor.pointee.decodedDocuments
      let index = unsafe BlockKernels.lowerBound(documents, start)
      // Below the 128 that there are.
      return unsafe index < PostingsFormat.blockSize ? documents[index] : start
    }
    // Behind the block before, if that is known.
    guard block > loadedStart else { return start }
    return unsafe max(start, lasts[block - 1] &+ 1)
  }

  // MARK: - Blocks

  /// The documents of the block that was found, decoded.
  @unsafe
  func documents() throws(IndexError) -> (
    documents: UnsafeMutablePointer<UInt32>, count: Int
  ) {
    unsafe try cursor.pointee.enter(block: block)
    return unsafe (cursor.pointee.decodedDocuments, cursor.pointee.blockCount)
  }

  /// The block that was found, for finding so many documents in it.
  @unsafe
  func lookup(ofMany count: Int) throws(IndexError) -> BlockLookup {
    unsafe try cursor.pointee.lookup(inBlock: block, ofMany: count)
  }

  /// The same of the block with its documents decoded.
  @unsafe
  func decodedLookup(ofMany count: Int) throws(IndexError) -> BlockLookup {
    unsafe try cursor.pointee.enter(block: block)
    return unsafe cursor.pointee.decodedLookup(ofMany: count)
  }

  /// The frequencies of the block that was decoded or made ready for lookups.
  @unsafe
  func frequencies() throws(IndexError) -> UnsafeMutablePointer<UInt32> {
    unsafe try cursor.pointee.decodedFrequencies()
  }

  /// Inserts the documents of the block that was found.
  func insertBlock(into bits: DocumentBits) throws(IndexError) {
    if block < fullCount, unsafe cursor.pointee.decodedBlock != block {
      let stored = unsafe try cursor.pointee.storedDocuments(ofBlock: block)
      if unsafe bits.insert(stored) { return }
    }
    // A block that is broken is not decoded, either.
    unsafe try cursor.pointee.enter(block: block)
    unsafe bits.insert(decoded: cursor.pointee.decodedDocuments)
  }

  /// Moves to the next block.
  ///
  /// - Returns: false if there is none.
  func nextBlock() throws(IndexError) -> Bool {
    guard block < blockCount else { return false }
    block += 1
    if block < loadedEnd { return true }
    guard block < blockCount else { return false }
    try load(group: block / PostingsFormat.groupSize)
    return true
  }

  // MARK: - One document

  /// How often a document holds the term; nil if it does not.
  func frequency(in document: UInt32) throws(IndexError) -> UInt32? {
    guard try seekBlock(document) else { return nil }
    let (place, isThere) = unsafe try lookup(ofMany: 1).find(document)
    return isThere == 1 ? unsafe try frequencies()[place] : nil
  }

  /// The cursor, for reading positions in the block that was found and decoded.
  @unsafe
  var postings: UnsafeMutablePointer<PostingsCursor> { unsafe cursor }
}
