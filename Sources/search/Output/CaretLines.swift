import Index

/// A query and, below it, a caret where it makes no sense.
enum CaretLines {
  /// Two lines; the caret stands below the first cell of the character.
  static func text(_ error: QuerySyntaxError) -> String {
    let scalars = error.query.unicodeScalars
    let before = String(String.UnicodeScalarView(scalars.prefix(error.offset)))
    let width = DisplayWidth.of(TerminalText.line(before))
    return "  \(TerminalText.line(error.query))\n  \(String(repeating: " ", count: width))^"
  }
}

extension QuerySyntaxError {
  /// Lines for people about what was read as words.
  var misreadNote: String {
    "read as words: \(TerminalText.line(reason))\n\(CaretLines.text(self))"
  }
}
