import TestSupport
import Testing
import Tokenizer

@testable import Index

/// What a program needs that has nothing but `import Index`.
struct LibraryTests {
  /// Cuts at one character and nothing else.
  private struct DashAnalyzer: Analyzer {
    var separator = UInt8(ascii: "-")

    mutating func analyze(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
      buffer.removeAll()
      var start = 0
      for index in 0...text.count where index == text.count || text[index] == separator {
        defer { start = index + 1 }
        if index == start { continue }
        let termStart = UInt32(buffer.termBytes.count)
        for byte in start..<index { buffer.termBytes.append(text[byte]) }
        buffer.tokens.append(
          Token(
            termStart: termStart, termEnd: UInt32(buffer.termBytes.count), start: UInt32(start),
            end: UInt32(index), position: buffer.placeCount, width: 1, kind: .word, script: .other))
        buffer.placeCount += 1
      }
    }
  }

  @Test func `an analyzer of the caller's serves indexing and querying`() throws {
    let dashes = AnalyzerOptions.own("test.dashes") { DashAnalyzer() }
    let fileSystem = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(
      on: fileSystem, options: SearchIndex.Options(analyzer: dashes))
    let writer = try index.makeWriter(threadCount: 2)
    try writer.add(Document(key: "1", title: "A b-c", body: "x y-Z-w"))
    try writer.commit()
    let again = try SearchIndex.open(on: fileSystem, analyzer: dashes)
    let snapshot = try again.snapshot()
    #expect(try snapshot.analyzerDifference() == nil)
    #expect(try snapshot.search("Z").totalCount == 1)
    #expect(try snapshot.search("z").totalCount == 0)
    let query = try snapshot.parse("\"x y-Z\"")
    let hit = try #require(try snapshot.search(query).hits.first)
    #expect(try snapshot.snippet(for: hit, query: query)?.matches == [0..<5])
    // A folder of the system has it too, and whoever does not give it is told.
    do {
      _ = try SearchIndex.open(on: fileSystem)
      Issue.record("opened without its analyzer")
    } catch {
      #expect("\(error)".contains("test.dashes"), "\(error)")
    }
    let other = AnalyzerOptions.own("test.dashes") { DashAnalyzer(separator: 65) }
    let changed = try SearchIndex.open(on: fileSystem, analyzer: other).snapshot()
    #expect(try changed.analyzerDifference()?.contains("test.dashes") == true)
    #expect(try again.check(isFull: true).problems.isEmpty)
  }

  @Test func `an index in memory can do what one in a folder can`() throws {
    let index = try SearchIndex.inMemory()
    let writer = try index.makeWriter()
    try writer.add(Document(key: "1", body: "one 半导体"))
    try writer.commit()
    let before = try index.snapshot()
    try writer.add(Document(key: "1", body: "another"))
    try writer.add(Document(key: "2", body: "two 半导体"))
    try writer.rollback()
    #expect(try index.snapshot().search("two").totalCount == 0)
    try writer.add(Document(key: "2", body: "two 半导体"))
    try writer.delete(key: "1")
    try writer.optimize()
    try writer.commit()
    #expect(try before.search("半导体").hits.map(\.key) == ["1"])
    #expect(try index.snapshot().search("半导体").hits.map(\.key) == ["2"])
    #expect(try index.check(isFull: true).problems.isEmpty)
  }

  @Test func `a writer tells how far it is`() throws {
    let index = try SearchIndex.inMemory()
    let writer = try index.makeWriter()
    var seen: [WriterProgress] = []
    writer.onProgress = { seen.append($0) }
    try writer.add(Document(key: "1", body: "one"))
    try writer.commit()
    try writer.add(Document(key: "2", body: "two"))
    try writer.optimize()
    try writer.commit()
    #expect(
      seen.map(\.stage) == [
        .wroteSegment, .committed, .wroteSegment, .merging(segmentCount: 2), .merged, .committed,
      ])
    #expect(seen.map(\.documentCount) == [1, 1, 2, 2, 2, 2])
  }

  @Test func `ranges of matches are ranges of strings`() throws {
    let index = try SearchIndex.inMemory()
    let writer = try index.makeWriter()
    let body = "日本的半导体 e\u{301}tude 👩‍👩‍👧 of 芯片, and more 半导体"
    try writer.add(Document(key: "1", title: "半导体 news", body: body))
    try writer.commit()
    let snapshot = try index.snapshot()
    let query = try snapshot.parse("半导体 étude")
    let hit = try #require(try snapshot.search(query).hits.first)
    let snippet = try #require(try snapshot.snippet(for: hit, query: query))
    #expect(snippet.ranges.map { snippet.text[$0] } == ["半导体", "e\u{301}tude", "半导体"])
    #expect(snippet.titleRanges.map { snippet.title[$0] } == ["半导体"])
  }

  @Test func `a range of another text is none`() {
    let text = "a半b"
    #expect(text.range(ofUTF8: 1..<4).map { String(text[$0]) } == "半")
    #expect(text.range(ofUTF8: 5..<5) == text.endIndex..<text.endIndex)
    for range in [2..<4, 1..<3, 0..<6, 6..<6, -1..<1] { #expect(text.range(ofUTF8: range) == nil) }
  }
}
