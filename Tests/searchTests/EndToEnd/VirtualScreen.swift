@testable import search

/// What a terminal shows: a small part of what ECMA-48 and xterm know, namely what this tool writes.
///
/// Wide characters take two cells. What is not known is noted in ``unknown``, so that a test notices.
struct VirtualScreen {
  private(set) var size: TerminalSize
  private var cells: [[String]]
  private(set) var cursor = (row: 0, column: 0)
  private(set) var isAlternate = false
  private(set) var isCursorShown = true
  private(set) var pastesBracketed = false
  /// Sequences that were not understood.
  private(set) var unknown: [String] = []
  private var pending: [UInt8] = []

  init(_ size: TerminalSize) {
    self.size = size
    cells = Self.blank(size)
  }

  private static func blank(_ size: TerminalSize) -> [[String]] {
    Array(repeating: Array(repeating: " ", count: size.columns), count: size.rows)
  }

  /// A row without the spaces at its end.
  func row(_ number: Int) -> String {
    let text = cells[number].joined()
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// All rows without empty ones at the end.
  var text: String {
    let rows = cells.indices.map(row)
    return rows.reversed().drop(while: \.isEmpty).reversed().joined(separator: "\n")
  }

  mutating func resize(_ size: TerminalSize) {
    self.size = size
    cells = Self.blank(size)
    cursor = (0, 0)
  }

  /// Does what some bytes say; the beginning of a character or sequence waits for the rest.
  mutating func write(_ bytes: [UInt8]) {
    pending += bytes
    while let first = pending.first {
      let used: Int?
      switch first {
      case 0x1B: used = sequence()
      case 0x0D:
        cursor.column = 0
        used = 1
      case 0x0A:
        lineFeed()
        used = 1
      case 0x07, 0x0F: used = 1
      case 0..<0x20: used = note(pending.prefix(1))
      default: used = characters()
      }
      guard let used else { return }
      pending.removeFirst(used)
    }
  }

  private mutating func lineFeed() {
    if cursor.row + 1 < size.rows {
      cursor.row += 1
    } else {
      cells.removeFirst()
      cells.append(Array(repeating: " ", count: size.columns))
    }
  }

  private mutating func note(_ bytes: some Sequence<UInt8>) -> Int {
    let list = Array(bytes)
    unknown.append(String(decoding: list, as: UTF8.self))
    return list.count
  }

  /// A run of text up to the next control character, whole characters only.
  private mutating func characters() -> Int? {
    var run = pending.prefix { $0 >= 0x20 && $0 != 0x7F }
    if run.count == pending.count {
      // The last character may not be complete.
      var tail = 0
      while tail < min(3, run.count), run[run.endIndex - 1 - tail] & 0xC0 == 0x80 { tail += 1 }
      if let lead = run.dropLast(tail).last, lead >= 0xC0 {
        let wanted = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        if tail + 1 < wanted { run = run.dropLast(tail + 1) }
      }
      if run.isEmpty { return nil }
    }
    for character in String(decoding: run, as: UTF8.self) { put(character) }
    return run.count
  }

  private mutating func put(_ character: Character) {
    let width = DisplayWidth.of(character)
    if width == 0 {
      // Isolates and the like, and marks that came apart from their letters.
      let scalar = character.unicodeScalars.first?.value ?? 0
      if (0x2066...0x2069).contains(scalar) { return }
      if cursor.column > 0 { cells[cursor.row][cursor.column - 1].append(character) }
      return
    }
    if cursor.column + width > size.columns {
      cursor.column = 0
      lineFeed()
    }
    cells[cursor.row][cursor.column] = String(character)
    if width == 2 { cells[cursor.row][cursor.column + 1] = "" }
    cursor.column += width
  }

  /// `ESC [ …`, `ESC ] …`; nil if it is not complete.
  private mutating func sequence() -> Int? {
    guard pending.count > 1 else { return nil }
    if pending[1] == UInt8(ascii: "]") {
      // An operating system command ends with ESC \.
      for at in pending.indices.dropFirst(2) where pending[at] == 0x1B {
        return at + 1 < pending.count ? at + 2 : nil
      }
      return nil
    }
    guard pending[1] == UInt8(ascii: "[") else { return note(pending.prefix(2)) }
    guard let end = pending.indices.dropFirst(2).first(where: { pending[$0] >= 0x40 }) else {
      return nil
    }
    let text = String(decoding: pending[2..<end], as: UTF8.self)
    control(text, Character(Unicode.Scalar(pending[end])))
    return end + 1
  }

  private mutating func control(_ text: String, _ final: Character) {
    let numbers = text.split(separator: ";").map { Int($0) ?? 0 }
    switch (final, text) {
    case ("H", _):
      cursor.row = min(size.rows, max(1, numbers.first ?? 1)) - 1
      cursor.column = min(size.columns, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    case ("J", "2"): cells = Self.blank(size)
    case ("K", ""):
      for column in cursor.column..<size.columns { cells[cursor.row][column] = " " }
    case ("m", _): break
    case ("h", "?1049"), ("l", "?1049"):
      isAlternate = final == "h"
      cells = Self.blank(size)
    case ("h", "?25"), ("l", "?25"): isCursorShown = final == "h"
    case ("h", "?2004"), ("l", "?2004"): pastesBracketed = final == "h"
    default: unknown.append("ESC [ \(text)\(final)")
    }
  }
}
