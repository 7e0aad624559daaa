import TestSupport
import Testing
import Tokenizer

@testable import Index

/// One thread or several, few segments or many, reordered or not: the same index, the same answers.
struct OptimizeTests {
  /// Words of several scripts; low numbers are common, as in language.
  private static let vocabulary =
    ["the", "chips", "半导体", "补贴", "日本語", "カタカナ", "検知機", "running", "Getreide", "ภาษาไทย"]
    + ["анализ", "getUserById", "光电", "融合", "C++", "resumé", "data", "의", "한국어", "量"]

  private static func text(_ count: Int, _ generator: inout SeededGenerator) -> String {
    (0..<count).map { _ in
      let bound = Int.random(in: 1...vocabulary.count, using: &generator)
      return vocabulary[Int.random(in: 0..<bound, using: &generator)]
    }.joined(separator: Bool.random(using: &generator) ? " " : "")
  }

  private static func document(_ key: String, _ generator: inout SeededGenerator) -> Document {
    let fields = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
      let name = ["author", "title", "tag\(Int.random(in: 0..<9, using: &generator))"]
      return Document.Field(
        name.randomElement(using: &generator) ?? "", text(2, &generator),
        isSearchedByDefault: Bool.random(using: &generator))
    }
    // Documents of one topic belong side by side.
    let topic = Int.random(in: 0..<4, using: &generator)
    let words = (0..<15).map { _ in
      "topic\(20 * topic + Int.random(in: 0..<20, using: &generator))"
    }
    let body = text(Int.random(in: 0...60, using: &generator), &generator)
    return Document(
      key: key, title: text(Int.random(in: 0...3, using: &generator), &generator),
      body: ([body] + words).joined(separator: " "), fields: fields,
      values: RandomValues.values(using: &generator))
  }

  /// How an index is made.
  private struct Way {
    var threadCount = 1
    /// Documents between commits.
    var step = 50
    var order = DocumentOrder.arrival
    var analyzer = AnalyzerOptions.Name.multilingual
  }

  /// Adds, replaces and deletes documents, and optimizes.
  private func files(seed: UInt64, _ way: Way) throws -> MemoryFileSystem {
    var generator = SeededGenerator(seed: seed)
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(
      on: files, options: SearchIndex.Options(analyzer: .init(way.analyzer)),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter(threadCount: way.threadCount)
    writer.batchByteCount = 300
    writer.mergePolicy.mergeCount = .max
    for number in 0..<110 {
      let key = "\(number % 3 == 0 ? "文" : "d")\(Int.random(in: 0..<80, using: &generator))"
      if Int.random(in: 0..<12, using: &generator) == 0 {
        try writer.delete(key: key)
      } else {
        try writer.add(Self.document(key, &generator))
      }
      if number % way.step == way.step - 1 { try writer.commit() }
    }
    try writer.commit()
    writer.close()
    let again = try SearchIndex.open(on: files, identifiers: SeededIdentifiers(seed: seed + 1000))
    let optimizer = try again.makeWriter(threadCount: way.threadCount)
    try optimizer.optimize(way.order)
    try optimizer.commit()
    optimizer.close()
    #expect(try again.check().problems == [], "seed \(seed)")
    return files
  }

  /// The bytes of the only segment of the newest commit.
  private func segment(_ files: MemoryFileSystem) throws -> [UInt8]? {
    let manifest = try #require(try CommittedState.newest(on: files)).manifest
    #expect(manifest.segments.count == 1)
    return files.contents(of: SegmentFormat.fileName(manifest.segments[0].id))
  }

  @Test(arguments: [DocumentOrder.arrival, .similarity], [1, 2])
  func `the bytes are the same whatever the number of threads and segments`(
    order: DocumentOrder, seed: UInt64
  ) throws {
    let analyzer = seed == 2 ? AnalyzerOptions.Name.whitespace : .multilingual
    let expected = try segment(
      files(seed: seed, Way(step: 50, order: order, analyzer: analyzer)))
    #expect((expected?.count ?? 0) > 5_000)
    for (threadCount, step) in [(1, 9), (2, 50), (4, 31)] {
      let way = Way(threadCount: threadCount, step: step, order: order, analyzer: analyzer)
      let found = try segment(files(seed: seed, way))
      #expect(found == expected, "seed \(seed), \(threadCount) threads, step \(step)")
    }
  }

  @Test(arguments: 1...4)
  func `documents side by side by their terms give the answers they gave before`(
    seed: UInt64
  ) throws {
    let analyzer = seed == 4 ? AnalyzerOptions.Name.whitespace : .multilingual
    let plain = try SearchIndex.open(
      on: files(seed: seed, Way(order: .arrival, analyzer: analyzer))
    ).snapshot()
    let ordered = try SearchIndex.open(
      on: files(seed: seed, Way(order: .similarity, analyzer: analyzer))
    ).snapshot()
    var generator = SeededGenerator(seed: seed + 77)
    var matchCount = 0
    var hasMoved = false
    for number in 0..<60 {
      let words = Self.text(Int.random(in: 1...3, using: &generator), &generator)
      let query = number % 3 == 0 ? "\"\(words)\"" : words
      let mode = number % 2 == 0 ? MatchMode.any : .all
      let expected = try plain.search(query, matching: mode, limit: 500)
      let found = try ordered.search(query, matching: mode, limit: 500)
      #expect(scores(found) == scores(expected), "seed \(seed): \(query)")
      #expect(found.totalCount == expected.totalCount, "seed \(seed): \(query)")
      matchCount += found.hits.count
      for hit in found.hits.prefix(5) {
        let before = try #require(try plain.address(ofKey: hit.key))
        #expect(try ordered.document(at: hit.address) == plain.document(at: before))
        #expect(try ordered.key(at: hit.address) == hit.key)
        if before != hit.address { hasMoved = true }
      }
    }
    #expect(matchCount > 500 && hasMoved)
  }

  private func scores(_ result: SearchResult) -> [String: Float] {
    Dictionary(uniqueKeysWithValues: result.hits.map { ($0.key, $0.score) })
  }

  @Test func `text is reordered a piece at a time`() throws {
    let files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(on: files)
    let writer = try index.makeWriter(memoryBudget: IndexWriter.minimumMemoryBudget)
    // More text than a quarter of the budget.
    let pieces = ["alpha ", "beta "].map { String(repeating: $0, count: 10_000) }
    for number in 0..<60 { try writer.add(Document(key: "\(number)", body: pieces[number % 2])) }
    try writer.optimize(.similarity)
    try writer.commit()
    let snapshot = try index.snapshot()
    for number in 0..<60 {
      let address = try #require(try snapshot.address(ofKey: "\(number)"))
      #expect(try snapshot.document(at: address)?.body == pieces[number % 2])
    }
    #expect(try index.check().problems == [])
  }

  @Test func `optimizing nothing, one document, and twice is no trouble`() throws {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    try writer.optimize(.similarity)
    try writer.commit()
    try writer.add(Document(key: "a", body: "one"))
    for _ in 0..<2 {
      try writer.optimize(.similarity)
      try writer.commit()
    }
    #expect(try index.snapshot().search("one").hits.map(\.key) == ["a"])
    try writer.delete(key: "a")
    try writer.optimize(.similarity)
    try writer.commit()
    #expect(try index.snapshot().documentCount == 0)
    #expect(try index.check().problems == [])
  }
}
