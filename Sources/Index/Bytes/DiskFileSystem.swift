internal import CSystem
import Glibc

/// A real folder. Names are resolved against one directory descriptor, so a folder that is renamed
/// while it is open stays the same folder.
package final class DiskFileSystem: FileSystem {
  package let path: String

  /// Names the folder; it need not exist yet.
  package init(path: String) {
    self.path = path
  }

  package func exists() -> Bool {
    var info = stat()
    // `info` outlives the call.
    return unsafe stat(path, &info) == 0 && (info.st_mode & S_IFMT) == S_IFDIR
  }

  package func createFolder() throws(IndexError) {
    if exists() { return }
    // The string outlives the call; so in every call below that takes a path.
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw .io(operation: "create the folder", path: path, errno: errno)
    }
    let parent = DiskFileSystem(path: Self.parent(of: path))
    try parent.syncDirectory()
  }

  package func list() throws(IndexError) -> [String] {
    // The stream is closed before the function returns.
    guard let folder = unsafe opendir(path) else {
      throw .io(operation: "read the folder", path: path, errno: errno)
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    errno = 0
    while let entry = unsafe readdir(folder) {
      // `d_name` is zero-terminated and lives until the next call of readdir.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw .io(operation: "read the folder", path: path, errno: errno) }
    return names
  }

  package func lock(_ name: String) throws(IndexError) -> any FileLock {
    let file = fullPath(name)
    let descriptor = unsafe Glibc.open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw .io(operation: "open", path: file, errno: errno) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      Glibc.close(descriptor)
      if code == EWOULDBLOCK { throw .locked(path: path) }
      throw .io(operation: "lock", path: file, errno: code)
    }
    return DiskLock(descriptor: descriptor)
  }

  package func create(_ name: String) throws(IndexError) -> any OutputFile {
    let file = fullPath(name)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = unsafe Glibc.open(file, flags, 0o644)
    guard descriptor >= 0 else { throw .io(operation: "create", path: file, errno: errno) }
    return DiskOutputFile(descriptor: descriptor, path: file)
  }

  package func rename(_ name: String, to newName: String) throws(IndexError) {
    let from = fullPath(name)
    let to = fullPath(newName)
    if unsafe csystem_rename_exclusive(from, to) == 0 { return }
    // Some file systems do not know the flag. The name is unique under the writer's lock.
    if errno == EINVAL || errno == ENOSYS, unsafe Glibc.rename(from, to) == 0 { return }
    throw .io(operation: "rename", path: from, errno: errno)
  }

  package func unlink(_ name: String) throws(IndexError) {
    let file = fullPath(name)
    guard unsafe Glibc.unlink(file) == 0 else {
      throw .io(operation: "remove", path: file, errno: errno)
    }
  }

  package func syncDirectory() throws(IndexError) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(operation: "open", path: path, errno: errno) }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .io(operation: "fsync", path: path, errno: errno) }
  }

  package func map(_ name: String) throws(IndexError) -> MappedBytes? {
    let file = fullPath(name)
    let descriptor = unsafe Glibc.open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .io(operation: "open", path: file, errno: errno)
    }
    defer { Glibc.close(descriptor) }
    var info = stat()
    // `info` outlives the call.
    guard unsafe fstat(descriptor, &info) == 0 else {
      throw .io(operation: "fstat", path: file, errno: errno)
    }
    guard (info.st_mode & S_IFMT) == S_IFREG else {
      throw .corrupt(file: file, offset: 0, what: "expected a regular file")
    }
    return try MappedBytes(fileDescriptor: descriptor, count: Int(info.st_size), path: file)
  }

  private func fullPath(_ name: String) -> String { path + "/" + name }

  private static func parent(of path: String) -> String {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
  }
}

/// A lock by `flock`: the kernel drops it when the process dies, so no lock is ever stale. It
/// belongs to the open file, so it also keeps a second writer of the same process out.
private final class DiskLock: FileLock {
  private var descriptor: Int32

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { release() }

  func release() {
    guard descriptor >= 0 else { return }
    Glibc.close(descriptor)
    descriptor = -1
  }
}

private final class DiskOutputFile: OutputFile {
  private var descriptor: Int32
  private let path: String

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  func append(_ bytes: Span<UInt8>) throws(IndexError) {
    var written = 0
    while written < bytes.count {
      // The kernel reads within the span, which outlives the call.
      let result = unsafe bytes.withUnsafeBytes { source in
        unsafe Glibc.write(
          descriptor, source.baseAddress.map { unsafe $0 + written }, source.count - written)
      }
      if result < 0 {
        if errno == EINTR { continue }
        throw .io(operation: "write", path: path, errno: errno)
      }
      written += result
    }
  }

  func sync() throws(IndexError) {
    guard fsync(descriptor) == 0 else { throw .io(operation: "fsync", path: path, errno: errno) }
  }

  func close() throws(IndexError) {
    guard descriptor >= 0 else { return }
    let closing = descriptor
    descriptor = -1
    guard Glibc.close(closing) == 0 else {
      throw .io(operation: "close", path: path, errno: errno)
    }
  }
}
