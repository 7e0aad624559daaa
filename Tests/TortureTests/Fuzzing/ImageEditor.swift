import TestSupport

@testable import Index

/// Changes the bytes of an index in memory and puts all checksums right again, so that whatever reads
/// them meets the change itself.
struct ImageEditor {
  let files: MemoryFileSystem
  private var layouts: [String: SealedFileLayout] = [:]

  init(_ files: MemoryFileSystem) { self.files = files }

  private static func kind(of name: String) -> SealedFileKind {
    if name.hasPrefix("manifest") { return .manifest }
    if name.hasSuffix(".idx") { return .segment }
    return name.hasSuffix(".del") ? .deletes : .fileTable
  }

  /// Where everything is in a file, or nil if it is no longer told.
  private func layout(of name: String) -> SealedFileLayout? {
    let bytes = MappedBytes(copying: files.contents(of: name) ?? [])
    return try? SealedFileLayout(name: name, kind: Self.kind(of: name), seal: nil, bytes: bytes)
  }

  /// Changes a file as eight bytes say: its section, place, kind of change and value.
  mutating func edit(_ name: String, _ script: ArraySlice<UInt8>) {
    guard let layout = layouts[name] ?? layout(of: name), var bytes = files.contents(of: name)
    else {
      return
    }
    layouts[name] = layout
    let script = Array(script)
    let sections = layout.sections.keys.sorted { $0.rawValue < $1.rawValue }
      .filter { layout.sections[$0]?.isEmpty == false }
    guard script.count == 7, !sections.isEmpty,
      let range = layout.sections[sections[Int(script[0]) % sections.count]]
    else { return }
    let offset = Int(script[1]) << 8 | Int(script[2])
    let at = range.lowerBound + offset % range.count
    if script[3] % 16 == 15 {
      Self.editDirectory(&bytes, layout.tableOffset, script)
    } else {
      Self.change(&bytes, at, in: range, script)
    }
    Self.seal(&bytes, layout.tableOffset, changed: at)
    files.replaceContents(of: name, with: bytes)
  }

  private static func change(
    _ bytes: inout [UInt8], _ at: Int, in range: Range<Int>, _ script: [UInt8]
  ) {
    let value = script[4]
    let wide = Int(script[5]) << 8 | Int(script[6])
    func put(_ new: [UInt8]) {
      for (index, byte) in new.enumerated() where at + index < range.upperBound {
        bytes[at + index] = byte
      }
    }
    switch script[3] % 16 {
    case 0, 1: bytes[at] = value
    case 2, 3: bytes[at] ^= 1 << (value % 8)
    case 4: bytes[at] &+= value
    case 5: put([UInt8](repeating: 0xFF, count: 9) + [value])
    case 6: put([UInt8](repeating: 0x80, count: 9) + [value])
    case 7: put([UInt8](repeating: 0, count: 1 + wide % 64))
    case 8: put([UInt8](repeating: 0xFF, count: 1 + wide % 64))
    case 9: put(Array(bytes[(range.lowerBound + wide % range.count)..<range.upperBound].prefix(16)))
    case 10: bytes.swapAt(at, range.lowerBound + wide % range.count)
    case 11: put([script[4], script[5], script[6], 0])
    case 12: put([0xFF, 0xFF, 0xFF, 0x7F])
    case 13: put([0, 0, 0, 0x80])
    default: put([value, script[5], script[6], value, script[5], script[6], 0, 0])
    }
  }

  /// Changes where a section begins, how long it is, or which it is.
  private static func editDirectory(
    _ bytes: inout [UInt8], _ tableOffset: Int, _ script: [UInt8]
  ) {
    let directory = tableOffset + 4 * (tableOffset / SealedFileFormat.blockSize)
    let count = bytes.count - SealedFileFormat.footerSize - directory
    guard count > 0 else { return }
    let at = directory + (Int(script[1]) << 8 | Int(script[2])) % count
    bytes[at] = script[4] < 128 ? bytes[at] &+ script[5] : script[5]
  }

  /// Puts the checksum of the changed blocks, of the table and of the footer right.
  private static func seal(_ bytes: inout [UInt8], _ tableOffset: Int, changed: Int) {
    func put(_ value: UInt32, at offset: Int) {
      for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
    let size = SealedFileFormat.blockSize
    // No change is longer than a block.
    for block in changed / size..<min(changed / size + 2, tableOffset / size) {
      let checksum = Checksum.crc32c(bytes.span.extracting(block * size..<(block + 1) * size))
      put(checksum, at: tableOffset + 4 * block)
    }
    let footer = bytes.count - SealedFileFormat.footerSize
    put(Checksum.crc32c(bytes.span.extracting(tableOffset..<footer)), at: footer + 56)
    put(Checksum.crc32c(bytes.span.extracting(footer..<footer + 60)), at: footer + 60)
  }

  /// Lets the manifests that can still be read name the files as they are now.
  func sealManifests(_ names: [String]) {
    for name in names where name.hasPrefix("manifest") {
      guard let file = try? SealedFile.open(name, kind: .manifest, seal: nil, on: files),
        var reader = try? file.reader(.manifest), var manifest = try? Manifest(reading: &reader)
      else { continue }
      for index in manifest.segments.indices {
        let segment = manifest.segments[index]
        if let layout = layout(of: SegmentFormat.fileName(segment.id)) {
          manifest.segments[index].seal = layout.seal
        }
        guard segment.deletedCount > 0 else { continue }
        let deletes = SegmentFormat.deletesFileName(
          segment.id, generation: segment.deletesGeneration)
        if let layout = layout(of: deletes) { manifest.segments[index].deletesSeal = layout.seal }
      }
      if let table = manifest.fileTable,
        let layout = layout(of: Manifest.fileTableName(table.generation))
      {
        manifest.fileTable?.seal = layout.seal
      }
      try? rewrite(name, file, manifest)
    }
  }

  private func rewrite(_ name: String, _ file: SealedFile, _ manifest: Manifest) throws {
    try files.unlink(name)
    let writer = try SealedFileWriter(
      name, kind: .manifest, indexID: file.indexID, fileID: file.fileID, on: files)
    try writer.write(.manifest, manifest.encoded())
    _ = try writer.finish()
  }
}
