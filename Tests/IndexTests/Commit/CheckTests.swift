import TestSupport
import Testing
import Tokenizer

@testable import Index

/// What `check` finds in indexes whose checksums are all right: it must not need them.
struct CheckTests {
  /// Documents with every kind of term: words, characters, pairs, stems, roots, parts and folds; a
  /// term in more than 4,096 documents would take too long to add here.
  private static func image(documentCount: Int = 40) throws -> HostileImage {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(on: files, identifiers: SeededIdentifiers(seed: 5))
    let writer = try index.makeWriter()
    let texts = [
      "The chips are running out in cafés, said getUserById", "日本経済産業省は半導体を支援する",
      "芯片企业获得补贴 2024", "Plain words running again", "กินข้าว แล้ว",
    ]
    for number in 0..<documentCount {
      try writer.add(
        Document(
          key: "k/\(number)", title: "Title \(number % 7) 半导体",
          body: texts[number % texts.count] + " common number\(number)",
          fields: [Document.Field("tag", "t\(number % 3) 値", isSearchedByDefault: false)]))
    }
    try writer.commit()
    try writer.delete(key: "k/3")
    try writer.commit(
      fileTable: FileTable(
        entries: [
          FileTable.Entry(
            path: "k", size: 1, modified: 1, contentHash: 1,
            documentCount: UInt32(documentCount - 1))
        ]))
    writer.close()
    return HostileImage(files: files, names: try files.list().sorted())
  }

  @Test func `a sound index has no problems, and its texts are compared`() throws {
    let image = try Self.image()
    let report = try SearchIndex.check(on: image.files, isFull: true)
    #expect(report.problems == [])
    #expect(report.notes == [])
    #expect(report.comparedDocumentCount == 40)
    #expect(report.generations.count == 2)
    #expect(report.postingCount > 0 && report.positionCount > 0)
  }

  @Test func `no changed byte goes unnoticed, though its checksum is right`() throws {
    let image = try Self.image(documentCount: 20)
    let segment = try #require(image.names.first { $0.hasSuffix(".idx") })
    var random = SeededGenerator(seed: 11)
    for section in SectionKind.allCases {
      guard let count = try image.byteCount(segment, section), count > 0 else { continue }
      // A letter of a stored text may become its capital, which is the same to the index.
      if section == .store { continue }
      for _ in 0..<8 {
        let offset = Int.random(in: 0..<count, using: &random)
        // Numbers of store blocks have 32 bits that say nothing.
        if section == .storeIndex, offset % 16 >= 4, offset % 16 < 8 { continue }
        let copy = image.copy()
        let bit = UInt8.random(in: 0..<8, using: &random)
        try copy.edit(segment, section) { $0[offset] ^= 1 << bit }
        try copy.sealManifest()
        let report = try SearchIndex.check(on: copy.files, isFull: true)
        // A key may become another that has the same place in their order, of which nothing tells.
        if section == .keys, report.problems.isEmpty {
          let (before, after) = (try Self.keys(image), try Self.keys(copy))
          #expect(before != after, "\(section) byte \(offset) bit \(bit)")
          #expect(Self.order(before) == Self.order(after), "\(section) byte \(offset) bit \(bit)")
          continue
        }
        #expect(!report.problems.isEmpty, "\(section) byte \(offset) bit \(bit)")
        #expect(report.problems.allSatisfy { $0.code != .checksum && $0.code != .unreadable })
      }
    }
  }

  /// The keys of the first segment, in the order of its documents.
  private static func keys(_ image: HostileImage) throws -> [[UInt8]] {
    let snapshot = try SearchIndex.open(on: image.files).snapshot()
    let segment = try #require(snapshot.state.segments.first).reader
    return try (0..<segment.documentCount).map { try segment.keys.key(of: DocID($0)) }
  }

  /// The places of keys in their order.
  private static func order(_ keys: [[UInt8]]) -> [Int] {
    keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
  }

  @Test func `a text that is not what was indexed is found by comparing`() throws {
    let image = try Self.image(documentCount: 5)
    let other = try Self.image(documentCount: 5)
    let segment = try #require(image.names.first { $0.hasSuffix(".idx") })
    // The place of a character, the length of a document and a border each have a code of their own.
    #expect(try SearchIndex.check(on: other.files, isFull: true).problems == [])
    try image.edit(segment, .borders) { bytes in
      // One word begins one place later: as many words as before.
      if let place = bytes.indices.first(where: { bytes[$0] & 3 == 1 && $0 > 4 }) {
        bytes[place] ^= 3
      }
    }
    try image.sealManifest()
    let structural = try SearchIndex.check(on: image.files)
    let full = try SearchIndex.check(on: image.files, isFull: true)
    #expect(structural.problems == [])
    #expect(full.problems.map(\.code) == [.borders])
  }

  @Test func `a bound that is too low is found`() throws {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(
      on: files, options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace)),
      identifiers: SeededIdentifiers(seed: 5))
    let writer = try index.makeWriter()
    for number in 0..<300 {
      try writer.add(Document(key: "\(number)", body: number == 77 ? "a a a b" : "a b"))
    }
    try writer.commit()
    writer.close()
    let image = HostileImage(files: files, names: try files.list().sorted())
    let segment = try #require(image.names.first { $0.hasSuffix(".idx") })
    // The head of the first term: widths, length of positions, impacts, then the first block's entry.
    try image.edit(segment, .postings) { bytes in
      let width = Int(bytes[0] & 3) + 1
      var entry = 1
      while bytes[entry] >= 0x80 { entry += 1 }
      let impact = entry + 1 + 4 + width + 4
      // The block has the document of the greatest impact.
      #expect(bytes[impact] == 0)
      bytes[impact] = 1
    }
    try image.sealManifest()
    let report = try SearchIndex.check(on: files)
    #expect(report.problems.map(\.code) == [.impacts])
  }

  @Test func `each damage has its code and place`() throws {
    let image = try Self.image(documentCount: 5)
    let names = image.names
    let segment = try #require(names.first { $0.hasSuffix(".idx") })
    func codes(_ change: (HostileImage) throws -> Void) throws -> [CheckReport.Code] {
      let copy = image.copy()
      try change(copy)
      return try SearchIndex.check(on: copy.files).problems.map(\.code)
    }
    func flip(_ name: String, _ offset: Int) -> (HostileImage) -> Void {
      return { copy in
        var bytes = copy.files.contents(of: name) ?? []
        bytes[offset] ^= 1
        copy.files.replaceContents(of: name, with: bytes)
      }
    }
    #expect(try codes { _ in } == [])
    #expect(try codes(flip(segment, 100)) == [.checksum])
    #expect(try codes(flip(segment, 3)) == [.structure])
    #expect(try codes { try $0.files.unlink(segment) } == [.missing])
    let manifest = try #require(names.last { $0.hasPrefix("manifest") })
    #expect(try codes(flip(manifest, 70)) == [.checksum])
    let deletes = try #require(names.first { $0.hasSuffix(".del") })
    #expect(try codes(flip(deletes, 70)) == [.checksum])
    let table = try #require(names.first { $0.hasSuffix(".tbl") })
    #expect(try codes(flip(table, 70)) == [.checksum])
    #expect(
      try codes { $0.files.replaceContents(of: segment, with: [1, 2]) } == [.structure])
    #expect(Set(CheckReport.Code.allCases.map(\.rawValue)).count == CheckReport.Code.allCases.count)
  }
}

extension HostileImage {
  /// The length of a section; nil if the file has none of the kind.
  func byteCount(_ name: String, _ section: SectionKind) throws -> Int? {
    let bytes = MappedBytes(copying: files.contents(of: name) ?? [])
    let layout = try SealedFileLayout(name: name, kind: .segment, seal: nil, bytes: bytes)
    return layout.sections[section]?.count
  }
}
