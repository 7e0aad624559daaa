import TestSupport

@testable import Index

/// A sound index as bytes, taken apart once.
struct SoundImage {
  let names: [String]
  let files: [String: [UInt8]]
  fileprivate let layouts: [String: SealedFileLayout]
  fileprivate let manifests: [String: Manifest]

  init(_ sample: SampleIndex) throws {
    names = sample.names
    var files: [String: [UInt8]] = [:]
    var layouts: [String: SealedFileLayout] = [:]
    var manifests: [String: Manifest] = [:]
    for name in sample.names {
      let bytes = sample.files.contents(of: name) ?? []
      files[name] = bytes
      layouts[name] = try SealedFileLayout(
        name: name, kind: Self.kind(of: name), seal: nil, bytes: MappedBytes(copying: bytes))
      if name.hasPrefix("manifest") { manifests[name] = try Self.manifest(name, bytes) }
    }
    self.files = files
    self.layouts = layouts
    self.manifests = manifests
  }

  private static func kind(of name: String) -> SealedFileKind {
    if name.hasPrefix("manifest") { return .manifest }
    if name.hasSuffix(".idx") { return .segment }
    return name.hasSuffix(".del") ? .deletes : .fileTable
  }

  fileprivate static func manifest(_ name: String, _ bytes: [UInt8]) throws -> Manifest {
    let file = try SealedFile(
      name: name, kind: .manifest, seal: nil, bytes: MappedBytes(copying: bytes))
    var reader = try file.reader(.manifest)
    return try Manifest(reading: &reader)
  }
}

/// Changes the bytes of an index in memory and puts all checksums right again, so that whatever reads
/// them meets the change itself.
struct ImageEditor {
  private let image: SoundImage
  private var changed: [String: [UInt8]] = [:]

  init(_ image: SoundImage) { self.image = image }

  /// The index as it is now.
  func makeFiles() -> MemoryFileSystem {
    let files = MemoryFileSystem()
    try? files.createFolder()
    for (name, bytes) in image.files {
      files.replaceContents(of: name, with: changed[name] ?? bytes)
    }
    return files
  }

  /// Changes a file as seven bytes say: its section, place, kind of change and value.
  mutating func edit(_ name: String, _ script: ArraySlice<UInt8>) {
    guard let layout = image.layouts[name],
      var bytes = changed.removeValue(forKey: name) ?? image.files[name]
    else { return }
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
    Self.seal(&bytes, layout.tableOffset, at..<at + 64)
    changed[name] = bytes
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
    case 10: put([bytes[range.lowerBound + wide % range.count]])
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
  private static func seal(_ bytes: inout [UInt8], _ tableOffset: Int, _ changed: Range<Int>) {
    func put(_ value: UInt32, at offset: Int) {
      for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
    let size = SealedFileFormat.blockSize
    let last = min((changed.upperBound - 1) / size, tableOffset / size - 1)
    for block in changed.lowerBound / size...max(last, changed.lowerBound / size) {
      let checksum = Checksum.crc32c(bytes.span.extracting(block * size..<(block + 1) * size))
      put(checksum, at: tableOffset + 4 * block)
    }
    let footer = bytes.count - SealedFileFormat.footerSize
    put(Checksum.crc32c(bytes.span.extracting(tableOffset..<footer)), at: footer + 56)
    put(Checksum.crc32c(bytes.span.extracting(footer..<footer + 60)), at: footer + 60)
  }

  /// Lets the manifests that can still be read name the files as they are now.
  mutating func sealManifests() {
    for (name, sound) in image.manifests {
      var manifest = sound
      if let bytes = changed[name] {
        guard let edited = try? SoundImage.manifest(name, bytes) else { continue }
        manifest = edited
      }
      let before = manifest
      for index in manifest.segments.indices {
        let id = manifest.segments[index].id
        if let seal = seal(of: SegmentFormat.fileName(id)) { manifest.segments[index].seal = seal }
        let deletes = SegmentFormat.deletesFileName(
          id, generation: manifest.segments[index].deletesGeneration)
        if let seal = seal(of: deletes) { manifest.segments[index].deletesSeal = seal }
      }
      if let table = manifest.fileTable,
        let seal = seal(of: Manifest.fileTableName(table.generation))
      {
        manifest.fileTable?.seal = seal
      }
      if manifest != before { write(manifest, name) }
    }
  }

  /// What a manifest would say of a file that was changed.
  private func seal(of name: String) -> SealedFileSeal? {
    guard let bytes = changed[name] else { return nil }
    let at = bytes.count - SealedFileFormat.footerSize + 56
    let checksum = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << (8 * $1) }
    return SealedFileSeal(byteCount: UInt64(bytes.count), tableChecksum: checksum)
  }

  /// Writes a manifest over itself, if it is as long as before.
  private mutating func write(_ manifest: Manifest, _ name: String) {
    guard let layout = image.layouts[name], let place = layout.sections[.manifest],
      var bytes = changed.removeValue(forKey: name) ?? image.files[name]
    else { return }
    let encoded = manifest.encoded()
    if encoded.count == place.count {
      bytes.replaceSubrange(place, with: encoded)
      Self.seal(&bytes, layout.tableOffset, place)
    }
    changed[name] = bytes
  }
}
