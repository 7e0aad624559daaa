/// Collects which words stand beside which in a segment (``NeighbourSet``), from its postings.
///
/// Documents are cut into stretches. Of each, the occurrences of all words are read term by term, sorted by
/// document, and laid out in the order of their positions, where neighbours are seen.
struct NeighbourCollector: Sendable {
  let limits: NeighbourLimits
  private let documentCount: Int
  // Ascending by field.
  private var fields: [FieldWords] = []
  private var occurrenceCount: UInt64 = 0

  /// The words of a field.
  fileprivate struct FieldWords: Sendable {
    var field: FieldID
    var infos: [TermInfo] = []
    var hashes: [UInt32] = []
  }

  /// So many occurrences are in memory at once for each thread, 16 bytes each, if documents are of one size.
  private static let stretchOccurrenceCount: UInt64 = 1 << 18
  // Bits that are collected, of which half are dropped as long as few enough of the others are set.
  private static let mostBits = 1 << 24
  private static let leastBits = 1 << NeighbourSet.exponents.lowerBound

  /// For a segment of so many documents.
  init(_ limits: NeighbourLimits, documentCount: Int) {
    self.limits = limits
    self.documentCount = documentCount
  }

  /// Takes a term, if it is one of the words; keys ascend.
  @inline(__always)
  mutating func note(_ key: [UInt8], _ info: TermInfo) {
    if limits.takes(key, info) { add(key, info) }
  }

  private mutating func add(_ key: [UInt8], _ info: TermInfo) {
    var info = info
    info.field = TermKey.field(of: key)
    if fields.last?.field != info.field { fields.append(FieldWords(field: info.field)) }
    fields[fields.count - 1].infos.append(info)
    fields[fields.count - 1].hashes.append(NeighbourSet.hash(key))
    occurrenceCount &+= info.totalFrequency
  }

  /// Whether there are two words, and no more than can be told apart.
  var hasPairs: Bool {
    fields.contains { $0.infos.count > 1 }
      && fields.allSatisfy { $0.infos.count <= NeighbourPairs.mostWords }
  }

  /// The section of the segment's file; nil if it would be of no use.
  ///
  /// - Parameters:
  ///   - lengthsOffsets: where the lengths of each field begin in their section.
  ///   - share: how many bytes of postings there are to each byte of bits at least.
  ///   - threads: who collects; nil for the caller alone.
  func section(
    _ file: SealedFile, lengthsOffsets: [FieldID: Int], leastPostingsShare share: Int,
    on threads: ThreadTeam?
  ) throws(IndexError) -> [UInt8]? {
    var size = Self.leastBits
    while size < Self.mostBits, size < occurrenceCount / 4 { size *= 2 }
    guard
      var bits = try bits(size, file, lengthsOffsets: lengthsOffsets, on: threads),
      bits.contains(where: { $0 != 0 })
    else { return nil }
    while let half = Self.folded(bits) { bits = half }
    let setCount = bits.reduce(0) { $0 + $1.nonzeroBitCount }
    // A set of most pairs says little, and one of many bytes costs more than it is good for.
    guard setCount <= 48 * bits.count, 8 * bits.count * share <= file.byteCount(of: .postings) ?? 0
    else { return nil }
    var writer = ByteWriter()
    writer.append(fixed: limits.least)
    writer.append(fixed: limits.most)
    for word in bits { writer.append(fixed: word) }
    return writer.bytes
  }

  /// Half as many bits of the same pairs; nil if more than half of them would be set, or there are few.
  private static func folded(_ bits: [UInt64]) -> [UInt64]? {
    guard 64 * bits.count > leastBits else { return nil }
    let half = bits.count / 2
    let folded = (0..<half).map { bits[$0] | bits[half + $0] }
    return folded.reduce(0) { $0 + $1.nonzeroBitCount } <= 32 * half ? folded : nil
  }

  /// A set of so many bits, a power of two; nil if two words stand in one place, so that it is not known
  /// what stands beside what.
  func bits(
    _ size: Int, _ file: SealedFile, lengthsOffsets: [FieldID: Int], on threads: ThreadTeam?
  ) throws(IndexError) -> [UInt64]? {
    precondition(size >= Self.leastBits && size & (size - 1) == 0)
    var result = [UInt64](repeating: 0, count: size / 64)
    for words in fields where words.infos.count > 1 {
      let job = NeighbourJob(
        words: words, file: file, documentCount: documentCount,
        lengthsOffset: lengthsOffsets[words.field], size: size)
      guard try job.run(stretchLength: stretchLength, on: threads, into: &result) else {
        return nil
      }
    }
    return result
  }

  /// How many documents a stretch has.
  private var stretchLength: Int {
    let share = UInt64(documentCount) * Self.stretchOccurrenceCount / max(1, occurrenceCount)
    return min(max(1, Int(clamping: share)), NeighbourPairs.mostDocuments)
  }
}

/// Collects the pairs of words of a field.
private final class NeighbourJob: Sendable {
  private let words: NeighbourCollector.FieldWords
  private let file: SealedFile
  private let documentCount: Int
  private let lengthsOffset: Int?
  private let size: Int
  init(
    words: NeighbourCollector.FieldWords, file: SealedFile, documentCount: Int,
    lengthsOffset: Int?, size: Int
  ) {
    self.words = words
    self.file = file
    self.documentCount = documentCount
    self.lengthsOffset = lengthsOffset
    self.size = size
  }

  /// Inserts the pairs of all documents, so many of them at a time; false if two words stand in one place.
  func run(
    stretchLength: Int, on threads: ThreadTeam?, into bits: inout [UInt64]
  ) throws(IndexError) -> Bool {
    // One part for each thread, so that no cursor is begun more often.
    let partCount = threads?.count ?? 1
    var failure: IndexError?
    var isKnown = true
    ThreadTeam.mapInOrder(partCount, on: threads) { number in
      let (first, end) = (
        number * self.documentCount / partCount, (number + 1) * self.documentCount / partCount
      )
      return self.collect(first..<end, stretchLength: stretchLength)
    } consume: { result in
      switch result {
      case .success(let pairs):
        isKnown = isKnown && pairs.isKnown
        pairs.union(into: &bits)
      case .failure(let error):
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return isKnown
  }

  /// Collects the pairs of some documents.
  private func collect(
    _ documents: Range<Int>, stretchLength: Int
  ) -> Result<NeighbourPairs, IndexError> {
    let pairs = NeighbourPairs(hashes: words.hashes, bitCount: size)
    var cursors = words.infos.map {
      PostingsCursor(
        file: file, info: $0, documentCount: documentCount, lengthsOffset: lengthsOffset)
    }
    do throws(IndexError) {
      for start in stride(from: documents.lowerBound, to: documents.upperBound, by: stretchLength) {
        let stretch = start..<min(start + stretchLength, documents.upperBound)
        pairs.begin(stretch)
        for word in cursors.indices { try read(stretch, &cursors[word], word: word, into: pairs) }
        pairs.finish()
      }
    } catch {
      return .failure(error)
    }
    return .success(pairs)
  }

  /// Reads the occurrences of a word in some documents.
  private func read(
    _ documents: Range<Int>, _ cursor: inout PostingsCursor, word: Int, into pairs: NeighbourPairs
  ) throws(IndexError) {
    let range = UInt32(documents.lowerBound)..<UInt32(documents.upperBound)
    guard try cursor.enter(blockOf: range.lowerBound) else { return }
    while true {
      let goesOn = try pairs.block.read(range, of: &cursor)
      pairs.addBlock(word: word)
      guard goesOn, cursor.block + 1 < cursor.blockTotal else { return }
      try cursor.enter(block: cursor.block + 1)
    }
  }
}
