/// A value of JSON, for small files that this tool wrote itself; documents are read by simdjson.
enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// How deeply arrays and objects may be nested.
  static let deepest = 32

  /// Reads the one value of a text; nil if it is not JSON.
  init?(parsing text: String) {
    var reader = JSONReader(bytes: Array(text.utf8))
    guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
    self = value
  }

  /// A member of an object.
  subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { return members[name] }
    return nil
  }

  /// The number, if it is one.
  var number: Double? {
    if case .number(let number) = self { return number }
    return nil
  }

  /// The text, if it is one.
  var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  /// The elements, if it is an array.
  var elements: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  /// The numbers, if it is an array of nothing else.
  var numbers: [Double]? {
    guard let elements else { return nil }
    let numbers = elements.compactMap(\.number)
    return numbers.count == elements.count ? numbers : nil
  }
}

/// Reads JSON from its beginning to its end.
private struct JSONReader {
  let bytes: [UInt8]
  private var offset = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether nothing follows but white space.
  var isAtEnd: Bool {
    bytes[offset...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  mutating func value(depth: Int) -> JSONValue? {
    guard depth < JSONValue.deepest, let first = peek() else { return nil }
    switch first {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map(JSONValue.text)
    default: return word()
    }
  }

  /// The next byte that is not white space.
  private mutating func peek() -> UInt8? {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    return offset < bytes.count ? bytes[offset] : nil
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func array(depth: Int) -> JSONValue? {
    guard take("[") else { return nil }
    var elements: [JSONValue] = []
    if take("]") { return .array(elements) }
    repeat {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
    } while take(",")
    return take("]") ? .array(elements) : nil
  }

  private mutating func object(depth: Int) -> JSONValue? {
    guard take("{") else { return nil }
    var members: [String: JSONValue] = [:]
    if take("}") { return .object(members) }
    repeat {
      guard peek() == UInt8(ascii: "\""), let name = string(), take(":"),
        let member = value(depth: depth + 1)
      else { return nil }
      members[name] = member
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  /// A number, or one of the three words.
  private mutating func word() -> JSONValue? {
    let start = offset
    while offset < bytes.count, !",]} \t\r\n".utf8.contains(bytes[offset]) { offset += 1 }
    let word = String(decoding: bytes[start..<offset], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default:
      guard let first = word.utf8.first,
        first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
        word.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
        let number = Double(word), number.isFinite
      else { return nil }
      return .number(number)
    }
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var text: [UInt16] = []
    var plain = offset
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        offset += 1
        continue
      }
      text += Array(String(decoding: bytes[plain..<offset], as: UTF8.self).utf16)
      offset += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF16.self) }
      guard let unit = escape() else { return nil }
      text.append(unit)
      plain = offset
    }
    return nil
  }

  /// What stands behind a backslash.
  private mutating func escape() -> UInt16? {
    guard offset < bytes.count else { return nil }
    let byte = bytes[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(byte)
    case UInt8(ascii: "u"):
      guard bytes.count - offset >= 4 else { return nil }
      defer { offset += 4 }
      return UInt16(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
    default: return nil
    }
  }
}
