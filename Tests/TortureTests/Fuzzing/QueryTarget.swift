import TestSupport
import Tokenizer

@testable import Index

/// Any text as a query: parsed, planned, run, and explained.
struct QueryTarget: FuzzTarget {
  static let name = "queries"
  static let usualByteCount = 96
  static let longCount = 2_000_000
  static let maximumByteCount = 20_000
  static let seeds = SampleIndex.queries.enumerated().map { number, text in
    [UInt8(number)] + Array(text.utf8)
  }
  static let dictionary = bytes(
    [
      " AND ", " OR ", " NOT ", "AND", "OR", "NOT", "\"", "“", "”", "„", "«", "»", "\"\"", "\" \"",
      " ", "\u{3000}", "\n", "(", ")", "*", "?", "~", "^", ":", "title:", "+", "-", "'", "common",
      "w1", "w2", "w3 ", "\"w1 w2\"", "title", "x", "\u{200D}", "\u{301}", "\u{FFFD}", "\0", "c++",
    ] + SampleIndex.queries)

  private let snapshots: [Snapshot]
  private var parsers: [QueryParser]

  init() throws {
    parsers = try AnalyzerOptions.Name.allCases.map { try QueryParser(analyzerName: $0.rawValue) }
    snapshots = try [
      SampleIndex.Kind(), SampleIndex.Kind(analyzer: .whitespace, segmentCount: 1),
      SampleIndex.Kind(storesText: false, segmentCount: 2, documentCount: 300),
    ].map { kind in try SearchIndex.open(on: SampleIndex(kind).files).snapshot() }
  }

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    let options = Int(input.first ?? 0)
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    let snapshot = snapshots[[0, 0, 1, 2][options % 4]]
    let fold = FoldLevel.allCases[options / 4 % FoldLevel.allCases.count]
    let mode: MatchMode = options / 32 % 2 == 0 ? .any : .all
    do {
      if depth == .read {
        _ = try parsers[options % 4 == 2 ? 1 : 0].parse(text, matching: mode)
        return []
      }
      let query = try snapshot.parse(text, matching: mode, fold: fold)
      let limit = [0, 1, 5, 50][options / 64]
      let counting: HitCounting = depth == .all ? .exact : .none
      let result = try snapshot.search(query, limit: limit, counting: counting)
      if result.hits.count > limit { return ["more hits than asked for"] }
      if result.totalCount < result.hits.count { return ["more hits than documents match"] }
      return depth == .all ? try faults(of: query, text, mode, in: snapshot) : []
    } catch let error as IndexError {
      switch error {
      case .limit, .invalidArgument: return []
      default: return ["an error: \(error)"]
      }
    }
  }

  /// What must hold of any query.
  private func faults(
    of query: ParsedQuery, _ text: String, _ mode: MatchMode, in snapshot: Snapshot
  ) throws -> [String] {
    var faults: [String] = []
    if try snapshot.parse(text, matching: mode, fold: query.fold) != query {
      faults.append("parsed twice it differs")
    }
    let judge = try snapshot.searchExhaustively(query, limit: 3)
    var fast = try snapshot.search(query, limit: 3)
    if query.fold != .exact {
      if fast.totalCount != judge.totalCount { faults.append("counted otherwise when fast") }
      if fast.hits != judge.hits { faults.append("found otherwise when fast") }
    }
    if fast.hits.isEmpty { fast.hits = fast.nearest }
    for part in try snapshot.summaries(of: query) where part.allCount > snapshot.documentCount {
      faults.append("more documents than there are")
    }
    for hit in fast.hits.prefix(2) {
      _ = try snapshot.snippet(for: hit, query: query, width: text.utf8.count % 90)
      if try snapshot.matches(query, hit.address) {
        _ = try snapshot.explanation(of: hit, query: query)
      }
      if let document = try snapshot.document(for: hit) {
        _ = try snapshot.diagnosis(of: query, at: hit.address, document)
      }
    }
    return faults
  }
}
