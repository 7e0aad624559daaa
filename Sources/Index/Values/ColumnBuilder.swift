/// The values of one name and type while a segment is built or merged; see ``ColumnShape``.
///
/// The bytes follow from the documents and their values, in whatever order they were added.
struct ColumnBuilder {
  let name: String
  let type: ValueType
  private var documents: [UInt32] = []
  // For keywords their numbers, in the order in which they were first seen.
  private var values: [Int64] = []
  private var isInOrder = true
  private var keywords: [[UInt8]] = []
  private var numbers: [[UInt8]: Int64] = [:]
  private var keywordByteCount = 0
  private var last: Int64?

  init(name: String, type: ValueType) {
    self.name = name
    self.type = type
  }

  /// How many bytes of memory it takes. A keyword in a dictionary takes some 100 bytes more than its own.
  var memoryByteCount: Int { 12 * values.count + 2 * keywordByteCount + 100 * keywords.count }

  /// Whether a segment should be ended before an offset overflows.
  var isFull: Bool { keywordByteCount > 1 << 30 || values.count > Int(Int32.max) }

  /// Adds a value of a document, which may have it already.
  mutating func add(_ value: FieldValue, to document: UInt32) {
    guard case .keyword(let text) = value else { return add(value.ordered, to: document) }
    // Records of one file have many values in common.
    if let last, keywords[Int(last)].elementsEqual(text.utf8) { return add(last, to: document) }
    add(number(of: Array(text.utf8)), to: document)
  }

  /// Adds a value in its integer form, or a keyword's ``number(of:)``.
  mutating func add(_ value: Int64, to document: UInt32) {
    if let previous = documents.last {
      if previous == document, values.last == value { return }
      if previous >= document { isInOrder = false }
    }
    if type == .keyword { last = value }
    documents.append(document)
    values.append(value)
  }

  /// What a keyword is called until the column is encoded.
  mutating func number(of keyword: [UInt8]) -> Int64 {
    if let known = numbers[keyword] { return known }
    let number = Int64(keywords.count)
    numbers[keyword] = number
    keywords.append(keyword)
    keywordByteCount += keyword.count
    return number
  }

  /// The column's entry and its data; nil if no document has a value.
  ///
  /// - Precondition: documents are below the segment's count.
  func encoded(segmentCount: Int) throws(IndexError) -> (shape: ColumnShape, data: [UInt8])? {
    var builder = self
    let table = type == .keyword ? builder.sortKeywords() : []
    builder.sortValues()
    let (documents, values) = (builder.documents, builder.values)
    guard let lowest = values.min(), let highest = values.max() else { return nil }
    let starts = documents.indices.filter { $0 == 0 || documents[$0] != documents[$0 - 1] }
    var shape = ColumnShape(
      name: name, type: type,
      presence: ColumnShape.presence(of: starts.count, segmentCount: segmentCount),
      documentCount: starts.count, valueCount: values.count,
      hasSeveral: starts.count < values.count)
    if type == .keyword {
      shape.keywordCount = builder.keywords.count
      shape.tableByteCount = table.count
      shape.width = ColumnShape.width(of: UInt64(shape.keywordCount - 1))
      try Limits.check(
        "the length of the keywords of '\(name)' in bytes", table.count, atMost: Int(Int32.max))
    } else {
      shape.minimum = lowest
      shape.unit = Self.unit(of: values, from: lowest)
      shape.width = ColumnShape.width(of: Self.difference(highest, lowest) / shape.unit)
    }
    var data = Self.presenceBytes(starts.map { documents[$0] }, shape, segmentCount)
    if shape.hasSeveral {
      var packed = PackedNumbersWriter(width: shape.startWidth, count: starts.count + 1)
      for start in starts { packed.append(UInt64(start)) }
      packed.append(UInt64(values.count))
      data += packed.finish()
    }
    var packed = PackedNumbersWriter(width: shape.width, count: values.count)
    for value in values {
      packed.append(Self.difference(value, shape.minimum) / shape.unit)
    }
    data += packed.finish() + table
    return (shape, data)
  }

  private static func difference(_ value: Int64, _ minimum: Int64) -> UInt64 {
    UInt64(bitPattern: value &- minimum)
  }

  /// The greatest number that all differences are multiples of.
  private static func unit(of values: [Int64], from lowest: Int64) -> UInt64 {
    var unit: UInt64 = 0
    for value in values {
      var rest = difference(value, lowest)
      if unit != 0, rest % unit == 0 { continue }
      while rest != 0 { (unit, rest) = (rest, unit % rest) }
      if unit == 1 { break }
    }
    return max(unit, 1)
  }

  private static func presenceBytes(
    _ documents: [UInt32], _ shape: ColumnShape, _ segmentCount: Int
  ) -> [UInt8] {
    switch shape.presence {
    case .all: return []
    case .list:
      var packed = PackedNumbersWriter(
        width: ColumnShape.listWidth(segmentCount), count: documents.count)
      for document in documents { packed.append(UInt64(document)) }
      return packed.finish()
    case .bits:
      var words = [UInt64](repeating: 0, count: (segmentCount + 63) / 64)
      for document in documents { words[Int(document >> 6)] |= 1 << UInt64(document & 63) }
      var bits = ByteWriter()
      var counts = ByteWriter()
      var count: UInt32 = 0
      for (index, word) in words.enumerated() {
        if index % ColumnShape.wordsInGroup == 0 { counts.append(fixed: count) }
        bits.append(fixed: word)
        count += UInt32(word.nonzeroBitCount)
      }
      return bits.bytes + counts.bytes
    }
  }

  /// Numbers the keywords in the order of their bytes, and leaves out those that no document has.
  private mutating func sortKeywords() -> [UInt8] {
    var isUsed = [Bool](repeating: false, count: keywords.count)
    for value in values { isUsed[Int(value)] = true }
    let order = keywords.indices.filter { isUsed[$0] }
      .sorted { keywords[$0].lexicographicallyPrecedes(keywords[$1]) }
    var places = [Int64](repeating: 0, count: keywords.count)
    for (place, number) in order.enumerated() { places[number] = Int64(place) }
    for index in values.indices { values[index] = places[Int(values[index])] }
    keywords = order.map { keywords[$0] }
    return KeywordTable.encoded(keywords)
  }

  /// Documents ascend, their values too, each once.
  private mutating func sortValues() {
    if isInOrder { return }
    let order = documents.indices.sorted {
      documents[$0] != documents[$1] ? documents[$0] < documents[$1] : values[$0] < values[$1]
    }
    var sortedDocuments: [UInt32] = []
    var sortedValues: [Int64] = []
    for index in order {
      let (document, value) = (documents[index], values[index])
      if sortedDocuments.last == document, sortedValues.last == value { continue }
      sortedDocuments.append(document)
      sortedValues.append(value)
    }
    (documents, values) = (sortedDocuments, sortedValues)
  }
}

/// All columns of a segment while it is built or merged.
struct ValuesWriter {
  private var builders: [ColumnBuilder] = []
  private var places: [ColumnName: Int] = [:]

  /// What tells columns apart.
  private struct ColumnName: Hashable {
    var name: String
    var type: ValueType
  }

  /// How many bytes of memory they take.
  var memoryByteCount: Int { builders.reduce(0) { $0 + $1.memoryByteCount + 200 } }

  /// Whether a segment should be ended before an offset overflows.
  var isFull: Bool { builders.contains { $0.isFull } }

  /// Adds the values of a document.
  mutating func add(_ values: [Document.Value], to document: Int) {
    for value in values {
      let column = ColumnName(name: value.name, type: value.value.type)
      let place = places[column] ?? builders.count
      if place == builders.count {
        places[column] = place
        builders.append(ColumnBuilder(name: value.name, type: value.value.type))
      }
      builders[place].add(value.value, to: UInt32(document))
    }
  }

  /// Encodes all columns.
  func finish(documentCount: Int) throws(IndexError) -> EncodedValues {
    var encoded = EncodedValues()
    for builder in builders.sorted(by: Self.precedes) {
      try encoded.add(builder, segmentCount: documentCount)
    }
    return encoded
  }

  private static func precedes(_ left: ColumnBuilder, _ right: ColumnBuilder) -> Bool {
    ColumnShape.precedes(left.name, left.type, right.name, right.type)
  }
}

extension ColumnShape {
  /// Whether a column comes before another in a segment.
  static func precedes(
    _ leftName: String, _ leftType: ValueType, _ rightName: String, _ rightType: ValueType
  ) -> Bool {
    if leftName.utf8.elementsEqual(rightName.utf8) { return leftType.rawValue < rightType.rawValue }
    return leftName.utf8.lexicographicallyPrecedes(rightName.utf8)
  }
}

/// The sections of a segment's columns.
struct EncodedValues {
  private var index = ByteWriter()
  private(set) var data: [UInt8] = []
  private var count = 0

  var isEmpty: Bool { count == 0 }

  /// Adds the next column, if it has a value.
  mutating func add(_ builder: ColumnBuilder, segmentCount: Int) throws(IndexError) {
    guard let (shape, bytes) = try builder.encoded(segmentCount: segmentCount) else { return }
    shape.encode(into: &index)
    data += bytes
    count += 1
    try Limits.check(
      "the number of names of values", count, atMost: ColumnShape.maximumColumnCount)
  }

  /// The section 'value index'.
  var indexBytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(varint: count)
    return writer.bytes + index.bytes
  }

  func write(to writer: SealedFileWriter) throws(IndexError) {
    if isEmpty { return }
    try writer.write(.values, data)
    try writer.write(.valueIndex, indexBytes)
  }
}
