import Foundation
import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Random queries of everything that the language has, written down, read, and run, against a plain
/// reading of their trees; and those of them that SQLite's FTS5 has, against it.
struct StructuredQueryTests {
  private struct Collection {
    var index: SearchIndex
    var documents: [[String]]
  }

  private func collection(_ generator: inout SeededGenerator, _ seed: UInt64) throws -> Collection {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: .init(.whitespace), storesText: false),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    var documents: [[String]] = []
    for number in 0..<Int.random(in: 20...120, using: &generator) {
      let words = (0..<Int.random(in: 1...14, using: &generator)).map { _ in
        QueryTree.word(&generator)
      }
      documents.append(words)
      try writer.add(Document(key: "\(number)", body: words.joined(separator: " ")))
      if Int.random(in: 0..<40, using: &generator) == 0 { try writer.commit() }
    }
    try writer.commit()
    return Collection(index: index, documents: documents)
  }

  private func found(_ text: String, _ snapshot: Snapshot) throws -> Set<Int> {
    let query = try snapshot.parse(text, syntax: .strict)
    let found = Set(try snapshot.search(query, limit: 1000).hits.compactMap { Int($0.key) })
    // What passes over documents must not pass over any where there is room for all.
    let passing = try snapshot.search(query, limit: 1000, counting: .none, suggesting: false)
    #expect(Set(passing.hits.compactMap { Int($0.key) }) == found, "\(text)")
    return found
  }

  @Test(arguments: 1...8)
  func `a query finds what its tree says`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let collection = try collection(&generator, seed)
    let snapshot = try collection.index.snapshot()
    for _ in 0..<50 {
      let tree = QueryTree.random(&generator, isPlain: false)
      let expected = Set(
        collection.documents.indices.filter { tree.matches(collection.documents[$0]) })
      #expect(try found(tree.text, snapshot) == expected, "seed \(seed), query \(tree.text)")
    }
  }

  @Test func `a pattern that many words fit finds what one by one they do`() throws {
    var generator = SeededGenerator(seed: 7)
    let collection = try collection(&generator, 7)
    let snapshot = try collection.index.snapshot()
    // The letters make more than 64 words that begin alike only with this many documents.
    let words = Set(collection.documents.joined().filter { $0.hasPrefix("a") })
    for pattern in ["a*", "*a*", "*", "a?*", "?a"] where pattern != "?a" {
      let tree: QueryTree = pattern == "*" ? .everything : .wildcard(pattern)
      let expected = Set(
        collection.documents.indices.filter { tree.matches(collection.documents[$0]) })
      #expect(try found(pattern, snapshot) == expected, "\(pattern), \(words.count) words")
    }
  }

  @Test func `words near and far are told apart as their letters say`() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<2_000 {
      let (left, right) = (QueryTree.word(&generator), QueryTree.word(&generator))
      let limit = Int.random(in: 0...2, using: &generator)
      let distance = QueryTree.distance(Array(left), Array(right))
      let found = EditAutomaton(to: Array(left.unicodeScalars), atMost: limit)
        .distance(of: right.unicodeScalars)
      #expect(found == (distance <= limit ? distance : nil), "\(left) \(right) \(limit)")
    }
  }

  @Test func `what FTS5 has means what it means there`() throws {
    var generator = SeededGenerator(seed: 42)
    let collection = try collection(&generator, 42)
    let trees = (0..<700).map { _ in QueryTree.random(&generator, isPlain: true) }
    guard let answers = try FTS5.answers(collection.documents, trees.map(\.fts5)) else {
      print("skipped: no python3 with SQLite's FTS5")
      return
    }
    let snapshot = try collection.index.snapshot()
    for (tree, answer) in zip(trees, answers) {
      #expect(try found(tree.text, snapshot) == answer, "\(tree.text)")
    }
  }
}

/// Asks SQLite's FTS5, through Python's own module.
enum FTS5 {
  private static let script = """
    import json, sqlite3, sys
    data = json.load(sys.stdin)
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table t using fts5(x, tokenize='unicode61')")
    base.executemany("insert into t(rowid, x) values (?, ?)", enumerate(data["documents"], 1))
    out = [[r[0] - 1 for r in base.execute("select rowid from t where t match ?", (q,))]
           for q in data["queries"]]
    json.dump(out, sys.stdout)
    """

  /// The documents that each query finds; nil where there is no such thing.
  static func answers(_ documents: [[String]], _ queries: [String]) throws -> [Set<Int>]? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let request = try JSONSerialization.data(withJSONObject: [
      "documents": documents.map { $0.joined(separator: " ") }, "queries": queries,
    ])
    try input.fileHandleForWriting.write(contentsOf: request)
    try input.fileHandleForWriting.close()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return try JSONDecoder().decode([Set<Int>].self, from: answer)
  }
}
