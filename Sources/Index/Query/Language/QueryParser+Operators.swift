extension QueryParser {
  /// Makes words of operators that stand where they can join nothing.
  static func withoutIdleOperators(_ lexemes: [QueryLexeme]) -> [QueryLexeme] {
    var result = lexemes
    for index in result.indices {
      let next = index + 1 < result.count ? result[index + 1] : nil
      let previous = index > 0 ? result[index - 1] : nil
      let none = QueryModifiers()
      switch result[index] {
      case .and where !endsClause(previous) || !beginsClause(next):
        result[index] = .word("AND", none)
      case .or where !endsClause(previous) || !beginsClause(next):
        result[index] = .word("OR", none)
      case .not where !beginsClause(next) || next == .not: result[index] = .word("NOT", none)
      default: break
      }
    }
    return result
  }

  static func endsClause(_ lexeme: QueryLexeme?) -> Bool {
    switch lexeme {
    case .word, .text, .quoted, .close, .near, .everything, .range: true
    case .and, .or, .not, .plus, .minus, .open, .field, nil: false
    }
  }

  static func beginsClause(_ lexeme: QueryLexeme?) -> Bool {
    switch lexeme {
    case .word, .text, .quoted, .not, .plus, .minus, .open, .field, .near, .everything, .range: true
    case .and, .or, .close, nil: false
    }
  }
}
