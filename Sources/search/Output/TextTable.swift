/// A table whose columns line up on a terminal, wide characters included.
struct TextTable: Sendable {
  /// Where the cells of a column stand.
  enum Alignment: Sendable { case left, right }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// Creates a table from its headings.
  init(_ columns: [(heading: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.heading)]
  }

  /// Adds a row; cells are escaped already.
  mutating func add(_ cells: [String]) {
    rows.append(cells)
  }

  /// The lines, each with its line break, without spaces at their ends.
  var text: String {
    let widths = alignments.indices.map { column in
      rows.map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    return rows.map { line($0, widths) + "\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var parts: [String] = []
    for (column, cell) in cells.enumerated() {
      switch alignments[column] {
      case .right: parts.append(TerminalText.paddedLeft(cell, to: widths[column]))
      case .left where column == cells.count - 1: parts.append(cell)
      case .left: parts.append(TerminalText.padded(cell, to: widths[column]))
      }
    }
    return parts.joined(separator: "  ")
  }
}
