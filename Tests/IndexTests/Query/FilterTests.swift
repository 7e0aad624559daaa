import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Queries of all kinds with filters: what they find without, less what the filter keeps out, with
/// bitwise the same scores.
struct FilterTests {
  private static let words = [
    "running", "runs", "dog", "chips", "yen", "the", "of", "芯片", "半导体", "東京", "タワー", "반도체",
    "user_name", "Straße",
  ]

  private static func snapshot(seed: UInt64) throws -> Snapshot {
    var generator = SeededGenerator(seed: seed)
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    for number in 0..<180 {
      let text = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        words.randomElement(using: &generator) ?? ""
      }
      try writer.add(
        Document(
          key: "\(number)", title: number % 9 == 0 ? text.first ?? "" : "",
          body: text.joined(separator: " "),
          fields: number % 4 == 0 ? [Document.Field("note", "aside")] : [],
          values: RandomValues.values(using: &generator) + [
            .integer("hundredth", number % 60 == 7 ? 1 : 0),
            .keyword("type", number % 3 == 0 ? "md" : "txt"),
          ]))
      if number == 60 || number == 120 { try writer.commit() }
    }
    for _ in 0..<20 {
      try writer.delete(key: "\(Int.random(in: 0..<180, using: &generator))")
    }
    try writer.commit()
    return try index.snapshot()
  }

  private static let queries = [
    "running", "running dog chips", "the of yen", "芯片", "半导体 芯片", "東京タワー", "반도체 dog", "\"the of\"",
    "\"running dogs\"", "dog AND (yen OR 芯片)", "chips NOT yen", "chips +running", "run*", "dgo~",
    "NEAR(dog yen, 4)", "(dog yen the)@2", "dog^=2 of", "user", "*", "title:dog yen",
    "dog OR type:md", "半导体 OR type:md", "note:*", "running AND type:txt",
  ]

  @Test(arguments: 1...2)
  func `a filter takes documents away and changes no score`(seed: UInt64) throws {
    let snapshot = try Self.snapshot(seed: seed)
    var generator = SeededGenerator(seed: seed &+ 17)
    for text in Self.queries {
      for mode in [MatchMode.any, .all] {
        let query = try snapshot.parse(text, matching: mode)
        let all = try snapshot.search(query, limit: 500)
        for _ in 0..<2 {
          let filter =
            Int.random(in: 0..<4, using: &generator) == 0
            ? Filter.equals("hundredth", .integer(1))
            : RandomValues.filter(using: &generator).filter
          let kept = Set(try snapshot.search("*", limit: 500, filter: filter).hits.map(\.key))
          let expected = all.hits.filter { kept.contains($0.key) }
          let counted = try snapshot.search(query, limit: 500, filter: filter)
          #expect(counted.hits == expected, "seed \(seed), \(text), \(filter)")
          #expect(counted.totalCount == expected.count, "seed \(seed), \(text), \(filter)")
          let few = try snapshot.search(query, limit: 3, counting: .none, filter: filter)
          #expect(few.hits == Array(expected.prefix(3)), "seed \(seed), \(text), \(filter)")
        }
      }
    }
  }

  @Test func `a document whose score is 0 is found, with a filter as without`() throws {
    let snapshot = try Self.snapshot(seed: 3)
    let least = "0.0000000001"
    let nothing = "(((((running yen the dog)^\(least))^\(least))^\(least))^\(least))^\(least)"
    let filter = Filter.equals("hundredth", .integer(1))
    let passing = Set(try snapshot.search("*", limit: 500, filter: filter).hits.map(\.key))
    for text in [nothing, "(\(nothing)) chips"] {
      let query = try snapshot.parse(text)
      let all = try snapshot.search(query, limit: 500)
      let expected = all.hits.filter { passing.contains($0.key) }
      #expect(expected.contains { $0.score == 0 }, "\(text)")
      #expect(try snapshot.search(query, limit: 500, filter: filter).hits == expected, "\(text)")
    }
  }

  @Test func `what a filter lets through is remembered, of the last ones`() throws {
    let snapshot = try Self.snapshot(seed: 3)
    var generator = SeededGenerator(seed: 3)
    let filters = (0..<FilterMemory.mostFilters + 8).map { _ in
      RandomValues.filter(using: &generator).filter
    }
    let first = try filters.map { try snapshot.search("*", limit: 500, filter: $0).hits }
    for _ in 0..<3 * filters.count {
      let number = Int.random(in: 0..<filters.count, using: &generator)
      #expect(try snapshot.search("*", limit: 500, filter: filters[number]).hits == first[number])
      #expect(snapshot.filters.live(filters[number]) != nil)
    }
    let known = filters.filter { snapshot.filters.live($0) != nil }
    #expect(Set(known).count <= FilterMemory.mostFilters)
  }

  @Test func `what is remembered of filters is bounded, and one that is noted again drops none`() {
    func live(_ documentCount: Int) -> [LiveDocuments] {
      [LiveDocuments(documentCount: documentCount)]
    }
    let memory = FilterMemory()
    let filters = (0..<FilterMemory.mostFilters).map { Filter.equals("n", .integer(Int64($0))) }
    for filter in filters { memory.note(live(100), of: filter) }
    let full = memory.size
    memory.note(live(100), of: filters[7])
    #expect(memory.size == full)
    #expect(filters.allSatisfy { memory.live($0) != nil })
    // What is long is not kept.
    memory.note(live(100), of: .keys((0..<5_000).map { "a key of some length \($0)" }))
    #expect(memory.size == full)
    // Of large indexes fewer are.
    let large = live(8 * FilterMemory.mostBytes / 5)
    for filter in filters { memory.note(large, of: filter) }
    #expect(memory.size.filterCount == 4 && memory.size.byteCount <= FilterMemory.mostBytes)
    memory.note(live(9 * FilterMemory.mostBytes), of: filters[0])
    #expect(memory.size.filterCount == 4)
  }

  @Test(arguments: [
    ("file:a..b", true), ("file:...b", true), ("path:x/a..b", true), ("file:>b", false),
    ("year:2019..2024", false), ("year:[2019 TO 2024]", false), ("file:[a TO b]", false),
    ("tag:\"a..b\"", true), ("tag:a..b", false), ("year:2024", true),
  ])
  func `whether one value is asked for is known from how it was read`(text: String, isOne: Bool)
    throws
  {
    var parser = try QueryParser(analyzerName: "multilingual")
    let values = ValueSchema([
      "file": [.keyword], "path": [.keyword], "tag": [.keyword], "year": [.integer],
    ])
    let query = try parser.parse(text, matching: .any, values: values).query
    #expect(query.condition?.isOneValue == isOne, "\(text)")
    let twice = try parser.parse("\(text) \(text)2", matching: .any, values: values).query
    if case .any? = twice.condition?.node { #expect(isOne, "\(text)") }
  }

  @Test func `words are excluded from what only conditions say`() throws {
    let snapshot = try Self.snapshot(seed: 4)
    func keys(_ text: String, _ filter: String? = nil) throws -> Set<String> {
      let filter = try filter.map { Filter.query(try snapshot.parse($0)) }
      return Set(try snapshot.search(text, limit: 500, filter: filter).hits.map(\.key))
    }
    let expected = try keys("type:md").subtracting(try keys("dog"))
    let all = try keys("type:md")
    #expect(!expected.isEmpty && expected.count < all.count)
    #expect(try keys("type:md -dog") == expected)
    #expect(try keys("+type:md NOT dog") == expected)
    #expect(try keys("*", "type:md -dog") == expected)
    let others = try keys("-type:txt").subtracting(try keys("dog"))
    #expect(try keys("-type:txt -dog") == others)
  }

  @Test func `a query is a filter`() throws {
    let snapshot = try Self.snapshot(seed: 5)
    let dogs = Set(try snapshot.search("dog", limit: 500).hits.map(\.key))
    let filter = Filter.query(try snapshot.parse("dog type:md"))
    let types = Set(try snapshot.search("type:md", limit: 500).hits.map(\.key))
    let found = try snapshot.search("yen", limit: 500, filter: filter)
    let yen = try snapshot.search("yen", limit: 500)
    #expect(found.hits == yen.hits.filter { dogs.contains($0.key) && types.contains($0.key) })
    #expect(!found.hits.isEmpty)
  }

  @Test func `conditions hold for all of a query, unless OR or AND joins them`() throws {
    let snapshot = try Self.snapshot(seed: 6)
    func keys(_ text: String) throws -> Set<String> {
      Set(try snapshot.search(text, limit: 500).hits.map(\.key))
    }
    let (dog, md) = (try keys("dog"), try keys("type:md"))
    #expect(try keys("dog type:md") == dog.intersection(md))
    #expect(try keys("type:md dog yen") == (try keys("dog yen")).intersection(md))
    #expect(try keys("dog OR type:md") == dog.union(md))
    #expect(try keys("dog -type:md") == dog.subtracting(md))
    #expect(try keys("-type:md") == (try keys("*")).subtracting(md))
    #expect(try keys("type:(md OR txt)") == (try keys("*")))
    #expect(try keys("yen OR dog AND type:md") == (try keys("yen")).union(dog.intersection(md)))
    #expect(try keys("dog type:pdf") == [])
    let plain = try snapshot.search("dog yen", limit: 500)
    let scores = Dictionary(uniqueKeysWithValues: plain.hits.map { ($0.key, $0.score) })
    for hit in try snapshot.search("dog yen type:md", limit: 500).hits {
      #expect(scores[hit.key] == hit.score)
    }
  }
}
