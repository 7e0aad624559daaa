import Index

/// Makes one document of a file of JSON: its values are the text, a line each, and the scalars of the
/// outermost object also fields under their names. Of that object `title`, or else `name`, is the
/// title. The names of all members, each once, are values of the field `member`, so that they are found.
///
/// It reads what it can and judges nothing: keys, numbers and text are told apart, whatever else may be
/// wrong with the file. What has no value at all is no JSON, and is read as plain text.
struct JSONDocumentExtractor {
  /// How deep objects and lists may nest; what is deeper has no field, and is text all the same.
  private static let depthLimit = 512

  private let source: [UInt8]
  private let lines: SourceLines
  private var at = 0
  private var body = PlacedText()
  private var collector: FieldCollector
  /// What is open: true for an object.
  private var levels: [Bool] = []
  /// The key whose value comes next.
  private var key: String?
  /// The names of members, in order, and those that are known.
  private var names: [String] = []
  private var knownNames: Set<[UInt8]> = []
  /// So many different names are kept: more are data.
  private static let nameCount = 2_000
  private var title: String?
  private var titleAnchor: PlaceMap.Anchor?

  /// Creates an extractor of a well-formed text.
  init(_ source: [UInt8], lines: SourceLines, limits: ReadingLimits) {
    self.source = source
    self.lines = lines
    collector = FieldCollector(limits: limits, inputByteCount: source.count)
  }

  /// The document; nil if the text is no JSON.
  mutating func extract() throws(SkipReason) -> (ExtractedDocument, warnings: [String])? {
    while at < source.count {
      switch source[at] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard levels.count < Self.depthLimit else { return nil }
        levels.append(source[at] == UInt8(ascii: "{"))
        key = nil
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard levels.popLast() != nil else { return nil }
        key = nil
        at += 1
      case UInt8(ascii: "\""): try takeString()
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A: at += 1
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        try takeScalar()
      default: return nil
      }
    }
    guard !body.bytes.isEmpty || title != nil, levels.isEmpty else { return nil }
    var document = ExtractedDocument(
      title: title ?? "", body: body.string,
      fields: collector.fields + names.map { Document.Field("member", $0) })
    document.places.title = titleAnchor.map { [$0] } ?? []
    document.places.body = body.anchors
    return (document, collector.warnings)
  }

  private mutating func takeScalar() throws(SkipReason) {
    let end =
      source[at...].firstIndex { byte in
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A: true
        default: false
        }
      } ?? source.count
    let text = String(decoding: source[at..<end], as: UTF8.self)
    if text != "null" { try add(Array(source[at..<end]), from: at, isVerbatim: true) }
    at = end
  }

  private mutating func takeString() throws(SkipReason) {
    let start = at + 1
    var end = start
    var hasEscapes = false
    while end < source.count, source[end] != UInt8(ascii: "\"") {
      if source[end] == UInt8(ascii: "\\") {
        hasEscapes = true
        end += 1
      }
      end += 1
    }
    end = min(end, source.count)
    let raw = source[start..<max(start, end)]
    at = min(end + 1, source.count)
    if levels.last == true, key == nil {
      let bytes = hasEscapes ? Self.unescaped(raw) : Array(raw)
      let name = String(decoding: bytes, as: UTF8.self)
      key = name
      if names.count < Self.nameCount, bytes.count <= 256, !bytes.isEmpty,
        knownNames.insert(bytes).inserted
      {
        names.append(name)
      }
      return
    }
    try add(hasEscapes ? Self.unescaped(raw) : Array(raw), from: start, isVerbatim: !hasEscapes)
  }

  /// Takes a value.
  private mutating func add(
    _ bytes: [UInt8], from start: Int, isVerbatim: Bool
  ) throws(SkipReason) {
    defer { if levels.last == true { key = nil } }
    guard !bytes.isEmpty else { return }
    let anchor = lines.anchor(of: start, isVerbatim: isVerbatim)
    if levels.count == 1, levels[0], let key {
      let text = String(decoding: bytes, as: UTF8.self)
      if title == nil, key == "title" || key == "name" {
        title = PlainTextExtractor.singleLine(text)
        titleAnchor = anchor
        return
      }
      try collector.add(key, text, isSearchedByDefault: false)
    }
    if !body.bytes.isEmpty { body.append([0x0A]) }
    body.append(bytes[...], at: anchor)
  }

  /// A string without its escapes; one that means nothing is kept as it is.
  private static func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    var text = String.UnicodeScalarView()
    var units: [UInt16] = []
    let scalars = Array(String(decoding: raw, as: UTF8.self).unicodeScalars)
    func flush() {
      text.append(contentsOf: String(decoding: units, as: UTF16.self).unicodeScalars)
      units.removeAll()
    }
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      at += 1
      guard scalar == "\\", at < scalars.count else {
        flush()
        text.append(scalar)
        continue
      }
      let kind = scalars[at]
      at += 1
      if kind == "u", at + 4 <= scalars.count,
        let unit = UInt16(String(String.UnicodeScalarView(scalars[at..<at + 4])), radix: 16)
      {
        units.append(unit == 0 ? 0x20 : unit)
        at += 4
        continue
      }
      flush()
      switch kind {
      case "n", "r": text.append("\n")
      case "t": text.append("\t")
      case "b", "f": text.append(" ")
      default: text.append(kind)
      }
    }
    flush()
    return Array(String(text).utf8)
  }
}
