import Glibc

/// One end of the pipes between tool and worker.
struct WorkerPipe {
  /// Where messages come from.
  let input: CInt
  /// Where messages go.
  let output: CInt

  /// Sends a message; false when nobody is there any more, or nobody has taken it in time.
  ///
  /// - Parameter deadline: until when it may take; then the output must be one that does not block.
  func send(
    _ kind: WorkerMessage.Kind, _ content: [UInt8], until deadline: UInt64? = nil
  ) -> Bool {
    var header = [kind.rawValue]
    var length = UInt64(content.count)
    for _ in 0..<8 {
      header.append(UInt8(truncatingIfNeeded: length))
      length >>= 8
    }
    return write(header, deadline) && write(content, deadline)
  }

  private func write(_ bytes: [UInt8], _ deadline: UInt64?) -> Bool {
    var at = 0
    while at < bytes.count {
      // From `at` to the end of the array.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(output, buffer.baseAddress.map { unsafe $0 + at }, buffer.count - at)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN, let deadline {
        guard Subprocess.waitForOutput(output, until: deadline) else { return false }
        continue
      }
      guard count > 0 else { return false }
      at += count
    }
    return true
  }

  /// Why no message came.
  enum Silence: Error {
    /// The other side has gone.
    case closed
    /// Nothing came in time.
    case late
    /// What came is no message.
    case nonsense
  }

  /// Waits for a message.
  func receive(until deadline: UInt64?) throws(Silence) -> (WorkerMessage.Kind, [UInt8]) {
    let header = try read(9, deadline)
    var length: UInt64 = 0
    for byte in header[1...].reversed() { length = length << 8 | UInt64(byte) }
    guard let kind = WorkerMessage.Kind(rawValue: header[0]),
      length <= UInt64(WorkerMessage.byteLimit)
    else { throw .nonsense }
    return (kind, try read(Int(length), deadline))
  }

  private func read(_ count: Int, _ deadline: UInt64?) throws(Silence) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(max(1, count), 1 << 16))
    while bytes.count < count {
      if let deadline, !Subprocess.waitForInput(input, until: deadline) { throw .late }
      let wanted = min(piece.count, count - bytes.count)
      // No more than the piece holds.
      let got = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(input, buffer.baseAddress, wanted)
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { throw .closed }
      bytes.append(contentsOf: piece[..<got])
    }
    return bytes
  }
}
