/// Finds what a lenient reader would take for words although it looks like an operator.
struct QuerySyntaxChecker {
  private let text: String
  private let scalars: [Unicode.Scalar]
  private let schema: Schema
  private let values: ValueSchema
  private let condition: ConditionReader?

  init(
    _ text: String, schema: Schema, values: ValueSchema = .none, condition: ConditionReader? = nil
  ) {
    self.text = text
    self.condition = condition
    self.schema = schema
    self.values = values
    scalars = Array(text.unicodeScalars)
  }

  /// - Throws: the first error, as ``IndexError/syntax(_:)``.
  func check() throws(IndexError) {
    var lexer = QueryLexer(text, schema: schema, values: values)
    let lexemes = lexer.lexemes()
    try checkMarks(besides: keywords(lexemes, lexer.offsets))
    for index in lexemes.indices {
      let offset = lexer.offsets[index]
      let next = index + 1 < lexemes.count ? lexemes[index + 1] : nil
      let previous = index > 0 ? lexemes[index - 1] : nil
      try check(lexemes[index], after: previous, before: next, at: offset)
    }
  }

  /// Conditions on values that are none, which a lenient reader takes for words.
  func misreadConditions() -> [QuerySyntaxError] {
    var found: [QuerySyntaxError] = []
    var lexer = QueryLexer(text, schema: schema, values: values)
    let lexemes = lexer.lexemes()
    for (index, lexeme) in lexemes.enumerated().dropFirst() {
      guard case .word(let word, _) = lexeme, case .field(let name) = lexemes[index - 1] else {
        continue
      }
      do throws(IndexError) {
        try check(word, ofValue: name, at: lexer.offsets[index])
      } catch {
        if case .syntax(let trouble) = error { found.append(trouble) }
      }
    }
    return found
  }

  private func fail(_ offset: Int, _ reason: String) -> IndexError {
    .syntax(QuerySyntaxError(query: text, offset: offset, reason: reason))
  }

  /// Where keywords stand that begin with a character of their own: all marks in them are such.
  private func keywords(_ lexemes: [QueryLexeme], _ offsets: [Int]) -> [Range<Int>] {
    zip(lexemes.indices, offsets).dropFirst().compactMap { index, offset in
      guard case .word(let word, _) = lexemes[index], case .field(let name) = lexemes[index - 1],
        let first = word.unicodeScalars.first, first != "(",
        QueryLexer.quotationMarks[first] == nil
      else { return nil }
      let typed = TypedText(behind: name, values, schema)
      guard !typed.isText, typed.types.contains(.keyword) else { return nil }
      return offset..<offset + word.unicodeScalars.count
    }
  }

  /// Parentheses and quotation marks must be closed.
  private func checkMarks(besides keywords: [Range<Int>]) throws(IndexError) {
    var open: [Int] = []
    var quote: Int?
    var keywords = keywords[...]
    for (index, scalar) in scalars.enumerated() {
      while let range = keywords.first, range.upperBound <= index { keywords.removeFirst() }
      if let range = keywords.first, range.contains(index) { continue }
      if let begin = quote {
        if scalar == QueryLexer.quotationMarks[scalars[begin]] { quote = nil }
        continue
      }
      if QueryLexer.quotationMarks[scalar] != nil {
        quote = index
        continue
      }
      if scalar == "(" {
        open.append(index)
        if open.count > QueryLexer.mostDepth {
          throw fail(index, "more than \(QueryLexer.mostDepth) parentheses deep")
        }
      }
      if scalar == ")", open.popLast() == nil {
        throw fail(index, "this parenthesis closes nothing; take it away, or put it in quotes")
      }
    }
    if let quote { throw fail(quote, "this quotation mark is not closed") }
    if let index = open.first { throw fail(index, "this parenthesis is not closed") }
  }

  private func check(
    _ lexeme: QueryLexeme, after previous: QueryLexeme?, before next: QueryLexeme?, at offset: Int
  ) throws(IndexError) {
    switch lexeme {
    case .and, .or:
      let name = lexeme == .and ? "AND" : "OR"
      if !QueryParser.endsClause(previous) {
        throw fail(offset, "\(name) has nothing before it; write the word in small letters")
      }
      if !QueryParser.beginsClause(next) {
        throw fail(offset, "\(name) has nothing behind it; write the word in small letters")
      }
    case .not:
      if !QueryParser.beginsClause(next) || next == .not {
        throw fail(offset, "NOT has nothing behind it; write the word in small letters")
      }
    case .open:
      if case .close = next { throw fail(offset, "there is nothing between the parentheses") }
    case .word(let word, _):
      if case .field(let name) = previous { return try check(word, ofValue: name, at: offset) }
      try check(word, at: offset)
    case .text, .range, .quoted, .plus, .minus, .close, .field, .near, .everything: break
    }
  }

  /// What stands behind the name of values must be one, or a range of them.
  private func check(
    _ word: String, ofValue name: String, at offset: Int
  ) throws(IndexError) {
    let typed = TypedText(behind: name, values, schema)
    let isText = typed.isText
    if typed.types.isEmpty || word == "*" || condition?(name, word, false) != nil { return }
    let looksTyped = "[{<>".unicodeScalars.contains(word.unicodeScalars.first ?? " ")
    if typed.set(of: word) != nil, isText || !beginsRange(at: offset) { return }
    let reason = slip(word, typed, name, at: offset)
    // Where some say it in words, it may be one of those.
    if isText, !looksTyped, reason == nil || typed.types.contains(.keyword) { return }
    if let reason { throw fail(offset, reason) }
    let example = "\(name):>=…, \(name):[… TO …]"
    throw fail(
      offset, "this is no \(typed.typeNames), which \(name) has, nor a range: \(example)")
  }

  /// Whether a bracket stands there and looks like that of a range: `[x]/a.md` is a name.
  private func beginsRange(at offset: Int) -> Bool {
    guard "[{".unicodeScalars.contains(scalars[offset]) else { return false }
    let words = scalars[offset...].split(
      maxSplits: 2, whereSeparator: \.properties.isWhitespace)
    return words.count > 1 && words[1].elementsEqual("TO".unicodeScalars)
  }

  /// What may have been meant by a condition that is none; nil if that is not known.
  private func slip(
    _ word: String, _ typed: TypedText, _ name: String, at offset: Int
  ) -> String? {
    if [">", ">=", "<", "<="].contains(word) {
      return "a value belongs right behind \(word), without a space: \(name):\(word)…"
    }
    let plain = word.filter { $0 != "," }
    if plain != word, TypedNumber(plain) != nil, typed.set(of: plain) != nil {
      return "a number has no commas: \(name):\(plain)"
    }
    guard let first = word.unicodeScalars.first, "[{".unicodeScalars.contains(first),
      let end = scalars[offset...].firstIndex(where: { "]}".unicodeScalars.contains($0) })
    else { return nil }
    let bounds = String(String.UnicodeScalarView(scalars[(offset + 1)..<end]))
      .split(separator: " TO ", omittingEmptySubsequences: false).map(String.init)
    guard bounds.count == 2, typed.range(from: bounds[1], true, to: bounds[0], true) != nil else {
      return nil
    }
    return "this range ends before it begins: \(name):[\(bounds[1]) TO \(bounds[0])]"
  }

  /// A word must not look like something else.
  private func check(_ word: String, at offset: Int) throws(IndexError) {
    if word.hasPrefix("NEAR(") {
      throw fail(offset, "NEAR takes words or phrases, a comma and a number: NEAR(one two, 5)")
    }
    if word == "+" || word == "-" {
      throw fail(offset, "a sign belongs right before what it is said of")
    }
    for mark in ["^", "~", "@"] where word.hasSuffix(mark) && mark != "~" {
      throw fail(offset + word.unicodeScalars.count - 1, "behind \(mark) comes a number")
    }
    guard let colon = word.unicodeScalars.firstIndex(of: ":") else { return }
    let name = String(word.unicodeScalars[..<colon])
    let isName =
      !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || "_-".unicodeScalars.contains($0)
      }
    let rest = word.unicodeScalars[word.unicodeScalars.index(after: colon)...]
    guard isName, let first = rest.first, !":/".unicodeScalars.contains(first) else { return }
    if schema.field(named: name) == nil, values.types(of: name).isEmpty {
      let known = Set(schema.names + values.names).sorted().prefix(20).joined(separator: ", ")
      throw fail(offset, "there is no field \(name); there are \(known); or put it in quotes")
    }
  }
}
