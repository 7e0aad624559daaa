/// A number in the file of a lock: 16 hexadecimal digits, a space, the CRC-32C of these digits in 8 more, and
/// a line feed. Whatever else stands there is no note.
enum LockNote {
  /// Bytes of a note.
  static let byteCount = 26

  static func encode(_ value: UInt64) -> [UInt8] {
    let digits = Array(hexName(value).utf8)
    let checksum = hex(Checksum.crc32c(digits.span)).utf8.dropFirst(2)
    return digits + [UInt8(ascii: " ")] + checksum + [UInt8(ascii: "\n")]
  }

  /// nil if the bytes are no note.
  static func decode(_ bytes: [UInt8]) -> UInt64? {
    guard bytes.count == byteCount,
      let value = UInt64(String(decoding: bytes[..<16], as: UTF8.self), radix: 16),
      encode(value) == bytes
    else { return nil }
    return value
  }
}

/// A number in a file's name: 16 hexadecimal digits.
func hexName(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
