import Index
import Tokenizer

/// The typed values that the documents of a file get by themselves: of the file its path, folder, name,
/// type (the ending of its name), size and time of change; and of their fields those that are numbers,
/// dates, booleans, or short enough to be a keyword.
struct FileValues {
  /// The names of what a file is. A document's own fields of such a name, as `type` in front matter, do not
  /// mix with these: they are called `doc.type` and so on.
  static let names: Set<String> = ["path", "dir", "file", "type", "size", "modified"]
  /// What stands before the name of such a field.
  static let ownPrefix = "doc."

  /// The fields of a document, none of them with the name of what a file is.
  static func own(_ fields: [Document.Field]) -> [Document.Field] {
    guard fields.contains(where: { names.contains($0.name) }) else { return fields }
    return fields.map { field in
      guard names.contains(field.name) else { return field }
      var field = field
      field.name = ownPrefix + field.name
      return field
    }
  }

  /// Longer text is no keyword.
  static let longestKeyword = 128
  /// Of one document no more fields have values.
  private static let mostFields = 256

  private let ofFile: [Document.Value]

  /// The values of a file.
  init(_ file: FoundFile) {
    let path = file.path
    let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map {
      path[path.utf8.index(after: $0)...]
    }
    var values: [Document.Value] = [
      .keyword("path", path), .keyword("file", String(name ?? path[...])),
      .integer("size", Int64(clamping: file.size)),
      .date("modified", Timestamp(microseconds: Self.microseconds(file.modified))),
    ]
    if let name, name.startIndex > path.startIndex {
      values.append(.keyword("dir", String(path[..<path.utf8.index(before: name.startIndex)])))
    }
    let type = PathName(path).lowercasedExtension
    if !type.isEmpty, type.utf8.count <= 16 { values.append(.keyword("type", type)) }
    ofFile = values
  }

  /// Of nanoseconds, rounded down.
  private static func microseconds(_ nanoseconds: Int64) -> Int64 {
    let quotient = nanoseconds / 1_000
    return nanoseconds % 1_000 < 0 ? quotient - 1 : quotient
  }

  /// Whether documents of an index get values: not where engines are compared, so that indexes hold the
  /// same.
  static func areKept(in options: SearchIndex.Options) -> Bool {
    options.analyzer.name != .whitespace
  }

  /// The values of a document of the file.
  func values(of fields: [Document.Field]) -> [Document.Value] {
    if fields.isEmpty { return ofFile }
    var values = ofFile
    for field in fields.prefix(Self.mostFields) {
      guard let value = Self.value(field.value), field.name.utf8.count <= 256 else { continue }
      values.append(Document.Value(field.name, value))
    }
    return values
  }

  /// What a field's text is; nil for a text that is only that.
  static func value(_ text: String) -> FieldValue? {
    guard let first = text.utf8.first, text.utf8.count <= longestKeyword else { return nil }
    let isNumeric = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    if isNumeric || first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      if let number = number(text) { return number }
      if isNumeric, let date = Timestamp(text) { return .date(date) }
    }
    if text == "true" { return .boolean(true) }
    if text == "false" { return .boolean(false) }
    return text.utf8.contains(0x0A) ? nil : .keyword(text)
  }

  /// Digits as a number. With a zero before others they are a name: a code, a part of an address.
  private static func number(_ text: String) -> FieldValue? {
    var digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    guard let first = digits.popFirst() else { return nil }
    if first == UInt8(ascii: "0"), let next = digits.first, next != UInt8(ascii: "."),
      next != UInt8(ascii: "e")
    {
      return nil
    }
    if let integer = Int64(text) { return .integer(integer) }
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    guard isPlain, let number = Double(text), number.isFinite else { return nil }
    return .decimal(number)
  }
}
