import Testing

@testable import Index

/// Documents that are about the same, and words that begin the same.
struct SimilarTests {
  private static let topics: [[String]] = [
    ["lithography", "wafer", "foundry", "半导体", "芯片", "transistors"],
    ["violin", "orchestra", "symphony", "交响乐", "作曲家", "conductors"],
    ["glacier", "avalanche", "summit", "登山", "雪崩", "climbers"],
  ]

  /// Ten documents of each topic, which share what every text has.
  private static func snapshot(storesText: Bool = true) throws -> Snapshot {
    let index = try SearchIndex.inMemory(options: SearchIndex.Options(storesText: storesText))
    let writer = try index.makeWriter()
    for number in 0..<30 {
      let topic = topics[number % 3]
      let words = (0..<4).map { topic[(number / 3 + $0) % topic.count] }
      try writer.add(
        Document(
          key: "\(number)", title: words[0],
          body: "the news of today and the day 今天的新闻 " + words.joined(separator: " and the ")))
    }
    try writer.commit()
    return try index.snapshot()
  }

  @Test(arguments: [0, 1, 2, 29])
  func `what is similar is of the same topic`(number: Int) throws {
    let snapshot = try Self.snapshot()
    let result = try snapshot.similar(to: "\(number)", limit: 9)
    let found = result.hits.compactMap { Int($0.key) }
    #expect(found.count == 9)
    #expect(!found.contains(number))
    #expect(found.allSatisfy { $0 % 3 == number % 3 }, "\(found)")
    let all = try snapshot.similar(to: "\(number)", limit: 100)
    #expect(all.totalCount == all.hits.count)
    #expect(Array(all.hits.prefix(9)) == result.hits)
  }

  @Test func `a text is asked by its own words`() throws {
    let snapshot = try Self.snapshot()
    let text = "New lithography makes 芯片 cheaper, says a foundry; the wafer is larger"
    let found = try snapshot.similar(toText: text, limit: 5).hits.compactMap { Int($0.key) }
    #expect(found.count == 5)
    #expect(found.allSatisfy { $0 % 3 == 0 }, "\(found)")
    let query = try snapshot.query(similarTo: Document(key: "", body: text))
    // What no document has is not asked for, and what all have comes last.
    let words = query.parts.map(\.text)
    #expect(!words.contains("cheaper"))
    #expect(words.prefix(4).contains("lithography"))
    #expect(words.last == "the")
    #expect(try snapshot.similar(toText: "", limit: 5).hits.isEmpty)
  }

  @Test func `what cannot be told says why`() throws {
    let error = #expect(throws: IndexError.self) { try Self.snapshot().similar(to: "nobody") }
    #expect("\(error as Any)".contains("no document 'nobody'"))
    #expect(throws: IndexError.self) { try Self.snapshot(storesText: false).similar(to: "1") }
  }

  @Test func `words that begin so are those that a scan finds`() throws {
    let snapshot = try Self.snapshot()
    func completed(_ text: String, _ limit: Int = 10) throws -> [String] {
      try snapshot.completions(of: text, limit: limit).map(\.text)
    }
    #expect(try completed("s") == ["summit", "symphony"])
    #expect(try completed("the Con") == ["conductors"])
    #expect(try completed("t") == ["the", "today", "transistors"])
    #expect(try completed("t", 1) == ["the"])
    #expect(try snapshot.completions(of: "today").map(\.documentCount) == [30])
    // Of a script without spaces: with what stands behind it.
    #expect(try completed("芯") == ["芯片"])
    #expect(try completed("半导") == ["半导体"])
    for none in ["", "t ", "\"t\"", "xyz", "鑫", "...", "a b "] {
      #expect(try completed(none) == [])
    }
  }
}
