import Index

/// Conditions on paths as a shell completes them: `path:./notes/a.md`, `dir:../old`, `path:/home/me/docs`.
///
/// An index has paths relative to the folder that it was made of. What begins with `./`, `../`, `~/` or a slash
/// is meant as seen from the current directory, and is written here as the index has it before the query is read.
/// All other text stays as it is. A folder stands for all below it. Several indexes cannot be asked for
/// such a path (``conditionSeenFromHere(_:)``), but for the full-screen search.
struct PathConditions: Sendable {
  /// What the paths of each index are relative to, without links; none where that is not known.
  private let bases: [PathName]
  private let current: String
  private let home: String?

  /// The names whose values are paths. A `file` is a name alone, unless it is typed with a folder.
  private static let names = ["path", "dir", "file"]

  /// - Parameters:
  ///   - bases: what the paths of each index are relative to, absolute; empty where it is not known.
  ///   - current: the current directory.
  init(bases: [String], current: String, home: String? = environmentValue("HOME")) {
    self.bases = bases.filter { !$0.isEmpty }.map { base in
      (try? resolvePath(PathName(spelled: base))) ?? PathName(spelled: base)
    }
    self.current = current
    self.home = home
  }

  /// The query with such conditions as the index has their paths.
  ///
  /// - Complexity: O(length of the query).
  func rewritten(_ query: String) -> String {
    // Most queries say nothing about paths.
    guard !bases.isEmpty, Self.names.contains(where: { query.contains("\($0):") }) else {
      return query
    }
    var reader = Reader(scalars: Array(query.unicodeScalars))
    while let clause = reader.next() {
      switch clause {
      case .text(let text): reader.written += text
      case .value(let name, let text, let isQuoted):
        reader.written += value(name, text, isQuoted: isQuoted) ?? reader.asTyped
      }
    }
    return reader.written
  }

  /// The first condition that is about the current directory, as it is typed; nil if there is none.
  func conditionSeenFromHere(_ query: String) -> String? {
    guard Self.names.contains(where: { query.contains("\($0):") }) else { return nil }
    var reader = Reader(scalars: Array(query.unicodeScalars))
    while let clause = reader.next() {
      if case .value(_, let text, _) = clause, absolute(text) != nil { return reader.asTyped }
    }
    return nil
  }

  // MARK: - Values

  /// A condition as the index can be asked for it; nil if it is not about the current directory.
  private func value(_ name: String, _ typed: String, isQuoted: Bool) -> String? {
    // White space in a pattern needs the quotation marks, and so do they mean no more here.
    let hasMarks = typed.contains { $0 == "*" || $0 == "?" }
    guard let path = absolute(typed) else {
      // No path ends with a slash: what does is a folder.
      if name == "path", typed.hasSuffix("/") {
        return "path:\(Self.pattern(typed, keepsMarks: true))**"
      }
      return isQuoted && hasMarks ? "\(name):\(Self.pattern(typed, keepsMarks: true))" : nil
    }
    let isPattern = hasMarks && !isThere(path)
    let relative = bases.map { PathName(spelled: path).relative(to: $0).text }
    let resolved = bases.map { self.resolved(path).relative(to: $0).text }
    var found: [String] = []
    for (plain, real) in zip(relative, resolved) {
      // A link that leads into the folder is followed where the path itself lies elsewhere.
      let path = Self.isOutside(plain) ? real : plain
      if bases.count > 1, Self.isOutside(path) { continue }
      let condition = Self.condition(
        name, path, isPattern: isPattern, isFolder: name != "dir" && isFolder(typed, isPattern))
      if !found.contains(condition) { found.append(condition) }
    }
    if found.isEmpty, let first = relative.first {
      found = [Self.condition(name, first, isPattern: isPattern, isFolder: false)]
    }
    return found.count == 1 ? found[0] : "(\(found.joined(separator: " OR ")))"
  }

  /// The absolute path that is meant; nil for one that is none as seen from here.
  private func absolute(_ typed: String) -> String? {
    if typed == "~" || typed.hasPrefix("~/") {
      return home.map { PathText.normalized(String(typed.dropFirst(2)), from: $0) }
    }
    let isSeenFromHere =
      [".", ".."].contains(typed) || ["./", "../", "/"].contains { typed.hasPrefix($0) }
    return isSeenFromHere ? PathText.normalized(typed, from: current) : nil
  }

  /// A condition on the path of one index.
  private static func condition(
    _ name: String, _ path: String, isPattern: Bool, isFolder: Bool
  ) -> String {
    let name = name == "dir" ? "dir" : "path"
    if path.isEmpty { return name == "dir" ? "(path:* -dir:*)" : "path:*" }
    if isFolder { return "\(name):\(pattern(path, keepsMarks: false))/**" }
    guard isPattern else {
      return path.contains("\"")
        ? "\(name):\(pattern(path, keepsMarks: false))" : "\(name):\"\(path)\""
    }
    let written = pattern(path, keepsMarks: true)
    if path.utf8.contains(UInt8(ascii: "/")) { return "\(name):\(written)" }
    // A star stops at slashes only where the pattern has one.
    return path == "**" ? "\(name):*" : "(\(name):\(written) -\(name):*/**)"
  }

  /// A path as a pattern, in which `?` stands for what would end it.
  private static func pattern(_ path: String, keepsMarks: Bool) -> String {
    var written = String.UnicodeScalarView()
    for scalar in path.unicodeScalars {
      let endsWord = scalar.properties.isWhitespace || "\"()".unicodeScalars.contains(scalar)
      let isMark = !keepsMarks && "*".unicodeScalars.contains(scalar)
      written.append(endsWord || isMark ? "?" : scalar)
    }
    return String(written)
  }

  private static func isOutside(_ path: String) -> Bool { path == ".." || path.hasPrefix("../") }

  // MARK: - Files

  private func isThere(_ path: String) -> Bool {
    (try? PathStatus(of: PathName(spelled: path))) != nil
  }

  /// Whether a folder is meant, with all below it.
  private func isFolder(_ typed: String, _ isPattern: Bool) -> Bool {
    if typed.hasSuffix("/") { return true }
    guard !isPattern, let path = absolute(typed) else { return false }
    return (try? PathStatus(of: PathName(spelled: path), followsLink: true))?.kind == .folder
  }

  /// A path with the links in its folders followed, as far as they are there.
  private func resolved(_ path: String) -> PathName {
    var parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    var rest: [String] = []
    while !parts.isEmpty {
      if let found = try? resolvePath(PathName(spelled: "/" + parts.joined(separator: "/"))) {
        return rest.isEmpty
          ? found : found.appending(PathName(spelled: rest.joined(separator: "/")).bytes)
      }
      rest.insert(parts.removeLast(), at: 0)
    }
    return PathName(spelled: path)
  }

  // MARK: - Reading

  /// Finds conditions on paths where the language of queries has them: where a clause begins.
  private struct Reader {
    enum Clause {
      case text(String)
      case value(name: String, text: String, isQuoted: Bool)
    }

    let scalars: [Unicode.Scalar]
    var written = ""
    /// The condition that was read last, as it stands in the query.
    private(set) var asTyped = ""
    private var at = 0
    /// Whether a clause may begin here.
    private var isFree = true
    private var depth = 0
    /// The name before a group of values, and how deep that is.
    private var group: (name: String, depth: Int)?

    init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    mutating func next() -> Clause? {
      guard at < scalars.count else { return nil }
      let start = at
      let scalar = scalars[at]
      if isFree {
        if let name = name(at: at) {
          at += name.unicodeScalars.count + 1
          if at < scalars.count, scalars[at] == "(" {
            group = group ?? (name, depth)
            return .text(string(start..<at))
          }
          return value(name, from: start)
        }
        if let group, scalar != "(", scalar != ")", !scalar.properties.isWhitespace,
          scalar != "+", scalar != "-"
        {
          return groupValue(group.name, from: start)
        }
        if let end = closingMark(at: at) {
          at = end + 1
          isFree = false
          return .text(string(start..<at))
        }
      }
      at += 1
      step(over: scalar)
      return .text(string(start..<at))
    }

    /// What a character says about the one behind it.
    private mutating func step(over scalar: Unicode.Scalar) {
      switch scalar {
      case "(" where isFree: depth += 1
      case ")" where depth > 0:
        depth -= 1
        if let group, group.depth == depth { self.group = nil }
        isFree = false
      case "+" where isFree, "-" where isFree: break
      default: isFree = scalar.properties.isWhitespace
      }
    }

    private mutating func value(_ name: String, from start: Int) -> Clause {
      isFree = false
      let first = at
      if let end = closingMark(at: at) {
        at = end + 1
        asTyped = string(start..<at)
        return .value(name: name, text: string(first + 1..<end), isQuoted: true)
      }
      var open = 0
      while at < scalars.count, !scalars[at].properties.isWhitespace {
        if scalars[at] == "(" { open += 1 }
        if scalars[at] == ")" {
          if open == 0, depth > 0 { break }
          open = max(0, open - 1)
        }
        at += 1
      }
      asTyped = string(start..<at)
      return .value(name: name, text: string(first..<at), isQuoted: false)
    }

    /// A value without a name of its own, within a group that has one.
    private mutating func groupValue(_ name: String, from start: Int) -> Clause {
      let clause = value(name, from: start)
      let isOperator = ["AND", "OR", "NOT"].contains(asTyped)
      return isOperator ? .text(asTyped) : clause
    }

    private func name(at start: Int) -> String? {
      PathConditions.names.first { name in
        let wanted = Array("\(name):".unicodeScalars)
        return scalars[start...].starts(with: wanted) && start + wanted.count < scalars.count
          && !scalars[start + wanted.count].properties.isWhitespace
      }
    }

    private func closingMark(at open: Int) -> Int? {
      guard open < scalars.count, let closing = Self.marks[scalars[open]] else { return nil }
      return scalars[(open + 1)...].firstIndex(of: closing)
    }

    private static let marks: [Unicode.Scalar: Unicode.Scalar] = [
      "\"": "\"", "“": "”", "„": "“", "«": "»",
    ]

    private func string(_ range: Range<Int>) -> String {
      String(String.UnicodeScalarView(scalars[range]))
    }
  }
}
