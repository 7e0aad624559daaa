/// The caller's key of each document, and the document of each key.
///
/// ```
/// section 'keys'       the keys' bytes, back to back, in the order of the documents
/// section 'key index'  where each key begins in 'keys', u32, and where the last one ends (n + 1)
///                      the documents in the order of their keys' bytes, u32 (n)
/// ```
struct DocumentKeys: Sendable {
  /// A key has 1 to 4,096 bytes, the longest path of Linux.
  static let maximumKeyByteCount = 4096

  private let file: SealedFile
  private let documentCount: Int

  init(file: SealedFile, documentCount: Int) throws(IndexError) {
    self.file = file
    self.documentCount = documentCount
    guard file.byteCount(of: .keyIndex) == 8 * documentCount + 4 else {
      throw file.corrupt(.keyIndex, 0, "does not fit \(documentCount) documents")
    }
  }

  func key(of document: DocID) throws(IndexError) -> [UInt8] {
    var reader = try reader(of: document)
    return try reader.bytes(reader.remainingCount)
  }

  /// The documents of a key, ascending. More than one if all but one are deleted.
  func documents(of key: [UInt8]) throws(IndexError) -> [DocID] {
    var found: [DocID] = []
    for rank in try firstRank(notBefore: key)..<documentCount {
      let document = try document(atRank: rank)
      let reader = try reader(of: document)
      guard try reader.compare(reader.remainingCount, with: key) == 0 else { break }
      found.append(document)
    }
    return found.sorted()
  }

  /// The documents whose key begins with the prefix.
  func documents(withPrefix prefix: [UInt8]) throws(IndexError) -> [DocID] {
    var found: [DocID] = []
    for rank in try firstRank(notBefore: prefix)..<documentCount {
      let document = try document(atRank: rank)
      let reader = try reader(of: document)
      guard reader.remainingCount >= prefix.count,
        try reader.compare(prefix.count, with: prefix) == 0
      else { break }
      found.append(document)
    }
    return found
  }

  /// The document whose key has that place in the order of keys.
  func document(atRank rank: Int) throws(IndexError) -> DocID {
    let start = 4 * (documentCount + 1) + 4 * rank
    var reader = try file.reader(.keyIndex, start..<start + 4)
    let number: UInt32 = try reader.fixed()
    guard number < documentCount else {
      throw file.corrupt(.keyIndex, start, "names document \(number) of \(documentCount)")
    }
    return DocID(rawValue: number)
  }

  private func reader(of document: DocID) throws(IndexError) -> ByteReader {
    let start = 4 * Int(document.rawValue)
    var index = try file.reader(.keyIndex, start..<start + 8)
    let begin: UInt32 = try index.fixed()
    let end: UInt32 = try index.fixed()
    guard begin <= end else { throw file.corrupt(.keyIndex, start, "key ends before it begins") }
    return try file.reader(.keys, Int(begin)..<Int(end))
  }

  private func firstRank(notBefore key: [UInt8]) throws(IndexError) -> Int {
    var low = 0
    var high = documentCount
    while low < high {
      let middle = (low + high) / 2
      let reader = try reader(of: try document(atRank: middle))
      if try reader.compare(reader.remainingCount, with: key) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}

/// The keys of a segment while it is built; see ``DocumentKeys``.
struct DocumentKeysWriter {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  /// How many bytes of memory it takes.
  var memoryByteCount: Int { bytes.count + 8 * ends.count }

  /// Whether a segment should be ended before the offsets overflow.
  var isFull: Bool { bytes.count > 1 << 31 }

  mutating func append(_ key: some Sequence<UInt8>) {
    bytes.append(contentsOf: key)
    ends.append(UInt32(bytes.count))
  }

  func write(to writer: SealedFileWriter) throws(IndexError) {
    try writer.write(.keys, bytes)
    var index = ByteWriter()
    index.append(fixed: UInt32(0))
    for end in ends { index.append(fixed: end) }
    for document in sorted() { index.append(fixed: document) }
    try writer.write(.keyIndex, index.bytes)
  }

  private func sorted() -> [UInt32] {
    func key(_ document: UInt32) -> ArraySlice<UInt8> {
      bytes[Int(document == 0 ? 0 : ends[Int(document) - 1])..<Int(ends[Int(document)])]
    }
    return (0..<UInt32(ends.count)).sorted { left, right in
      let (leftKey, rightKey) = (key(left), key(right))
      if leftKey.elementsEqual(rightKey) { return left < right }
      return leftKey.lexicographicallyPrecedes(rightKey)
    }
  }
}
