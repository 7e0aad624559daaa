import Glibc

/// A pipe by which one thread, or a signal's handler, wakes another one. Any number of signals may be told
/// before somebody looks.
final class WakePipe: Sendable {
  /// What becomes readable.
  let reading: CInt
  /// What is written to; it never blocks.
  let writing: CInt

  /// - Throws: ``CommandError`` if the system gives no pipe.
  init() throws(CommandError) {
    var ends: [CInt] = [0, 0]
    // Two numbers, as the call expects.
    guard unsafe pipe(&ends) == 0 else {
      throw CommandError("cannot make a pipe: \(errorText(errno))")
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    close(writing)
  }

  /// Wakes whoever waits.
  func signal(_ byte: UInt8 = 0) { _ = writeAll([byte], to: writing) }

  /// What has been told since the last look.
  func drain() -> [UInt8] { readAvailable(reading) ?? [] }

  /// Waits until something is told.
  func wait() {
    _ = waitForInput([reading], milliseconds: nil)
    _ = drain()
  }
}

/// What can be read at once without waiting, at most some thousand bytes; nil at the end of what there is.
func readAvailable(_ descriptor: CInt) -> [UInt8]? {
  var piece = [UInt8](repeating: 0, count: 4_096)
  while true {
    // The piece is as long as what is asked for.
    let count = unsafe piece.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0, errno == EINTR { continue }
    if count < 0, errno == EAGAIN { return [] }
    return count > 0 ? Array(piece[..<count]) : nil
  }
}

/// Waits until something can be read from one of some descriptors, or it has closed.
///
/// - Returns: which of them; none after the time, and at once after a signal.
func waitForInput(_ descriptors: [CInt], milliseconds: Int?) -> Set<CInt> {
  var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  // As many entries as there are.
  let count = unsafe poll(&entries, nfds_t(entries.count), milliseconds.map(CInt.init) ?? -1)
  guard count > 0 else { return [] }
  return Set(entries.filter { $0.revents != 0 }.map(\.fd))
}
