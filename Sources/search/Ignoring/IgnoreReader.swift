/// Reads the ignore files of folders.
struct IgnoreReader: Sendable {
  /// Whether .ignore and .searchignore count.
  var readsPlain = true
  /// Whether git's files count.
  var readsGit = true
  /// The environment, for the place of the user's own list.
  var environment: @Sendable (String) -> String? = { environmentValue($0) }

  private static let gitFolder = Array(".git".utf8)

  /// The scope of a folder that a walk begins in: of all folders above, and of the folder itself.
  func scope(of folder: PathName) -> IgnoreScope? {
    guard readsPlain || readsGit else { return nil }
    var scope: IgnoreScope?
    var path = PathName("/")
    scope = entering(path, below: nil)
    for name in folder.bytes.split(separator: UInt8(ascii: "/")) {
      path = path.appending(Array(name))
      scope = entering(path, below: scope)
    }
    return scope
  }

  /// The scope of a folder, whose names need not be known.
  func entering(_ folder: PathName, below parent: IgnoreScope?) -> IgnoreScope? {
    entering(folder, below: parent) { name in
      (try? PathStatus(of: folder.appending(name))) != nil
    }
  }

  /// The scope of a folder: that of its parent if it has no ignore file of its own.
  ///
  /// - Parameter holds: whether a name is in the folder.
  func entering(
    _ folder: PathName, below parent: IgnoreScope?, holds: ([UInt8]) -> Bool
  ) -> IgnoreScope? {
    var rules: [(kind: IgnoreScope.Kind, rules: IgnoreRules)] = []
    for kind in IgnoreScope.Kind.allCases {
      guard let name = kind.fileName, kind.belongsToGit ? readsGit : readsPlain, holds(name),
        let found = Self.read(folder.appending(name))
      else { continue }
      rules.append((kind, found))
    }
    var isRoot = false
    if readsGit, holds(Self.gitFolder) {
      isRoot = true
      if let exclude = Self.exclude(of: folder.appending(Self.gitFolder)) {
        rules.append((.gitExclude, exclude))
      }
      if let list = userList() { rules.append((.gitGlobal, list)) }
    }
    if rules.isEmpty, !isRoot { return parent }
    return IgnoreScope(parent: parent, folder: folder, rules: rules, isRepositoryRoot: isRoot)
  }

  /// The user's list for all repositories, where git looks when it is told of no other place.
  private func userList() -> IgnoreRules? {
    if let folder = environment("XDG_CONFIG_HOME"), !folder.isEmpty {
      return Self.read(PathName("\(folder)/git/ignore"))
    }
    guard let home = environment("HOME"), !home.isEmpty else { return nil }
    return Self.read(PathName("\(home)/.config/git/ignore"))
  }

  /// The list of a repository. `.git` is a folder, or a file that names one (gitrepository-layout(5)).
  private static func exclude(of git: PathName) -> IgnoreRules? {
    var folder = git
    if let line = line(of: git, after: "gitdir: ") {
      folder = joined(PathName(bytes: Array(git.bytes.dropLast(gitFolder.count))), line)
      if let common = self.line(of: folder.appending(Array("commondir".utf8)), after: "") {
        folder = joined(folder, common)
      }
    }
    return read(folder.appending(Array("info/exclude".utf8)))
  }

  private static func joined(_ folder: PathName, _ path: [UInt8]) -> PathName {
    path.first == UInt8(ascii: "/") ? PathName(bytes: path) : folder.appending(path)
  }

  /// The first line of a small file, behind what it begins with; nil if it does not.
  private static func line(of path: PathName, after start: String) -> [UInt8]? {
    guard let bytes = bytes(of: path, limit: 1 << 13), bytes.starts(with: start.utf8) else {
      return nil
    }
    return Array(bytes.dropFirst(start.utf8.count).prefix { $0 != UInt8(ascii: "\n") })
  }

  private static func read(_ path: PathName) -> IgnoreRules? {
    bytes(of: path, limit: IgnoreRules.byteLimit).map(IgnoreRules.init)
  }

  /// A file that cannot be read, or is too large for what it should be, says nothing.
  private static func bytes(of path: PathName, limit: Int) -> [UInt8]? {
    var hash = ContentHash()
    guard let file = try? SourceFile(path),
      let bytes = try? file.readBytes(upTo: limit + 1, hash: &hash),
      bytes.count <= limit
    else { return nil }
    return bytes
  }
}
