/// Documents that may be among the best, looked up in a term's blocks.
///
/// Both ascend. So candidates are taken a block of the term at a time. Whether its bound promises the best of
/// them enough is not asked: it nearly always does. Whether a document is in the block is as good as
/// random, so that it is not asked by a branch.
extension TermList {
  /// Keeps the candidates that hold the term and whose scores exceed the limit.
  ///
  /// - Parameter row: which of the rows gets the term's scores.
  func match(
    _ candidates: CandidateBuffer, _ rows: ScoreRows, _ row: Int, above limit: Float
  ) throws(IndexError) {
    let threshold = ScoreThreshold(limit)
    candidates.pad()
    var kept = 0
    var index = 0
    while index < candidates.count {
      // Below the count.
      guard try seekBlock(unsafe candidates.documents[index]) else { break }
      let end = candidates.end(from: index, through: blockLast)
      let found = try find(candidates, index..<end)
      if found > 0 {
        let frequencies = unsafe try frequencies()
        kept = unsafe score(candidates, found, frequencies, rows, row, threshold, kept)
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
    candidates.pad()
    var index = 0
    while index < candidates.count {
      // Below the count.
      guard try seekBlock(unsafe candidates.documents[index]) else { break }
      let end = candidates.end(from: index, through: blockLast)
      let lookup = unsafe try decodedLookup(ofMany: end - index)
      let frequencies = unsafe try frequencies()
      unsafe lookup.addScores(
        weight, frequencies, norms, to: candidates.scores + index,
        of: candidates.documents + index, count: end - index)
      index = end
    }
    candidates.keep(above: limit)
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
  /// The end of the candidates from `start` on that do not lie behind a document, 128 of them at most.
  ///
  /// - Precondition: there is a candidate at `start`, which does not; they have been padded.
  @inline(__always)
  func end(from start: Int, through last: UInt32) -> Int {
    if last == .max { return min(count, start + PostingsFormat.blockSize) }
    // So many there are from each on.
    return min(count, unsafe start + BlockKernels.lowerBound(documents + start, last + 1))
  }

  /// Which candidate was found, and at which place of the block, which is below 128.
  ///
  /// - Precondition: more have been found.
  @unsafe @inline(__always)
  func match(_ number: Int) -> (index: Int, place: Int) {
    let match = unsafe Int(matches[number])
    return (match &>> 7, match & 127)
  }
}

extension BlockLookup {
  /// Adds the scores of a term to those of documents that are there.
  ///
  /// - Parameters:
  ///   - frequencies: those of the block.
  ///   - scores: the scores of the documents.
  ///   - documents: they are below the segment's count; so are three more, which are not asked for.
  @inline(__always)
  fileprivate func addScores(
    _ weight: Float, _ frequencies: UnsafeMutablePointer<UInt32>, _ norms: Norms,
    to scores: UnsafeMutablePointer<Float>, of documents: UnsafeMutablePointer<UInt32>, count: Int
  ) {
    unsafe norms.withTables { norms in
      let sum = unsafe ScoreSum(
        weight: weight, frequencies: frequencies, norms: norms, scores: scores,
        documents: documents, count: count)
      switch unsafe self {
      case .documents(let finder): unsafe sum.add(finder)
      case .table(let finder): unsafe sum.add(finder)
      case .wideTable(let finder): unsafe sum.add(finder)
      case .bits(let finder): unsafe sum.add(finder)
      }
    }
  }
}

/// What is needed to add a term's scores to those of many documents.
@unsafe
private struct ScoreSum {
  let weight: Float
  let frequencies: UnsafeMutablePointer<UInt32>
  let norms: NormTables
  let scores: UnsafeMutablePointer<Float>
  let documents: UnsafeMutablePointer<UInt32>
  let count: Int

  /// Adds four at a time, and up to three more than there are.
  @inline(never)
  func add(_ finder: some DocumentFinder) {
    let one = SIMD4<Float>(repeating: 1)
    let weights = unsafe SIMD4<Float>(repeating: weight)
    for index in unsafe stride(from: 0, to: count, by: 4) {
      let four = unsafe documents + index
      let counts = unsafe SIMD4(
        frequency(four[0], finder), frequency(four[1], finder), frequency(four[2], finder),
        frequency(four[3], finder))
      let inverses = unsafe SIMD4(
        norms[four[0]], norms[four[1]], norms[four[2]], norms[four[3]])
      let added = weights - weights / (one + SIMD4<Float>(counts) * inverses)
      let memory = UnsafeMutableRawPointer(unsafe scores + index)
      let sum = unsafe memory.loadUnaligned(as: SIMD4<Float>.self)
      // Adding a score of 0 makes 0 of -0, which nothing has been added to.
      unsafe memory.storeBytes(
        of: sum.replacing(with: sum + added, where: counts .!= 0), as: SIMD4<Float>.self)
    }
  }

  /// 0 if the document is not there.
  @inline(__always)
  private func frequency(_ document: UInt32, _ finder: some DocumentFinder) -> Int32 {
    let (place, isThere) = finder.find(document)
    // Places are below 128.
    return unsafe Int32(bitPattern: frequencies[place]) & Int32(truncatingIfNeeded: 0 &- isThere)
  }
}
