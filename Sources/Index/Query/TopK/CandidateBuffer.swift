/// Documents that may be among the best, ascending, each with what is known of its score.
@safe
final class CandidateBuffer {
  let capacity: Int
  let documents: UnsafeMutablePointer<UInt32>
  let scores: UnsafeMutablePointer<Float>
  /// Where a block was decoded: the place of each document in it.
  let slots: UnsafeMutablePointer<UInt32>
  /// Where another block was looked up: the place of each document in that one.
  let otherSlots: UnsafeMutablePointer<UInt32>
  /// Where a block of a term was looked up: what was found; see ``BlockLookup``.
  let matches: UnsafeMutablePointer<UInt32>
  private(set) var count = 0

  /// - Parameter capacity: as many documents as a window or a block has.
  init(capacity: Int) {
    self.capacity = capacity
    // What is appended is written before it is known to be wanted, and what is looked up is taken a block's
    // number at a time, so that there is room for more.
    let room = capacity + PostingsFormat.blockSize + 4
    unsafe documents = .allocate(capacity: 4 * room + PostingsFormat.blockSize)
    unsafe scores = UnsafeMutableRawPointer(documents + room).bindMemory(
      to: Float.self, capacity: room)
    unsafe (slots, otherSlots) = unsafe (documents + 2 * room, documents + 3 * room)
    unsafe matches = documents + 4 * room
  }

  // Allocated by init.
  deinit { unsafe documents.deallocate() }

  /// Says how many there are, after they have been written.
  func setCount(_ newCount: Int) {
    precondition(newCount <= capacity)
    count = newCount
  }

  /// Repeats the last document behind the others, so that from each on there are 128, and scores of 0.
  func pad() {
    if count == 0 { return }
    // There is room for a block's number and four behind the count.
    let rest = UnsafeMutableRawPointer(unsafe documents + count)
    let last = unsafe SIMD4(repeating: documents[count - 1])
    for row in 0..<PostingsFormat.blockSize / 4 {
      unsafe rest.storeBytes(of: last, toByteOffset: 16 &* row, as: SIMD4<UInt32>.self)
    }
    unsafe UnsafeMutableRawPointer(scores + count).storeBytes(
      of: SIMD4(repeating: 0), as: SIMD4<Float>.self)
  }

  /// Keeps those whose score is above a limit.
  func keep(above limit: Float) {
    let threshold = ScoreThreshold(limit)
    if threshold.isNone { return }
    var kept = 0
    for start in stride(from: 0, to: count, by: 64) {
      // There is room for a block's number behind the count.
      let isAbove = unsafe threshold.word(scores + start)
      let isThere = start &+ 64 <= count ? .max : 1 &<< UInt64(count & 63) &- 1
      // What is written does not lie behind what was looked at.
      kept = unsafe take(documents, scores, isAbove & isThere, from: start, kept, withSlots: false)
    }
    count = kept
  }

  /// Takes the documents of a decoded block whose scores are above a limit, in place of all others.
  ///
  /// - Parameter newScores: a score for each of `range`, at the same index as the document.
  @unsafe
  func take(
    _ newDocuments: UnsafeMutablePointer<UInt32>, _ newScores: UnsafeMutablePointer<Float>,
    _ range: Range<Int>, above limit: Float
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= PostingsFormat.blockSize)
    let threshold = ScoreThreshold(limit)
    if threshold.isNone {
      unsafe scores.update(from: newScores + range.lowerBound, count: range.count)
      return unsafe take(newDocuments, range)
    }
    var kept = 0
    for start in stride(from: 0, to: PostingsFormat.blockSize, by: 64) {
      // A block has 128 documents and scores.
      var isAbove = unsafe threshold.word(newScores + start)
      // Those of the range.
      let low = min(max(range.lowerBound - start, 0), 64)
      let high = min(max(range.upperBound - start, 0), 64)
      isAbove &= (1 << UInt64(high) &- 1) & ~(1 << UInt64(low) &- 1)
      kept = unsafe take(newDocuments, newScores, isAbove, from: start, kept, withSlots: true)
    }
    count = kept
  }

  /// Appends those that bits stand for, four at a time, since how many there are is as good as random.
  ///
  /// - Returns: how many there are then.
  @unsafe @inline(__always)
  private func take(
    _ newDocuments: UnsafeMutablePointer<UInt32>, _ newScores: UnsafeMutablePointer<Float>,
    _ bits: UInt64, from start: Int, _ count: Int, withSlots: Bool
  ) -> Int {
    var bits = bits
    var index = count
    let count = count &+ bits.nonzeroBitCount
    repeat {
      for _ in 0..<4 {
        // The last place, if there is none left. There is room for more than are there.
        let place = start &+ (bits | 1 &<< 63).trailingZeroBitCount
        unsafe documents[index] = newDocuments[place]
        unsafe scores[index] = newScores[place]
        if withSlots { unsafe slots[index] = UInt32(truncatingIfNeeded: place) }
        bits &= bits &- 1
        index &+= 1
      }
    } while bits != 0
    return count
  }

  /// The same of all of some documents, without scores.
  @unsafe
  func take(_ newDocuments: UnsafeMutablePointer<UInt32>, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= PostingsFormat.blockSize)
    count = range.count
    // A block has 128 documents, and here is room for more.
    unsafe documents.update(from: newDocuments + range.lowerBound, count: count)
    let memory = UnsafeMutableRawPointer(unsafe slots)
    var four = SIMD4<UInt32>(0, 1, 2, 3) &+ UInt32(truncatingIfNeeded: range.lowerBound)
    for offset in stride(from: 0, to: 4 &* count, by: 16) {
      unsafe memory.storeBytes(of: four, toByteOffset: offset, as: SIMD4<UInt32>.self)
      four &+= 4
    }
  }

  /// Takes the documents of a decoded block, without scores, in place of all others.
  @unsafe
  func take(_ newDocuments: UnsafeMutablePointer<UInt32>, count newCount: Int) {
    precondition(newCount <= capacity)
    // A block has 128 documents, and here is room for more.
    unsafe documents.update(from: newDocuments, count: newCount)
    count = newCount
  }
}
