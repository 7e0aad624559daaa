internal import CZstd

/// Writes the documents' text; see ``DocumentStore``.
///
/// The bytes depend on the documents and their order only, not on the segments they came from: a
/// block ends with the document that makes it large enough.
final class DocumentStoreWriter {
  /// Uncompressed bytes after which a block is closed: large enough for zstd to find repetition,
  /// small enough that showing ten documents unpacks little that is not shown.
  private static let blockSize = 32 * 1024
  /// zstd's default level. Chinese Wikipedia (108 MB of text) takes 56 MB.
  private static let level: Int32 = 3

  private let compressor: Compressor
  private var block = ByteWriter()
  private(set) var index = ByteWriter()
  private var documentCount: UInt32 = 0
  private var blockFirst: UInt32 = 0

  init() throws(IndexError) {
    compressor = try Compressor()
  }

  /// How many bytes of memory it takes.
  var memoryByteCount: Int { block.count + index.count }

  func append(_ document: Document, to writer: SealedFileWriter) throws(IndexError) {
    if block.count >= Self.blockSize { try endBlock(writer) }
    var record = ByteWriter()
    DocumentRecord.encode(document, into: &record)
    try append(record: record.bytes, to: writer)
  }

  /// Appends an encoded document.
  func append(record: [UInt8], to writer: SealedFileWriter) throws(IndexError) {
    if block.count + record.count > DocumentStore.maximumBlockByteCount, block.count > 0 {
      try endBlock(writer)
    }
    block.append(varint: record.count)
    block.append(contentsOf: record)
    documentCount += 1
    if block.count >= Self.blockSize { try endBlock(writer) }
  }

  /// Whether a block of another store, of so many bytes when unpacked, may be taken as it is: it is
  /// the one that its documents would make here.
  func takes(blockOfByteCount count: Int) -> Bool {
    block.count == 0 && count >= Self.blockSize
  }

  /// Appends a block of another store as it is.
  ///
  /// - Precondition: ``takes(blockOfByteCount:)`` has said so.
  func append(
    compressedBlock: [UInt8], documentCount count: Int, to writer: SealedFileWriter
  ) throws(IndexError) {
    precondition(block.count == 0)
    addIndexEntry(writer)
    try writer.append(compressedBlock)
    documentCount += UInt32(count)
    blockFirst = documentCount
  }

  /// Writes what is left; the section of the store ends here.
  func finish(_ writer: SealedFileWriter) throws(IndexError) {
    try endBlock(writer)
    addIndexEntry(writer)
  }

  private func addIndexEntry(_ writer: SealedFileWriter) {
    index.append(fixed: blockFirst)
    index.append(fixed: UInt32(0))
    index.append(fixed: UInt64(writer.sectionOffset))
  }

  private func endBlock(_ writer: SealedFileWriter) throws(IndexError) {
    guard block.count > 0 else { return }
    addIndexEntry(writer)
    var header = ByteWriter()
    header.append(fixed: UInt32(block.count))
    try writer.append(header.bytes)
    try writer.append(try compressor.compress(block.bytes, level: Self.level))
    block.removeAll()
    blockFirst = documentCount
  }
}

/// Owns a zstd context, so that its tables are allocated once.
@safe
private final class Compressor {
  private let context: OpaquePointer

  init() throws(IndexError) {
    // nil is handled.
    guard let context = unsafe czstd_compressor_create() else {
      throw .io(operation: "allocate a compressor", path: "memory", errno: 12)
    }
    unsafe self.context = context
  }

  // Created by init.
  deinit { unsafe czstd_compressor_free(context) }

  func compress(_ bytes: [UInt8], level: Int32) throws(IndexError) -> [UInt8] {
    let capacity = czstd_bound(bytes.count)
    var size: Int64 = -1
    // zstd stays within the capacity and the count it is given.
    let output = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      unsafe bytes.withUnsafeBytes { source in
        if let destination = buffer.baseAddress, let start = source.baseAddress {
          unsafe size = czstd_compress(
            context, destination, capacity, start, source.count, level)
        }
      }
      count = max(Int(size), 0)
    }
    guard size >= 0 else { throw .io(operation: "compress", path: "stored text", errno: 12) }
    return output
  }
}
