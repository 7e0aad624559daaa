/// A JSON object on one line, written member by member.
///
/// Control and bidi characters are escaped, so that a line is harmless on a terminal too.
struct JSONObject {
  private var members = ""

  /// Creates an empty object.
  init() {}

  /// Creates an object that begins with the version of the output and its type.
  init(type: String) {
    set("v", 1)
    set("type", type)
  }

  /// The object as text.
  var text: String { "{\(members)}" }

  /// Adds a text.
  mutating func set(_ name: String, _ value: String) {
    setRaw(name, Self.quoted(value))
  }

  /// Adds a whole number.
  mutating func set(_ name: String, _ value: some BinaryInteger) {
    setRaw(name, String(value))
  }

  /// Adds a number; one that JSON does not know becomes null.
  mutating func set(_ name: String, _ value: Float) {
    setRaw(name, value.isFinite ? value.description : "null")
  }

  /// Adds a number; one that JSON does not know becomes null.
  mutating func set(_ name: String, _ value: Double) {
    setRaw(name, value.isFinite ? value.description : "null")
  }

  /// Adds a truth value.
  mutating func set(_ name: String, _ value: Bool) {
    setRaw(name, value ? "true" : "false")
  }

  /// Adds byte ranges, each as `[begin, end]`.
  mutating func set(_ name: String, _ ranges: [Range<Int>]) {
    setRaw(name, Self.array(ranges.map { "[\($0.lowerBound),\($0.upperBound)]" }))
  }

  /// Adds a list of numbers; those that JSON does not know become null.
  mutating func set(_ name: String, _ values: [Double]) {
    setRaw(name, Self.array(values.map { $0.isFinite ? $0.description : "null" }))
  }

  /// Adds a list of texts.
  mutating func set(_ name: String, _ texts: [String]) {
    setRaw(name, Self.array(texts.map(Self.quoted)))
  }

  /// Adds a list of objects.
  mutating func set(_ name: String, _ objects: [JSONObject]) {
    setRaw(name, Self.array(objects.map(\.text)))
  }

  /// Adds an object.
  mutating func set(_ name: String, _ object: JSONObject) {
    setRaw(name, object.text)
  }

  private mutating func setRaw(_ name: String, _ value: String) {
    if !members.isEmpty { members += "," }
    members += Self.quoted(name) + ":" + value
  }

  private static func array(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }

  /// A text as a JSON string.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if TerminalText.mustEscape(scalar) {
          for unit in String(scalar).utf16 { result += "\\u" + hex(unit) }
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  private static func hex(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
