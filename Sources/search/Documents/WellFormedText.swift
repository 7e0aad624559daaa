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

/// The text of a whole file: well-formed UTF-8 without a byte order mark, lines ending with LF.
struct DecodedText {
  /// So much of a file's start is looked at for zeros; git looks at as many bytes.
  static let binaryWindow = 8192

  /// The text.
  var bytes: [UInt8]
  /// How many bytes were ill-formed and became U+FFFD.
  var replacedCount = 0
  /// What the encoding was taken for.
  var encoding: EncodingDecision
  /// Where in the file the text begins, if it stands there as it is.
  var byteStart: Int?

  /// Decodes a file; nil when it is binary.
  ///
  /// - Parameters:
  ///   - neighbours: how many files of the same folder are in each encoding, by name.
  ///   - forced: the encoding that the user named.
  init?(_ file: [UInt8], neighbours: [String: Int] = [:], forced: Charset? = nil) {
    guard let decision = EncodingDetector.decide(file, neighbours: neighbours, forced: forced)
    else {
      return nil
    }
    encoding = decision
    let content = file[decision.markLength...]
    if decision.charset == .utf8 {
      bytes = Array(content)
      if String(validating: content, as: UTF8.self) == nil {
        replacedCount = illFormedByteCount(in: bytes.span)
        bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
      } else {
        byteStart = decision.markLength
      }
    } else {
      guard let text = CharsetConverter.text(content, in: decision.charset) else { return nil }
      bytes = text
      replacedCount = Self.replacementCount(text)
    }
    guard replacedCount <= bytes.count / 10 else { return nil }
    if bytes.prefix(Self.binaryWindow).contains(0) { return nil }
    if bytes.contains(0x0D) {
      bytes = Self.withLineFeeds(bytes)
      byteStart = nil
    }
  }

  /// How often U+FFFD stands in a text.
  private static func replacementCount(_ text: [UInt8]) -> Int {
    guard text.count >= 3 else { return 0 }
    return (0..<text.count - 2).count {
      text[$0] == 0xEF && text[$0 + 1] == 0xBF && text[$0 + 2] == 0xBD
    }
  }

  /// The text with CR LF and lone CR as LF.
  static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
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
