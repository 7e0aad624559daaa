import TestSupport
import Testing

@testable import Index

struct IndexWriterTests {
  private func index(_ files: MemoryFileSystem = MemoryFileSystem()) throws -> SearchIndex {
    try SearchIndex.openOrCreate(on: files, identifiers: SeededIdentifiers(seed: 1))
  }

  private func keys(_ index: SearchIndex, _ query: String) throws -> [String] {
    try index.snapshot().search(query, limit: 100).hits.map(\.key).sorted()
  }

  @Test func `a commit makes documents visible, and nothing before it does`() throws {
    let index = try index()
    let writer = try index.makeWriter()
    try writer.add(Document(key: "a", title: "Chips", body: "Rapidus builds chips"))
    #expect(try keys(index, "rapidus") == [])
    let before = try index.snapshot()
    try writer.commit()
    #expect(try keys(index, "rapidus") == ["a"])
    #expect(try keys(index, "CHIPS") == ["a"])
    #expect(try before.search("rapidus").hits.isEmpty)
    #expect(try index.snapshot().documentCount == 1)
  }

  @Test func `the first snapshot of an open index is of what is there then`() throws {
    func commit(_ key: String, to files: MemoryFileSystem, seed: UInt64) throws {
      let index = try SearchIndex.openOrCreate(
        on: files, identifiers: SeededIdentifiers(seed: seed))
      let writer = try index.makeWriter()
      try writer.add(Document(key: key, body: "word"))
      try writer.commit()
      writer.close()
    }
    let files = MemoryFileSystem()
    try commit("a", to: files, seed: 1)
    let (unchanged, older) = (try index(files), try index(files))
    #expect(try keys(unchanged, "word") == ["a"] && keys(unchanged, "word") == ["a"])
    try commit("b", to: files, seed: 2)
    #expect(try keys(older, "word") == ["a", "b"])
    // What was opened is gone.
    let gone = try index(files)
    for name in try files.list() { try files.unlink(name) }
    #expect(throws: IndexError.self) { try gone.snapshot() }
  }

  @Test func `adding a key again replaces, in memory, across segments and after reopening`() throws
  {
    let files = MemoryFileSystem()
    let index = try index(files)
    let writer = try index.makeWriter()
    #expect(try !writer.add(Document(key: "a", body: "one")))
    #expect(try writer.add(Document(key: "a", body: "two")))
    try writer.commit()
    #expect(try keys(index, "one two") == ["a"] && keys(index, "one") == [])
    #expect(try writer.add(Document(key: "a", body: "three")))
    #expect(writer.documentCount == 1)
    try writer.commit()
    writer.close()
    let reopened = try SearchIndex.open(on: files)
    #expect(try keys(reopened, "two") == [] && keys(reopened, "three") == ["a"])
    #expect(try reopened.check().problems == [])
    #expect(try reopened.snapshot().documentCount == 1)
  }

  @Test func `deletes go by key and by prefix`() throws {
    let index = try index()
    let writer = try index.makeWriter()
    for key in ["f\u{0}1", "f\u{0}2", "fg", "x"] { try writer.add(Document(key: key, body: "w")) }
    try writer.commit()
    try writer.add(Document(key: "f\u{0}3", body: "w"))
    #expect(try writer.delete(keyPrefix: "f\u{0}") == 3)
    #expect(try writer.delete(key: "x"))
    #expect(try !writer.delete(key: "x"))
    try writer.commit()
    #expect(try keys(index, "w") == ["fg"])
    #expect(try index.check().problems == [])
  }

  @Test func `rolling back forgets everything since the commit, files too`() throws {
    let files = MemoryFileSystem()
    let index = try index(files)
    let writer = try index.makeWriter()
    try writer.add(Document(key: "a", body: "kept"))
    try writer.commit()
    let names = try files.list().sorted()
    try writer.add(Document(key: "a", body: "lost"))
    try writer.delete(key: "a")
    try writer.add(Document(key: "b", body: "lost"))
    try writer.rollback()
    #expect(try files.list().sorted() == names)
    try writer.commit()
    #expect(try keys(index, "kept lost") == ["a"])
  }

  @Test func `a second writer is refused until the first is closed`() throws {
    let index = try index()
    let writer = try index.makeWriter()
    #expect(throws: IndexError.locked(path: "memory")) { try index.makeWriter() }
    writer.close()
    #expect(throws: IndexError.self) { try writer.add(Document(key: "a", body: "")) }
    _ = try index.makeWriter()
  }

  @Test func `many commits leave few segments and two generations of files`() throws {
    let files = MemoryFileSystem()
    let index = try index(files)
    let writer = try index.makeWriter()
    for number in 0..<45 {
      try writer.add(Document(key: "\(number % 20)", title: "t", body: "word w\(number)"))
      try writer.commit()
    }
    let snapshot = try index.snapshot()
    #expect(snapshot.documentCount == 20)
    #expect(try snapshot.statistics().segments.count < 12)
    #expect(try files.list().filter { $0.hasPrefix("manifest-") }.count == 2)
    #expect(try snapshot.search("word", limit: 100).totalCount == 20)
    #expect(try index.check().problems == [])
    try writer.optimize()
    try writer.commit()
    let optimized = try index.snapshot()
    #expect(try optimized.statistics().segments.count == 1)
    #expect(try optimized.statistics().deletedDocumentCount == 0)
    #expect(try index.check().problems == [])
  }

  @Test func `stored documents come back whole, in any order, after merging too`() throws {
    let index = try index()
    let writer = try index.makeWriter()
    let documents = (0..<500).map { number in
      Document(
        key: "k\(number)", title: "T\(number)",
        body: String(repeating: "文本 text \(number) ", count: number % 37 * 10),
        fields: [Document.Field("author", "陈博 \(number)")])
    }
    for (number, document) in documents.enumerated() {
      try writer.add(document)
      if number % 120 == 119 { try writer.commit() }
    }
    try writer.delete(key: "k7")
    try writer.commit()
    try writer.optimize()
    try writer.commit()
    let snapshot = try index.snapshot()
    let hits = try snapshot.search("陈博", limit: 1000).hits
    #expect(hits.count == 499)
    let byKey = Dictionary(uniqueKeysWithValues: documents.map { ($0.key, $0) })
    for hit in hits { #expect(try snapshot.document(for: hit) == byKey[hit.key]) }
    #expect(try index.check().problems == [])
  }

  @Test func `a small budget makes several segments and the same answers`() throws {
    let index = try index()
    let writer = try index.makeWriter(memoryBudget: 1)
    writer.mergePolicy.mergeCount = 1000
    var generator = SeededGenerator(seed: 3)
    for number in 0..<140 {
      let words = (0..<2000).map { _ in "w\(UInt32.random(in: 0..<200_000, using: &generator))" }
      try writer.add(Document(key: "\(number)", body: words.joined(separator: " ")))
    }
    try writer.commit()
    let statistics = try index.snapshot().statistics()
    #expect(statistics.segments.count > 1)
    #expect(statistics.documentCount == 140 && statistics.wordCount == 280_000)
  }

  @Test(arguments: [UInt32(0xAC00)..<0xD7A4, 0x0E01..<0x0E2F, 0x1000..<0x1021, 0x4E00..<0x9FA5])
  func `text without a space takes a few bytes a byte`(letters: Range<UInt32>) throws {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), options: .init(storesText: false),
      identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    var generator = SeededGenerator(seed: 4)
    var text = ""
    for _ in 0..<6_000 {
      let letter = UInt32.random(in: letters, using: &generator)
      text.unicodeScalars.append(try #require(Unicode.Scalar(letter)))
    }
    try writer.add(Document(key: "a", body: text))
    try writer.commit()
    let byteCount = try index.snapshot().statistics().segments.reduce(0) { $0 + $1.byteCount }
    #expect(byteCount < 6 * text.utf8.count)
  }

  @Test func `keys and texts beyond the limits are refused, and the writer goes on`() throws {
    let index = try index()
    let writer = try index.makeWriter()
    #expect(throws: IndexError.self) { try writer.add(Document(key: "", body: "x")) }
    let long = String(repeating: "k", count: 4097)
    #expect(throws: IndexError.self) { try writer.add(Document(key: long, body: "x")) }
    try writer.add(Document(key: String(long.dropLast()), body: "x"))
    try writer.commit()
    #expect(try index.snapshot().documentCount == 1)
  }

  @Test func `a folder with other things in it is not taken`() throws {
    let files = MemoryFileSystem()
    try files.createFolder()
    try files.create("notes.txt").close()
    #expect(throws: IndexError.self) { try SearchIndex.openOrCreate(on: files) }
    #expect(throws: IndexError.self) { try SearchIndex.open(on: files) }
    #expect(try files.list() == ["notes.txt"])
  }

  @Test func `the same documents and identifiers give the same bytes`() throws {
    func build() throws -> [String: [UInt8]] {
      let files = MemoryFileSystem()
      let writer = try index(files).makeWriter()
      for number in 0..<50 {
        try writer.add(
          Document(
            key: "\(number)", body: "some words \(number) 芯片",
            fields: [Document.Field("b", "x"), Document.Field("a", "y")]))
      }
      try writer.commit(fileTable: FileTable(base: "/b", roots: [""], entries: []))
      writer.close()
      return Dictionary(
        uniqueKeysWithValues: try files.list().map { ($0, files.contents(of: $0) ?? []) })
    }
    #expect(try build() == build())
  }

  @Test func `the file table comes back as it was committed`() throws {
    let index = try index()
    let table = FileTable(
      base: "/base", roots: ["", "notes"],
      entries: [
        FileTable.Entry(
          path: "a.txt", size: 7, modified: -1, contentHash: .max, documentCount: 1),
        FileTable.Entry(
          path: "b.bin", size: 0, modified: .max, contentHash: 0, documentCount: 0,
          skipReason: "binary"),
      ])
    let writer = try index.makeWriter()
    #expect(try index.snapshot().fileTable() == nil)
    try writer.add(Document(key: "a.txt", body: "x"))
    let first = try writer.commit(fileTable: table)
    #expect(try index.snapshot().fileTable() == table)
    #expect(try writer.commit(fileTable: table) == first)
    try writer.add(Document(key: "b", body: "x"))
    #expect(try writer.commit().generation > first.generation)
    #expect(try index.snapshot().fileTable() == table)
  }
}

struct MergePolicyTests {
  private func sizes(_ megabytes: [UInt64]) -> [MergePolicy.Candidate] {
    megabytes.map { .init(byteCount: $0 << 20, documentCount: 100, deletedCount: 0) }
  }

  @Test func `ten neighbours of a size become one`() {
    let policy = MergePolicy()
    #expect(policy.nextMerge(sizes([UInt64](repeating: 1, count: 9))) == nil)
    #expect(policy.nextMerge(sizes([UInt64](repeating: 1, count: 10))) == Array(0..<10))
    let mixed = sizes([900] + [UInt64](repeating: 30, count: 5) + [1, 1] + [20, 20, 20])
    #expect(policy.nextMerge(mixed) == Array(1..<11))
    #expect(policy.nextMerge(sizes([1, 1, 1, 1, 1, 900, 1, 1, 1, 1, 1])) == nil)
  }

  @Test func `a commit that has to be done soon merges little`() {
    var policy = MergePolicy()
    policy.maximumByteCount = 9 << 20
    #expect(policy.nextMerge(sizes([UInt64](repeating: 1, count: 10))) == nil)
    let dead = [MergePolicy.Candidate(byteCount: 10 << 20, documentCount: 10, deletedCount: 9)]
    #expect(policy.nextMerge(dead) == nil)
    policy.maximumByteCount = 10 << 20
    #expect(policy.nextMerge(sizes([UInt64](repeating: 1, count: 10))) == Array(0..<10))
    #expect(policy.nextMerge(dead) == [0])
  }

  @Test func `a segment with mostly deleted documents is written anew`() {
    let half = [
      MergePolicy.Candidate(byteCount: 9, documentCount: 10, deletedCount: 5),
      MergePolicy.Candidate(byteCount: 9, documentCount: 10, deletedCount: 6),
    ]
    #expect(MergePolicy().nextMerge(half) == [1])
  }
}
