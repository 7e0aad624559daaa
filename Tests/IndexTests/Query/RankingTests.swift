import Testing
import Tokenizer

@testable import Index

/// What must rank above what with the default analyzer.
struct RankingTests {
  /// The keys of the hits, the best first; keys are the documents' numbers.
  private func ranking(
    _ bodies: [String], _ query: String, titles: [String] = [], fold: FoldLevel = .letters
  ) throws -> [Int] {
    let snapshot = try snapshot(bodies, titles: titles)
    let hits = try snapshot.search(query, fold: fold, limit: 100).hits
    return hits.compactMap { Int($0.key) }
  }

  private func snapshot(_ bodies: [String], titles: [String] = []) throws -> Snapshot {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    for (number, body) in bodies.enumerated() {
      let title = number < titles.count ? titles[number] : ""
      try writer.add(Document(key: "\(number)", title: title, body: body))
    }
    try writer.commit()
    return try index.snapshot()
  }

  @Test func `a title that holds a part of a word does not hold the word`() throws {
    let bodies = (0..<12).map { "common w\($0)" }
    let snapshot = try snapshot(bodies, titles: bodies.map { _ in "title w1" })
    for text in ["\"zzw1\"", "zzw1", "\"common zzw1\"", "\"m\u{840}w1\""] {
      let found = try snapshot.search(text, limit: 5)
      #expect(found.hits.isEmpty && found.totalCount == 0, "\(text)")
    }
  }

  @Test(arguments: [FoldLevel.letters, .exact])
  func `a ranking is what a search finds, without names`(fold: FoldLevel) throws {
    let bodies = (0..<40).map { "common w\($0 % 7) 清华大学 Über\($0 % 3)" }
    let snapshot = try snapshot(bodies, titles: ["w3 清华"])
    for text in ["w3", "w3 w4", "\"common w3\"", "清华", "Über1 -w2", "nowhere", ""] {
      let query = try snapshot.parse(text, fold: fold)
      for (limit, counting) in [(0, HitCounting.exact), (3, .none), (3, .exact), (100, .none)] {
        let found = try snapshot.search(query, limit: limit, counting: counting)
        let ranking = try snapshot.ranking(query, limit: limit, counting: counting)
        let keys = try ranking.entries.map { try snapshot.key(at: $0.address) }
        #expect(ranking.entries.map(\.score) == found.hits.map(\.score), "\(text)")
        #expect(ranking.entries.map(\.address) == found.hits.map(\.address), "\(text)")
        #expect(keys == found.hits.map(\.key), "\(text)")
        #expect(ranking.totalCount == found.totalCount, "\(text)")
        #expect(ranking.isTotalExact == found.isTotalExact, "\(text)")
      }
    }
    let query = try snapshot.parse("w3")
    #expect(throws: IndexError.self) { try snapshot.ranking(query, limit: -1) }
  }

  @Test(arguments: ["清华", "\"清华\""])
  func `a word ranks above a part of a compound, and that above letters across a border`(
    query: String
  ) throws {
    // 水清|华丽 is cut between the two letters.
    let bodies = ["水清华丽的湖", "清华大学的湖", "清华美丽的湖", "北京大学的湖"]
    #expect(try ranking(bodies, query) == [2, 1, 0])
  }

  @Test func `parts of compounds follow, however often and short, where the word itself stands`()
    throws
  {
    let long = "清华" + String(repeating: "，今天天气很好", count: 30)
    #expect(try ranking(["清华大学、清华大学", long], "清华") == [1, 0])
  }

  @Test(arguments: ["清华", "\"清华\"", "大学", "清华大学"])
  func `what comes first does not depend on how many are asked for`(query: String) throws {
    // A long text with the word in its title, behind many short ones.
    var bodies = (0..<120).map { "清华大学" + String(repeating: "，好", count: $0 % 7) }
    bodies.append("清华大学" + String(repeating: "，今天天气很好", count: 30))
    let titles = [String](repeating: "", count: 120) + ["清华大学"]
    let snapshot = try snapshot(bodies, titles: titles)
    let all = try snapshot.search(query, limit: 1000).hits
    for limit in [1, 2, 10, 20, 21, 50, 100] {
      let hits = try snapshot.search(query, limit: limit).hits
      #expect(hits.first == all.first, "limit \(limit)")
    }
  }

  @Test func `the typed form ranks above another of the same stem`() throws {
    let bodies = ["a chip of glass", "two chips of glass", "the ship of glass"]
    #expect(try ranking(bodies, "chips") == [1, 0])
    #expect(try ranking(bodies, "chip") == [0, 1])
  }

  @Test func `marks that are typed count, and marks that are not are found`() throws {
    let bodies = ["xit chong nang", "xịt chống nắng"]
    #expect(try ranking(bodies, "xit chong nang") == [0, 1])
    #expect(try ranking(bodies, "xịt chống nắng") == [1, 0])
    #expect(try ranking(bodies, "xịt chống nắng", fold: .han) == [1])
  }

  @Test func `Traditional finds Simplified, and itself first`() throws {
    let bodies = ["少女终末旅行", "少女終末旅行"]
    #expect(try ranking(bodies, "少女終末旅行") == [1, 0])
    #expect(try ranking(bodies, "少女终末旅行") == [0, 1])
    #expect(try ranking(bodies, "少女終末旅行", fold: .kana).first == 1)
  }

  @Test func `letter for letter, case counts`() throws {
    let bodies = ["a Chip of glass", "a chip of glass", "CHIP, two chips"]
    #expect(try ranking(bodies, "Chip", fold: .exact) == [0])
    #expect(try ranking(bodies, "Chip").count == 3)
    #expect(try ranking(bodies, "Chip OR CHIP", fold: .exact).sorted() == [0, 2])
    #expect(try ranking(bodies, "Chip AND glass", fold: .exact) == [0])
    #expect(try ranking(bodies, "Chip chip NOT two", fold: .exact).sorted() == [0, 1])
    #expect(try ranking(bodies, "CHIP NOT glass", fold: .exact) == [2])
  }

  @Test func `a word in the title lifts a document`() throws {
    let bodies = ["glass and iron, a story", "a story of glass and iron"]
    #expect(try ranking(bodies, "iron", titles: ["on stones", "on iron"]).first == 1)
  }

  @Test func `words that stand together lift a document`() throws {
    let filler = String(repeating: "and then many other things happened ", count: 8)
    let bodies = ["silver \(filler) spoon", "silver spoon \(filler)"]
    #expect(try ranking(bodies, "silver spoon") == [1, 0])
  }

  @Test func `single characters add no documents where words were typed with them`() throws {
    let bodies = ["半导体的补贴", "我的书", "补贴"]
    #expect(Set(try ranking(bodies, "半导体的补贴")) == [0, 2])
    #expect(try ranking(bodies, "的").count == 2)
  }

  @Test(arguments: ["chips 半导体", "芯片 subsidy", "清华", "generative chips of Japan"])
  func `an explanation adds up to the score`(query: String) throws {
    let snapshot = try snapshot([
      "Japan subsidises chips: a subsidy for generative chip makers of Japan", "清华大学的芯片",
      "日本政府补贴半导体芯片 chips", "清华",
    ])
    let parsed = try snapshot.parse(query)
    let hits = try snapshot.search(parsed).hits
    #expect(!hits.isEmpty)
    for hit in hits {
      let explanation = try snapshot.explanation(of: hit, query: parsed)
      let sum = explanation.items.reduce(Float(0)) { $0 + $1.score }
      #expect(abs(sum - hit.score) <= 1e-4 * max(1, hit.score), "\(query) \(hit.key)")
      #expect(explanation.length > 0 && explanation.averageLength > 0)
    }
  }

  @Test func `a length counts words, whatever the script`() throws {
    let snapshot = try snapshot(["政府补贴半导体", "government subsidises semiconductors"])
    for query in ["半导体", "semiconductors"] {
      let parsed = try snapshot.parse(query)
      let hit = try #require(try snapshot.search(parsed).hits.first)
      #expect(try snapshot.explanation(of: hit, query: parsed).length == 3)
    }
  }
}
