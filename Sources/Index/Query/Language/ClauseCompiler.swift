/// A query made by a program → the lexemes that the same query has when it is typed, so that both become
/// queries by one way.
struct ClauseCompiler {
  private let schema: Schema
  private(set) var lexemes: [QueryLexeme] = []

  init(schema: Schema) {
    self.schema = schema
  }

  /// - Throws: ``IndexError/invalidArgument(what:)`` for a number that is out of range or a field that no
  ///   document has; ``IndexError/limit(what:found:allowed:)`` for clauses that are nested too deep.
  static func lexemes(
    of clause: QueryClause, schema: Schema
  ) throws(IndexError) -> [QueryLexeme] {
    var compiler = ClauseCompiler(schema: schema)
    try compiler.add(clause, QueryModifiers(), depth: 0)
    return compiler.lexemes
  }

  /// - Parameter modifiers: what holds for all of the clause.
  private mutating func add(
    _ clause: QueryClause, _ modifiers: QueryModifiers, depth: Int
  ) throws(IndexError) {
    try Limits.check("the depth of the query", depth, atMost: QueryLexer.mostDepth)
    switch clause.node {
    case .words(let text): addWords(text, modifiers)
    case .phrase(let text, let distance):
      var modifiers = modifiers
      try loosen(&modifiers, distance, most: QueryModifiers.mostPlaces)
      if distance == nil { modifiers.isLoose = false }
      lexemes.append(.quoted(text, modifiers))
    case .pattern(let text): lexemes.append(.word(text, modifiers))
    case .similar(let text, let edits):
      var modifiers = modifiers
      try loosen(&modifiers, edits, most: QueryModifiers.mostEdits)
      lexemes.append(.word(text, modifiers))
    case .near(let texts, let distance):
      guard (0...QueryModifiers.mostPlaces).contains(distance), texts.count > 1 else {
        throw .invalidArgument(
          what: "what stands near each other is at least two texts, at most "
            + "\(QueryModifiers.mostPlaces) places apart")
      }
      let texts = texts.map { NearText(text: $0, isPlain: true) }
      addGroup(.near(texts, distance: distance), modifiers)
    case .everything: addGroup(.everything, modifiers)
    case .typed(let text):
      lexemes.append(.open)
      lexemes += QueryParser.withoutIdleOperators(QueryLexer.lexemes(of: text, schema: schema))
      lexemes.append(.close(modifiers))
    default: try addJoined(clause, modifiers, depth: depth)
    }
  }

  private mutating func addJoined(
    _ clause: QueryClause, _ modifiers: QueryModifiers, depth: Int
  ) throws(IndexError) {
    switch clause.node {
    case .all(let clauses): try addGroup(clauses, .and, modifiers, depth: depth)
    case .any(let clauses): try addGroup(clauses, .or, modifiers, depth: depth)
    case .atLeast(let count, let clauses):
      guard (1...max(1, clauses.count)).contains(count), modifiers.leastCount == nil else {
        throw .invalidArgument(what: "\(count) of \(clauses.count) clauses are wanted")
      }
      var modifiers = modifiers
      modifiers.leastCount = count
      try addGroup(clauses, .or, modifiers, depth: depth)
    case .not(let inner): try add([.not], inner, modifiers, depth: depth)
    case .required(let inner): try add([.plus], inner, modifiers, depth: depth)
    case .field(let name, let inner):
      guard schema.field(named: name) != nil else {
        throw .invalidArgument(
          what: "no document has a field '\(name)'; fields are: "
            + schema.names.joined(separator: ", "))
      }
      try add([.field(name)], inner, modifiers, depth: depth)
    case .weighted(let inner, let weight, let isConstant):
      guard weight > 0, weight <= QueryModifiers.greatestBoost else {
        throw .invalidArgument(
          what: "a weight is above 0 and at most \(QueryModifiers.greatestBoost), not \(weight)")
      }
      var own = QueryModifiers()
      (own.boost, own.isConstant) = (weight, isConstant)
      if modifiers.isEmpty { return try add(inner, own, depth: depth + 1) }
      lexemes.append(.open)
      try add(inner, own, depth: depth + 1)
      lexemes.append(.close(modifiers))
    default: break
    }
  }

  private func loosen(
    _ modifiers: inout QueryModifiers, _ distance: Int?, most: Int
  ) throws(IndexError) {
    if let distance, !(0...most).contains(distance) {
      throw .invalidArgument(what: "a distance is from 0 to \(most), not \(distance)")
    }
    modifiers.isLoose = true
    modifiers.distance = distance
  }

  /// A mark in front of a clause that is one lexeme or a group.
  private mutating func add(
    _ marks: [QueryLexeme], _ clause: QueryClause, _ modifiers: QueryModifiers, depth: Int
  ) throws(IndexError) {
    lexemes += marks
    lexemes.append(.open)
    try add(clause, QueryModifiers(), depth: depth + 1)
    lexemes.append(.close(modifiers))
  }

  private mutating func addWords(_ text: String, _ modifiers: QueryModifiers) {
    let words = text.unicodeScalars.split { $0.properties.isWhitespace }.map(String.init)
    if words.count == 1 { return lexemes.append(.text(words[0], modifiers)) }
    lexemes.append(.open)
    lexemes += words.map { .text($0, QueryModifiers()) }
    lexemes.append(.close(modifiers))
  }

  private mutating func addGroup(_ lexeme: QueryLexeme, _ modifiers: QueryModifiers) {
    if modifiers.isEmpty { return lexemes.append(lexeme) }
    lexemes += [.open, lexeme, .close(modifiers)]
  }

  private mutating func addGroup(
    _ clauses: [QueryClause], _ join: QueryLexeme, _ modifiers: QueryModifiers, depth: Int
  ) throws(IndexError) {
    lexemes.append(.open)
    for (number, clause) in clauses.enumerated() {
      if number > 0 { lexemes.append(join) }
      try add(clause, QueryModifiers(), depth: depth + 1)
    }
    lexemes.append(.close(modifiers))
  }
}

extension QueryClause: CustomStringConvertible {
  /// The query as it would be typed. Of words that would be read as something else when typed it is only
  /// nearly the same.
  public var description: String {
    switch node {
    case .words(let text):
      text.unicodeScalars.contains { $0.properties.isWhitespace } ? "(\(text))" : text
    case .typed(let text): "(\(text))"
    case .phrase(let text, let distance): "\"\(text)\"" + (distance.map { "~\($0)" } ?? "")
    case .pattern(let text): text
    case .similar(let text, let edits): text + "~" + (edits.map(String.init) ?? "")
    case .near(let texts, let distance):
      "NEAR(" + texts.map { "\"\($0)\"" }.joined(separator: " ") + ", \(distance))"
    case .everything: "*"
    case .all(let clauses): Self.joined(clauses, " AND ")
    case .any(let clauses): Self.joined(clauses, " OR ")
    case .atLeast(let count, let clauses): Self.joined(clauses, " OR ") + "@\(count)"
    case .not(let clause): "NOT \(clause.grouped)"
    case .required(let clause): "+\(clause.grouped)"
    case .field(let name, let clause): "\(name):\(clause.grouped)"
    case .weighted(let clause, let weight, let isConstant):
      clause.grouped + (isConstant ? "^=" : "^") + Self.number(weight)
    }
  }

  private var grouped: String {
    let text = description
    return text.first == "(" && text.last == ")" ? text : "(\(text))"
  }

  private static func joined(_ clauses: [QueryClause], _ join: String) -> String {
    "(" + clauses.map(\.description).joined(separator: join) + ")"
  }

  private static func number(_ value: Float) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }
}
