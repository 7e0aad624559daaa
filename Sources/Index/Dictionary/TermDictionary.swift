/// Here is a term: where are its postings?
///
/// Terms lie in the order of their keys (``TermKey``) in front-coded blocks of 32. Nothing is
/// decoded when a segment is opened: a lookup is a binary search over the first keys of the blocks,
/// in place, and a scan of one block.
///
/// ```
/// section 'terms'       block*
/// block                 first entry, then up to 31 others
/// first entry           key length varint · key · offset in 'postings' varint · info
/// other entry           parts · rest of the key · info
///                       (the key is the first `shared` bytes of the previous key, then the rest;
///                       its postings begin where the previous term's end)
/// parts                 u8: (shared - 3) · 16 + (rest's length - 1), if both fit into four bits and
///                       it is not FF; or else FF · shared varint · rest's length varint
/// info                  head varint, and what the two lowest bits of it say; a kind without
///                       postings has no info
///                       0  in one document, once. head / 4 is the document. Position varint, if
///                          the kind keeps any
///                       1  in one document, more often. head / 4 is the document. frequency - 2
///                          varint · postings' length varint, if the kind keeps positions
///                       2  in several documents, once in each. head / 4 is their number - 2.
///                          Postings' length varint
///                       3  in several documents. head / 4 is their number - 2. occurrences -
///                          documents - 1 varint · postings' length varint
/// section 'term index'  offset in 'terms' of each block, u64
/// ```
///
/// Example: the words `ab`, in document 5 once at position 7, and `ad`, in 3 documents 4 times with 9
/// bytes of postings, are `05 00 00 01 61 62 00 14 07 | 10 64 07 00 09`.
struct TermDictionary: Sendable {
  /// 32: a lookup scans 16 terms on average, and the index takes a quarter of a byte a term.
  static let blockSize = 32

  private let file: SealedFile
  let termCount: Int
  private let blockCount: Int
  private let postingsByteCount: Int

  init(file: SealedFile, termCount: Int) throws(IndexError) {
    self.file = file
    self.termCount = termCount
    blockCount = (termCount + Self.blockSize - 1) / Self.blockSize
    postingsByteCount = file.byteCount(of: .postings) ?? 0
    guard file.byteCount(of: .termIndex) == 8 * blockCount else {
      throw file.corrupt(.termIndex, 0, "does not fit \(termCount) terms")
    }
  }

  /// What is known of a term; nil if it is not there.
  ///
  /// - Complexity: O(log(number of terms)).
  func find(_ key: [UInt8]) throws(IndexError) -> TermInfo? {
    guard let block = try lastBlock(notAfter: key) else { return nil }
    var iterator = try TermIterator(self, block: block)
    let end = min(termCount, (block + 1) * Self.blockSize)
    while iterator.ordinal < end, try iterator.next() {
      if iterator.key == key { return iterator.info }
      if key.lexicographicallyPrecedes(iterator.key) { return nil }
    }
    return nil
  }

  /// All terms whose key is not less than the given one, ascending.
  func terms(from key: [UInt8] = []) throws(IndexError) -> TermIterator {
    var iterator = try TermIterator(self, block: try lastBlock(notAfter: key) ?? 0)
    try iterator.skip(to: key)
    return iterator
  }

  /// The last block whose first key is not greater than the given one.
  private func lastBlock(notAfter key: [UInt8]) throws(IndexError) -> Int? {
    var low = 0
    var high = blockCount
    while low < high {
      let middle = (low + high) / 2
      var reader = try reader(ofBlock: middle)
      let length = try reader.length("key")
      if try reader.compare(length, with: key) <= 0 { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  /// A reader from the start of a block to the start of the next one.
  fileprivate func reader(ofBlock block: Int) throws(IndexError) -> ByteReader {
    let isLast = block + 1 == blockCount
    var index = try file.reader(.termIndex, 8 * block..<8 * (isLast ? block + 1 : block + 2))
    let total = file.byteCount(of: .terms) ?? 0
    let start: UInt64 = try index.fixed()
    let end: UInt64 = isLast ? UInt64(total) : try index.fixed()
    guard start < end, end <= UInt64(total) else {
      throw file.corrupt(.termIndex, 8 * block, "block of terms lies outside its section")
    }
    return try file.reader(.terms, Int(start)..<Int(end))
  }

  fileprivate func check(_ info: TermInfo, _ reader: ByteReader) throws(IndexError) {
    guard info.postingsOffset <= postingsByteCount,
      info.postingsByteCount <= postingsByteCount - info.postingsOffset
    else { throw reader.corrupt("postings of a term lie outside their section") }
  }
}

/// Terms of a dictionary in the order of their keys.
struct TermIterator {
  private let dictionary: TermDictionary
  private var reader: ByteReader?
  /// How many terms precede the next one.
  private(set) var ordinal: Int
  private(set) var key: [UInt8] = []
  private(set) var info = TermInfo()
  private var isHolding = false

  fileprivate init(_ dictionary: TermDictionary, block: Int) throws(IndexError) {
    self.dictionary = dictionary
    ordinal = block * TermDictionary.blockSize
  }

  /// Moves to the next term; false at the end.
  mutating func next() throws(IndexError) -> Bool {
    if isHolding {
      isHolding = false
      return true
    }
    guard ordinal < dictionary.termCount else { return false }
    let isFirst = ordinal % TermDictionary.blockSize == 0
    if isFirst { reader = try dictionary.reader(ofBlock: ordinal / TermDictionary.blockSize) }
    guard var reader else { return false }
    let (shared, rest) = isFirst ? (0, try reader.length("key")) : try parts(&reader)
    guard shared + rest <= TermKey.maximumByteCount, shared + rest >= TermKey.headerSize else {
      throw reader.corrupt("key of \(shared + rest) bytes")
    }
    key.removeSubrange(shared...)
    try reader.bytes(rest, appendTo: &key)
    let offset =
      isFirst
      ? try reader.varint(atMost: Int(Int64.max), "offset of postings")
      : info.postingsOffset + info.postingsByteCount
    let kind = TermKind(rawValue: key[2])
    info = TermInfo(
      field: TermKey.field(of: key), keepsPositions: kind?.keepsPositions ?? true,
      postingsOffset: offset)
    if kind?.hasPostings ?? true { try readInfo(&reader) }
    try dictionary.check(info, reader)
    self.reader = reader
    ordinal += 1
    return true
  }

  /// How many bytes a key shares with the previous one, and how many follow.
  private func parts(_ reader: inout ByteReader) throws(IndexError) -> (shared: Int, rest: Int) {
    let both = Int(try reader.byte())
    if both < 0xFF {
      let shared = both >> 4 + TermKey.headerSize
      guard shared <= key.count else { throw reader.corrupt("shared part of a key is too long") }
      return (shared, both & 15 + 1)
    }
    return (try reader.varint(atMost: key.count, "shared part of a key"), try reader.length("key"))
  }

  private mutating func readInfo(_ reader: inout ByteReader) throws(IndexError) {
    let head = try reader.varint()
    let isInOne = head & 2 == 0
    guard let number = UInt32(exactly: head >> 2), isInOne || number <= UInt32.max - 2 else {
      throw reader.corrupt("number of documents is \(head >> 2)")
    }
    info.documentFrequency = isInOne ? 1 : number + 2
    if isInOne { info.onlyDocument = number }
    info.totalFrequency = UInt64(info.documentFrequency)
    if head & 1 == 1 {
      let more = try reader.varint(atMost: Int(Int64.max) >> 1, "number of occurrences")
      info.totalFrequency += UInt64(more) + 1
    } else if isInOne {
      if info.keepsPositions { info.onlyPosition = try reader.varint32("position") }
      return
    }
    if isInOne, !info.keepsPositions { return }
    info.postingsByteCount = try reader.varint(atMost: Int(Int64.max), "length of postings")
  }

  fileprivate mutating func skip(to target: [UInt8]) throws(IndexError) {
    while try next() {
      if !key.lexicographicallyPrecedes(target) {
        isHolding = true
        return
      }
    }
  }
}
