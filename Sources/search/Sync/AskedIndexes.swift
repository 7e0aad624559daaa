import Index

/// The indexes that a query asks, opened and joined to one.
struct AskedIndexes {
  /// Where each is, and how far it is believed.
  let indexes: [UpdatedIndex]
  /// All of them as one, which reads paths in conditions as seen from the current directory where they say so.
  let snapshot: Snapshot
  private let paths: PathConditions
  /// What the paths of each are relative to, absolute; empty where it is not known.
  let bases: [String]

  /// Opens what has been brought up to date.
  ///
  /// - Throws: ``IndexError`` when one cannot be opened, or two cannot be asked as one.
  init(_ indexes: [UpdatedIndex]) throws {
    self.indexes = indexes
    var snapshots: [Snapshot] = []
    var bases: [String] = []
    for index in indexes {
      let opened =
        index.isTrusted
        ? try SearchIndex.open(at: index.place.path)
        : try SearchIndex.openUntrusted(at: index.place.path)
      let snapshot = try opened.snapshot()
      bases.append(try index.place.home ?? snapshot.fileTable()?.base ?? "")
      snapshots.append(snapshot)
    }
    self.bases = bases
    if snapshots.count > 1 {
      snapshots = try OverlappingFolders(snapshots, bases: bases).withoutRepetitions(snapshots)
    }
    // What is asked of an index that is not trusted is bounded by that.
    let joint =
      snapshots.count == 1
      ? snapshots[0]
      : try Snapshot.joining(
        snapshots, limits: indexes.allSatisfy(\.isTrusted) ? Limits() : .untrusted)
    let paths = PathConditions(bases: bases, current: try currentDirectory())
    self.paths = paths
    snapshot = try joint.reading { paths.filter($0, $1, isQuoted: $2) }
  }

  /// Says on standard error where the analyzer has changed since an index was made.
  func warn() throws(IndexError) {
    if let difference = try snapshot.analyzerDifference() {
      printError("warning: \(difference)")
    }
  }

  /// What tells them apart; empty for one.
  var names: [AskedIndexName] {
    guard indexes.count > 1 else { return [] }
    return zip(indexes, bases).map { AskedIndexName(path: $0.place.path, base: $1) }
  }

  /// Refuses queries that ask several indexes for a path as it is seen from here: the same path is another one
  /// in each of them.
  func requirePathsOfIndexes(in queries: [String]) throws {
    guard indexes.count > 1 else { return }
    for query in queries {
      guard let typed = try paths.conditionSeenFromHere(in: query, of: snapshot) else { continue }
      throw CommandError(
        "\(TerminalText.line(typed)) is a path as seen from here, and several indexes are asked; "
          + "ask one of them by --index, or write the path as the indexes have it")
    }
  }

  /// One of them by itself.
  func snapshot(ofMember member: Int) -> Snapshot {
    snapshot.members.indices.contains(member) ? snapshot.members[member] : snapshot
  }
}
