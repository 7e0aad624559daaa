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
    main = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
    // The name is copied at once.
    guard main >= 0, grantpt(main) == 0, unlockpt(main) == 0, let name = unsafe ptsname(main) else {
      return nil
    }
    // Ends with NUL.
    let path = unsafe String(cString: name)
    screen = VirtualScreen(TerminalSize(columns: columns, rows: rows))
    var all = ["PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]
    all.merge(environment) { $1 }
    process = Self.start(arguments, folder, path, columns, rows, all)
    if process <= 0 { return nil }
  }

  deinit {
    kill(process, SIGKILL)
    var status: CInt = 0
    // The status outlives the call. Ended before, it is no longer there.
    unsafe waitpid(process, &status, 0)
    close(main)
  }

  /// A shell sets the size, so that the program finds it right, and becomes the program.
  private static func start(
    _ arguments: [String], _ folder: String, _ terminal: String, _ columns: Int, _ rows: Int,
    _ environment: [String: String]
  ) -> pid_t {
    let quoted = arguments.map { "'" + $0.replacing("'", with: "'\\''") + "'" }
    let line =
      "cd '\(folder)' && stty cols \(columns) rows \(rows) && exec " + quoted.joined(separator: " ")
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    // Initialised here, destroyed below, and outliving the calls.
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    // A session of its own, so that what is opened first becomes its terminal. Signals are as usual.
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var none = sigset_t()
    var usual = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&usual)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &usual)
    unsafe posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var process: pid_t = 0
    let words = ["/bin/sh", "-c", line].map { unsafe strdup($0) } + [nil]
    let variables = environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    // The strings were copied for the call and are freed behind it.
    let result = unsafe posix_spawn(&process, "/bin/sh", &actions, &attributes, words, variables)
    for text in unsafe words + variables { unsafe free(text) }
    unsafe posix_spawn_file_actions_destroy(&actions)
    unsafe posix_spawnattr_destroy(&attributes)
    return result == 0 ? process : 0
  }

  /// Types text.
  func type(_ text: String) { _ = writeAll(Array(text.utf8), to: main) }

  /// Gives the terminal another size, of which the program is told.
  func resize(columns: Int, rows: Int) {
    var size = winsize()
    (size.ws_col, size.ws_row) = (UInt16(columns), UInt16(rows))
    // The size outlives the call; TIOCSWINSZ takes its address, and ioctl is variadic in C, so that a
    // program sets it.
    screen.resize(TerminalSize(columns: columns, rows: rows))
    let path = unsafe String(cString: ptsname(main))
    _ = unsafe system("stty cols \(columns) rows \(rows) < \(path)")
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
