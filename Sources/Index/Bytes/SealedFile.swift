import Synchronization

/// A file of an index, open for reading. Structure is checked when it is opened; each 4 KiB block
/// is checked against its checksum the first time it is touched, and never again.
///
/// - Complexity: opening is O(length / 4,096) for the checksum of the table, with no data read.
@safe
final class SealedFile: Sendable {
  let name: String
  let kind: SealedFileKind
  let indexID: IndexID
  let fileID: UInt64
  /// The format version that it was written in.
  let version: UInt32
  let seal: SealedFileSeal
  /// How errors of blocks that do not match their checksums begin.
  static let badBlock = "block has checksum"
  private let bytes: MappedBytes
  // By the kind's raw value, so that a lookup is an index; nil for a section that is not there.
  private let sections: [Range<Int>?]
  private let tableOffset: Int
  private let unwrittenTable: [UInt32]?
  // One bit for each block that has been found good. Allocated by init, freed by deinit; all access
  // is atomic.
  nonisolated(unsafe) private let verified: UnsafeMutablePointer<Atomic<UInt64>>
  private let verifiedWordCount: Int

  /// Opens a file and checks its structure.
  ///
  /// - Parameter seal: what the manifest says of it; nil for the manifest itself.
  /// - Returns: nil if there is no such file.
  static func open(
    _ name: String, kind: SealedFileKind, seal: SealedFileSeal?, on fileSystem: any FileSystem
  ) throws(IndexError) -> SealedFile? {
    guard let bytes = try fileSystem.map(name) else { return nil }
    return try SealedFile(name: name, kind: kind, seal: seal, bytes: bytes)
  }

  convenience init(
    name: String, kind: SealedFileKind, seal: SealedFileSeal?, bytes: MappedBytes
  ) throws(IndexError) {
    let layout = try SealedFileLayout(name: name, kind: kind, seal: seal, bytes: bytes)
    self.init(name: name, kind: kind, layout, bytes, unwrittenTable: nil)
  }

  /// - Parameter unwrittenTable: the checksums of a file that has no table of them yet, one for each block.
  /// - Precondition: the layout is that of the bytes.
  init(
    name: String, kind: SealedFileKind, _ layout: SealedFileLayout, _ bytes: MappedBytes,
    unwrittenTable: [UInt32]?
  ) {
    precondition((unwrittenTable?.count ?? .max) >= layout.tableOffset / SealedFileFormat.blockSize)
    self.unwrittenTable = unwrittenTable
    self.name = name
    self.kind = kind
    self.bytes = bytes
    indexID = layout.indexID
    fileID = layout.fileID
    version = layout.version
    self.seal = layout.seal
    sections = (0...SectionKind.maximumRawValue).map { number in
      SectionKind(rawValue: number).flatMap { layout.sections[$0] }
    }
    tableOffset = layout.tableOffset
    verifiedWordCount = (layout.tableOffset / SealedFileFormat.blockSize + 63) / 64 + 1
    unsafe verified = .allocate(capacity: verifiedWordCount)
    for index in 0..<verifiedWordCount {
      // Below the capacity.
      unsafe (verified + index).initialize(to: Atomic(0))
    }
  }

  deinit {
    // Allocated and initialised by init.
    unsafe verified.deinitialize(count: verifiedWordCount)
    unsafe verified.deallocate()
  }

  /// Length of a section; nil if the file has none of the kind.
  func byteCount(of section: SectionKind) -> Int? { place(of: section)?.count }

  private func place(of section: SectionKind) -> Range<Int>? { sections[Int(section.rawValue)] }

  /// Where a section begins in the file, for messages.
  func offset(of section: SectionKind) -> Int { place(of: section)?.lowerBound ?? 0 }

  /// All sections with their lengths, in the order of the file.
  var sectionByteCounts: [(kind: SectionKind, byteCount: Int)] {
    SectionKind.allCases.compactMap { kind in place(of: kind).map { (kind, $0) } }
      .sorted { $0.1.lowerBound < $1.1.lowerBound }
      .map { (kind: $0.0, byteCount: $0.1.count) }
  }

  /// A reader over part of a section, all of whose bytes have been checked.
  ///
  /// - Throws: ``IndexError/corrupt(file:offset:what:)`` if the section is missing or shorter, or a
  ///   block of it fails its checksum.
  func reader(_ section: SectionKind, _ range: Range<Int>) throws(IndexError) -> ByteReader {
    let place = try verify(section, range)
    return ByteReader(file: self, range: place)
  }

  /// A reader over a whole section.
  func reader(_ section: SectionKind) throws(IndexError) -> ByteReader {
    try reader(section, 0..<(byteCount(of: section) ?? 0))
  }

  /// Checks the blocks under part of a section; returns the same bytes' range in the file.
  func verify(_ section: SectionKind, _ range: Range<Int>) throws(IndexError) -> Range<Int> {
    guard let whole = place(of: section) else {
      throw .corrupt(file: name, offset: 0, what: "has no section '\(section.name)'")
    }
    guard range.lowerBound >= 0, range.upperBound <= whole.count else {
      throw corrupt(
        section, range.lowerBound,
        "bytes \(range) are asked for, but '\(section.name)' has \(whole.count)")
    }
    let place = (whole.lowerBound + range.lowerBound)..<(whole.lowerBound + range.upperBound)
    if place.isEmpty { return place }
    let last = (place.upperBound - 1) / SealedFileFormat.blockSize
    var block = place.lowerBound / SealedFileFormat.blockSize
    while block <= last {
      let count = verifiedCount(from: block)
      if count == 0 { try verifyBlock(block) }
      block += max(1, count)
    }
    return place
  }

  /// How many bytes from an offset in the file on are known to be good: no more than 64 blocks.
  func verifiedByteCount(from offset: Int) -> Int {
    guard offset >= 0, offset < tableOffset else { return 0 }
    let block = offset / SealedFileFormat.blockSize
    let end = (block + verifiedCount(from: block)) * SealedFileFormat.blockSize
    return max(0, min(end, tableOffset) - offset)
  }

  /// How many blocks from one on have been found good, 64 at most.
  ///
  /// - Precondition: the block lies in the data.
  @inline(__always)
  private func verifiedCount(from block: Int) -> Int {
    #if SEARCH_UNVERIFIED
      return 64
    #else
      // The block has a bit.
      let bits =
        unsafe (verified + block &>> 6).pointee.load(ordering: .relaxed)
        &>> UInt64(truncatingIfNeeded: block & 63)
      return (~bits).trailingZeroBitCount
    #endif
  }

  /// - Precondition: the block lies in the data.
  @inline(__always)
  private func isVerified(_ block: Int) -> Bool {
    #if SEARCH_UNVERIFIED
      // Never but to measure what checking costs; see RELIABILITY.md.
      return true
    #else
      // The block has a bit.
      return unsafe (verified + block &>> 6).pointee.load(ordering: .relaxed)
        &>> UInt64(truncatingIfNeeded: block & 63) & 1 == 1
    #endif
  }

  /// An integer at an offset in the file, checked if it has not been.
  ///
  /// - Precondition: it lies in the data.
  @inline(__always)
  func integer(at offset: Int) throws(IndexError) -> UInt64 {
    precondition(offset >= 0 && offset <= tableOffset &- 8)
    let shift = SealedFileFormat.blockSize.trailingZeroBitCount
    let first = offset &>> shift
    let last = (offset &+ 7) &>> shift
    if !isVerified(first) { try verifyBlock(first) }
    if last != first, !isVerified(last) { try verifyBlock(last) }
    // Inside the data.
    return unsafe UInt64(
      littleEndian: bytes.base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Checks every block of the data; returns how many bytes that were.
  func verifyAll() throws(IndexError) -> Int {
    for block in 0..<(tableOffset / SealedFileFormat.blockSize) { try verifyBlock(block) }
    return tableOffset
  }

  /// Checks every block of the data; an error for each that is bad.
  func damagedBlocks() -> [IndexError] {
    var errors: [IndexError] = []
    for block in 0..<(tableOffset / SealedFileFormat.blockSize) {
      do {
        try verifyBlock(block)
      } catch {
        errors.append(error)
      }
    }
    return errors
  }

  private func verifyBlock(_ block: Int) throws(IndexError) {
    let size = SealedFileFormat.blockSize
    // The block lies in the data, and so in the file.
    let found = unsafe Checksum.crc32c(bytes.base + block * size, count: size)
    let expected = expectedChecksum(block)
    guard found == expected else {
      throw .corrupt(
        file: name, offset: block * size,
        what: "\(Self.badBlock) \(hex(found)), expected \(hex(expected))")
    }
    // The block has a bit.
    unsafe (verified + block / 64).pointee.bitwiseOr(1 << UInt64(block % 64), ordering: .relaxed)
  }

  /// - Precondition: the block lies in the data.
  private func expectedChecksum(_ block: Int) -> UInt32 {
    if let unwrittenTable { return unwrittenTable[block] }
    // The layout has been checked: the table entry lies inside the file.
    return unsafe UInt32(
      littleEndian: bytes.base.loadUnaligned(
        fromByteOffset: tableOffset + 4 * block, as: UInt32.self))
  }

  /// The error for bad bytes in a section.
  func corrupt(_ section: SectionKind, _ offset: Int, _ what: String) -> IndexError {
    .corrupt(file: name, offset: self.offset(of: section) + offset, what: what)
  }

  /// The address of checked bytes, for kernels. The caller stays within the range it has verified
  /// and keeps the file alive.
  @unsafe
  func pointer(at fileOffset: Int) -> UnsafeRawPointer {
    unsafe bytes.base + fileOffset
  }
}

/// A checksum as people write it.
func hex(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return "0x" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
}
