internal import CArchive

/// The files in an archive in memory, in their order, by libarchive.
@safe final class ArchiveReader {
  /// A file in an archive.
  struct Entry {
    /// Its path as bytes, of whatever encoding; nil where it has none.
    var name: [UInt8]?
    /// Whether it is a file, and neither a folder nor a link.
    var isFile: Bool
    /// Whether the archive is a compressed file and no more.
    var isRaw: Bool
  }

  private let archive: OpaquePointer
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  /// Opens an archive.
  init(_ content: [UInt8]) throws(SkipReason) {
    // A copy that lives as long as the archive; freed in deinit.
    unsafe bytes = .allocate(capacity: max(1, content.count))
    _ = unsafe bytes.update(fromContentsOf: content)
    guard let start = unsafe UnsafePointer(bytes.baseAddress),
      let archive = unsafe carchive_open(start, content.count)
    else {
      unsafe bytes.deallocate()
      // A string of the library's, copied at once.
      throw unsafe .noReader(String(cString: carchive_problem(nil)))
    }
    unsafe self.archive = archive
  }

  deinit {
    // Opened by init, closed once.
    unsafe carchive_close(archive)
    unsafe bytes.deallocate()
  }

  /// The next file; nil after the last.
  func next() throws(SkipReason) -> Entry? {
    var name: UnsafePointer<CChar>?
    var isFile: CInt = 0
    var isRaw: CInt = 0
    // The name is copied before the next call.
    switch unsafe Int(carchive_next(archive, &name, &isFile, &isRaw)) {
    case CARCHIVE_OK:
      let bytes = unsafe name.map { unsafe Self.bytes(of: $0) }
      return Entry(name: bytes, isFile: isFile != 0, isRaw: isRaw != 0)
    case CARCHIVE_END: return nil
    case CARCHIVE_ENCRYPTED: throw .encrypted
    default: throw .damaged(problem)
    }
  }

  /// The bytes of the file; nil if they are more than `limit`.
  func read(limit: Int) throws(SkipReason) -> [UInt8]? {
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // No more than the piece holds.
      let count = unsafe piece.withUnsafeMutableBufferPointer { buffer -> Int in
        guard let start = buffer.baseAddress else { return 0 }
        return unsafe Int(carchive_read(archive, start, buffer.count))
      }
      if count == 0 { return content }
      guard count > 0 else {
        throw problem.contains("assphrase") ? .encrypted : .damaged(problem)
      }
      content.append(contentsOf: piece[..<min(count, piece.count)])
      if content.count > limit { return nil }
    }
  }

  private var problem: String {
    // A string of the library's, copied at once.
    let words = unsafe String(cString: carchive_problem(archive))
    return "damaged, or not what its first bytes say: \(words)"
  }

  private static func bytes(of name: UnsafePointer<CChar>) -> [UInt8] {
    var bytes: [UInt8] = []
    var at = 0
    // Ends with NUL.
    while unsafe name[at] != 0, at < 4_096 {
      unsafe bytes.append(UInt8(bitPattern: name[at]))
      at += 1
    }
    return bytes
  }
}
