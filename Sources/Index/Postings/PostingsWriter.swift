/// Lays out the postings of one term after another; see ``PostingsFormat``.
struct PostingsWriter {
  /// The postings of the term, once it is finished.
  private(set) var bytes = ByteWriter()
  private(set) var documentFrequency: UInt32 = 0
  private(set) var totalFrequency: UInt64 = 0

  private var keepsPositions = false
  private var positions = PositionsWriter()
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

  // The documents that fill no block yet.
  private var documents: [UInt32] = []
  private var frequencies: [UInt32] = []
  private var impacts: [Float] = []
  private var gaps: [UInt32] = []
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
    documents.removeAll(keepingCapacity: true)
    frequencies.removeAll(keepingCapacity: true)
    impacts.removeAll(keepingCapacity: true)
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
    impacts.append(Float(frequency) * weights[Int(length)])
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
    } else if entries.isEmpty, !documents.isEmpty {
      writeStream()
      if keepsPositions { positions.write(after: &bits, into: &bytes) }
      bits.finish(into: &bytes)
    } else if !documents.isEmpty || !entries.isEmpty {
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
    for index in frequencies.indices { frequencies[index] -= 1 }
    entry.frequenciesCode = PackedBlock.encode(frequencies, into: &blocks)
    entry.end = blocks.count
    if keepsPositions { positions.write(after: &positionBits, into: &positionBytes) }
    entry.positionsEnd = positionBytes.count
    entry.impact = countImpacts()
    entries.append(entry)
    documents.removeAll(keepingCapacity: true)
    frequencies.removeAll(keepingCapacity: true)
    impacts.removeAll(keepingCapacity: true)
    previousBlockLast = previousDocument
  }

  /// Counts the impacts of the documents that are collected; returns the code of the greatest.
  private mutating func countImpacts() -> UInt16 {
    for impact in impacts { impactCounter.add(impact) }
    return highestImpact
  }

  /// The code of the greatest impact of the documents that are collected.
  private var highestImpact: UInt16 {
    var highest: Float = 0
    for impact in impacts { highest = max(highest, impact) }
    return ImpactScale.code(notBelow: highest)
  }

  /// The gaps before the documents that are collected.
  private mutating func collectGaps() {
    gaps.removeAll(keepingCapacity: true)
    var previous = previousBlockLast
    for document in documents {
      gaps.append(UInt32(Int64(document) - previous - 1))
      previous = Int64(document)
    }
  }

  /// Appends the documents of a block in the shorter of two ways; returns the code.
  private mutating func appendDocuments() -> UInt8 {
    collectGaps()
    packed.removeAll()
    let code = PackedBlock.encode(gaps, into: &packed)
    let bitCount = Int(previousDocument - previousBlockLast)
    if (bitCount + 7) / 8 > packed.count {
      blocks.append(contentsOf: packed.bytes)
      return code
    }
    if code == 0 { return code }
    var set = [UInt8](repeating: 0, count: (bitCount + 7) / 8)
    for document in documents {
      let bit = Int(Int64(document) - previousBlockLast - 1)
      set[bit >> 3] |= 1 << UInt8(bit & 7)
    }
    blocks.append(contentsOf: set)
    return PostingsFormat.bitSetCode
  }

  private mutating func writeBlocks() {
    var documentBytes = ByteWriter()
    if !documents.isEmpty { writeStream() }
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
    var top: UInt16 = documents.isEmpty ? 0 : countImpacts()
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
    collectGaps()
    if documents.count >= PostingsFormat.leastCountWithImpact {
      bits.append(UInt64(highestImpact), count: 16)
    }
    bits.append(rice: gaps)
    if totalFrequency == UInt64(documentFrequency) { return }
    for frequency in frequencies { bits.append(gamma: frequency) }
  }
}
