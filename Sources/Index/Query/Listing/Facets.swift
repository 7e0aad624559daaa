/// What documents are counted by: the values under a name.
public struct FacetRequest: Sendable, Hashable {
  /// How dates are counted.
  public enum Period: String, Sendable, CaseIterable {
    /// By year: `2024`.
    case year
    /// By month: `2024-03`.
    case month
    /// By day: `2024-03-15`.
    case day
  }

  /// The name of the values.
  public var name: String
  /// How dates are counted.
  public var period: Period
  /// How wide the ranges are that numbers are counted in; nil for each by itself.
  public var step: Double?
  /// How many values are given at most, the most frequent first.
  public var limit: Int

  /// Creates a request.
  public init(_ name: String, by period: Period = .year, step: Double? = nil, limit: Int = 10) {
    self.name = name
    self.period = period
    self.step = step
    self.limit = limit
  }
}

/// How many of the documents that match have which values.
public struct Facet: Sendable, Equatable {
  /// A value, or a range of values.
  public struct Bucket: Sendable, Equatable {
    /// The value as it is typed in a query: `md`, `2024-03`, `[10 TO 20}`.
    public var text: String
    /// How many documents have it.
    public var count: Int
  }

  /// The name of the values.
  public var name: String
  /// The most frequent values; equally frequent ones in their order.
  public var buckets: [Bucket]
  /// How many values there are in all.
  public var valueCount: Int
  /// How often documents have a value that is not among ``buckets``: a document counts once for each.
  public var otherCount: Int
  /// How many of the documents have no value under the name.
  public var missingCount: Int
}

extension Snapshot {
  /// Counts the documents that match a query, all of them, by their values. A document with several values
  /// counts once for each.
  ///
  /// - Parameter filter: which documents count; nil for all.
  /// - Complexity: O(number of documents that match, for each request).
  public func facets(
    of query: ParsedQuery, _ requests: [FacetRequest], filter: Filter? = nil,
    until interruption: Interruption? = nil
  ) throws(IndexError) -> [Facet] {
    let walk = try MatchWalk(query, filter, on: self, until: interruption)
    var sets = walk.segments.map { DocumentSet(documentCount: $0.reader.documentCount) }
    var total = 0
    try walk.forEach { address, _ in
      total += 1
      sets[address.segment].insert(Int(address.document.rawValue))
    }
    var facets: [Facet] = []
    for request in requests {
      if let step = request.step, !(step > 0 && step.isFinite) {
        throw .invalidArgument(what: "ranges of '\(request.name)' are \(step) wide")
      }
      var counter = FacetCounter(request)
      for (segment, set) in zip(walk.segments, sets) {
        try counter.count(
          segment.reader.values.columns(named: request.name), in: set)
      }
      facets.append(counter.facet(of: total))
    }
    return facets
  }
}

/// Counts values of documents.
struct FacetCounter {
  private let request: FacetRequest
  private var counts: [Group: Int] = [:]
  private var holderCount = 0

  /// What counts as one: a keyword, or numbers or dates that are not told apart.
  private enum Group: Hashable {
    case keyword([UInt8])
    case value(ValueType, Int64)
    case range(Int64)
  }

  init(_ request: FacetRequest) {
    self.request = request
  }

  mutating func count(_ columns: [ValueColumn], in set: DocumentSet) throws(IndexError) {
    var holders = DocumentSet(documentCount: set.documentCount)
    for column in columns {
      // By code first, which is an index or a number that many documents share.
      var byCode: [UInt64: Int] = [:]
      try set.forEach { document throws(IndexError) in
        guard let range = try column.codeRange(of: document) else { return }
        holders.insert(Int(document.rawValue))
        if range.count == 1 {
          byCode[column.codes[range.lowerBound], default: 0] += 1
          return
        }
        // Several values may be of one group.
        var groups = Set<Group>()
        for index in range where column.shape.type != .keyword {
          groups.insert(group(of: column, column.codes[index]))
        }
        for group in groups { counts[group, default: 0] += 1 }
        if column.shape.type == .keyword {
          for index in range { byCode[column.codes[index], default: 0] += 1 }
        }
      }
      try add(byCode, of: column)
    }
    holderCount += holders.count
  }

  private mutating func add(
    _ byCode: [UInt64: Int], of column: ValueColumn
  ) throws(IndexError) {
    let table = column.shape.type == .keyword ? try column.keywords() : nil
    for (code, count) in byCode {
      if let table {
        guard code < UInt64(table.count) else { throw column.corrupt("keyword \(code)") }
        counts[.keyword(try table.keyword(at: Int(code))), default: 0] += count
      } else {
        counts[group(of: column, code), default: 0] += count
      }
    }
  }

  private func group(of column: ValueColumn, _ code: UInt64) -> Group {
    let value = column.value(ofCode: code)
    switch column.shape.type {
    case .date:
      let day = Timestamp.floorDivided(value, by: Timestamp.perSecond * Timestamp.secondsPerDay)
      var date = CivilDate(day: day)
      if request.period != .day { date.day = 1 }
      if request.period == .year { date.month = 1 }
      return .value(.date, date.start.microseconds)
    case .integer, .decimal:
      guard let step = request.step else { return .value(column.shape.type, value) }
      let number =
        column.shape.type == .integer ? Double(value) : FieldValue.decimal(ordered: value)
      let place = (number / step).rounded(.down)
      return abs(place) < 0x1p62 ? .range(Int64(place)) : .value(column.shape.type, value)
    case .boolean, .keyword: return .value(column.shape.type, value)
    }
  }

  private func text(of group: Group) -> String {
    switch group {
    case .keyword(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .range(let place):
      let step = request.step ?? 1
      return "[\(Self.text(Double(place) * step)) TO \(Self.text(Double(place + 1) * step))}"
    case .value(.date, let value):
      let day = Timestamp(microseconds: value).description
      switch request.period {
      case .year: return String(day.dropLast(6))
      case .month: return String(day.dropLast(3))
      case .day: return day
      }
    case .value(let type, let value): return FieldValue(ordered: value, type).text
    }
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 0x1p53 ? String(Int64(number)) : String(number)
  }

  /// Whether a group comes before another where both are as frequent.
  private static func precedes(_ left: Group, _ right: Group) -> Bool {
    switch (left, right) {
    case (.keyword(let left), .keyword(let right)): left.lexicographicallyPrecedes(right)
    case (.value(let leftType, let left), .value(let rightType, let right)):
      (leftType.rawValue, left) < (rightType.rawValue, right)
    case (.range(let left), .range(let right)): left < right
    case (.keyword, _): false
    case (_, .keyword): true
    case (.value, .range): true
    case (.range, .value): false
    }
  }

  func facet(of total: Int) -> Facet {
    let ordered = counts.sorted { left, right in
      left.value != right.value
        ? left.value > right.value : Self.precedes(left.key, right.key)
    }
    let shown = ordered.prefix(max(0, request.limit))
    return Facet(
      name: request.name,
      buckets: shown.map { group, count in
        Facet.Bucket(text: text(of: group), count: count)
      }, valueCount: ordered.count,
      otherCount: ordered.dropFirst(shown.count).reduce(0) { $0 + $1.value },
      missingCount: total - holderCount)
  }
}
