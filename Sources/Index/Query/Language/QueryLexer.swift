/// A typed query, cut into what is written.
enum QueryLexeme: Equatable {
  /// Characters between white space.
  case word(String, QueryModifiers)
  /// The same, without anything that may be meant as a pattern: made by a program.
  case text(String, QueryModifiers)
  /// Characters between quotation marks, which are not part of it.
  case quoted(String, QueryModifiers)
  case and
  case or
  case not
  /// `+` in front of what a document must hold.
  case plus
  /// `-` in front of what it must not hold.
  case minus
  /// A parenthesis that is closed again, and the one that closes it.
  case open
  case close(QueryModifiers)
  /// The name of a field in front of what it must hold.
  case field(String)
  /// The name of values and which of them: `year:[2019 TO 2024]`.
  case range(String, ValueSet, label: String)
  /// `NEAR(` up to its parenthesis: what stands near each other, and how near.
  case near([NearText], distance: Int)
  /// `*`: every document.
  case everything
}

/// A text that stands near others, as it is typed.
struct NearText: Equatable {
  var text: String
  /// Whether nothing in it is meant as a pattern.
  var isPlain: Bool
  var modifiers = QueryModifiers()
}

/// Characters → lexemes. Never fails: what makes no sense as an operator is a word.
///
/// Marks are operators only where a clause could begin or has just ended: a quotation mark that is
/// closed again, a parenthesis that is, `+` or `-` right before a letter or one of these, a name that
/// is a field's with a colon and something behind it, `^2`, `~1` and `@2` behind something with a
/// letter. Elsewhere they are characters like others (`5"`, `AT&T`, `f(x)`, `C++`, `12:30`, `:-)`).
/// `AND`, `OR`, `NOT` and `NEAR` are operators in upper case only.
struct QueryLexer {
  private let scalars: [Unicode.Scalar]
  private let schema: Schema
  private let values: ValueSchema
  private var next = 0
  // Whether what comes next is a value, behind which nothing is modified.
  private var isValue = false
  // How many parentheses are open.
  private var depth = 0
  /// Where each lexeme begins, in code points.
  private(set) var offsets: [Int] = []

  /// - Parameter schema: says which names are fields.
  init(_ text: String, schema: Schema = Schema(), values: ValueSchema = .none) {
    scalars = Array(text.unicodeScalars)
    self.schema = schema
    self.values = values
  }

  static func lexemes(
    of text: String, schema: Schema = Schema(), values: ValueSchema = .none
  ) -> [QueryLexeme] {
    var lexer = QueryLexer(text, schema: schema, values: values)
    return lexer.lexemes()
  }

  /// All lexemes.
  mutating func lexemes() -> [QueryLexeme] {
    var lexemes: [QueryLexeme] = []
    while let lexeme = lexeme() { lexemes.append(lexeme) }
    return lexemes
  }

  /// The closing mark of each opening one.
  static let quotationMarks: [Unicode.Scalar: Unicode.Scalar] = [
    "\"": "\"", "“": "”", "„": "“", "«": "»",
  ]
  /// Deeper parentheses are characters like others: each costs the parser a call.
  static let mostDepth = 64

  private mutating func lexeme() -> QueryLexeme? {
    while next < scalars.count, scalars[next].properties.isWhitespace { next += 1 }
    guard next < scalars.count else { return nil }
    offsets.append(next)
    return operatorLexeme() ?? word()
  }

  private mutating func operatorLexeme() -> QueryLexeme? {
    switch scalars[next] {
    case ")" where depth > 0:
      depth -= 1
      next += 1
      return .close(modifiers())
    case "(":
      guard depth < Self.mostDepth, closing(of: next) != nil else { return nil }
      depth += 1
      next += 1
      return .open
    case "+", "-":
      guard isFree(next), beginsClause(next + 1) else { return nil }
      defer { next += 1 }
      return scalars[next] == "+" ? .plus : .minus
    case "*" where isAlone(next):
      next += 1
      return .everything
    default:
      return quoted() ?? near() ?? field()
    }
  }

  // MARK: - Clauses

  private mutating func quoted() -> QueryLexeme? {
    guard let closing = Self.quotationMarks[scalars[next]],
      let end = scalars[(next + 1)...].firstIndex(of: closing)
    else { return nil }
    let text = string(next + 1..<end)
    next = end + 1
    return .quoted(text, modifiers())
  }

  /// The modifiers that begin here, up to white space or a parenthesis.
  private mutating func modifiers() -> QueryModifiers {
    var end = next
    while end < scalars.count, !scalars[end].properties.isWhitespace, scalars[end] != ")" {
      end += 1
    }
    var modifiers = QueryModifiers()
    guard modifiers.read(endOf: scalars[next..<end]) == end - next else { return QueryModifiers() }
    next = end
    return modifiers
  }

  private mutating func field() -> QueryLexeme? {
    guard
      let colon = scalars[next...].firstIndex(where: { $0 == ":" || $0.properties.isWhitespace }),
      scalars[colon] == ":", colon > next, colon + 1 < scalars.count,
      !scalars[colon + 1].properties.isWhitespace, scalars[colon + 1] != ":"
    else { return nil }
    let name = string(next..<colon)
    // An address of the web is no value, but a path is.
    if scalars[colon + 1] == "/",
      !values.isFileName(name) || scalars[(colon + 2)...].first == "/"
    {
      return nil
    }
    let typed = TypedText(behind: name, values, schema)
    guard typed.isText || !typed.types.isEmpty else { return nil }
    if !typed.types.isEmpty, let range = range(name, from: colon + 1, typed) { return range }
    isValue = !typed.isText
    next = colon + 1
    return .field(name)
  }

  /// `[2019 TO 2024]`, or with `{` and `}` without the bounds themselves; nil if it is none of values.
  private mutating func range(
    _ name: String, from start: Int, _ typed: TypedText
  ) -> QueryLexeme? {
    guard "[{".unicodeScalars.contains(scalars[start]),
      let end = scalars[start...].firstIndex(where: { "]}".unicodeScalars.contains($0) })
    else { return nil }
    let inner = string(start + 1..<end)
    let parts = inner.split(separator: " ")
    guard let middle = parts.firstIndex(of: "TO"), middle > 0, middle + 1 < parts.count else {
      return nil
    }
    func bound(_ words: ArraySlice<Substring>) -> String? {
      let text = words.joined(separator: " ")
      return text == "*" ? nil : text
    }
    guard
      let set = typed.range(
        from: bound(parts[..<middle]), scalars[start] == "[", to: bound(parts[(middle + 1)...]),
        scalars[end] == "]")
    else { return nil }
    defer { next = end + 1 }
    return .range(name, set, label: string(start..<end + 1))
  }

  /// `NEAR(one "two three" fo*, 5)`.
  private mutating func near() -> QueryLexeme? {
    guard scalars[next...].starts(with: "NEAR(".unicodeScalars), let end = closing(of: next + 4)
    else { return nil }
    var inner = scalars[(next + 5)..<end]
    var distance = Self.defaultNearness
    if let comma = inner.lastIndex(of: ",") {
      let number = String(String.UnicodeScalarView(inner[(comma + 1)...].filter { $0 != " " }))
      guard let known = Int(number), (0...QueryModifiers.mostPlaces).contains(known) else {
        return nil
      }
      distance = known
      inner = inner[..<comma]
    }
    var parts: [NearText] = []
    for lexeme in Self.lexemes(of: String(String.UnicodeScalarView(inner))) {
      switch lexeme {
      case .word(let text, let modifiers):
        parts.append(NearText(text: text, isPlain: false, modifiers: modifiers))
      case .quoted(let text, _): parts.append(NearText(text: text, isPlain: true))
      default: return nil
      }
    }
    guard parts.count > 1 else { return nil }
    next = end + 1
    return .near(parts, distance: distance)
  }

  /// How near is near, if it is not said: as in SQLite's FTS5.
  static let defaultNearness = 10

  private mutating func word() -> QueryLexeme {
    let start = next
    let isValue = isValue
    self.isValue = false
    var open = 0
    while next < scalars.count, !scalars[next].properties.isWhitespace {
      if scalars[next] == "(" { open += 1 }
      if scalars[next] == ")" {
        // What closes a group is no part of the word, unless the word has opened something itself.
        if open == 0, depth > 0 { break }
        open = max(0, open - 1)
      }
      next += 1
    }
    switch string(start..<next) {
    case "AND": return .and
    case "OR": return .or
    case "NOT": return .not
    case let word where isValue: return .word(word, QueryModifiers())
    case let word:
      var modifiers = QueryModifiers()
      let count = modifiers.read(endOf: scalars[start..<next])
      let rest = start..<(next - count)
      guard scalars[rest].contains(where: { $0.properties.isAlphabetic }) else {
        return .word(word, QueryModifiers())
      }
      return .word(string(rest), modifiers)
    }
  }

  // MARK: - Marks

  /// Where a parenthesis is closed; nil if it is not.
  private func closing(of open: Int) -> Int? {
    var depth = 0
    for index in open..<scalars.count {
      if scalars[index] == "(" { depth += 1 }
      if scalars[index] == ")" {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }

  /// Whether nothing stands before a mark.
  private func isFree(_ index: Int) -> Bool {
    index == 0 || scalars[index - 1].properties.isWhitespace || scalars[index - 1] == "("
  }

  private func isAlone(_ index: Int) -> Bool {
    guard isFree(index) else { return false }
    return index + 1 == scalars.count || scalars[index + 1].properties.isWhitespace
      || (depth > 0 && scalars[index + 1] == ")")
  }

  /// Whether a clause begins there that a sign may stand before: `-5` and `--all` are words.
  private func beginsClause(_ index: Int) -> Bool {
    guard index < scalars.count else { return false }
    let scalar = scalars[index]
    if scalar.properties.isAlphabetic { return true }
    if scalar == "(" { return closing(of: index) != nil }
    return Self.quotationMarks[scalar].map { scalars[(index + 1)...].contains($0) } ?? false
  }

  private func string(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }
}
