/// A term of a phrase: which it is, and at which place it stands, counted from the phrase's first.
struct PhraseElement {
  var list: Int
  var offset: UInt32
}

/// How often documents hold a phrase.
///
/// Documents are collected as long as no list turns to another block, and then their positions are read
/// term by term. Those of the rarest term say where the phrase may begin; each other term keeps the
/// beginnings that it agrees with, and of each document is read no farther than the last of them. What
/// has none left is not read of any more.
@safe
final class PhraseReader {
  private let lists: [TermList]
  private let elements: UnsafeMutablePointer<Element>
  private let elementCount: Int
  private let memory: UnsafeMutablePointer<UInt32>
  // The documents that were collected; of those that are being read: which they are of the collected ones,
  // where they are in the block of a list, and how far they are read there.
  private let documents: UnsafeMutablePointer<UInt32>
  private let rows: UnsafeMutablePointer<UInt32>
  private let places: UnsafeMutablePointer<UInt32>
  private let limits: UnsafeMutablePointer<UInt32>
  // Of the documents that were collected, where they are in the blocks of the first two lists.
  private let leadPlaces: UnsafeMutablePointer<UInt32>
  private let otherPlaces: UnsafeMutablePointer<UInt32>
  /// How many documents have been collected.
  private(set) var count = 0
  private let starts = PositionPool()
  // Neither is a position, nor is the one the other.
  private let positions = PositionPool(padding: .max - 1)
  private let marks = PositionMarks()

  /// An element, and the cursor of its list, which lives as long as that.
  @unsafe
  private struct Element {
    let cursor: UnsafeMutablePointer<PostingsCursor>
    /// Where documents are in the list's block, if it is told.
    let places: UnsafeMutablePointer<UInt32>?
    let offset: UInt32
  }

  /// - Parameter order: the lists, the rarest first. Of the first two it is told where documents are.
  /// - Precondition: each element has a list, and there is one.
  init(_ lists: [TermList], _ elements: [PhraseElement], order: [Int]) {
    precondition(!elements.isEmpty)
    self.lists = lists
    elementCount = elements.count
    let capacity = PostingsFormat.blockSize
    unsafe memory = .allocate(capacity: 6 * capacity)
    unsafe (documents, rows) = unsafe (memory, memory + capacity)
    unsafe (places, limits) = unsafe (memory + 2 * capacity, memory + 3 * capacity)
    unsafe (leadPlaces, otherPlaces) = unsafe (memory + 4 * capacity, memory + 5 * capacity)
    unsafe self.elements = .allocate(capacity: elementCount)
    var index = 0
    for (rank, list) in order.enumerated() {
      let known = unsafe rank == 0 ? leadPlaces : rank == 1 ? otherPlaces : nil
      for element in elements where element.list == list {
        precondition(index < elementCount)
        // As many as were allocated.
        unsafe (self.elements + index).initialize(
          to: unsafe Element(
            cursor: lists[list].postings, places: known, offset: element.offset))
        index += 1
      }
    }
    precondition(index == elementCount)
  }

  deinit {
    // Allocated by init.
    unsafe elements.deallocate()
    unsafe memory.deallocate()
  }

  /// Collects a document.
  ///
  /// - Parameters:
  ///   - place: where it is in the block of the first list.
  ///   - otherPlace: the same of the second, if there is one.
  /// - Precondition: it is in the block that each list has found, behind those that were collected, which
  ///   are in the same blocks, and fewer than a block has.
  @inline(__always)
  func append(_ document: DocID, _ place: UInt32, _ otherPlace: UInt32) {
    precondition(count < PostingsFormat.blockSize)
    // Below the capacity.
    unsafe documents[count] = document.rawValue
    unsafe leadPlaces[count] = place
    unsafe otherPlaces[count] = otherPlace
    count &+= 1
  }

  /// Forgets all documents that were collected.
  func removeAll() { count = 0 }

  /// A document that was collected.
  func document(_ index: Int) -> DocID {
    precondition(index >= 0 && index < count)
    // Below the count.
    return DocID(rawValue: unsafe documents[index])
  }

  /// How often it holds the phrase, after reading.
  func frequency(_ index: Int) -> Int { starts.positionCount(index) }

  /// Reads the positions of the documents that were collected.
  func read() throws(IndexError) {
    // Below the counts: there is an element, and there are no more documents than a block has.
    for index in 0..<count {
      unsafe rows[index] = UInt32(truncatingIfNeeded: index)
      unsafe limits[index] = .max
    }
    try read(0, count, into: starts)
    let offset = unsafe elements[0].offset
    if offset > 0 { for row in 0..<count { subtract(offset, row) } }
    var rowCount = count
    for number in 1..<elementCount {
      let offset = unsafe elements[number].offset
      rowCount = selectRows(of: rowCount, offset: offset)
      if rowCount == 0 { return }
      try read(number, rowCount, into: positions)
      keepStarts(rowCount, offset: offset)
    }
  }

  /// Reads an element's positions of the documents whose rows and limits have been set.
  private func read(_ number: Int, _ rowCount: Int, into pool: PositionPool) throws(IndexError) {
    // Below the number of elements.
    let element = unsafe elements + number
    let cursor = unsafe element.pointee.cursor
    unsafe try cursor.pointee.enter(block: cursor.pointee.block)
    if let known = unsafe element.pointee.places {
      // Below the count; a row is one of the documents.
      for index in 0..<rowCount { unsafe places[index] = known[Int(rows[index])] }
    } else {
      let known = unsafe cursor.pointee.decodedDocuments
      for index in 0..<rowCount {
        // Below the count; a row is one of the documents, which the block has, so that the place is below
        // 128.
        unsafe places[index] = UInt32(
          truncatingIfNeeded: BlockKernels.lowerBound(known, documents[Int(rows[index])]))
      }
    }
    unsafe try cursor.pointee.readPositions(
      of: places, count: rowCount, through: limits, into: pool)
  }

  /// Keeps the beginnings that another element agrees with, whose positions have been read.
  private func keepStarts(_ rowCount: Int, offset: UInt32) {
    precondition(rowCount <= positions.count && starts.count == count)
    let marks = marks
    let (starts, positions) = unsafe (starts.unchecked, positions.unchecked)
    for index in 0..<rowCount {
      // Below the count; a row of the starts.
      let row = unsafe Int(rows[index])
      let kept = unsafe marks.keep(
        starts.positions(row), starts.positionCount(row), positions.positions(index),
        positions.positionCount(index), offset: offset)
      unsafe starts.setPositionCount(kept, row)
    }
  }

  /// Makes beginnings of the positions of the first element.
  private func subtract(_ offset: UInt32, _ row: Int) {
    let values = unsafe starts.positions(row)
    var kept = 0
    for index in 0..<starts.positionCount(row) {
      // Below the count; `kept` is never ahead.
      let position = unsafe values[index]
      unsafe values[kept] = position &- offset
      kept &+= position >= offset ? 1 : 0
    }
    starts.setPositionCount(kept, row)
  }

  /// Selects, of the documents whose rows are set, those that have beginnings left, and sets how far
  /// another element is read.
  ///
  /// - Returns: how many they are.
  private func selectRows(of rowCount: Int, offset: UInt32) -> Int {
    precondition(rowCount <= count && starts.count == count)
    let starts = unsafe starts.unchecked
    var selected = 0
    for index in 0..<rowCount {
      // Below the counts; `selected` is never ahead.
      let row = unsafe rows[index]
      let startCount = unsafe starts.positionCount(Int(row))
      // Behind a document's positions stand others. Positions and offsets are below 2^31.
      let last = unsafe starts.positions(Int(row))[max(0, startCount &- 1)]
      unsafe rows[selected] = row
      unsafe limits[selected] = last &+ offset
      selected &+= startCount > 0 ? 1 : 0
    }
    return selected
  }
}
