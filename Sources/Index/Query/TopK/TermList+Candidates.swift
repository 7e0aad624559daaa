/// Documents that may be among the best, looked up in a term's blocks.
///
/// Both ascend. So candidates are taken a block of the term at a time, and the block is decoded only if
/// its bound promises the best of them enough. Whether a document is in the block is as good as random, so
/// that it is not asked by a branch.
extension TermList {
  /// Keeps the candidates that hold the term and whose scores exceed the limit.
  ///
  /// - Parameter row: which of the rows gets the term's scores.
  func match(
    _ candidates: CandidateBuffer, _ rows: ScoreRows, _ row: Int, above limit: Float
  ) throws(IndexError) {
    let threshold = ScoreThreshold(limit)
    var kept = 0
    var index = 0
    while index < candidates.count {
      // Below the count.
      guard try seekBlock(unsafe candidates.documents[index]) else { break }
      let (end, highest) = candidates.stretch(from: index, through: blockLast)
      if threshold.isExceeded(by: highest + blockBound) != 0 {
        let found = try find(candidates, index..<end)
        if found > 0 {
          let frequencies = unsafe try frequencies()
          kept = unsafe score(candidates, found, frequencies, rows, row, threshold, kept)
        }
      }
      index = end
    }
    candidates.setCount(kept)
  }

  /// Adds the term's scores to those of the candidates found, and moves those whose sums exceed the limit to
  /// the front.
  ///
  /// - Parameters:
  ///   - found: how many were found in the block.
  ///   - frequencies: those of the block.
  ///   - kept: how many are at the front.
  /// - Returns: how many are there then.
  @unsafe @inline(__always)
  private func score(
    _ candidates: CandidateBuffer, _ found: Int, _ frequencies: UnsafeMutablePointer<UInt32>,
    _ rows: ScoreRows, _ row: Int, _ threshold: ScoreThreshold, _ kept: Int
  ) -> Int {
    var kept = kept
    for number in 0..<found {
      // Below the count; places are below 128, and `kept` is never ahead of the index.
      let (index, place) = unsafe candidates.match(number)
      let document = unsafe candidates.documents[index]
      let score = unsafe BM25.score(
        weight: weight, frequency: Float(Int32(bitPattern: frequencies[place])),
        inverseNorm: norms.unchecked(DocID(rawValue: document)))
      let slot = unsafe candidates.slots[index]
      rows.set(row, slot, score)
      let sum = unsafe candidates.scores[index] + score
      unsafe candidates.documents[kept] = document
      unsafe candidates.scores[kept] = sum
      unsafe candidates.slots[kept] = slot
      kept &+= threshold.isExceeded(by: sum)
    }
    return kept
  }

  /// Adds the term's scores to those of the candidates that hold it, and keeps those that exceed the limit
  /// then.
  func addScores(to candidates: CandidateBuffer, above limit: Float) throws(IndexError) {
    let threshold = ScoreThreshold(limit)
    var kept = 0
    var index = 0
    while index < candidates.count {
      // Below the count.
      guard try seekBlock(unsafe candidates.documents[index]) else { break }
      let (end, highest) = candidates.stretch(from: index, through: blockLast)
      if threshold.isExceeded(by: highest + blockBound) != 0 {
        let range = index..<end
        let lookup = unsafe try decodedLookup(ofMany: range.count)
        let frequencies = unsafe try frequencies()
        unsafe lookup.take(
          frequencies, of: candidates.documents + index, count: range.count,
          into: candidates.frequencies)
        candidates.addScores(range, weight: weight, norms)
        kept = candidates.move(range, to: kept, threshold)
      }
      index = end
    }
    // Behind the term's last document.
    kept = candidates.move(index..<candidates.count, to: kept, threshold)
    candidates.setCount(kept)
  }

  /// Finds candidates in the block that was found.
  ///
  /// - Parameter range: 128 candidates at most, that lie in no other block.
  /// - Returns: how many are there; see ``CandidateBuffer/match(_:)``.
  @inline(__always)
  func find(_ candidates: CandidateBuffer, _ range: Range<Int>) throws(IndexError) -> Int {
    let lookup = unsafe try lookup(ofMany: range.count)
    return unsafe lookup.find(candidates.documents, range, into: candidates.matches)
  }
}

extension CandidateBuffer {
  /// The end of the candidates from `start` on that do not lie behind a document.
  ///
  /// - Precondition: there is a candidate at `start`, which does not.
  @inline(__always)
  func end(from start: Int, through last: UInt32) -> Int {
    var end = start + 1
    // Below the count.
    while unsafe end &+ 4 <= count && documents[end &+ 3] <= last { end &+= 4 }
    while unsafe end < count && documents[end] <= last { end &+= 1 }
    return end
  }

  /// The end of the candidates from `start` on that do not lie behind a document, 128 of them at
  /// most, and the highest of their scores.
  ///
  /// - Precondition: there is a candidate at `start`.
  @inline(__always)
  func stretch(from start: Int, through last: UInt32) -> (end: Int, highest: Float) {
    let limit = min(count, start + PostingsFormat.blockSize)
    var end = start
    var four = SIMD4<Float>(repeating: 0)
    let memory = UnsafeMutableRawPointer(unsafe scores)
    // Below the count.
    while unsafe end &+ 4 <= limit && documents[end &+ 3] <= last {
      let next = unsafe memory.loadUnaligned(fromByteOffset: 4 &* end, as: SIMD4<Float>.self)
      four.replace(with: next, where: next .> four)
      end &+= 4
    }
    var highest = max(four[0], four[1], four[2], four[3])
    while unsafe end < limit && documents[end] <= last {
      highest = unsafe max(highest, scores[end])
      end &+= 1
    }
    return (max(end, start + 1), highest)
  }

  /// Which candidate was found, and at which place of the block, which is below 128.
  ///
  /// - Precondition: more have been found.
  @unsafe @inline(__always)
  func match(_ number: Int) -> (index: Int, place: Int) {
    let match = unsafe Int(matches[number])
    return (match &>> 7, match & 127)
  }

  /// Adds the scores of a term to those of candidates whose frequencies have been taken.
  @inline(__always)
  fileprivate func addScores(_ range: Range<Int>, weight: Float, _ norms: Norms) {
    // 128 at most.
    unsafe norms.gather(documents + range.lowerBound, 0..<range.count, into: inverses)
    // Behind the last one nothing is added.
    unsafe UnsafeMutableRawPointer(frequencies + range.count).storeBytes(
      of: SIMD4(repeating: 0), as: SIMD4<UInt32>.self)
    let counts = UnsafeMutableRawPointer(unsafe frequencies)
    let inverses = UnsafeMutableRawPointer(unsafe inverses)
    let sums = UnsafeMutableRawPointer(unsafe scores + range.lowerBound)
    let one = SIMD4<Float>(repeating: 1)
    let weights = SIMD4<Float>(repeating: weight)
    for offset in stride(from: 0, to: 4 &* range.count, by: 16) {
      // 128 at most, and three more.
      let count = unsafe counts.loadUnaligned(fromByteOffset: offset, as: SIMD4<Int32>.self)
      let inverse = unsafe inverses.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
      let sum = unsafe sums.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
      // What is taken away is less than 0, or 0 where nothing is added, which leaves even -0 as it is.
      let less = weights / (one + SIMD4<Float>(count) * inverse) - weights
      unsafe sums.storeBytes(of: sum - less, toByteOffset: offset, as: SIMD4<Float>.self)
    }
  }

  /// Moves candidates whose scores exceed a limit.
  ///
  /// - Parameter target: not behind the range.
  /// - Returns: the end of what has been moved.
  @inline(__always)
  func move(_ range: Range<Int>, to target: Int, _ threshold: ScoreThreshold) -> Int {
    var kept = target
    for index in range {
      // Below the count; `kept` is never ahead.
      let score = unsafe scores[index]
      unsafe documents[kept] = documents[index]
      unsafe scores[kept] = score
      kept &+= threshold.isExceeded(by: score)
    }
    return kept
  }
}
