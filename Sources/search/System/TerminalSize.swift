internal import CFileCalls
import Glibc

/// How large a terminal is, in cells.
struct TerminalSize: Equatable, Sendable {
  var columns: Int
  var rows: Int

  /// The size of a terminal whose size is not known.
  static let usual = TerminalSize(columns: 80, rows: 24)
  /// No terminal is larger; what is beyond is somebody's mistake.
  static let most = TerminalSize(columns: 2_000, rows: 1_000)

  /// The size of a terminal; nil if the descriptor leads to none.
  static func of(_ descriptor: CInt) -> TerminalSize? {
    var columns: CInt = 0
    var rows: CInt = 0
    // Both outlive the call.
    guard unsafe cfilecalls_terminal_size(descriptor, &columns, &rows) == 0 else { return nil }
    return TerminalSize(
      columns: min(max(1, Int(columns)), most.columns), rows: min(max(1, Int(rows)), most.rows))
  }

  /// The size that answers are written for: `COLUMNS` and `LINES` count more than what the terminal
  /// says, as with other tools.
  static func forOutput() -> TerminalSize {
    var size = of(STDOUT_FILENO) ?? usual
    if let columns = environmentValue("COLUMNS").flatMap(Int.init), columns > 0 {
      size.columns = min(columns, most.columns)
    }
    if let rows = environmentValue("LINES").flatMap(Int.init), rows > 0 {
      size.rows = min(rows, most.rows)
    }
    return size
  }
}
