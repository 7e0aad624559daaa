internal import CFileCalls
import Glibc

/// What a path leads to, links followed.
enum PathKind: Equatable, Sendable {
  case missing
  case file
  case folder
  case other
  /// The system would not say.
  case unreachable(errno: CInt)
}

/// What a path leads to, links followed.
func pathKind(_ path: String) -> PathKind {
  var status = stat()
  // `status` outlives the call.
  guard unsafe stat(path, &status) == 0 else {
    return errno == ENOENT || errno == ENOTDIR ? .missing : .unreachable(errno: errno)
  }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return .file
  case S_IFDIR: return .folder
  default: return .other
  }
}

/// Whether a file or folder belongs to the user who runs the process.
func ownsFile(_ path: String) -> Bool {
  var status = stat()
  // `status` outlives the call, and the path is a C string for it.
  return unsafe stat(path, &status) == 0 && status.st_uid == geteuid()
}

/// The absolute path of the current directory.
func currentDirectory() throws(CommandError) -> String {
  // Allocated by the call because no buffer is given; freed below.
  guard let path = unsafe getcwd(nil, 0) else {
    throw CommandError("cannot tell the current directory: \(errorText(errno))")
  }
  // The C library owns the string.
  defer { unsafe free(path) }
  // Ends with NUL.
  let bytes = unsafe Array(UnsafeRawBufferPointer(start: path, count: strlen(path)))
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw CommandError(
      "the name of the current directory is not UTF-8: \(PathName(bytes: bytes).text); "
        + "give it another one, or work from a folder above")
  }
  return text
}

/// Makes a folder; it may exist already.
func makeFolder(_ path: String) throws(CommandError) {
  // The path is a C string for the call.
  guard unsafe mkdir(path, 0o777) != 0, errno != EEXIST else { return }
  throw CommandError("cannot make the folder \(path): \(errorText(errno))")
}

/// Makes a folder and those above it; they may exist already.
func makeFolders(_ path: String) throws(CommandError) {
  var made = path.hasPrefix("/") ? "" : "."
  for name in path.split(separator: "/") {
    made += "/\(name)"
    try makeFolder(made)
  }
}

/// Removes a file, and answers whether there was one.
func removeFile(_ path: String) throws(CommandError) -> Bool {
  // The path is a C string for the call.
  if unsafe unlink(path) == 0 { return true }
  guard errno != ENOENT, errno != ENOTDIR else { return false }
  throw CommandError("cannot remove \(path): \(errorText(errno))")
}

/// Writes a small new file; one that exists is left as it is.
func createFile(_ path: String, text: String) throws(CommandError) {
  try createFile(path, bytes: Array(text.utf8))
}

/// Writes a small new file; one that exists is left as it is.
func createFile(_ path: String, bytes: [UInt8]) throws(CommandError) {
  // The path is a C string for the call.
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else {
    if errno == EEXIST { return }
    throw CommandError("cannot write \(path): \(errorText(errno))")
  }
  defer { close(descriptor) }
  let number = writeAll(bytes, to: descriptor)
  guard number == 0 else { throw CommandError("cannot write \(path): \(errorText(number))") }
}

/// All bytes of a file, or of standard input for `-`.
func readWhole(_ path: String) throws(CommandError) -> [UInt8] {
  let isInput = path == "-"
  // The path is a C string for the call.
  let descriptor = isInput ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw CommandError("cannot read \(path): \(errorText(errno))") }
  defer { if !isInput { close(descriptor) } }
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    // The piece is as long as what is asked for.
    let count = unsafe piece.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw CommandError("cannot read \(path): \(errorText(errno))") }
    if count == 0 { return bytes }
    bytes.append(contentsOf: piece[..<count])
  }
}

/// The names in a folder, `.` and `..` left out, in no order; nil when it cannot be listed.
func folderNames(_ path: String) -> [String]? {
  // The path is a C string for the call; the stream is closed once, below.
  guard let stream = unsafe opendir(path) else { return nil }
  // Opened above.
  defer { unsafe _ = closedir(stream) }
  var names: [String] = []
  // The entry is valid until the next call, and its name ends with NUL.
  while let entry = unsafe readdir(stream) {
    // The name lies inside the entry.
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name.0) { unsafe String(cString: $0) }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

/// Removes a folder and the files in it; folders in it stay, and so does then the folder itself.
func removeFolderOfFiles(_ path: String) throws(CommandError) {
  for name in folderNames(path) ?? [] {
    // The path is a C string for the call; what cannot be removed is reported by `rmdir`.
    _ = unsafe unlink("\(path)/\(name)")
  }
  // The path is a C string for the call.
  guard unsafe rmdir(path) != 0, errno != ENOENT else { return }
  throw CommandError("cannot remove the folder \(path): \(errorText(errno))")
}

/// Swaps two folders in one step.
func exchangeFolders(_ one: String, _ other: String) throws(CommandError) {
  // The paths are C strings for the call.
  guard unsafe cfilecalls_exchange(one, other) != 0 else { return }
  throw CommandError("cannot replace the folder \(other): \(errorText(errno))")
}
