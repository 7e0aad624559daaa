internal import CFileCalls
import Glibc

/// Standard output, collected and written in large pieces.
///
/// When whoever reads has gone (`search … | head -1`), the process ends quietly with status 0.
final class StandardOutput {
  private static let pieceByteCount = 1 << 16
  private var pending: [UInt8] = []

  /// Creates an empty buffer before standard output.
  init() {}

  /// Adds text.
  ///
  /// - Throws: ``CommandError`` when it cannot be written.
  func write(_ text: String) throws(CommandError) {
    pending.append(contentsOf: text.utf8)
    if pending.count >= Self.pieceByteCount { try flush() }
  }

  /// Writes bytes as they are.
  func write(bytes: [UInt8]) throws(CommandError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.pieceByteCount { try flush() }
  }

  /// Writes what has been collected.
  ///
  /// - Throws: ``CommandError`` when it cannot be written.
  func flush() throws(CommandError) {
    let number = writeAll(pending, to: STDOUT_FILENO)
    pending.removeAll(keepingCapacity: true)
    guard number != 0 else { return }
    if number == EPIPE { endProcess(.success) }
    throw CommandError("cannot write to standard output: \(errorText(number))")
  }
}

/// Prints a line to standard error, led by `search: `, nothing in it raw.
func printError(_ message: String) {
  printNote("search: \(TerminalText.escaped(message))")
}

/// Prints a line to standard error as it is. What comes from files or arguments is escaped before.
func printNote(_ line: String) {
  // Where nothing can be written, nothing can be said either.
  _ = writeAll(Array((line + "\n").utf8), to: STDERR_FILENO)
}

/// Writes all bytes; the error number, or 0.
func writeAll(_ bytes: [UInt8], to descriptor: CInt) -> CInt {
  // The pointer is used within the closure, inside the bounds of the array.
  unsafe bytes.withUnsafeBytes { buffer in
    var written = 0
    while written < buffer.count, let base = buffer.baseAddress {
      let count = unsafe Glibc.write(descriptor, base + written, buffer.count - written)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return errno }
      written += count
    }
    return 0
  }
}

/// Makes writing into a closed pipe an error instead of the end.
func ignoreClosedPipes() {
  _ = signal(SIGPIPE, SIG_IGN)
}

/// Ends the process.
func endProcess(_ status: ExitStatus) -> Never {
  exit(status.rawValue)
}

/// Whether standard output is a terminal.
func standardOutputIsTerminal() -> Bool {
  isatty(STDOUT_FILENO) == 1
}

/// Whether standard error is a terminal.
func standardErrorIsTerminal() -> Bool {
  isatty(STDERR_FILENO) == 1
}

/// Whether standard input is a terminal.
func standardInputIsTerminal() -> Bool {
  isatty(STDIN_FILENO) == 1
}

/// Writes text to standard error as it is.
func writeToStandardError(_ text: String) {
  // Where nothing can be written, nothing can be said either.
  _ = writeAll(Array(text.utf8), to: STDERR_FILENO)
}

/// How many columns the terminal behind standard error has; 80 where it does not say.
func terminalColumns() -> Int {
  (TerminalSize.of(STDERR_FILENO) ?? .usual).columns
}
