import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Images whose checksums are all right, and whose contents are not: nothing may trap or hang.
struct HostileImageTests {
  @Test func `damaged bytes with right checksums never trap`() throws {
    let image = try HostileImage.small()
    for seed in 0..<HostileImage.caseCount {
      var random = SeededGenerator(seed: UInt64(seed))
      let files = image.copy()
      let names = image.names.filter { !$0.hasPrefix("write") }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let name = names.randomElement(using: &random) ?? ""
        try files.mutate(name, using: &random)
      }
      try files.sealManifest()
      HostileImage.useEverything(files.files)
    }
  }

  @Test func `damaged packed terms and keys with right checksums never trap`() throws {
    let image = try HostileImage.packed()
    let name = try #require(image.names.first { $0.hasSuffix(".idx") })
    for seed in 0..<HostileImage.caseCount {
      var random = SeededGenerator(seed: UInt64(seed))
      let files = image.copy()
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let sections: [SectionKind] = [.terms, .termIndex, .symbols, .keys, .keyIndex]
        let section = sections.randomElement(using: &random) ?? .terms
        try files.mutate(name, section, using: &random)
      }
      try files.sealManifest()
      HostileImage.useTerms(files.files)
    }
  }

  @Test func `merging a dictionary that is out of order is an error, not a trap`() throws {
    let image = try HostileImage.small()
    let files = image.copy()
    let name = try #require(image.names.first { $0.hasSuffix(".idx") })
    // The first key of the first block becomes greater than all others.
    try files.edit(name, .terms) { $0[4] = 0xFE }
    try files.sealManifest()
    let writer = try SearchIndex.open(on: files.files).makeWriter()
    #expect(throws: IndexError.self) { try writer.optimize() }
  }
}

/// An index in memory whose bytes can be changed with all checksums put right again.
struct HostileImage {
  static let caseCount = 90

  let files: MemoryFileSystem
  let names: [String]

  static func small() throws -> HostileImage {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(
      on: files, options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace)),
      identifiers: SeededIdentifiers(seed: 7))
    let writer = try index.makeWriter()
    var random = SeededGenerator(seed: 3)
    for part in 0..<3 {
      for number in 0..<150 {
        let words = (0..<Int.random(in: 1...12, using: &random)).map { _ in
          "w\(Int.random(in: 0..<40, using: &random))"
        }
        try writer.add(
          Document(
            key: "k\(part)-\(number)", title: "w1 title", body: words.joined(separator: " "),
            fields: [Document.Field("tag", "w2 t\(number % 5)")],
            values: RandomValues.values(using: &random)))
      }
      try writer.delete(key: "k0-\(part)")
      try writer.commit(
        fileTable: FileTable(
          roots: ["r"],
          entries: [
            FileTable.Entry(
              path: "p", size: 1, modified: 2, contentHash: 3, documentCount: UInt32(part))
          ]))
    }
    writer.close()
    return HostileImage(files: files, names: try files.list().sorted())
  }

  /// One segment, whose terms are packed.
  static func packed() throws -> HostileImage {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(
      on: files,
      options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace), storesText: false),
      identifiers: SeededIdentifiers(seed: 7))
    let writer = try index.makeWriter()
    for number in 0..<200 {
      let words = (0..<8).map { "\(8 * number + $0)かなることば\($0)の" }
      try writer.add(
        Document(key: "folder/\(7 * number % 200).md", body: words.joined(separator: " ")))
    }
    try writer.commit()
    writer.close()
    let file = try #require(try index.snapshot().state.segments.first).reader.file
    try #require(file.byteCount(of: .symbols) != nil)
    return HostileImage(files: files, names: try files.list().sorted())
  }

  func copy() -> HostileImage {
    let other = MemoryFileSystem()
    try? other.createFolder()
    for name in names { other.replaceContents(of: name, with: files.contents(of: name) ?? []) }
    return HostileImage(files: other, names: names)
  }

  private func layout(_ name: String) throws -> SealedFileLayout {
    let kind: SealedFileKind =
      name.hasPrefix("manifest")
      ? .manifest
      : name.hasSuffix(".idx") ? .segment : name.hasSuffix(".del") ? .deletes : .fileTable
    let bytes = MappedBytes(copying: files.contents(of: name) ?? [])
    return try SealedFileLayout(name: name, kind: kind, seal: nil, bytes: bytes)
  }

  func edit(_ name: String, _ section: SectionKind, _ body: (inout [UInt8]) -> Void) throws {
    let layout = try layout(name)
    let range = try #require(layout.sections[section])
    var bytes = files.contents(of: name) ?? []
    var part = Array(bytes[range])
    body(&part)
    bytes.replaceSubrange(range, with: part.prefix(range.count))
    seal(&bytes, layout.tableOffset)
    files.replaceContents(of: name, with: bytes)
  }

  func mutate(_ name: String, using random: inout SeededGenerator) throws {
    let layout = try layout(name)
    let sections = layout.sections.keys.filter { (layout.sections[$0]?.count ?? 0) > 0 }
      .sorted { $0.rawValue < $1.rawValue }
    guard let section = sections.randomElement(using: &random) else { return }
    try mutate(name, section, using: &random)
  }

  func mutate(
    _ name: String, _ section: SectionKind, using random: inout SeededGenerator
  ) throws {
    var generator = random
    try edit(name, section) { bytes in
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let limit = Bool.random(using: &generator) ? min(bytes.count, 48) : bytes.count
        let at = Int.random(in: 0..<limit, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[at] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
        case 2: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 3:
          for offset in at..<min(bytes.count, at + 9) { bytes[offset] = 0xFF }
          if at + 9 < bytes.count {
            bytes[at + 9] = [0, 1, 0x7F].randomElement(using: &generator) ?? 0
          }
        default:
          let from = Int.random(in: 0..<bytes.count, using: &generator)
          let count = min(16, bytes.count - max(from, at))
          for offset in 0..<count { bytes[at + offset] = bytes[from + offset] }
        }
      }
    }
    random = generator
  }

  private func seal(_ bytes: inout [UInt8], _ tableOffset: Int) {
    func put(_ value: UInt32, at offset: Int) {
      for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
    for block in 0..<tableOffset / 4096 {
      put(
        Checksum.crc32c(Array(bytes[block * 4096..<(block + 1) * 4096]).span),
        at: tableOffset + 4 * block)
    }
    let footer = bytes.count - 64
    put(Checksum.crc32c(Array(bytes[tableOffset..<footer]).span), at: footer + 56)
    put(Checksum.crc32c(Array(bytes[footer..<footer + 60]).span), at: footer + 60)
  }

  /// Writes the manifests' seals anew, if they can still be read.
  func sealManifest() throws {
    for name in names where name.hasPrefix("manifest") {
      do {
        guard let file = try SealedFile.open(name, kind: .manifest, seal: nil, on: files) else {
          continue
        }
        var reader = try file.reader(.manifest)
        var manifest = try Manifest(reading: &reader)
        for index in manifest.segments.indices {
          let segment = manifest.segments[index]
          if let layout = try? layout(SegmentFormat.fileName(segment.id)) {
            manifest.segments[index].seal = layout.seal
          }
          let deletes = SegmentFormat.deletesFileName(
            segment.id, generation: segment.deletesGeneration)
          if segment.deletedCount > 0, let layout = try? layout(deletes) {
            manifest.segments[index].deletesSeal = layout.seal
          }
        }
        if let table = manifest.fileTable,
          let layout = try? layout(Manifest.fileTableName(table.generation))
        {
          manifest.fileTable?.seal = layout.seal
        }
        try files.unlink(name)
        let writer = try SealedFileWriter(
          name, kind: .manifest, indexID: file.indexID, fileID: file.fileID, on: files)
        try writer.write(.manifest, manifest.encoded())
        _ = try writer.finish()
      } catch {}
    }
  }

  /// Looks for terms and keys in every way there is; errors are fine.
  static func useTerms(_ files: MemoryFileSystem) {
    func attempt(_ body: () throws -> Void) { do { try body() } catch {} }
    attempt {
      let snapshot = try SearchIndex.open(on: files).snapshot()
      for number in stride(from: 0, to: 1600, by: 53) {
        attempt { _ = try snapshot.search("\(number)かなることば\(number % 8)の") }
      }
      for text in ["1*", "*ば3の", "12かなることぱ4の~", "15*3?"] {
        attempt { _ = try snapshot.search(text) }
      }
      for number in stride(from: 0, to: 200, by: 23) {
        attempt { _ = try snapshot.address(ofKey: "folder/\(number).md") }
      }
    }
    attempt { _ = try SearchIndex.check(on: files) }
    attempt {
      let writer = try SearchIndex.open(on: files).makeWriter()
      attempt { try writer.delete(key: "folder/7.md") }
      attempt { try writer.delete(keyPrefix: "folder/1") }
      attempt { try writer.optimize() }
      attempt { try writer.commit() }
    }
  }

  /// Reads and writes in every way there is; errors are fine.
  static func useEverything(_ files: MemoryFileSystem) {
    func attempt(_ body: () throws -> Void) { do { try body() } catch {} }
    func search() throws {
      let snapshot = try SearchIndex.open(on: files).snapshot()
      for text in [
        "w1", "w1 w2 w39", "w3 AND w4", "\"w1 title\"", "w5 NOT w6", "t1 AND \"w1 title\"",
      ] {
        attempt {
          let query = try snapshot.parse(text)
          for hit in try snapshot.search(query, limit: 20).hits.prefix(4) {
            attempt { _ = try snapshot.snippet(for: hit, query: query) }
          }
        }
        attempt { _ = try snapshot.search(text, matching: .all) }
      }
      for filter in RandomValues.filters.prefix(2) {
        attempt { _ = try snapshot.search("w1 w2", filter: filter) }
      }
      attempt { _ = try snapshot.fileTable() }
      attempt { _ = try snapshot.statistics() }
    }
    attempt { try search() }
    attempt { _ = try SearchIndex.check(on: files) }
    attempt {
      let writer = try SearchIndex.open(on: files).makeWriter()
      attempt { try writer.delete(key: "k1-7") }
      attempt { try writer.delete(keyPrefix: "k2-1") }
      attempt { try writer.add(Document(key: "k1-9", body: "w1 new")) }
      attempt { try writer.commit() }
      attempt { try writer.optimize() }
      attempt { try writer.commit() }
    }
    attempt {
      let writer = try SearchIndex.open(on: files).makeWriter()
      attempt { try writer.optimize() }
      attempt { try writer.commit() }
    }
    attempt { try search() }
    attempt { _ = try SearchIndex.check(on: files) }
  }
}
