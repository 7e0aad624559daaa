/// What bounds the scores of some neighbouring documents of a term.
struct BlockImpact {
  /// The last of the documents.
  var last: UInt32 = 0
  /// No document has the term more often.
  var highestFrequency: UInt32 = 0
  /// No document is shorter, on the one-byte scale.
  var shortestLength: UInt8 = 0
}

/// Blocks by their number, for algorithms that look at impacts before they decode anything. Bytes
/// that are wrong make an impact wrong or throw, and never trap.
extension PostingsCursor {
  /// A cursor over the same postings, before the first document.
  func copy() -> PostingsCursor {
    PostingsCursor(
      file: file, info: info, documentCount: Int(documentCount), lengthsOffset: lengthsOffset,
      interruption: interruption)
  }

  /// How many blocks there are, the rest being the last one.
  var blockTotal: Int { fullBlockCount + (restCount > 0 ? 1 : 0) }

  /// How many blocks are full.
  var fullCount: Int { fullBlockCount }

  /// The number of the block that is decoded; negative if none is.
  var decodedBlock: Int { blockCount > 0 ? block : -1 }

  /// Decodes the documents of a block, unless they are.
  ///
  /// - Precondition: there is such a block.
  mutating func enter(block number: Int) throws(IndexError) {
    if block == number {
      if blockCount > 0 { return }
      if unsafe bitBlock != nil { return try decodeBits() }
    }
    try begin()
    block = number
    // A full block or the rest, so that there is something.
    guard try decodeBlock() else { throw badRest() }
  }

  /// Makes a block ready for finding documents in it and for decoding its frequencies.
  ///
  /// - Precondition: there is such a block. The addresses live until the cursor turns to another one.
  @unsafe
  mutating func lookup(inBlock number: Int) throws(IndexError) -> BlockLookup {
    let isReady = unsafe blockCount > 0 || bitBlock != nil
    if block != number || !isReady {
      try begin()
      block = number
      var isTaken = false
      if number < fullBlockCount { isTaken = try takeBits() }
      if !isTaken {
        // A full block or the rest, so that there is something.
        guard try decodeBlock() else { throw badRest() }
      }
    }
    return unsafe BlockLookup(documents: documents, bits: bitBlock)
  }

  /// The documents of the decoded block, ``blockCount`` of them; up to the 128th the greatest
  /// integer follows.
  @unsafe
  var decodedDocuments: UnsafeMutablePointer<UInt32> { unsafe documents }

  /// Their frequencies.
  @unsafe
  mutating func decodedFrequencies() throws(IndexError) -> UnsafeMutablePointer<UInt32> {
    if !frequenciesDecoded { try decodeFrequencies() }
    return unsafe frequencies
  }

  /// The documents of a block, if they are kept as a set of bits and not decoded yet; the first bit
  /// stands for `first`. The bytes live as long as the file is open.
  @unsafe
  mutating func bitSet(
    ofBlock number: Int
  ) throws(IndexError) -> (bits: UnsafeRawPointer, count: Int, first: UInt32)? {
    guard number < fullBlockCount, number != decodedBlock else { return nil }
    try interruption?.step()
    try begin()
    let header = try table.header(of: number, documentCount: documentCount)
    guard header.documentsCode == PostingsFormat.bitSetCode else { return nil }
    let count = Int(header.last - header.previousLast)
    // Checked: the whole block.
    let bits = unsafe try bytes.pointer(header.start, header.end)
    guard (count + 7) / 8 <= header.end - header.start else {
      throw bytes.corrupt(header.start, "documents of a block do not fit its entry")
    }
    return unsafe (bits, count, UInt32(truncatingIfNeeded: header.previousLast + 1))
  }

  /// Gives the impact of each full block of a group, with its number.
  mutating func forEachImpact(
    ofGroup group: Int, _ body: (Int, BlockImpact) -> Void
  ) throws(IndexError) {
    try begin()
    let first = group * PostingsFormat.groupSize
    let end = min(first + PostingsFormat.groupSize, fullBlockCount)
    guard first < end else { return }
    try interruption?.step()
    try table.forEachImpact(first..<end, ofGroup: group, body)
  }

  /// The impact of a whole group of full blocks; nil if there are no groups.
  mutating func impact(ofGroup group: Int) throws(IndexError) -> BlockImpact? {
    try begin()
    return try table.impact(ofGroup: group)
  }

  /// The first group of full blocks from `group` on that does not end before a document; the number
  /// of groups if all do.
  mutating func findGroup(_ target: UInt32, from group: Int) throws(IndexError) -> Int {
    try begin()
    return try table.findGroup(DocID(rawValue: target), from: group)
  }

  /// The impact of the documents that fill no block, if it is written; they are not decoded.
  mutating func restImpact() throws(IndexError) -> BlockImpact? {
    guard restCount >= PostingsFormat.leastCountWithImpact else { return nil }
    try begin()
    let start = fullBlockCount > 0 ? try table.tail().offset : info.postingsOffset
    // Checked: the first two bytes of the stream.
    let impact = unsafe try bytes.pointer(start, start + 2)
    return unsafe BlockImpact(
      last: .max, highestFrequency: CeilingScale.decode(impact.load(as: UInt8.self)),
      shortestLength: impact.load(fromByteOffset: 1, as: UInt8.self))
  }
}

extension BlockTable {
  fileprivate mutating func forEachImpact(
    _ blocks: Range<Int>, ofGroup group: Int, _ body: (Int, BlockImpact) -> Void
  ) throws(IndexError) {
    precondition(blocks.lowerBound >= 0 && blocks.upperBound <= blockCount)
    try enter(group: group)
    // Checked: all of these entries.
    var entry = unsafe try bytes.pointer(
      entriesOffset + blocks.lowerBound * entrySize, entriesOffset + blocks.upperBound * entrySize)
    for block in blocks {
      let last = unsafe UInt32(truncatingIfNeeded: base.last + self.last(entry))
      // The two bytes of the impact.
      let impact = unsafe entry + (documentWidth + 4)
      body(
        block,
        unsafe BlockImpact(
          last: last, highestFrequency: CeilingScale.decode(impact.load(as: UInt8.self)),
          shortestLength: impact.load(fromByteOffset: 1, as: UInt8.self)))
      unsafe entry += entrySize
    }
  }

  fileprivate mutating func impact(ofGroup group: Int) throws(IndexError) -> BlockImpact? {
    guard group < groupCount else { return nil }
    let offset = groupsOffset + group * PostingsFormat.groupEntrySize
    // Checked: the group's entry.
    let entry = unsafe try bytes.pointer(offset, offset + PostingsFormat.groupEntrySize)
    return unsafe BlockImpact(
      last: entry.loadUnaligned(as: UInt32.self),
      highestFrequency: CeilingScale.decode(entry.load(fromByteOffset: 16, as: UInt8.self)),
      shortestLength: entry.load(fromByteOffset: 17, as: UInt8.self))
  }
}
