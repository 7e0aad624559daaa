import Glibc

/// A file that is written from its start, collected and written in large pieces.
///
/// What it held before is gone at once; what is written is complete only after `close()`.
final class TextFile {
  private static let pieceByteCount = 1 << 16
  private let path: String
  private var descriptor: CInt
  private var pending: [UInt8] = []

  /// Creates a file, or empties one that is there.
  ///
  /// - Throws: ``CommandError`` when it cannot be written.
  init(creating path: String) throws(CommandError) {
    self.path = path
    // The path is a C string for the call.
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw CommandError("cannot write \(path): \(errorText(errno))") }
  }

  deinit {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
  }

  /// Adds text.
  ///
  /// - Throws: ``CommandError`` when it cannot be written.
  func write(_ text: String) throws(CommandError) {
    pending.append(contentsOf: text.utf8)
    if pending.count >= Self.pieceByteCount { try flush() }
  }

  /// Writes what has been collected and closes the file.
  ///
  /// - Throws: ``CommandError`` when it cannot be written.
  func close() throws(CommandError) {
    try flush()
    let result = Glibc.close(descriptor)
    descriptor = -1
    if result != 0 { throw CommandError("cannot write \(path): \(errorText(errno))") }
  }

  private func flush() throws(CommandError) {
    let number = writeAll(pending, to: descriptor)
    pending.removeAll(keepingCapacity: true)
    if number != 0 { throw CommandError("cannot write \(path): \(errorText(number))") }
  }
}
