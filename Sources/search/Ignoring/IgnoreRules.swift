/// What an ignore rule says of a path.
enum IgnoreVerdict: Equatable, Sendable {
  /// It is left out.
  case ignored
  /// It is not, whatever weaker rules say.
  case included
}

/// The lines of a .gitignore, or of a file with the same rules: the last line that matches decides.
///
/// Of a line, white space at the end counts only behind a backslash; `#` begins a comment and `!` an
/// exception; a slash at the end means folders only; one before that ties the pattern to the folder of
/// the file, and without one it is compared with names at any depth.
struct IgnoreRules: Equatable, Sendable {
  /// One line.
  struct Rule: Equatable, Sendable {
    var pattern: GlobPattern
    var isException: Bool
    var meansFoldersOnly: Bool
    var isTied: Bool
    /// What a path begins with before the pattern counts; see below.
    private var prefix: ArraySlice<UInt8> = []

    /// Reads a line; nil for one that says nothing.
    init?(_ line: ArraySlice<UInt8>, letters: GlobPattern.Letters = .bytes) {
      var line = IgnoreRules.trimmed(line)
      guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
      isException = first == UInt8(ascii: "!")
      if isException { line = line.dropFirst() }
      meansFoldersOnly = line.last == UInt8(ascii: "/")
      if meansFoldersOnly { line = line.dropLast() }
      guard !line.isEmpty else { return nil }
      isTied = line.contains(UInt8(ascii: "/"))
      if line.first == UInt8(ascii: "/") { line = line.dropFirst() }
      // git compares letters before the first wildcard by themselves, and what follows as a pattern of
      // its own: so the stars of `/a**/b` begin one, and stand for folders.
      if isTied, letters == .bytes {
        let plain = line.prefix { !"*?[\\".utf8.contains($0) }
        let rest = line[plain.endIndex...]
        let stars = rest.prefix { $0 == UInt8(ascii: "*") }
        if stars.count >= 2, stars.count == rest.count || rest[stars.endIndex] == UInt8(ascii: "/")
        {
          (prefix, line) = (plain, rest)
        }
      }
      pattern = GlobPattern(line, letters: letters)
    }

    /// Whether the rule speaks of a path, relative to the folder of its file.
    func matches(_ path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
      if meansFoldersOnly, !isFolder { return false }
      guard isTied else { return pattern.matches(name: name) }
      return path.starts(with: prefix) && pattern.matches(path.dropFirst(prefix.count))
    }
  }

  /// The largest file that is read: 1 MiB, far beyond any that people write.
  static let byteLimit = 1 << 20

  /// The rules in the order of their lines.
  private(set) var rules: [Rule] = []

  /// Reads the lines of a file.
  init(_ bytes: [UInt8]) {
    var text = bytes[...]
    // A byte order mark is none of the pattern.
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if let rule = Rule(line) { rules.append(rule) }
    }
  }

  /// What the last line that matches says; nil if none does.
  ///
  /// - Parameter path: relative to the folder that the rules lie in.
  func verdict(
    _ path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isFolder: Bool
  ) -> IgnoreVerdict? {
    for rule in rules.reversed() where rule.matches(path, name: name, isFolder: isFolder) {
      return rule.isException ? .included : .ignored
    }
    return nil
  }

  /// A line without the spaces at its end that no backslash protects.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var at = line.startIndex
    while at < line.endIndex {
      let isEscape = line[at] == UInt8(ascii: "\\")
      let isSpace = line[at] == UInt8(ascii: " ")
      // A backslash takes the letter behind it along.
      at = min(at + (isEscape ? 2 : 1), line.endIndex)
      if !isSpace { end = at }
    }
    return line[..<end]
  }
}
