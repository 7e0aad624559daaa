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
  private let readers: UnsafeMutablePointer<ListReader>
  private let elements: UnsafeMutablePointer<Element>
  private let elementCount: Int
  private let starts = PositionBuffer()
  private let positions = PositionBuffer()
  private let marks = PositionMarks()

  /// An element, and the reader of its list.
  @unsafe
  private struct Element {
    let reader: UnsafeMutablePointer<ListReader>
    let offset: UInt32
  }

  /// - Parameter elements: those of the rarest term first.
  /// - Precondition: each element has a list, and there is one.
  init(_ lists: [TermList], _ elements: [PhraseElement]) {
    precondition(!elements.isEmpty)
    self.lists = lists
    elementCount = elements.count
    unsafe readers = .allocate(capacity: lists.count)
    for (index, list) in lists.enumerated() {
      // As many as were allocated.
      unsafe (readers + index).initialize(to: unsafe ListReader(list.postings))
    }
    unsafe self.elements = .allocate(capacity: elementCount)
    for (index, element) in elements.enumerated() {
      precondition(element.list < lists.count)
      // As many as were allocated.
      unsafe (self.elements + index).initialize(
        to: unsafe Element(reader: readers + element.list, offset: element.offset))
    }
  }

  deinit {
    // Allocated by init.
    for index in lists.indices { unsafe readers[index].block.deallocate() }
    unsafe readers.deallocate()
    unsafe elements.deallocate()
  }

  /// Reads the positions of a document.
  ///
  /// - Precondition: it is in the block that each list has found. Documents ascend.
  func frequency(in document: DocID) throws(IndexError) -> UInt32 {
    let first = try rarest(in: document)
    let starts = starts
    // Below the count.
    let element = unsafe elements[first]
    let found = unsafe try element.reader.pointee.read(document, through: .max, starts)
    unsafe starts.set(found.start, count: found.count, minus: element.offset)
    for index in 0..<elementCount where index != first {
      guard let last = starts.last else { return 0 }
      // Below the count. Offsets and positions are less than 2^31.
      let element = unsafe elements[index]
      let found = unsafe try element.reader.pointee.read(
        document, through: last &+ element.offset, positions)
      unsafe marks.keep(starts, found.start, found.count, offset: element.offset)
    }
    return UInt32(truncatingIfNeeded: starts.count)
  }

  /// Of the terms in fewest documents, which the document has less often. Of the others not even
  /// frequencies are decoded before they are needed.
  private func rarest(in document: DocID) throws(IndexError) -> Int {
    if elementCount == 1 { return 0 }
    // There are two elements.
    let one = unsafe try elements[0].reader.pointee.frequency(in: document)
    let other = unsafe try elements[1].reader.pointee.frequency(in: document)
    return one <= other ? 0 : 1
  }
}

/// Reads the positions of one term: a document's, or where many documents of a block are asked for all of
/// the block's.
@unsafe
private struct ListReader {
  // It lives as long as the list.
  let cursor: UnsafeMutablePointer<PostingsCursor>
  var block = BlockPositions()
  /// The block that documents were last asked for, how many of it were, and how often all of its
  /// documents have the term.
  private var askedBlock = -1
  private var askedCount = 0
  private var blockFrequency = 0
  // The document asked for last, and its place.
  private var document = DocID.end
  private var place = 0

  /// A document's positions, found and passed over one by one, take as long as so many of a block's.
  private static let costOfOne = 48
  /// And to begin with all of a block, as long as so many more.
  private static let costOfBlock = 160
  /// Documents that are asked for one by one, to see how many will be.
  private static let trialCount = 2

  init(_ cursor: UnsafeMutablePointer<PostingsCursor>) {
    unsafe self.cursor = unsafe cursor
  }

  /// Where a document is in the block that was found, which has it.
  @inline(__always)
  private mutating func find(_ document: DocID) throws(IndexError) {
    if unsafe document == self.document { return }
    let number = unsafe cursor.pointee.block
    let found = unsafe try cursor.pointee.lookup(inBlock: number).place(of: document.rawValue)
    precondition(found < PostingsFormat.blockSize)
    unsafe self.document = document
    unsafe place = found
  }

  /// How often a document of the block that was found has the term.
  mutating func frequency(in document: DocID) throws(IndexError) -> UInt32 {
    unsafe try find(document)
    // Below the size of a block.
    return unsafe try cursor.pointee.decodedFrequencies()[place]
  }

  /// The positions of a document of the block that was found, as far as they do not exceed a limit, or all.
  ///
  /// - Parameter buffer: memory for them; they may lie elsewhere. They live until the next call.
  mutating func read(
    _ document: DocID, through limit: UInt32, _ buffer: PositionBuffer
  ) throws(IndexError) -> (start: UnsafeMutablePointer<UInt32>, count: Int) {
    unsafe try find(document)
    let current = unsafe cursor.pointee.block
    if unsafe block.block == current { return unsafe block.of(place) }
    if unsafe askedBlock != current {
      unsafe (askedBlock, askedCount) = (current, 0)
      // Where positions are depends on the documents before.
      unsafe try cursor.pointee.enter(block: current)
    }
    unsafe askedCount += 1
    if unsafe askedCount == Self.trialCount {
      unsafe blockFrequency = try cursor.pointee.blockFrequency()
    }
    if unsafe askedCount > Self.trialCount, unsafe isWorthReadingAll {
      unsafe try cursor.pointee.readBlockPositions(into: &block)
      return unsafe block.of(place)
    }
    unsafe try cursor.pointee.readPositions(of: place, through: limit, into: buffer)
    return unsafe (buffer.positions, buffer.count)
  }

  /// Whether the rest of the block's documents will take longer one by one, if as many of them are asked
  /// for as of those before.
  private var isWorthReadingAll: Bool {
    let count = unsafe cursor.pointee.blockCount
    let expected = unsafe askedCount * (count - place) / (place + 1)
    return unsafe blockFrequency + Self.costOfBlock <= expected * Self.costOfOne
  }
}

/// Finds the beginnings of a phrase that a term agrees with, without a comparison whose outcome is as
/// good as random: beginnings are written into a table, and each position looks at its place there.
@safe
final class PositionMarks {
  /// So few beginnings are each looked for among the positions.
  private static let fewCount = 4
  /// Documents that are not longer have a place for each position.
  private static let size: UInt32 = 1024

  // A beginning below the number of the call that wrote it, so that nothing need be wiped out.
  private var marks: UnsafeMutablePointer<UInt64>?
  private var callCount: UInt64 = 0

  // Allocated by makeMarks.
  deinit { unsafe marks?.deallocate() }

  /// The table, which few queries need.
  private func makeMarks() -> UnsafeMutablePointer<UInt64> {
    if let marks = unsafe marks { return unsafe marks }
    let made = UnsafeMutablePointer<UInt64>.allocate(capacity: Int(Self.size))
    unsafe made.initialize(repeating: 0, count: Int(Self.size))
    unsafe marks = made
    return unsafe made
  }

  /// Keeps those of ascending beginnings that are among some ascending positions, less an offset.
  @unsafe
  func keep(
    _ starts: PositionBuffer, _ positions: UnsafeMutablePointer<UInt32>, _ count: Int,
    offset: UInt32
  ) {
    guard let first = starts.first, let last = starts.last else { return }
    if starts.count <= Self.fewCount {
      unsafe keepFew(starts, positions, count, offset)
    } else if last - first < Self.size {
      unsafe keepMarked(starts, positions, count, offset)
    } else {
      unsafe keepMerged(starts, positions, count, offset)
    }
  }

  @unsafe
  private func keepFew(
    _ starts: PositionBuffer, _ positions: UnsafeMutablePointer<UInt32>, _ count: Int,
    _ offset: UInt32
  ) {
    var kept = 0
    for index in 0..<starts.count {
      // Below the counts; `kept` is never ahead. Without branches, so that four are compared at once.
      let start = unsafe starts.positions[index]
      let wanted = start &+ offset
      var found: UInt32 = 0
      for place in 0..<count { found |= unsafe positions[place] == wanted ? 1 : 0 }
      unsafe starts.positions[kept] = start
      kept &+= Int(found)
    }
    starts.setCount(kept)
  }

  @unsafe
  private func keepMarked(
    _ starts: PositionBuffer, _ positions: UnsafeMutablePointer<UInt32>, _ count: Int,
    _ offset: UInt32
  ) {
    let mask = Self.size &- 1
    let marks = unsafe makeMarks()
    callCount &+= 1
    let tag = callCount &<< 32
    // No two beginnings share a mark, since they are less than the size apart.
    for index in 0..<starts.count {
      // Below the count and, masked, below the size.
      let start = unsafe starts.positions[index]
      unsafe marks[Int(start & mask)] = tag | UInt64(start)
    }
    var kept = 0
    for index in 0..<count {
      // Below the count and, masked, below the size. There is room for one more than is kept.
      let start = unsafe positions[index] &- offset
      let mark = unsafe marks[Int(start & mask)]
      unsafe starts.positions[kept] = start
      kept &+= mark == tag | UInt64(start) ? 1 : 0
    }
    starts.setCount(kept)
  }

  @unsafe
  private func keepMerged(
    _ starts: PositionBuffer, _ positions: UnsafeMutablePointer<UInt32>, _ count: Int,
    _ offset: UInt32
  ) {
    var kept = 0
    var next = 0
    for index in 0..<count {
      // Below the counts; `kept` is never ahead of `next`.
      let position = unsafe positions[index]
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
