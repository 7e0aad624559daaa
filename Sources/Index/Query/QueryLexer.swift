/// A typed query, cut into what is written.
enum QueryLexeme: Equatable {
  /// Characters between white space.
  case word(String)
  /// Characters between quotation marks, which are not part of it.
  case quoted(String)
  case and
  case or
  case not
}

/// Characters → lexemes. Never fails: what makes no sense as an operator is a word.
///
/// A quotation mark opens a phrase only where a word could begin, and only if it is closed again;
/// elsewhere it is a character like others (`5"`, `AT&T`, `"`). `AND`, `OR` and `NOT` are operators
/// in upper case only.
struct QueryLexer {
  private let scalars: [Unicode.Scalar]
  private var next = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  static func lexemes(of text: String) -> [QueryLexeme] {
    var lexer = QueryLexer(text)
    var lexemes: [QueryLexeme] = []
    while let lexeme = lexer.lexeme() { lexemes.append(lexeme) }
    return lexemes
  }

  /// The closing mark of each opening one.
  private static let quotationMarks: [Unicode.Scalar: Unicode.Scalar] = [
    "\"": "\"", "“": "”", "„": "“", "«": "»",
  ]

  private mutating func lexeme() -> QueryLexeme? {
    while next < scalars.count, scalars[next].properties.isWhitespace { next += 1 }
    guard next < scalars.count else { return nil }
    if let closing = Self.quotationMarks[scalars[next]],
      let end = scalars[(next + 1)...].firstIndex(of: closing)
    {
      defer { next = end + 1 }
      return .quoted(string(next + 1..<end))
    }
    let start = next
    while next < scalars.count, !scalars[next].properties.isWhitespace { next += 1 }
    switch string(start..<next) {
    case "AND": return .and
    case "OR": return .or
    case "NOT": return .not
    case let word: return .word(word)
    }
  }

  private func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }
}
