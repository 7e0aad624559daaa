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

  @Test func `what fits a pattern is found near something as each word that fits`() throws {
    var generator = SeededGenerator(seed: 12)
    let collection = try collection(&generator, 12)
    let snapshot = try collection.index.snapshot()
    let words = Set(collection.documents.joined()).sorted()
    for _ in 0..<60 {
      let other = words.randomElement(using: &generator) ?? ""
      let word = words.randomElement(using: &generator) ?? ""
      let pattern = "\(word.prefix(1))*"
      let distance = Int.random(in: 0...6, using: &generator)
      var expected: Set<Int> = []
      for fitting in words where fitting.hasPrefix(word.prefix(1)) {
        expected.formUnion(try found("NEAR(\(other) \(fitting), \(distance))", snapshot))
      }
      let text = "NEAR(\(other) \(pattern), \(distance))"
      #expect(try found(text, snapshot) == expected, "\(text)")
      #expect(
        try found("NEAR(\(pattern) \(other), \(distance))", snapshot) == expected, "\(text)")
      let query = try snapshot.parse(text)
      for number in 0..<min(20, collection.documents.count) {
        let address = try #require(try snapshot.address(ofKey: "\(number)"))
        #expect(try snapshot.matches(query, address) == expected.contains(number), "\(text)")
      }
    }
  }

  @Test func `an automaton of any length says what a plain reading of the pattern says`() {
    /// By trying every length for each star.
    func fits(_ word: ArraySlice<Unicode.Scalar>, _ elements: ArraySlice<PatternQuery.Element>)
      -> Bool
    {
      guard let first = elements.first else { return word.isEmpty }
      let rest = elements.dropFirst()
      switch first {
      case .many: return (0...word.count).contains { fits(word.dropFirst($0), rest) }
      case .one: return !word.isEmpty && fits(word.dropFirst(), rest)
      case .scalar(let scalar): return word.first == scalar && fits(word.dropFirst(), rest)
      }
    }
    var generator = SeededGenerator(seed: 13)
    let letters: [Unicode.Scalar] = ["a", "b", "é", "猫"]
    for round in 0..<3_000 {
      // Long ones begin with what is needed to fill the words of a small set.
      let lead = round % 3 == 0 ? Int.random(in: 55...190, using: &generator) : 0
      let beginning = (0..<lead).map { letters[$0 % 3] }
      let elements = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        let letter = letters.randomElement(using: &generator) ?? "a"
        return [PatternQuery.Element.many, .one, .scalar(letter), .scalar("a")]
          .randomElement(using: &generator) ?? .one
      }
      let end = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        letters.randomElement(using: &generator) ?? "a"
      }
      let automaton = PatternAutomaton(
        .elements(beginning.map { .scalar($0) } + elements))
      let word = String(String.UnicodeScalarView(beginning + end))
      #expect(
        automaton.fits(word.utf8) == fits(end[...], elements[...]), "\(elements) \(end) \(lead)")
    }
    // Of a longer pattern, as of a longer word, only the first letters count.
    let long = PatternAutomaton(.elements((0..<300).map { _ in .scalar("a") }))
    #expect(long.fits(String(repeating: "a", count: 255).utf8))
    #expect(!long.fits(String(repeating: "a", count: 254).utf8))
  }

  @Test func `prefixes reach words with and without marks`() throws {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    let words = ["démocratie", "democracy", "Demos", "dêmos", "domaine", "demi-été"]
    for word in words { try writer.add(Document(key: word, body: word)) }
    try writer.commit()
    let snapshot = try index.snapshot()
    func keys(_ text: String, _ fold: FoldLevel = .letters) throws -> [String] {
      try snapshot.search(text, fold: fold).hits.map(\.key).sorted()
    }
    let all = words.filter { $0 != "domaine" }.sorted()
    for prefix in ["de*", "dé*", "DÊ*", "d?m*"] {
      #expect(try keys(prefix) == (prefix == "d?m*" ? words.sorted() : all), "\(prefix)")
      let query = try snapshot.parse(prefix)
      for word in words {
        let address = try #require(try snapshot.address(ofKey: word))
        #expect(try snapshot.matches(query, address) == keys(prefix).contains(word), "\(word)")
      }
    }
    #expect(try keys("dêmos~1") == ["Demos", "dêmos"])
    #expect(try keys("dé*", .exact).isEmpty == false)
    #expect(try keys("NEAR(dé* ét*, 2)") == ["demi-été"])
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
