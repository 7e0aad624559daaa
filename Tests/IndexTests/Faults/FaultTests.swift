import TestSupport
import Testing

@testable import Index

/// What must hold when the disk fails or lies; the long forms come as commands of their own.
struct FaultTests {
  private func workload(_ index: SearchIndex, threadCount: Int = 1) throws {
    let writer = try index.makeWriter(threadCount: threadCount)
    // Every document goes to a thread.
    if threadCount > 1 { writer.batchByteCount = 1 }
    try writer.add(Document(key: "a", title: "A", body: "new words"))
    try writer.add(Document(key: "b", title: "B", body: "more new words"))
    try writer.delete(key: "old0")
    let entry = FileTable.Entry(
      path: "records.tsv", size: 1, modified: 1, contentHash: 1, documentCount: 4)
    try writer.commit(fileTable: FileTable(entries: [entry]))
    try writer.optimize(threadCount > 1 ? .similarity : .arrival)
    try writer.commit()
  }

  private func prepared() throws -> MemoryFileSystem {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(on: files, identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    for number in 0..<3 { try writer.add(Document(key: "old\(number)", body: "old words")) }
    try writer.commit()
    writer.close()
    return files
  }

  private func state(_ files: MemoryFileSystem) throws -> [String] {
    let index = try SearchIndex.open(on: files)
    #expect(try index.check().problems == [])
    return try index.snapshot().search("words", limit: 100).hits.map(\.key).sorted()
  }

  @Test(arguments: [false, true], [1, 2])
  func `whichever call fails, the last commit or the new one is there, whole`(
    isPermanent: Bool, threadCount: Int
  ) throws {
    let counting = FaultyFileSystem(try prepared())
    try workload(
      SearchIndex.open(on: counting, identifiers: SeededIdentifiers(seed: 2)),
      threadCount: threadCount)
    #expect(counting.callCount > 20)
    for call in 1...counting.callCount {
      let files = try prepared()
      let faulty = FaultyFileSystem(files, failingCall: call, isPermanent: isPermanent)
      let outcome = Result {
        try workload(
          SearchIndex.open(on: faulty, identifiers: SeededIdentifiers(seed: 2)),
          threadCount: threadCount)
      }
      let found = try state(files)
      let old = ["old0", "old1", "old2"]
      let new = ["a", "b", "old1", "old2"]
      #expect(found == old || found == new, "call \(call)")
      if case .success = outcome { #expect(found == new, "call \(call)") }
      // Whatever was left over is no obstacle.
      try workload(SearchIndex.open(on: files, identifiers: SeededIdentifiers(seed: 3)))
      #expect(try state(files) == new, "call \(call)")
      #expect(try SearchIndex.open(on: files).check().unknownFiles == [])
    }
  }

  @Test func `after a failed write the writer refuses work and says why`() throws {
    let faulty = FaultyFileSystem(try prepared(), failingCall: 3)
    let index = try SearchIndex.open(on: faulty)
    let writer = try index.makeWriter()
    _ = try? writer.add(Document(key: "a", body: "x"))
    #expect(throws: IndexError.self) { try writer.commit() }
    #expect {
      try writer.add(Document(key: "b", body: "x"))
    } throws: { error in
      if case IndexError.writerUnusable(let reason) = error { return reason.contains("No space") }
      return false
    }
  }

  @Test func `a changed byte never gives a wrong answer`() throws {
    let files = try prepared()
    try workload(SearchIndex.open(on: files, identifiers: SeededIdentifiers(seed: 2)))
    let queries = ["words", "new", "old", "\"old words\"", "more", "absent"]
    func answers() throws -> [SearchResult] {
      let snapshot = try SearchIndex.open(on: files).snapshot()
      _ = try snapshot.fileTable()
      return try queries.map { try snapshot.search($0) }
    }
    let expected = try answers()
    let generation = try #require(try CommittedState.newestGeneration(on: files))
    let current = try CommittedState(generation: generation, on: files).manifest.fileNames
    for name in try files.list().sorted() where current.contains(name) {
      let sound = try #require(files.contents(of: name))
      // Every byte of header and footer, and every eleventh between them.
      for offset in sound.indices
      where offset < 64 || offset + 200 > sound.count || offset % 11 == 0 {
        var damaged = sound
        damaged[offset] ^= UInt8(1 << (offset % 8))
        files.replaceContents(of: name, with: damaged)
        if let found = try? answers() { #expect(found == expected, "\(name) byte \(offset)") }
      }
      for count in stride(from: 0, to: sound.count, by: 997) {
        files.replaceContents(of: name, with: Array(sound[..<count]))
        #expect(throws: IndexError.self) { try answers() }
      }
      files.replaceContents(of: name, with: sound)
    }
  }

  @Test func `the checker finds damage in every file and a missing one`() throws {
    let files = try prepared()
    try workload(SearchIndex.open(on: files, identifiers: SeededIdentifiers(seed: 2)))
    for name in try files.list() where name != CommitProtocol.lockName {
      let sound = try #require(files.contents(of: name))
      for offset in stride(from: 3, to: sound.count, by: 1201) {
        var damaged = sound
        damaged[offset] ^= 0xFF
        files.replaceContents(of: name, with: damaged)
        #expect(try !SearchIndex.check(on: files).problems.isEmpty, "\(name) byte \(offset)")
      }
      files.replaceContents(of: name, with: sound)
    }
    let segment = try #require(try files.list().first { $0.hasSuffix(".idx") })
    try files.unlink(segment)
    #expect(try SearchIndex.check(on: files).problems.contains { $0.code == .missing })
  }
}
