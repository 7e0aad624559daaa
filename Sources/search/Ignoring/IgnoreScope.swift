/// The ignore files that count in a folder: its own, then those of the folders above.
///
/// A file nearer to a path decides before one farther up. Of the kinds, .searchignore decides before
/// .ignore, that before .gitignore, then .git/info/exclude, and last the user's own list for all
/// repositories. The three of git count only within a repository, and up to its root.
final class IgnoreScope: Sendable {
  /// The names of ignore files, the strongest first.
  enum Kind: Int, CaseIterable, Sendable {
    case search
    case plain
    case git
    case gitExclude
    case gitGlobal

    /// The name of the file in each folder; nil for those that are elsewhere.
    var fileName: [UInt8]? {
      switch self {
      case .search: Array(".searchignore".utf8)
      case .plain: Array(".ignore".utf8)
      case .git: Array(".gitignore".utf8)
      case .gitExclude, .gitGlobal: nil
      }
    }

    /// Whether it counts only within a repository.
    var belongsToGit: Bool { self.rawValue >= Self.git.rawValue }
  }

  private let parent: IgnoreScope?
  /// How many bytes of an absolute path lead to what lies in the folder.
  private let prefixCount: Int
  /// The rules of each kind that there are.
  private let rules: [(kind: Kind, rules: IgnoreRules)]
  /// Whether the folder is the root of a repository: what is above says nothing of it to git.
  private let isRepositoryRoot: Bool
  /// Whether the folder lies within a repository.
  let isInRepository: Bool

  /// A folder below others.
  ///
  /// - Parameter folder: its absolute path.
  init(
    parent: IgnoreScope?, folder: PathName, rules: [(kind: Kind, rules: IgnoreRules)],
    isRepositoryRoot: Bool
  ) {
    self.parent = parent
    prefixCount = folder.bytes == [UInt8(ascii: "/")] ? 1 : folder.bytes.count + 1
    self.rules = rules
    self.isRepositoryRoot = isRepositoryRoot
    isInRepository = isRepositoryRoot || parent?.isInRepository ?? false
  }

  /// What the files say of a path; nil if nothing.
  ///
  /// - Parameter path: absolute, below the folder of this scope.
  func verdict(of path: [UInt8], name: ArraySlice<UInt8>, isFolder: Bool) -> IgnoreVerdict? {
    var found: [IgnoreVerdict?] = Array(repeating: nil, count: Kind.allCases.count)
    var scope: IgnoreScope? = self
    var countsGit = isInRepository
    while let here = scope {
      for (kind, rules) in here.rules where found[kind.rawValue] == nil {
        if kind.belongsToGit, !countsGit { continue }
        found[kind.rawValue] = rules.verdict(
          path[here.prefixCount...], name: name, isFolder: isFolder)
      }
      if here.isRepositoryRoot { countsGit = false }
      scope = here.parent
    }
    for verdict in found { if let verdict { return verdict } }
    return nil
  }
}
