import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Queries of scripts without spaces, by the fast ways and by looking at every document: the same
/// documents with bitwise the same scores, over rare and common characters, their variants, Latin words
/// between them, titles, several segments and deletes.
struct SequenceSearchTests {
  /// Common characters, one in three spellings (后 後), rare ones that make no pairs (鼙, 麤), kana,
  /// Hangul, and words.
  private static let pieces = [
    "中", "中", "国", "國", "的", "的", "的", "后", "後", "学", "大学", "中国", "北京", "鼙", "麤",
    "か", "カ", "ん", "학", "교", "AI", " x2 ", "，", " ",
  ]

  private static func text(_ count: Int, _ generator: inout SeededGenerator) -> String {
    (0..<count).map { _ in
      // Mostly the first ones.
      let reach = Bool.random(using: &generator) ? 8 : pieces.count
      return pieces[Int.random(in: 0..<reach, using: &generator)]
    }.joined()
  }

  private func build(seed: UInt64) throws -> Snapshot {
    var generator = SeededGenerator(seed: seed)
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), options: SearchIndex.Options(storesText: false),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    writer.mergePolicy.maximumDeletedShare = 1
    for number in 0..<700 {
      if number % 300 == 299 { try writer.commit() }
      let length = Int.random(in: 1...[6, 20, 60][number % 3], using: &generator)
      let title = number % 5 == 0 ? Self.text(3, &generator) : ""
      try writer.add(
        Document(key: "\(number)", title: title, body: Self.text(length, &generator)))
    }
    try writer.commit()
    for _ in 0..<60 {
      try writer.delete(key: "\(Int.random(in: 0..<700, using: &generator))")
    }
    try writer.commit()
    return try index.snapshot()
  }

  private func randomQuery(_ generator: inout SeededGenerator) -> String {
    let one = Self.text(Int.random(in: 1...4, using: &generator), &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return one
    case 1: return one + " " + Self.text(2, &generator)
    default: return "\"\(one)\""
    }
  }

  @Test(arguments: 1...2)
  func `every way finds what looking at every document finds`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 9_000)
    let snapshot = try build(seed: seed)
    let title = snapshot.state.manifest.schema.field(named: Schema.titleName)
    var hitCount = 0
    for _ in 0..<150 {
      let text = randomQuery(&generator)
      let query = try snapshot.parse(text)
      let limit = [1, 3, 10, 30, 800][Int.random(in: 0..<5, using: &generator)]
      func found(
        _ algorithm: Searcher.Algorithm, _ counting: HitCounting
      ) throws -> (best: [TopK.Entry], totalCount: Int) {
        if query.isEmpty { return ([], 0) }
        return try Searcher(
          query.query, evidence: query.evidence, QueryExpander(snapshot.state.segments),
          snapshot.state.segments, snapshot.collection, titleField: title, counting: counting,
          algorithm: algorithm
        ).search(limit: limit)
      }
      let judge = try found(.exhaustive, .exact)
      let fast = try found(.fastest, .none)
      #expect(fast.best == judge.best, "seed \(seed), limit \(limit), query \(text)")
      let counted = try found(.fastest, .exact)
      #expect(counted.best == judge.best, "seed \(seed), limit \(limit), query \(text)")
      #expect(counted.totalCount == judge.totalCount, "seed \(seed), query \(text)")
      hitCount += judge.totalCount
    }
    #expect(hitCount > 5_000)
  }
}
