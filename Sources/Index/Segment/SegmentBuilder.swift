import Synchronization

/// Drains inverted documents into a segment: the terms of all inversions in the order of their keys,
/// each with its documents in the order in which they came.
///
/// The terms are cut into stretches, which several threads encode; one writes them.
struct SegmentBuilder {
  private var inversions: [Inversion]
  private let threads: ThreadTeam?

  /// Terms in a stretch: enough to be worth handing over, few enough that frequent ones, which stand
  /// anywhere, do not keep one thread busy at the end.
  private static let stretchLength = 1024
  /// What stretches may take that wait for one of frequent terms, which is before them.
  private static let aheadByteCount = 32 << 20
  private static let mostAhead = 64

  /// - Parameter threads: who encodes; nil for the caller alone.
  /// - Precondition: the inversions together hold each document from 0 on once, and change no more.
  init(_ inversions: [Inversion], threads: ThreadTeam?) {
    self.inversions = inversions
    self.threads = threads
  }

  /// Writes all terms and columns; the documents' text has been written already. The inversions are forgotten
  /// as soon as their terms have been written, so that their memory can be used again.
  mutating func finish(
    _ writer: SegmentWriter, keys: DocumentKeysWriter, values: ValuesWriter, documentCount: Int
  ) throws(IndexError) -> WrittenSegment {
    try writer.beginTerms(documentCount: documentCount)
    let (columns, borders) = try appendTerms(to: writer)
    inversions = []
    return try writer.finish(
      columns: columns, keys: keys, borders: borders,
      values: try values.finish(documentCount: documentCount), pairRules: .today, threads: threads)
  }

  /// Writes all terms, in their order; returns lengths and borders of all documents.
  private func appendTerms(
    to writer: SegmentWriter
  ) throws(IndexError) -> ([FieldID: FieldLengthColumn], WordBordersWriter) {
    var columns: [FieldID: FieldLengthColumn] = [:]
    var borders = WordBordersWriter()
    let order = SortedTerms(inversions.map(\.table), threads: threads) {
      (columns, borders) = joinedColumns()
    }
    let lengths = columns.mapValues(\.bytes)
    let weights = ImpactWeights(columns)
    let stretches = order.stretches(of: Self.stretchLength)
    let memory = UsedMemory()
    var failure: IndexError?
    ThreadTeam.mapInOrder(
      stretches.count, ahead: ahead(stretches.count), on: threads
    ) { number in
      EncodedTerms(
        stretches[number], of: order, lengths: lengths, weights, reusing: memory.take())
    } consume: { terms in
      defer { memory.give(terms.bytes) }
      if failure != nil { return }
      do throws(IndexError) {
        try writer.append(terms)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return (columns, borders)
  }

  /// How many stretches may be encoded and not written: what fills ``aheadByteCount``, postings being shorter
  /// than the lists in memory.
  private func ahead(_ stretchCount: Int) -> Int {
    let byteCount = inversions.reduce(1) { $0 + $1.table.memoryByteCount }
    return min(Self.mostAhead, Self.aheadByteCount * stretchCount / byteCount)
  }

  /// Lengths and borders of all documents, in their order.
  private func joinedColumns() -> ([FieldID: FieldLengthColumn], WordBordersWriter) {
    let parts = inversions.map(\.columns)
    var columns: [FieldID: FieldLengthColumn] = [:]
    var borders = WordBordersWriter()
    var next = parts.map { _ in 0 }
    // The next document of each part; there are few parts.
    var documents = parts.map { $0.document(at: 0)?.rawValue ?? .max }
    while let first = documents.indices.min(by: { documents[$0] < documents[$1] }),
      documents[first] < .max
    {
      parts[first].write(next[first], to: &columns, &borders)
      next[first] += 1
      documents[first] = parts[first].document(at: next[first])?.rawValue ?? .max
    }
    return (columns, borders)
  }
}

/// The terms of several tables in the order of their keys.
///
/// `@unchecked`: the tables are no longer changed, only read, so any thread may read them.
final class SortedTerms: @unchecked Sendable {
  private let tables: [TermTable]
  private let orders: [[TermTable.Place]]

  /// Sorts each table's terms, on several threads if there are any.
  ///
  /// - Parameter meanwhile: what the caller does while they are sorted.
  init(_ tables: [TermTable], threads: ThreadTeam?, meanwhile: () -> Void = {}) {
    let shared = SharedTables(tables: tables)
    var orders: [[TermTable.Place]] = []
    ThreadTeam.mapInOrder(tables.count, on: threads) { number in
      shared.tables[number].sorted()
    } meanwhile: {
      meanwhile()
    } consume: {
      orders.append($0)
    }
    self.tables = tables
    self.orders = orders
  }

  /// `@unchecked`: as above.
  private struct SharedTables: @unchecked Sendable {
    let tables: [TermTable]
  }

  /// A stretch of the order: for each table a range of its own order.
  struct Stretch: Sendable {
    var ranges: [Range<Int>]
  }

  /// Cuts the order wherever the table of most terms has another `length` of them.
  func stretches(of length: Int) -> [Stretch] {
    guard let widest = orders.indices.max(by: { orders[$0].count < orders[$1].count }) else {
      return []
    }
    var starts = orders.map { _ in 0 }
    var stretches: [Stretch] = []
    for cut in stride(from: length, to: orders[widest].count, by: length) {
      let ends = orders.indices.map { table in
        table == widest ? cut : firstPlace(in: table, notBefore: cut, of: widest)
      }
      stretches.append(Stretch(ranges: zip(starts, ends).map { $0..<$1 }))
      starts = ends
    }
    stretches.append(Stretch(ranges: zip(starts, orders).map { $0..<$1.count }))
    return stretches
  }

  private func firstPlace(in table: Int, notBefore cut: Int, of widest: Int) -> Int {
    var low = 0
    var high = orders[table].count
    while low < high {
      let middle = (low + high) / 2
      let order = TermTable.order(
        orders[table][middle], in: tables[table], orders[widest][cut], in: tables[widest])
      if order == .before { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Where a term is: in which table, and its number there.
  struct Member {
    var table: Int
    var index: Int
  }

  /// How many tables there are.
  var tableCount: Int { tables.count }

  /// A table.
  subscript(table: Int) -> TermTable { tables[table] }

  /// A term's occurrences in each table that has it.
  func occurrences(of members: [Member]) -> [TermOccurrences] {
    members.map { tables[$0.table].occurrences($0.index) }
  }

  /// Calls `body` with each term of a stretch: its key, and where it is in each table that has it.
  func forEach(
    in stretch: Stretch, _ body: (_ key: ArraySlice<UInt8>, _ members: [Member]) -> Void
  ) {
    if tables.count == 1 { return forEachOfOne(in: stretch.ranges[0], body) }
    let keys = tables.indices.map { tables[$0].keys(orders[$0][stretch.ranges[$0]]) }
    var next = tables.indices.map { _ in 0 }
    var members: [Member] = []
    while let first = firstMembers(next, stretch, keys, &members) {
      let key = keys[first][next[first]]
      for member in members { next[member.table] += 1 }
      body(key, members)
    }
  }

  /// The same where there is only one table.
  private func forEachOfOne(
    in range: Range<Int>, _ body: (_ key: ArraySlice<UInt8>, _ members: [Member]) -> Void
  ) {
    let order = orders[0]
    let keys = tables[0].keys(order[range])
    var members = [Member(table: 0, index: 0)]
    for index in range {
      members[0].index = Int(order[index].index)
      body(keys[index - range.lowerBound], members)
    }
  }

  /// Finds where the next term of a stretch is in each table that has it; returns the first of the tables.
  ///
  /// - Parameter next: of each table the term to look at, counted from where the stretch begins.
  @inline(__always)
  private func firstMembers(
    _ next: [Int], _ stretch: Stretch, _ keys: [TermKeys], _ members: inout [Member]
  ) -> Int? {
    members.removeAll(keepingCapacity: true)
    var first: (table: Int, place: TermTable.Place)?
    for table in orders.indices where next[table] < stretch.ranges[table].count {
      let place = orders[table][stretch.ranges[table].lowerBound + next[table]]
      if let known = first {
        let order =
          TermTable.order(place, known.place)
          ?? keys[table].order(next[table], next[known.table], of: keys[known.table])
        if order == .behind { continue }
        if order == .before {
          members.removeAll(keepingCapacity: true)
          first = (table, place)
        }
      } else {
        first = (table, place)
      }
      members.append(Member(table: table, index: Int(place.index)))
    }
    return first?.table
  }
}

/// Memory that terms have been encoded into, to be used again.
private final class UsedMemory: Sendable {
  private let arrays = Mutex<[[UInt8]]>([])
  private static let mostKept = 8

  func take() -> [UInt8] { arrays.withLock { $0.popLast() } ?? [] }

  /// Few are kept, since each is as large as the largest it ever held.
  func give(_ array: [UInt8]) {
    arrays.withLock { if $0.count < Self.mostKept { $0.append(array) } }
  }
}

/// Terms one after another, and their postings as they will stand in the file.
struct EncodedTerms: Sendable {
  private(set) var keys = TermKeys()
  /// What is known of each; offsets count from the first one's postings.
  private(set) var infos: [TermInfo] = []
  private(set) var bytes: [UInt8] = []

  init(
    _ stretch: SortedTerms.Stretch, of order: SortedTerms, lengths: [FieldID: [UInt8]],
    _ weights: ImpactWeights, reusing memory: consuming [UInt8]
  ) {
    bytes = memory
    bytes.removeAll(keepingCapacity: true)
    var weights = weights
    var postings = PostingsWriter()
    let drain = ListDrain(listCount: order.tableCount)
    var header: [UInt8] = []
    var column: [UInt8] = []
    var keepsPositions = false
    var termWeights: [Float] = []
    order.forEach(in: stretch) { key, members in
      if !key.starts(with: header) || header.isEmpty {
        let term = TermKey(bytes: Array(key))
        header = Array(term.bytes[..<TermKey.headerSize])
        column = lengths[term.field] ?? []
        keepsPositions = term.kind?.keepsPositions ?? true
        termWeights = weights.weights(for: term)
      }
      postings.begin(keepsPositions: keepsPositions, weights: termWeights)
      for member in members { drain.add(order[member.table].list(member.index)) }
      drain.drain(lengths: column, to: &postings)
      var info = postings.finish()
      info.postingsOffset = bytes.count
      bytes.append(contentsOf: postings.bytes.bytes)
      keys.append(key)
      infos.append(info)
    }
  }
}
