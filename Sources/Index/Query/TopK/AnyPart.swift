/// Any of several parts, as a part of a conjunction. What is read once is not asked for again, so no part
/// may give bounds.
final class AnyPart: UnionPart {
  private let parts: [UnionPart]
  private let window = SumWindow()
  private let found = ScoredDocuments()
  private let sums = CandidateBuffer(capacity: SumWindow.size)

  /// - Precondition: parts are in the order in which their scores add up, and their limits are scores.
  init(_ parts: [UnionPart]) {
    self.parts = parts
  }

  override var cost: UInt64 { parts.reduce(0) { $0 + $1.cost } }

  override func bound(from start: UInt32, to end: UInt32) throws(IndexError) -> Float {
    var sum: Float = 0
    for part in parts { sum += try part.bound(from: start, to: end) }
    return sum
  }

  override func nextDocument(from start: UInt32) throws(IndexError) -> UInt32 {
    var next = UInt32.max
    for part in parts { next = min(next, try part.nextDocument(from: start)) }
    return next
  }

  override func read(
    from start: UInt32, to end: UInt32, above limit: Float, into output: ScoredDocuments
  ) throws(IndexError) {
    window.begin(start, end)
    found.removeAll()
    for part in parts {
      let first = found.count
      try part.read(from: start, to: end, above: -.infinity, into: found)
      // All of them have just been found.
      unsafe window.add(found.documents, found.scores, first..<found.count)
    }
    window.drain(above: -1, into: sums)
    for index in 0..<sums.count {
      // Below the count.
      unsafe output.append(sums.documents[index], sums.scores[index])
    }
  }

  override func score(of document: DocID) throws(IndexError) -> Float {
    var sum: Float = 0
    for part in parts { sum += try part.score(of: document) }
    return sum
  }
}
