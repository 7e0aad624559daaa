/// What results are sorted by: the score, or a value of the documents.
///
/// Of several values of a document the least counts, or the greatest if the order descends. Documents
/// without one come last, whichever way. Where a name has values of several types, booleans come before
/// numbers, these before dates, these before keywords; keywords are in the order of their bytes.
public struct SortKey: Sendable, Hashable {
  /// The name of a value; nil for the score.
  public var name: String?
  /// Whether the greatest comes first.
  public var isDescending: Bool

  /// By score, the highest first.
  public static let score = SortKey(name: nil, isDescending: true)

  /// By a value, the least first unless it is said otherwise.
  public static func value(_ name: String, descending: Bool = false) -> SortKey {
    SortKey(name: name, isDescending: descending)
  }

  /// By score, the lowest first.
  public static let lowestScore = SortKey(name: nil, isDescending: false)
}

/// What a search with an order of its own found.
public struct SortedResult: Sendable, Equatable {
  /// The first documents. Their score is 0 unless it is sorted by: it is that of the first pass, which is
  /// BM25 without what Scoring.md adds for the best.
  public var hits: [Hit]
  /// How many documents match in all.
  public var totalCount: Int
  /// What the next page is asked for with; nil behind the last one.
  public var next: SearchCursor?
}

/// Where a page of results ended: an opaque text, good for the same query, filter and order.
///
/// It holds the values of the last document and not its number in the list. So if the index changes
/// between two pages, what comes next is what sorts behind these values then: nothing is skipped or comes
/// twice because others were added or deleted. Only among documents with equal values the order is that
/// in which the index has them, and may change.
public struct SearchCursor: Sendable, Hashable, CustomStringConvertible {
  var order: UInt32
  var generation: UInt64
  var values: [FieldValue?]
  var key: String
  var address: DocumentAddress

  init(
    order: UInt32, generation: UInt64, values: [FieldValue?], key: String,
    address: DocumentAddress
  ) {
    self.order = order
    self.generation = generation
    self.values = values
    self.key = key
    self.address = address
  }

  /// What says that two searches are the same.
  static func order(of keys: [SortKey], _ query: ParsedQuery) -> UInt32 {
    var writer = ByteWriter()
    writer.append(string: query.text)
    for key in keys {
      writer.append(key.isDescending ? 1 : 0)
      writer.append(string: key.name ?? "")
      writer.append(key.name == nil ? 1 : 0)
    }
    return Checksum.crc32c(writer.bytes.span)
  }

  private static let version: UInt8 = 1
  private static let digits = Array("0123456789abcdef".utf8)

  /// As a text of letters and digits.
  public var description: String {
    var writer = ByteWriter()
    writer.append(Self.version)
    writer.append(fixed: order)
    writer.append(varint: generation)
    writer.append(varint: address.segment)
    writer.append(varint: address.document.rawValue)
    writer.append(string: key)
    writer.append(varint: values.count)
    for value in values {
      writer.append(value?.type.rawValue ?? 0)
      if case .keyword(let text)? = value {
        writer.append(string: text)
      } else if let value {
        writer.append(fixed: value.ordered)
      }
    }
    writer.append(fixed: Checksum.crc32c(writer.bytes.span))
    var text: [UInt8] = []
    for byte in writer.bytes {
      text.append(Self.digits[Int(byte >> 4)])
      text.append(Self.digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads a text; nil if it is none.
  public init?(_ text: String) {
    let nibbles = text.utf8.compactMap { Self.digits.firstIndex(of: $0) }
    guard nibbles.count == text.utf8.count, nibbles.count % 2 == 0, nibbles.count > 16 else {
      return nil
    }
    let bytes = stride(from: 0, to: nibbles.count, by: 2).map {
      UInt8(nibbles[$0] << 4 | nibbles[$0 + 1])
    }
    var reader = PlainReader(bytes)
    let sealed = Checksum.crc32c(Array(bytes.dropLast(4)).span)
    var tail = PlainReader(Array(bytes.suffix(4)))
    guard tail.fixed(4).map({ UInt32(truncatingIfNeeded: $0) }) == sealed,
      reader.fixed(1) == UInt64(Self.version), let order = reader.fixed(4),
      let generation = reader.varint(), let segment = reader.varint(), segment < 1 << 20,
      let document = reader.varint(), document <= UInt64(DocID.end.rawValue),
      let key = reader.string(), let count = reader.varint(), count <= 64
    else { return nil }
    self.order = UInt32(truncatingIfNeeded: order)
    self.generation = generation
    self.key = key
    address = DocumentAddress(segment: Int(segment), document: DocID(Int(document)))
    values = []
    for _ in 0..<count {
      guard let type = reader.fixed(1) else { return nil }
      guard let known = ValueType(rawValue: UInt8(type)) else {
        values.append(nil)
        continue
      }
      if known == .keyword {
        guard let text = reader.string() else { return nil }
        values.append(.keyword(text))
      } else {
        guard let value = reader.fixed(8) else { return nil }
        values.append(FieldValue(ordered: Int64(bitPattern: value), known))
      }
    }
  }
}

/// Reads integers and strings from bytes in memory.
private struct PlainReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    rest = bytes[...]
  }

  mutating func fixed(_ count: Int) -> UInt64? {
    guard rest.count >= count else { return nil }
    var value: UInt64 = 0
    for (index, byte) in rest.prefix(count).enumerated() { value |= UInt64(byte) << (8 * index) }
    rest = rest.dropFirst(count)
    return value
  }

  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  mutating func string() -> String? {
    guard let count = varint(), count <= UInt64(rest.count) else { return nil }
    defer { rest = rest.dropFirst(Int(count)) }
    return String(validating: rest.prefix(Int(count)), as: UTF8.self)
  }
}
