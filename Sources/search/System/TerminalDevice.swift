internal import CFileCalls
import Glibc

/// The terminal of this process, taken over for a full screen: raw mode, alternate screen.
///
/// It is given back whatever happens (see `cfilecalls_terminal_open`).
final class TerminalDevice {
  /// Wakes whoever waits for input: when the size has changed, and when a search has ended.
  let wake: WakePipe

  /// Takes the terminal over.
  ///
  /// - Throws: ``CommandError`` if standard input or output is no terminal.
  init() throws(CommandError) {
    wake = try WakePipe()
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw CommandError("search tui needs a terminal for input and output")
    }
    guard environmentValue("TERM") != "dumb" else {
      throw CommandError("search tui needs a terminal that can do more than TERM=dumb says")
    }
    try open()
  }

  private func open() throws(CommandError) {
    guard cfilecalls_terminal_open(STDIN_FILENO, STDOUT_FILENO, wake.writing) == 0 else {
      throw CommandError("cannot set up the terminal: \(errorText(errno))")
    }
  }

  deinit { close() }

  /// Gives the terminal back.
  func close() { cfilecalls_terminal_close() }

  /// How large it is.
  var size: TerminalSize { TerminalSize.of(STDOUT_FILENO) ?? .usual }

  /// Writes bytes to it.
  func write(_ text: String) {
    if !text.isEmpty { _ = writeAll(Array(text.utf8), to: STDOUT_FILENO) }
  }

  /// What happened.
  enum Event: Equatable {
    /// Bytes were typed.
    case input([UInt8])
    /// Somebody told something; or a signal came.
    case woken([UInt8])
    /// Nothing happened in the time.
    case timeout
    /// The terminal has gone.
    case closed
  }

  /// Waits for something to happen.
  func next(milliseconds: Int? = nil) -> Event {
    let ready = waitForInput([STDIN_FILENO, wake.reading], milliseconds: milliseconds)
    if ready.contains(wake.reading) { return .woken(wake.drain()) }
    if ready.contains(STDIN_FILENO) {
      return readAvailable(STDIN_FILENO).map { .input($0) } ?? .closed
    }
    return milliseconds == nil ? .woken([]) : .timeout
  }

  /// Stops the process, as the shell's Ctrl-Z does, until it is continued.
  func suspend() { raise(SIGTSTP) }

  /// Gives the terminal to another program, until it has ended.
  ///
  /// - Parameter command: a line of the shell.
  /// - Returns: its status, as a shell has it.
  func run(_ command: String) throws(CommandError) -> Int {
    close()
    // What is ignored when a program starts it ignores too.
    _ = signal(SIGPIPE, SIG_DFL)
    // A C string for the call.
    let status = unsafe system(command)
    ignoreClosedPipes()
    try open()
    return status & 0x7F == 0 ? Int(status >> 8) & 0xFF : 128 + Int(status & 0x7F)
  }
}
