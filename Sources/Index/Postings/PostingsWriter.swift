/// Lays out the postings of one term after another; see ``PostingsFormat``.
///
/// Copies share their memory.
@safe
struct PostingsWriter {
  /// The postings of the term, once it is finished.
  private(set) var bytes = ByteWriter()
  private(set) var documentFrequency: UInt32 = 0
  private(set) var totalFrequency: UInt64 = 0

  private(set) var keepsPositions = false
  /// Those of the documents that fill no block yet.
  private(set) var positions = PositionsWriter()
  // Those of all blocks.
  private var positionBytes = ByteWriter()
  private var positionBits = BitWriter()
  private var entries: [Entry] = []
  private var blocks = ByteWriter()
  private var bits = BitWriter()
  // The documents of a block, packed.
  private var packed = ByteWriter()

  // What frequencies are multiplied by for each length, to be impacts.
  private var weights: [Float] = []
  // Of all documents but those that fill no block yet.
  private var impactCounter = ImpactCounter()

  /// The documents that fill no block yet.
  let documents = GrowingMemory<UInt32>(capacity: PostingsFormat.blockSize)
  let frequencies = GrowingMemory<UInt32>(capacity: PostingsFormat.blockSize)
  /// Their lengths on the one-byte scale.
  let lengths = GrowingMemory<UInt8>(capacity: PostingsFormat.blockSize)
  private let impacts = GrowingMemory<Float>(capacity: PostingsFormat.blockSize)
  private let gaps = GrowingMemory<UInt32>(capacity: PostingsFormat.blockSize)
  private var previousDocument: Int64 = -1
  private var previousBlockLast: Int64 = -1

  /// What is known of a block that has been laid out, all counted from the first block on.
  private struct Entry {
    var last: Int64 = -1
    var end = 0
    var positionsEnd = 0
    var documentsCode: UInt8 = 0
    var frequenciesCode: UInt8 = 0
    var impact: UInt16 = 0
  }

  /// Forgets the previous term.
  ///
  /// - Parameter weights: for each length on the one-byte scale what a frequency is multiplied by, to be an
  ///   impact.
  mutating func begin(keepsPositions: Bool, weights: [Float]) {
    precondition(weights.count == 256)
    self.keepsPositions = keepsPositions
    self.weights = weights
    bytes.removeAll()
    documentFrequency = 0
    totalFrequency = 0
    positions.removeAll()
    positionBytes.removeAll()
    entries.removeAll(keepingCapacity: true)
    blocks.removeAll()
    forgetDocuments()
    impactCounter.removeAll()
    previousDocument = -1
    previousBlockLast = -1
  }

  /// Adds a document.
  ///
  /// - Parameters:
  ///   - positions: ascending, as many as the frequency says; ignored if the term keeps none.
  ///   - length: the document's length on the one-byte scale.
  /// - Precondition: documents ascend, and the frequency is at least 1.
  mutating func add(
    _ document: DocID, frequency: UInt32, positions newPositions: [UInt32], length: UInt8
  ) {
    note(document, frequency: frequency, length: length)
    if keepsPositions {
      precondition(newPositions.count == Int(frequency))
      positions.add(newPositions, length: length)
    }
    if documents.count == PostingsFormat.blockSize { endBlock() }
  }

  /// Adds a document whose positions come one by one; see ``PositionsWriter/add(length:nextGap:)``.
  ///
  /// - Parameter frequency: of a term that keeps no positions; else it is their number.
  /// - Precondition: as for ``add(_:frequency:positions:length:)``.
  @inline(__always)
  mutating func add(
    _ document: DocID, frequency: UInt32, length: UInt8, nextGap: () -> UInt32?
  ) {
    let frequency = keepsPositions ? positions.add(length: length, nextGap: nextGap) : frequency
    note(document, frequency: frequency, length: length)
    if documents.count == PostingsFormat.blockSize { endBlock() }
  }

  @inline(__always)
  private mutating func note(_ document: DocID, frequency: UInt32, length: UInt8) {
    precondition(Int64(document.rawValue) > previousDocument && frequency > 0)
    documents.append(document.rawValue)
    frequencies.append(frequency)
    previousDocument = Int64(document.rawValue)
    documentFrequency += 1
    totalFrequency += UInt64(frequency)
    lengths.append(length)
  }

  /// Says that so many documents, whose lengths, frequencies and positions are there, are the last ones;
  /// no more than a block has.
  mutating func noteCollected(_ count: Int, totalFrequency newFrequency: Int) {
    if count == 0 { return }
    unsafe documents.setCount(count)
    unsafe frequencies.setCount(count)
    unsafe lengths.setCount(count)
    previousDocument = Int64(documents[count - 1])
    documentFrequency += UInt32(count)
    totalFrequency += UInt64(newFrequency)
    if count == PostingsFormat.blockSize { endBlock() }
  }

  private func forgetDocuments() {
    documents.removeAll()
    frequencies.removeAll()
    lengths.removeAll()
  }

  /// Completes the term and says what the dictionary must know; the offset is the caller's.
  mutating func finish() -> TermInfo {
    var info = TermInfo(
      documentFrequency: documentFrequency, totalFrequency: totalFrequency,
      keepsPositions: keepsPositions)
    if documentFrequency == 1 {
      info.onlyDocument = documents[0]
      if keepsPositions, totalFrequency == 1 {
        info.onlyPosition = positions.first
      } else if keepsPositions {
        positions.write(after: &bits, into: &bytes)
      }
    } else if entries.isEmpty, documents.count > 0 {
      writeStream()
      if keepsPositions { positions.write(after: &bits, into: &bytes) }
      bits.finish(into: &bytes)
    } else if documents.count > 0 || !entries.isEmpty {
      writeBlocks()
    }
    info.postingsByteCount = bytes.count
    return info
  }

  // MARK: - Blocks

  private mutating func endBlock() {
    var entry = Entry()
    entry.last = previousDocument
    entry.documentsCode = appendDocuments()
    // Impacts are made of frequencies.
    entry.impact = countImpacts()
    for index in 0..<frequencies.count { unsafe frequencies.pointer[index] &-= 1 }
    entry.frequenciesCode = unsafe PackedBlock.encode(frequencies.pointer, into: &blocks)
    entry.end = blocks.count
    if keepsPositions { positions.write(after: &positionBits, into: &positionBytes) }
    entry.positionsEnd = positionBytes.count
    entries.append(entry)
    forgetDocuments()
    previousBlockLast = previousDocument
  }

  /// Counts the impacts of the documents that are collected; returns the code of the greatest.
  private mutating func countImpacts() -> UInt16 {
    let highest = findImpacts()
    // As many as there are documents.
    unsafe impactCounter.add(
      UnsafeBufferPointer(start: impacts.pointer, count: documents.count))
    return ImpactScale.code(notBelow: highest)
  }

  /// Finds the impacts of the documents that are collected; returns the greatest.
  private func findImpacts() -> Float {
    // As many of each as there are documents.
    let (frequencies, lengths, impacts) = unsafe (
      frequencies.pointer, lengths.pointer, impacts.pointer
    )
    return unsafe weights.withUnsafeBufferPointer { weights in
      var highest: Float = 0
      for index in 0..<documents.count {
        // A weight for each length.
        let impact = unsafe Float(frequencies[index]) * weights[Int(lengths[index])]
        unsafe (impacts + index).initialize(to: impact)
        highest = impact > highest ? impact : highest
      }
      return highest
    }
  }

  /// Finds the gaps before the documents that are collected.
  private func findGaps() {
    // As many of each as there are documents, no more than a block has.
    let (documents, gaps) = unsafe (documents.pointer, gaps.pointer)
    var previous = UInt32(truncatingIfNeeded: previousBlockLast)
    for index in 0..<self.documents.count {
      let document = unsafe documents[index]
      unsafe (gaps + index).initialize(to: document &- previous &- 1)
      previous = document
    }
    unsafe self.gaps.setCount(self.documents.count)
  }

  /// Appends the documents of a block in the shorter of two ways; returns the code.
  private mutating func appendDocuments() -> UInt8 {
    findGaps()
    packed.removeAll()
    let code = unsafe PackedBlock.encode(gaps.pointer, into: &packed)
    let bitCount = Int(previousDocument - previousBlockLast)
    if (bitCount + 7) / 8 > packed.count {
      blocks.append(contentsOf: packed.bytes)
      return code
    }
    if code == 0 { return code }
    var set = [UInt8](repeating: 0, count: (bitCount + 7) / 8)
    for index in 0..<documents.count {
      let bit = Int(Int64(documents[index]) - previousBlockLast - 1)
      set[bit >> 3] |= 1 << UInt8(bit & 7)
    }
    blocks.append(contentsOf: set)
    return PostingsFormat.bitSetCode
  }

  private mutating func writeBlocks() {
    var documentBytes = ByteWriter()
    if documents.count > 0 { writeStream() }
    bits.finish(into: &documentBytes)
    if keepsPositions { positions.write(after: &bits, into: &positionBytes) }
    let (documentWidth, positionsWidth) = entryWidths()
    bytes.append(UInt8(documentWidth - 1 + 4 * positionsWidth))
    if keepsPositions { bytes.append(varint: positionBytes.count) }
    let top = writeBestImpacts()
    if entries.count > PostingsFormat.groupSize { writeGroups(under: top) }
    for (block, entry) in entries.enumerated() {
      let base = groupBase(of: block)
      bytes.append(UInt64(entry.last - base.last), byteCount: documentWidth)
      bytes.append(UInt64(entry.end - base.end), byteCount: 2)
      bytes.append(entry.documentsCode)
      bytes.append(entry.frequenciesCode)
      bytes.append(ImpactScale.level(notBelow: entry.impact, under: top))
      bytes.append(
        UInt64(entry.positionsEnd - base.positionsEnd), byteCount: positionsWidth)
    }
    bytes.append(contentsOf: blocks.bytes)
    bytes.append(contentsOf: documentBytes.bytes)
    bytes.append(contentsOf: positionBytes.bytes)
  }

  /// Writes the term's greatest impact, and those that its best documents reach; returns the former.
  private mutating func writeBestImpacts() -> UInt16 {
    var top: UInt16 = documents.count == 0 ? 0 : countImpacts()
    for entry in entries { top = max(top, entry.impact) }
    bytes.append(UInt64(top), byteCount: 2)
    for index in PostingsFormat.seedCounts.indices
    where PostingsFormat.seedCounts[index] <= Int(documentFrequency) {
      let code = impactCounter.code(reachedBy: PostingsFormat.seedCounts[index])
      bytes.append(
        code.map { ImpactScale.level(notAbove: $0, under: top) } ?? ImpactScale.noLevel)
    }
    return top
  }

  /// What stands before the first block of a block's group.
  private func groupBase(of block: Int) -> Entry {
    let first = block / PostingsFormat.groupSize * PostingsFormat.groupSize
    return first == 0 ? Entry() : entries[first - 1]
  }

  /// How many bytes the greatest numbers of the entries take.
  private func entryWidths() -> (document: Int, positions: Int) {
    var greatestStep: UInt64 = 1
    var greatestEnd: UInt64 = 0
    for (block, entry) in entries.enumerated() {
      let base = groupBase(of: block)
      greatestStep = max(greatestStep, UInt64(entry.last - base.last))
      greatestEnd = max(greatestEnd, UInt64(entry.positionsEnd - base.positionsEnd))
    }
    return (
      (71 - greatestStep.leadingZeroBitCount) / 8, (71 - greatestEnd.leadingZeroBitCount) / 8
    )
  }

  private mutating func writeGroups(under top: UInt16) {
    for first in stride(from: 0, to: entries.count, by: PostingsFormat.groupSize) {
      let group = entries[first..<min(first + PostingsFormat.groupSize, entries.count)]
      var impact: UInt16 = 0
      for entry in group { impact = max(impact, entry.impact) }
      let end = entries[group.endIndex - 1]
      bytes.append(UInt64(end.last), byteCount: 4)
      bytes.append(UInt64(end.end), byteCount: 6)
      bytes.append(UInt64(end.positionsEnd), byteCount: 6)
      bytes.append(ImpactScale.level(notBelow: impact, under: top))
    }
  }

  // MARK: - Documents that fill no block

  /// Puts them into the bits.
  private mutating func writeStream() {
    findGaps()
    if documents.count >= PostingsFormat.leastCountWithImpact {
      bits.append(UInt64(ImpactScale.code(notBelow: findImpacts())), count: 16)
    }
    // As many of each as there are documents.
    unsafe bits.append(rice: UnsafeBufferPointer(start: gaps.pointer, count: gaps.count))
    if totalFrequency == UInt64(documentFrequency) { return }
    for index in 0..<frequencies.count { bits.append(gamma: frequencies[index]) }
  }
}
