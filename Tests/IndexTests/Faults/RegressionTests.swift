import TestSupport
import Testing
import Tokenizer

@testable import Index

/// One test for each defect that was found and mended.
struct RegressionTests {
  private func index(_ files: any FileSystem) throws -> SearchIndex {
    try SearchIndex.openOrCreate(
      on: files, options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace)))
  }

  @Test func `a snapshot keeps its file table`() throws {
    let index = try index(MemoryFileSystem())
    let writer = try index.makeWriter()
    try writer.commit(fileTable: FileTable(base: "0"))
    let snapshot = try index.snapshot()
    for base in ["1", "2", "3"] { try writer.commit(fileTable: FileTable(base: base)) }
    #expect(try snapshot.fileTable()?.base == "0")
  }

  @Test func `a commit without changes writes nothing`() throws {
    let index = try index(MemoryFileSystem())
    let writer = try index.makeWriter()
    try writer.add(Document(key: "a", body: "one"))
    let first = try writer.commit().generation
    try writer.add(Document(key: "b", body: "two"))
    try writer.delete(key: "b")
    #expect(try writer.commit().generation == first)
  }
  @Test func `a rename that reports failure but happened does not destroy the index`() throws {
    let files = RenamingFileSystem()
    let index = try index(files)
    let writer = try index.makeWriter()
    try writer.add(Document(key: "a", body: "one"))
    try writer.commit()
    files.failsAfterRename = true
    try writer.add(Document(key: "b", body: "two"))
    #expect(throws: IndexError.self) { try writer.commit() }
    writer.close()
    files.failsAfterRename = false
    #expect(try index.snapshot().documentCount >= 1)
    #expect(try index.check().problems == [])
  }

  @Test func `a document with very many fields stays readable`() throws {
    let index = try index(MemoryFileSystem())
    let writer = try index.makeWriter()
    var fields = [Document.Field](
      repeating: Document.Field("", "", isSearchedByDefault: true), count: 2_200_000)
    fields.append(Document.Field("", "last word"))
    do {
      try writer.add(Document(key: "a", body: "one two", fields: fields))
    } catch IndexError.limit {
      return
    }
    try writer.commit()
    #expect(try index.check().problems == [])
  }

  @Test func `a generation that is the last number is an error`() throws {
    let files = MemoryFileSystem()
    try files.createFolder()
    files.replaceContents(of: "pending-ffffffffffffffff", with: [])
    #expect(throws: IndexError.self) { try index(files) }
  }

  @Test func `snippets of any width`() throws {
    let index = try index(MemoryFileSystem())
    let writer = try index.makeWriter()
    try writer.add(Document(key: "a", body: "one two"))
    try writer.commit()
    let snapshot = try index.snapshot()
    let query = try snapshot.parse("two")
    let hit = try #require(try snapshot.search(query).hits.first)
    for width in [Int.min, -1, 0, 1, 1 << 40, Int.max] {
      #expect(try snapshot.snippet(for: hit, query: query, width: width)?.text == "one two")
    }
  }

  @Test func `file tables differ when the bytes of a path do`() throws {
    let index = try index(MemoryFileSystem())
    let writer = try index.makeWriter()
    func table(_ path: String) -> FileTable {
      FileTable(entries: [
        FileTable.Entry(path: path, size: 1, modified: 1, contentHash: 1, documentCount: 0)
      ])
    }
    try writer.commit(fileTable: table("caf\u{E9}"))
    try writer.commit(fileTable: table("cafe\u{301}"))
    let path = try index.snapshot().fileTable()?.entries.first?.path ?? ""
    #expect(Array(path.utf8) == Array("cafe\u{301}".utf8))
  }

  @Test func `an operator outlives a word without terms`() throws {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    try writer.add(Document(key: "a", body: "alpha"))
    try writer.add(Document(key: "b", body: "beta"))
    try writer.commit()
    #expect(try index.snapshot().search("alpha OR !!! beta", matching: .all).totalCount == 2)
  }
}

/// A rename that happens and reports EIO all the same, as on a network file system.
private final class RenamingFileSystem: FileSystem, @unchecked Sendable {
  let base = MemoryFileSystem()
  var failsAfterRename = false
  var path: String { base.path }
  func exists() throws(IndexError) -> Bool { try base.exists() }
  func createFolder() throws(IndexError) { try base.createFolder() }
  func list() throws(IndexError) -> [String] { try base.list() }
  func lock(_ name: String) throws(IndexError) -> any FileLock { try base.lock(name) }
  func create(_ name: String) throws(IndexError) -> any OutputFile { try base.create(name) }
  func rename(_ name: String, to newName: String) throws(IndexError) {
    try base.rename(name, to: newName)
    if failsAfterRename { throw .io(operation: "rename", path: name, errno: 5) }
  }
  func unlink(_ name: String) throws(IndexError) { try base.unlink(name) }
  func syncDirectory() throws(IndexError) { try base.syncDirectory() }
  func map(_ name: String) throws(IndexError) -> MappedBytes? { try base.map(name) }
}
