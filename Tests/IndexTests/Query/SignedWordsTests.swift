import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Words with a minus before them: taken away, and yet found where they stand so.
struct SignedWordsTests {
  private func snapshot(_ bodies: [String], storesText: Bool = true) throws -> Snapshot {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), options: SearchIndex.Options(storesText: storesText),
      identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    for (number, body) in bodies.enumerated() {
      try writer.add(Document(key: "\(number)", body: body))
    }
    try writer.commit()
    return try index.snapshot()
  }

  private func keys(
    _ snapshot: Snapshot, _ text: String, _ mode: MatchMode = .any, syntax: QuerySyntax = .lenient
  ) throws -> [String] {
    let query = try snapshot.parse(text, matching: mode, syntax: syntax)
    let result = try snapshot.search(query, limit: 20)
    #expect(result.totalCount == result.hits.count)
    let judge = try snapshot.searchExhaustively(query, limit: 20)
    #expect(judge.hits.map(\.key) == result.hits.map(\.key))
    for hit in result.hits { #expect(try snapshot.matches(query, hit.address)) }
    return result.hits.map(\.key).sorted()
  }

  @Test func `a command that is pasted is found`() throws {
    let snapshot = try snapshot([
      "list them by ls -la here", "ls la la", "only ls", "rm -rf build", "rm rf",
      "tar\n-xzf  a.tgz",
      "LS -LA", "ls -lah", "xls -la", "jaguar car", "jaguar cat", "the jaguar -car query", "e-la",
    ])
    #expect(try keys(snapshot, "ls -la") == ["0", "2", "6", "7"])
    #expect(try keys(snapshot, "ls -la", .all) == ["0", "2", "6", "7"])
    #expect(try keys(snapshot, "rm -rf build").contains("3"))
    #expect(try !keys(snapshot, "rm -rf").contains("4"))
    #expect(try keys(snapshot, "tar -xzf a.tgz").contains("5"))
    #expect(try keys(snapshot, "jaguar -car") == ["10", "11"])
    // Nothing but signs: what stands so.
    #expect(try keys(snapshot, "-la") == ["0", "6", "8"])
    #expect(try keys(snapshot, "-la -rf") == ["0", "3", "6", "8"])
    #expect(try keys(snapshot, "-nowhere").isEmpty)
    // Read strictly, and behind NOT, a sign is a sign.
    #expect(try keys(snapshot, "ls -la", syntax: .strict) == ["2", "7"])
    #expect(try keys(snapshot, "ls NOT la") == ["2", "7"])
  }

  @Test func `what is taken away is taken away where no text is stored`() throws {
    let bodies = ["ls -la", "ls", "la"]
    #expect(try keys(try snapshot(bodies), "ls -la") == ["0", "1"])
    #expect(try keys(try snapshot(bodies, storesText: false), "ls -la") == ["1"])
  }

  @Test func `what stands so is told apart from what is like it`() {
    let text = VerbatimText("ls  -la")
    for held in ["ls -la", "x LS\n-LA.", "(ls -la)", "ls\t\t-la -h"] {
      #expect(text.isHeld(by: held))
    }
    for other in ["ls -lab", "als -la", "ls - la", "ls la", "ls -", "", "ls -la\u{4E2D}"] {
      #expect(!text.isHeld(by: other), "\(other)")
    }
  }

  @Test func `a star behind letters stands for letters, also where characters precede them`() throws
  {
    let snapshot = try snapshot(["中文application", "中文 only", "中文appetite", "application", "中文app"])
    #expect(try keys(snapshot, "中文app*") == ["0", "2", "4"])
  }
}
