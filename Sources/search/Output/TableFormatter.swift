import Index

/// Results as a table for spreadsheets and documents.
struct TableFormatter: Sendable {
  /// How a table is written.
  enum Style: Sendable {
    /// RFC 4180: fields with commas, quotes or line breaks in quotes. Lines end with LF.
    case commas
    /// TAB between fields; TABs and line breaks within them are escaped.
    case tabs
    /// A table of Markdown, paths as links.
    case markdown
  }

  /// How the table is written.
  var style: Style
  /// How paths are shown.
  var paths = PathDisplay.asIndexed

  private static let headings = ["rank", "score", "path", "id", "line", "column", "title", "text"]

  /// The heading and a row for each hit.
  func results(_ page: ResultPage) -> String {
    if style == .markdown { return markdown(page) }
    var text = row(Self.headings)
    for hit in page.hits {
      let place = hit.place
      text += row([
        String(hit.rank), hit.score.description, PlaceText.name(paths.shown(hit), place),
        hit.name.recordID ?? "", place.line.map(String.init) ?? "",
        place.column.map(String.init) ?? "", hit.snippet?.title ?? "",
        hit.passages.first?.passage.text ?? "",
      ])
    }
    return text
  }

  private func row(_ fields: [String]) -> String {
    if style == .tabs {
      return fields.map { TerminalText.escaped(Self.joinedLines($0)) }.joined(separator: "\t")
        + "\n"
    }
    return fields.map(Self.quoted).joined(separator: ",") + "\n"
  }

  /// A field; one that a spreadsheet would take for a formula begins with an apostrophe.
  private static func quoted(_ field: String) -> String {
    var field = TerminalText.escaped(joinedLines(field))
    if let first = field.first, "=+@".contains(first) { field = "'" + field }
    guard field.contains(where: { $0 == "," || $0 == "\"" }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }

  private static func joinedLines(_ text: String) -> String { TerminalText.line(text) }

  private func markdown(_ page: ResultPage) -> String {
    var text = ""
    for hit in page.hits {
      let path = paths.shown(hit)
      let title = hit.snippet?.title ?? ""
      let label = Self.inMarkdown(TerminalText.line(title.isEmpty ? hit.name.ownID : title))
      text += "\(hit.rank). [\(label)](<\(Hyperlink.encoded(path))>)"
      if let line = hit.place.line { text += ", line \(line)" }
      if let recordID = hit.name.recordID {
        text += ", \(Self.inMarkdown(TerminalText.line(recordID)))"
      }
      text += "\n"
      guard let passage = hit.passages.first?.passage, !passage.text.isEmpty else { continue }
      text += "   > \(Self.marked(passage.text, passage.matchesInText))\n"
    }
    return text
  }

  /// A passage with its matches in bold.
  private static func marked(_ text: String, _ matches: [Range<Int>]) -> String {
    // Control characters stand for the marks until all else has been escaped: the line holds none.
    let marks = TerminalText.Marks(open: "\u{1}", close: "\u{2}")
    let line = TerminalText.line(text, matches: matches, marks: marks)
    return inMarkdown(line).replacing("\u{1}", with: "**").replacing("\u{2}", with: "**")
  }

  private static func inMarkdown(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>#|~&".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }
}
