/// Where in its file something stands, as a person would look it up there.
///
/// What a format has no word for is nil: a PDF has pages and no lines, a spreadsheet has cells.
struct SourcePlace: Equatable, Sendable {
  /// The names that lead into an archive or a mail's attachments, outermost first; empty outside.
  var entries: [String] = []
  /// The message of a mailbox, from 1.
  var message: Int?
  /// The page of a document or the slide of a presentation, from 1.
  var page: Int?
  /// The sheet of a workbook.
  var sheet: String?
  /// The cell of a sheet, as `B12`.
  var cell: String?
  /// When it is said in a subtitled film or a timed text, in milliseconds from its start.
  var milliseconds: Int?
  /// The line of the file, from 1.
  var line: Int?
  /// The column in the line, in code points from 1.
  var column: Int?
  /// Where the file has it, in bytes from its start, if the file holds the text as it is.
  var byteOffset: Int?
}

extension SourcePlace {
  /// A file's path with the names that lead into it: `a.zip//b/c.txt`.
  func name(inFile path: String) -> String {
    ([path] + entries).joined(separator: "//")
  }
}
