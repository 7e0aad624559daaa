import Glibc
import TestSupport
import Testing
import Tokenizer

@testable import Index

/// The worked example of FileFormat.md is what the writer writes, byte for byte.
struct FileFormatTests {
  /// The index of the example: two documents, whitespace analyzer, no stored text.
  private func segment(
    _ values: [[Document.Value]] = [[], []]
  ) throws -> [(name: String, bytes: [UInt8])] {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(
      on: files,
      options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace), storesText: false),
      identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    try writer.add(Document(key: "a", body: "chip yen chip", values: values[0]))
    try writer.add(Document(key: "b", body: "yen", values: values[1]))
    try writer.commit()
    let generation = try #require(try CommittedState.newestGeneration(on: files))
    let state = try CommittedState(generation: generation, on: files)
    let file = try #require(state.segments.first).reader.file
    return try file.sectionByteCounts.map { kind, byteCount in
      var reader = try file.reader(kind)
      return (kind.name, try reader.bytes(byteCount))
    }
  }

  @Test func `the note of a commit is as documented`() {
    #expect(String(decoding: LockNote.encode(5), as: UTF8.self) == "0000000000000005 F4CB7976\n")
  }

  @Test func `the worked example is what the writer writes`() throws {
    let text = try document("Sources/Index/Index.docc/FileFormat.md")
    for (name, bytes) in try segment() {
      let hex = bytes.map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
      }.joined(separator: " ")
      #expect(text.contains("\(name): \(hex)\n"), "\(name): \(hex)")
    }
  }

  @Test func `the example of values is what the writer writes`() throws {
    let text = try document("Sources/Index/Index.docc/FileFormat.md")
    let sections = try segment([
      [
        .integer("year", 2024), .keyword("tag", "new"), .keyword("tag", "md"),
        .keyword("tag", "new"),
      ],
      [.keyword("tag", "md")],
    ]).filter { ["values", "value index"].contains($0.name) }
    #expect(sections.count == 2)
    for (name, bytes) in sections {
      let hex = bytes.map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
      }.joined(separator: " ")
      #expect(text.contains("\(name): \(hex)\n"), "\(name): \(hex)")
    }
  }

  @Test func `the table of files is as documented`() throws {
    let table = FileTable(
      roots: [""], settings: ["--hidden"],
      entries: [
        FileTable.Entry(
          path: "a", size: 6, modified: 1, inode: 300, changed: 2, contentHash: 3,
          documentCount: 1)
      ])
    let hex = table.encoded().map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
    let text = try document("Sources/Index/Index.docc/FileFormat.md")
    let oneLine = text.split { $0.isWhitespace }.joined(separator: " ")
    #expect(oneLine.contains("file table: \(hex) ```"), "\(hex)")
  }

  @Test func `the document names every section and the version`() throws {
    let text = try document("Sources/Index/Index.docc/FileFormat.md")
    for kind in SectionKind.allCases {
      #expect(text.contains("| \(kind.rawValue) | `\(kind.name)` |"), "\(kind.name)")
    }
    #expect(text.contains("Format version \(SealedFileFormat.version)."))
  }

  private func document(_ path: String) throws -> String {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    let file = root.joined(separator: "/") + "/" + path
    let descriptor = open(file)
    try #require(descriptor >= 0, "\(file) is missing")
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      // The buffer outlives the call.
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count <= 0 { break }
      bytes.append(contentsOf: buffer[..<count])
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func open(_ path: String) -> Int32 {
    // The string outlives the call.
    unsafe Glibc.open(path, O_RDONLY)
  }
}
