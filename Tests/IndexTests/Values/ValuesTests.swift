import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Typed values: kept, given back, merged, and found by filters as by a plain scan.
struct ValuesTests {
  @Test(arguments: [
    ("2024-03-15", "2024-03-15", 86_400), ("2024-02-29", "2024-02-29", 86_400),
    ("2024-03", "2024-03-01", 31 * 86_400), ("2024", "2024-01-01", 366 * 86_400),
    ("2024-03-15T10:20", "2024-03-15T10:20:00Z", 60),
    ("2024-03-15 10:20:30", "2024-03-15T10:20:30Z", 1),
    ("2024-03-15T10:20:30Z", "2024-03-15T10:20:30Z", 1),
    ("2024-03-15T01:20:30+09:00", "2024-03-14T16:20:30Z", 1),
    ("2024-12-31T23:20:30-0100", "2025-01-01T00:20:30Z", 1),
    ("1969-12-31", "1969-12-31", 86_400), ("0001-01-01", "0001-01-01", 86_400),
  ])
  func `dates are read and written`(text: String, start: String, seconds: Int64) throws {
    let period = try #require(TimePeriod(text))
    #expect(period.start.description == start)
    let length = period.end.microseconds - period.start.microseconds + 1
    #expect(length == seconds * 1_000_000)
    #expect(Timestamp(start)?.description == start)
  }

  @Test(arguments: [
    "2024-13-01", "2024-02-30", "2023-02-29", "24-01-01", "yesterday", "2024-1-1",
    "2024-03-15T25:00",
    "2024-03-15T10:20:30X", "2024-03-15x", "", "2024-", "2024-00",
  ])
  func `what is no date is none`(text: String) {
    #expect(TimePeriod(text) == nil)
  }

  @Test func `fractions of a second are kept`() {
    let moment = Timestamp("2024-03-15T10:20:30.1250009")
    #expect(moment?.description == "2024-03-15T10:20:30.125Z")
  }

  @Test func `decimals keep their order`() {
    let numbers = [-.infinity, -1e300, -2.5, -1e-300, 0, 1e-300, 0.1, 2.5, 1e300, .infinity]
    for (left, right) in zip(numbers, numbers.dropFirst()) {
      #expect(FieldValue.ordered(left) < FieldValue.ordered(right))
      #expect(FieldValue.decimal(ordered: FieldValue.ordered(left)) == left)
    }
    #expect(FieldValue.ordered(-0.0) == FieldValue.ordered(0.0))
  }

  private static func build(
    seed: UInt64, documentCount: Int
  ) throws -> (index: SearchIndex, documents: [Document]) {
    var generator = SeededGenerator(seed: seed)
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: .init(.whitespace), storesText: seed % 2 == 0),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    var documents: [String: Document] = [:]
    for number in 0..<documentCount {
      let key = "\(Int.random(in: 0..<documentCount, using: &generator))"
      // Values begin late, so that a segment may be without.
      let values = number < documentCount / 6 ? [] : RandomValues.values(using: &generator)
      let document = Document(key: key, body: "word w\(number % 3)", values: values)
      documents[key] = document
      try writer.add(document)
      if Int.random(in: 0..<(documentCount / 3), using: &generator) == 0 { try writer.commit() }
    }
    try writer.commit()
    return (index, documents.values.sorted { $0.key < $1.key })
  }

  private static func check(_ snapshot: Snapshot, _ documents: [Document], seed: UInt64) throws {
    #expect(snapshot.documentCount == documents.count)
    for document in documents {
      let address = try #require(try snapshot.address(ofKey: document.key))
      let values = try snapshot.values(at: address)
      #expect(values == RandomValues.normalized(document.values), "seed \(seed), \(document.key)")
    }
    var generator = SeededGenerator(seed: seed &+ 99)
    for _ in 0..<150 {
      let (filter, passes) = RandomValues.filter(using: &generator)
      let result = try snapshot.search("word", limit: documents.count + 1, filter: filter)
      let expected = documents.filter(passes).map(\.key)
      #expect(result.hits.map(\.key).sorted() == expected, "seed \(seed), \(filter)")
      #expect(result.totalCount == expected.count)
    }
  }

  @Test(arguments: 1...6)
  func `values come back, and filters find what a scan does`(seed: UInt64) throws {
    let (index, documents) = try Self.build(seed: seed, documentCount: seed == 1 ? 400 : 90)
    try Self.check(try index.snapshot(), documents, seed: seed)
    let writer = try index.makeWriter()
    try writer.optimize(seed % 3 == 0 ? .similarity : .arrival)
    try writer.commit()
    writer.close()
    try Self.check(try index.snapshot(), documents, seed: seed)
    #expect(try index.check().problems == [])
  }

  @Test func `what is no value is refused, and the writer goes on`() throws {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    let long = String(repeating: "x", count: 4_097)
    for value in [
      Document.Value.decimal("x", .nan), .keyword("", "x"), .keyword("x", long),
      .keyword(String(repeating: "n", count: 257), "x"),
    ] {
      #expect(throws: IndexError.self) {
        try writer.add(Document(key: "a", body: "b", values: [value]))
      }
    }
    try writer.add(Document(key: "a", body: "b", values: [.keyword("x", "")]))
    try writer.commit()
    #expect(try index.snapshot().search("b", filter: .equals("x", .keyword(""))).totalCount == 1)
  }

  @Test func `a damaged column is found`() throws {
    let image = try HostileImage.small()
    let name = try #require(image.names.first { $0.hasSuffix(".idx") })
    // The width of the last column's values, or what says how many there are.
    try image.edit(name, .valueIndex) { $0[$0.count - 1] ^= 1 }
    try image.sealManifest()
    let report = try SearchIndex.check(on: image.files)
    #expect(!report.problems.isEmpty)
  }
}
