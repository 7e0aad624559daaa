import TestSupport
import Testing

@testable import Index

/// What an index keeps for its caller and does not interpret: notes of documents, remarks on files.
struct NoteTests {
  @Test func `notes come back with their documents, after merging too`() throws {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(on: files, identifiers: SeededIdentifiers(seed: 3))
    let writer = try index.makeWriter()
    for number in 0..<12 {
      try writer.add(
        Document(
          key: "k\(number)", title: "t", body: "words \(number)",
          note: [UInt8](repeating: UInt8(number), count: number)))
      if number % 4 == 3 { try writer.commit() }
    }
    try writer.optimize()
    writer.close()
    let snapshot = try index.snapshot()
    for number in 0..<12 {
      let address = try #require(try snapshot.address(ofKey: "k\(number)"))
      let document = try #require(try snapshot.document(at: address))
      #expect(document.note == [UInt8](repeating: UInt8(number), count: number))
      #expect(document.body == "words \(number)")
    }
    #expect(try SearchIndex.check(on: files, isFull: true).problems == [])
    // Nobody searches for them.
    #expect(try snapshot.search("\u{7}").hits.isEmpty)
  }

  @Test func `remarks come back with their files, and a table without any is as it was`() throws {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(on: files, identifiers: SeededIdentifiers(seed: 4))
    var table = FileTable(
      entries: ["a", "b", "c", "d"].map {
        FileTable.Entry(path: $0, size: 1, modified: 2, contentHash: 3, documentCount: 0)
      })
    let plain = table.encoded()
    table.entries[1].remark = "plainText GB18030 detector 97 0"
    table.entries[3].remark = "x"
    #expect(table.encoded().starts(with: plain) && table.encoded().count > plain.count)
    let writer = try index.makeWriter()
    try writer.commit(fileTable: table)
    writer.close()
    let read = try #require(try index.snapshot().fileTable())
    #expect(read.entries.map(\.remark) == ["", "plainText GB18030 detector 97 0", "", "x"])
  }
}
