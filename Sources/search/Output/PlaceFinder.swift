import Index

/// Where in its file a byte of a document's stored text stands.
///
/// The reader of the file has noted where what stands (``PlaceMap``). Of a document without such a note
/// lines are counted in the stored body; the title of a text is then the line before it, and the documents
/// of a file of records have no lines.
struct PlaceFinder {
  private let document: Document
  private let noted: PlacedDocument?
  private let hasLines: Bool
  // The last place asked for: passages come in order, more or less.
  private var known = (offset: 0, line: 1, lineStart: 0)

  /// Looks places up in a document.
  init(_ document: Document, name: DocumentName) {
    self.document = document
    noted =
      document.note.isEmpty
      ? nil : PlacedDocument(title: document.title, body: document.body, note: document.note)
    hasLines = name.recordID == nil
    known.line = document.title.isEmpty ? 1 : 2
  }

  /// The place of a byte of the title or of the body.
  ///
  /// - Complexity: O(length of the body before it).
  mutating func place(ofByte offset: Int, inTitle: Bool) -> SourcePlace {
    if let noted { return noted.place(ofByte: offset, inTitle: inTitle) }
    guard hasLines else { return SourcePlace() }
    if inTitle {
      return SourcePlace(line: 1, column: Self.column(document.title.utf8.span, 0, offset))
    }
    let body = document.body.utf8.span
    let end = min(max(0, offset), body.count)
    if end < known.offset { known = (0, document.title.isEmpty ? 1 : 2, 0) }
    for index in known.offset..<end where body[index] == 0x0A {
      known.line += 1
      known.lineStart = index + 1
    }
    known.offset = end
    return SourcePlace(line: known.line, column: Self.column(body, known.lineStart, end))
  }

  /// How many code points begin between two bytes, counted from 1.
  private static func column(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var column = 1
    for index in start..<min(max(start, end), text.count) where text[index] & 0xC0 != 0x80 {
      column += 1
    }
    return column
  }
}
