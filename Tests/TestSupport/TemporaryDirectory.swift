import Glibc

/// A folder of its own for a test, removed with all it holds when the test lets go of it.
public final class TemporaryDirectory {
  /// The folder's absolute path, links resolved.
  public let path: String

  /// Makes the folder.
  public init() {
    var template = Array("/tmp/search-test-XXXXXX".utf8CString)
    // The template ends with NUL and is as long as the name that replaces it.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    precondition(made, "no temporary folder could be made")
    path = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    Self.remove(Array(path.utf8))
  }

  /// The path of a name in the folder.
  public func path(_ name: String) -> String {
    path + "/" + name
  }

  /// Writes a file, making the folders it needs, and answers its path.
  @discardableResult
  public func write(_ name: String, _ bytes: [UInt8]) -> String {
    if let slash = name.lastIndex(of: "/") { makeFolder(String(name[..<slash])) }
    writeFile(atPath: Array(path(name).utf8), bytes)
    return path(name)
  }

  /// Writes a file of text and answers its path.
  @discardableResult
  public func write(_ name: String, _ text: String) -> String {
    write(name, Array(text.utf8))
  }

  /// Writes a file at an absolute path, whose bytes need not be UTF-8.
  public func writeFile(atPath path: [UInt8], _ bytes: [UInt8]) {
    let terminated = path.map { CChar(bitPattern: $0) } + [0]
    // The array ends with NUL.
    let descriptor = unsafe open(terminated, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    precondition(descriptor >= 0, "a test file could not be made")
    var written = 0
    while written < bytes.count {
      // A slice of the array.
      let count = unsafe bytes[written...].withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      precondition(count > 0, "a test file could not be written")
      written += count
    }
    close(descriptor)
  }

  /// Makes a folder and those above it.
  public func makeFolder(_ name: String) {
    var made = path
    for part in name.split(separator: "/") {
      made += "/" + part
      // A C string for the call.
      unsafe mkdir(made, 0o755)
    }
  }

  /// Removes what is below a path, and the path itself; keeps its own stack.
  private static func remove(_ path: [UInt8]) {
    var stack = [path]
    var folders: [[UInt8]] = []
    while let entry = stack.popLast() {
      let terminated = entry.map { CChar(bitPattern: $0) } + [0]
      if unsafe unlink(terminated) == 0 { continue }
      folders.append(entry)
      // Opened here, closed here; names are copied.
      guard let stream = unsafe opendir(terminated) else { continue }
      while let item = unsafe readdir(stream) {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let name = unsafe UnsafeRawPointer(item) + offset
        let count = unsafe strlen(name.assumingMemoryBound(to: CChar.self))
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: name, count: count))
        if bytes != [0x2E], bytes != [0x2E, 0x2E] { stack.append(entry + [0x2F] + bytes) }
      }
      _ = unsafe closedir(stream)
    }
    for folder in folders.reversed() {
      _ = unsafe rmdir(folder.map { CChar(bitPattern: $0) } + [0])
    }
  }
}
