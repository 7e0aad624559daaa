/// The caller's key of each document, and the document of each key.
///
/// Records of one file have the file's path in their keys, so keys are front-coded, in the order of
/// the documents, in blocks of 32 (16 before version 8).
///
/// ```
/// section 'keys'       block*
/// block                length varint · key, and then for each other document: parts · rest
///                      (the key is that of the document before, of which some bytes at its end are
///                      left out, and then the rest)
/// parts                u8: bytes left out · 16 + (rest's length - 1), if both fit into four bits and
///                      it is not FF; or else FF · shared bytes varint · rest's length varint
///                      (before version 9 always the two varints, without FF)
/// section 'key index'  where each block begins in 'keys', u32 · order of the keys (KeyOrder)
/// ```
///
/// Example: the keys `a/1` and `a/2` are `03 61 2F 31 | 10 32`.
struct DocumentKeys: Sendable {
  /// A key has 1 to 4,096 bytes, the longest path of Linux.
  static let maximumKeyByteCount = 4096
  /// 32: finding a key decodes sixteen others on average, and a block's whole key, with a path in it, is a
  /// byte or two a document.
  static let blockSize = 32
  private static let oldBlockSize = 16

  private let file: SealedFile
  private let documentCount: Int
  private let blockCount: Int
  private let blockSize: Int
  // Whether shared bytes and the length of the rest are two numbers.
  private let hasTwoParts: Bool
  private let order: KeyOrder

  init(file: SealedFile, documentCount: Int) throws(IndexError) {
    self.file = file
    self.documentCount = documentCount
    let isOld = file.version < SealedFileFormat.firstVersionWithPackedKeys
    blockSize = isOld ? Self.oldBlockSize : Self.blockSize
    blockCount = (documentCount + blockSize - 1) / blockSize
    hasTwoParts = file.version < SealedFileFormat.firstVersionWithKeyGroups
    order = try KeyOrder(file: file, documentCount: documentCount, offset: 4 * blockCount)
  }

  /// The key of a document.
  ///
  /// - Complexity: O(``blockSize``).
  func key(of document: DocID) throws(IndexError) -> [UInt8] {
    let number = Int(document.rawValue)
    precondition(number < documentCount)
    let reader = try reader(ofBlock: number / blockSize)
    let place = number % blockSize
    let key = unsafe [UInt8](unsafeUninitializedCapacity: Self.shortKeyCapacity) { buffer, count in
      unsafe count = Self.decodeShortKey(
        place, reader.rest, hasTwoParts: hasTwoParts, into: buffer)
    }
    return key.isEmpty ? try longKey(place, reader) : key
  }

  /// Room for a short key, whose parts are shorter than 128, and eight bytes.
  private static let shortKeyCapacity = 264

  /// Decodes a key if it and those before it in their block are short, as nearly all are.
  ///
  /// - Returns: how long it is; 0 if it is not short, or the bytes make no sense.
  private static func decodeShortKey(
    _ place: Int, _ bytes: UnsafeRawBufferPointer, hasTwoParts: Bool,
    into buffer: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    guard let start = bytes.baseAddress,
      let target = UnsafeMutableRawPointer(buffer.baseAddress)
    else { return 0 }
    let end = bytes.count
    var offset = 0
    var length = 0
    for index in 0...place {
      var (shared, rest) = (0, 0)
      guard offset < end else { return 0 }
      // Below the end, as is seen before each byte.
      let first = unsafe Int(start.load(fromByteOffset: offset, as: UInt8.self))
      offset += 1
      if index == 0 {
        rest = first
      } else if first < 0xFF, !hasTwoParts {
        (shared, rest) = (length - first >> 4, first & 15 + 1)
      } else {
        shared = first
        if !hasTwoParts {
          guard offset < end else { return 0 }
          shared = unsafe Int(start.load(fromByteOffset: offset, as: UInt8.self))
          offset += 1
        }
        guard offset < end else { return 0 }
        rest = unsafe Int(start.load(fromByteOffset: offset, as: UInt8.self))
        offset += 1
      }
      guard shared >= 0, shared < 128, shared <= length, rest < 128, rest <= end - offset else {
        return 0
      }
      var copied = 0
      // Eight at a time: there is room for as many more, and the footer of a file is longer.
      while copied < rest {
        let word = unsafe start.loadUnaligned(fromByteOffset: offset + copied, as: UInt64.self)
        unsafe target.storeBytes(of: word, toByteOffset: shared + copied, as: UInt64.self)
        copied += 8
      }
      offset += rest
      length = shared + rest
    }
    return length
  }

  /// The key of a place in a block, or what is wrong with it.
  private func longKey(_ place: Int, _ first: ByteReader) throws(IndexError) -> [UInt8] {
    var reader = first
    var key: [UInt8] = []
    for index in 0...place {
      let (shared, rest) =
        index == 0 ? (0, try reader.length("document's key")) : try parts(after: key.count, &reader)
      guard shared + rest <= Self.maximumKeyByteCount else {
        throw reader.corrupt("document's key has \(shared + rest) bytes")
      }
      key.removeSubrange(shared...)
      try reader.bytes(rest, appendTo: &key)
    }
    return key
  }

  /// How many bytes a key shares with the one before, of `length` bytes, and how many follow.
  private func parts(
    after length: Int, _ reader: inout ByteReader
  ) throws(IndexError) -> (shared: Int, rest: Int) {
    if !hasTwoParts {
      let both = Int(try reader.byte())
      if both < 0xFF {
        guard both >> 4 <= length else {
          throw reader.corrupt("a document's key leaves out \(both >> 4) of \(length) bytes")
        }
        return (length - both >> 4, both & 15 + 1)
      }
    }
    return (
      try reader.varint(atMost: length, "shared part of a document's key"),
      try reader.length("document's key")
    )
  }

  /// The documents of a key, ascending. More than one if all but one are deleted.
  func documents(of key: [UInt8]) throws(IndexError) -> [DocID] {
    var found: [DocID] = []
    for rank in try firstRank(notBefore: key)..<documentCount {
      let document = try document(atRank: rank)
      guard try self.key(of: document) == key else { break }
      found.append(document)
    }
    return found.sorted()
  }

  /// The documents whose key begins with the prefix.
  func documents(withPrefix prefix: [UInt8]) throws(IndexError) -> [DocID] {
    var found: [DocID] = []
    for rank in try firstRank(notBefore: prefix)..<documentCount {
      let document = try document(atRank: rank)
      guard try key(of: document).starts(with: prefix) else { break }
      found.append(document)
    }
    return found
  }

  /// The document whose key has that place in the order of keys.
  func document(atRank rank: Int) throws(IndexError) -> DocID {
    try order.document(atRank: rank)
  }

  /// Checks that the keys fill their section, and each block lies where the index says.
  func checkCoverage() throws(IndexError) {
    var end = 0
    for block in 0..<blockCount {
      var reader = try reader(ofBlock: block)
      end += reader.remainingCount
      var length = 0
      for number in block * blockSize..<min(documentCount, (block + 1) * blockSize) {
        let (shared, rest) =
          number % blockSize == 0
          ? (0, try reader.length("document's key")) : try parts(after: length, &reader)
        try reader.skip(rest)
        length = shared + rest
      }
      guard reader.remainingCount == 0 else { throw reader.corrupt("is more than the keys") }
    }
    guard end == file.byteCount(of: .keys) ?? 0 else {
      throw file.corrupt(.keys, end, "is no document's")
    }
    try order.checkCoverage()
  }

  private func reader(ofBlock block: Int) throws(IndexError) -> ByteReader {
    let isLast = block + 1 == blockCount
    var index = try file.reader(.keyIndex, 4 * block..<4 * (isLast ? block + 1 : block + 2))
    let total = file.byteCount(of: .keys) ?? 0
    let start: UInt32 = try index.fixed()
    let end = isLast ? total : Int(try index.fixed(UInt32.self))
    guard start <= end, end <= total else {
      throw file.corrupt(.keyIndex, 4 * block, "block of keys lies outside its section")
    }
    return try file.reader(.keys, Int(start)..<end)
  }

  private func firstRank(notBefore key: [UInt8]) throws(IndexError) -> Int {
    var low = 0
    var high = documentCount
    while low < high {
      let middle = (low + high) / 2
      let found = try self.key(of: try document(atRank: middle))
      if found.lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The keys of a segment while it is built; see ``DocumentKeys``.
struct DocumentKeysWriter {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// How many bytes of memory it takes.
  var memoryByteCount: Int { bytes.count + 12 * ends.count }

  /// Whether a segment should be ended before the offsets overflow.
  var isFull: Bool { bytes.count > 1 << 31 }

  mutating func append(_ key: some Sequence<UInt8>) {
    bytes.append(contentsOf: key)
    ends.append(bytes.count)
  }

  func write(to writer: SealedFileWriter) throws(IndexError) {
    var coded = ByteWriter()
    var index = ByteWriter()
    var last = 0..<0
    for document in ends.indices {
      let range = range(of: document)
      if document % DocumentKeys.blockSize == 0 {
        index.append(fixed: UInt32(coded.count))
        coded.append(varint: range.count)
        coded.append(contentsOf: bytes[range])
      } else {
        let shared = sharedByteCount(last, range)
        append(bytes[range], shared: shared, leftOut: last.count - shared, to: &coded)
      }
      last = range
    }
    try writer.write(.keys, coded.bytes)
    KeyOrder.write(sorted(), to: &index)
    try writer.write(.keyIndex, index.bytes)
  }

  private func append(
    _ key: ArraySlice<UInt8>, shared: Int, leftOut: Int, to coded: inout ByteWriter
  ) {
    let rest = key.count - shared
    if leftOut < 16, (1...16).contains(rest), leftOut + rest < 31 {
      coded.append(UInt8(leftOut << 4 | (rest - 1)))
    } else {
      coded.append(0xFF)
      coded.append(varint: shared)
      coded.append(varint: rest)
    }
    coded.append(contentsOf: key.dropFirst(shared))
  }

  /// The key of a document that has been added.
  func key(_ document: Int) -> ArraySlice<UInt8> { bytes[range(of: document)] }

  private func range(of document: Int) -> Range<Int> {
    (document == 0 ? 0 : ends[document - 1])..<ends[document]
  }

  private func sorted() -> [Int] {
    var order = Array(ends.indices)
    sort(&order, order.indices, from: sharedByteCount())
    return order
  }

  /// Sorts documents, whose keys are the same up to an offset: by the eight bytes behind it, and then
  /// those by themselves that have the same, which few do.
  private func sort(_ order: inout [Int], _ range: Range<Int>, from offset: Int) {
    var places = range.map { (word: word(of: order[$0], from: offset), document: order[$0]) }
    places.sort { $0.word != $1.word ? $0.word < $1.word : $0.document < $1.document }
    var start = 0
    for index in places.indices {
      order[range.lowerBound + index] = places[index].document
      if index + 1 < places.count, places[index + 1].word == places[start].word { continue }
      if index > start {
        sortSame(&order, (range.lowerBound + start)..<(range.lowerBound + index + 1), offset + 8)
      }
      start = index + 1
    }
  }

  private func sortSame(_ order: inout [Int], _ range: Range<Int>, _ offset: Int) {
    if order[range].contains(where: { key($0).count > offset }) {
      return sort(&order, range, from: offset)
    }
    // Nothing but zeros at the end tells them apart.
    order[range].sort {
      let (left, right) = (key($0).count, key($1).count)
      return left != right ? left < right : $0 < $1
    }
  }

  /// Eight bytes of a document's key, the first one highest, with zeros behind its end.
  private func word(of document: Int, from offset: Int) -> UInt64 {
    let range = range(of: document)
    let start = min(range.lowerBound + offset, range.upperBound)
    let count = min(range.upperBound - start, 8)
    if count == 0 { return 0 }
    if start + 8 <= bytes.count {
      return word(at: start).byteSwapped & .max << UInt64(8 * (8 - count))
    }
    let word = bytes[start..<start + count].reduce(0) { $0 << 8 | UInt64($1) }
    return word << UInt64(8 * (8 - count))
  }

  /// Eight bytes, the first one lowest, which are there.
  @inline(__always)
  private func word(at offset: Int) -> UInt64 {
    // An offset beyond them would trap.
    UInt64(
      littleEndian: unsafe bytes.span.bytes.unsafeLoadUnaligned(
        fromByteOffset: offset, as: UInt64.self))
  }

  /// With how many bytes two keys begin alike.
  private func sharedByteCount(_ left: Range<Int>, _ right: Range<Int>) -> Int {
    let count = min(left.count, right.count)
    var shared = 0
    while shared + 8 <= count {
      let difference = word(at: left.lowerBound + shared) ^ word(at: right.lowerBound + shared)
      if difference != 0 { return shared + difference.trailingZeroBitCount / 8 }
      shared += 8
    }
    while shared < count, bytes[left.lowerBound + shared] == bytes[right.lowerBound + shared] {
      shared += 1
    }
    return shared
  }

  /// With how many bytes all keys begin alike.
  private func sharedByteCount() -> Int {
    guard !ends.isEmpty else { return 0 }
    var first = range(of: 0)
    for document in ends.indices {
      first = first.prefix(sharedByteCount(first, range(of: document)))
    }
    return first.count
  }
}
