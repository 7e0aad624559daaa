import Index

/// The full screen of a search as you type: what is on it, and what keys do.
///
/// It knows no terminal and no index: keys and answers go in, a picture and wishes come out.
struct SearchScreen {
  /// What is to be done after a key.
  enum Wish: Equatable {
    case nothing
    /// The query has changed.
    case search
    /// Another document has been chosen.
    case preview
    case open
    case suspend
    /// The picture is to be drawn anew.
    case redraw
    case quit
  }

  /// The query.
  private(set) var editor: LineEditor
  private(set) var answer: SearchWorker.Answer?
  private(set) var preview: HitRecord?
  /// Which of the hits is chosen, from 0.
  private(set) var selected = 0
  /// What went wrong, until the next key.
  var message: String?
  /// How paths are shown.
  var paths = PathDisplay.asIndexed
  /// How many documents are searched.
  var documentCount = 0
  /// How large the screen is.
  var size: TerminalSize
  private var firstShown = 0
  private var previewOffset = 0

  /// A screen before the first answer.
  init(query: String = "", size: TerminalSize) {
    editor = LineEditor(query)
    self.size = size
  }

  /// The hits of the last answer.
  var hits: [HitRecord] { answer?.hits ?? [] }

  /// The hit that is chosen.
  var chosen: HitRecord? { hits.indices.contains(selected) ? hits[selected] : nil }

  /// Takes an answer.
  ///
  /// Where the same question is answered anew, since files have changed, what is chosen stays so.
  mutating func show(_ answer: SearchWorker.Answer) {
    let chosen = answer.question == self.answer?.question ? self.chosen : nil
    self.answer = answer
    if let chosen,
      let same = answer.hits.firstIndex(where: {
        $0.name.key == chosen.name.key && $0.member == chosen.member
      })
    {
      selected = same
      return
    }
    (selected, firstShown, previewOffset) = (0, 0, 0)
    preview = nil
  }

  /// Takes the passages of a document, if it is still chosen.
  mutating func show(_ preview: SearchWorker.Preview) {
    guard preview.question == answer?.question, preview.rank == selected + 1 else { return }
    self.preview = preview.record
  }

  // MARK: - Keys

  /// Does what a key means.
  mutating func handle(_ key: Key) -> Wish {
    message = nil
    let before = editor.text
    if let wish = command(key) { return wish }
    edit(key)
    return editor.text == before ? .nothing : .search
  }

  private mutating func command(_ key: Key) -> Wish? {
    switch key {
    case .escape, .control("c"), .control("g"): return .quit
    case .control("d") where editor.text.isEmpty: return .quit
    case .control("z"): return .suspend
    case .control("l"): return .redraw
    case .enter: return chosen == nil ? .nothing : .open
    case .up, .control("p"), .backTab: return choose(selected - 1)
    case .down, .control("n"), .tab: return choose(selected + 1)
    case .pageUp: return scrollPreview(by: -1)
    case .pageDown: return scrollPreview(by: 1)
    default: return nil
    }
  }

  private mutating func edit(_ key: Key) {
    switch key {
    case .text(let text), .paste(let text): editor.insert(text)
    case .backspace: editor.deleteBackward()
    case .delete, .control("d"): editor.deleteForward()
    case .left, .control("b"): editor.move(by: -1)
    case .right, .control("f"): editor.move(by: 1)
    case .wordLeft, .alt("b"): editor.moveWordLeft()
    case .wordRight, .alt("f"): editor.moveWordRight()
    case .home, .control("a"): editor.moveToStart()
    case .end, .control("e"): editor.moveToEnd()
    case .control("u"): editor.deleteToStart()
    case .control("k"): editor.deleteToEnd()
    case .control("w"): editor.deleteWordBackward()
    default: break
    }
  }

  private mutating func choose(_ number: Int) -> Wish {
    let number = min(max(0, number), max(0, hits.count - 1))
    guard number != selected else { return .nothing }
    selected = number
    previewOffset = 0
    preview = nil
    return .preview
  }

  private mutating func scrollPreview(by pages: Int) -> Wish {
    let page = max(1, previewArea.rows - 1)
    let last = max(0, previewRows().count - 1)
    previewOffset = min(max(0, previewOffset + pages * page), last)
    return .nothing
  }

  // MARK: - The picture

  /// A part of the screen.
  private struct Area {
    var row = 0
    var column = 0
    var rows = 0
    var columns = 0
  }

  /// From so many columns on the preview stands beside the list, else below it.
  private static let columnsForTwo = 100

  private var body: Area {
    Area(row: 1, column: 0, rows: max(0, size.rows - 2), columns: size.columns)
  }

  private var listArea: Area {
    var area = body
    if size.columns >= Self.columnsForTwo {
      area.columns = size.columns * 2 / 5
    } else {
      area.rows = body.rows / 2
    }
    return area
  }

  private var previewArea: Area {
    var area = body
    if size.columns >= Self.columnsForTwo {
      area.column = listArea.columns + 2
      area.columns = size.columns - area.column
    } else {
      area.row += listArea.rows + 1
      area.rows = max(0, body.rows - listArea.rows - 1)
    }
    return area
  }

  /// What is to stand on the screen.
  mutating func picture() -> ScreenBuffer {
    var buffer = ScreenBuffer(size)
    drawQuery(&buffer)
    drawBorder(&buffer)
    drawList(&buffer)
    drawPreview(&buffer)
    let help =
      message ?? answer?.note ?? "Enter open  ↑↓ choose  PgUp PgDn scroll  ^U clear  Esc quit"
    buffer.put(
      TerminalText.line(help), row: size.rows - 1, column: 0, style: message == nil ? .dim : .bold)
    return buffer
  }

  private func drawQuery(_ buffer: inout ScreenBuffer) {
    let prompt = "search> "
    var room = max(4, size.columns - prompt.utf8.count - 1)
    let status = self.status
    let statusWidth = DisplayWidth.of(status)
    // Beside the query if that leaves enough of it.
    if room - statusWidth - 1 >= 20 {
      room -= statusWidth + 1
      buffer.put(status, row: 0, column: size.columns - statusWidth, style: .dim)
    }
    let start = buffer.put(prompt, row: 0, column: 0, style: .bold)
    // Of a long query the end before the cursor.
    var shown = editor.text[...]
    var before = DisplayWidth.of(TerminalText.escaped(String(editor.beforeCursor)))
    var skipped = editor.beforeCursor
    while before > room, let first = skipped.popFirst() {
      before -= DisplayWidth.of(TerminalText.escaped(String(first)))
      shown.removeFirst()
    }
    buffer.put(
      TerminalText.escaped(String(shown)), row: 0, column: start, end: start + room)
    buffer.cursor = (0, min(start + before, size.columns - 1))
  }

  /// How the search went.
  private var status: String {
    guard let answer else {
      return documentCount == 1 ? "1 document" : "\(documentCount) documents"
    }
    if let failure = answer.failure { return TerminalText.line(failure) }
    if answer.question.text.isEmpty { return "\(documentCount) documents" }
    let noun = answer.totalCount == 1 ? "document" : "documents"
    let more = answer.isTotalExact ? "" : "+"
    return "\(answer.totalCount)\(more) \(noun) in \(HumanFormatter.milliseconds(answer.seconds))"
  }

  private func drawBorder(_ buffer: inout ScreenBuffer) {
    if size.columns >= Self.columnsForTwo {
      for row in body.row..<body.row + body.rows {
        buffer.put("│", row: row, column: listArea.columns, style: .dim)
      }
    } else if listArea.rows > 0 {
      let line = String(repeating: "─", count: size.columns)
      buffer.put(line, row: listArea.row + listArea.rows, column: 0, style: .dim)
    }
  }

  private mutating func drawList(_ buffer: inout ScreenBuffer) {
    let area = listArea
    let shownCount = max(1, area.rows / 2)
    firstShown = min(max(firstShown, selected - shownCount + 1), selected)
    if hits.isEmpty, let answer, !answer.question.text.isEmpty { drawReasons(answer, &buffer) }
    for number in firstShown..<min(hits.count, firstShown + shownCount) {
      let hit = hits[number]
      let row = area.row + 2 * (number - firstShown)
      guard row + 1 < area.row + area.rows else { break }
      let isOdd = hit.freshness.map { $0 != .current } ?? false
      let mark = isOdd ? hit.freshness.map { "[\($0.rawValue)]" } : nil
      let path = [mark, paths.shown(hit), hit.name.recordID].compactMap { $0 }
        .joined(separator: " ")
      let title = StyledLine(hit.title.isEmpty ? path : hit.title, matches: hit.titleMatches)
      draw(title.cut(columns: area.columns - 2), row, 1, area.columns - 1, .bold, &buffer)
      let place = StyledLine(path).cut(columns: area.columns - 4)
      draw(place, row + 1, 3, area.columns - 1, .dim, &buffer)
      if number == selected {
        buffer.put("▌", row: row, column: 0, style: .match)
        buffer.put("▌", row: row + 1, column: 0, style: .match)
        buffer.restyle(row: row, columns: 1..<area.columns, .reverse)
      }
    }
  }

  /// Why nothing was found, in place of the list.
  private func drawReasons(_ answer: SearchWorker.Answer, _ buffer: inout ScreenBuffer) {
    let hint = answer.suggestion.map { "nothing found; did you mean: \($0)" } ?? "nothing found"
    let area = listArea
    var row = area.row
    for text in [hint] + answer.reasons {
      for line in StyledLine(text).rows(columns: max(1, area.columns - 2)) {
        guard row < area.row + area.rows else { return }
        draw(line, row, 1, area.columns, .dim, &buffer)
        row += 1
      }
    }
  }

  private func draw(
    _ stretches: [StyledLine.Stretch], _ row: Int, _ column: Int, _ end: Int,
    _ style: ScreenBuffer.Style, _ buffer: inout ScreenBuffer
  ) {
    var column = column
    for stretch in stretches {
      column = buffer.put(
        stretch.text, row: row, column: column, end: end,
        style: stretch.isMatch ? style.union(.match) : style)
    }
  }

  private func drawPreview(_ buffer: inout ScreenBuffer) {
    let area = previewArea
    for (number, row) in previewRows().dropFirst(previewOffset).prefix(area.rows).enumerated() {
      draw(row, area.row + number, area.column, area.column + area.columns, [], &buffer)
    }
  }

  /// The passages of the chosen document, with the numbers of their lines, wrapped.
  private func previewRows() -> [[StyledLine.Stretch]] {
    guard let preview else { return [] }
    let passages = preview.passages.filter { !$0.passage.text.isEmpty }
      .sorted { $0.passage.bodyOffset < $1.passage.bodyOffset }
    let labels = passages.map { PlaceText.label($0.place).map(TerminalText.escaped) ?? "" }
    let width = labels.map(DisplayWidth.of).max() ?? 0
    var rows: [[StyledLine.Stretch]] = []
    for (passage, label) in zip(passages, labels) {
      let line = StyledLine(passage.passage.text, matches: passage.passage.matchesInText)
      for (number, row) in line.rows(columns: previewArea.columns - width - 2).enumerated() {
        let lead = TerminalText.paddedLeft(number == 0 ? label : "", to: width) + "  "
        rows.append([StyledLine.Stretch(text: lead, isMatch: false)] + row)
      }
      rows.append([])
    }
    return rows
  }
}
