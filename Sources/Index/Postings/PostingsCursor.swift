/// Walks the postings of one term in one segment.
///
/// Laws: the cursor stands before the first document until it is moved; it never moves backwards;
/// at the end ``document`` is ``DocID/end``, and moving on stays there. ``nextBlock()`` and
/// ``seek(to:)`` check bytes and may throw; steps inside a decoded block do not.
@safe
struct PostingsCursor {
  private let file: SealedFile
  private let documentCount: UInt32
  private let scratch: PostingsScratch
  /// What the dictionary knows of the term.
  let info: TermInfo

  // Offsets in the section `postings`.
  private var nextBlockOffset: Int
  private let blocksEnd: Int
  private var nextPositionsOffset: Int
  private var blocksLeft: UInt32

  // The block that the cursor is in.
  private(set) var header = PostingsBlockHeader()
  private var frequenciesDecoded = true
  private var positionsTrack = PositionsTrack()

  /// Documents in the decoded block.
  private(set) var blockCount = 0
  /// Which of them the cursor is at.
  private(set) var index = 0
  /// The document the cursor is at.
  private(set) var document: DocID

  init(file: SealedFile, info: TermInfo, documentCount: Int) {
    self.file = file
    self.info = info
    self.documentCount = UInt32(documentCount)
    scratch = PostingsScratch()
    nextBlockOffset = info.postingsOffset
    blocksEnd = info.postingsOffset + info.postingsByteCount
    nextPositionsOffset = blocksEnd
    blocksLeft = info.documentFrequency
    document = DocID(rawValue: 0)
    header.last = -1
  }

  /// Moves to the first document of the next block.
  ///
  /// - Returns: false at the end.
  mutating func nextBlock() throws(IndexError) -> Bool {
    guard try readHeader() else { return false }
    try decodeDocuments()
    return true
  }

  /// Moves to the next document.
  mutating func advance() throws(IndexError) {
    index += 1
    if index < blockCount {
      // Below the count of decoded documents.
      document = unsafe DocID(rawValue: scratch.documents[index])
    } else {
      _ = try nextBlock()
    }
  }

  /// Moves to the first document that is not less than `target`. Blocks in between are passed over
  /// by their headers.
  mutating func seek(to target: DocID) throws(IndexError) {
    if blockCount > 0, document >= target { return }
    if blockCount == 0 || header.last < Int64(target.rawValue) {
      repeat {
        guard try readHeader() else { return }
      } while header.last < Int64(target.rawValue)
      try decodeDocuments()
    }
    var low = index
    var high = blockCount
    while low < high {
      let middle = (low + high) / 2
      // Below the count of decoded documents.
      if unsafe scratch.documents[middle] < target.rawValue {
        low = middle + 1
      } else {
        high = middle
      }
    }
    index = low
    // The block's last document is at least the target, so `low` is below the count.
    document = unsafe DocID(rawValue: scratch.documents[low])
  }

  /// How often the term occurs in the current document.
  var frequency: UInt32 {
    mutating get throws(IndexError) {
      try decodeFrequencies()
      // The cursor is at a document, so `index` is below the count.
      return unsafe scratch.frequencies[index]
    }
  }

  /// The documents of the decoded block from the current one on, and their frequencies. The arrays
  /// live until the cursor moves to another block.
  @unsafe
  mutating func remainingBlock() throws(IndexError) -> PostingsBlock {
    try decodeFrequencies()
    return unsafe PostingsBlock(
      documents: scratch.documents + index, frequencies: scratch.frequencies + index,
      count: blockCount - index)
  }

  /// Makes the decoded block's `offset`-th document after the current one the current one.
  ///
  /// - Precondition: `offset` is less than what is left of the block.
  mutating func moveWithinBlock(by offset: Int) {
    index += offset
    precondition(index < blockCount)
    // Below the count of decoded documents.
    document = unsafe DocID(rawValue: scratch.documents[index])
  }

  /// Reads the positions of the current document, ascending.
  mutating func positions(into output: inout [UInt32]) throws(IndexError) {
    output.removeAll(keepingCapacity: true)
    let count = Int(try frequency)
    if positionsTrack.index > index || positionsTrack.block != header.positionsOffset {
      positionsTrack = PositionsTrack(
        block: header.positionsOffset, index: 0, offset: header.positionsOffset)
    }
    let end = header.positionsOffset + header.positionsByteCount
    let place = try file.verify(.postings, positionsTrack.offset..<end)
    // The range has been verified; every read is below its end.
    var next = unsafe file.pointer(at: place.lowerBound)
    let limit = unsafe file.pointer(at: place.upperBound)
    while positionsTrack.index < index {
      let skipped = unsafe Int(scratch.frequencies[positionsTrack.index])
      guard unsafe BlockCodec.skip(&next, limit, count: skipped) else { throw badPositions() }
      positionsTrack.index += 1
    }
    positionsTrack.offset = unsafe end - (limit - next)
    guard unsafe count <= limit - next else { throw badPositions() }
    var position: UInt32 = 0
    for ordinal in 0..<count {
      guard let gap = unsafe BlockCodec.decodeOne(&next, limit), ordinal == 0 || gap > 0,
        gap <= UInt32(Int32.max) - min(position, UInt32(Int32.max))
      else { throw badPositions() }
      position += gap
      output.append(position)
    }
  }

  private func badPositions() -> IndexError {
    file.corrupt(.postings, header.positionsOffset, "positions do not fit their frequencies")
  }

  /// Reads the next block's header and passes over the rest of it.
  private mutating func readHeader() throws(IndexError) -> Bool {
    guard blocksLeft > 0 else {
      blockCount = 0
      index = 0
      document = .end
      return false
    }
    // A header is at most 1 + 5 * 5 + 1 bytes; the verified range ends with the blocks.
    let window = nextBlockOffset..<min(nextBlockOffset + 32, blocksEnd)
    var reader = try file.reader(.postings, window)
    let previousLast = header.last
    header = try PostingsBlockHeader(
      reading: &reader, previousLast: previousLast, documentCount: documentCount)
    let payload = nextBlockOffset + (window.count - reader.remainingCount)
    header.documentsOffset = payload
    header.positionsOffset = nextPositionsOffset
    nextBlockOffset = payload + header.documentsByteCount + header.frequenciesByteCount
    nextPositionsOffset += header.positionsByteCount
    guard nextBlockOffset <= blocksEnd, header.count <= blocksLeft,
      nextPositionsOffset <= blocksEnd + info.positionsByteCount
    else { throw file.corrupt(.postings, payload, "block lies outside its term") }
    blocksLeft -= UInt32(header.count)
    blockCount = 0
    return true
  }

  private mutating func decodeDocuments() throws(IndexError) {
    let range =
      header.documentsOffset..<(header.documentsOffset + header.documentsByteCount)
    let place = try file.verify(.postings, range)
    let count = Int(header.count)
    // The range has been verified; the scratch has room for a block.
    let isComplete = unsafe BlockCodec.decode(
      file.pointer(at: place.lowerBound), file.pointer(at: place.upperBound), count: count,
      into: scratch.documents)
    var document = header.previousLast
    for index in 0..<count {
      unsafe document += Int64(scratch.documents[index]) + 1
      unsafe scratch.documents[index] = UInt32(truncatingIfNeeded: document)
    }
    // Gaps are not negative, so documents rise; the last one bounds them all.
    guard isComplete, document == header.last else {
      throw file.corrupt(.postings, range.lowerBound, "documents of a block do not fit its header")
    }
    blockCount = count
    index = 0
    self.document = unsafe DocID(rawValue: scratch.documents[0])
    frequenciesDecoded = false
  }

  private mutating func decodeFrequencies() throws(IndexError) {
    if frequenciesDecoded { return }
    frequenciesDecoded = true
    let start = header.documentsOffset + header.documentsByteCount
    if header.frequenciesByteCount == 0 {
      // The scratch has room for a block.
      for index in 0..<blockCount { unsafe scratch.frequencies[index] = 1 }
      return
    }
    let place = try file.verify(.postings, start..<(start + header.frequenciesByteCount))
    // The range has been verified; the scratch has room for a block.
    let isComplete = unsafe BlockCodec.decode(
      file.pointer(at: place.lowerBound), file.pointer(at: place.upperBound), count: blockCount,
      into: scratch.frequencies)
    for index in 0..<blockCount {
      let less = unsafe scratch.frequencies[index]
      guard less < header.highestFrequency else {
        throw file.corrupt(.postings, start, "frequency is above the block's highest")
      }
      unsafe scratch.frequencies[index] = less + 1
    }
    guard isComplete else {
      throw file.corrupt(.postings, start, "frequencies of a block do not fit their length")
    }
  }
}

/// Decoded documents and frequencies, side by side.
@unsafe
struct PostingsBlock {
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>
  let count: Int
}

/// Which document's positions come next, so that reading them in order does not start over.
private struct PositionsTrack {
  var block = -1
  var index = 0
  var offset = 0
}

/// What stands at the head of a block; see ``PostingsFormat``.
struct PostingsBlockHeader {
  var count: UInt8 = 0
  var previousLast: Int64 = -1
  var last: Int64 = -1
  var documentsOffset = 0
  var documentsByteCount = 0
  var frequenciesByteCount = 0
  var positionsOffset = 0
  var positionsByteCount = 0
  var highestFrequency: UInt32 = 0
  var shortestLength: UInt8 = 0

  init() {}

  init(
    reading reader: inout ByteReader, previousLast: Int64, documentCount: UInt32
  ) throws(IndexError) {
    let less = try reader.byte()
    guard less < PostingsFormat.blockSize else {
      throw reader.corrupt("block of \(Int(less) + 1) documents, at most 128 are possible")
    }
    count = less + 1
    self.previousLast = previousLast
    let step = Int64(try reader.varint(atMost: Int(Int32.max), "step to the block's last document"))
    last = previousLast + step
    guard last < Int64(documentCount), step >= Int64(count) else {
      throw reader.corrupt("block's last document is \(last), the segment has \(documentCount)")
    }
    documentsByteCount = try reader.varint(atMost: 5 * 128, "length of a block's documents")
    frequenciesByteCount = try reader.varint(atMost: 5 * 128, "length of a block's frequencies")
    positionsByteCount = try reader.varint(atMost: 1 << 48, "length of a block's positions")
    highestFrequency = try reader.varint32("highest frequency")
    shortestLength = try reader.byte()
  }
}

/// The memory that one cursor decodes a block into.
@safe
final class PostingsScratch {
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>

  init() {
    unsafe documents = .allocate(capacity: 2 * PostingsFormat.blockSize)
    unsafe documents.initialize(repeating: 0, count: 2 * PostingsFormat.blockSize)
    unsafe frequencies = documents + PostingsFormat.blockSize
  }

  // Allocated by init.
  deinit { unsafe documents.deallocate() }
}
