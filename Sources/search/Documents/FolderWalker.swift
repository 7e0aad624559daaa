/// Finds the regular files below a file or folder.
///
/// The walk keeps its own stack, so deep folders cost memory and no stack; it visits files in the
/// order of the bytes of their paths. Names that begin with a dot are left out, and so are symbolic
/// links, special files, and folders that hold an index; all but hidden names are reported.
struct FolderWalker {
  /// A file found.
  struct File: Equatable, Sendable {
    /// Where to open it: an absolute path.
    var path: PathName
    /// Its path relative to the base, as text: the document's key.
    var relativePath: String
    /// Its identity, size and time.
    var stamp: FileStamp
  }

  /// Something that was not walked.
  struct Skipped: Equatable, Sendable {
    /// Its path relative to the base, as text.
    var relativePath: String
    /// Why.
    var reason: SkipReason
  }

  /// How deep folders may nest below the root: 256, deeper than any archive seen, and well below
  /// what the longest path allows.
  var depthLimit = 256
  /// The longest path in bytes: what Linux opens.
  var pathByteLimit = 4_096

  private let base: PathName
  private let excluded: (device: UInt64, inode: UInt64)?

  /// Creates a walker.
  ///
  /// - Parameters:
  ///   - base: The folder that paths are relative to.
  ///   - excludedFolder: The index folder, where it is not called `.search`; it need not exist.
  /// - Throws: the reason why the base cannot be used.
  init(base: PathName, excludedFolder: PathName? = nil) throws(SkipReason) {
    self.base = try resolvePath(base)
    guard let excludedFolder,
      let resolved = try? resolvePath(excludedFolder),
      let stamp = (try? PathStatus(of: resolved))?.stamp
    else {
      excluded = nil
      return
    }
    excluded = (stamp.device, stamp.inode)
  }

  /// Visits each regular file at or below a root and answers what was skipped.
  ///
  /// A root may be hidden, and may be a symbolic link: who names it means it. Of the folders below
  /// it one that cannot be listed is reported, and the walk goes on.
  ///
  /// - Throws: `SkipReason` when the root itself is missing or unreachable; what `visit` throws.
  /// - Complexity: O(n log n) in the names of a folder.
  func walk(_ root: PathName, visit: (File) throws -> Void) throws -> [Skipped] {
    var skipped: [Skipped] = []
    let start = try resolvePath(root)
    var stack = [Entry(path: start, depth: 0, status: .success(try PathStatus(of: start)))]
    while let entry = stack.popLast() {
      let found: Found
      do throws(SkipReason) {
        found = try inspect(entry)
      } catch {
        skipped.append(Skipped(relativePath: relativeText(entry.path), reason: error))
        continue
      }
      switch found {
      case .file(let file): try visit(file)
      case .folder(let entries): stack.append(contentsOf: entries.reversed())
      }
    }
    return skipped
  }

  private struct Entry {
    var path: PathName
    var depth: Int
    /// What the path led to when its folder was listed.
    var status: Result<PathStatus, SkipReason>
  }

  private enum Found {
    case file(File)
    case folder([Entry])
  }

  private func relativeText(_ path: PathName) -> String {
    path.relative(to: base).text
  }

  private func inspect(_ entry: Entry) throws(SkipReason) -> Found {
    let status = try entry.status.get()
    switch status.kind {
    case .symbolicLink: throw .symbolicLink
    case .other: throw .notRegular
    case .file:
      let path = entry.path
      return .file(File(path: path, relativePath: relativeText(path), stamp: status.stamp))
    case .folder:
      return .folder(try list(entry, stamp: status.stamp))
    }
  }

  /// The visible entries of a folder, in the order of the bytes of all paths below it.
  private func list(_ folder: Entry, stamp: FileStamp) throws(SkipReason) -> [Entry] {
    if folder.path.lastComponent.elementsEqual(".search".utf8) { throw .indexFolder }
    if let excluded, excluded == (stamp.device, stamp.inode) { throw .indexFolder }
    guard folder.depth < depthLimit else { throw .tooDeep(limit: depthLimit) }
    var entries: [(order: [UInt8], entry: Entry)] = []
    for name in try listFolder(folder.path) where name.first != UInt8(ascii: ".") {
      let path = folder.path.appending(name)
      let entry = Entry(path: path, depth: folder.depth + 1, status: statusWithinLimits(path))
      // "a.txt" comes before "a/b": a folder sorts as its name and the slash that follows.
      var order = name
      if case .success(let status) = entry.status, status.kind == .folder {
        order.append(UInt8(ascii: "/"))
      }
      entries.append((order, entry))
    }
    return entries.sorted { $0.order.lexicographicallyPrecedes($1.order) }.map(\.entry)
  }

  private func statusWithinLimits(_ path: PathName) -> Result<PathStatus, SkipReason> {
    // The system counts the NUL at the end too.
    guard path.bytes.count < pathByteLimit else {
      return .failure(.pathTooLong(limit: pathByteLimit))
    }
    return Result { () throws(SkipReason) -> PathStatus in try PathStatus(of: path) }
  }
}
