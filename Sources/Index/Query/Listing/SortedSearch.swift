extension Snapshot {
  /// The documents that match a query in an order of one's own, page by page. Equal ones are in the order
  /// of the index.
  ///
  /// - Parameters:
  ///   - keys: what is sorted by; what comes first counts first.
  ///   - cursor: where the page before ended, or nil for the first.
  ///   - filter: which documents count; nil for all.
  /// - Throws: ``IndexError/invalidArgument(what:)`` for a cursor of another query or order.
  /// - Complexity: O(number of documents that match); memory for as many as are asked for.
  public func search(
    _ query: ParsedQuery, sortedBy keys: [SortKey], limit: Int = 10,
    after cursor: SearchCursor? = nil,
    filter: Filter? = nil, until interruption: Interruption? = nil
  ) throws(IndexError) -> SortedResult {
    try Limits.check("the number of hits asked for", limit, atMost: limits.hitCount)
    guard limit >= 0 else { throw .invalidArgument(what: "\(limit) hits are asked for") }
    guard !keys.isEmpty, keys.count <= 16 else {
      throw .invalidArgument(what: "an order has 1 to 16 keys, not \(keys.count)")
    }
    let order = SearchCursor.order(of: keys, query)
    if let cursor, cursor.order != order || cursor.values.count != keys.count {
      throw .invalidArgument(what: "the cursor belongs to another query or order")
    }
    let matches = try MatchWalk(query, filter, on: self, until: interruption)
    var sorter = try Sorter(keys, matches.segments, limit: limit)
    if let cursor { try sorter.begin(after: cursor, address: try address(of: cursor)) }
    let scores = keys.contains { $0.name == nil }
    try matches.forEach { (address, matcher) throws(IndexError) in
      try sorter.offer(address, score: scores ? try matcher.score() : 0)
    }
    var result = SortedResult(hits: [], totalCount: sorter.count, next: nil)
    let found = sorter.sorted()
    for entry in found {
      result.hits.append(
        Hit(score: entry.score, key: try key(at: entry.address), address: entry.address))
    }
    if let last = found.last, sorter.isCut, limit > 0 {
      result.next = SearchCursor(
        order: order, generation: generation, values: try sorter.values(of: last),
        key: try key(at: last.address), address: last.address)
    }
    return result
  }

  /// Where the document of a cursor is now.
  private func address(of cursor: SearchCursor) throws(IndexError) -> DocumentAddress? {
    if cursor.generation == generation { return cursor.address }
    return try address(ofKey: cursor.key)
  }
}

/// All documents that match a query, segment by segment.
struct MatchWalk {
  let segments: [OpenSegment]
  private let query: Query
  private let planner: QueryPlanner

  init(
    _ query: ParsedQuery, _ filter: Filter?, on snapshot: Snapshot,
    until interruption: Interruption?
  ) throws(IndexError) {
    let (rest, condition) = query.query.separated()
    segments = try snapshot.segments(
      passing: .joined(condition, filter), until: interruption)
    let expanded = try snapshot.expander(query, until: interruption).expanded(rest)
    try Limits.check(
      "the number of terms of the query with all their forms", expanded.termCount,
      atMost: snapshot.limits.expandedTermCount)
    var planner = QueryPlanner(segments, snapshot.collection, ranking: Ranking())
    try planner.add(expanded)
    self.query = planner.ordered(expanded)
    self.planner = planner
  }

  /// Calls for each live document, in order, with the matcher that is at it.
  func forEach(
    _ body: (DocumentAddress, Matcher) throws(IndexError) -> Void
  ) throws(IndexError) {
    for (number, segment) in segments.enumerated() where segment.live.liveCount > 0 {
      guard let matcher = try planner.matcher(query, segment: number) else { continue }
      while matcher.document != .end {
        try segment.interruption?.step()
        let next = segment.live.next(from: matcher.document.rawValue)
        if next == matcher.document.rawValue {
          try body(DocumentAddress(segment: number, document: matcher.document), matcher)
          try matcher.advance()
        } else {
          try matcher.seek(to: DocID(rawValue: next))
        }
      }
    }
  }
}

/// Keeps the first documents of an order.
struct Sorter {
  /// A document, with a code for each key; nil for a missing value.
  struct Entry {
    var codes: [SortCode?]
    var score: Float
    var address: DocumentAddress
  }

  private let keys: [SortKey]
  private let columns: [SortColumn?]
  private let limit: Int
  // The last one that is wanted is the root.
  private var heap: [Entry] = []
  private var start: (codes: [SortCode?], address: DocumentAddress?)?
  private var scratch: [SortCode?]
  /// How many documents were offered.
  private(set) var count = 0
  /// Whether there are documents behind those that are kept.
  private(set) var isCut = false

  init(_ keys: [SortKey], _ segments: [OpenSegment], limit: Int) throws(IndexError) {
    self.keys = keys
    self.limit = limit
    scratch = keys.map { _ in nil }
    var columns: [SortColumn?] = []
    for key in keys {
      if let name = key.name {
        columns.append(try SortColumn(name, segments))
      } else {
        columns.append(nil)
      }
    }
    self.columns = columns
  }

  /// Leaves out what does not come behind the values of a cursor.
  mutating func begin(
    after cursor: SearchCursor, address: DocumentAddress?
  ) throws(IndexError) {
    var codes: [SortCode?] = []
    for (column, value) in zip(columns, cursor.values) {
      guard let value else {
        codes.append(nil)
        continue
      }
      codes.append(
        try column?.code(of: value) ?? SortCode(kind: 0, code: value.ordered))
    }
    start = (codes, address)
  }

  private static func code(ofScore score: Float) -> SortCode {
    SortCode(kind: 0, code: FieldValue.ordered(Double(score)))
  }

  mutating func offer(_ address: DocumentAddress, score: Float) throws(IndexError) {
    count += 1
    for (index, key) in keys.enumerated() {
      scratch[index] =
        try columns[index]?.code(address.segment, address.document, greatest: key.isDescending)
        ?? (key.name == nil ? Self.code(ofScore: score) : nil)
    }
    if let start {
      switch order(scratch, start.codes) {
      case ..<0: return
      // Of equal ones those behind the last; all, if that is gone.
      case 0: if let last = start.address, address <= last { return }
      default: break
      }
    }
    if heap.count == limit {
      isCut = true
      guard let root = heap.first, precedes(scratch, address, root) else { return }
      heap[0] = Entry(codes: scratch, score: score, address: address)
      siftDown()
    } else {
      heap.append(Entry(codes: scratch, score: score, address: address))
      siftUp()
    }
  }

  /// Less than 0 if the left comes first.
  private func order(_ left: [SortCode?], _ right: [SortCode?]) -> Int {
    for (index, key) in keys.enumerated() {
      switch (left[index], right[index]) {
      case (nil, nil): continue
      case (nil, _): return 1
      case (_, nil): return -1
      case (let one?, let other?):
        if one == other { continue }
        return (one < other) != key.isDescending ? -1 : 1
      }
    }
    return 0
  }

  private func precedes(
    _ codes: [SortCode?], _ address: DocumentAddress, _ other: Entry
  ) -> Bool {
    let order = order(codes, other.codes)
    return order != 0 ? order < 0 : address < other.address
  }

  private func precedes(_ left: Entry, _ right: Entry) -> Bool {
    precedes(left.codes, left.address, right)
  }

  /// All that are kept, in their order.
  func sorted() -> [Entry] { heap.sorted { precedes($0, $1) } }

  /// The values of a document that was kept.
  func values(of entry: Entry) throws(IndexError) -> [FieldValue?] {
    var values: [FieldValue?] = []
    for (index, key) in keys.enumerated() {
      guard let code = entry.codes[index] else {
        values.append(nil)
        continue
      }
      guard let column = columns[index] else {
        values.append(.decimal(Double(entry.score)))
        continue
      }
      values.append(
        try column.value(
          code, entry.address.segment, entry.address.document, greatest: key.isDescending))
    }
    return values
  }

  private mutating func siftUp() {
    var index = heap.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      guard precedes(heap[parent], heap[index]) else { return }
      heap.swapAt(index, parent)
      index = parent
    }
  }

  private mutating func siftDown() {
    var index = 0
    while true {
      var last = 2 * index + 1
      if last >= heap.count { return }
      if last + 1 < heap.count, precedes(heap[last], heap[last + 1]) { last += 1 }
      if !precedes(heap[index], heap[last]) { return }
      heap.swapAt(index, last)
      index = last
    }
  }
}

extension SearchResult {
  /// Documents that were found in another way than by rank.
  package init(listing hits: [Hit], totalCount: Int) {
    self.init(hits: hits, totalCount: totalCount, partDocumentCounts: [])
  }
}
