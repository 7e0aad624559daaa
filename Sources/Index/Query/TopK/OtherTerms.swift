/// The terms of a conjunction that do not lead it: whether all of them hold a document.
///
/// Documents ascend, and many are asked for in one block of a term. So what is known of the block that was
/// found is kept beside the list, whose object need not be touched before a document lies behind it.
@safe
final class OtherTerms {
  private let lists: [TermList]
  private let count: Int
  private let weight: Float
  private let norms: Norms
  private let blocks: UnsafeMutablePointer<FoundBlock>

  /// A block of a list, and as much of it as has been asked for.
  @unsafe
  private struct FoundBlock {
    /// Its last document; -1 if none has been found.
    var last: Int64
    var bound: Float
    var lookup: BlockLookup?
    var frequencies: UnsafeMutablePointer<UInt32>?
  }

  /// Whether the terms hold a document.
  enum Holding {
    case hold
    /// Or one of them not often enough.
    case holdNot
    /// One of them holds no later document either.
    case areFinished
  }

  /// - Parameters:
  ///   - lists: in the order in which they are asked.
  ///   - lead: a leading term. All have its weight, and its norms.
  init(_ lists: [TermList], lead: TermList) {
    self.lists = lists
    count = lists.count
    (weight, norms) = (lead.weight, lead.norms)
    unsafe blocks = .allocate(capacity: lists.count)
    for index in lists.indices {
      // As many as were allocated.
      unsafe (blocks + index).initialize(to: unsafe FoundBlock(last: -1, bound: 0))
    }
  }

  // Allocated by init; nothing in a block is counted.
  deinit { unsafe blocks.deallocate() }

  /// Whether a term has to turn to another block before it is known whether it holds a document.
  ///
  /// - Precondition: a document has been asked for that all terms hold.
  @inline(__always)
  func turn(for document: DocID) -> Bool {
    for index in 0..<count {
      // As many as there are lists.
      if unsafe Int64(document.rawValue) > blocks[index].last { return true }
    }
    return false
  }

  /// Whether each term holds a document and would score above a limit if that were all there is to it.
  /// If they do, it is in the block that each list has found.
  ///
  /// - Precondition: it is not less than any document asked for before.
  @inline(__always)
  func hold(_ document: DocID, above limit: Float) throws(IndexError) -> Holding {
    for index in 0..<count {
      // As many as there are lists.
      if unsafe Int64(document.rawValue) > blocks[index].last {
        let isOpen = try turn(index, to: document, above: limit)
        if isOpen != .hold { return isOpen }
      }
      if limit > -.infinity {
        guard try score(index, document, above: limit) else { return .holdNot }
      } else if unsafe blocks[index].lookup?.holds(document.rawValue) != 1 {
        return .holdNot
      }
    }
    return .hold
  }

  /// Finds the block of a list that may hold a document, and makes it ready, unless its bound does not exceed
  /// the limit.
  private func turn(
    _ index: Int, to document: DocID, above limit: Float
  ) throws(IndexError) -> Holding {
    let list = lists[index]
    guard try list.seekBlock(document.rawValue) else { return .areFinished }
    // Whether there is anything to look at in the next block is seen first.
    if limit > -.infinity, list.blockBound <= limit { return .holdNot }
    // As many as there are lists.
    unsafe blocks[index] = unsafe FoundBlock(
      last: Int64(list.blockLast), bound: list.blockBound, lookup: try list.lookup(ofMany: 1))
    return .hold
  }

  /// Whether a term holds a document of the block that was found, and scores above a limit.
  private func score(
    _ index: Int, _ document: DocID, above limit: Float
  ) throws(IndexError) -> Bool {
    // As many as there are lists.
    let block = unsafe blocks + index
    if unsafe block.pointee.bound <= limit { return false }
    guard let (place, isThere) = unsafe block.pointee.lookup?.find(document.rawValue),
      isThere == 1
    else { return false }
    if unsafe block.pointee.frequencies == nil {
      unsafe block.pointee.frequencies = try lists[index].frequencies()
    }
    guard let frequencies = unsafe block.pointee.frequencies else { return false }
    // A place in the block; the document is below the segment's count.
    let score = unsafe BM25.score(
      weight: weight, frequency: Float(frequencies[place]), inverseNorm: norms.unchecked(document))
    return score > limit
  }
}
