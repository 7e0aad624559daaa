import Glibc

/// A folder that is open: its names in the order of the bytes of the paths below it, and what they
/// lead to.
///
/// Names lie in one piece of memory, and files are looked at by their names relative to the folder, so
/// that a walk over many files costs little more than the system's own work.
@safe final class FolderListing {
  /// A name in the folder.
  struct Item {
    /// Where its bytes are, without the NUL that follows them.
    fileprivate var range: Range<Int>
    /// What it is; nil where the folder itself does not say.
    fileprivate(set) var kind: PathStatus.Kind?
  }

  /// The names, in order; `.` and `..` are left out.
  private(set) var items: [Item] = []
  /// The folder's own identity.
  let stamp: FileStamp

  private let stream: OpaquePointer
  private let descriptor: CInt
  private var bytes: [UInt8] = []
  private var dotItems: [Item] = []

  /// Lists a folder. Does not follow a symbolic link at the path's end, unless told to.
  ///
  /// - Parameter followsLinks: whether a link counts as what it leads to.
  init(_ path: PathName, followsLinks: Bool = false) throws(SkipReason) {
    let flags =
      O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
    // The path is a C string for the call.
    guard let opened = unsafe path.withCString({ unsafe open($0, flags) }) else { throw .missing }
    guard opened >= 0 else { throw SkipReason(errno: errno) }
    do throws(SkipReason) {
      stamp = try PathStatus(ofDescriptor: opened).stamp
    } catch {
      close(opened)
      throw error
    }
    // On success the stream owns the descriptor.
    guard let stream = unsafe fdopendir(opened) else {
      let number = errno
      close(opened)
      throw SkipReason(errno: number)
    }
    // Closed once, at the end of this object's life.
    unsafe self.stream = stream
    descriptor = opened
    try readNames()
    for index in items.indices
    where items[index].kind == nil || followsLinks && items[index].kind == .symbolicLink {
      items[index].kind = try? status(of: items[index], followsLink: followsLinks).kind
    }
    sort()
  }

  deinit {
    // Opened by the initialiser.
    _ = unsafe closedir(stream)
  }

  /// The bytes of a name.
  func name(of item: Item) -> ArraySlice<UInt8> { bytes[item.range] }

  /// Whether a name that begins with a dot is in the folder.
  ///
  /// - Complexity: O(number of such names).
  func holds(dotName name: [UInt8]) -> Bool {
    dotItems.contains { bytes[$0.range].elementsEqual(name) }
  }

  /// What a name leads to now.
  func status(of item: Item, followsLink: Bool = false) throws(SkipReason) -> PathStatus {
    let start = item.range.lowerBound
    // The name ends with NUL inside the memory of the names.
    return try PathStatus(in: descriptor, bytes, at: start, followsLink: followsLink)
  }

  private func readNames() throws(SkipReason) {
    guard let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) else { return }
    while true {
      errno = 0
      // The entry is valid until the next call.
      guard let entry = unsafe readdir(stream) else { break }
      // The name begins at this offset of the entry and ends with NUL inside it.
      let start = unsafe UnsafeRawPointer(entry) + nameOffset
      let count = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
      let from = bytes.count
      // The NUL is copied along.
      unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count + 1))
      let isDot = bytes[from] == UInt8(ascii: ".")
      if isDot, count == 1 || count == 2 && bytes[from + 1] == UInt8(ascii: ".") {
        bytes.removeLast(count + 1)
        continue
      }
      // Part of the entry.
      let kind = unsafe PathStatus.Kind(entryType: entry.pointee.d_type)
      let item = Item(range: from..<from + count, kind: kind)
      items.append(item)
      if isDot { dotItems.append(item) }
    }
    guard errno == 0 else { throw SkipReason(errno: errno) }
  }

  /// Puts "a.txt" before "a/b": a folder stands where its name and the slash that follows do.
  private func sort() {
    // All ranges lie within the memory of the names.
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      items.sort { one, other in
        let common = min(one.range.count, other.range.count)
        // As said above.
        let order = unsafe memcmp(
          base + one.range.lowerBound, base + other.range.lowerBound, common)
        if order != 0 { return order < 0 }
        return unsafe Self.letter(of: one, at: common, buffer)
          < Self.letter(of: other, at: common, buffer)
      }
    }
  }

  /// The letter that counts at a place up to the end of a name.
  private static func letter(of item: Item, at place: Int, _ buffer: UnsafeRawBufferPointer) -> Int
  {
    // Inside the name.
    if place < item.range.count { return Int(unsafe buffer[item.range.lowerBound + place]) }
    return item.kind == .folder ? Int(UInt8(ascii: "/")) : -1
  }
}

/// The absolute path that a path leads to, links resolved.
func resolvePath(_ path: PathName) throws(SkipReason) -> PathName {
  var bytes: [UInt8]?
  // `realpath` allocates its result, which is freed here.
  let found = unsafe path.withCString { pointer -> CInt in
    guard let resolved = unsafe realpath(pointer, nil) else { return errno }
    defer { unsafe free(resolved) }
    let count = unsafe strlen(resolved)
    unsafe bytes = Array(UnsafeRawBufferPointer(start: resolved, count: count))
    return 0
  }
  guard let found, found == 0, let bytes else { throw SkipReason(errno: found ?? ENOENT) }
  return PathName(bytes: bytes)
}
