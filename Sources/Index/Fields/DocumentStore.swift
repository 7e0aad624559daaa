internal import CZstd

/// Here is a document: give me its text. Not for every match: a block is unpacked at each call.
///
/// ```
/// section 'store'        block*
/// block                  uncompressed length u32 · one zstd frame of
///                          (record length varint · record)*
/// record                 title · body · number of fields varint · field* ·
///                          if there is a note: the bytes that are left
/// field                  1 if searched by default, else 0, u8 · name · value
/// title, body, name …    length varint · that many bytes of UTF-8
/// section 'store index'  for each block: first document u32 · 0 u32 · offset in 'store' u64;
///                        at the end: number of documents u32 · 0 u32 · length of 'store' u64
/// ```
struct DocumentStore: Sendable {
  /// What a block may unpack to at most: the largest document (64 MiB of text, its title and its
  /// fields) and some room. Nothing larger is allocated, whatever the bytes say.
  static let maximumBlockByteCount = 160 << 20

  private let file: SealedFile
  private let blockCount: Int
  private let documentCount: Int

  /// nil if the segment stores no text.
  init?(file: SealedFile, documentCount: Int) throws(IndexError) {
    guard let indexByteCount = file.byteCount(of: .storeIndex) else { return nil }
    self.file = file
    self.documentCount = documentCount
    guard indexByteCount % 16 == 0, indexByteCount >= 16 else {
      throw file.corrupt(.storeIndex, 0, "has \(indexByteCount) bytes, expected a multiple of 16")
    }
    blockCount = indexByteCount / 16 - 1
  }

  /// A block: its documents and its bytes in the section.
  struct Block {
    var documents: Range<Int>
    var bytes: Range<Int>
  }

  var blockIndices: Range<Int> { 0..<blockCount }

  func block(_ number: Int) throws(IndexError) -> Block {
    var reader = try file.reader(.storeIndex, 16 * number..<16 * (number + 2))
    let first: UInt32 = try reader.fixed()
    try reader.skip(4)
    let offset: UInt64 = try reader.fixed()
    let next: UInt32 = try reader.fixed()
    try reader.skip(4)
    let end: UInt64 = try reader.fixed()
    guard first < next, next <= documentCount, offset < end, end <= UInt64(Int64.max) else {
      throw file.corrupt(.storeIndex, 16 * number, "block of documents \(first)..<\(next)")
    }
    return Block(documents: Int(first)..<Int(next), bytes: Int(offset)..<Int(end))
  }

  /// Checks that the blocks hold all documents of the segment, one after another.
  func checkCoverage() throws(IndexError) {
    var next = 0
    var end = 0
    for number in blockIndices {
      let block = try block(number)
      guard block.documents.lowerBound == next, block.bytes.lowerBound == end else {
        throw file.corrupt(.storeIndex, 16 * number, "expected document \(next)")
      }
      next = block.documents.upperBound
      end = block.bytes.upperBound
    }
    guard next == documentCount, end == file.byteCount(of: .store) ?? 0 else {
      throw file.corrupt(.storeIndex, 0, "stores \(next) of \(documentCount) documents")
    }
  }

  /// How many bytes a block says it unpacks to.
  func unpackedByteCount(of block: Block) throws(IndexError) -> Int {
    var reader = try file.reader(.store, block.bytes)
    return Int(try reader.fixed(UInt32.self))
  }

  /// The compressed bytes of a block, for copying.
  func compressedBytes(of block: Block) throws(IndexError) -> [UInt8] {
    var reader = try file.reader(.store, block.bytes)
    return try reader.bytes(reader.remainingCount)
  }

  /// The encoded documents of a block.
  func records(of block: Block) throws(IndexError) -> [[UInt8]] {
    let bytes = try unpack(block)
    var records: [[UInt8]] = []
    var offset = 0
    for _ in block.documents {
      guard let length = ArrayVarInt.read(bytes, &offset), length <= bytes.count - offset else {
        throw file.corrupt(.store, block.bytes.lowerBound, "a document ends behind its block")
      }
      records.append(Array(bytes[offset..<offset + length]))
      offset += length
    }
    guard offset == bytes.count else {
      throw file.corrupt(.store, block.bytes.lowerBound, "block has more than its documents")
    }
    return records
  }

  func document(_ document: DocID, key: String) throws(IndexError) -> Document {
    var low = 0
    var high = blockCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if try block(middle).documents.lowerBound <= Int(document.rawValue) {
        low = middle
      } else {
        high = middle
      }
    }
    guard low < blockCount else {
      throw file.corrupt(.storeIndex, 0, "holds no document \(document.rawValue)")
    }
    let block = try block(low)
    guard block.documents.contains(Int(document.rawValue)) else {
      throw file.corrupt(.storeIndex, 16 * low, "holds no document \(document.rawValue)")
    }
    let record = try records(of: block)[Int(document.rawValue) - block.documents.lowerBound]
    guard let found = DocumentRecord.decode(record, key: key) else {
      throw file.corrupt(.store, block.bytes.lowerBound, "document makes no sense")
    }
    return found
  }

  private func unpack(_ block: Block) throws(IndexError) -> [UInt8] {
    var reader = try file.reader(.store, block.bytes)
    let count = Int(try reader.fixed(UInt32.self))
    guard count <= Self.maximumBlockByteCount else {
      throw file.corrupt(.store, block.bytes.lowerBound, "block says it unpacks to \(count) bytes")
    }
    let packed = try reader.bytes(reader.remainingCount)
    var isSound = false
    // zstd stays within the capacity and the count it is given.
    let output = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      unsafe packed.withUnsafeBytes { source in
        if let destination = buffer.baseAddress, let start = source.baseAddress {
          unsafe isSound = czstd_decompress(destination, count, start, source.count) == 0
        }
      }
      initialized = isSound ? count : 0
    }
    guard isSound else {
      throw file.corrupt(.store, block.bytes.lowerBound, "block cannot be unpacked")
    }
    return output
  }
}

/// A document ⇄ the bytes of a record; see ``DocumentStore``.
enum DocumentRecord {
  static func encode(_ document: Document, into writer: inout ByteWriter) {
    writer.append(string: document.title)
    writer.append(string: document.body)
    writer.append(varint: document.fields.count)
    for field in document.fields {
      writer.append(field.isSearchedByDefault ? 1 : 0)
      writer.append(string: field.name)
      writer.append(string: field.value)
    }
    writer.append(contentsOf: document.note)
  }

  /// nil if the bytes are not a record.
  static func decode(_ bytes: [UInt8], key: String) -> Document? {
    var offset = 0
    func string() -> String? {
      guard let length = ArrayVarInt.read(bytes, &offset), length <= bytes.count - offset else {
        return nil
      }
      defer { offset += length }
      return String(validating: bytes[offset..<offset + length], as: UTF8.self)
    }
    guard let title = string(), let body = string(),
      let fieldCount = ArrayVarInt.read(bytes, &offset), fieldCount <= bytes.count - offset
    else { return nil }
    var document = Document(key: key, title: title, body: body)
    for _ in 0..<fieldCount {
      guard offset < bytes.count else { return nil }
      let isSearched = bytes[offset] != 0
      offset += 1
      guard let name = string(), let value = string() else { return nil }
      document.fields.append(
        Document.Field(name, value, isSearchedByDefault: isSearched))
    }
    document.note = Array(bytes[offset...])
    return document
  }
}

/// Variable-length integers in an array.
enum ArrayVarInt {
  /// The value at an offset, which is moved on; nil if it is cut short or exceeds 62 bits.
  static func read(_ bytes: [UInt8], _ offset: inout Int) -> Int? {
    var value = 0
    var shift = 0
    while offset < bytes.count, shift < 62 {
      let byte = bytes[offset]
      offset += 1
      value |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return value >= 0 ? value : nil }
      shift += 7
    }
    return nil
  }
}
