/// A filter + a segment → the documents that it lets through, deleted ones included.
struct FilterEvaluator {
  private let segments: [OpenSegment]
  private let schema: Schema
  /// Finds what matches a query in a segment; nil where filters come from the query language, which has
  /// none with queries in them.
  var matching: ((ParsedQuery, Int) throws(IndexError) -> DocumentSet)?

  init(_ segments: [OpenSegment], schema: Schema = Schema()) {
    self.segments = segments
    self.schema = schema
  }

  /// The documents of a segment.
  ///
  /// - Complexity: O(values of the names in it); for keywords also O(number of keywords).
  func documents(_ filter: Filter, segment: Int) throws(IndexError) -> DocumentSet {
    let reader = segments[segment].reader
    var found = DocumentSet(documentCount: reader.documentCount)
    try segments[segment].interruption?.look()
    switch filter.node {
    case .values(let name, let set, _):
      for column in try reader.values.columns(named: name) {
        try Self.add(set, of: column, to: &found)
      }
    case .exists(let name, let field):
      for column in try reader.values.columns(named: name) {
        try column.forEach { document, _ in found.insert(document) }
      }
      try addHolders(of: field ?? schema.field(named: name), in: reader, to: &found)
    case .keys(let keys):
      for key in keys {
        for document in try reader.keys.documents(of: key) {
          found.insert(Int(document.rawValue))
        }
      }
    case .query(let query):
      guard let matching else {
        throw .invalidArgument(what: "a query is no filter within a query")
      }
      return try matching(query, segment)
    case .typed(_, _, let filter): return try documents(filter, segment: segment)
    case .all(let filters):
      found.formComplement()
      for filter in filters { found.formIntersection(try documents(filter, segment: segment)) }
    case .any(let filters):
      for filter in filters { found.formUnion(try documents(filter, segment: segment)) }
    case .not(let filter):
      found = try documents(filter, segment: segment)
      found.formComplement()
    }
    return found
  }

  /// Documents with a word in a text field.
  private func addHolders(
    of field: FieldID?, in reader: SegmentReader, to found: inout DocumentSet
  ) throws(IndexError) {
    guard let field, let lengths = try reader.lengths(of: field) else { return }
    for document in 0..<reader.documentCount where lengths[DocID(document)] > 0 {
      found.insert(document)
    }
  }

  private static func add(
    _ set: ValueSet, of column: ValueColumn, to found: inout DocumentSet
  ) throws(IndexError) {
    if column.shape.type != .keyword {
      guard let range = set.ranges[column.shape.type],
        let codes = column.codes(from: range.lowerBound, to: range.upperBound)
      else { return }
      return try add(codes, of: column, to: &found)
    }
    switch set.keywords {
    case nil: return
    case .range(let bounds):
      let places = try bounds.places(in: try column.keywords())
      if places.isEmpty { return }
      try add(UInt64(places.lowerBound)...UInt64(places.upperBound - 1), of: column, to: &found)
    case .pattern(let pattern):
      let isIn = try pattern.places(in: try column.keywords())
      guard let first = isIn.firstIndex(of: true), let last = isIn.lastIndex(of: true) else {
        return
      }
      if isIn[first...last].allSatisfy(\.self) {
        return try add(UInt64(first)...UInt64(last), of: column, to: &found)
      }
      try column.forEach { (document, range) throws(IndexError) in
        for index in range {
          let code = column.codes[index]
          guard code < UInt64(isIn.count) else { throw column.corrupt("keyword \(code)") }
          if isIn[Int(code)] { found.insert(document) }
        }
      }
    }
  }

  private static func add(
    _ codes: ClosedRange<UInt64>, of column: ValueColumn, to found: inout DocumentSet
  ) throws(IndexError) {
    if try column.forEachWord(in: codes, { found.insert(bits: $1, ofWord: $0) }) { return }
    let low = codes.lowerBound
    let span = codes.upperBound - low
    try column.forEach { document, range in
      for index in range where column.codes[index] &- low <= span { found.insert(document) }
    }
  }
}

extension ValueColumn {
  /// How the values from one to another are kept; nil if there can be none.
  func codes(from low: Int64, to high: Int64) -> ClosedRange<UInt64>? {
    if high < shape.minimum { return nil }
    let lowest =
      low <= shape.minimum
      ? 0 : (UInt64(bitPattern: low &- shape.minimum) - 1) / shape.unit + 1
    let highest = UInt64(bitPattern: high &- shape.minimum) / shape.unit
    return lowest <= highest ? lowest...highest : nil
  }
}
