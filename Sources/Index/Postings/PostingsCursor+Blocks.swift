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

  /// Decodes the documents of the block that may hold a document, forwards or back, unless they are.
  ///
  /// - Returns: false if there is none.
  /// - Complexity: O(log of the number of blocks).
  mutating func enter(blockOf document: UInt32) throws(IndexError) -> Bool {
    let isReady = unsafe blockCount > 0 || bitBlock != nil
    if isReady, Int64(document) > header.previousLast, Int64(document) <= header.last {
      try enter(block: block)
      return true
    }
    try begin()
    let number = fullBlockCount > 0 ? try table.find(DocID(rawValue: document), from: 0) : 0
    guard number < blockTotal else { return false }
    try enter(block: number)
    // Where the rest ends is not known before.
    return Int64(document) <= header.last
  }

  /// Where a document is in the decoded block, if it is there, and whether it does not lie behind the block.
  func place(of document: UInt32) -> (place: Int?, isInBlock: Bool) {
    let index = unsafe BlockKernels.lowerBound(documents, document)
    // Behind the documents of a block stands the greatest number.
    guard index < blockCount else { return (nil, false) }
    return unsafe (documents[index] == document ? index : nil, true)
  }

  /// Makes a block ready for finding documents in it and for decoding its frequencies.
  ///
  /// - Parameter count: how many documents will be asked for.
  /// - Precondition: there is such a block. The addresses live until the cursor turns to another one.
  @unsafe
  mutating func lookup(inBlock number: Int, ofMany count: Int) throws(IndexError) -> BlockLookup {
    let isReady = unsafe blockCount > 0 || bitBlock != nil
    if block != number || !isReady {
      try begin()
      block = number
      if number < fullBlockCount {
        try openBlock()
      } else if try !decodeBlock() {
        // It is the rest, so that there is something.
        throw badRest()
      }
    }
    if let bits = unsafe bitBlock { return unsafe .bits(bits) }
    return unsafe decodedLookup(ofMany: count)
  }

  /// The same of the decoded block.
  @unsafe
  mutating func decodedLookup(ofMany count: Int) -> BlockLookup {
    if let table = unsafe placeTable { return unsafe table }
    guard unsafe count >= PlaceTable.leastCount, block < fullBlockCount else {
      return unsafe .documents(SortedBlock(documents))
    }
    // Where a block is full, its documents lie behind the one before.
    let first = UInt32(truncatingIfNeeded: header.previousLast + 1)
    let table = unsafe PlaceTable.fill(documents, from: first, scratch.places())
    unsafe placeTable = unsafe table
    return unsafe table
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

  /// What bounds the scores of the decoded block's documents.
  var blockImpact: Impact { header.restImpact ?? table.impact(header.impactBytes) }

  /// Gives the last document of each full block of a group and its impact, with its number.
  mutating func forEachImpact(
    ofGroup group: Int, _ body: (_ block: Int, _ last: UInt32, Impact) -> Void
  ) throws(IndexError) {
    try begin()
    let first = group * PostingsFormat.groupSize
    let end = min(first + PostingsFormat.groupSize, fullBlockCount)
    guard first < end else { return }
    try interruption?.step()
    try table.forEachImpact(first..<end, ofGroup: group, body)
  }

  /// Writes the last document of each full block of a group and its impact, if they are impacts of
  /// ``ImpactScale``.
  ///
  /// - Returns: their kind; nil if they are none, or there are no blocks.
  @unsafe
  mutating func readImpacts(
    ofGroup group: Int, lasts: UnsafeMutablePointer<UInt32>, impacts: UnsafeMutablePointer<Float>
  ) throws(IndexError) -> ImpactKind? {
    try begin()
    let first = group * PostingsFormat.groupSize
    let end = min(first + PostingsFormat.groupSize, fullBlockCount)
    guard first < end, let top = table.topImpact else { return nil }
    try interruption?.step()
    unsafe try table.readImpacts(first..<end, ofGroup: group, under: top, lasts, impacts)
    return info.impactKind
  }

  /// The last document of a group of full blocks and its impact; nil if there are no groups.
  mutating func impact(ofGroup group: Int) throws(IndexError) -> (last: UInt32, impact: Impact)? {
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
  mutating func restImpact() throws(IndexError) -> Impact? {
    guard restCount >= PostingsFormat.leastCountWithImpact else { return nil }
    try begin()
    let start = fullBlockCount > 0 ? try table.tail().offset : info.postingsOffset
    // Checked: the first two bytes of the stream.
    let impact = unsafe try bytes.pointer(start, start + 2)
    return restImpact(unsafe impact.loadUnaligned(as: UInt16.self))
  }

  /// The same of its two bytes.
  func restImpact(_ bytes: UInt16) -> Impact {
    if file.version >= SealedFileFormat.firstVersionWithImpactScale {
      return .most(ImpactScale.impact(bytes), info.impactKind)
    }
    return .frequency(
      CeilingScale.decode(UInt8(truncatingIfNeeded: bytes)),
      shortestLength: UInt8(truncatingIfNeeded: bytes >> 8))
  }

  /// An impact that so many documents of the term reach, if one is known.
  mutating func impact(reachedBy number: Int) throws(IndexError) -> Float? {
    try begin()
    return table.impact(reachedBy: number)
  }
}

extension BlockTable {
  @unsafe
  fileprivate mutating func readImpacts(
    _ blocks: Range<Int>, ofGroup group: Int, under top: UInt16,
    _ lasts: UnsafeMutablePointer<UInt32>, _ impacts: UnsafeMutablePointer<Float>
  ) throws(IndexError) {
    precondition(blocks.lowerBound >= 0 && blocks.upperBound <= blockCount)
    try enter(group: group)
    // Checked: all of these entries.
    var entry = unsafe try bytes.pointer(
      entriesOffset + blocks.lowerBound * entrySize, entriesOffset + blocks.upperBound * entrySize)
    let levelOffset = documentWidth &+ 4
    for index in 0..<blocks.count {
      unsafe lasts[index] = UInt32(truncatingIfNeeded: base.last &+ last(entry))
      // The byte of the impact.
      let level = unsafe entry.load(fromByteOffset: levelOffset, as: UInt8.self)
      unsafe impacts[index] = ImpactScale.impact(ImpactScale.code(level, under: top))
      unsafe entry += entrySize
    }
  }

  fileprivate mutating func forEachImpact(
    _ blocks: Range<Int>, ofGroup group: Int, _ body: (Int, UInt32, Impact) -> Void
  ) throws(IndexError) {
    precondition(blocks.lowerBound >= 0 && blocks.upperBound <= blockCount)
    try enter(group: group)
    // Checked: all of these entries.
    var entry = unsafe try bytes.pointer(
      entriesOffset + blocks.lowerBound * entrySize, entriesOffset + blocks.upperBound * entrySize)
    for block in blocks {
      let last = unsafe UInt32(truncatingIfNeeded: base.last + self.last(entry))
      // The bytes of the impact; what may be behind them is not looked at.
      let bytes = unsafe entry.loadUnaligned(fromByteOffset: documentWidth + 4, as: UInt16.self)
      body(block, last, impact(bytes))
      unsafe entry += entrySize
    }
  }

  fileprivate mutating func impact(
    ofGroup group: Int
  ) throws(IndexError) -> (last: UInt32, impact: Impact)? {
    guard group < groupCount else { return nil }
    let offset = groupsOffset + group * groupEntrySize
    // Checked: the group's entry.
    let entry = unsafe try bytes.pointer(offset, offset + groupEntrySize)
    return unsafe (
      entry.loadUnaligned(as: UInt32.self),
      impact(entry.loadUnaligned(fromByteOffset: PostingsFormat.groupEndSize, as: UInt16.self))
    )
  }
}
