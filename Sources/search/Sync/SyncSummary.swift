/// What a run of `search index` did, in documents.
struct SyncSummary: Equatable, Sendable {
  var added = 0
  var updated = 0
  var unchanged = 0
  var removed = 0
  /// Files and folders that were left out, by policy or for trouble.
  var skipped: [SkippedPath] = []
  /// Lines for standard error: warnings and trouble within files.
  var notes: [String] = []
  /// Whether a file or record could not be read.
  var hasFailures = false
  /// How many files and records could not be read.
  var failureCount: Int { skipped.count(where: \.isFailure) }
  /// Whether the run was stopped before it was done, and how many files it did not get to.
  var isStopped = false
  var leftFileCount = 0
  /// The title of a document that was added, for a query to try.
  var sampleTitle: String?

  /// Whether the run changed any document.
  var changesDocuments: Bool { added > 0 || updated > 0 || removed > 0 }

  /// The counts as a sentence part: `3 added, 1 updated, 0 unchanged, 0 removed, 2 skipped`.
  var counts: String {
    let parts = [
      "\(added) added", "\(updated) updated", "\(unchanged) unchanged", "\(removed) removed",
      "\(skipped.count) skipped",
    ]
    return parts.joined(separator: ", ")
  }

  /// A query that should find something: the longest word of the sample title.
  var queryToTry: String? {
    guard let sampleTitle else { return nil }
    let words = sampleTitle.split { !$0.isLetter && !$0.isNumber }
    let candidates = words.filter { word in
      DisplayWidth.of(String(word)) <= 24 && word.contains { $0.isLetter }
    }
    guard let best = candidates.max(by: { $0.utf8.count < $1.utf8.count }) else { return nil }
    return String(best)
  }
}
