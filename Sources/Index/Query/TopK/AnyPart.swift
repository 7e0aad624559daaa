/// Any of several parts, as a part of a conjunction.
final class AnyPart: UnionPart {
  private let parts: [UnionPart]
  // Where each of them is.
  private var documents: [DocID]
  private var isStarted = false

  /// - Precondition: parts are in the order in which their scores add up.
  init(_ parts: [UnionPart]) {
    self.parts = parts
    documents = Array(repeating: DocID(rawValue: 0), count: parts.count)
  }

  override var cost: UInt64 { parts.reduce(0) { $0 + $1.cost } }

  override func candidate(from target: DocID) throws(IndexError) -> DocID {
    var first = DocID.end
    for (index, part) in parts.enumerated() {
      if !isStarted || documents[index] < target {
        documents[index] = try part.candidate(from: target)
      }
      first = min(first, documents[index])
    }
    isStarted = true
    return first
  }

  override func limit(of candidate: DocID) throws(IndexError) -> Float {
    var sum: Float = 0
    for (index, part) in parts.enumerated() where documents[index] == candidate {
      sum += try part.limit(of: candidate)
    }
    return sum
  }

  override func candidateScore(_ candidate: DocID) throws(IndexError) -> Float {
    var sum: Float = 0
    for (index, part) in parts.enumerated() where documents[index] == candidate {
      sum += try part.candidateScore(candidate)
    }
    return sum
  }
}
