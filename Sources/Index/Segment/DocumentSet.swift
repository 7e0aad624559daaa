/// Some documents of a segment: a bit for each.
struct DocumentSet: Sendable, Equatable {
  let documentCount: Int
  /// The lowest bit of the first word is the first document's.
  private(set) var words: [UInt64]

  /// No document.
  init(documentCount: Int) {
    self.documentCount = documentCount
    words = [UInt64](repeating: 0, count: (documentCount + 63) / 64)
  }

  /// How many documents are in the set.
  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  func contains(_ document: DocID) -> Bool {
    let number = Int(document.rawValue)
    return number < documentCount && words[number >> 6] >> UInt64(number & 63) & 1 == 1
  }

  /// - Precondition: the number is below the count of documents.
  @inline(__always)
  mutating func insert(_ number: Int) { words[number >> 6] |= 1 << UInt64(number & 63) }

  /// Inserts the documents whose bits are set in a word, the lowest standing for document 64 · `number`.
  ///
  /// - Precondition: there is such a word, and its bits stand for documents.
  @inline(__always)
  mutating func insert(bits: UInt64, ofWord number: Int) { words[number] |= bits }

  /// Inserts documents of a block.
  ///
  /// - Precondition: their numbers are below the count of documents.
  @unsafe
  mutating func insert(_ documents: UnsafeBufferPointer<UInt32>) {
    // As many words as there are documents for.
    unsafe words.withUnsafeMutableBufferPointer { words in
      for index in 0..<documents.count {
        // Below the count; the words' own bounds are checked.
        let document = unsafe documents[index]
        precondition(Int(document >> 6) < words.count)
        unsafe words[Int(document >> 6)] |= 1 << UInt64(document & 63)
      }
    }
  }

  mutating func formUnion(_ other: DocumentSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  mutating func formIntersection(_ other: DocumentSet) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  /// All documents that were not in it.
  mutating func formComplement() {
    for index in words.indices { words[index] = ~words[index] }
    if documentCount % 64 > 0 {
      words[words.count - 1] &= 1 << UInt64(documentCount % 64) - 1
    }
  }

  /// Calls for each document, in order.
  @inline(__always)
  func forEach(_ body: (DocID) throws(IndexError) -> Void) throws(IndexError) {
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        try body(DocID(64 * index + rest.trailingZeroBitCount))
        rest &= rest &- 1
      }
    }
  }
}

extension LiveDocuments {
  /// The live documents that are in a set.
  func restricted(to set: DocumentSet) -> LiveDocuments {
    precondition(set.documentCount == documentCount)
    var restricted = self
    var words: [UInt64] = []
    words.reserveCapacity(set.words.count)
    for (index, word) in set.words.enumerated() {
      words.append(~word | (deletedCount == 0 ? 0 : deletedWord(index)))
    }
    restricted.setDeleted(words)
    return restricted
  }

  /// A live document before which there is none from `start` on; `DocID.end` if there is none.
  func next(from start: UInt32) -> UInt32 {
    guard Int(start) < documentCount else { return DocID.end.rawValue }
    if deletedCount == 0 { return start }
    var index = Int(start >> 6)
    var word = ~deletedWord(index) & (UInt64.max << UInt64(start & 63))
    let last = (documentCount - 1) >> 6
    while word == 0, index < last {
      index += 1
      word = ~deletedWord(index)
    }
    let next = 64 * index + word.trailingZeroBitCount
    return word != 0 && next < documentCount ? UInt32(next) : DocID.end.rawValue
  }

  /// Whether so few documents are left that they are better looked up one by one.
  var isSparse: Bool { isRestricted && liveCount <= documentCount / Self.sparseShare }

  /// Fewer than one document in so many are looked up one by one.
  private static var sparseShare: Int { 16 }
}
