/// Which documents of a segment have not been deleted. A value; readers keep theirs.
///
/// On disk (`seg-<id>-<generation>.del`, section `deletes`): number of documents u32 · number of
/// deleted ones u32 · a bitmap of 64-bit words, bit 1 for each deleted document.
struct LiveDocuments: Sendable, Equatable {
  let documentCount: Int
  private(set) var deletedCount = 0
  /// Whether documents are left out that are not deleted; see ``restricted(to:)``.
  private(set) var isRestricted = false
  // Empty as long as nothing is deleted.
  private var words: [UInt64] = []

  init(documentCount: Int) {
    self.documentCount = documentCount
  }

  var liveCount: Int { documentCount - deletedCount }

  @inline(__always)
  func isLive(_ document: DocID) -> Bool {
    if deletedCount == 0 { return true }
    return words[Int(document.rawValue >> 6)] >> UInt64(document.rawValue & 63) & 1 == 0
  }

  /// Bit i says whether document 64 · `number` + i has been deleted.
  ///
  /// - Precondition: there is a document 64 · `number`.
  @inline(__always)
  func deletedWord(_ number: Int) -> UInt64 { deletedCount == 0 ? 0 : words[number] }

  /// Deletes a document; false if it was deleted before.
  mutating func delete(_ document: DocID) -> Bool {
    precondition(Int(document.rawValue) < documentCount)
    guard isLive(document) else { return false }
    if words.isEmpty { words = [UInt64](repeating: 0, count: (documentCount + 63) / 64) }
    words[Int(document.rawValue >> 6)] |= 1 << UInt64(document.rawValue & 63)
    deletedCount += 1
    return true
  }

  /// Leaves out all documents whose bits are set, and those behind the last one.
  mutating func setDeleted(_ newWords: [UInt64]) {
    words = newWords
    if documentCount % 64 > 0 {
      words[words.count - 1] &= 1 << UInt64(documentCount % 64) - 1
    }
    deletedCount = words.reduce(0) { $0 + $1.nonzeroBitCount }
    isRestricted = true
  }

  func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(fixed: UInt32(documentCount))
    writer.append(fixed: UInt32(deletedCount))
    for word in words { writer.append(fixed: word) }
    return writer.bytes
  }

  init(reading reader: inout ByteReader, documentCount: Int) throws(IndexError) {
    self.documentCount = documentCount
    let count: UInt32 = try reader.fixed()
    let deleted: UInt32 = try reader.fixed()
    let wordCount = (documentCount + 63) / 64
    guard count == documentCount, deleted > 0, reader.remainingCount == 8 * wordCount else {
      throw reader.corrupt("deletes do not fit a segment of \(documentCount) documents")
    }
    var ones = 0
    for index in 0..<wordCount {
      let word: UInt64 = try reader.fixed()
      if index == wordCount - 1, documentCount % 64 != 0, word >> UInt64(documentCount % 64) != 0 {
        throw reader.corrupt("a document is deleted that the segment does not have")
      }
      ones += word.nonzeroBitCount
      words.append(word)
    }
    guard ones == deleted else {
      throw reader.corrupt("\(ones) documents are deleted, expected \(deleted)")
    }
    deletedCount = ones
  }
}
