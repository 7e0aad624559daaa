import Glibc
import Index
import TestSupport
import Tokenizer

/// Asks queries of one snapshot in every way and counts what differs.
struct Comparison {
  /// What was done.
  struct Counts: Sendable {
    var collections = 0
    var queries = 0
    /// Queries that the naive index judged too.
    var plain = 0
    /// Documents that matched.
    var hits = 0
    var differences = 0
  }

  private(set) var counts = Counts(collections: 1)
  private let snapshot: Snapshot
  private let samples: [String]
  private let naive: (index: NaiveIndex, statistics: NaiveIndex.Statistics)?
  private let name: String

  init(
    _ snapshot: Snapshot, samples: [String], naive: NaiveIndex?, name: String
  ) throws {
    self.snapshot = snapshot
    self.samples = samples
    self.naive = naive.map { ($0, $0.statistics()) }
    self.name = name
  }

  /// Asks so many queries.
  mutating func ask(_ queryCount: Int, seed: UInt64) throws {
    var maker = QueryMaker(
      samples, isSpaced: snapshot.options.analyzer.name == .whitespace, seed: seed)
    for _ in 0..<queryCount {
      try ask(maker.next(), limit: maker.limit())
    }
  }

  private mutating func ask(_ made: QueryMaker.Made, limit: Int) throws {
    let query = try snapshot.parse(made.text, matching: made.matchesAll ? .all : .any)
    let judge = try snapshot.searchExhaustively(query, limit: limit)
    counts.queries += 1
    counts.hits += judge.totalCount
    func tell(_ way: String, _ difference: String?) {
      guard let difference else { return }
      counts.differences += 1
      print("\(name): \(way), limit \(limit), \(made.matchesAll ? "all" : "any") of: \(made.text)")
      print("  \(difference)")
      // A long run that is broken off has told what it found.
      fflush(nil)
    }
    let fast = try snapshot.search(query, limit: limit, counting: .none)
    tell("best only", Self.difference(judge.hits, fast.hits))
    if fast.totalCount > judge.totalCount { tell("best only", "counts more than there are") }
    let counted = try snapshot.search(query, limit: limit, counting: .exact)
    tell("with a count", Self.difference(judge.hits, counted.hits))
    tell("with a count", Self.difference(judge.totalCount, counted.totalCount))
    if counts.queries % 2 == 0 {
      let bare = try snapshot.search(query, limit: 0, counting: .exact)
      tell("count alone", Self.difference(judge.totalCount, bare.totalCount))
    }
    try askFiltered(made, query, limit: limit, tell)
    guard let naive, let plain = made.plain else { return }
    counts.plain += 1
    let expected = naive.index.search(plain, naive.statistics)
    tell("the judge beside the naive index", Self.difference(expected.count, judge.totalCount))
    let pairs = zip(expected, judge.hits)
    if let wrong = pairs.first(where: {
      $0.key != $1.key || $0.score.bitPattern != $1.score.bitPattern
    }) {
      tell("the judge beside the naive index", "expected \(wrong.0), found \(wrong.1)")
    }
  }

  /// How many of a thousand documents a filter lets through, from few to nearly all.
  private static let shares: [Int64] = [1, 10, 30, 70, 200, 500, 900, 999]

  /// The same query of the documents that a filter lets through.
  private func askFiltered(
    _ made: QueryMaker.Made, _ query: ParsedQuery, limit: Int, _ tell: (String, String?) -> Void
  ) throws {
    let share = Self.shares[counts.queries % Self.shares.count]
    let name = counts.queries / Self.shares.count % 3 == 0 ? "part" : "spread"
    let filter = Filter.range(name, to: .integer(share - 1))
    let judge = try snapshot.searchExhaustively(query, limit: limit, filter: filter)
    let way = "\(name) below \(share)"
    let fast = try snapshot.search(query, limit: limit, counting: .none, filter: filter)
    tell(way, Self.difference(judge.hits, fast.hits))
    let counted = try snapshot.search(query, limit: limit, suggesting: false, filter: filter)
    tell(way + ", with a count", Self.difference(judge.hits, counted.hits))
    tell(way + ", with a count", Self.difference(judge.totalCount, counted.totalCount))
  }

  private static func difference(_ expected: Int, _ found: Int) -> String? {
    expected == found ? nil : "expected \(expected) documents, counted \(found)"
  }

  private static func difference(_ expected: [Hit], _ found: [Hit]) -> String? {
    if expected.count != found.count {
      return "expected \(expected.count) documents, found \(found.count)"
    }
    for (rank, (one, other)) in zip(expected, found).enumerated()
    where one.address != other.address || one.score.bitPattern != other.score.bitPattern {
      return "rank \(rank + 1): expected \(one.key) \(one.score), found \(other.key) \(other.score)"
    }
    return nil
  }
}
