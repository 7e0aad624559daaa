/// Says of what a walk meets whether it is wanted, by its name alone.
///
/// Patterns given for the run decide first, then ignore files, then types, and last whether the name
/// is hidden; what any of the former asks for is not hidden.
struct WalkFilter: Sendable {
  /// The rules as they were asked for.
  let rules: WalkRules
  private let globs: [IgnoreRules.Rule]
  private let wantsMatch: Bool
  private let types: [GlobPattern]
  private let excludedTypes: [GlobPattern]
  /// Where ignore files are read.
  let reader: IgnoreReader?

  /// How many patterns the braces of one may stand for.
  private static let alternativeLimit = 256

  /// Prepares the rules. Patterns and types that are none match nothing; see ``WalkRules/problem()``.
  init(_ rules: WalkRules = WalkRules()) {
    self.rules = rules
    globs = rules.globs.flatMap { Self.patterns(of: $0) ?? [] }
    wantsMatch = globs.contains { !$0.isException }
    types = Self.patterns(rules.types)
    excludedTypes = Self.patterns(rules.excludedTypes)
    reader =
      rules.usesIgnoreFiles || rules.usesGitIgnore
      ? IgnoreReader(readsPlain: rules.usesIgnoreFiles, readsGit: rules.usesGitIgnore) : nil
  }

  /// Whether nothing but hidden names and ignore files counts.
  private var isPlain: Bool { globs.isEmpty && types.isEmpty && excludedTypes.isEmpty }

  /// Whether a walk passes something by.
  ///
  /// - Parameters:
  ///   - path: Its absolute path.
  ///   - nameStart: Where its name begins in the path.
  ///   - baseCount: How many bytes of the path lead to what lies in the base.
  func passesBy(
    _ path: [UInt8], nameStart: Int, baseCount: Int, isFolder: Bool, in scope: IgnoreScope?
  ) -> Bool {
    let name = path[nameStart...]
    if rules.usesGitIgnore, isFolder, name.elementsEqual(".git".utf8) { return true }
    if !isPlain,
      let verdict = verdictOfGlobs(path[min(baseCount, nameStart)...], name: name, isFolder)
    {
      return verdict == .ignored
    }
    var isWanted = false
    switch scope?.verdict(of: path, name: name, isFolder: isFolder) {
    case .ignored: return true
    case .included: isWanted = true
    case nil: break
    }
    if !isFolder, !isPlain {
      if excludedTypes.contains(where: { $0.matches(name: name) }) { return true }
      if !types.isEmpty {
        guard types.contains(where: { $0.matches(name: name) }) else { return true }
        isWanted = true
      }
    }
    return !isWanted && !rules.includesHidden && name.first == UInt8(ascii: ".")
  }

  private func verdictOfGlobs(
    _ path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, _ isFolder: Bool
  ) -> IgnoreVerdict? {
    for glob in globs.reversed() where glob.matches(path, name: name, isFolder: isFolder) {
      return glob.isException ? .ignored : .included
    }
    return wantsMatch && !isFolder ? .ignored : nil
  }

  /// The rules that a pattern stands for, of which one without `!` means that a file is wanted; nil if
  /// it is no pattern.
  static func patterns(of glob: WalkRules.Glob) -> [IgnoreRules.Rule]? {
    guard let texts = alternatives(of: Array(glob.text.utf8)), !glob.text.isEmpty else {
      return nil
    }
    var rules: [IgnoreRules.Rule] = []
    for text in texts {
      // A name may begin with what begins a comment in a file.
      let line = text.first == UInt8(ascii: "#") ? [UInt8(ascii: "\\")] + text : text
      let letters: GlobPattern.Letters = glob.ignoresCase ? .charactersOfAnyCase : .characters
      guard let rule = IgnoreRules.Rule(line[...], letters: letters), rule.pattern.pieces != nil
      else { return nil }
      rules.append(rule)
    }
    return rules
  }

  private static func patterns(_ types: [String]) -> [GlobPattern] {
    types.flatMap { FileTypes.patterns(of: $0) ?? [] }.map { GlobPattern($0.utf8) }
  }

  /// What `{a,b}` stands for, written out; nil if a brace is left open or there is too much of it.
  static func alternatives(of text: [UInt8]) -> [[UInt8]]? {
    var results: [[UInt8]] = []
    var open: [[UInt8]] = [text]
    while let next = open.popLast() {
      guard let braces = Braces(next) else {
        results.append(next)
        guard results.count <= alternativeLimit else { return nil }
        continue
      }
      guard let parts = braces.parts else { return nil }
      for part in parts.reversed() {
        open.append(Array(next[..<braces.start]) + part + Array(next[braces.end...]))
      }
      guard open.count + results.count <= alternativeLimit else { return nil }
    }
    return results
  }
}

/// The first pair of braces in a pattern, and what stands between their commas.
private struct Braces {
  let start: Int
  private(set) var end: Int
  /// nil when they are not closed.
  private(set) var parts: [[UInt8]]?

  /// Finds the braces; nil if there are none.
  init?(_ text: [UInt8]) {
    guard let start = Self.next(text, from: 0, of: "{")?.index else { return nil }
    self.start = start
    end = text.count
    var found: [[UInt8]] = []
    var partStart = start + 1
    var depth = 0
    var at = start + 1
    while let mark = Self.next(text, from: at, of: "{,}") {
      at = mark.index + 1
      switch mark.letter {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ","):
        guard depth == 0 else { continue }
        found.append(Array(text[partStart..<mark.index]))
        partStart = at
      default:
        if depth > 0 {
          depth -= 1
          continue
        }
        found.append(Array(text[partStart..<mark.index]))
        (parts, end) = (found, at)
        return
      }
    }
  }

  /// The next of some letters that is neither escaped nor in brackets.
  private static func next(
    _ text: [UInt8], from start: Int, of letters: String
  ) -> (index: Int, letter: UInt8)? {
    var at = start
    while at < text.count {
      let letter = text[at]
      if letter == UInt8(ascii: "\\") {
        at += 2
        continue
      }
      if letter == UInt8(ascii: "["), at + 2 < text.count,
        let close = text[(at + 2)...].firstIndex(of: UInt8(ascii: "]"))
      {
        at = close + 1
        continue
      }
      if letters.utf8.contains(letter) { return (at, letter) }
      at += 1
    }
    return nil
  }
}
