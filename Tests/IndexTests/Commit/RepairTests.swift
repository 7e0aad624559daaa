import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Repairs of indexes that were damaged byte by byte: what is sound stays, what is lost is named.
struct RepairTests {
  /// Three segments of two documents, with deletes and a table; cheap to check.
  private func prepared() throws -> MemoryFileSystem {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(
      on: files, options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace)),
      identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    for part in 0..<3 {
      try writer.add(Document(key: "a\(part)", body: "words of \(part)"))
      try writer.add(Document(key: "b\(part)", body: "more words"))
      if part == 2 { try writer.delete(key: "a0") }
      try writer.commit(
        fileTable: FileTable(
          roots: ["."],
          entries: [
            FileTable.Entry(
              path: "all", size: 1, modified: 1, contentHash: 1,
              documentCount: UInt32(part == 2 ? 5 : 2 * part + 2))
          ]))
    }
    writer.close()
    return files
  }

  private func copy(_ files: MemoryFileSystem) throws -> MemoryFileSystem {
    let other = MemoryFileSystem()
    try other.createFolder()
    for name in try files.list() {
      other.replaceContents(of: name, with: files.contents(of: name) ?? [])
    }
    return other
  }

  private func keys(_ files: MemoryFileSystem) throws -> [String] {
    try SearchIndex.open(on: files).snapshot().search("words", limit: 100).hits.map(\.key).sorted()
  }

  /// Keeps the books as a caller would: all documents are of one file.
  private func account(_ table: FileTable?, _ isOwn: Bool, _ keys: [String]) -> FileTable? {
    var table = table ?? FileTable(roots: ["?"])
    table.entries = [
      FileTable.Entry(
        path: "all", size: 0, modified: isOwn ? 2 : 3, contentHash: 0,
        documentCount: UInt32(keys.count))
    ]
    return table
  }

  @Test func `whichever byte is changed, a repair keeps what is sound and names the rest`() throws {
    let sound = try prepared()
    let all = ["a1", "a2", "b0", "b1", "b2"]
    #expect(try keys(sound) == all)
    let generation = try #require(try CommittedState.newestGeneration(on: sound))
    let manifest = try CommittedState(generation: generation, on: sound).manifest
    for name in try sound.list().sorted() where name != CommitProtocol.lockName {
      let count = try #require(sound.contents(of: name)?.count)
      for offset in stride(from: 1, to: count, by: 1499) {
        let files = try copy(sound)
        var bytes = try #require(files.contents(of: name))
        bytes[offset] ^= 0x10
        files.replaceContents(of: name, with: bytes)
        let before = try files.list().sorted().map { files.contents(of: $0) }
        let planned = try SearchIndex.repair(
          on: files, RepairOrder(isDryRun: true), accounting: account)
        #expect(try files.list().sorted().map { files.contents(of: $0) } == before)
        let report = try SearchIndex.repair(on: files, accounting: account)
        #expect(report.lostKeys == planned.lostKeys && report.problems == planned.problems)
        #expect(report.newGeneration != nil && planned.newGeneration == nil)
        #expect(!report.problems.isEmpty, "\(name) byte \(offset)")
        #expect(try SearchIndex.check(on: files, isFull: true).problems == [], "\(name) \(offset)")
        let left = try keys(files)
        #expect(report.documentCount == left.count)
        if !manifest.fileNames.contains(name) || name.hasSuffix(".tbl") {
          #expect(left == all, "\(name) byte \(offset)")
        } else if report.givenUp.isEmpty {
          #expect(report.lostSegments.count == 1)
          #expect(report.unknownLossCount == 0 || left.count + report.lostDocumentCount >= 5)
          #expect(Set(left).isDisjoint(with: report.lostKeys))
        }
        // The index goes on.
        let writer = try SearchIndex.open(on: files).makeWriter()
        try writer.add(Document(key: "new", body: "words"))
        try writer.commit()
        #expect(try keys(files) == (left + ["new"]).sorted())
      }
    }
  }

  @Test func `documents of a bad segment are named by their keys where these can be read`() throws {
    let image = HostileImage(files: try prepared(), names: try prepared().list().sorted())
    let segment = try #require(
      try CommittedState.newest(on: image.files)?.manifest.segments.first?.id)
    // The checksums are right, and the postings are not.
    try image.edit(SegmentFormat.fileName(segment), .postings) { bytes in
      for index in bytes.indices { bytes[index] = 0xFF }
    }
    try image.sealManifest()
    let report = try SearchIndex.repair(on: image.files, accounting: account)
    #expect(report.lostSegments.map(\.documentCount) == [1])
    #expect(report.lostKeys == ["b0"])
    #expect(try keys(image.files) == ["a1", "a2", "b1", "b2"])
    #expect(try SearchIndex.repair(on: image.files).problems == [])
  }

  @Test func `a manifest that cannot be read is given up for the one before, and said`() throws {
    let files = try prepared()
    let newest = try #require(try CommittedState.newestGeneration(on: files))
    files.replaceContents(of: Manifest.fileName(newest), with: [1, 2, 3])
    #expect(throws: IndexError.self) { try SearchIndex.open(on: files) }
    let report = try SearchIndex.repair(on: files, accounting: account)
    #expect(report.givenUp == [newest])
    #expect(report.generation == newest - 1)
    #expect(try #require(report.newGeneration) > newest)
    // What was deleted by the commit that is lost is there again; what it added is not.
    #expect(try keys(files) == ["a0", "a1", "b0", "b1"])
  }

  @Test func `where more of the commit before is left, that is gone on from`() throws {
    let files = try prepared()
    let index = try SearchIndex.open(on: files, identifiers: SeededIdentifiers(seed: 9))
    let writer = try index.makeWriter()
    try writer.optimize()
    try writer.commit()
    writer.close()
    let merged = try #require(try CommittedState.newest(on: files)?.manifest.segments.first?.id)
    var bytes = try #require(files.contents(of: SegmentFormat.fileName(merged)))
    bytes[200] ^= 1
    files.replaceContents(of: SegmentFormat.fileName(merged), with: bytes)
    let report = try SearchIndex.repair(on: files, accounting: account)
    #expect(report.givenUp.count == 1 && report.lostDocumentCount == 0)
    #expect(try keys(files) == ["a1", "a2", "b0", "b1", "b2"])
    #expect(try SearchIndex.check(on: files).problems == [])
  }

  @Test func `no manifest, another version and a held lock are refused`() throws {
    let files = try prepared()
    let lock = try files.lock(CommitProtocol.lockName)
    #expect(throws: IndexError.locked(path: "memory")) { try SearchIndex.repair(on: files) }
    // Looking needs no lock.
    #expect(try SearchIndex.repair(on: files, RepairOrder(isDryRun: true)).problems == [])
    lock.release()
    #expect(throws: IndexError.self) {
      try SearchIndex.repair(on: files, RepairOrder(generation: 999))
    }
    for name in try files.list() where name.hasPrefix("manifest") {
      files.replaceContents(of: name, with: [0])
    }
    #expect(throws: IndexError.self) { try SearchIndex.repair(on: files) }
  }

  @Test func `whichever call of a repair fails, the index is as it was or mended`() throws {
    func damaged() throws -> MemoryFileSystem {
      let files = try prepared()
      let segment = try #require(try CommittedState.newest(on: files)?.manifest.segments[1].id)
      var bytes = try #require(files.contents(of: SegmentFormat.fileName(segment)))
      bytes[200] ^= 1
      files.replaceContents(of: SegmentFormat.fileName(segment), with: bytes)
      return files
    }
    let counting = FaultyFileSystem(try damaged())
    _ = try SearchIndex.repair(on: counting, accounting: account)
    #expect(counting.callCount > 5)
    for call in 1...counting.callCount {
      let files = try damaged()
      let before = try files.list()
      let faulty = FaultyFileSystem(files, failingCall: call)
      let outcome = Result { try SearchIndex.repair(on: faulty, accounting: account) }
      if try SearchIndex.check(on: files).problems.isEmpty {
        #expect(try keys(files).count == 3, "call \(call)")
      } else {
        // What could not be removed behind the new commit does no harm.
        if case .failure = outcome {
          #expect(try Set(files.list()).isSuperset(of: before), "call \(call)")
        } else {
          #expect(try keys(files).count == 3, "call \(call)")
        }
        _ = try SearchIndex.repair(on: files, accounting: account)
        #expect(try SearchIndex.check(on: files).problems == [], "call \(call)")
      }
    }
  }
}
