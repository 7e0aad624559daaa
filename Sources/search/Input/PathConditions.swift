import Index
import Synchronization

/// Conditions on paths as a shell completes them: `path:./notes/a.md`, `dir:../old`, `path:/home/me/docs`.
///
/// An index has paths relative to the folder that it was made of. What begins with `./`, `../`, `~/` or a slash
/// is meant as seen from the current directory: of the index those documents are asked for whose files it names.
/// A folder stands for all below it. Several indexes cannot be asked for such a path
/// (``conditionSeenFromHere(in:of:)``), but for the full-screen search.
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

  /// A snapshot of one index that reads paths in conditions as seen from the current directory.
  ///
  /// - Parameter home: the folder that the index belongs to; nil if it is told by the index alone.
  static func reading(_ snapshot: Snapshot, home: String?) throws -> Snapshot {
    let base = try home ?? snapshot.fileTable()?.base ?? ""
    let paths = PathConditions(bases: [base], current: try currentDirectory())
    return try snapshot.reading { paths.filter($0, $1, isQuoted: $2) }
  }

  /// The first condition of a query that is about the current directory, as it is typed; nil if there is none.
  func conditionSeenFromHere(in query: String, of snapshot: Snapshot) throws(IndexError) -> String?
  {
    guard Self.names.contains(where: { query.contains("\($0):") }) else { return nil }
    let found = Mutex<String?>(nil)
    let reader = try snapshot.reading { (name, typed, isQuoted) in
      if Self.names.contains(name), absolute(typed) != nil {
        let text = isQuoted ? "\"\(typed)\"" : typed
        found.withLock { $0 = $0 ?? "\(name):\(text)" }
      }
      return nil
    }
    _ = try reader.parse(query)
    return found.withLock { $0 }
  }

  // MARK: - Values

  /// What text behind a name asks for; nil if it is no path, or one as the index has it.
  func filter(_ name: String, _ typed: String, isQuoted: Bool) -> Filter? {
    guard Self.names.contains(name), !bases.isEmpty else { return nil }
    // White space in a pattern needs the quotation marks, and so do they mean no more here.
    let hasMarks = Self.hasMarks(typed)
    guard let path = absolute(typed) else {
      // No path ends with a slash: what does is a folder.
      if name == "path", typed.hasSuffix("/"), !typed.hasPrefix(">"), !typed.hasPrefix("<") {
        return .matching("path", KeywordPattern([.pattern(typed + "**")], typed: typed))
      }
      return isQuoted && hasMarks ? .matching(name, typed) : nil
    }
    let isDirectory = name == "dir"
    let isPattern = hasMarks && !isThere(path.text)
    let isFolder = isDirectory ? false : isFolder(typed, path.text, isPattern)
    let wanted = Wanted(
      name: isDirectory ? "dir" : "path", typed: typed, path: path, isFolder: isFolder)
    let filters = bases.flatMap { base in
      let found = isPattern ? patterns(wanted, in: base) : literals(wanted, in: base)
      guard let here = untyped(wanted, in: base) else { return found }
      return found.map { .all([$0, here]) }
    }
    return .any(filters)
  }

  /// What lies in the folder that was not typed: its capitals are as they are, whatever those typed are.
  private func untyped(_ wanted: Wanted, in base: PathName) -> Filter? {
    let folder = wanted.path.untypedFolder
    let plain = PathName(spelled: folder).relative(to: base).text
    let path = Self.isOutside(plain) ? resolved(folder).relative(to: base).text : plain
    if path.isEmpty || Self.isOutside(path) { return nil }
    func exact(_ pieces: [KeywordPattern.Piece]) -> Filter {
      .matching(wanted.name, KeywordPattern(pieces, typed: wanted.typed, ignoresCase: false))
    }
    return .any([exact([.literal(path)]), exact([.literal(path + "/"), .pattern("**")])])
  }

  /// A condition as it is meant.
  private struct Wanted {
    var name: String
    var typed: String
    var path: AbsolutePath
    /// Whether all below it is meant; nil where nobody knows.
    var isFolder: Bool?
  }

  /// A path of one index.
  private func literals(_ wanted: Wanted, in base: PathName) -> [Filter] {
    let plain = PathName(spelled: wanted.path.text).relative(to: base).text
    // A link that leads into the folder is followed where the path itself lies elsewhere.
    let path = Self.isOutside(plain) ? resolved(wanted.path.text).relative(to: base).text : plain
    if bases.count > 1, Self.isOutside(path) { return [] }
    if path.isEmpty { return [wanted.name == "dir" ? Self.atTop : .exists("path")] }
    func matching(_ pieces: [KeywordPattern.Piece]) -> Filter {
      .matching(wanted.name, KeywordPattern(pieces, typed: wanted.typed))
    }
    func allBelow(_ folder: String) -> Filter {
      matching([.literal(folder + "/"), .pattern("**")])
    }
    let below = allBelow(path)
    if wanted.isFolder != false, Self.isAbove(path) {
      // The index lies below it, and what goes up no farther.
      return [.all([.exists("path"), .not(allBelow(path + "/.."))])]
    }
    switch wanted.isFolder {
    case true?: return [below]
    case false?: return [matching([.literal(path)])]
    case nil: return [matching([.literal(path)]), below]
    }
  }

  /// What has no folder but the index's own.
  private static var atTop: Filter { .all([.exists("path"), .not(.exists("dir"))]) }

  /// The paths of one index that look so.
  private func patterns(_ wanted: Wanted, in base: PathName) -> [Filter] {
    let (folder, rest) = wanted.path.split()
    let pattern = KeywordPattern.Piece.pattern(wanted.isFolder == true ? rest + "/**" : rest)
    func matching(_ folder: String) -> KeywordPattern {
      let isOpen = folder.isEmpty || folder.hasSuffix("/")
      return KeywordPattern(
        [.literal(isOpen ? folder : folder + "/"), pattern], typed: wanted.typed)
    }
    let plain = PathName(spelled: folder).relative(to: base).text
    let real = resolved(folder)
    let path = Self.isOutside(plain) ? real.relative(to: base).text : plain
    if !Self.isOutside(path) { return [.matching(wanted.name, matching(path))] }
    var found: [Filter] = []
    if Self.isAbove(path) {
      // The folder holds the index's own, which must be among those that the pattern names.
      let whole = matching(real.text)
      found.append(.matching(wanted.name, whole.behind(base.text + "/")))
      if wanted.name == "dir", whole.matches(base.text) { found.append(Self.atTop) }
    }
    return bases.count > 1 ? found : found + [.matching(wanted.name, matching(path))]
  }

  private static func isOutside(_ path: String) -> Bool { path == ".." || path.hasPrefix("../") }

  /// Whether a relative path goes up and nowhere else.
  private static func isAbove(_ path: String) -> Bool {
    path.utf8.split(separator: UInt8(ascii: "/")).allSatisfy { $0.elementsEqual("..".utf8) }
  }

  private static func hasMarks(_ text: some StringProtocol) -> Bool {
    text.contains { $0 == "*" || $0 == "?" }
  }

  // MARK: - Paths

  /// An absolute path, without `.` and `..`, of which the last parts were typed.
  private struct AbsolutePath {
    var parts: [(text: String, isTyped: Bool)] = []

    mutating func append(_ path: some StringProtocol, isTyped: Bool) {
      for part in path.utf8.split(separator: UInt8(ascii: "/")) {
        if part.elementsEqual("..".utf8) {
          _ = parts.popLast()
        } else if !part.elementsEqual(".".utf8) {
          parts.append((String(decoding: part, as: UTF8.self), isTyped))
        }
      }
    }

    var text: String { Self.joined(parts[...]) }

    /// The folder before the first part with marks, and the rest.
    func split() -> (folder: String, rest: String) {
      let first =
        parts.firstIndex { $0.isTyped && PathConditions.hasMarks($0.text) } ?? parts.count
      return (Self.joined(parts[..<first]), parts[first...].map(\.text).joined(separator: "/"))
    }

    /// The folder that the typed parts are seen from.
    var untypedFolder: String { Self.joined(parts.prefix { !$0.isTyped }) }

    private static func joined(_ parts: ArraySlice<(text: String, isTyped: Bool)>) -> String {
      parts.isEmpty ? "/" : parts.map { "/" + $0.text }.joined()
    }
  }

  /// The absolute path that is meant; nil for one that is none as seen from here.
  private func absolute(_ typed: String) -> AbsolutePath? {
    var path = AbsolutePath()
    if typed == "~" || typed.hasPrefix("~/") {
      guard let home else { return nil }
      path.append(home, isTyped: false)
      path.append(typed.dropFirst(), isTyped: true)
      return path
    }
    let isSeenFromHere =
      [".", ".."].contains(typed) || ["./", "../", "/"].contains { typed.hasPrefix($0) }
    guard isSeenFromHere else { return nil }
    if !typed.hasPrefix("/") { path.append(current, isTyped: false) }
    path.append(typed, isTyped: true)
    return path
  }

  // MARK: - Files

  private func isThere(_ path: String) -> Bool {
    (try? PathStatus(of: PathName(spelled: path))) != nil
  }

  /// Whether a folder is meant, with all below it; nil for what is not there, and may have been either.
  private func isFolder(_ typed: String, _ path: String, _ isPattern: Bool) -> Bool? {
    if typed.hasSuffix("/") { return true }
    if isPattern { return false }
    let status = try? PathStatus(of: PathName(spelled: path), followsLink: true)
    return status.map { $0.kind == .folder }
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
}
