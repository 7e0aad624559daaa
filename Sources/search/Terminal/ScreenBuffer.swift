/// What is to stand on a screen, cell by cell, and what to write so that it does.
struct ScreenBuffer: Equatable, Sendable {
  /// How a cell looks.
  struct Style: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let bold = Style(rawValue: 1)
    static let dim = Style(rawValue: 2)
    static let reverse = Style(rawValue: 4)
    /// A match: red.
    static let match = Style(rawValue: 8)

    /// The sequence that switches to it (ECMA-48, SGR).
    var sequence: String {
      var codes = "0"
      if contains(.bold) { codes += ";1" }
      if contains(.dim) { codes += ";2" }
      if contains(.reverse) { codes += ";7" }
      if contains(.match) { codes += ";31" }
      return "\u{1B}[\(codes)m"
    }
  }

  /// A character and its looks. The second cell of a wide one is empty.
  private struct Cell: Equatable, Sendable {
    var text = " "
    var style: Style = []
  }

  /// How large the screen is.
  let size: TerminalSize
  private var cells: [Cell]
  /// Where the cursor stands; nil to hide it.
  var cursor: (row: Int, column: Int)?

  /// An empty screen.
  init(_ size: TerminalSize) {
    self.size = size
    cells = Array(repeating: Cell(), count: size.rows * size.columns)
  }

  static func == (left: ScreenBuffer, right: ScreenBuffer) -> Bool {
    left.size == right.size && left.cells == right.cells && left.cursor?.row == right.cursor?.row
      && left.cursor?.column == right.cursor?.column
  }

  /// Puts text on a row, as far as there is room up to `end`.
  ///
  /// - Parameter text: on one line, escaped already.
  /// - Returns: the column behind it.
  @discardableResult
  mutating func put(
    _ text: some StringProtocol, row: Int, column: Int, end: Int? = nil, style: Style = []
  ) -> Int {
    let end = min(end ?? size.columns, size.columns)
    guard (0..<size.rows).contains(row), column >= 0 else { return column }
    var column = column
    for character in text {
      let width = DisplayWidth.of(character)
      if width == 0 {
        // A mark without a character of its own: with the one before it.
        if column > 0, column <= end { append(character, row: row, before: column) }
        continue
      }
      if column + width > end { break }
      set(row, column, Cell(text: String(character), style: style))
      if width == 2 { set(row, column + 1, Cell(text: "", style: style)) }
      column += width
    }
    return column
  }

  /// Changes the looks of a stretch of a row.
  mutating func restyle(row: Int, columns: Range<Int>, _ style: Style) {
    guard (0..<size.rows).contains(row) else { return }
    for column in columns.clamped(to: 0..<size.columns) {
      cells[row * size.columns + column].style.formUnion(style)
    }
  }

  private mutating func set(_ row: Int, _ column: Int, _ cell: Cell) {
    let at = row * size.columns + column
    // Half of a wide character is none.
    if cells[at].text.isEmpty, column > 0, !cell.text.isEmpty { cells[at - 1].text = " " }
    if column + 1 < size.columns, cells[at + 1].text.isEmpty { cells[at + 1].text = " " }
    cells[at] = cell
  }

  private mutating func append(_ character: Character, row: Int, before column: Int) {
    var at = row * size.columns + column - 1
    if cells[at].text.isEmpty, column > 1 { at -= 1 }
    // Nobody stacks more marks than this.
    if cells[at].text.utf8.count < 64 { cells[at].text.append(character) }
  }

  /// What to write to a screen that shows `old`; all of it if that is nil or of another size.
  func changes(from old: ScreenBuffer?) -> String {
    let known = old.flatMap { $0.size == size ? $0 : nil }
    var text = known == nil ? "\u{1B}[0m\u{1B}[2J" : ""
    for row in 0..<size.rows { text += changes(row: row, from: known) }
    if text.isEmpty, known?.cursor?.row == cursor?.row, known?.cursor?.column == cursor?.column {
      return ""
    }
    text = "\u{1B}[?25l" + text + "\u{1B}[0m"
    guard let cursor else { return text }
    return text + Self.move(cursor.row, cursor.column) + "\u{1B}[?25h"
  }

  private func changes(row: Int, from old: ScreenBuffer?) -> String {
    let start = row * size.columns
    let blank = Cell()
    var text = ""
    // Where the terminal's cursor is, if that is known.
    var at: Int?
    var style: Style?
    var column = 0
    while column < size.columns {
      let cell = cells[start + column]
      let width = column + 1 < size.columns && cells[start + column + 1].text.isEmpty ? 2 : 1
      defer { column += width }
      let isSame = (0..<width).allSatisfy {
        cells[start + column + $0] == (old?.cells[start + column + $0] ?? blank)
      }
      if isSame { continue }
      if at != column { text += Self.move(row, column) }
      if style != cell.style { text += cell.style.sequence }
      style = cell.style
      text += cell.text.isEmpty ? " " : cell.text
      // Terminals disagree about the width of what is made of several code points.
      at = cell.text.unicodeScalars.count > 1 ? nil : column + width
    }
    return text
  }

  private static func move(_ row: Int, _ column: Int) -> String {
    "\u{1B}[\(row + 1);\(column + 1)H"
  }
}
