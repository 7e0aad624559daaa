/// A column of a segment, open for reading where it lies; see ``ColumnShape``.
///
/// Any bytes decode to values or to a refusal: places that lie outside the column are corrupt.
struct ValueColumn: Sendable {
  let shape: ColumnShape
  let segmentCount: Int
  private let file: SealedFile
  // Of the data in the section.
  private let start: Int
  /// The values, as they are kept.
  let codes: PackedNumbers
  private let list: PackedNumbers
  private let words: PackedNumbers
  private let counts: PackedNumbers
  private let starts: PackedNumbers

  /// Opens a column; all of its data but the keywords is checked against its checksums.
  init(
    _ shape: ColumnShape, file: SealedFile, start: Int, segmentCount: Int
  ) throws(IndexError) {
    self.shape = shape
    self.file = file
    self.start = start
    self.segmentCount = segmentCount
    let parts = shape.parts(segmentCount: segmentCount)
    let place = try file.verify(.values, start..<start + parts.total - parts.table)
    var offset = place.lowerBound
    func part(_ count: Int, width: Int, _ byteCount: Int) -> PackedNumbers {
      defer { offset += byteCount }
      return PackedNumbers(file: file, offset: offset, count: count, width: width)
    }
    list = part(
      parts.list > 0 || shape.presence == .list ? shape.documentCount : 0,
      width: ColumnShape.listWidth(segmentCount), parts.list)
    words = part(parts.bits / 8, width: 64, parts.bits)
    counts = part(parts.counts / 4, width: 32, parts.counts)
    starts = part(
      shape.hasSeveral ? shape.documentCount + 1 : 0, width: shape.startWidth, parts.starts)
    codes = part(shape.valueCount, width: shape.width, parts.values)
  }

  /// The keywords of a column of such.
  func keywords() throws(IndexError) -> KeywordTable {
    let total = shape.parts(segmentCount: segmentCount).total
    return try KeywordTable(
      file: file, range: start + total - shape.tableByteCount..<start + total,
      count: shape.keywordCount)
  }

  func corrupt(_ what: String) -> IndexError {
    file.corrupt(.values, start, "values of '\(shape.name)': \(what)")
  }

  /// The integer form of a value that is no keyword.
  @inline(__always)
  func value(ofCode code: UInt64) -> Int64 {
    shape.minimum &+ Int64(bitPattern: code &* shape.unit)
  }

  /// Which of the documents with values a document is, counted from 0; nil if it has none.
  func rank(of document: DocID) throws(IndexError) -> Int? {
    let number = Int(document.rawValue)
    guard number < segmentCount else { return nil }
    switch shape.presence {
    case .all: return number
    case .list:
      let place = list.lowerBound(UInt64(number))
      return place < list.count && list[place] == UInt64(number) ? place : nil
    case .bits:
      let word = number / 64
      let bit = UInt64(number % 64)
      guard words[word] >> bit & 1 == 1 else { return nil }
      let group = word / ColumnShape.wordsInGroup
      var rank = Int(counts[group])
      for before in group * ColumnShape.wordsInGroup..<word {
        rank += words[before].nonzeroBitCount
      }
      rank += (words[word] & (1 << bit - 1)).nonzeroBitCount
      guard rank < shape.documentCount else { throw corrupt("more documents than are said") }
      return rank
    }
  }

  /// Where the values of a document lie among ``codes``.
  @inline(__always)
  func codeRange(ofRank rank: Int) throws(IndexError) -> Range<Int> {
    if !shape.hasSeveral { return rank..<rank + 1 }
    let low = Int(truncatingIfNeeded: starts[rank])
    let high = Int(truncatingIfNeeded: starts[rank + 1])
    guard low < high, high <= shape.valueCount else { throw corrupt("a document's values") }
    return low..<high
  }

  /// Where the values of a document lie; nil if it has none.
  func codeRange(of document: DocID) throws(IndexError) -> Range<Int>? {
    guard let rank = try rank(of: document) else { return nil }
    return try codeRange(ofRank: rank)
  }

  /// Calls for each document that has values, in order, with where they lie.
  @inline(__always)
  func forEach(_ body: (_ document: Int, _ codes: Range<Int>) throws(IndexError) -> Void)
    throws(IndexError)
  {
    switch shape.presence {
    case .all:
      for document in 0..<segmentCount { try body(document, try codeRange(ofRank: document)) }
    case .list:
      for rank in 0..<list.count {
        let document = Int(truncatingIfNeeded: list[rank])
        guard document >= 0, document < segmentCount else { throw corrupt("document \(document)") }
        try body(document, try codeRange(ofRank: rank))
      }
    case .bits:
      var rank = 0
      for index in 0..<words.count {
        var word = words[index]
        while word != 0 {
          let document = 64 * index + word.trailingZeroBitCount
          word &= word &- 1
          guard rank < shape.documentCount, document < segmentCount else {
            throw corrupt("document \(document)")
          }
          try body(document, try codeRange(ofRank: rank))
          rank += 1
        }
      }
    }
  }

  /// Calls for each 64 documents with a bit for each that has a value among others, as they are kept.
  ///
  /// - Returns: false if nothing was called, since that is no way to look through this column.
  func forEachWord(
    in wanted: ClosedRange<UInt64>, _ body: (_ number: Int, _ bits: UInt64) -> Void
  ) throws(IndexError) -> Bool {
    if shape.hasSeveral { return false }
    switch shape.presence {
    case .list: return false
    case .all:
      for number in 0..<(segmentCount + 63) / 64 {
        let range = 64 * number..<min(64 * number + 64, segmentCount)
        body(number, codes.bits(of: range, in: wanted))
      }
    case .bits:
      var rank = 0
      for number in 0..<words.count {
        var holders = words[number]
        let next = rank + holders.nonzeroBitCount
        let isLast = number == words.count - 1
        guard next <= codes.count,
          !isLast || 64 * (number + 1) - holders.leadingZeroBitCount <= segmentCount
        else { throw corrupt("more documents than are said") }
        var found = codes.bits(of: rank..<next, in: wanted)
        rank = next
        if holders != .max, found != 0 {
          // Each to the place of its holder.
          var spread: UInt64 = 0
          while holders != 0 {
            if found & 1 == 1 { spread |= holders & (0 &- holders) }
            holders &= holders &- 1
            found >>= 1
          }
          found = spread
        }
        body(number, found)
      }
    }
    return true
  }

  /// A value as it was added.
  func fieldValue(at index: Int, _ keywords: KeywordTable?) throws(IndexError) -> FieldValue {
    let code = codes[index]
    guard let keywords else { return FieldValue(ordered: value(ofCode: code), shape.type) }
    guard code < UInt64(keywords.count) else { throw corrupt("keyword \(code)") }
    return .keyword(String(decoding: try keywords.keyword(at: Int(code)), as: UTF8.self))
  }
}

/// All columns of a segment.
struct SegmentValues: Sendable {
  /// In their order.
  let shapes: [ColumnShape]
  private let starts: [Int]
  private let file: SealedFile?
  private let documentCount: Int

  /// Reads what columns there are; none of them is opened.
  init(file: SealedFile, documentCount: Int) throws(IndexError) {
    self.documentCount = documentCount
    var shapes: [ColumnShape] = []
    var starts: [Int] = []
    var end = 0
    if file.byteCount(of: .valueIndex) != nil {
      var reader = try file.reader(.valueIndex)
      let count = try reader.varint(
        atMost: min(ColumnShape.maximumColumnCount, reader.remainingCount), "number of columns")
      for _ in 0..<count {
        let shape = try ColumnShape(reading: &reader, segmentCount: documentCount)
        if let last = shapes.last,
          !ColumnShape.precedes(last.name, last.type, shape.name, shape.type)
        {
          throw reader.corrupt("values of '\(shape.name)' are out of order")
        }
        starts.append(end)
        shapes.append(shape)
        end += shape.parts(segmentCount: documentCount).total
      }
      guard reader.remainingCount == 0 else { throw reader.corrupt("is more than the columns") }
    }
    guard end == file.byteCount(of: .values) ?? 0 else {
      throw file.corrupt(.values, 0, "has not the \(end) bytes that its columns take")
    }
    self.shapes = shapes
    self.starts = starts
    self.file = file
  }

  /// The columns of a name, in the order of their types.
  func columns(named name: String) throws(IndexError) -> [ValueColumn] {
    var columns: [ValueColumn] = []
    for index in shapes.indices where shapes[index].name.utf8.elementsEqual(name.utf8) {
      if let column = try column(at: index) { columns.append(column) }
    }
    return columns
  }

  /// A column by its place.
  func column(at index: Int) throws(IndexError) -> ValueColumn? {
    guard let file else { return nil }
    return try ValueColumn(
      shapes[index], file: file, start: starts[index], segmentCount: documentCount)
  }

  /// The values of a document, by name, type and value.
  func values(of document: DocID) throws(IndexError) -> [Document.Value] {
    var values: [Document.Value] = []
    for index in shapes.indices {
      guard let column = try column(at: index), let codes = try column.codeRange(of: document)
      else { continue }
      let keywords = column.shape.type == .keyword ? try column.keywords() : nil
      for code in codes {
        values.append(
          Document.Value(column.shape.name, try column.fieldValue(at: code, keywords)))
      }
    }
    return values
  }

  /// Adds the values of the documents that stay to a builder of a column, under their new numbers.
  static func copy(
    _ column: ValueColumn, numbers: [UInt32], into builder: inout ColumnBuilder
  ) throws(IndexError) {
    var places: [Int64] = []
    if column.shape.type == .keyword {
      try column.keywords().forEach { _, keyword throws(IndexError) in
        places.append(builder.number(of: keyword))
        return true
      }
    }
    try column.forEach { (document, codes) throws(IndexError) in
      let number = numbers[document]
      if number == DocID.end.rawValue { return }
      for index in codes {
        let code = column.codes[index]
        if column.shape.type != .keyword {
          builder.add(column.value(ofCode: code), to: number)
        } else if code < UInt64(places.count) {
          builder.add(places[Int(code)], to: number)
        } else {
          throw column.corrupt("keyword \(code)")
        }
      }
    }
  }

  /// Checks that the columns are, byte for byte, what their documents and values come to.
  func check() throws(IndexError) {
    for index in shapes.indices {
      guard let column = try column(at: index), let file else { continue }
      var builder = ColumnBuilder(name: column.shape.name, type: column.shape.type)
      try Self.copy(column, numbers: (0..<UInt32(documentCount)).map { $0 }, into: &builder)
      let again = try builder.encoded(segmentCount: documentCount)
      let total = shapes[index].parts(segmentCount: documentCount).total
      var reader = try file.reader(.values, starts[index]..<starts[index] + total)
      guard let again, again.shape == column.shape, again.data == (try reader.bytes(total)) else {
        throw column.corrupt("are not in the form that they come to")
      }
    }
  }
}
