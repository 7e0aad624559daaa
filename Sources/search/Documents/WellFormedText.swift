/// The length of the well-formed UTF-8 sequence that begins at `index`, or 0 if none does.
func wellFormedLength(in bytes: Span<UInt8>, at index: Int) -> Int {
  let lead = bytes[index]
  if lead < 0x80 { return 1 }
  let length: Int
  // The range of the second byte excludes overlong forms, surrogates and what lies past U+10FFFF.
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch lead {
  case 0xC2...0xDF: length = 2
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: length = 3
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: length = 4
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return 0
  }
  guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
  for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
  return length
}

/// How many bytes belong to no well-formed UTF-8 sequence.
///
/// - Complexity: O(n).
func illFormedByteCount(in bytes: Span<UInt8>) -> Int {
  var count = 0
  var index = 0
  while index < bytes.count {
    let length = wellFormedLength(in: bytes, at: index)
    if length == 0 { count += 1 }
    index += max(1, length)
  }
  return count
}

/// The first bytes of a file, as far as they tell its encoding.
enum TextEncoding: Sendable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian

  /// The encoding that a byte order mark names, UTF-8 without one, and the mark's length.
  static func detect(in head: Span<UInt8>) -> (encoding: TextEncoding, markLength: Int) {
    if head.count >= 3, head[0] == 0xEF, head[1] == 0xBB, head[2] == 0xBF { return (.utf8, 3) }
    if head.count >= 2, head[0] == 0xFF, head[1] == 0xFE { return (.utf16LittleEndian, 2) }
    if head.count >= 2, head[0] == 0xFE, head[1] == 0xFF { return (.utf16BigEndian, 2) }
    return (.utf8, 0)
  }
}

/// The text of a whole file: well-formed UTF-8 without a byte order mark, lines ending with LF.
struct DecodedText {
  /// A NUL among the first 8 KiB makes a file binary; git looks at as many bytes.
  static let binaryWindow = 8192

  /// The text.
  var bytes: [UInt8]
  /// How many bytes, or UTF-16 units, were ill-formed and became U+FFFD.
  var replacedCount: Int

  /// Decodes a file; nil when it is binary: a NUL early on, or more than a tenth ill-formed.
  init?(_ file: [UInt8]) {
    let (encoding, markLength) = TextEncoding.detect(in: file.span)
    let content = file[markLength...]
    switch encoding {
    case .utf8:
      replacedCount = 0
      bytes = Array(content)
      if String(validating: content, as: UTF8.self) == nil {
        replacedCount = illFormedByteCount(in: bytes.span)
        guard replacedCount <= bytes.count / 10 else { return nil }
        bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
      }
    case .utf16LittleEndian, .utf16BigEndian:
      let high = encoding == .utf16BigEndian ? 0 : 1
      var units: [UInt16] = []
      units.reserveCapacity(content.count / 2 + 1)
      var at = content.startIndex
      while at + 1 < content.endIndex {
        units.append(UInt16(content[at + high]) << 8 | UInt16(content[at + 1 - high]))
        at += 2
      }
      // Half a unit at the end.
      if at < content.endIndex { units.append(0xFFFD) }
      let text = String(decoding: units, as: UTF16.self)
      let marks = text.unicodeScalars.count { $0 == "\u{FFFD}" }
      replacedCount = marks - units.count { $0 == 0xFFFD }
      guard replacedCount <= units.count / 10 else { return nil }
      bytes = Array(text.utf8)
    }
    if bytes.prefix(Self.binaryWindow).contains(0) { return nil }
    bytes = Self.withLineFeeds(bytes)
  }

  /// The text with CR LF and lone CR as LF.
  private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(0x0D) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var follows = false
    for byte in bytes {
      if byte == 0x0D {
        result.append(0x0A)
      } else if !(byte == 0x0A && follows) {
        result.append(byte)
      }
      follows = byte == 0x0D
    }
    return result
  }
}
