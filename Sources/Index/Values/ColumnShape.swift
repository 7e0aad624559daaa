/// The values of one name and type in a segment: a column. What the index of columns says of it.
///
/// ```
/// section 'value index'  number of columns varint · column*, ascending by name (bytes) and type
/// column    name string · type u8 · form u8 · documents varint, that have a value ·
///           several: values, minus documents, varint · shape
/// form      0  every document has a value
///           1  few have: their numbers are listed
///           2  many have: a set of bits
///           +4 some have several
/// shape     of a keyword: number of keywords, minus 1, varint · bytes of their table varint
///           of another type: minimum i64 · unit, minus 1, varint · width u8
///
/// section 'values'  the columns' data, one behind the other, each of parts that begin at a byte:
/// list      (form 1) the documents' numbers, packed, as wide as the segment's last one
/// bits      (form 2) a bit for each document of the segment, lowest first, in words of 64 ·
///           for each 8 words how many documents stand before them, u32
/// starts    (form + 4) for each document where its values begin, and where the last one's end;
///           packed, as wide as the number of values
/// values    packed: (value - minimum) / unit in `width` bits; of a keyword its place in the table, as
///           wide as the last one. A document's values ascend
/// table     (keywords) where each block begins behind these numbers, u32 · blocks of 16 keywords,
///           in the order of their bytes: bytes shared with the one before, varint, absent in the
///           first of a block · length of the rest, varint · the rest
/// packed    integers of one width, 0 to 64 bits, lowest bits first, filled up to a whole byte
/// ```
///
/// A value that is no keyword is kept as an integer of 64 bits that has its order: a boolean as 0 or 1,
/// a date as its microseconds, a decimal as the bits of its IEEE 754 form, all but the sign reversed
/// where it is negative. The unit is what all differences to the minimum are multiples of, so that dates
/// of whole days take as few bits as numbers of days.
struct ColumnShape: Equatable, Sendable {
  /// Which documents have a value.
  enum Presence: UInt8 {
    case all = 0
    case list = 1
    case bits = 2
  }

  static let severalFlag: UInt8 = 4
  /// Words of bits that have one count.
  static let wordsInGroup = 8
  /// More columns than a segment can come to by names, of which an index takes 4,096, and types.
  static let maximumColumnCount = 65_536
  static let maximumNameByteCount = 256

  var name: String
  var type: ValueType
  var presence: Presence
  var documentCount: Int
  /// How many values; as many as documents if none has several.
  var valueCount: Int
  var hasSeveral: Bool
  var minimum: Int64 = 0
  var unit: UInt64 = 1
  var width: Int = 0
  var keywordCount = 0
  var tableByteCount = 0

  /// Whether the values of both are of one name and type.
  func isSameColumn(as other: ColumnShape) -> Bool {
    type == other.type && name.utf8.elementsEqual(other.name.utf8)
  }

  /// Bits that numbers up to one take.
  static func width(of highest: UInt64) -> Int { 64 - highest.leadingZeroBitCount }

  static func byteCount(of count: Int, width: Int) -> Int { (count * width + 7) / 8 }

  /// Bytes of each part, in their order.
  struct Parts {
    var list = 0
    var bits = 0
    var counts = 0
    var starts = 0
    var values = 0
    var table = 0

    var total: Int { list + bits + counts + starts + values + table }
  }

  func parts(segmentCount: Int) -> Parts {
    var parts = Parts()
    switch presence {
    case .all: break
    case .list:
      parts.list = Self.byteCount(of: documentCount, width: Self.listWidth(segmentCount))
    case .bits:
      let wordCount = (segmentCount + 63) / 64
      parts.bits = 8 * wordCount
      parts.counts = 4 * ((wordCount + Self.wordsInGroup - 1) / Self.wordsInGroup)
    }
    if hasSeveral { parts.starts = Self.byteCount(of: documentCount + 1, width: startWidth) }
    parts.values = Self.byteCount(of: valueCount, width: width)
    parts.table = tableByteCount
    return parts
  }

  static func listWidth(_ segmentCount: Int) -> Int { width(of: UInt64(max(segmentCount, 1) - 1)) }

  var startWidth: Int { Self.width(of: UInt64(valueCount)) }

  /// The form that takes the least room.
  static func presence(of documentCount: Int, segmentCount: Int) -> Presence {
    if documentCount == segmentCount { return .all }
    let wordCount = (segmentCount + 63) / 64
    let bits = 8 * wordCount + 4 * ((wordCount + wordsInGroup - 1) / wordsInGroup)
    return byteCount(of: documentCount, width: listWidth(segmentCount)) < bits ? .list : .bits
  }

  func encode(into writer: inout ByteWriter) {
    writer.append(string: name)
    writer.append(type.rawValue)
    writer.append(presence.rawValue | (hasSeveral ? Self.severalFlag : 0))
    writer.append(varint: documentCount)
    if hasSeveral { writer.append(varint: valueCount - documentCount) }
    if type == .keyword {
      writer.append(varint: keywordCount - 1)
      writer.append(varint: tableByteCount)
    } else {
      writer.append(fixed: minimum)
      writer.append(varint: unit - 1)
      writer.append(UInt8(width))
    }
  }

  init(
    name: String, type: ValueType, presence: Presence, documentCount: Int, valueCount: Int,
    hasSeveral: Bool
  ) {
    self.name = name
    self.type = type
    self.presence = presence
    self.documentCount = documentCount
    self.valueCount = valueCount
    self.hasSeveral = hasSeveral
  }

  init(reading reader: inout ByteReader, segmentCount: Int) throws(IndexError) {
    name = try reader.string("name of a value")
    let typeByte = try reader.byte()
    let form = try reader.byte()
    guard !name.isEmpty, name.utf8.count <= Self.maximumNameByteCount,
      let type = ValueType(rawValue: typeByte),
      let presence = Presence(rawValue: form & ~Self.severalFlag)
    else { throw reader.corrupt("values of type \(typeByte) in form \(form)") }
    self.type = type
    self.presence = presence
    hasSeveral = form & Self.severalFlag != 0
    documentCount = try reader.varint(atMost: segmentCount, "documents that have a value")
    valueCount = documentCount
    if hasSeveral {
      valueCount += try reader.varint(atMost: Int(UInt32.max), "values of documents")
    }
    guard documentCount > 0, presence != .all || documentCount == segmentCount else {
      throw reader.corrupt("\(documentCount) of \(segmentCount) documents have a value")
    }
    if type == .keyword {
      keywordCount = 1 + (try reader.varint(atMost: valueCount - 1, "number of keywords"))
      tableByteCount = try reader.varint(atMost: Int(Int32.max), "length of a table of keywords")
      width = Self.width(of: UInt64(keywordCount - 1))
    } else {
      minimum = try reader.fixed()
      let less = try reader.varint()
      width = Int(try reader.byte())
      guard less < .max, width <= 64 else { throw reader.corrupt("values in \(width) bits") }
      unit = less + 1
    }
    // A document's values differ.
    guard width >= 32 || valueCount <= documentCount << width else {
      throw reader.corrupt("\(valueCount) values in \(width) bits")
    }
  }
}
