/// Here is a term: where are its postings?
///
/// Terms lie in the order of their keys (``TermKey``) in front-coded blocks of 32. Nothing is
/// decoded when a segment is opened: a lookup is a binary search over how the blocks begin, in place,
/// and a scan of one block. The first bytes of a key lie in the index itself, since following an
/// offset for each step of the search would miss the cache each time.
///
/// ```
/// section 'terms'       block*
/// block                 first entry, then up to 31 others
/// first entry           rest's length varint · rest of the key, which is all of it · offset in
///                       'postings' varint · info
/// other entry           parts · rest of the key · info
///                       (the key is the first `shared` bytes of the previous key, then the rest;
///                       its postings begin where the previous term's end)
/// parts                 u8: (shared - 3) · 16 + (rest's length - 1), if both fit into four bits and
///                       it is not FF; or else FF · shared varint · rest's length varint
/// rest of the key       packed if there is a section 'symbols' (SymbolTable); its length is how many
///                       bytes stand here
/// info                  head varint, and what the two lowest bits of it say; a kind without
///                       postings has no info
///                       0  in one document, once. head / 4 is the document, and, if the kind keeps
///                          positions, more by the position · 2^b, where b bits are as many as the
///                          greatest number of a document takes, at least 1 (before version 9 the
///                          position follows as a varint)
///                       1  in one document, more often. head / 4 is the document. frequency - 2
///                          varint · postings' length varint, if the kind keeps positions
///                       2  in several documents, once in each. head / 4 is their number - 2.
///                          Postings' length varint
///                       3  in several documents. head / 4 is their number - 2. occurrences -
///                          documents - 1 varint · postings' length varint
/// section 'term index'  for each block the first 8 bytes of its first key, with zeros behind a
///                       shorter one · offset in 'terms' u64
/// section 'symbols'     absent before version 9, and where it would not make the dictionary smaller
/// ```
///
/// Example: of 10 documents, whose numbers take 4 bits, the words `ab`, in document 5 once at position 7,
/// and `ad`, in 3 documents 4 times with 9 bytes of postings, are
/// `05 00 00 01 61 62 00 D4 03 | 10 64 07 00 09`.
struct TermDictionary: Sendable {
  /// 32: a lookup scans 16 terms on average, and the index takes half a byte a term.
  static let blockSize = 32
  private static let indexEntrySize = 16

  /// More bytes no rest of a key has: each byte of a key is one, or two where it stands for itself.
  static func longestRest(isPacked: Bool) -> Int {
    isPacked ? 2 * TermKey.maximumByteCount : TermKey.maximumByteCount
  }

  private let file: SealedFile
  let termCount: Int
  private let documentCount: Int
  let blockCount: Int
  private let postingsByteCount: Int
  // Where the section 'term index' begins in the file.
  private let indexOffset: Int
  // With what keys are packed; nil if they are not.
  let symbols: SymbolTable?
  // How many bits the number of a document takes beside a position; nil if they are numbers by themselves.
  private let documentBitCount: Int?
  /// How fields are numbered where they are asked for, if not as in the file.
  var numbering: FieldNumbering?

  /// - Parameter documentCount: no term is in more documents.
  init(
    file: SealedFile, termCount: Int, documentCount: Int = DocID.maximumCount
  ) throws(IndexError) {
    self.file = file
    self.termCount = termCount
    self.documentCount = documentCount
    blockCount = (termCount + Self.blockSize - 1) / Self.blockSize
    postingsByteCount = file.byteCount(of: .postings) ?? 0
    indexOffset = file.offset(of: .termIndex)
    let isPacked = file.version >= SealedFileFormat.firstVersionWithPackedTerms
    if isPacked, file.byteCount(of: .symbols) != nil {
      var reader = try file.reader(.symbols)
      symbols = try SymbolTable(reading: &reader)
    } else {
      symbols = nil
    }
    documentBitCount = isPacked ? DocID.bitCount(below: documentCount) : nil
    guard file.byteCount(of: .termIndex) == Self.indexEntrySize * blockCount else {
      throw file.corrupt(.termIndex, 0, "does not fit \(termCount) terms")
    }
  }

  /// The error for symbols that make no sense.
  func corruptSymbols(_ what: String) -> IndexError { file.corrupt(.symbols, 0, what) }

  /// How entries are to be read; not beyond the dictionary's life.
  @unsafe
  var scanForm: TermScan.Form {
    unsafe TermScan.Form(symbols: symbols?.codes, separatesPosition: documentBitCount == nil)
  }

  /// What is known of a term; nil if it is not there.
  ///
  /// - Complexity: O(log(number of terms)).
  func find(_ key: [UInt8]) throws(IndexError) -> TermInfo? {
    guard let numbering else { return try findOwn(key) }
    guard let own = numbering.ownKey(of: key), var info = try findOwn(own) else { return nil }
    info.field = TermKey.field(of: key)
    return info
  }

  /// The same for a key as it is in the file.
  private func findOwn(_ key: [UInt8]) throws(IndexError) -> TermInfo? {
    guard let block = try lastBlock(notAfter: key) else { return nil }
    var reader = try reader(ofBlock: block)
    let count = min(termCount - block * Self.blockSize, Self.blockSize)
    // The reader has the block, which is checked.
    switch unsafe TermScan.find(SoughtKey(key), count: count, in: reader.rest, scanForm) {
    case .absent: return nil
    case .unclear: return try findCarefully(key, inBlock: block)
    case .found(let entry):
      try reader.skip(entry.infoOffset)
      var info = TermInfo(postingsOffset: entry.postingsOffset)
      try readInfo(&info, kind: key[2], &reader)
      info.field = TermKey.field(of: key)
      return info
    }
  }

  /// The same, entry by entry with all checks.
  private func findCarefully(
    _ key: [UInt8], inBlock block: Int
  ) throws(IndexError) -> TermInfo? {
    var terms = try TermIterator(self, block: block)
    let end = min(termCount, (block + 1) * Self.blockSize)
    while terms.ordinal < end, try terms.advance() {
      if terms.key == key { return terms.info }
      if key.lexicographicallyPrecedes(terms.key) { return nil }
    }
    return nil
  }

  /// Reads what follows a key; the info is that of the entry before.
  @inline(__always)
  func read(
    _ info: inout TermInfo, kind: UInt8, isFirst: Bool, _ reader: inout ByteReader
  ) throws(IndexError) {
    let offset =
      isFirst
      ? try reader.varint(atMost: Int(Int64.max), "offset of postings")
      : info.postingsOffset + info.postingsByteCount
    info = TermInfo(postingsOffset: offset)
    try readInfo(&info, kind: kind, &reader)
  }

  /// Reads what follows a key, and the offset of its postings, which the info has.
  @inline(__always)
  func readInfo(
    _ info: inout TermInfo, kind: UInt8, _ reader: inout ByteReader
  ) throws(IndexError) {
    let known = TermKind(rawValue: kind)
    info.keepsPositions = known?.keepsPositions ?? true
    info.impactKind = ImpactKind(known)
    if known?.hasPostings ?? true { try info.read(&reader, documentBitCount) }
    guard info.postingsOffset <= postingsByteCount,
      info.postingsByteCount <= postingsByteCount - info.postingsOffset
    else { throw reader.corrupt("postings of a term lie outside their section") }
    // Whoever reads postings allocates by this number.
    guard info.documentFrequency <= documentCount else {
      throw reader.corrupt("a term is in \(info.documentFrequency) of \(documentCount) documents")
    }
  }

  /// All terms whose key is not less than the given one, ascending. Where fields are numbered in
  /// another way, that holds for the terms of the key's field, behind which those of others follow.
  func terms(from key: [UInt8] = []) throws(IndexError) -> TermIterator {
    var key = key
    if let numbering, !key.isEmpty {
      guard let own = numbering.ownKey(of: key) else { return TermIterator(endOf: self) }
      key = own
    }
    var iterator = try TermIterator(self, block: try lastBlock(notAfter: key) ?? 0)
    try iterator.skip(to: key)
    return iterator
  }

  /// The last block whose first key is not greater than the given one.
  func lastBlock(notAfter key: [UInt8]) throws(IndexError) -> Int? {
    try lastBlock(notAfter: key, prefix: Self.prefix(of: key), in: 0..<blockCount)
  }

  /// The last block whose first key is not greater than a key, which is not less than that of a block
  /// known. Near ones are looked at first.
  func lastBlock(
    notAfter key: [UInt8], from known: Int
  ) throws(IndexError) -> Int {
    let prefix = Self.prefix(of: key)
    var low = known
    var step = 1
    while low + step < blockCount, try self.prefix(ofBlock: low + step) < prefix {
      low += step
      step *= 2
    }
    // Several blocks may begin as the key does.
    var high = min(low + step, blockCount)
    while high < blockCount, try self.prefix(ofBlock: high) <= prefix {
      high = min(high + step, blockCount)
    }
    return try lastBlock(notAfter: key, prefix: prefix, in: low..<high) ?? known
  }

  private static func prefix(of key: [UInt8]) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<min(8, key.count) { prefix |= UInt64(key[index]) << UInt64(56 - 8 * index) }
    return prefix
  }

  private func lastBlock(
    notAfter key: [UInt8], prefix: UInt64, in blocks: Range<Int>
  ) throws(IndexError) -> Int? {
    var low = try firstBlock(in: blocks) { $0 > prefix }
    // Of blocks that begin alike the whole keys decide.
    if low > blocks.lowerBound, try self.prefix(ofBlock: low - 1) == prefix {
      var high = low
      // Mostly few do: near ones are looked at first.
      var first = low - 1
      var step = 1
      while first - step >= blocks.lowerBound,
        try self.prefix(ofBlock: first - step) == prefix
      {
        first -= step
        step *= 2
      }
      let sought = SoughtKey(key)
      low = try firstBlock(in: max(blocks.lowerBound, first - step + 1)..<first) { $0 >= prefix }
      while low < high {
        let middle = (low + high) / 2
        let reader = try reader(ofBlock: middle)
        // The reader has the block, which is checked.
        guard let isBehind = unsafe TermScan.beginsBehind(sought, in: reader.rest, scanForm) else {
          throw reader.corrupt("the first entry of a block of terms makes no sense")
        }
        if isBehind { high = middle } else { low = middle + 1 }
      }
    }
    return low > blocks.lowerBound ? low - 1 : nil
  }

  /// The first of some blocks whose beginning is wanted; the wanted ones are the last ones.
  @inline(__always)
  private func firstBlock(
    in blocks: Range<Int>, _ isWanted: (UInt64) -> Bool
  ) throws(IndexError) -> Int {
    var low = blocks.lowerBound
    var high = blocks.upperBound
    while low < high {
      let middle = (low + high) / 2
      if isWanted(try prefix(ofBlock: middle)) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The first eight bytes of a block's first key, as a number that compares as they do.
  @inline(__always)
  private func prefix(ofBlock block: Int) throws(IndexError) -> UInt64 {
    try file.integer(at: indexOffset + Self.indexEntrySize * block).byteSwapped
  }

  /// A reader from the start of a block to the start of the next one.
  func reader(ofBlock block: Int) throws(IndexError) -> ByteReader {
    let entry = Self.indexEntrySize * block
    let total = file.byteCount(of: .terms) ?? 0
    let start = try file.integer(at: indexOffset + entry + 8)
    // Where the next one begins.
    let end =
      block + 1 == blockCount
      ? UInt64(total) : try file.integer(at: indexOffset + entry + Self.indexEntrySize + 8)
    guard start < end, end <= UInt64(total) else {
      throw file.corrupt(.termIndex, entry, "block of terms lies outside its section")
    }
    return try file.reader(.terms, Int(start)..<Int(end))
  }
}

extension TermInfo {
  /// Reads what an entry says of its term.
  ///
  /// - Parameter documentBitCount: of a document beside a position; nil if they are numbers by themselves.
  fileprivate mutating func read(
    _ reader: inout ByteReader, _ documentBitCount: Int?
  ) throws(IndexError) {
    let head = try reader.varint()
    let isInOne = head & 2 == 0
    var number = head >> 2
    if head & 3 == 0, keepsPositions, let documentBitCount {
      guard let position = UInt32(exactly: number >> UInt64(documentBitCount)) else {
        throw reader.corrupt("position is \(number >> UInt64(documentBitCount))")
      }
      onlyPosition = position
      number &= (1 << UInt64(documentBitCount)) - 1
    }
    guard let number = UInt32(exactly: number), isInOne || number <= UInt32.max - 2 else {
      throw reader.corrupt("number of documents is \(number)")
    }
    documentFrequency = isInOne ? 1 : number + 2
    if isInOne { onlyDocument = number }
    totalFrequency = UInt64(documentFrequency)
    if head & 1 == 1 {
      let more = try reader.varint(atMost: Int(Int64.max) >> 1, "number of occurrences")
      totalFrequency += UInt64(more) + 1
    } else if isInOne {
      if keepsPositions, documentBitCount == nil {
        onlyPosition = try reader.varint32("position")
      }
      return
    }
    if isInOne, !keepsPositions { return }
    postingsByteCount = try reader.varint(atMost: Int(Int64.max), "length of postings")
  }
}
