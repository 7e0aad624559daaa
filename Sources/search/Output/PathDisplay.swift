import Index

/// How a path of an index is shown: as seen from the current directory, so that it can be opened.
struct PathDisplay: Equatable, Sendable {
  /// What the paths of each index are relative to; nil where they are shown as they are.
  private let bases: [PathName?]
  private let current: PathName

  /// Paths as the index has them: relative to its base.
  static let asIndexed = PathDisplay(base: "", current: "")

  /// - Parameters:
  ///   - bases: what the paths of each index are relative to, absolute; empty where it is not known.
  ///   - current: the current directory.
  init(bases: [String], current: String) {
    self.bases = bases.map { base in
      base.isEmpty || PathText.same(base, current) ? nil : PathName(base)
    }
    self.current = PathName(current)
  }

  /// For the paths of one index.
  init(base: String, current: String) {
    self.init(bases: [base], current: current)
  }

  /// The path as it is shown, to be escaped yet.
  ///
  /// - Parameter member: which of the indexes has it, from 0.
  func shown(_ path: String, of member: Int = 0) -> String {
    guard bases.indices.contains(member), bases[member] != nil else { return path }
    return name(path, of: member).text
  }

  /// The same path as the file system has it.
  func name(_ path: String, of member: Int = 0) -> PathName {
    guard bases.indices.contains(member), let base = bases[member] else {
      return PathName(spelled: path)
    }
    return PathName(spelled: PathText.normalized(path, from: base.text)).relative(to: current)
  }

  /// The name of a hit with its path as it is shown.
  func named(_ hit: Hit) -> DocumentName {
    var name = DocumentName(key: hit.key)
    name.path = shown(name.path, of: hit.member)
    return name
  }

  /// The path of a hit as it is shown, to be escaped yet.
  func shown(_ hit: HitRecord) -> String { shown(hit.name.path, of: hit.member) }
}
