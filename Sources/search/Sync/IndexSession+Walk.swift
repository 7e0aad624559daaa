import Index

extension IndexSession {
  /// What lies below the roots of a run.
  struct Walk {
    /// The roots walked, those that have gone included.
    var roots: [String] = []
    /// The roots to remember.
    var rememberedRoots: [String] = []
    /// How walks are remembered so far.
    var settings: [String]
    var files: [FoundFile] = []
    var skipped: [SkippedPath] = []
    /// What could not be looked at.
    var unreachable: [String] = []
    /// Roots that could not be looked at and have documents in the index.
    var lost: [SkippedPath] = []

    /// Walks the roots.
    ///
    /// A root that is named and has gone is forgotten with its documents, if there are any; one
    /// that is only remembered keeps them, for a disk may not be mounted.
    ///
    /// - Throws: ``CommandError`` when no root can be reached.
    init(source: Source, roots: [String], given: Bool, table: FileTable) throws(CommandError) {
      settings = table.settings
      // What was named once, though the walk of a root above passes it by, is walked with that.
      let others = table.roots.filter { known in
        !roots.contains { PathText.same($0, known) }
          && roots.contains {
            PathText.covers(root: $0, path: known) && !source.reaches(known, from: $0)
          }
      }
      let roots = roots + others
      var gone: [String] = []
      var lastFailure: SkippedPath?
      for root in roots {
        do throws(SourceFailure) {
          skipped += try source.walk(root: root) { files.append($0) }
          self.roots.append(root)
        } catch {
          let isKnown =
            table.roots.contains { PathText.covers(root: root, path: $0) }
            || table.entries.contains { PathText.covers(root: root, path: $0.path) }
          if given, error.isMissing, isKnown {
            gone.append(root)
            self.roots.append(root)
          } else {
            let name = root.isEmpty ? "." : root
            lastFailure = SkippedPath(path: name, reason: error.reason, isFailure: true)
            skipped.append(contentsOf: lastFailure.map { [$0] } ?? [])
            if isKnown { lost.append(contentsOf: lastFailure.map { [$0] } ?? []) }
            unreachable.append(root)
          }
        }
      }
      if self.roots.isEmpty, let lastFailure {
        throw CommandError("\(lastFailure.path): \(lastFailure.reason)")
      }
      unreachable += skipped.filter(\.isFailure).map(\.path)
      // A device or a pipe that was named is nothing to come back to.
      let useless = skipped.filter { item in
        item.reason == SkipReason.notRegular.description
          && roots.contains { PathText.same($0, item.path) }
      }.map(\.path)
      let failed = given ? unreachable + useless : []
      let kept = (given ? table.roots : []) + roots.filter { !failed.contains($0) }
      rememberedRoots = SyncPlan.mergedRoots(
        kept.filter { root in !gone.contains { PathText.covers(root: $0, path: root) } }, [],
        reaches: source.reaches)
    }
  }
}
