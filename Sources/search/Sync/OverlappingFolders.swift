import Index

/// Finds the files that several indexes hold, where the folder of one lies in that of another, or both are
/// one by a link: in a search over all of them each counts once, in the first index that has it.
struct OverlappingFolders {
  /// What is known of an index.
  private struct Folder {
    /// What its paths are relative to, without links.
    var base: PathName
    /// The folders and files that it was made of, absolute and without links.
    var roots: [String]
    var table: FileTable
    /// Whether links are followed, so that a path in it may lead anywhere.
    var followsLinks: Bool
  }

  private let folders: [Folder?]

  /// - Parameters:
  ///   - snapshots: the indexes, in the order in which they answer.
  ///   - bases: what the paths of each are relative to, absolute; empty where it is not known.
  init(_ snapshots: [Snapshot], bases: [String]) throws(IndexError) {
    var folders: [Folder?] = []
    for (snapshot, base) in zip(snapshots, bases) {
      guard !base.isEmpty, let table = try snapshot.fileTable() else {
        folders.append(nil)
        continue
      }
      let real = Self.real(PathName(spelled: base))
      folders.append(
        Folder(
          base: real, roots: table.roots.map { Self.real(Self.absolute($0, real)).text },
          table: table, followsLinks: WalkRules(lines: table.settings).followsLinks))
    }
    self.folders = folders
  }

  /// The snapshots, each without what an earlier one has.
  ///
  /// - Complexity: O(files) of those that overlap; nothing where none do.
  func withoutRepetitions(_ snapshots: [Snapshot]) throws(IndexError) -> [Snapshot] {
    var snapshots = snapshots
    for (number, folder) in folders.enumerated() {
      guard let folder else { continue }
      let others = folders[..<number].compactMap { $0 }.filter { Self.overlap($0, folder) }
      if others.isEmpty { continue }
      var known = Set<PathName>()
      for other in others { Self.forEachFile(of: other) { known.insert($1) } }
      var repeated = Set<ExactName>()
      Self.forEachFile(of: folder) { path, file in
        if known.contains(file) { repeated.insert(ExactName(path)) }
      }
      if repeated.isEmpty { continue }
      snapshots[number] = try snapshots[number].leavingOut { key in
        repeated.contains(ExactName(DocumentName(key: key).path))
      }
    }
    return snapshots
  }

  private static func overlap(_ one: Folder, _ other: Folder) -> Bool {
    // Where links are followed, any file may be in both.
    if one.followsLinks || other.followsLinks { return true }
    return one.roots.contains { root in
      other.roots.contains {
        PathText.covers(root: root, path: $0) || PathText.covers(root: $0, path: root)
      }
    }
  }

  /// The files that have documents: the path in the index, and where the file is.
  private static func forEachFile(of folder: Folder, _ body: (String, PathName) -> Void) {
    for entry in folder.table.entries where entry.documentCount > 0 {
      let path = absolute(entry.path, folder.base)
      body(entry.path, folder.followsLinks ? real(path) : path)
    }
  }

  private static func absolute(_ path: String, _ base: PathName) -> PathName {
    PathName(spelled: PathText.normalized(path, from: base.text))
  }

  /// A path without links, as far as it is there.
  private static func real(_ path: PathName) -> PathName { (try? resolvePath(path)) ?? path }
}
