import Glibc

/// What tells whether a file is still the same.
struct FileStamp: Equatable, Sendable {
  /// The device that holds the file.
  var device: UInt64
  /// The file's number on its device.
  var inode: UInt64
  /// Its size in bytes.
  var size: Int
  /// When it was last written, in nanoseconds since 1970.
  var modifiedNanoseconds: Int64
  /// When anything about it last changed, its name and rights included, in nanoseconds since 1970.
  /// No program can set it.
  var changedNanoseconds: Int64

  fileprivate init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int(status.st_size)
    modifiedNanoseconds = Self.nanoseconds(status.st_mtim)
    changedNanoseconds = Self.nanoseconds(status.st_ctim)
  }

  /// Wrapping, for a file may claim any time.
  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

/// What a path leads to.
struct PathStatus: Sendable {
  /// The kinds that matter here.
  enum Kind: Sendable {
    case file, folder, symbolicLink, other

    /// What an entry of a folder says of itself; nil if it does not.
    init?(entryType: UInt8) {
      switch Int(entryType) {
      case DT_REG: self = .file
      case DT_DIR: self = .folder
      case DT_LNK: self = .symbolicLink
      case DT_UNKNOWN: return nil
      default: self = .other
      }
    }
  }

  /// What it is.
  var kind: Kind
  /// Its identity, size and time.
  var stamp: FileStamp

  /// Looks at a path, without following a symbolic link at its end unless told to.
  init(of path: PathName, followsLink: Bool = false) throws(SkipReason) {
    var status = stat()
    // `status` outlives the call.
    let result = unsafe path.withCString {
      followsLink ? unsafe stat($0, &status) : unsafe lstat($0, &status)
    }
    guard let result else { throw .missing }
    guard result == 0 else { throw SkipReason(errno: errno) }
    self.init(status)
  }

  /// Looks at a name in an open folder; it begins at a place of some bytes and ends with NUL.
  init(
    in folder: CInt, _ bytes: [UInt8], at start: Int, followsLink: Bool
  ) throws(SkipReason) {
    var status = stat()
    // The caller's bytes hold a NUL behind the name; `status` outlives the call.
    let result = unsafe bytes.withUnsafeBufferPointer { buffer -> CInt in
      guard let base = buffer.baseAddress else { return -1 }
      return unsafe (base + start).withMemoryRebound(to: CChar.self, capacity: 1) {
        unsafe fstatat(folder, $0, &status, followsLink ? 0 : AT_SYMLINK_NOFOLLOW)
      }
    }
    guard result == 0 else { throw SkipReason(errno: errno) }
    self.init(status)
  }

  /// Looks at an open file or folder.
  init(ofDescriptor descriptor: CInt) throws(SkipReason) {
    var status = stat()
    // `status` outlives the call.
    guard unsafe fstat(descriptor, &status) == 0 else { throw SkipReason(errno: errno) }
    self.init(status)
  }

  private init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .symbolicLink
    default: kind = .other
    }
    stamp = FileStamp(status)
  }
}

/// A regular file, open for reading.
///
/// Files of others are read and never mapped: one that is cut short while mapped kills the process.
final class SourceFile {
  private let descriptor: CInt

  /// Opens a regular file. Neither follows a link nor waits for the other end of a FIFO.
  init(_ path: PathName) throws(SkipReason) {
    let flags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC
    // The path is a C string for the call.
    guard let descriptor = unsafe path.withCString({ unsafe open($0, flags) }) else {
      throw .missing
    }
    guard descriptor >= 0 else { throw SkipReason(errno: errno) }
    self.descriptor = descriptor
    guard try status().kind == .file else { throw .notRegular }
  }

  deinit {
    close(descriptor)
  }

  /// The file's present identity, size and time.
  func stamp() throws(SkipReason) -> FileStamp {
    try status().stamp
  }

  /// Goes back to the start.
  func rewind() throws(SkipReason) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw SkipReason(errno: errno) }
  }

  /// Reads the next bytes into `buffer` and answers how many; 0 at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SkipReason) -> Int {
    while true {
      // The buffer's own address and size.
      let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw SkipReason(errno: errno) }
    }
  }

  /// Reads up to `limit` bytes, fewer only at the end of the file, and adds them to a hash.
  func readBytes(upTo limit: Int, hash: inout ContentHash) throws(SkipReason) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(limit, try stamp().size))
    var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 18))
    while bytes.count < limit {
      let wanted = min(chunk.count, limit - bytes.count)
      var result: Result<Int, SkipReason> = .success(0)
      // The chunk is as long as what is asked for.
      unsafe chunk.withUnsafeMutableBytes { buffer in
        result = Result { () throws(SkipReason) -> Int in
          let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
          let count = unsafe try read(into: part)
          unsafe hash.update(UnsafeRawBufferPointer(rebasing: part[..<count]))
          return count
        }
      }
      let count = try result.get()
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    return bytes
  }

  private func status() throws(SkipReason) -> PathStatus {
    try PathStatus(ofDescriptor: descriptor)
  }
}
