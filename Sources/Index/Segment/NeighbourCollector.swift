/// Collects which words stand beside which in a segment (``NeighbourSet``), from its postings.
///
/// Documents are cut into stretches. Of each, the occurrences of all words are read term by term, sorted by
/// document, and laid out in the order of their positions, where neighbours are seen.
struct NeighbourCollector: Sendable {
  private(set) var limits: NeighbourLimits
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

  /// Of more words only those in the most documents are taken, since each takes the memory of a cursor.
  static let mostWords = 8192
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

  /// How many words there are in all fields.
  var wordCount: Int { fields.reduce(0) { $0 + $1.infos.count } }

  /// Whether there are two words.
  var hasPairs: Bool { fields.contains { $0.infos.count > 1 } }

  /// Drops the words in the fewest documents, until there are no more than ``mostWords``.
  mutating func dropRarest() {
    guard wordCount > Self.mostWords else { return }
    let frequencies = fields.flatMap { $0.infos.map(\.documentFrequency) }.sorted(by: >)
    limits.least = frequencies[Self.mostWords] &+ 1
    let all = fields
    (fields, occurrenceCount) = ([], 0)
    for words in all {
      var fewer = FieldWords(field: words.field)
      for (info, hash) in zip(words.infos, words.hashes)
      where info.documentFrequency >= limits.least {
        fewer.infos.append(info)
        fewer.hashes.append(hash)
        occurrenceCount &+= info.totalFrequency
      }
      fields.append(fewer)
    }
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
  /// what stands beside what, or a document is too long.
  ///
  /// - Precondition: there are no more words than ``mostWords``.
  func bits(
    _ size: Int, _ file: SealedFile, lengthsOffsets: [FieldID: Int], on threads: ThreadTeam?
  ) throws(IndexError) -> [UInt64]? {
    precondition(size >= Self.leastBits && size & (size - 1) == 0)
    precondition(wordCount <= Self.mostWords)
    var result = [UInt64](repeating: 0, count: size / 64)
    for words in fields where words.infos.count > 1 {
      let job = NeighbourJob(
        words: words, file: file, documentCount: documentCount,
        lengthsOffset: lengthsOffsets[words.field], size: size)
      guard try job.run(on: threads, into: &result) else { return nil }
    }
    return result
  }
}

/// Collects the pairs of words of a field.
private struct NeighbourJob: Sendable {
  let words: NeighbourCollector.FieldWords
  let file: SealedFile
  let documentCount: Int
  let lengthsOffset: Int?
  let size: Int

  // So many occurrences a stretch should have: what caches hold. Each takes 16 bytes.
  private static let stretchOccurrenceCount = 1 << 18
  // It has no more words of any kind than so many, and a document that is longer than so many is left.
  private static let stretchWordCount = 1 << 20
  private static let longestDocument = 1 << 20
  // What threads take together: a cursor for each word, and a stretch.
  private static let memoryByteCount = 40 << 20
  private static let cursorByteCount = 2048
  private static let stretchByteCount = 8 << 20

  /// Inserts the pairs of all documents; false if two words stand in one place, or a document is too long.
  func run(on threads: ThreadTeam?, into bits: inout [UInt64]) throws(IndexError) -> Bool {
    guard let stretches = try stretches() else { return false }
    // Few parts, so that few cursors are begun.
    let most =
      Self.memoryByteCount / (Self.cursorByteCount * words.infos.count + Self.stretchByteCount)
    let partCount = max(1, min(threads?.count ?? 1, most, stretches.count))
    var failure: IndexError?
    var isKnown = true
    ThreadTeam.mapInOrder(partCount, on: threads) { number in
      let (first, end) = (
        number * stretches.count / partCount, (number + 1) * stretches.count / partCount
      )
      return collect(stretches[first..<end])
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

  /// Cuts the documents into stretches by their lengths; nil if one is too long.
  private func stretches() throws(IndexError) -> [Range<Int>]? {
    var lengths: LengthColumn?
    if let lengthsOffset {
      let place = try file.verify(.lengths, lengthsOffset..<lengthsOffset + documentCount)
      lengths = LengthColumn(file: file, start: place.lowerBound, count: documentCount)
    }
    func length(_ document: Int) -> Int {
      Int(lengths.map { FieldLengths.decoded[Int($0[DocID(document)])] } ?? 0)
    }
    let total = (0..<documentCount).reduce(0) { $0 + length($1) }
    let occurrences = words.infos.reduce(1) { $0 &+ Int(truncatingIfNeeded: $1.totalFrequency) }
    let share = Double(total) / Double(max(1, occurrences))
    let most = min(
      Self.stretchWordCount, max(1, Int(min(share, 64) * Double(Self.stretchOccurrenceCount))))
    var stretches: [Range<Int>] = []
    var (start, count) = (0, 0)
    for document in 0..<documentCount {
      let length = length(document)
      if length > Self.longestDocument { return nil }
      let isFull = count + length > most || document - start == NeighbourPairs.mostDocuments
      if isFull, document > start {
        stretches.append(start..<document)
        (start, count) = (document, 0)
      }
      count += length
    }
    stretches.append(start..<documentCount)
    return stretches
  }

  /// Collects the pairs of some documents.
  private func collect(_ stretches: ArraySlice<Range<Int>>) -> Result<NeighbourPairs, IndexError> {
    let pairs = NeighbourPairs(hashes: words.hashes, bitCount: size)
    var cursors = words.infos.map {
      PostingsCursor(
        file: file, info: $0, documentCount: documentCount, lengthsOffset: lengthsOffset)
    }
    do throws(IndexError) {
      for stretch in stretches {
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
