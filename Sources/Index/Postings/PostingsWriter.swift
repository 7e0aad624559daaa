/// Lays out the postings of one term after another; see ``PostingsFormat``.
struct PostingsWriter {
  /// The blocks of the term so far.
  private(set) var blocks = ByteWriter()
  /// The positions of the term so far.
  private(set) var positions = ByteWriter()
  private(set) var documentFrequency: UInt32 = 0
  private(set) var totalFrequency: UInt64 = 0

  private var documents: [UInt32] = []
  private var frequencies: [UInt32] = []
  private var gaps: [UInt32] = []
  private var positionsBegin = 0
  private var previousDocument: Int64 = -1
  private var previousBlockLast: Int64 = -1
  private var highestFrequency: UInt32 = 0
  private var shortestLength: UInt8 = .max
  private var scratch = ByteWriter()

  /// Forgets the previous term.
  mutating func begin() {
    blocks.removeAll()
    positions.removeAll()
    documents.removeAll(keepingCapacity: true)
    frequencies.removeAll(keepingCapacity: true)
    documentFrequency = 0
    totalFrequency = 0
    positionsBegin = 0
    previousDocument = -1
    previousBlockLast = -1
    highestFrequency = 0
    shortestLength = .max
  }

  /// Adds a document.
  ///
  /// - Parameters:
  ///   - positions: ascending; empty for a kind that keeps none.
  ///   - length: the document's length on the one-byte scale.
  /// - Precondition: documents ascend, and the frequency is at least 1.
  mutating func add(
    _ document: DocID, frequency: UInt32, positions newPositions: [UInt32], length: UInt8
  ) {
    precondition(Int64(document.rawValue) > previousDocument && frequency > 0)
    documents.append(document.rawValue)
    frequencies.append(frequency)
    previousDocument = Int64(document.rawValue)
    documentFrequency += 1
    totalFrequency += UInt64(frequency)
    highestFrequency = max(highestFrequency, frequency)
    shortestLength = min(shortestLength, length)
    var previous: UInt32 = 0
    for position in newPositions {
      positions.append(varint: position - previous)
      previous = position
    }
    if documents.count == PostingsFormat.blockSize { endBlock() }
  }

  /// Completes the last block and says what the dictionary must know; the offset is the caller's.
  mutating func finish() -> TermInfo {
    if !documents.isEmpty { endBlock() }
    return TermInfo(
      documentFrequency: documentFrequency, totalFrequency: totalFrequency, postingsOffset: 0,
      postingsByteCount: blocks.count, positionsByteCount: positions.count)
  }

  private mutating func endBlock() {
    let last = Int64(documents[documents.count - 1])
    blocks.append(UInt8(documents.count - 1))
    blocks.append(varint: UInt64(last - previousBlockLast))
    scratch.removeAll()
    gaps.removeAll(keepingCapacity: true)
    var previous = previousBlockLast
    for document in documents {
      gaps.append(UInt32(Int64(document) - previous - 1))
      previous = Int64(document)
    }
    BlockCodec.encode(gaps, into: &scratch)
    let documentsByteCount = scratch.count
    if highestFrequency > 1 {
      BlockCodec.encode(frequencies.map { $0 - 1 }, into: &scratch)
    }
    blocks.append(varint: documentsByteCount)
    blocks.append(varint: scratch.count - documentsByteCount)
    blocks.append(varint: positions.count - positionsBegin)
    blocks.append(varint: highestFrequency)
    blocks.append(shortestLength)
    blocks.append(contentsOf: scratch.bytes)
    documents.removeAll(keepingCapacity: true)
    frequencies.removeAll(keepingCapacity: true)
    positionsBegin = positions.count
    previousBlockLast = last
    highestFrequency = 0
    shortestLength = .max
  }
}
