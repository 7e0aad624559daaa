/// A term of a phrase: which it is, and at which place it stands, counted from the phrase's first.
struct PhraseElement {
  var list: Int
  var offset: UInt32
  /// Whether a pair that it makes with a neighbour is among the lists.
  var isPaired = false
}

/// How often documents hold a phrase.
///
/// The positions of many documents are read term by term. Those of the rarest term say where the phrase may
/// begin; each other term keeps the beginnings that it agrees with, and of each document is read no
/// farther than the last of them. What has none left is not read of any more: few documents are, of the
/// third term and those that follow, and so their blocks are looked for only then.
@safe
final class PhraseReader {
  private let lists: [TermList]
  private let elements: UnsafeMutablePointer<Element>
  private let elementCount: Int
  private let memory: UnsafeMutablePointer<UInt32>
  // The documents, as many as are counted.
  private let documents: UnsafeMutablePointer<UInt32>
  // Of the documents that are being read, which they are of all, and how far they are read; the same of those
  // in one block of a list, and where they are in it.
  private let rows: UnsafeMutablePointer<UInt32>
  private let limits: UnsafeMutablePointer<UInt32>
  private let blockRows: UnsafeMutablePointer<UInt32>
  private let blockLimits: UnsafeMutablePointer<UInt32>
  private let places: UnsafeMutablePointer<UInt32>
  // Where the documents are in the blocks of the first two lists.
  private let leadPlaces: UnsafeMutablePointer<UInt32>
  private let otherPlaces: UnsafeMutablePointer<UInt32>
  /// How many documents have been read.
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
    unsafe memory = .allocate(capacity: 8 * capacity)
    unsafe (documents, places) = unsafe (memory, memory + capacity)
    unsafe (rows, limits) = unsafe (memory + 2 * capacity, memory + 3 * capacity)
    unsafe (blockRows, blockLimits) = unsafe (memory + 4 * capacity, memory + 5 * capacity)
    unsafe (leadPlaces, otherPlaces) = unsafe (memory + 6 * capacity, memory + 7 * capacity)
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

  /// A document whose positions have been read.
  func document(_ index: Int) -> DocID {
    precondition(index >= 0 && index < count)
    // Below the count.
    return DocID(rawValue: unsafe documents[index])
  }

  /// How often it holds the phrase.
  func frequency(_ index: Int) -> Int { starts.positionCount(index) }

  /// Reads the positions of some documents, as far as they say how often each holds the phrase: of as many as
  /// can be read at once, which ``count`` says.
  ///
  /// - Parameters:
  ///   - candidates: the documents and their places in the blocks that the first two lists have found.
  ///   - range: those that are left, at most as many as a block has, and one at least.
  /// - Returns: the first that has not been looked at.
  func read(_ candidates: CandidateBuffer, _ range: Range<Int>) throws(IndexError) -> Int {
    precondition(!range.isEmpty && range.count <= PostingsFormat.blockSize)
    let end = try readFirst(candidates, range)
    if count == 0 { return end }
    var rowCount = count
    for index in 0..<rowCount {
      // Below the count.
      unsafe rows[index] = UInt32(truncatingIfNeeded: index)
    }
    for number in 1..<elementCount {
      // Below the number of elements.
      let offset = unsafe elements[number].offset
      rowCount = selectRows(of: rowCount, offset: offset)
      if rowCount == 0 { break }
      if let known = unsafe elements[number].places {
        for index in 0..<rowCount { unsafe places[index] = known[Int(rows[index])] }
        unsafe try readPositions(number, rowCount, through: limits, into: positions)
        unsafe keepStarts(rows, rowCount, offset: offset)
      } else {
        try keepStarts(of: number, rowCount)
      }
    }
    return end
  }

  /// Reads the positions of the first element, which are where the phrase may begin.
  private func readFirst(
    _ candidates: CandidateBuffer, _ range: Range<Int>
  ) throws(IndexError) -> Int {
    var end = range.upperBound
    // There is an element. No more documents are taken than a block has.
    if let known = unsafe elements[0].places {
      count = range.count
      take(candidates, range, 0)
      unsafe places.update(from: known, count: count)
    } else {
      // The leading lists are pairs. The first element has blocks of its own, and most of the documents.
      end = try takeBlock(candidates, range)
    }
    if count == 0 { return end }
    for index in 0..<count { unsafe limits[index] = .max }
    unsafe try readPositions(0, count, through: limits, into: starts)
    let offset = unsafe elements[0].offset
    if offset > 0 { for row in 0..<count { subtract(offset, row) } }
    return end
  }

  /// Takes documents.
  private func take(_ candidates: CandidateBuffer, _ range: Range<Int>, _ start: Int) {
    let first = range.lowerBound
    // As many as a block has, and as there are candidates.
    precondition(start + range.count <= PostingsFormat.blockSize)
    precondition(first >= 0 && range.upperBound <= candidates.capacity)
    unsafe (documents + start).update(from: candidates.documents + first, count: range.count)
    unsafe (leadPlaces + start).update(from: candidates.slots + first, count: range.count)
    unsafe (otherPlaces + start).update(from: candidates.otherSlots + first, count: range.count)
  }

  /// Takes those documents that are in the first element's block that may hold the first of them, with their
  /// places in it.
  ///
  /// - Returns: the first candidate behind the block.
  private func takeBlock(
    _ candidates: CandidateBuffer, _ range: Range<Int>
  ) throws(IndexError) -> Int {
    count = 0
    // There is an element, and one candidate at least.
    let cursor = unsafe elements[0].cursor
    guard unsafe try cursor.pointee.enter(blockOf: candidates.documents[range.lowerBound]) else {
      return range.upperBound
    }
    var index = range.lowerBound
    while index < range.upperBound {
      let document = unsafe candidates.documents[index]
      let (place, isInBlock) = unsafe cursor.pointee.place(of: document)
      // Of the first one this is the block, whatever it holds.
      if !isInBlock, index > range.lowerBound { break }
      if let place {
        take(candidates, index..<index + 1, count)
        unsafe places[count] = UInt32(truncatingIfNeeded: place)
        count += 1
      }
      index += 1
    }
    return index
  }

  /// Reads an element's positions of so many documents, whose places in its block have been set.
  private func readPositions(
    _ number: Int, _ rowCount: Int, through limits: UnsafeMutablePointer<UInt32>,
    into pool: PositionPool
  ) throws(IndexError) {
    // Below the number of elements.
    let cursor = unsafe elements[number].cursor
    unsafe try cursor.pointee.enter(block: cursor.pointee.block)
    unsafe try cursor.pointee.readPositions(
      of: places, count: rowCount, through: limits, into: pool)
  }

  /// Keeps the beginnings that an element agrees with whose blocks have to be looked for.
  private func keepStarts(of number: Int, _ rowCount: Int) throws(IndexError) {
    // Below the number of elements.
    let (cursor, offset) = unsafe (elements[number].cursor, elements[number].offset)
    var index = 0
    while index < rowCount {
      // Below the count; a row is one of the documents.
      let hasBlock = unsafe try cursor.pointee.enter(blockOf: documents[Int(rows[index])])
      let first = index
      var blockCount = 0
      while index < rowCount {
        let row = unsafe rows[index]
        let (place, isInBlock) =
          unsafe hasBlock ? cursor.pointee.place(of: documents[Int(row)]) : (nil, true)
        // Of the first one this is the block, whatever it holds.
        if !isInBlock, index > first { break }
        if let place {
          unsafe blockRows[blockCount] = row
          unsafe blockLimits[blockCount] = limits[index]
          unsafe places[blockCount] = UInt32(truncatingIfNeeded: place)
          blockCount += 1
        } else {
          starts.setPositionCount(0, Int(row))
        }
        index += 1
      }
      if blockCount == 0 { continue }
      unsafe try readPositions(number, blockCount, through: blockLimits, into: positions)
      unsafe keepStarts(blockRows, blockCount, offset: offset)
    }
  }

  /// Keeps the beginnings of some documents that another element agrees with, whose positions have been
  /// read.
  @unsafe
  private func keepStarts(_ rows: UnsafeMutablePointer<UInt32>, _ rowCount: Int, offset: UInt32) {
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
