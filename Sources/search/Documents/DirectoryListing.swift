import Glibc

/// The names in a folder, sorted by their bytes, `.` and `..` left out. Does not follow a symbolic
/// link at the path's end.
func listFolder(_ path: PathName) throws(SkipReason) -> [[UInt8]] {
  let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
  // The path is a C string for the call.
  guard let descriptor = unsafe path.withCString({ unsafe open($0, flags) }) else {
    throw .missing
  }
  guard descriptor >= 0 else { throw SkipReason(errno: errno) }
  // On success the stream owns the descriptor.
  guard let stream = unsafe fdopendir(descriptor) else {
    let number = errno
    close(descriptor)
    throw SkipReason(errno: number)
  }
  // Opened above, closed once.
  defer { unsafe _ = closedir(stream) }
  guard let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
  var names: [[UInt8]] = []
  while true {
    errno = 0
    // The entry is valid until the next call.
    guard let entry = unsafe readdir(stream) else { break }
    // The name begins at this offset of the entry and ends with NUL inside it.
    let start = unsafe UnsafeRawPointer(entry) + nameOffset
    let count = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
    let name = unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
  }
  guard errno == 0 else { throw SkipReason(errno: errno) }
  return names.sorted { $0.lexicographicallyPrecedes($1) }
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
