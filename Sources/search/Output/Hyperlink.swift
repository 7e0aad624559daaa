/// Links that terminals make of text: OSC 8, `ESC ] 8 ; ; address ESC \ text ESC ] 8 ; ; ESC \`.
struct Hyperlink: Equatable, Sendable {
  /// The address, with `{path}`, `{line}`, `{column}` and `{host}` in it.
  var template: String
  /// The name of this machine, which tells a terminal that shows another machine's output.
  var host: String
  /// What relative paths of each index are relative to.
  var bases: [String]

  /// Addresses by their names.
  static let templates = [
    "file": "file://{host}{path}",
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
  ]

  /// The address of a place.
  func address(_ path: String, of member: Int = 0, _ place: SourcePlace) -> String {
    let base = bases.indices.contains(member) ? bases[member] : ""
    let absolute = PathText.normalized(path, from: base)
    var address = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      address += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: "}") else { break }
      switch rest[...close] {
      case "{path}": address += Self.encoded(absolute)
      case "{line}": address += String(place.line ?? 1)
      case "{column}": address += String(place.column ?? 1)
      case "{host}": address += Self.encoded(host)
      default: address += rest[...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    // What a template holds may steer the terminal no more than what a path holds.
    return Self.printable(address + rest)
  }

  /// A text as a link to a place in the file of a hit.
  func link(_ text: String, to hit: HitRecord, _ place: SourcePlace) -> String {
    "\u{1B}]8;;\(address(hit.name.path, of: hit.member, place))\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
  }

  /// A path as part of an address (RFC 3986): what is not unreserved, nor a slash, by its bytes. `\xNN`
  /// stands for a byte of a name that is not UTF-8.
  static func encoded(_ path: String) -> String {
    var text = ""
    for byte in NameBytes.bytes(of: path) {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return text
  }

  private static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where (0x21...0x7E).contains(scalar.value) {
      result.append(scalar)
    }
    return String(result)
  }
}

/// The bytes of a file's name as it is shown.
enum NameBytes {
  /// The bytes that a path stands for; see `PathName`.
  static func bytes(of path: String) -> [UInt8] { PathName(spelled: path).bytes }

  /// Whether the name is written as it is, so that text says all of it.
  static func isText(_ path: String) -> Bool { bytes(of: path).elementsEqual(path.utf8) }

  /// Bytes in base 64 (RFC 4648, section 4).
  static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for digit in 0..<4 {
        let value = Int(bits >> UInt32(18 - 6 * digit)) & 63
        text.append(digit <= group.count ? letters[value] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
