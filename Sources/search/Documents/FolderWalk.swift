/// One walk of a ``FolderWalker``: the folders that are open, and what was left out.
struct FolderWalk {
  /// A folder that is open.
  private struct Frame {
    let listing: FolderListing
    /// The folder's absolute path.
    let path: PathName
    /// The bytes of the paths relative to the base, up to the names in the folder.
    let prefix: [UInt8]
    let scope: IgnoreScope?
    let depth: Int
    var next = 0
  }

  /// What was left out so far.
  private(set) var skipped: [FolderWalker.Skipped] = []
  private let walker: FolderWalker
  private let root: PathName
  private let device: UInt64
  private let patternStart: Int
  private var stack: [Frame] = []
  /// Where links are followed, what was entered; so nothing is entered twice.
  private var known: Set<[UInt64]> = []

  /// Prepares a walk.
  init(walker: FolderWalker, root: PathName, device: UInt64) {
    self.walker = walker
    self.root = root
    self.device = device
    patternStart = walker.patternStart(below: root)
  }

  private var rules: WalkRules { walker.filter.rules }

  /// A file at a path.
  func file(_ path: PathName, stamp: FileStamp) -> FolderWalker.File {
    file(relative: path.relative(to: walker.base).bytes, stamp: stamp, at: nil)
  }

  private func file(
    relative: [UInt8], stamp: FileStamp, at location: PathName?
  ) -> FolderWalker.File {
    // Most names are plain, and need no further look.
    let isPlain = relative.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") }
    if isPlain {
      return FolderWalker.File(
        relativePath: String(decoding: relative, as: UTF8.self), stamp: stamp, base: walker.base,
        location: location)
    }
    let text = PathName(bytes: relative).text
    let isText = text.utf8.elementsEqual(relative)
    return FolderWalker.File(
      relativePath: text, stamp: stamp, base: walker.base,
      location: location ?? (isText ? nil : walker.base.appending(relative)))
  }

  /// Notes that something is left out.
  mutating func skip(_ path: PathName, _ reason: SkipReason) {
    skipped.append(
      FolderWalker.Skipped(relativePath: path.relative(to: walker.base).text, reason: reason))
  }

  /// Goes on until all folders are done.
  mutating func run(_ visit: (FolderWalker.File) throws -> Void) throws {
    var relative: [UInt8] = []
    var absolute: [UInt8] = []
    while let top = stack.indices.last {
      guard stack[top].next < stack[top].listing.items.count else {
        stack.removeLast()
        continue
      }
      let frame = stack[top]
      let item = frame.listing.items[frame.next]
      stack[top].next += 1
      let name = frame.listing.name(of: item)
      absolute.removeAll(keepingCapacity: true)
      absolute += frame.path.bytes
      if absolute.last != UInt8(ascii: "/") { absolute.append(UInt8(ascii: "/")) }
      let nameStart = absolute.count
      absolute += name
      if name.elementsEqual(IndexLocation.folderName.utf8), item.kind == .folder { continue }
      if walker.filter.passesBy(
        absolute, nameStart: nameStart, baseCount: patternStart,
        isFolder: item.kind == .folder, in: frame.scope)
      {
        continue
      }
      // The system counts the NUL at the end too.
      guard absolute.count < walker.pathByteLimit else {
        skip(PathName(bytes: absolute), .pathTooLong(limit: walker.pathByteLimit))
        continue
      }
      if item.kind == .file {
        relative.removeAll(keepingCapacity: true)
        relative += frame.prefix
        relative += name
        try meet(item, in: frame, absolute, relative, visit)
      } else {
        meetOther(item, in: frame, PathName(bytes: absolute))
      }
    }
  }

  /// Visits a file, unless it is too large.
  private mutating func meet(
    _ item: FolderListing.Item, in frame: Frame, _ absolute: [UInt8], _ relative: [UInt8],
    _ visit: (FolderWalker.File) throws -> Void
  ) throws {
    let status: PathStatus
    do throws(SkipReason) {
      status = try frame.listing.status(of: item, followsLink: rules.followsLinks)
    } catch {
      skip(PathName(bytes: absolute), error)
      return
    }
    // What changed since the folder was read.
    guard status.kind == .file else {
      skip(PathName(bytes: absolute), status.kind == .symbolicLink ? .symbolicLink : .notRegular)
      return
    }
    if let limit = rules.maximumFileSize, status.stamp.size > limit {
      skip(PathName(bytes: absolute), .tooLarge(byteCount: status.stamp.size, limit: limit))
      return
    }
    var location: PathName?
    if rules.followsLinks {
      let path = PathName(bytes: absolute)
      if let target = Self.target(of: path) {
        guard isNew(target, status.stamp) else {
          skip(path, .linkToKnown)
          return
        }
        location = target
      }
    }
    try visit(file(relative: relative, stamp: status.stamp, at: location))
  }

  /// Enters a folder, or notes what is neither that nor a file.
  private mutating func meetOther(
    _ item: FolderListing.Item, in frame: Frame, _ path: PathName
  ) {
    switch item.kind {
    case .folder:
      if rules.followsLinks, let target = Self.target(of: path) {
        guard let status = try? PathStatus(of: target), isNew(target, status.stamp) else {
          return skip(path, .linkToKnown)
        }
      }
      enter(path, prefix: frame.prefix, scope: frame.scope, depth: frame.depth + 1)
    case .symbolicLink: skip(path, .symbolicLink)
    case .other: skip(path, .notRegular)
    case .file: break
    case nil:
      // It has gone meanwhile, or is a link that leads nowhere.
      do throws(SkipReason) {
        let kind = try frame.listing.status(of: item).kind
        skip(path, kind == .symbolicLink ? .brokenLink : .notRegular)
      } catch {
        skip(path, error)
      }
    }
  }

  /// Enters the root.
  mutating func enter(_ root: PathName, scope: IgnoreScope?) {
    enter(root, prefix: nil, scope: scope, depth: 0)
  }

  private mutating func enter(
    _ path: PathName, prefix: [UInt8]?, scope: IgnoreScope?, depth: Int
  ) {
    walker.entering?(path)
    do throws(SkipReason) {
      if path.lastComponent.elementsEqual(IndexLocation.folderName.utf8) { throw .indexFolder }
      if let limit = rules.maximumDepth, depth >= limit { return }
      guard depth < walker.depthLimit else { throw .tooDeep(limit: walker.depthLimit) }
      let listing = try FolderListing(path, followsLinks: rules.followsLinks)
      if walker.isExcluded(listing.stamp) { throw .indexFolder }
      if rules.staysOnFileSystem, listing.stamp.device != device { throw .otherFileSystem }
      if rules.followsLinks, !known.insert([listing.stamp.device, listing.stamp.inode]).inserted {
        throw .linkToKnown
      }
      let scope =
        walker.filter.reader.map { $0.entering(path, below: scope, holds: listing.holds) } ?? nil
      var own = prefix.map { $0 + path.lastComponent } ?? path.relative(to: walker.base).bytes
      if !own.isEmpty { own.append(UInt8(ascii: "/")) }
      stack.append(
        Frame(listing: listing, path: path, prefix: own, scope: scope, depth: depth))
    } catch {
      skip(path, error)
    }
  }

  /// Where a link leads; nil for what is none.
  private static func target(of path: PathName) -> PathName? {
    guard (try? PathStatus(of: path))?.kind == .symbolicLink else { return nil }
    return try? resolvePath(path)
  }

  /// Whether a link leads to what this walk meets under no other name. What lies below the root is
  /// found there, and what was reached by a link before is known.
  private mutating func isNew(_ target: PathName, _ stamp: FileStamp) -> Bool {
    var folder = root.bytes
    if folder.last != UInt8(ascii: "/") { folder.append(UInt8(ascii: "/")) }
    if target == root || target.bytes.starts(with: folder) { return false }
    let identity = [stamp.device, stamp.inode]
    // A folder is entered into the set when it is listed.
    if (try? PathStatus(of: target))?.kind == .folder { return !known.contains(identity) }
    return known.insert(identity).inserted
  }
}
