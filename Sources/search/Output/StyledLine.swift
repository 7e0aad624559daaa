/// A text on one line of a terminal: escaped, its matches marked, cut to a number of columns.
///
/// It is cut between characters as readers see them, so that no letter loses its accent and no emoji
/// falls apart, and what has been cut off is an ellipsis. What is cut away first lies before the first
/// match, if that would not be seen.
struct StyledLine {
  private struct Cell {
    var text: String
    var width: Int
    var isMatch: Bool
  }

  private var cells: [Cell] = []
  private var isRightToLeft = false

  /// Takes a text apart: white space becomes single spaces.
  ///
  /// - Parameter matches: byte ranges of the text's UTF-8.
  init(_ text: String, matches: [Range<Int>] = []) {
    var ranges = matches.sorted { $0.lowerBound < $1.lowerBound }[...]
    var offset = 0
    var spaceIsPending = false
    for character in text {
      let end = offset + character.utf8.count
      defer { offset = end }
      if character.isWhitespace {
        spaceIsPending = !cells.isEmpty
        continue
      }
      while let range = ranges.first, range.upperBound <= offset { ranges = ranges.dropFirst() }
      let isMatch = ranges.first.map { $0.lowerBound < end } ?? false
      if spaceIsPending {
        let isInside = isMatch && ranges.first.map { $0.lowerBound < offset } == true
        cells.append(Cell(text: " ", width: 1, isMatch: isInside))
        spaceIsPending = false
      }
      isRightToLeft = isRightToLeft || character.unicodeScalars.contains(where: Self.isRightToLeft)
      let shown = TerminalText.escaped(String(character))
      cells.append(Cell(text: shown, width: DisplayWidth.of(shown), isMatch: isMatch))
    }
  }

  /// How many columns it takes whole.
  var width: Int { cells.reduce(0) { $0 + $1.width } }

  /// The line.
  ///
  /// - Parameters:
  ///   - columns: how many it may take; nil for all it needs.
  ///   - isolates: whether what runs from right to left is kept from reordering what stands beside it.
  func text(columns: Int?, marks: TerminalText.Marks, isolates: Bool = false) -> String {
    let (range, before, after) = shown(columns: columns)
    var text = before ? "…" : ""
    var isOpen = false
    for cell in cells[range] {
      if cell.isMatch != isOpen {
        text += isOpen ? marks.close : marks.open
        isOpen = cell.isMatch
      }
      text += cell.text
    }
    if isOpen { text += marks.close }
    if after { text += "…" }
    // First strong isolate and its end (UAX #9).
    return isolates && isRightToLeft ? "\u{2068}\(text)\u{2069}" : text
  }

  /// A stretch of a row that looks alike.
  struct Stretch: Equatable {
    var text: String
    var isMatch: Bool
  }

  /// The line as rows of so many columns at most, broken at spaces where there are any.
  func rows(columns: Int) -> [[Stretch]] {
    var rows: [[Stretch]] = []
    var start = 0
    while start < cells.count {
      var end = start
      var left = max(2, columns)
      while end < cells.count, cells[end].width <= left {
        left -= cells[end].width
        end += 1
      }
      // What is wider than a row, as an escaped character may be, has one for itself.
      if end == start { end += 1 }
      if end < cells.count, let space = cells[start..<end].lastIndex(where: { $0.text == " " }),
        space > start + (end - start) / 2
      {
        end = space + 1
      }
      rows.append(Self.stretches(cells[start..<end]))
      start = end
    }
    return rows
  }

  /// The line cut to so many columns, with ellipses where something is missing.
  func cut(columns: Int) -> [Stretch] {
    let (range, before, after) = shown(columns: max(2, columns))
    var stretches = Self.stretches(cells[range])
    if before { stretches.insert(Stretch(text: "…", isMatch: false), at: 0) }
    if after { stretches.append(Stretch(text: "…", isMatch: false)) }
    return stretches
  }

  private static func stretches(_ cells: ArraySlice<Cell>) -> [Stretch] {
    var result: [Stretch] = []
    for cell in cells {
      if result.last?.isMatch == cell.isMatch {
        result[result.count - 1].text += cell.text
      } else {
        result.append(Stretch(text: cell.text, isMatch: cell.isMatch))
      }
    }
    return result
  }

  /// Which cells are shown, and whether there are others before and after.
  private func shown(columns: Int?) -> (Range<Int>, before: Bool, after: Bool) {
    guard let columns, width > columns else { return (0..<cells.count, false, false) }
    // So that the first match is within the first two thirds.
    let firstMatch = cells.firstIndex(where: \.isMatch) ?? 0
    var start = 0
    var lead = cells[..<firstMatch].reduce(0) { $0 + $1.width }
    if lead + cells[firstMatch].width > columns * 2 / 3 {
      while start < firstMatch, lead > columns / 3 {
        lead -= cells[start].width
        start += 1
      }
    }
    // A mark that takes no column goes with what it stands on.
    while start > 0, start < cells.count, cells[start].width == 0 { start -= 1 }
    var left = columns - (start > 0 ? 1 : 0)
    var end = start
    while end < cells.count, cells[end].width <= left {
      left -= cells[end].width
      end += 1
    }
    if end == cells.count { return (start..<end, start > 0, false) }
    // The ellipsis needs a column of its own.
    while end > start, left < 1 {
      end -= 1
      left += cells[end].width
    }
    return (start..<end, start > 0, left >= 1)
  }

  /// Whether a scalar is of a script that runs from right to left (UAX #9, classes R and AL).
  static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x590: false
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      true
    default: false
    }
  }
}
