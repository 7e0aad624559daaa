/// Writes one file in the container of ``SealedFileFormat``.
///
/// Sections are written one after another; bytes are checksummed as they pass. Nothing is published
/// here: a file counts once a manifest names it.
final class SealedFileWriter {
  let name: String
  private let fileSystem: any FileSystem
  private let output: any OutputFile
  private let kind: SealedFileKind
  private let indexID: IndexID
  private let fileID: UInt64
  private var buffer: [UInt8] = []
  private var flushedCount = 0
  private var checksums: [UInt32] = []
  private var directory = ByteWriter()
  private var sectionCount = 0
  private var openSection: (kind: SectionKind, start: Int)?
  private var sections: [SectionKind: Range<Int>] = [:]

  /// How much is buffered before it is written: 64 blocks.
  private static let bufferSize = 64 * SealedFileFormat.blockSize

  init(
    _ name: String, kind: SealedFileKind, indexID: IndexID, fileID: UInt64,
    on fileSystem: any FileSystem
  ) throws(IndexError) {
    self.name = name
    self.kind = kind
    self.indexID = indexID
    self.fileID = fileID
    self.fileSystem = fileSystem
    output = try fileSystem.create(name)
    buffer.reserveCapacity(Self.bufferSize + SealedFileFormat.blockSize)
    var header = ByteWriter()
    header.append(contentsOf: SealedFileFormat.headerMagic)
    header.append(fixed: SealedFileFormat.version)
    header.append(fixed: kind.rawValue)
    header.append(contentsOf: indexID.bytes)
    header.append(fixed: fileID)
    while header.count < SealedFileFormat.headerSize - 4 { header.append(0) }
    header.append(fixed: Checksum.crc32c(header.bytes.span))
    buffer.append(contentsOf: header.bytes)
  }

  /// How many bytes have been written so far.
  var byteCount: Int { flushedCount + buffer.count }

  /// Offset in the open section.
  var sectionOffset: Int { byteCount - (openSection?.start ?? byteCount) }

  func beginSection(_ kind: SectionKind) throws(IndexError) {
    endSection()
    while byteCount % SealedFileFormat.sectionAlignment != 0 { buffer.append(0) }
    openSection = (kind, byteCount)
  }

  func append(_ bytes: [UInt8]) throws(IndexError) {
    if buffer.count + bytes.count < Self.bufferSize {
      buffer.append(contentsOf: bytes)
      return
    }
    // Up to the end of a block; whole blocks are written from where they are.
    let size = SealedFileFormat.blockSize
    let first = min(bytes.count, (size - buffer.count % size) % size)
    buffer.append(contentsOf: bytes[..<first])
    try flushWholeBlocks()
    let end = bytes.count - (bytes.count - first) % size
    try write(wholeBlocks: bytes.span.extracting(first..<end))
    buffer.append(contentsOf: bytes[end...])
  }

  /// Writes a whole section.
  func write(_ kind: SectionKind, _ bytes: [UInt8]) throws(IndexError) {
    try beginSection(kind)
    try append(bytes)
  }

  /// Ends the open section and opens what has been written, to be read before more is. The next
  /// section begins with a block.
  ///
  /// What is read of it is checked as in any other file.
  func written() throws(IndexError) -> SealedFile {
    endSection()
    while buffer.count % SealedFileFormat.blockSize != 0 { buffer.append(0) }
    try flushWholeBlocks()
    guard let bytes = try fileSystem.map(name), bytes.count == flushedCount else {
      throw .corrupt(file: name, offset: 0, what: "is not as long as what was written")
    }
    let layout = SealedFileLayout(
      unfinished: name, indexID: indexID, fileID: fileID, sections: sections, end: flushedCount)
    return SealedFile(name: name, kind: kind, layout, bytes, unwrittenTable: checksums)
  }

  /// Writes table, directory and footer, makes the file durable and closes it.
  func finish() throws(IndexError) -> SealedFileSeal {
    endSection()
    while buffer.count % SealedFileFormat.blockSize != 0 { buffer.append(0) }
    try flushWholeBlocks()
    let tableOffset = flushedCount
    var tail = ByteWriter()
    for checksum in checksums { tail.append(fixed: checksum) }
    let directoryOffset = tableOffset + tail.count
    tail.append(contentsOf: directory.bytes)
    let tableChecksum = Checksum.crc32c(tail.bytes.span)
    let byteCount = tableOffset + tail.count + SealedFileFormat.footerSize
    var footer = ByteWriter()
    footer.append(contentsOf: SealedFileFormat.footerMagic)
    footer.append(fixed: SealedFileFormat.version)
    footer.append(fixed: kind.rawValue)
    footer.append(fixed: UInt64(tableOffset))
    footer.append(fixed: UInt64(tableOffset / SealedFileFormat.blockSize))
    footer.append(fixed: UInt64(directoryOffset))
    footer.append(fixed: UInt64(directory.count))
    footer.append(fixed: UInt64(byteCount))
    footer.append(fixed: tableChecksum)
    footer.append(fixed: Checksum.crc32c(footer.bytes.span))
    tail.append(contentsOf: footer.bytes)
    try output.append(tail.bytes.span)
    try output.sync()
    try output.close()
    return SealedFileSeal(byteCount: UInt64(byteCount), tableChecksum: tableChecksum)
  }

  /// Closes and removes the file, as far as that is possible.
  func abandon() {
    try? output.close()
    try? fileSystem.unlink(name)
  }

  private func endSection() {
    guard let section = openSection else { return }
    directory.append(fixed: section.kind.rawValue)
    directory.append(fixed: UInt32(0))
    directory.append(fixed: UInt64(section.start))
    directory.append(fixed: UInt64(byteCount - section.start))
    sections[section.kind] = section.start..<byteCount
    openSection = nil
  }

  private func flushWholeBlocks() throws(IndexError) {
    let whole = buffer.count - buffer.count % SealedFileFormat.blockSize
    // What is written is nobody else's.
    var pending: [UInt8] = []
    swap(&pending, &buffer)
    try write(wholeBlocks: pending.span.extracting(0..<whole))
    pending.removeFirst(whole)
    swap(&pending, &buffer)
  }

  private func write(wholeBlocks bytes: Span<UInt8>) throws(IndexError) {
    if bytes.isEmpty { return }
    let size = SealedFileFormat.blockSize
    for start in stride(from: 0, to: bytes.count, by: size) {
      checksums.append(Checksum.crc32c(bytes.extracting(start..<(start + size))))
    }
    try output.append(bytes)
    flushedCount += bytes.count
  }
}

/// The random name that an index gets when it is created; every one of its files carries it.
struct IndexID: Equatable, Sendable {
  var high: UInt64
  var low: UInt64

  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(fixed: high)
    writer.append(fixed: low)
    return writer.bytes
  }
}
