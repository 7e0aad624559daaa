/// A value in the form in which documents of all segments are compared.
struct SortCode: Comparable {
  /// Booleans, numbers, dates, keywords.
  var kind: UInt8
  var code: Int64

  static func < (left: SortCode, right: SortCode) -> Bool {
    left.kind != right.kind ? left.kind < right.kind : left.code < right.code
  }

  /// Integers and decimals are compared with each other.
  static func kind(of type: ValueType) -> UInt8 {
    type == .decimal ? ValueType.integer.rawValue : type.rawValue
  }
}

/// The values under a name in all segments, as codes.
struct SortColumn {
  private let columns: [[ValueColumn]]
  /// For each segment the ranks of its keywords among those of all; empty where they are its own.
  private let ranks: [[Int64]]
  private let allKeywords: [[UInt8]]
  private let tables: [KeywordTable?]
  private let mixesNumbers: Bool

  init(_ name: String, _ segments: [OpenSegment]) throws(IndexError) {
    var columns: [[ValueColumn]] = []
    for segment in segments { columns.append(try segment.reader.values.columns(named: name)) }
    self.columns = columns
    let types = Set(columns.flatMap { $0.map(\.shape.type) })
    mixesNumbers = types.contains(.integer) && types.contains(.decimal)
    var tables: [KeywordTable?] = []
    for column in columns {
      tables.append(try column.first { $0.shape.type == .keyword }?.keywords())
    }
    self.tables = tables
    if tables.count(where: { $0 != nil }) <= 1 {
      ranks = tables.map { _ in [] }
      allKeywords = []
      return
    }
    (ranks, allKeywords) = try Self.merged(tables)
  }

  /// The keywords of all segments in their order, and the places of each segment's among them.
  private static func merged(
    _ tables: [KeywordTable?]
  ) throws(IndexError) -> (ranks: [[Int64]], keywords: [[UInt8]]) {
    var all: [[UInt8]] = []
    for table in tables {
      try table?.forEach { _, keyword in
        all.append(keyword)
        return true
      }
    }
    all.sort { $0.lexicographicallyPrecedes($1) }
    var unique: [[UInt8]] = []
    for keyword in all where unique.last != keyword { unique.append(keyword) }
    var ranks: [[Int64]] = []
    for table in tables {
      var own: [Int64] = []
      var next = 0
      try table?.forEach { _, keyword in
        // Both ascend.
        while next < unique.count, unique[next] != keyword { next += 1 }
        own.append(Int64(next))
        return true
      }
      ranks.append(own)
    }
    return (ranks, unique)
  }

  /// The least or greatest value of a document; nil if it has none.
  func code(
    _ segment: Int, _ document: DocID, greatest: Bool
  ) throws(IndexError) -> SortCode? {
    var best: SortCode?
    for column in columns[segment] {
      guard let range = try column.codeRange(of: document) else { continue }
      // Values ascend.
      let code = column.codes[greatest ? range.upperBound - 1 : range.lowerBound]
      let found = try self.code(of: code, column, segment)
      if let known = best, greatest ? known >= found : known <= found { continue }
      best = found
    }
    return best
  }

  private func code(
    of code: UInt64, _ column: ValueColumn, _ segment: Int
  ) throws(IndexError) -> SortCode {
    let type = column.shape.type
    let kind = SortCode.kind(of: type)
    if type == .keyword {
      guard code < UInt64(column.shape.keywordCount) else {
        throw column.corrupt("keyword \(code)")
      }
      let place = Int(code)
      let rank = ranks[segment].isEmpty ? Int64(place) : ranks[segment][place]
      // Between two keywords there is room for one that is not there.
      return SortCode(kind: kind, code: 2 * rank + 1)
    }
    return SortCode(kind: kind, code: number(column.value(ofCode: code), type))
  }

  private func number(_ value: Int64, _ type: ValueType) -> Int64 {
    type == .integer && mixesNumbers ? FieldValue.ordered(Double(value)) : value
  }

  /// The code of a value that need not be there.
  func code(of value: FieldValue) throws(IndexError) -> SortCode {
    let kind = SortCode.kind(of: value.type)
    guard case .keyword(let text) = value else {
      return SortCode(kind: kind, code: number(value.ordered, value.type))
    }
    let bytes = Array(text.utf8)
    if let table = tables.compactMap(\.self).first, allKeywords.isEmpty {
      let place = try table.lowerBound(bytes)
      let isThere = try table.place(of: bytes) != nil
      return SortCode(kind: kind, code: Int64(2 * place + (isThere ? 1 : 0)))
    }
    var low = 0
    var high = allKeywords.count
    while low < high {
      let middle = (low + high) / 2
      if allKeywords[middle].lexicographicallyPrecedes(bytes) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    let isThere = low < allKeywords.count && allKeywords[low] == bytes
    return SortCode(kind: kind, code: Int64(2 * low + (isThere ? 1 : 0)))
  }

  /// The value that a code of a document stands for.
  func value(
    _ code: SortCode, _ segment: Int, _ document: DocID, greatest: Bool
  ) throws(IndexError) -> FieldValue? {
    for column in columns[segment] where SortCode.kind(of: column.shape.type) == code.kind {
      guard let range = try column.codeRange(of: document) else { continue }
      let index = greatest ? range.upperBound - 1 : range.lowerBound
      guard try self.code(of: column.codes[index], column, segment) == code else { continue }
      let table = column.shape.type == .keyword ? tables[segment] : nil
      return try column.fieldValue(at: index, table)
    }
    return nil
  }
}
