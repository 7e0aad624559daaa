import Tokenizer

@testable import Index

/// Whole searches of a made-up collection in memory, one for each algorithm; beside each what the
/// exhaustive search takes.
enum SearchSpeed {
  private static let documentCount = 50_000
  /// Words by how many documents hold them: a in all, f in one of a thousand.
  private static let queries: [(name: String, text: String, mode: MatchMode)] = [
    ("term/frequent", "b", .any), ("term/rare", "f", .any),
    ("union/two frequent", "b c", .any), ("union/frequent and rare", "a b f", .any),
    ("union/six", "a b c d e f", .any),
    ("conjunction/two frequent", "b c", .all), ("conjunction/frequent and rare", "a d f", .all),
    ("phrase/frequent", "\"a b\"", .any), ("phrase/three", "\"b c d\"", .any),
    ("phrase/rare", "\"d f\"", .any), ("union/words and a phrase", "e \"b c\"", .any),
    ("exclusion", "b NOT d", .any),
  ]

  static func run(_ bench: inout Bench) throws {
    guard bench.wantsAny(of: "search/") else { return }
    let snapshot = try makeSnapshot()
    for query in queries {
      let parsed = try snapshot.parse(query.text, matching: query.mode)
      let name = "search/\(query.name)"
      bench.measure("\(name)/best 10", of: 1, "query") {
        (try? snapshot.search(parsed, limit: 10, counting: .none))?.hits.count ?? -1
      }
      bench.measure("\(name)/best 100 and count", of: 1, "query") {
        (try? snapshot.search(parsed, limit: 100, counting: .exact))?.totalCount ?? -1
      }
      bench.measure("\(name)/count", of: 1, "query") {
        (try? snapshot.search(parsed, limit: 0, counting: .exact))?.totalCount ?? -1
      }
      bench.measure("\(name)/exhaustive", of: 1, "query") {
        (try? snapshot.searchExhaustively(parsed, limit: 10))?.totalCount ?? -1
      }
    }
  }

  private static func makeSnapshot() throws -> Snapshot {
    let shares: [(word: String, share: Double)] = [
      ("a", 1), ("b", 0.5), ("c", 0.3), ("d", 0.1), ("e", 0.01), ("f", 0.001),
    ]
    var generator = SeededGenerator(state: 1)
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: .init(.whitespace), storesText: false))
    let writer = try index.makeWriter()
    for number in 0..<documentCount {
      var words: [String] = []
      for (word, share) in shares where Double.random(in: 0..<1, using: &generator) < share {
        let count = 1 + generator.next().trailingZeroBitCount
        words += [String](repeating: word, count: count)
      }
      let length = Int.random(in: 10..<60, using: &generator)
      words += (0..<length).map { _ in "x\(generator.next() % 20_000)" }
      words.shuffle(using: &generator)
      try writer.add(Document(key: "\(number)", body: words.joined(separator: " ")))
    }
    try writer.commit()
    return try index.snapshot()
  }
}
