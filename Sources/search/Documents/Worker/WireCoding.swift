/// Writes what passes between the tool and its worker.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  /// Appends a number.
  mutating func append(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Appends bytes with their number before them.
  mutating func append(_ content: [UInt8]) {
    append(content.count)
    bytes += content
  }

  /// Appends a text.
  mutating func append(_ text: String) {
    append(Array(text.utf8))
  }

  /// Appends a list of texts.
  mutating func append(_ texts: [String]) {
    append(texts.count)
    for text in texts { append(text) }
  }
}

/// Reads what ``WireWriter`` wrote; whatever else the bytes are, it ends with an error and nothing is
/// allocated that they do not hold.
struct WireReader {
  /// The bytes make no sense.
  struct Nonsense: Error {}

  private var rest: ArraySlice<UInt8>

  /// Reads from bytes.
  init(_ bytes: [UInt8]) {
    rest = bytes[...]
  }

  /// Whether all has been read.
  var isAtEnd: Bool { rest.isEmpty }

  /// The next number.
  mutating func integer() throws(Nonsense) -> Int {
    guard rest.count >= 8 else { throw Nonsense() }
    var value: UInt64 = 0
    for byte in rest.prefix(8).reversed() { value = value << 8 | UInt64(byte) }
    rest = rest.dropFirst(8)
    return Int(Int64(bitPattern: value))
  }

  /// The next number of things of a byte or more each.
  mutating func count() throws(Nonsense) -> Int {
    let count = try integer()
    guard count >= 0, count <= rest.count else { throw Nonsense() }
    return count
  }

  /// The next bytes.
  mutating func content() throws(Nonsense) -> [UInt8] {
    let count = try count()
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// The next text.
  mutating func text() throws(Nonsense) -> String {
    guard let text = String(validating: try content(), as: UTF8.self) else { throw Nonsense() }
    return text
  }

  /// The next list of texts.
  mutating func texts() throws(Nonsense) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count()) { texts.append(try text()) }
    return texts
  }
}
