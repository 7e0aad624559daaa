import TestSupport
import Testing
import Tokenizer

@testable import Index

/// The fast algorithms beside the exhaustive one: the same documents with bitwise the same scores, and
/// the same counts, over collections with blocks, groups of blocks and rests, in several segments, with
/// deletes.
struct TopKTests {
  /// How often each word stands in a document: from nearly everywhere to hardly anywhere. Some make pairs
  /// (``CommonWords``), others do not.
  private static let words: [(word: String, share: Double)] = [
    ("a", 0.99), ("the", 0.9), ("of", 0.7), ("d", 0.5), ("e", 0.3), ("f", 0.2), ("g", 0.1),
    ("h", 0.05), ("i", 0.02), ("j", 0.01), ("k", 0.003), ("l", 0.0005),
  ]

  private func build(
    seed: UInt64, documentCount: Int, isShuffled: Bool = false
  ) throws -> Snapshot {
    var generator = SeededGenerator(seed: seed)
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: .init(.whitespace), storesText: false),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    writer.mergePolicy.maximumDeletedShare = 1
    // Words come and go, so that blocks of one word differ, and equal documents give equal scores.
    var shares = Self.words.map(\.share)
    for number in 0..<documentCount {
      if Int.random(in: 0..<600, using: &generator) == 0 {
        shares = Self.words.map { $0.share * Double.random(in: 0...1, using: &generator) }
      }
      if Int.random(in: 0..<(documentCount / 2), using: &generator) == 0 { try writer.commit() }
      // Some words, frequent ones too, end before the last documents.
      if number + [20, 100, 300][Int(seed % 3)] == documentCount {
        for index in shares.indices where Bool.random(using: &generator) { shares[index] = 0 }
      }
      var text: [String] = []
      for (word, share) in zip(Self.words, shares)
      where Double.random(in: 0..<1, using: &generator) < share {
        let isOften = Int.random(in: 0..<20, using: &generator) == 0
        let count = Int.random(in: 1...(isOften ? 30 : 2), using: &generator)
        text += [String](repeating: word.word, count: count)
      }
      if Int.random(in: 0..<8, using: &generator) == 0 {
        text += [String](repeating: "z", count: Int.random(in: 0...300, using: &generator))
      }
      // Long ones have positions farther apart than a table of them is wide.
      if isShuffled, Int.random(in: 0..<40, using: &generator) == 0 {
        text += [String](repeating: "z", count: Int.random(in: 0...3_000, using: &generator))
      }
      if isShuffled { text.shuffle(using: &generator) }
      try writer.add(Document(key: "\(number)", title: "", body: text.joined(separator: " ")))
    }
    try writer.commit()
    if seed % 2 == 0 {
      for _ in 0..<documentCount / 5 {
        try writer.delete(key: "\(Int.random(in: 0..<documentCount, using: &generator))")
      }
      try writer.commit()
    }
    return try index.snapshot()
  }

  private func randomQuery(_ generator: inout SeededGenerator) -> Query {
    let count = Int.random(
      in: 1...[1, 2, 3, 6, 12][Int.random(in: 0..<5, using: &generator)], using: &generator)
    let terms = Self.words.shuffled(using: &generator).prefix(count).map { word in
      let boost: Float = [1, 1, 1, 2, 0.3][Int.random(in: 0..<5, using: &generator)]
      return Query.term(
        TermKey(field: .text, kind: .word, term: Array(word.word.utf8)), boost: boost)
    }
    if terms.count == 1 { return terms[0] }
    return Bool.random(using: &generator) ? .any(terms) : .all(terms)
  }

  /// One to five words, some of them again, side by side or with other words between them.
  private func randomPhrase(_ generator: inout SeededGenerator) -> Query {
    // Frequent ones, or hardly any document would hold them.
    let words = Self.words.prefix(Int.random(in: 1...9, using: &generator)).map(\.word) + ["z"]
    var offset: UInt32 = 0
    let terms = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      let word = words[Int.random(in: 0..<words.count, using: &generator)]
      let key = TermKey(field: .text, kind: .word, term: Array(word.utf8))
      defer { offset += [1, 1, 1, 2, 700][Int.random(in: 0..<5, using: &generator)] }
      return Query.PhraseTerm(key: key, offset: offset)
    }
    return .phrase(terms)
  }

  /// Compares the best and the count with those of the exhaustive algorithm.
  private func check(
    _ query: Query, limit: Int, on snapshot: Snapshot, seed: UInt64, among share: Double? = nil
  ) throws {
    let segments = try Self.restricted(snapshot.state.segments, share, seed: seed)
    func found(_ algorithm: Searcher.Algorithm, _ counting: HitCounting, _ limit: Int) throws -> (
      best: [TopK.Entry], totalCount: Int
    ) {
      try Searcher(
        query, QueryExpander(snapshot.state.segments, fold: .exact), segments,
        snapshot.collection, counting: counting, algorithm: algorithm
      ).search(limit: limit)
    }
    let judge = try found(.exhaustive, .exact, limit)
    let fast = try found(.fastest, .none, limit)
    #expect(fast.best == judge.best, "seed \(seed), limit \(limit), query \(query)")
    #expect(fast.totalCount <= judge.totalCount)
    let counted = try found(.fastest, .exact, limit)
    #expect(counted.best == judge.best, "seed \(seed), limit \(limit), query \(query)")
    #expect(counted.totalCount == judge.totalCount, "seed \(seed), query \(query)")
    let bare = try found(.fastest, .exact, 0)
    #expect(bare.totalCount == judge.totalCount, "seed \(seed), query \(query)")
  }

  /// The segments with a share of their documents let through, here and there or side by side.
  private static func restricted(
    _ segments: [OpenSegment], _ share: Double?, seed: UInt64
  ) throws -> [OpenSegment] {
    guard let share else { return segments }
    var generator = SeededGenerator(seed: seed &+ UInt64(share * 1e6))
    return segments.map { segment in
      var set = DocumentSet(documentCount: segment.reader.documentCount)
      let isRun = Bool.random(using: &generator)
      let first = Int.random(in: 0..<set.documentCount, using: &generator)
      let last = first + Int(share * Double(set.documentCount))
      for document in 0..<set.documentCount {
        let isIn =
          isRun
          ? document >= first && document <= last
          : Double.random(in: 0..<1, using: &generator) < share
        if isIn { set.insert(document) }
      }
      var segment = segment
      segment.live = segment.live.restricted(to: set)
      return segment
    }
  }

  private static func randomShare(_ generator: inout SeededGenerator) -> Double? {
    [nil, nil, 0.001, 0.01, 0.05, 0.1, 0.3, 0.9][Int.random(in: 0..<8, using: &generator)]
  }

  private func randomLimit(_ generator: inout SeededGenerator) -> Int {
    [1, 2, 10, 50, 200, 5_000][Int.random(in: 0..<6, using: &generator)]
  }

  @Test(arguments: 1...9)
  func `every algorithm finds what the exhaustive one does`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 5_000)
    let count = [200, 700, 5_000][Int(seed % 3)]
    let snapshot = try build(seed: seed, documentCount: count)
    // The judge takes longest where there are most documents.
    for _ in 0..<(count > 1_000 ? 120 : 200) {
      let query = randomQuery(&generator)
      try check(
        query, limit: randomLimit(&generator), on: snapshot, seed: seed,
        among: Self.randomShare(&generator))
    }
  }

  @Test(arguments: 1...6)
  func `phrases are found as by the exhaustive algorithm`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 7_000)
    let count = [150, 600, 3_000][Int(seed % 3)]
    let snapshot = try build(seed: seed, documentCount: count, isShuffled: true)
    for _ in 0..<(count > 1_000 ? 20 : 80) {
      let query = randomPhrase(&generator)
      try check(
        query, limit: randomLimit(&generator), on: snapshot, seed: seed,
        among: Self.randomShare(&generator))
    }
  }
}
