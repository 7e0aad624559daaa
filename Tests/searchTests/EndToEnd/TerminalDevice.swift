import Glibc

/// A terminal that nobody sits at: what programs write to `path` can be read, and what is typed is
/// what they read.
final class TerminalDevice {
  /// The device that programs open.
  let path: String
  private let descriptor: CInt

  /// Makes a terminal of some columns; nil where the system has no more.
  init?(columns: Int) {
    // C functions that the module map leaves out, with the types that their manuals give.
    guard let open = unsafe dlsym(nil, "posix_openpt"), let grant = unsafe dlsym(nil, "grantpt"),
      let unlock = unsafe dlsym(nil, "unlockpt"), let name = unsafe dlsym(nil, "ptsname_r")
    else { return nil }
    typealias OnNumber = @convention(c) (CInt) -> CInt
    typealias NameOf = @convention(c) (CInt, UnsafeMutablePointer<CChar>, Int) -> CInt
    // As said above.
    descriptor = unsafe unsafeBitCast(open, to: OnNumber.self)(O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var buffer = [CChar](repeating: 0, count: 64)
    // The buffer is as long as the call is told.
    guard unsafe unsafeBitCast(grant, to: OnNumber.self)(descriptor) == 0,
      unsafe unsafeBitCast(unlock, to: OnNumber.self)(descriptor) == 0,
      unsafe unsafeBitCast(name, to: NameOf.self)(descriptor, &buffer, buffer.count) == 0
    else {
      close(descriptor)
      return nil
    }
    path = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // A C string for the call.
    _ = unsafe system("stty -F \(path) cols \(columns)")
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit { close(descriptor) }

  /// Types a text.
  func type(_ text: String) {
    // The bytes of the array.
    _ = unsafe Glibc.write(descriptor, Array(text.utf8), text.utf8.count)
  }

  /// What programs have written since the last call, and what was typed, as terminals echo it.
  func read() -> String {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      // As long as the piece.
      let count = unsafe Glibc.read(descriptor, &piece, piece.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(contentsOf: piece.prefix(count))
    }
  }
}
