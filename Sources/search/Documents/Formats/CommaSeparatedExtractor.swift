/// Makes documents of the rows of a table in text (RFC 4180): cells in quotation marks may hold commas,
/// quotation marks in pairs, and line breaks.
///
/// A row is a document, its cells parted by TAB. If the first row names columns, each cell is also a
/// field of that name. The separator is whichever of comma, semicolon, TAB and bar the first row has
/// most of.
struct CommaSeparatedExtractor {
  private let text: [UInt8]
  private let lines: SourceLines
  private let limits: ReadingLimits
  private let separator: UInt8

  /// A cell: its text, and where it begins in the source.
  private struct Cell {
    var bytes: [UInt8]
    var start: Int
    var isVerbatim: Bool
  }

  /// Creates an extractor of a well-formed text.
  init(_ text: [UInt8], lines: SourceLines, limits: ReadingLimits) {
    self.text = text
    self.lines = lines
    self.limits = limits
    separator = Self.separator(of: text.prefix { $0 != 0x0A })
  }

  private static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]
    let counts = candidates.map { candidate in line.count { $0 == candidate } }
    var best = 0
    for index in counts.indices where counts[index] > counts[best] { best = index }
    return candidates[best]
  }

  /// Delivers a document a row, and answers what was left out of them.
  func extract(each: (ExtractedDocument) throws -> Void) throws -> [String] {
    var at = 0
    var names: [String]?
    var isFirst = true
    var warnings: [String] = []
    while at < text.count {
      let (cells, next) = row(at: at)
      let start = at
      at = next
      if cells.allSatisfy(\.bytes.isEmpty) { continue }
      if isFirst {
        isFirst = false
        names = Self.columnNames(cells)
        if names != nil { continue }
      }
      let line = lines.anchor(of: start).line ?? 0
      try each(document(cells, names: names, line: line, &warnings))
    }
    return warnings
  }

  private func document(
    _ cells: [Cell], names: [String]?, line: Int, _ warnings: inout [String]
  ) -> ExtractedDocument {
    var body = PlacedText()
    var collector = FieldCollector(limits: limits, inputByteCount: text.count)
    for (index, cell) in cells.enumerated() {
      if index > 0 { body.append([0x09]) }
      var anchor = lines.anchor(of: cell.start)
      anchor.isVerbatim = cell.isVerbatim
      body.append(cell.bytes[...], at: anchor)
      if let names, index < names.count {
        let value = String(decoding: cell.bytes, as: UTF8.self)
        // A cell is no longer than the file.
        try? collector.add(names[index], value, isSearchedByDefault: false)
      }
    }
    for warning in collector.warnings where !warnings.contains(warning) { warnings.append(warning) }
    var document = ExtractedDocument(
      recordID: String(line), body: body.string, fields: collector.fields)
    document.places.body = body.anchors
    return document
  }

  /// The names of columns, if the first row looks like names: several, none empty, none a number, no
  /// two alike.
  private static func columnNames(_ cells: [Cell]) -> [String]? {
    let names = cells.map {
      PlainTextExtractor.singleLine(String(decoding: $0.bytes, as: UTF8.self))
    }
    let isNamed = names.allSatisfy { name in
      !name.isEmpty && name.utf8.count <= 64 && Double(name) == nil
    }
    return names.count > 1 && isNamed && Set(names).count == names.count ? names : nil
  }

  /// The row that begins here, and where the next one does.
  private func row(at start: Int) -> (cells: [Cell], next: Int) {
    var cells: [Cell] = []
    var at = start
    while true {
      let (cell, end) = cell(at: at)
      cells.append(cell)
      guard end < text.count, text[end] == separator, cells.count < limits.fieldCount else {
        // What is left of a row with too many cells belongs to none.
        let line = end < text.count ? text[end...].firstIndex(of: 0x0A) : nil
        return (cells, (line ?? text.count - 1) + 1)
      }
      at = end + 1
    }
  }

  private func cell(at start: Int) -> (cell: Cell, end: Int) {
    let quote = UInt8(ascii: "\"")
    guard start < text.count, text[start] == quote else {
      let end = text[start...].firstIndex { $0 == separator || $0 == 0x0A } ?? text.count
      return (Cell(bytes: Array(text[start..<end]), start: start, isVerbatim: true), end)
    }
    var bytes: [UInt8] = []
    var isVerbatim = true
    var at = start + 1
    while at < text.count {
      if text[at] == quote {
        guard at + 1 < text.count, text[at + 1] == quote else { break }
        isVerbatim = false
        at += 1
      }
      bytes.append(text[at])
      at += 1
    }
    let rest = min(at + 1, text.count)
    let end = text[rest...].firstIndex { $0 == separator || $0 == 0x0A } ?? text.count
    return (Cell(bytes: bytes, start: start + 1, isVerbatim: isVerbatim), end)
  }
}
