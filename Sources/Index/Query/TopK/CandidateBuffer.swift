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
  /// Where a block's scores are added: frequencies and norms.
  let frequencies: UnsafeMutablePointer<UInt32>
  let inverses: UnsafeMutablePointer<Float>
  private(set) var count = 0

  /// - Parameter capacity: as many documents as a window or a block has.
  init(capacity: Int) {
    self.capacity = capacity
    // What is appended is written before it is known to be wanted, so that there is room for more.
    let room = capacity + SumWindow.chunkSize
    // Four more are computed than there are.
    let blockRoom = PostingsFormat.blockSize + 4
    unsafe documents = .allocate(capacity: 4 * room + 3 * blockRoom)
    unsafe matches = documents + 4 * room
    unsafe frequencies = matches + blockRoom
    unsafe inverses = UnsafeMutableRawPointer(frequencies + blockRoom).bindMemory(
      to: Float.self, capacity: blockRoom)
    unsafe inverses.initialize(repeating: 0, count: blockRoom)
    unsafe scores = UnsafeMutableRawPointer(documents + room).bindMemory(
      to: Float.self, capacity: room)
    unsafe (slots, otherSlots) = unsafe (documents + 2 * room, documents + 3 * room)
  }

  // Allocated by init.
  deinit { unsafe documents.deallocate() }

  /// Says how many there are, after they have been written.
  func setCount(_ newCount: Int) {
    precondition(newCount <= capacity)
    count = newCount
  }

  /// Keeps those whose score is above a limit.
  func keep(above limit: Float) {
    count = move(0..<count, to: 0, ScoreThreshold(limit))
  }

  /// Takes the documents of a decoded block whose scores are above a limit, in place of all others.
  ///
  /// - Parameter newScores: a score for each of `range`, at the same index as the document.
  @unsafe
  func take(
    _ newDocuments: UnsafeMutablePointer<UInt32>, _ newScores: UnsafeMutablePointer<Float>,
    _ range: Range<Int>, above limit: Float
  ) {
    precondition(range.lowerBound >= 0 && range.count <= capacity)
    let threshold = ScoreThreshold(limit)
    var kept = 0
    for index in range {
      // A block has 128 documents, and here is room for more.
      let score = unsafe newScores[index]
      unsafe documents[kept] = newDocuments[index]
      unsafe scores[kept] = score
      unsafe slots[kept] = UInt32(truncatingIfNeeded: index)
      kept &+= threshold.isExceeded(by: score)
    }
    count = kept
  }

  /// The same of all of some documents, without scores.
  @unsafe
  func take(_ newDocuments: UnsafeMutablePointer<UInt32>, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.count <= capacity)
    for (kept, index) in range.enumerated() {
      // A block has 128 documents, and here is room for more.
      unsafe documents[kept] = newDocuments[index]
      unsafe slots[kept] = UInt32(truncatingIfNeeded: index)
    }
    count = range.count
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
