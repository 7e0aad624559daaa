import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Sorting, paging, counting and putting together, beside a plain scan of the documents.
struct ListingTests {
  private static func build(
    seed: UInt64, documentCount: Int = 120
  ) throws -> (index: SearchIndex, documents: [Document]) {
    var generator = SeededGenerator(seed: seed)
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: .init(.whitespace)),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    var documents: [Document] = []
    for number in 0..<documentCount {
      let document = Document(
        key: "\(number)", body: number % 2 == 0 ? "word even" : "word",
        values: RandomValues.values(using: &generator))
      documents.append(document)
      try writer.add(document)
      if number % 50 == 49 { try writer.commit() }
    }
    try writer.commit()
    return (index, documents)
  }

  /// Booleans, numbers, dates, keywords.
  private static func precedes(_ left: FieldValue, _ right: FieldValue) -> Bool {
    if let order = RandomValues.compare(left, right) { return order < 0 }
    return SortCode.kind(of: left.type) < SortCode.kind(of: right.type)
  }

  private static func value(_ document: Document, _ key: SortKey) -> FieldValue? {
    let values = document.values.filter { $0.name == key.name }.map(\.value)
    return key.isDescending ? values.max(by: precedes) : values.min(by: precedes)
  }

  /// The documents in the order of some keys, by a stable sort.
  private static func sorted(_ documents: [Document], by keys: [SortKey]) -> [String] {
    documents.enumerated().sorted { left, right in
      for key in keys {
        switch (value(left.element, key), value(right.element, key)) {
        case (nil, nil): continue
        case (nil, _): return false
        case (_, nil): return true
        case (let one?, let other?):
          if precedes(one, other) { return !key.isDescending }
          if precedes(other, one) { return key.isDescending }
        }
      }
      return left.offset < right.offset
    }.map(\.element.key)
  }

  @Test(arguments: 1...4)
  func `pages follow each other as a sorted scan does`(seed: UInt64) throws {
    let (index, documents) = try Self.build(seed: seed)
    let snapshot = try index.snapshot()
    var generator = SeededGenerator(seed: seed &+ 3)
    let query = try snapshot.parse("word")
    for _ in 0..<12 {
      let keys = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        SortKey.value(
          ["year", "tag", "mixed", "rare", "none", "number"].randomElement(using: &generator) ?? "",
          descending: Bool.random(using: &generator))
      }
      let expected = Self.sorted(documents, by: keys)
      let limit = [1, 7, 50, 200].randomElement(using: &generator) ?? 1
      var found: [String] = []
      var cursor: SearchCursor?
      repeat {
        let page = try snapshot.search(query, sortedBy: keys, limit: limit, after: cursor)
        #expect(page.totalCount == documents.count)
        found += page.hits.map(\.key)
        cursor = try page.next.map { try #require(SearchCursor($0.description)) }
        #expect(cursor == page.next)
      } while cursor != nil && found.count < 2 * documents.count
      #expect(found == expected, "seed \(seed), \(keys), pages of \(limit)")
    }
  }

  @Test func `scores sort, too, and break ties`() throws {
    let (index, documents) = try Self.build(seed: 9)
    let snapshot = try index.snapshot()
    let query = try snapshot.parse("word even")
    let ranked = try snapshot.search(query, sortedBy: [.score], limit: 500).hits
    #expect(ranked.map(\.key) == (try snapshot.search(query, limit: 500).hits.map(\.key)))
    let byYear = try snapshot.search(
      query, sortedBy: [.value("year", descending: true), .score], limit: 500
    ).hits
    let scores = Dictionary(uniqueKeysWithValues: ranked.map { ($0.key, $0.score) })
    let years = Dictionary(
      uniqueKeysWithValues: documents.map {
        ($0.key, Self.value($0, .value("year", descending: true)))
      })
    for (left, right) in zip(byYear, byYear.dropFirst())
    where years[left.key] == years[right.key] {
      #expect((scores[left.key] ?? 0) >= (scores[right.key] ?? 0))
    }
  }

  @Test func `a cursor goes on where it was, though the index has changed`() throws {
    let (index, documents) = try Self.build(seed: 4)
    let keys = [SortKey.value("number")]
    let expected = Self.sorted(documents, by: keys)
    let snapshot = try index.snapshot()
    let query = try snapshot.parse("word")
    let first = try snapshot.search(query, sortedBy: keys, limit: 20)
    let writer = try index.makeWriter()
    // One of the first page and its last one go, one that comes before is added.
    try writer.delete(key: expected[3])
    try writer.delete(key: expected[19])
    try writer.add(Document(key: "new", body: "word", values: [.integer("number", -1)]))
    try writer.optimize()
    try writer.commit()
    let second = try index.snapshot().search(query, sortedBy: keys, limit: 20, after: first.next)
    #expect(second.hits.map(\.key) == Array(expected[20..<40]))
    #expect(throws: IndexError.self) {
      try snapshot.search(query, sortedBy: [.value("year")], after: first.next)
    }
    for text in [
      "", "zz", "00", first.next.map { "\($0)0" } ?? "", "\(first.next.map { "\($0)" } ?? "")00",
    ] {
      #expect(SearchCursor(text) == nil)
    }
  }

  @Test(arguments: 1...3)
  func `facets count what a scan does`(seed: UInt64) throws {
    let (index, documents) = try Self.build(seed: seed)
    let snapshot = try index.snapshot()
    let filter = Filter.range("year", from: .integer(2005))
    let matching = documents.filter { document in
      document.body.contains("even")
        && document.values.contains {
          if case .integer(let year) = $0.value { $0.name == "year" && year >= 2005 } else { false }
        }
    }
    let requests = [
      FacetRequest("tag", limit: 3), FacetRequest("year", limit: 100),
      FacetRequest("year", step: 10, limit: 100), FacetRequest("none"),
    ]
    let facets = try snapshot.facets(
      of: try snapshot.parse("even"), requests, filter: filter)
    for (request, facet) in zip(requests, facets) {
      var counts: [String: Int] = [:]
      for document in matching {
        let values = document.values.filter { $0.name == request.name }.map(\.value)
        let texts = values.map { value in
          guard request.step != nil, case .integer(let year) = value else { return value.text }
          return "[\(year / 10 * 10) TO \(year / 10 * 10 + 10)}"
        }
        for text in Set(texts) { counts[text, default: 0] += 1 }
      }
      #expect(facet.valueCount == counts.count)
      for bucket in facet.buckets { #expect(counts[bucket.text] == bucket.count, "\(bucket)") }
      #expect(
        facet.buckets.map(\.count) == Array(counts.values.sorted(by: >).prefix(request.limit)))
      let holders = matching.count { $0.values.contains { $0.name == request.name } }
      #expect(facet.missingCount == matching.count - holders)
    }
    let dates = try snapshot.facets(
      of: try snapshot.parse("word"), [FacetRequest("mixed", by: .month, limit: 500)])
    #expect(dates[0].buckets.contains { $0.text.utf8.count == 7 && $0.text.contains("-") })
  }

  @Test func `of documents that are alike the best is shown`() throws {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    let text =
      "The quick brown fox jumps over the lazy dog, and then it does so once more for the camera"
    let texts = [
      text, text + " again", "半导体 " + text, "a fox of quite another kind and colour lives here",
      "fox",
    ]
    for (number, text) in texts.enumerated() {
      let values: [Document.Value] = number == 4 ? [] : [.keyword("dir", number < 2 ? "a" : "b")]
      try writer.add(Document(key: "\(number)", body: text, values: values))
    }
    try writer.commit()
    let snapshot = try index.snapshot()
    let query = try snapshot.parse("fox")
    let ranked = try snapshot.search(query).hits
    let byFolder = try snapshot.search(query, collapsing: .value("dir"))
    #expect(byFolder.groups.count == 3)
    #expect(byFolder.groups.map(\.otherCount).reduce(0, +) == 2)
    #expect(byFolder.groups.first?.hit == ranked.first)
    let different = try snapshot.search(query, collapsing: .nearDuplicates)
    #expect(different.groups.count == 3)
    #expect(different.totalCount == 5)
  }
}
