import Glibc

/// Messages of the system for its error numbers.
enum SystemError {
  /// As `strerror` has it, with advice where there is some.
  static func message(_ code: Int32) -> String {
    // The string is static or per thread, and copied at once.
    let text = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    switch code {
    case ENOSPC, EDQUOT: return text + " (free some space and try again)"
    case EMFILE, ENFILE: return text + " (raise the limit with 'ulimit -n')"
    default: return text
    }
  }
}
