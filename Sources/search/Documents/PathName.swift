/// A path as the file system has it: bytes of any encoding.
///
/// Most names are UTF-8, and `text` is then the same. A name that is not keeps its bytes here, so
/// that the file can be opened, and is written with `\xNN` for each byte that belongs to no
/// character where text is needed, as in a key or a message. No such file is left out, and no two are
/// taken for one: a backslash that a name itself has where it would read like that is written `\x5C`.
struct PathName: Hashable, Sendable {
  /// The bytes, without a terminating NUL.
  var bytes: [UInt8]

  /// Creates a path from its bytes.
  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Creates a path from text.
  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The path as text, ill-formed bytes written as `\xNN`, and a backslash that reads like the first
  /// character of such as `\x5C`.
  var text: String {
    let isPlain = !bytes.contains(Self.backslash)
    if isPlain, let text = String(validating: bytes, as: UTF8.self) { return text }
    var well: [UInt8] = []
    let span = bytes.span
    var at = 0
    while at < span.count {
      let length = wellFormedLength(in: span, at: at)
      if length > 0, Self.spelledByte(bytes, at: at) == nil {
        well.append(contentsOf: bytes[at..<at + length])
      } else {
        let digits = String(span[at], radix: 16, uppercase: true)
        well.append(contentsOf: "\\x\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
      }
      at += max(1, length)
    }
    return String(decoding: well, as: UTF8.self)
  }

  private static let backslash = UInt8(ascii: "\\")

  /// The byte that `\xNN` stands for, two capital hexadecimal digits for one that is no ASCII, or `5C`;
  /// nil where nothing of the kind begins.
  private static func spelledByte(_ bytes: [UInt8], at start: Int) -> UInt8? {
    guard bytes[start] == backslash, start + 3 < bytes.count,
      bytes[start + 1] == UInt8(ascii: "x")
    else { return nil }
    var value: UInt8 = 0
    for digit in bytes[start + 2...start + 3] {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | (digit - UInt8(ascii: "0"))
      case UInt8(ascii: "A")...UInt8(ascii: "F"):
        value = value << 4 | (digit - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return value > 0x7F || value == backslash ? value : nil
  }

  /// The path that is written so: the one whose `text` this is.
  init(spelled text: String) {
    let plain = Array(text.utf8)
    guard plain.contains(Self.backslash) else {
      bytes = plain
      return
    }
    bytes = []
    var at = 0
    while at < plain.count {
      let byte = Self.spelledByte(plain, at: at)
      bytes.append(byte ?? plain[at])
      at += byte == nil ? 1 : 4
    }
  }

  /// The last component.
  var lastComponent: ArraySlice<UInt8> {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
    return bytes[(slash + 1)...]
  }

  /// What follows the last dot of the last component, in lower case; empty when there is none.
  var lowercasedExtension: String {
    let name = lastComponent
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return "" }
    return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
  }

  /// The path of a name in this folder.
  func appending(_ name: [UInt8]) -> PathName {
    let separator: [UInt8] = bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
    return PathName(bytes: bytes + separator + name)
  }

  /// This path seen from a folder; both absolute and free of `.` and `..`.
  func relative(to base: PathName) -> PathName {
    let slash = UInt8(ascii: "/")
    let mine = bytes.split(separator: slash)
    let theirs = base.bytes.split(separator: slash)
    var common = 0
    while common < mine.count, common < theirs.count, mine[common] == theirs[common] { common += 1 }
    let up = Array(repeating: ArraySlice("..".utf8), count: theirs.count - common)
    let components = up + mine[common...]
    return PathName(bytes: Array(components.joined(separator: [slash])))
  }

  /// Calls `body` with the path as C takes it; nil when the path holds a NUL, which no file has.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result? {
    guard !bytes.contains(0) else { return nil }
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    // The pointer is used within the call only, and the array ends with NUL.
    return unsafe terminated.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe body($0) }
    }
  }
}
