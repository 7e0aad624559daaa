/// What `-h` says: the usage and a line for each option. `--help` says all.
enum BriefHelp {
  /// The text for a command, or for the tool.
  static func text(_ manual: CommandManual, of tool: String?) -> String {
    let name = tool.map { "\($0) \(manual.name)" } ?? manual.name
    var text = "\(manual.abstract)\n\n"
    if manual.commands.isEmpty {
      let words = manual.options.filter(\.isPositional).map(\.signature)
      text += "usage: \((["\(name) [options]"] + words).joined(separator: " "))\n\n"
      text += rows(
        manual.options.filter { !$0.isPositional }.map {
          ($0.signature, firstSentence($0.abstract))
        })
    } else {
      text += "usage: \(name) [options] words ...\n       \(name) command ...\n\n"
      text += rows(manual.commands.map { ($0.name, $0.abstract) })
    }
    return text + "\n\(name) --help says more.\n"
  }

  private static func rows(_ rows: [(left: String, right: String)]) -> String {
    let width = min(30, rows.map { DisplayWidth.of($0.left) }.max() ?? 0)
    let columns = max(60, TerminalSize.forOutput().columns) - width - 4
    return rows.map { row in
      let right = StyledLine(row.right).text(columns: columns, marks: .none)
      return "  \(TerminalText.padded(row.left, to: width))  \(right)\n"
    }.joined()
  }

  private static func firstSentence(_ text: String) -> String {
    guard let stop = text.firstRange(of: ". ") else { return text }
    return String(text[..<stop.lowerBound]) + "."
  }
}
