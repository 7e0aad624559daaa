/// Finds the regular files below a file or folder.
///
/// The walk keeps its own stack, so deep folders cost memory and no stack; it visits files in the
/// order of the bytes of their paths. What a ``WalkFilter`` passes by is not told. Symbolic links,
/// special files, and folders that hold an index are left out and reported; links may be followed.
struct FolderWalker {
  /// A file found.
  struct File: Equatable, Sendable {
    /// Its path relative to the base, as text: the document's key.
    var relativePath: String
    /// Its identity, size and time.
    var stamp: FileStamp
    /// The base, an absolute path.
    var base: PathName
    /// Where to open it, if that is not what base and relative path say.
    var location: PathName?

    /// Where to open it: an absolute path.
    var path: PathName { location ?? base.appending(Array(relativePath.utf8)) }
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
  /// Is told of each folder before its names are read.
  var entering: ((PathName) -> Void)?

  /// The folder that paths are relative to, links resolved.
  let base: PathName
  /// What is passed by.
  let filter: WalkFilter
  private let excluded: (device: UInt64, inode: UInt64)?

  /// Creates a walker.
  ///
  /// - Parameters:
  ///   - base: The folder that paths are relative to.
  ///   - excludedFolder: The index folder, where it is not called `.search`; it need not exist.
  /// - Throws: the reason why the base cannot be used.
  init(
    base: PathName, excludedFolder: PathName? = nil, filter: WalkFilter = WalkFilter()
  ) throws(SkipReason) {
    self.base = try resolvePath(base)
    self.filter = filter
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
  /// A root may be hidden, ignored, or a symbolic link: who names it means it. Of the folders below
  /// it one that cannot be listed is reported, and the walk goes on.
  ///
  /// - Throws: `SkipReason` when the root itself is missing or unreachable; what `visit` throws.
  /// - Complexity: O(n log n) in the names of a folder.
  func walk(_ root: PathName, visit: (File) throws -> Void) throws -> [Skipped] {
    let start = try resolvePath(root)
    let status = try PathStatus(of: start)
    var walk = FolderWalk(walker: self, root: start, device: status.stamp.device)
    switch status.kind {
    case .file:
      try visit(walk.file(start, stamp: status.stamp))
    case .folder:
      walk.enter(start, scope: filter.reader?.scope(of: PathName(bytes: Self.parent(of: start))))
      try walk.run(visit)
    default: walk.skip(start, .notRegular)
    }
    return walk.skipped
  }

  /// Whether the walk of a root comes to a path, as far as names tell.
  func reaches(_ path: PathName, isFolder: Bool, from root: PathName) -> Bool {
    let below = path.relative(to: root).bytes
    guard !below.isEmpty else { return true }
    let names = below.split(separator: UInt8(ascii: "/"))
    guard names.first.map({ !$0.elementsEqual("..".utf8) }) ?? true,
      names.count <= min(filter.rules.maximumDepth ?? .max, depthLimit)
    else { return false }
    var scope = filter.reader?.scope(of: root)
    var folder = root
    for (index, name) in names.enumerated() {
      let next = folder.appending(Array(name))
      let nextIsFolder = index < names.count - 1 || isFolder
      guard !name.elementsEqual(IndexLocation.folderName.utf8),
        !filter.passesBy(
          next.bytes, nameStart: next.bytes.count - name.count,
          baseCount: patternStart(below: root), isFolder: nextIsFolder, in: scope)
      else { return false }
      if index < names.count - 1 { scope = filter.reader?.entering(next, below: scope) }
      folder = next
    }
    return true
  }

  /// Where in absolute paths begins what patterns are compared with: behind the base, or where the root
  /// lies outside, behind the root.
  func patternStart(below root: PathName) -> Int {
    let folder =
      base.bytes.last == UInt8(ascii: "/") ? base.bytes : base.bytes + [UInt8(ascii: "/")]
    return root == base || root.bytes.starts(with: folder) ? folder.count : root.bytes.count + 1
  }

  /// Whether a folder holds an index.
  func isExcluded(_ stamp: FileStamp) -> Bool {
    excluded.map { $0 == (stamp.device, stamp.inode) } ?? false
  }

  private static func parent(of path: PathName) -> [UInt8] {
    let parent = path.bytes.dropLast(path.lastComponent.count + 1)
    return parent.isEmpty ? [UInt8(ascii: "/")] : Array(parent)
  }
}
