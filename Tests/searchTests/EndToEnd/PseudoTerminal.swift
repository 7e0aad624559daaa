internal import CPseudoTerminal
import Glibc

@testable import search

/// A program that runs in a terminal of its own, of which a ``VirtualScreen`` shows what a person would
/// see.
///
/// There are no pauses in it: whoever expects something waits until the screen shows it, and gives up
/// after a time that only a broken program needs.
final class PseudoTerminal {
  /// The process.
  let process: pid_t
  /// What the program has written.
  private(set) var screen: VirtualScreen
  /// All bytes that it has written.
  private(set) var bytes: [UInt8] = []
  private let main: CInt

  /// Seconds until a program is taken for broken.
  private static let patience = 60

  /// Starts a program in a folder.
  init?(
    _ arguments: [String], in folder: String, columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:]
  ) {
    screen = VirtualScreen(TerminalSize(columns: columns, rows: rows))
    var all = ["PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]
    // Swift's own report of a crash would wait for a key.
    all["SWIFT_BACKTRACE"] = "enable=no"
    all.merge(environment) { $1 }
    let words = all.map { "\($0.key)=\($0.value)" } + arguments
    let quoted = words.map { "'" + $0.replacing("'", with: "'\\''") + "'" }
    let line = "cd '\(folder)' && exec env -i " + quoted.joined(separator: " ")
    var process: pid_t = 0
    // A C string for the call; the number outlives it.
    main = unsafe cpseudoterminal_start(line, CInt(columns), CInt(rows), &process)
    self.process = process
    if main < 0 { return nil }
  }

  deinit {
    kill(process, SIGKILL)
    var status: CInt = 0
    // The status outlives the call. Ended before, it is no longer there.
    unsafe waitpid(process, &status, 0)
    close(main)
  }

  /// Types text.
  func type(_ text: String) { _ = writeAll(Array(text.utf8), to: main) }

  /// Gives the terminal another size, of which the program is told.
  func resize(columns: Int, rows: Int) {
    screen.resize(TerminalSize(columns: columns, rows: rows))
    cpseudoterminal_resize(main, CInt(columns), CInt(rows))
  }

  /// Reads until the screen is as wanted.
  ///
  /// - Returns: whether it came to that.
  func wait(until isWanted: (VirtualScreen) -> Bool) -> Bool {
    let end = monotonicNanoseconds() + UInt64(Self.patience) * 1_000_000_000
    while !isWanted(screen) {
      guard monotonicNanoseconds() < end, readSome() else { return isWanted(screen) }
    }
    return true
  }

  /// Reads until the program has ended.
  ///
  /// - Returns: its status as a shell has it; nil if it does not end.
  func waitForEnd() -> Int? {
    let end = monotonicNanoseconds() + UInt64(Self.patience) * 1_000_000_000
    while monotonicNanoseconds() < end, readSome() {}
    var status: CInt = 0
    // The status outlives the call.
    guard unsafe waitpid(process, &status, 0) == process else { return nil }
    return status & 0x7F == 0 ? Int(status >> 8) & 0xFF : 128 + Int(status & 0x7F)
  }

  /// Whether the terminal is as shells want it: lines are edited by the system, keys are echoed.
  var isUsual: Bool {
    var state = termios()
    // The state outlives the call.
    guard unsafe tcgetattr(main, &state) == 0 else { return false }
    return state.c_lflag & tcflag_t(ICANON) != 0 && state.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Reads what there is, waiting a moment; false when the program has closed the terminal.
  private func readSome() -> Bool {
    guard !waitForInput([main], milliseconds: 100).isEmpty else { return true }
    var piece = [UInt8](repeating: 0, count: 1 << 14)
    // As long as the piece. A terminal that nobody has open is an error.
    let count = unsafe read(main, &piece, piece.count)
    guard count > 0 else { return false }
    bytes += piece[..<count]
    screen.write(Array(piece[..<count]))
    return true
  }
}
