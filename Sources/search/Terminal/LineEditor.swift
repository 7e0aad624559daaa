/// A line of text and a cursor in it, which stands between characters as readers see them.
struct LineEditor: Equatable, Sendable {
  /// The text.
  private(set) var text = ""
  /// How many characters stand before the cursor.
  private(set) var cursor = 0

  /// No query is longer.
  static let longestByteCount = 16_384

  /// Creates a line with the cursor at its end.
  init(_ text: String = "") {
    self.text = text
    cursor = text.count
  }

  /// The text before the cursor.
  var beforeCursor: Substring { text.prefix(cursor) }

  private var cursorIndex: String.Index { text.index(text.startIndex, offsetBy: cursor) }

  /// Puts text where the cursor is; white space and control characters become spaces.
  ///
  /// A combining mark joins the character before it, and the cursor stays behind both.
  mutating func insert(_ typed: String) {
    var clean = String.UnicodeScalarView()
    for scalar in typed.unicodeScalars {
      let isSpace = scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7F
      clean.append(isSpace ? " " : scalar)
    }
    guard text.utf8.count + clean.count <= Self.longestByteCount else { return }
    let before = String(text[..<cursorIndex]) + String(clean)
    text = before + text[cursorIndex...]
    // What follows may have joined too.
    let end = text.utf8.index(text.startIndex, offsetBy: before.utf8.count)
    cursor = text.indices.count { $0 < end }
  }

  /// Removes the character before the cursor.
  mutating func deleteBackward() {
    guard cursor > 0 else { return }
    remove(from: cursor - 1, to: cursor)
  }

  /// Removes the character behind the cursor.
  mutating func deleteForward() {
    guard cursor < text.count else { return }
    remove(from: cursor, to: cursor + 1)
  }

  /// Removes the word before the cursor.
  mutating func deleteWordBackward() { remove(from: wordStart, to: cursor) }

  /// Removes all before the cursor.
  mutating func deleteToStart() { remove(from: 0, to: cursor) }

  /// Removes all behind the cursor.
  mutating func deleteToEnd() { remove(from: cursor, to: text.count) }

  private mutating func remove(from start: Int, to end: Int) {
    let lower = text.index(text.startIndex, offsetBy: start)
    let upper = text.index(lower, offsetBy: end - start)
    text = String(text[..<lower]) + String(text[upper...])
    cursor = min(start, text.count)
  }

  /// Moves the cursor by so many characters, as far as there are any.
  mutating func move(by count: Int) { cursor = min(max(0, cursor + count), text.count) }

  /// Moves the cursor to the start.
  mutating func moveToStart() { cursor = 0 }

  /// Moves the cursor to the end.
  mutating func moveToEnd() { cursor = text.count }

  /// Moves the cursor to the start of the word before it.
  mutating func moveWordLeft() { cursor = wordStart }

  /// Moves the cursor behind the word that follows it.
  mutating func moveWordRight() {
    let rest = text.dropFirst(cursor)
    let spaces = rest.prefix(while: \.isWhitespace).count
    cursor += spaces + rest.dropFirst(spaces).prefix { !$0.isWhitespace }.count
  }

  /// Where the word before the cursor begins.
  private var wordStart: Int {
    let reversed = beforeCursor.reversed()
    let spaces = reversed.prefix(while: \.isWhitespace).count
    return cursor - spaces - reversed.dropFirst(spaces).prefix { !$0.isWhitespace }.count
  }
}
