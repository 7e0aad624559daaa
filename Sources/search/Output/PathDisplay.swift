/// How a path of the index is shown: as seen from the current directory, so that it can be opened.
struct PathDisplay: Equatable, Sendable {
  private let base: PathName?
  private let current: PathName

  /// Paths as the index has them: relative to its base.
  static let asIndexed = PathDisplay(base: "", current: "")

  /// - Parameters:
  ///   - base: what paths of the index are relative to, absolute; empty where it is not known.
  ///   - current: the current directory.
  init(base: String, current: String) {
    let isSame = base.isEmpty || PathText.same(base, current)
    self.base = isSame ? nil : PathName(base)
    self.current = PathName(current)
  }

  /// The path as it is shown, to be escaped yet.
  func shown(_ path: String) -> String {
    guard let base else { return path }
    let absolute = PathName(PathText.normalized(path, from: base.text))
    return absolute.relative(to: current).text
  }
}
