import TestSupport
import Tokenizer

@testable import Index

/// Any text as a query: parsed, planned, run, explained, sorted, counted by values, and with a filter.
struct QueryTarget: FuzzTarget {
  static let name = "queries"
  static let usualByteCount = 48
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
      "year:", "type:", "price:", "draft:", "made:", "tag:", "2005", "[1 TO 9]", "{* TO 3}", "[",
      "]",
      "{", "}", " TO ", ">=", "<", "true", "1970-01-02", "1e9", "-1.5", "md", "t?t", "NEAR(",
      ", 3)",
      "~2", "^2.5", "@2", "=1",
    ] + SampleIndex.queries)

  private let snapshots: [Snapshot]

  init() throws {
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
      let query = try snapshot.parse(text, matching: mode, fold: fold)
      let limit = [0, 1, 5, 50][options / 64]
      if depth == .read {
        if fold == .exact || TortureSettings.form == .brief { return [] }
        let result = try snapshot.search(
          query, limit: limit % 10, counting: .none, suggesting: false)
        return result.hits.count > limit ? ["more hits than asked for"] : []
      }
      let counting: HitCounting = depth == .all ? .exact : .none
      let result = try snapshot.search(query, limit: limit, counting: counting)
      if result.hits.count > limit { return ["more hits than asked for"] }
      if result.totalCount < result.hits.count { return ["more hits than documents match"] }
      let faults = try listingFaults(query, options, in: snapshot)
      return depth == .all ? try faults + self.faults(of: query, text, mode, in: snapshot) : faults
    } catch let error as IndexError {
      switch error {
      case .limit, .invalidArgument: return []
      default: return ["an error: \(error)"]
      }
    }
  }

  /// What must hold of the same query sorted, counted, collapsed and as a filter.
  private func listingFaults(
    _ query: ParsedQuery, _ options: Int, in snapshot: Snapshot
  ) throws -> [String] {
    var query = query
    if query.fold == .exact { query.fold = .letters }
    let names = ["year", "type", "price", "made", "draft", "absent"]
    let name = names[options % names.count]
    let total = try snapshot.search(query, limit: 0).totalCount
    let sorted = try snapshot.search(
      query, sortedBy: [.value(name, descending: options & 1 == 0), .score], limit: 4)
    var faults: [String] = []
    if sorted.totalCount != total { faults.append("sorted there are more or fewer") }
    if let next = sorted.next {
      let page = try snapshot.search(
        query, sortedBy: [.value(name, descending: options & 1 == 0), .score], limit: 4, after: next
      )
      let keys = Set(sorted.hits.map(\.key))
      if page.hits.contains(where: { keys.contains($0.key) }) {
        faults.append("twice on two pages")
      }
    }
    let step = options & 2 == 0 ? nil : Double(1 + options % 7)
    for facet in try snapshot.facets(of: query, [FacetRequest(name, by: .month, step: step)])
    where facet.missingCount > total || facet.buckets.contains(where: { $0.count > total }) {
      faults.append("more of a value than documents")
    }
    let collapsed = try snapshot.search(query, collapsing: .value(name), limit: 3)
    if collapsed.totalCount != total { faults.append("collapsed there are more or fewer") }
    let filtered = try snapshot.search("common", limit: 0, filter: .query(query)).totalCount
    let without = try snapshot.search("common", limit: 0, filter: .not(.query(query))).totalCount
    let all = try snapshot.search("common", limit: 0).totalCount
    if filtered + without != all { faults.append("a filter and its opposite are not all") }
    return faults
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
