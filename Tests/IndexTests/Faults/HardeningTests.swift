import Glibc
import TestSupport
import Testing
import Tokenizer

@testable import Index

/// What somebody may do to an index beside changing bytes.
struct HardeningTests {
  private func prepared(_ path: String) throws {
    let index = try SearchIndex.openOrCreate(
      at: path, options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace)))
    let writer = try index.makeWriter()
    try writer.add(Document(key: "a", body: "old words"))
    try writer.commit()
    try writer.add(Document(key: "b", body: "new words"))
    try writer.commit()
  }

  private func removeNewestManifest(_ path: String) throws {
    let files = DiskFileSystem(path: path)
    let newest = try #require(try CommittedState.newestGeneration(on: files))
    try files.unlink(Manifest.fileName(newest))
  }

  @Test func `a manifest that was removed by hand is missed`() throws {
    let folder = TemporaryDirectory()
    let path = folder.path("i")
    try prepared(path)
    try removeNewestManifest(path)
    #expect {
      try SearchIndex.open(at: path)
    } throws: { error in
      "\(error)".contains("it was the last commit")
    }
    #expect(try SearchIndex.check(at: path).problems.map(\.code) == [.missing])
    let report = try SearchIndex.repair(at: path)
    #expect(report.givenUp.count == 1)
    #expect(try SearchIndex.open(at: path).snapshot().search("words").hits.map(\.key) == ["a"])
    #expect(try SearchIndex.check(at: path).problems == [])
  }

  @Test func `without any manifest no index is made over what is there`() throws {
    let folder = TemporaryDirectory()
    let path = folder.path("i")
    try prepared(path)
    try removeNewestManifest(path)
    try removeNewestManifest(path)
    #expect(throws: IndexError.self) { try SearchIndex.openOrCreate(at: path) }
    #expect(try DiskFileSystem(path: path).list().contains { $0.hasSuffix(".idx") })
  }

  @Test func `a note that is damaged or gone is as if there were none`() throws {
    let folder = TemporaryDirectory()
    let path = folder.path("i")
    try prepared(path)
    let files = DiskFileSystem(path: path)
    let noted = try #require(files.noted(in: CommitProtocol.lockName))
    #expect(noted == (try CommittedState.newestGeneration(on: files)))
    let sound = LockNote.encode(noted)
    #expect(LockNote.decode(sound) == noted)
    for index in sound.indices {
      for bit in 0..<8 {
        var bytes = sound
        bytes[index] ^= 1 << UInt8(bit)
        #expect(LockNote.decode(bytes) == nil)
      }
    }
    for bytes in [[], Array(sound.dropLast()), sound + [0], [UInt8](repeating: 0, count: 26)] {
      folder.write("i/write.lock", bytes)
      #expect(files.noted(in: CommitProtocol.lockName) == nil)
      #expect(try SearchIndex.open(at: path).snapshot().documentCount == 2)
    }
  }

  @Test func `an index that nobody trusts is copied, checked, and only read`() throws {
    let folder = TemporaryDirectory()
    let path = folder.path("i")
    try prepared(path)
    let index = try SearchIndex.openUntrusted(at: path)
    #expect(throws: IndexError.self) { try index.makeWriter() }
    let expected = try SearchIndex.open(at: path).snapshot().search("words")
    #expect(expected.hits.count == 2)
    let snapshot = try index.snapshot()
    // Whatever becomes of the files.
    for name in try DiskFileSystem(path: path).list() { folder.write("i/\(name)", [1]) }
    #expect(try snapshot.search("words") == expected)
    #expect(
      try Set(expected.hits.map { try snapshot.document(for: $0)?.body })
        == ["old words", "new words"])
    #expect(snapshot.limits.hitCount == Limits().hitCount / 10)
    #expect(throws: IndexError.self) { try SearchIndex.openUntrusted(at: path) }
  }

  @Test func `an untrusted index with right checksums and wrong contents is refused`() throws {
    let image = try HostileImage.small()
    let segment = try #require(image.names.first { $0.hasSuffix(".idx") })
    let folder = TemporaryDirectory()
    func write(_ image: HostileImage) {
      for name in image.names { folder.write("i/\(name)", image.files.contents(of: name) ?? []) }
    }
    write(image)
    #expect(try SearchIndex.openUntrusted(at: folder.path("i")).snapshot().documentCount > 0)
    let copy = image.copy()
    try copy.edit(segment, .lengths) { $0[0] += 1 }
    try copy.sealManifest()
    write(copy)
    #expect(throws: IndexError.self) { try SearchIndex.openUntrusted(at: folder.path("i")) }
  }

  @Test func `a term is in no more documents than there are`() throws {
    var writer = TermDictionaryWriter()
    let key = TermKey(field: .text, kind: .word, term: Array("w".utf8)).bytes
    var info = TermInfo(keepsPositions: true)
    info.documentFrequency = 3
    info.totalFrequency = 3
    writer.add(key, info)
    let file = try SealedFile.segment { try writer.write(to: $0, on: nil) }
    let sound = try TermDictionary(file: file, termCount: 1, documentCount: 3)
    #expect(try sound.find(key)?.documentFrequency == 3)
    let wrong = try TermDictionary(file: file, termCount: 1, documentCount: 2)
    #expect(throws: IndexError.self) { try wrong.find(key) }
    #expect(throws: IndexError.self) {
      var terms = try wrong.terms()
      _ = try terms.next()
    }
  }

  @Test(arguments: [1, 2, 128], [UInt32(Int32.max), 1 << 31, .max])
  func `a frequency has 31 bits`(count: Int, frequency: UInt32) throws {
    var postings = PostingsWriter()
    postings.begin(
      keepsPositions: false, weights: ImpactWeights.weights(of: .words, averageLength: 1))
    for document in 0..<count {
      postings.add(
        DocID(document), frequency: document == 0 ? frequency : 1, positions: [], length: 1)
    }
    let info = postings.finish()
    let file = try sealed([(.postings, postings.bytes.bytes)])
    var cursor = PostingsCursor(
      file: file, info: info, documentCount: count, lengthsOffset: nil)
    if frequency == UInt32(Int32.max) {
      #expect(try cursor.nextBlock())
      #expect(try cursor.frequency == frequency)
    } else {
      #expect(throws: IndexError.self) {
        _ = try cursor.nextBlock()
        _ = try cursor.frequency
      }
    }
  }

  private func sealed(_ sections: [(SectionKind, [UInt8])]) throws -> SealedFile {
    try SealedFile.segment { writer in
      for (kind, bytes) in sections { try writer.write(kind, bytes) }
    }
  }

  @Test func `a file cut short while it is mapped ends the tool with one line`() async throws {
    let result = await #expect(
      processExitsWith: .exitCode(2), observing: [\.standardErrorContent]
    ) {
      MappedBytes.reportLostMaps(status: 2)
      let folder = TemporaryDirectory()
      let path = folder.write("seg-0000000000000001.idx", [UInt8](repeating: 7, count: 20_000))
      let bytes = try #require(
        try DiskFileSystem(path: folder.path).map("seg-0000000000000001.idx"))
      // A C string for the call.
      precondition(unsafe truncate(path, 0) == 0)
      // Mapped, and lost.
      precondition(unsafe bytes.base.load(fromByteOffset: 9_000, as: UInt8.self) == 7)
    }
    let errors = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(errors.contains("search: seg-0000000000000001.idx was cut short"))
  }
}
