import TestSupport
import Testing

@testable import Index

@Suite struct PassageTests {
  private func passages(
    _ body: String, title: String = "", query: String, width: Int = 40, count: Int = 3
  ) throws -> DocumentPassages {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    let document = Document(key: "a", title: title, body: body)
    try writer.add(document)
    try writer.commit()
    let snapshot = try index.snapshot()
    var finder = try snapshot.passageFinder(for: try snapshot.parse(query))
    return try finder.passages(of: document, width: width, count: count)
  }

  @Test func `several passages lie apart, the one with most of the query first`() throws {
    let filler = String(repeating: "x ", count: 60)
    let body = "needle \(filler) thread and needle \(filler) 半导体 thread \(filler)"
    let found = try passages(body, title: "No needle", query: "needle thread")
    #expect(found.passages.count == 3)
    #expect(found.passages[0].text.contains("thread and needle"))
    #expect(found.titleMatches == [3..<9])
    #expect(found.matchedParts == ["needle", "thread"])
    #expect(found.snippet.text == found.passages[0].text)
  }

  @Test func `what says the same is shown once, and nothing found is the beginning`() throws {
    let same = Array(repeating: "needle here\n", count: 1).joined()
    let body = (0..<9).map { _ in same + String(repeating: "filler ", count: 20) }.joined()
    let found = try passages(body, query: "needle")
    #expect(Set(found.passages.map(\.text)).count == found.passages.count)
    let none = try passages("first words of it", query: "absent")
    #expect(none.passages.map(\.text) == ["first words of it"])
    #expect(none.passages[0].matches.isEmpty && none.matchedParts.isEmpty)
    #expect(try passages("", query: "absent").passages.map(\.text) == [""])
  }

  @Test func `passages are pieces of the body, in width, without overlap, each with a match`()
    throws
  {
    let pieces = ["needle ", "thread ", "filler ", "半导体", "。\n", "longer words here "]
    for seed in UInt64(1)...25 {
      var random = SeededGenerator(seed: seed)
      let body = (0..<80).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
        .joined()
      let bytes = Array(body.utf8)
      let count = Int.random(in: 1...6, using: &random)
      let found = try passages(body, query: "needle 半导体", count: count)
      #expect((1...count).contains(found.passages.count), "seed \(seed)")
      for passage in found.passages {
        #expect(Array(passage.text.utf8) == Array(bytes[passage.range]), "seed \(seed)")
        #expect(!passage.matches.isEmpty, "seed \(seed)")
        for match in passage.matchesInText {
          let text = String(decoding: Array(passage.text.utf8)[match], as: UTF8.self)
          #expect(["needle", "半导体"].contains(text), "seed \(seed): \(text)")
        }
      }
      let ordered = found.passages.sorted { $0.bodyOffset < $1.bodyOffset }
      for (one, next) in zip(ordered, ordered.dropFirst()) {
        #expect(one.range.upperBound <= next.range.lowerBound, "seed \(seed)")
      }
    }
  }
}
