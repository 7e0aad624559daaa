/// The tables in front of a frequent term's blocks: which block holds a document, and where is it?
/// See ``PostingsFormat``.
@safe
struct BlockTable {
  var bytes: CheckedBytes
  let blockCount: Int
  let groupCount: Int
  let documentWidth: Int
  // The bits of an entry's last document.
  private let lastMask: UInt32
  private let positionsWidth: Int
  let entrySize: Int
  let groupEntrySize: Int
  let groupsOffset: Int
  let entriesOffset: Int
  private let payloadOffset: Int
  /// The term's greatest impact, which those of blocks and groups are below; nil before version 7.
  let topImpact: UInt16?
  let impactKind: ImpactKind
  // The impacts which the 10 best documents, the 100 best and the 1,000 best reach, as levels.
  private let seeds: InlineArray<3, UInt8>
  private static let noSeeds: InlineArray<3, UInt8> = [
    ImpactScale.noLevel, ImpactScale.noLevel, ImpactScale.noLevel,
  ]
  /// Where blocks and stream end, and positions begin.
  let documentsEnd: Int

  // The group that was asked for last, and what precedes it.
  private var group = -1
  private(set) var base = GroupEnd()

  /// What is known at the end of a group.
  struct GroupEnd {
    var last: Int64 = -1
    var payloadEnd = 0
    var positionsEnd = 0
  }

  /// For a term without blocks.
  init(file: SealedFile) {
    bytes = CheckedBytes(file: file, section: .postings, range: 0..<0)
    blockCount = 0
    groupCount = 0
    documentWidth = 1
    lastMask = 0xFF
    positionsWidth = 0
    entrySize = 0
    groupEntrySize = 0
    topImpact = nil
    impactKind = .words
    seeds = Self.noSeeds
    groupsOffset = 0
    entriesOffset = 0
    payloadOffset = 0
    documentsEnd = 0
  }

  /// Reads the head of a term in at least 128 documents.
  init(file: SealedFile, info: TermInfo) throws(IndexError) {
    let range = info.postingsOffset..<info.postingsOffset + info.postingsByteCount
    let window = range.lowerBound..<min(range.lowerBound + 16, range.upperBound)
    var reader = try file.reader(.postings, window)
    let widths = try reader.byte()
    documentWidth = Int(widths & 3) + 1
    lastMask = UInt32.max &>> UInt32(32 - 8 * documentWidth)
    positionsWidth = Int(widths >> 2)
    let positionsByteCount =
      info.keepsPositions
      ? try reader.varint(atMost: info.postingsByteCount, "length of positions") : 0
    impactKind = info.impactKind
    let hasLevels = file.version >= SealedFileFormat.firstVersionWithImpactScale
    if hasLevels {
      topImpact = UInt16(try reader.byte()) | UInt16(try reader.byte()) << 8
      var seeds = Self.noSeeds
      for index in seeds.indices
      where PostingsFormat.seedCounts[index] <= Int(info.documentFrequency) {
        seeds[index] = try reader.byte()
      }
      self.seeds = seeds
    } else {
      topImpact = nil
      seeds = Self.noSeeds
    }
    blockCount = Int(info.documentFrequency) / PostingsFormat.blockSize
    groupCount =
      blockCount > PostingsFormat.groupSize
      ? (blockCount + PostingsFormat.groupSize - 1) / PostingsFormat.groupSize : 0
    entrySize = documentWidth + 4 + positionsWidth + (hasLevels ? 1 : 2)
    groupEntrySize = PostingsFormat.groupEndSize + (hasLevels ? 1 : 2)
    groupsOffset = window.upperBound - reader.remainingCount
    entriesOffset = groupsOffset + groupCount * groupEntrySize
    payloadOffset = entriesOffset + blockCount * entrySize
    documentsEnd = range.upperBound - positionsByteCount
    guard positionsWidth <= 6, payloadOffset <= documentsEnd else {
      throw reader.corrupt("tables of \(blockCount) blocks do not fit their term")
    }
    bytes = CheckedBytes(file: file, section: .postings, range: groupsOffset..<payloadOffset)
  }

  /// What is known of a block.
  ///
  /// - Precondition: there is such a block.
  mutating func header(
    of block: Int, documentCount: UInt32
  ) throws(IndexError) -> PostingsBlockHeader {
    precondition(block >= 0 && block < blockCount)
    let group = block &>> PostingsFormat.groupShift
    if group != self.group { try enter(group: group) }
    // Numbers of blocks and sizes of entries are small; nothing here wraps around.
    let offset = entriesOffset &+ block &* entrySize
    let number = block & (PostingsFormat.groupSize &- 1)
    let start = number == 0 ? offset : offset &- entrySize
    // Checked: the entry, and the one before it in the group.
    let before = unsafe try bytes.pointer(start, offset &+ entrySize)
    let entry = unsafe before + (offset &- start)
    var header = PostingsBlockHeader()
    let payload = payloadOffset &+ base.payloadEnd
    header.previousLast = number == 0 ? base.last : unsafe base.last &+ last(before)
    header.start = number == 0 ? payload : unsafe payload &+ end(before)
    header.last = unsafe base.last &+ last(entry)
    header.end = unsafe payload &+ end(entry)
    unsafe readCodes(entry, into: &header)
    guard header.last < Int64(documentCount),
      header.last &- header.previousLast >= Int64(PostingsFormat.blockSize)
    else { throw bytes.corrupt(offset, "block ends with document \(header.last)") }
    // The next group begins behind what this one's entry says, and documents must rise.
    if number == PostingsFormat.groupSize &- 1, groupCount > 0,
      try lastDocument(ofGroup: group) != header.last
    {
      throw bytes.corrupt(offset, "last block of a group does not end as its group does")
    }
    return header
  }

  /// Where the positions of a block are.
  ///
  /// - Precondition: there is such a block.
  mutating func positions(of block: Int) throws(IndexError) -> Range<Int> {
    precondition(block < blockCount)
    try enter(group: block / PostingsFormat.groupSize)
    let offset = entriesOffset + block * entrySize
    let isFirst = block % PostingsFormat.groupSize == 0
    let start = isFirst ? offset : offset - entrySize
    // Checked: the entry, and the one before it in the group.
    let before = unsafe try bytes.pointer(start, offset + entrySize)
    let first = isFirst ? 0 : unsafe positionsEnd(before)
    let last = unsafe positionsEnd(before + (offset - start))
    guard first <= last else {
      throw bytes.corrupt(offset, "positions of a block end before they begin")
    }
    return documentsEnd + base.positionsEnd + first..<documentsEnd + base.positionsEnd + last
  }

  private func readCodes(_ entry: UnsafeRawPointer, into header: inout PostingsBlockHeader) {
    // The entry is there.
    let codes = unsafe entry + documentWidth + 2
    header.documentsCode = unsafe codes.load(as: UInt8.self)
    header.frequenciesCode = unsafe codes.load(fromByteOffset: 1, as: UInt8.self)
    // What is behind the impact is not looked at.
    header.impactBytes = unsafe codes.loadUnaligned(fromByteOffset: 2, as: UInt16.self)
  }

  /// The impact of a block or a group.
  ///
  /// - Parameter bytes: with whatever follows, if it is one byte.
  func impact(_ bytes: UInt16) -> Impact {
    let first = UInt8(truncatingIfNeeded: bytes)
    if let topImpact {
      return .most(ImpactScale.impact(ImpactScale.code(first, under: topImpact)), impactKind)
    }
    return .frequency(
      CeilingScale.decode(first), shortestLength: UInt8(truncatingIfNeeded: bytes >> 8))
  }

  /// An impact that so many documents of the term reach; nil if none is known.
  func impact(reachedBy number: Int) -> Float? {
    guard let topImpact else { return nil }
    for index in seeds.indices where number <= PostingsFormat.seedCounts[index] {
      let level = seeds[index]
      if level == ImpactScale.noLevel { return nil }
      return ImpactScale.impact(ImpactScale.code(level, under: topImpact))
    }
    return nil
  }

  /// Where the blocks end and the stream begins, the last document before it, and where the
  /// positions of the blocks end.
  mutating func tail() throws(IndexError) -> (offset: Int, last: Int64, positions: Int) {
    if blockCount == 0 { return (payloadOffset, -1, documentsEnd) }
    let group = (blockCount - 1) / PostingsFormat.groupSize
    try enter(group: group)
    let offset = entriesOffset + (blockCount - 1) * entrySize
    // Checked: the last entry.
    let entry = unsafe try bytes.pointer(offset, offset + entrySize)
    return unsafe (
      payloadOffset + base.payloadEnd + end(entry), base.last + last(entry),
      documentsEnd + base.positionsEnd + positionsEnd(entry)
    )
  }

  /// The first block from `block` on whose last document is not less than `target`; the number of
  /// blocks if there is none.
  ///
  /// - Complexity: O(log of the distance).
  mutating func find(_ target: DocID, from block: Int) throws(IndexError) -> Int {
    guard block < blockCount else { return blockCount }
    var low = block
    let group = try findGroup(target, from: block / PostingsFormat.groupSize)
    if groupCount > 0 {
      if group == groupCount { return blockCount }
      low = max(low, group * PostingsFormat.groupSize)
    }
    try enter(group: group)
    let groupEnd = min((group + 1) * PostingsFormat.groupSize, blockCount)
    let wanted = Int64(target.rawValue) - base.last
    // Checked: all entries from `low` on to the group's end.
    let entries = unsafe try bytes.pointer(
      entriesOffset + low * entrySize, entriesOffset + groupEnd * entrySize)
    var first = 0
    var count = groupEnd - low
    while count > 0 {
      let half = count / 2
      if unsafe last(entries + (first + half) * entrySize) < wanted {
        first += half + 1
        count -= half + 1
      } else {
        count = half
      }
    }
    if low + first == groupEnd, groupEnd < blockCount {
      throw bytes.corrupt(entriesOffset, "group of blocks ends before its last document")
    }
    return low + first
  }

  /// The first group that does not end before `target`; 0 if there are no groups.
  mutating func findGroup(_ target: DocID, from group: Int) throws(IndexError) -> Int {
    guard groupCount > 0 else { return 0 }
    // Gallop, then halve.
    var low = group
    var step = 1
    while low + step <= groupCount, try lastDocument(ofGroup: low + step - 1) < target.rawValue {
      low += step
      step *= 2
    }
    var high = min(low + step - 1, groupCount)
    while low < high {
      let middle = (low + high) / 2
      if try lastDocument(ofGroup: middle) < target.rawValue {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  mutating func lastDocument(ofGroup group: Int) throws(IndexError) -> UInt32 {
    let offset = groupsOffset + group * groupEntrySize
    // Checked: the first four bytes of the group's.
    return unsafe try bytes.pointer(offset, offset + 4).loadUnaligned(as: UInt32.self)
  }

  mutating func enter(group: Int) throws(IndexError) {
    if group == self.group { return }
    self.group = group
    base = GroupEnd()
    if group == 0 { return }
    let offset = groupsOffset + (group - 1) * groupEntrySize
    // Checked: the entry of the group before. Blocks are only more than 32 if there are groups.
    let entry = unsafe try bytes.pointer(offset, offset + groupEntrySize)
    base.last = unsafe Int64(entry.loadUnaligned(as: UInt32.self))
    base.payloadEnd = unsafe Int(entry.integer(at: 4, byteCount: 6))
    base.positionsEnd = unsafe Int(entry.integer(at: 10, byteCount: 6))
  }

  @inline(__always)
  func last(_ entry: UnsafeRawPointer) -> Int64 {
    // An entry has at least six bytes; the load's excess is cut off.
    unsafe Int64(entry.loadUnaligned(as: UInt32.self) & lastMask)
  }

  @inline(__always)
  private func end(_ entry: UnsafeRawPointer) -> Int {
    // An entry has these two bytes.
    unsafe Int(entry.loadUnaligned(fromByteOffset: documentWidth, as: UInt16.self))
  }

  @inline(__always)
  private func positionsEnd(_ entry: UnsafeRawPointer) -> Int {
    // The last bytes of an entry.
    unsafe Int(entry.integer(at: entrySize - positionsWidth, byteCount: positionsWidth))
  }
}
