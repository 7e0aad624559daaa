/// A growing run of bytes: the only way to lay integers out for a file. All integers are
/// little-endian.
struct ByteWriter {
  /// What has been written.
  private(set) var bytes: [UInt8] = []

  /// How much has been written.
  var count: Int { bytes.count }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Puts another byte where one has been written.
  mutating func replace(at offset: Int, by byte: UInt8) { bytes[offset] = byte }

  mutating func append(fixed value: some FixedWidthInteger) {
    var rest = value
    for _ in 0..<(value.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Appends the lowest bytes of an integer that has no others.
  mutating func append(_ value: UInt64, byteCount: Int) {
    precondition(byteCount == 8 || value >> UInt64(8 * byteCount) == 0)
    for index in 0..<byteCount {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
    }
  }

  /// Appends an unsigned integer in groups of seven bits, lowest first; the high bit says that
  /// another group follows (LEB128). 0 → `00`, 127 → `7F`, 128 → `80 01`, 300 → `AC 02`.
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(varint value: Int) { append(varint: UInt64(value)) }
  mutating func append(varint value: UInt32) { append(varint: UInt64(value)) }

  mutating func append(contentsOf other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }

  /// Appends a length as a varint and then that many bytes of UTF-8.
  mutating func append(string: String) {
    append(varint: string.utf8.count)
    bytes.append(contentsOf: string.utf8)
  }

  /// Appends zeros until the length is a multiple of `alignment`.
  mutating func pad(to alignment: Int) {
    while bytes.count % alignment != 0 { bytes.append(0) }
  }
}
