/// Where everything is in a file, read from header, footer and directory, and checked against the
/// file's length before anything else is believed.
struct SealedFileLayout {
  var indexID = IndexID(high: 0, low: 0)
  var fileID: UInt64 = 0
  var version: UInt32 = 0
  var seal = SealedFileSeal()
  var sections: [SectionKind: Range<Int>] = [:]
  var tableOffset = 0
  private let name: String

  init(
    name: String, kind: SealedFileKind, seal expected: SealedFileSeal?, bytes: MappedBytes
  ) throws(IndexError) {
    self.name = name
    typealias Format = SealedFileFormat
    if let expected, expected.byteCount != UInt64(bytes.count) {
      throw corrupt(0, "is \(bytes.count) bytes long, expected \(expected.byteCount)")
    }
    guard bytes.count >= Format.headerSize + Format.footerSize else {
      throw corrupt(0, "is \(bytes.count) bytes long, too short for any file of an index")
    }
    try readHeader(RawReader(bytes, 0..<Format.headerSize), kind: kind)
    let footerStart = bytes.count - Format.footerSize
    let directory = try readFooter(RawReader(bytes, footerStart..<bytes.count), kind: kind)
    if let expected, expected.tableChecksum != seal.tableChecksum {
      throw corrupt(footerStart, "is not the file that the manifest names (other checksums)")
    }
    let tail = RawReader(bytes, tableOffset..<footerStart)
    guard tail.checksum() == seal.tableChecksum else {
      throw corrupt(tableOffset, "checksum table or section directory does not match the footer")
    }
    try readDirectory(RawReader(bytes, directory))
  }

  /// That of a file that is being written, up to the end of its last whole block.
  init(
    unfinished name: String, indexID: IndexID, fileID: UInt64,
    sections: [SectionKind: Range<Int>], end: Int
  ) {
    self.name = name
    self.indexID = indexID
    self.fileID = fileID
    self.sections = sections
    version = SealedFileFormat.version
    tableOffset = end
  }

  private func corrupt(_ offset: Int, _ what: String) -> IndexError {
    .corrupt(file: name, offset: offset, what: what)
  }

  private mutating func readHeader(_ bytes: RawReader, kind: SealedFileKind) throws(IndexError) {
    guard bytes.matches(SealedFileFormat.headerMagic, at: 0) else {
      throw corrupt(0, "does not begin as a file of an index does")
    }
    // First, so that a damaged version is not taken for another one: every version has its checksum
    // there.
    guard bytes.checksum(first: 60) == bytes.uint32(at: 60) else {
      throw corrupt(60, "header does not match its checksum")
    }
    version = bytes.uint32(at: 8)
    try checkVersion(version)
    guard bytes.uint32(at: 12) == kind.rawValue else {
      throw corrupt(12, "holds kind \(bytes.uint32(at: 12)), expected \(kind.rawValue) (\(kind))")
    }
    indexID = IndexID(high: bytes.uint64(at: 16), low: bytes.uint64(at: 24))
    fileID = bytes.uint64(at: 32)
  }

  private func checkVersion(_ found: UInt32) throws(IndexError) {
    let supported = SealedFileFormat.version
    if found > supported { throw .formatTooNew(file: name, found: found, supported: supported) }
    if found < SealedFileFormat.oldestVersion {
      throw .formatTooOld(file: name, found: found, supported: supported)
    }
  }

  /// Returns where the directory is.
  private mutating func readFooter(
    _ bytes: RawReader, kind: SealedFileKind
  ) throws(IndexError) -> Range<Int> {
    let start = bytes.range.lowerBound
    guard bytes.matches(SealedFileFormat.footerMagic, at: 0),
      bytes.checksum(first: 60) == bytes.uint32(at: 60)
    else { throw corrupt(start, "footer is damaged: the file may have been cut or lengthened") }
    guard bytes.uint32(at: 8) == version else {
      throw corrupt(start + 8, "footer has another format version than the header")
    }
    let blockSize = UInt64(SealedFileFormat.blockSize)
    let table = bytes.uint64(at: 16)
    let blockCount = bytes.uint64(at: 24)
    let directoryOffset = bytes.uint64(at: 32)
    let directoryLength = bytes.uint64(at: 40)
    let end = UInt64(start)
    guard bytes.uint32(at: 12) == kind.rawValue, bytes.uint64(at: 48) == end + 64,
      table <= end, table % blockSize == 0, blockCount == table / blockSize,
      blockCount >= 1, blockCount <= (end - table) / 4,
      directoryOffset == table + 4 * blockCount, directoryLength == end - directoryOffset,
      directoryLength % UInt64(SealedFileFormat.directoryEntrySize) == 0,
      directoryLength / 24 <= UInt64(SealedFileFormat.maximumSectionCount)
    else { throw corrupt(start, "footer contradicts the length of the file") }
    tableOffset = Int(table)
    seal = SealedFileSeal(byteCount: end + 64, tableChecksum: bytes.uint32(at: 56))
    return Int(directoryOffset)..<start
  }

  private mutating func readDirectory(_ bytes: RawReader) throws(IndexError) {
    var previousEnd = SealedFileFormat.headerSize
    for entry in stride(from: 0, to: bytes.range.count, by: SealedFileFormat.directoryEntrySize) {
      let offset = bytes.uint64(at: entry + 8)
      let length = bytes.uint64(at: entry + 16)
      let end = UInt64(tableOffset)
      guard offset >= UInt64(previousEnd), offset <= end, length <= end - offset,
        offset % UInt64(SealedFileFormat.sectionAlignment) == 0
      else {
        throw corrupt(bytes.range.lowerBound + entry, "section lies outside the data or overlaps")
      }
      previousEnd = Int(offset + length)
      guard let kind = SectionKind(rawValue: bytes.uint32(at: entry)) else { continue }
      guard sections[kind] == nil else {
        throw corrupt(bytes.range.lowerBound + entry, "section '\(kind.name)' is there twice")
      }
      sections[kind] = Int(offset)..<previousEnd
    }
  }
}

/// Fixed-size reads inside a range of a file that is known to exist.
@safe
private struct RawReader {
  let bytes: MappedBytes
  let range: Range<Int>

  init(_ bytes: MappedBytes, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    self.bytes = bytes
    self.range = range
  }

  func uint32(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset + 4 <= range.count)
    // Inside the range, which is inside the file.
    return unsafe UInt32(
      littleEndian: bytes.base.loadUnaligned(
        fromByteOffset: range.lowerBound + offset, as: UInt32.self))
  }

  func uint64(at offset: Int) -> UInt64 {
    UInt64(uint32(at: offset)) | UInt64(uint32(at: offset + 4)) << 32
  }

  func matches(_ magic: [UInt8], at offset: Int) -> Bool {
    precondition(offset >= 0 && offset + magic.count <= range.count)
    for index in magic.indices {
      // Inside the range, which is inside the file.
      let byte = unsafe bytes.base.load(
        fromByteOffset: range.lowerBound + offset + index, as: UInt8.self)
      if byte != magic[index] { return false }
    }
    return true
  }

  func checksum(first count: Int? = nil) -> UInt32 {
    let count = count ?? range.count
    precondition(count <= range.count)
    // Inside the range, which is inside the file.
    return unsafe Checksum.crc32c(bytes.base + range.lowerBound, count: count)
  }
}
