import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Random collections and queries, judged by ``NaiveIndex``: the same documents, in the same order,
/// with bitwise the same scores, over several segments, with deletes, and after merging.
struct OracleTests {
  private let vocabulary = (0..<30).map { "w\($0)" }

  private func words(_ count: Int, _ generator: inout SeededGenerator) -> [String] {
    (0..<count).map { _ in
      // Low numbers are common, as in language.
      let bound = Int.random(in: 1...vocabulary.count, using: &generator)
      return vocabulary[Int.random(in: 0..<bound, using: &generator)]
    }
  }

  private struct Pair {
    var index: SearchIndex
    var oracle: NaiveIndex
    var segmentCount: Int
  }

  private func build(seed: UInt64, optimized: Bool) throws -> Pair {
    var generator = SeededGenerator(seed: seed)
    var oracle = NaiveIndex()
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: .init(.whitespace), storesText: seed % 2 == 0),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    writer.mergePolicy.maximumDeletedShare = 1
    for _ in 0..<Int.random(in: 1...400, using: &generator) {
      let key = "d\(Int.random(in: 0..<300, using: &generator))"
      switch Int.random(in: 0..<40, using: &generator) {
      case 0:
        try writer.commit()
        oracle.commit()
      case 1...3:
        try writer.delete(key: key)
        oracle.delete(key)
      default:
        let title = words(Int.random(in: 0...3, using: &generator), &generator)
        let body = words(Int.random(in: 0...80, using: &generator), &generator)
        try writer.add(
          Document(
            key: key, title: title.joined(separator: " "), body: body.joined(separator: " ")))
        let start = title.isEmpty ? 0 : title.count + 1024
        oracle.add(
          key,
          title.enumerated().map { .init($1, at: $0) }
            + body.enumerated().map { .init($1, at: start + $0) })
      }
    }
    if optimized {
      try writer.optimize()
      oracle.dropDeleted()
    }
    try writer.commit()
    oracle.commit()
    #expect(try index.check().problems == [], "seed \(seed)")
    return Pair(
      index: index, oracle: oracle,
      segmentCount: try index.snapshot().statistics().segments.count)
  }

  private func randomQuery(_ generator: inout SeededGenerator, depth: Int = 0) -> Query {
    func key() -> TermKey {
      TermKey(field: .text, kind: .word, term: (words(1, &generator).first ?? "w0").utf8)
    }
    func queries() -> [Query] {
      (0..<Int.random(in: 2...4, using: &generator)).map { _ in
        randomQuery(&generator, depth: depth + 1)
      }
    }
    switch Int.random(in: 0..<(depth > 1 ? 4 : 9), using: &generator) {
    case 0...2: return .term(key(), boost: Float(Int.random(in: 1...3, using: &generator)))
    case 3:
      var offset: UInt32 = 0
      return .phrase(
        (0..<Int.random(in: 2...4, using: &generator)).map { _ in
          defer { offset += UInt32.random(in: 1...2, using: &generator) }
          return Query.PhraseTerm(key: key(), offset: offset)
        })
    case 4, 5: return .any(queries())
    case 6, 7: return .all(queries())
    default:
      return .excluding(
        randomQuery(&generator, depth: depth + 1), randomQuery(&generator, depth: depth + 1))
    }
  }

  private func naive(_ query: Query) -> NaiveIndex.Query {
    switch query {
    case .term(let key, let boost): .term(key.term, boost: boost)
    case .phrase(let terms): .phrase(terms.map { ($0.key.term, Int($0.offset)) })
    case .any(let queries): .any(queries.map(naive))
    case .all(let queries): .all(queries.map(naive))
    case .excluding(let included, let excluded): .excluding(naive(included), naive(excluded))
    case .nothing, .word, .synonyms, .forms, .sequence, .pattern, .near, .everything, .condition,
      .constant,
      .verbatim,
      .atLeast:
      .nothing
    }
  }

  @Test(arguments: 1...20)
  func `every query gives the documents and the scores of the oracle`(seed: UInt64) throws {
    let pair = try build(seed: seed, optimized: seed % 3 == 0)
    let snapshot = try pair.index.snapshot()
    let statistics = pair.oracle.statistics()
    var generator = SeededGenerator(seed: seed &+ 1_000_000)
    for number in 0..<60 {
      let query = randomQuery(&generator)
      let expected = pair.oracle.search(naive(query), statistics)
      let limit = [1, 3, 10, 1000][number % 4]
      let parsed = ParsedQuery(text: "", parts: [], query: query)
      let result = try snapshot.search(parsed, limit: limit)
      #expect(result.totalCount == expected.count, "seed \(seed), query \(query)")
      let isEqual =
        result.hits.map { NaiveIndex.Hit(key: $0.key, score: $0.score) }
        == Array(expected.prefix(limit))
      #expect(isEqual, "seed \(seed), query \(query)")
    }
  }
}
