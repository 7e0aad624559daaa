/// The header of a mail or of a part of one (RFC 5322), its words decoded (RFC 2047, RFC 2231).
struct MailHeader {
  private var lines: [(name: String, value: [UInt8])] = []

  /// Reads a header; it ends with the first empty line.
  ///
  /// - Returns: where the body begins.
  init(_ bytes: ArraySlice<UInt8>, bodyStart: inout Int) {
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.endIndex
      var line = bytes[at..<end]
      if line.last == 0x0D { line = line.dropLast() }
      at = min(end + 1, bytes.endIndex)
      if line.isEmpty { break }
      if let first = line.first, first == 0x20 || first == 0x09 {
        // A line that begins with white space goes on with the one before.
        if !lines.isEmpty, lines[lines.count - 1].value.count < 1 << 16 {
          lines[lines.count - 1].value += [0x20] + line.drop { $0 == 0x20 || $0 == 0x09 }
        }
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), lines.count < 1_000 {
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
        lines.append((name, Array(value.prefix(1 << 16))))
      }
    }
    bodyStart = at
  }

  /// The decoded text of the first line of that name; empty if there is none.
  func text(_ name: String) -> String {
    guard let line = lines.first(where: { $0.name == name }) else { return "" }
    return PlainTextExtractor.singleLine(Self.decodedWords(line.value))
  }

  /// A value such as `text/plain; charset=utf-8`: what precedes the parameters, in lower case, and
  /// the parameters.
  func parameters(_ name: String) -> (value: String, parameters: [String: String]) {
    guard let line = lines.first(where: { $0.name == name }) else { return ("", [:]) }
    var fields: [[UInt8]] = [[]]
    var isQuoted = false
    var isEscaped = false
    for byte in line.value {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), isQuoted {
        isEscaped = true
        continue
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
        continue
      } else if byte == UInt8(ascii: ";"), !isQuoted {
        fields.append([])
        continue
      }
      fields[fields.count - 1].append(byte)
    }
    var parameters: [String: String] = [:]
    var continued: [String: [UInt8]] = [:]
    for field in fields.dropFirst().prefix(64) {
      guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let key = Self.plain(field[..<equals]).lowercased()
      let value = Array(field[(equals + 1)...].drop { $0 == 0x20 })
      guard let star = key.firstIndex(of: "*") else {
        parameters[key] = PlainTextExtractor.singleLine(Self.decodedWords(value))
        continue
      }
      let base = String(key[..<star])
      continued[base, default: []] += key.hasSuffix("*") ? Self.percentDecoded(value) : value
    }
    for (key, value) in continued { parameters[key] = Self.charsetText(value) }
    return (Self.plain(fields[0][...]).lowercased(), parameters)
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    PlainTextExtractor.trimmed(String(decoding: bytes, as: UTF8.self))
  }

  /// `charset'language'text` as text.
  private static func charsetText(_ bytes: [UInt8]) -> String {
    let parts = bytes.split(
      separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return text(bytes, charset: nil) }
    return text(Array(parts[2]), charset: String(decoding: parts[0], as: UTF8.self))
  }

  private static func percentDecoded(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        result.append(value)
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return result
  }

  /// Bytes in a charset that is named, or else guessed.
  static func text(_ bytes: [UInt8], charset name: String?) -> String {
    if let name, let charset = Charset.named(name), charset != .utf8,
      let text = CharsetConverter.text(bytes[...], in: charset)
    {
      return String(decoding: text, as: UTF8.self)
    }
    if let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0x1B) { return text }
    guard let decoded = DecodedText(bytes) else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: decoded.bytes, as: UTF8.self)
  }

  /// Text with `=?charset?B?…?=` and `=?charset?Q?…?=` decoded. White space between two such words
  /// belongs to neither, and bytes of neighbours of one charset are decoded together, for mailers
  /// cut characters in two.
  static func decodedWords(_ bytes: [UInt8]) -> String {
    var result = ""
    var plain: [UInt8] = []
    var encoded: [UInt8] = []
    var charset = ""
    func flushEncoded() {
      if !encoded.isEmpty { result += text(encoded, charset: charset) }
      encoded.removeAll()
    }
    func flushPlain() {
      if !plain.isEmpty { result += text(plain, charset: nil) }
      plain.removeAll()
    }
    var at = 0
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "="), let word = encodedWord(bytes, at: at) else {
        plain.append(bytes[at])
        at += 1
        continue
      }
      let isBlank = plain.allSatisfy { $0 == 0x20 || $0 == 0x09 }
      if !encoded.isEmpty, isBlank, word.charset == charset {
        plain.removeAll()
      } else {
        if !encoded.isEmpty, isBlank { plain.removeAll() }
        flushEncoded()
        flushPlain()
        charset = word.charset
      }
      encoded += word.bytes
      at = word.end
      // Text behind the word ends it.
      if at < bytes.count, bytes[at] != 0x20, bytes[at] != 0x09, bytes[at] != UInt8(ascii: "=") {
        flushEncoded()
      } else if !followsWord(bytes, at: at) {
        flushEncoded()
      }
    }
    flushEncoded()
    flushPlain()
    return result
  }

  /// Whether, after white space, another encoded word begins.
  private static func followsWord(_ bytes: [UInt8], at index: Int) -> Bool {
    let rest = bytes[index...].drop { $0 == 0x20 || $0 == 0x09 }
    return rest.starts(with: "=?".utf8)
  }

  private static func encodedWord(
    _ bytes: [UInt8], at start: Int
  ) -> (charset: String, bytes: [UInt8], end: Int)? {
    let mark = UInt8(ascii: "?")
    guard bytes[start...].starts(with: "=?".utf8),
      let first = bytes[(start + 2)...].prefix(60).firstIndex(of: mark), first + 2 < bytes.count,
      bytes[first + 2] == mark,
      let end = bytes[(first + 3)...].prefix(2_000).firstIndex(of: mark), end + 1 < bytes.count,
      bytes[end + 1] == UInt8(ascii: "=")
    else { return nil }
    let charset = String(decoding: bytes[(start + 2)..<first], as: UTF8.self)
    let name = charset.split(separator: "*").first.map { $0.lowercased() } ?? ""
    let content = bytes[(first + 3)..<end]
    switch bytes[first + 1] | 0x20 {
    case UInt8(ascii: "b"): return (name, TransferEncoding.base64(content), end + 2)
    case UInt8(ascii: "q"):
      let spaced = content.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
      return (name, TransferEncoding.quotedPrintable(spaced[...]), end + 2)
    default: return nil
    }
  }
}

/// How mails write bytes as ASCII (RFC 2045).
enum TransferEncoding {
  /// The bytes of base64; what is no digit of it is passed over.
  static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for byte in text {
      let digit: UInt32
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = UInt32(byte - UInt8(ascii: "A"))
      case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = UInt32(byte - UInt8(ascii: "a")) + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte - UInt8(ascii: "0")) + 52
      case UInt8(ascii: "+"): digit = 62
      case UInt8(ascii: "/"): digit = 63
      default: continue
      }
      bits = bits << 6 | digit
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  /// The bytes of quoted-printable.
  static func quotedPrintable(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "=") else {
        result.append(byte)
        continue
      }
      if let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        rest.count >= 2, rest.first != UInt8(ascii: "+"), rest.first != UInt8(ascii: "-")
      {
        result.append(value)
        rest = rest.dropFirst(2)
      } else if let feed = rest.firstIndex(of: 0x0A),
        rest[..<feed].allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D })
      {
        // A line break that is not the author's.
        rest = rest[(feed + 1)...]
      } else {
        result.append(byte)
      }
    }
    return result
  }
}
