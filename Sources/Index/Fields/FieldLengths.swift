/// The length of a field in words, in one byte: the scale of Lucene's `SmallFloat.intToByte4`, which
/// tantivy's table repeats, so that scores can be compared with theirs.
///
/// Lengths below 40 are exact; above, four significant bits are kept and the rest is cut off, so
/// the decoded length is at most the length and more than 8/9 of it. 0 means that the document has
/// no such field.
///
/// Examples: 39 → 39, 40 → 40, 41 → 40, 42 → 41, 100 → 57, 1000 → 87, 2,147,483,647 → 255.
enum FieldLengths {
  private static let exactCount: UInt32 = 24

  static func encode(_ length: UInt32) -> UInt8 {
    let length = min(length, UInt32(Int32.max))
    if length < exactCount { return UInt8(length) }
    let value = length - exactCount
    let bitCount = 32 - value.leadingZeroBitCount
    if bitCount < 4 { return UInt8(exactCount + value) }
    let shift = UInt32(bitCount - 4)
    return UInt8(exactCount + ((value >> shift & 7) | (shift + 1) << 3))
  }

  static func decode(_ byte: UInt8) -> UInt32 {
    let value = UInt32(byte)
    if value < exactCount { return value }
    let mantissa = (value - exactCount) & 7
    let exponent = (value - exactCount) >> 3
    return exactCount + (exponent == 0 ? mantissa : (mantissa | 8) << (exponent - 1))
  }

  /// All 256 decoded lengths.
  static let decoded: [UInt32] = (0...255).map { decode(UInt8($0)) }
}

/// The lengths of one field while a segment is built.
struct FieldLengthColumn {
  private(set) var bytes: [UInt8] = []
  /// For each document, as a varint, by how much the exact length exceeds the one-byte one.
  private(set) var rests = ByteWriter()
  /// How many documents have the field.
  private(set) var documentCount: UInt32 = 0
  /// The exact lengths, added up.
  private(set) var totalLength: UInt64 = 0

  /// As ``SegmentInfo/averageLength(of:)`` will have it.
  var averageLength: Float {
    FieldStatistics(documentCount: UInt64(documentCount), totalLength: totalLength).averageLength
  }

  /// Sets the length of a document. Documents ascend; those passed over have no such field.
  mutating func set(_ length: UInt32, for document: DocID) {
    pad(to: Int(document.rawValue))
    let encoded = FieldLengths.encode(length)
    bytes.append(encoded)
    rests.append(varint: length - FieldLengths.decoded[Int(encoded)])
    if length > 0 { documentCount += 1 }
    totalLength += UInt64(length)
  }

  /// Fills up with zeros, so that there is an entry for each document.
  mutating func pad(to count: Int) {
    while bytes.count < count {
      bytes.append(0)
      rests.append(0)
    }
  }
}
