import Index

/// What a run has to look at: the files found against the files remembered.
///
/// A pure function of its inputs; nothing is read and nothing is written.
struct SyncPlan: Equatable, Sendable {
  /// What is known about one file.
  enum Step: Equatable, Sendable {
    /// Not in the index yet.
    case new(FoundFile)
    /// Size and time are as they were.
    case unchanged(FileTable.Entry)
    /// Size or time differ: the content decides.
    case touched(FoundFile, FileTable.Entry)
    /// It was below a given path and is there no more.
    case gone(FileTable.Entry)
    /// Outside the given paths, or out of reach: it stays as it is.
    case kept(FileTable.Entry)
  }

  /// One step a file, ascending by the bytes of the path.
  var steps: [Step]

  /// Compares what was found with what is remembered.
  ///
  /// - Parameters:
  ///   - found: The files found below the roots of this run, in any order, each once or more.
  ///   - remembered: The entries of the file table, ascending.
  ///   - roots: The roots of this run.
  ///   - unreachable: Folders and files that could not be looked at; what is remembered there is
  ///     kept, because nothing tells whether it has gone.
  /// - Complexity: O(n log n + m) for n files found and m remembered.
  init(
    found: [FoundFile], remembered: [FileTable.Entry], roots: [String], unreachable: [String] = []
  ) {
    steps = []
    let isInOrder = zip(found, found.dropFirst()).allSatisfy {
      !PathText.precedes($1.path, $0.path)
    }
    let sorted = isInOrder ? found : found.sorted { PathText.precedes($0.path, $1.path) }
    var next = 0
    var last: String?
    for file in sorted {
      // Roots may overlap.
      if let last, PathText.same(last, file.path) { continue }
      last = file.path
      while next < remembered.count, PathText.precedes(remembered[next].path, file.path) {
        steps.append(Self.missing(remembered[next], roots: roots, unreachable: unreachable))
        next += 1
      }
      if next < remembered.count, PathText.same(remembered[next].path, file.path) {
        steps.append(Self.present(file, remembered[next]))
        next += 1
      } else {
        steps.append(.new(file))
      }
    }
    for entry in remembered[next...] {
      steps.append(Self.missing(entry, roots: roots, unreachable: unreachable))
    }
  }

  private static func present(_ file: FoundFile, _ entry: FileTable.Entry) -> Step {
    if ReadingRemark.isOutdated(entry) {
      // Whatever it holds, it is read again.
      var other = entry
      other.contentHash = ~entry.contentHash
      return .touched(file, other)
    }
    return isSame(file, entry) ? .unchanged(entry) : .touched(file, entry)
  }

  /// Whether size, times and number of a file are those that are remembered. What is not known says
  /// nothing.
  static func isSame(_ file: FoundFile, _ entry: FileTable.Entry) -> Bool {
    entry.size == file.size && entry.modified == file.modified
      && (entry.inode == file.inode || entry.inode == 0 || file.inode == 0)
      && (entry.changed == file.changed || entry.changed == 0 || file.changed == 0)
  }

  /// The steps that have something to do.
  var pending: [Step] {
    steps.filter { step in
      switch step {
      case .unchanged, .kept: false
      case .new, .touched, .gone: true
      }
    }
  }

  private static func missing(
    _ entry: FileTable.Entry, roots: [String], unreachable: [String]
  ) -> Step {
    let isCovered = roots.contains { PathText.covers(root: $0, path: entry.path) }
    let isOutOfReach = unreachable.contains { PathText.covers(root: $0, path: entry.path) }
    return isCovered && !isOutOfReach ? .gone(entry) : .kept(entry)
  }

  /// The roots to remember: old and new, those that are walked with another left out, in order.
  ///
  /// - Parameter reaches: whether the walk of the second comes to the first, which lies below it: who
  ///   names a hidden or ignored folder means it, and it stays a root.
  static func mergedRoots(
    _ remembered: [String], _ given: [String], reaches: (String, String) -> Bool = { _, _ in true }
  ) -> [String] {
    var result: [String] = []
    for root in remembered + given
    where !result.contains(where: { covers($0, root) && reaches(root, $0) }) {
      result.removeAll { covers(root, $0) && reaches($0, root) }
      result.append(root)
    }
    return result.sorted { PathText.precedes($0, $1) }
  }

  private static func covers(_ root: String, _ path: String) -> Bool {
    PathText.covers(root: root, path: path)
  }
}
