/// What a run left out or has to say of files, for standard error: the first of each kind, and how many more.
enum SkippedLines {
  /// So many of a kind are named: about what a screen shows.
  static let namedCount = 20

  /// Files that could not be read, and those left out by policy, as they come.
  static func lines(_ skipped: [SkippedPath]) -> [String] {
    var lines: [String] = []
    var counts = (failed: 0, skipped: 0)
    for path in skipped {
      let count: Int
      if path.isFailure {
        counts.failed += 1
        count = counts.failed
      } else {
        counts.skipped += 1
        count = counts.skipped
      }
      if count > namedCount { continue }
      lines.append("\(path.isFailure ? "cannot read" : "skipped") \(path.path): \(path.reason)")
    }
    if counts.failed > namedCount {
      lines.append("cannot read \(counts.failed - namedCount) more")
    }
    if counts.skipped > namedCount { lines.append("skipped \(counts.skipped - namedCount) more") }
    return lines
  }

  /// The first remarks on files.
  static func lines(_ notes: [String]) -> [String] {
    guard notes.count > namedCount else { return notes }
    return notes.prefix(namedCount) + ["and \(notes.count - namedCount) more such remarks"]
  }
}
