/// A term of a phrase: which it is, and at which place it stands, counted from the phrase's first.
struct PhraseElement {
  var list: Int
  var offset: UInt32
}

/// How often a document holds a phrase.
///
/// Of two rare terms the one that the document has less often says where the phrase may begin; each
/// other term keeps those of the beginnings that it agrees with, the rarer first, and is read no
/// farther than the last of them. As soon as there are none left, nothing more is read.
@safe
final class PhraseReader {
  // Kept beside the addresses of their cursors, since an object is counted whenever it is touched.
  private let lists: [TermList]
  private let elements: UnsafeMutablePointer<Element>
  private let elementCount: Int
  private let starts = PositionBuffer()
  private let positions = PositionBuffer()
  private let marks = PositionMarks()

  /// An element, and the cursor of its list.
  @unsafe
  private struct Element {
    let cursor: UnsafeMutablePointer<PostingsCursor>
    let offset: UInt32
  }

  /// - Parameter elements: those of the rarest term first.
  /// - Precondition: each element has a list, and there is one.
  init(_ lists: [TermList], _ elements: [PhraseElement]) {
    precondition(!elements.isEmpty)
    self.lists = lists
    elementCount = elements.count
    unsafe self.elements = .allocate(capacity: elementCount)
    for (index, element) in elements.enumerated() {
      // As many as were allocated.
      unsafe (self.elements + index).initialize(
        to: unsafe Element(cursor: lists[element.list].postings, offset: element.offset))
    }
  }

  // Allocated by init.
  deinit { unsafe elements.deallocate() }

  /// Reads the positions of a document.
  ///
  /// - Precondition: it is in the block that each list has found and decoded. Documents ascend.
  func frequency(in document: DocID) throws(IndexError) -> UInt32 {
    let first = try rarest(in: document)
    let starts = starts
    try read(first, document, through: .max, into: starts)
    // Below the count.
    unsafe starts.subtract(elements[first].offset)
    for index in 0..<elementCount where index != first {
      guard let last = starts.last else { return 0 }
      // Below the count. Offsets and positions are less than 2^31.
      let offset = unsafe elements[index].offset
      try read(index, document, through: last &+ offset, into: positions)
      marks.keep(starts, standingIn: positions, offset: offset)
    }
    return UInt32(truncatingIfNeeded: starts.count)
  }

  /// Of the terms in fewest documents, which the document has less often. Of the others not even
  /// frequencies are decoded before they are needed.
  private func rarest(in document: DocID) throws(IndexError) -> Int {
    if elementCount == 1 { return 0 }
    // There are two elements.
    let (first, second) = unsafe (elements[0].cursor, elements[1].cursor)
    let (left, right) = unsafe (place(of: document, first), place(of: document, second))
    // Places in a block.
    let one = unsafe try first.pointee.decodedFrequencies()[left]
    let other = unsafe try second.pointee.decodedFrequencies()[right]
    return one <= other ? 0 : 1
  }

  @unsafe @inline(__always)
  private func place(
    of document: DocID, _ cursor: UnsafeMutablePointer<PostingsCursor>
  ) -> Int {
    // The cursor lives as long as the list.
    let place = unsafe BlockKernels.lowerBound(
      cursor.pointee.decodedDocuments, document.rawValue)
    precondition(place < PostingsFormat.blockSize)
    return place
  }

  @inline(__always)
  private func read(
    _ index: Int, _ document: DocID, through limit: UInt32, into output: PositionBuffer
  ) throws(IndexError) {
    // Below the count.
    let cursor = unsafe elements[index].cursor
    unsafe try cursor.pointee.readPositions(
      of: place(of: document, cursor), through: limit, into: output)
  }
}

/// Finds the beginnings of a phrase that a term agrees with, without a comparison whose outcome is as
/// good as random: beginnings are written into a table, and each position looks at its place there.
@safe
final class PositionMarks {
  /// Documents that are not longer have a place for each position.
  private static let size: UInt32 = 1024

  // A beginning below the number of the call that wrote it, so that nothing need be wiped out.
  private let marks: UnsafeMutablePointer<UInt64>
  private var callCount: UInt64 = 0

  init() {
    unsafe marks = .allocate(capacity: Int(Self.size))
    unsafe marks.initialize(repeating: 0, count: Int(Self.size))
  }

  // Allocated by init.
  deinit { unsafe marks.deallocate() }

  /// Keeps those of ascending beginnings that are among some ascending positions, less an offset.
  func keep(_ starts: PositionBuffer, standingIn positions: PositionBuffer, offset: UInt32) {
    guard let first = starts.first, let last = starts.last else { return }
    if last - first < Self.size {
      keepMarked(starts, positions, offset)
    } else {
      keepMerged(starts, positions, offset)
    }
  }

  private func keepMarked(_ starts: PositionBuffer, _ positions: PositionBuffer, _ offset: UInt32) {
    let mask = Self.size &- 1
    let marks = unsafe marks
    callCount &+= 1
    let tag = callCount &<< 32
    // No two beginnings share a mark, since they are less than the size apart.
    for index in 0..<starts.count {
      // Below the count and, masked, below the size.
      let start = unsafe starts.positions[index]
      unsafe marks[Int(start & mask)] = tag | UInt64(start)
    }
    var kept = 0
    for index in 0..<positions.count {
      // Below the count and, masked, below the size. There is room for one more than is kept.
      let start = unsafe positions.positions[index] &- offset
      let mark = unsafe marks[Int(start & mask)]
      unsafe starts.positions[kept] = start
      kept &+= mark == tag | UInt64(start) ? 1 : 0
    }
    starts.setCount(kept)
  }

  private func keepMerged(_ starts: PositionBuffer, _ positions: PositionBuffer, _ offset: UInt32) {
    var kept = 0
    var next = 0
    for index in 0..<positions.count {
      // Below the counts; `kept` is never ahead of `next`.
      let position = unsafe positions.positions[index]
      guard position >= offset else { continue }
      let start = position - offset
      while next < starts.count, unsafe starts.positions[next] < start { next += 1 }
      if next == starts.count { break }
      guard unsafe starts.positions[next] == start else { continue }
      unsafe starts.positions[kept] = start
      kept += 1
    }
    starts.setCount(kept)
  }
}
