internal import CFileCalls
import Glibc
import Synchronization

/// A real folder. Names are resolved against one descriptor, so a folder that is renamed while it is
/// open stays the same folder.
package final class DiskFileSystem: FileSystem {
  package let path: String
  // How many bytes of files may be copied, nil where they are mapped; and how many have been.
  private let copiedByteCount: Int?
  private let copied = Mutex(0)
  // Opened when it is first needed, since the folder need not exist before; -1 until then.
  private let descriptor = Mutex<Int32>(-1)

  /// Names the folder; it need not exist yet.
  ///
  /// - Parameter copiedByteCount: how many bytes of files may be copied into memory, instead of being
  ///   mapped; nil to map them.
  package init(path: String, copiedByteCount: Int? = nil) {
    self.path = path
    self.copiedByteCount = copiedByteCount
  }

  deinit {
    descriptor.withLock { if $0 >= 0 { Glibc.close($0) } }
  }

  package func exists() throws(IndexError) -> Bool {
    do throws(IndexError) {
      _ = try folder()
      return true
    } catch .io(_, _, errno: ENOENT) {
      return false
    } catch .io(_, _, errno: ENOTDIR) {
      throw .notAnIndex(path: path, reason: "it is not a folder")
    }
  }

  package func createFolder() throws(IndexError) {
    if try exists() { return }
    // The string outlives the call; so in every call below that takes a name.
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw .io(operation: "create the folder", path: path, errno: errno)
    }
    try DiskFileSystem(path: Self.parent(of: path)).syncDirectory()
  }

  package func list() throws(IndexError) -> [String] {
    let copy = try open(".", O_RDONLY | O_DIRECTORY)
    // The stream takes the descriptor over, and is closed before the function returns.
    guard let stream = unsafe fdopendir(copy) else {
      Glibc.close(copy)
      throw .io(operation: "read the folder", path: path, errno: errno)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = unsafe readdir(stream) {
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
    let descriptor = try open(name, O_RDWR | O_CREAT)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      Glibc.close(descriptor)
      if code == EWOULDBLOCK { throw .locked(path: path) }
      throw .io(operation: "lock", path: fullPath(name), errno: code)
    }
    return DiskLock(descriptor: descriptor)
  }

  package func noted(in name: String) -> UInt64? {
    guard let descriptor = try? open(name, O_RDONLY | O_NONBLOCK) else { return nil }
    defer { Glibc.close(descriptor) }
    // One more than a note has, so that what is longer is none.
    var bytes = [UInt8](repeating: 0, count: LockNote.byteCount + 1)
    // The array is as long as what is asked for.
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe pread(descriptor, buffer.baseAddress, buffer.count, 0)
    }
    return LockNote.decode(Array(bytes.prefix(max(0, count))))
  }

  package func create(_ name: String) throws(IndexError) -> any OutputFile {
    let descriptor = try open(name, O_WRONLY | O_CREAT | O_EXCL, operation: "create")
    return DiskOutputFile(descriptor: descriptor, path: fullPath(name))
  }

  package func rename(_ name: String, to newName: String) throws(IndexError) {
    let folder = try folder()
    if unsafe cfilecalls_rename_exclusive(folder, name, newName) == 0 { return }
    // Some file systems do not know the flag. The name is unique under the writer's lock.
    if errno == EINVAL || errno == ENOSYS, unsafe renameat(folder, name, folder, newName) == 0 {
      return
    }
    throw .io(operation: "rename", path: fullPath(name), errno: errno)
  }

  package func unlink(_ name: String) throws(IndexError) {
    guard unsafe unlinkat(try folder(), name, 0) == 0 else {
      throw .io(operation: "remove", path: fullPath(name), errno: errno)
    }
  }

  package func syncDirectory() throws(IndexError) {
    guard fsync(try folder()) == 0 else {
      throw .io(operation: "fsync", path: path, errno: errno)
    }
  }

  package func map(_ name: String) throws(IndexError) -> MappedBytes? {
    let file = fullPath(name)
    let descriptor: Int32
    do throws(IndexError) {
      descriptor = try open(name, O_RDONLY | O_NONBLOCK)
    } catch .io(_, _, errno: ENOENT) {
      return nil
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
    let count = Int(info.st_size)
    guard let copiedByteCount else {
      return try MappedBytes(fileDescriptor: descriptor, count: count, path: file)
    }
    let total = copied.withLock { total in
      total = total.addingReportingOverflow(count).partialValue
      return total
    }
    try Limits.check(
      "the length of an index's files in bytes", total < 0 ? .max : total, atMost: copiedByteCount)
    return try MappedBytes(reading: descriptor, count: count, path: file)
  }

  /// The folder's descriptor.
  private func folder() throws(IndexError) -> Int32 {
    let (opened, code): (Int32, Int32) = descriptor.withLock { descriptor in
      if descriptor < 0 { unsafe descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
      return (descriptor, errno)
    }
    guard opened >= 0 else { throw .io(operation: "open", path: path, errno: code) }
    return opened
  }

  private func open(
    _ name: String, _ flags: Int32, operation: String = "open"
  ) throws(IndexError) -> Int32 {
    let all = flags | O_CLOEXEC | O_NOFOLLOW
    let descriptor = unsafe cfilecalls_open_at(try folder(), name, all, 0o644)
    guard descriptor >= 0 else {
      throw .io(operation: operation, path: fullPath(name), errno: errno)
    }
    return descriptor
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

  func note(_ value: UInt64) {
    let bytes = LockNote.encode(value)
    // The array's own bytes. What cannot be noted is not: nothing rests on it but one more check.
    _ = unsafe bytes.withUnsafeBytes { buffer in
      unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, 0)
    }
  }

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
