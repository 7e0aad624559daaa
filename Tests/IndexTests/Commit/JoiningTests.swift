import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Several indexes asked as one, judged by one index of all their documents.
struct JoiningTests {
  private static let words = [
    "river", "rivers", "delta", "Delta", "mountain", "mountains", "lake", "semiconductor", "naïve",
    "中国", "半导体", "東京都", "カメラ", "학교", "ภาษาไทย", "x2", "ls", "-la",
  ]
  /// Names of fields: each index sees them in another order.
  private static let names = ["author", "place", "year", "kind", "title"]

  /// The same documents in several indexes and in one.
  private struct Pair {
    var joint: Snapshot
    var merged: Snapshot

    init(seed: UInt64, parts: Int, count: Int = 160) throws {
      var generator = SeededGenerator(seed: seed)
      let indexes = try (0...parts).map { try JoiningTests.index(seed: seed &* 31 &+ UInt64($0)) }
      let writers = try indexes.map { index in
        let writer = try index.makeWriter()
        writer.mergePolicy.mergeCount = .max
        writer.mergePolicy.maximumDeletedShare = 1
        return writer
      }
      for number in 0..<count {
        let document = JoiningTests.document(number, &generator)
        let part = number * parts / count
        try writers[part].add(document)
        try writers[parts].add(document)
        if number % 37 == 36 { try writers[part].commit() }
      }
      for writer in writers { try writer.commit() }
      for _ in 0..<count / 10 {
        let number = Int.random(in: 0..<count, using: &generator)
        try writers[number * parts / count].delete(key: "\(number)")
        try writers[parts].delete(key: "\(number)")
      }
      for writer in writers { try writer.commit() }
      joint = try Snapshot.joining(indexes[..<parts].map { try $0.snapshot() })
      merged = try indexes[parts].snapshot()
    }
  }

  private static func index(
    seed: UInt64, analyzer: AnalyzerOptions.Name = .multilingual
  ) throws -> SearchIndex {
    try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), options: SearchIndex.Options(analyzer: AnalyzerOptions(analyzer)),
      identifiers: SeededIdentifiers(seed: seed))
  }

  private static func text(_ count: Int, _ generator: inout SeededGenerator) -> String {
    (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }
      .joined(separator: Bool.random(using: &generator) ? " " : ", ")
  }

  private static func document(_ number: Int, _ generator: inout SeededGenerator) -> Document {
    var fields: [Document.Field] = []
    for name in names.shuffled(using: &generator).prefix(Int.random(in: 0...3, using: &generator)) {
      fields.append(Document.Field(name, text(2, &generator)))
    }
    return Document(
      key: "\(number)", title: number % 3 == 0 ? text(2, &generator) : "",
      body: text(Int.random(in: 1...30, using: &generator), &generator), fields: fields)
  }

  private static let queries = [
    "river", "rivers delta", "mountain lake", "\"delta river\"", "半导体", "国半", "東京", "校", "ไทย",
    "author:river", "place:(中国 OR lake)", "title:delta river", "semi*", "moun*ns", "rivr~",
    "delta NEAR/3 lake",
    "river -delta", "river AND NOT mountain", "naive", "NOT river", "river^3 delta", "kind:semi*",
    "nothinghere",
    "semiconductr", "year:nowhere", "\"ls -la\"", "x2", "2~(river delta lake)",
  ]

  @Test(arguments: [2, 4])
  func `joined indexes answer as one index of all documents`(parts: Int) throws {
    let pair = try Pair(seed: UInt64(parts) &+ 77, parts: parts)
    #expect(pair.joint.documentCount == pair.merged.documentCount)
    // Each query in one mode here, and in the other one there.
    for (number, text) in Self.queries.enumerated() {
      try compare(pair, text, (number + parts / 2) % 2 == 0 ? .any : .all)
    }
  }

  private func compare(_ pair: Pair, _ text: String, _ mode: MatchMode) throws {
    let query = try pair.joint.parse(text, matching: mode)
    let other = try pair.merged.parse(text, matching: mode)
    let joint = try pair.joint.search(query, limit: 30)
    let merged = try pair.merged.search(other, limit: 30)
    #expect(joint.totalCount == merged.totalCount, "\(text)")
    #expect(joint.partDocumentCounts == merged.partDocumentCounts, "\(text)")
    #expect(Self.ranking(joint.hits) == Self.ranking(merged.hits), "\(text)")
    #expect(Self.ranking(joint.nearest) == Self.ranking(merged.nearest), "\(text)")
    let judge = try pair.joint.searchExhaustively(query, limit: 30)
    #expect(Self.ranking(joint.hits) == Self.ranking(judge.hits), "\(text)")
    #expect(
      try pair.joint.suggestions(for: query, matching: mode, found: joint.totalCount)
        == pair.merged.suggestions(for: other, matching: mode, found: merged.totalCount), "\(text)")
    #expect(try pair.joint.completed(text) == pair.merged.completed(text), "\(text)")
    #expect(try pair.joint.summaries(of: query) == pair.merged.summaries(of: other), "\(text)")
    for (one, two) in zip(joint.hits.prefix(3), merged.hits) {
      #expect(
        try pair.joint.explanation(of: one, query: query)
          == pair.merged.explanation(of: two, query: other), "\(text)")
      #expect(
        try pair.joint.snippet(for: one, query: query)
          == pair.merged.snippet(for: two, query: other), "\(text)")
      #expect(try pair.joint.matches(query, one.address), "\(text)")
      let document = try #require(try pair.joint.document(for: one))
      #expect(try pair.merged.document(for: two) == document)
      #expect(
        try pair.joint.diagnosis(of: query, at: one.address, document)
          == pair.merged.diagnosis(of: other, at: two.address, document), "\(text)")
      // The hit says where it comes from.
      #expect(try pair.joint.address(ofKey: one.key, inMember: one.member) == one.address)
      let member = pair.joint.members[one.member]
      #expect(try member.address(ofKey: one.key) != nil)
    }
  }

  private static func ranking(_ hits: [Hit]) -> [String] {
    hits.map { "\($0.key) \($0.score.bitPattern)" }
  }

  @Test func `the same key in two indexes is two documents`() throws {
    let indexes = [try Self.index(seed: 1), try Self.index(seed: 2)]
    for (number, index) in indexes.enumerated() {
      let writer = try index.makeWriter()
      try writer.add(Document(key: "a.txt", body: number == 0 ? "one river" : "two rivers river"))
      try writer.commit()
    }
    let joint = try Snapshot.joining(indexes.map { try $0.snapshot() })
    let result = try joint.search("river")
    #expect(result.totalCount == 2)
    #expect(Set(result.hits.map(\.member)) == [0, 1])
    let bodies = try result.hits.sorted { $0.member < $1.member }
      .map { try joint.document(for: $0)?.body }
    #expect(bodies == ["one river", "two rivers river"])
    // Joined once more, what was joined is taken apart.
    #expect(try Snapshot.joining([joint, indexes[0].snapshot()]).members.count == 3)
  }

  @Test func `indexes that cut text in different ways are named`() throws {
    let indexes = [try Self.index(seed: 1), try Self.index(seed: 2, analyzer: .whitespace)]
    do {
      _ = try Snapshot.joining(indexes.map { try $0.snapshot() })
      Issue.record("they were joined")
    } catch {
      let text = "\(error)"
      #expect(text.contains("multilingual") && text.contains("whitespace"))
    }
    #expect(throws: IndexError.self) { try Snapshot.joining([]) }
  }

  @Test func `statistics are those of all`() throws {
    let pair = try Pair(seed: 5, parts: 3)
    let (joint, merged) = (try pair.joint.statistics(), try pair.merged.statistics())
    #expect(joint.documentCount == merged.documentCount)
    #expect(joint.wordCount == merged.wordCount)
    #expect(Set(joint.fieldNames) == Set(merged.fieldNames))
    #expect(joint.byteCount == pair.joint.members.reduce(0) { $0 + Int($1.state.byteCount) })
  }
}
