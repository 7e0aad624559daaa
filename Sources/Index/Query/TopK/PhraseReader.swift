/// A term of a phrase: which it is, and at which place it stands, counted from the phrase's first.
struct PhraseElement {
  var list: Int
  var offset: UInt32
}

/// How often a document holds a phrase.
///
/// The term that the document has least often says where the phrase may begin; each other term keeps
/// those of the beginnings that it agrees with, and is read no farther than the last of them. As soon
/// as there are none left, nothing more is read.
@safe
final class PhraseReader {
  // Kept beside the addresses of their cursors, since an object is counted whenever it is touched.
  private let lists: [TermList]
  private let elements: UnsafeMutablePointer<Element>
  private let elementCount: Int
  private let starts = PositionBuffer()
  private let positions = PositionBuffer()
  private let marks = PositionMarks()

  /// An element, and where its list has the document.
  @unsafe
  private struct Element {
    let cursor: UnsafeMutablePointer<PostingsCursor>
    let offset: UInt32
    var place = 0
  }

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
    let first = try findPlaces(of: document)
    let starts = starts
    try read(first, through: .max, into: starts)
    // Below the count.
    unsafe starts.subtract(elements[first].offset)
    for index in 0..<elementCount where index != first {
      guard let last = starts.last else { return 0 }
      // Below the count. Offsets and positions are less than 2^31.
      let offset = unsafe elements[index].offset
      try read(index, through: last &+ offset, into: positions)
      marks.keep(starts, standingIn: positions, offset: offset)
    }
    return UInt32(truncatingIfNeeded: starts.count)
  }

  /// Returns the element that the document has least often.
  private func findPlaces(of document: DocID) throws(IndexError) -> Int {
    var first = 0
    var fewest = UInt32.max
    for index in 0..<elementCount {
      // Below the count.
      let cursor = unsafe elements[index].cursor
      let place = unsafe BlockKernels.lowerBound(
        cursor.pointee.decodedDocuments, document.rawValue)
      precondition(place < PostingsFormat.blockSize)
      unsafe elements[index].place = place
      // A place in a block.
      let frequency = unsafe try cursor.pointee.decodedFrequencies()[place]
      if frequency < fewest { (first, fewest) = (index, frequency) }
    }
    return first
  }

  @inline(__always)
  private func read(
    _ index: Int, through limit: UInt32, into output: PositionBuffer
  ) throws(IndexError) {
    // Below the count.
    let element = unsafe elements[index]
    unsafe try element.cursor.pointee.readPositions(
      of: element.place, through: limit, into: output)
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
