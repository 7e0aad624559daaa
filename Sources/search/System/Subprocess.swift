internal import CFileCalls
import Glibc

/// Runs other programs, without a shell.
enum Subprocess {
  /// What a run came to.
  enum Outcome: Equatable {
    /// The program ended with status 0; what it printed.
    case printed([UInt8])
    /// It ended otherwise; its status, or 128 and the signal's number.
    case failed(status: Int)
    /// It printed more than it may.
    case tooMuch
    /// It did not end in time.
    case tooLate
    /// It could not be started.
    case notStarted(errno: CInt)
  }

  /// Runs a program, found along PATH, gives it bytes as a file on standard input, and takes what it
  /// prints; what it says on standard error is dropped.
  static func run(
    _ command: [String], input: [UInt8], outputLimit: Int, seconds: Int
  ) -> Outcome {
    var input = input
    // In memory, so that the program may seek in it.
    let file = cfilecalls_memory_file()
    guard file >= 0 else { return .notStarted(errno: errno) }
    defer { close(file) }
    guard write(&input, to: file), lseek(file, 0, SEEK_SET) == 0 else {
      return .notStarted(errno: errno)
    }
    guard let (output, outputEnd) = makePipe() else { return .notStarted(errno: errno) }
    defer { close(output) }
    var child: pid_t = 0
    let status = spawn(command, standardInput: file, standardOutput: outputEnd, &child)
    close(outputEnd)
    guard status == 0 else { return .notStarted(errno: status) }
    let deadline = monotonicNanoseconds() &+ UInt64(seconds) &* 1_000_000_000
    let (printed, trouble) = collect(from: output, limit: outputLimit, deadline: deadline)
    if trouble != nil { kill(child, SIGKILL) }
    var result: CInt = 0
    // A child of this process; waited for once.
    while unsafe waitpid(child, &result, 0) < 0, errno == EINTR {}
    if let trouble { return trouble }
    let code = Int(result & 0x7F) == 0 ? Int(result >> 8) & 0xFF : 128 + Int(result & 0x7F)
    return code == 0 ? .printed(printed) : .failed(status: code)
  }

  /// A pipe that programs which are started do not inherit: where it is read, and where written.
  static func makePipe() -> (reading: CInt, writing: CInt)? {
    var ends: [CInt] = [-1, -1]
    // Two descriptors, as the call asks.
    guard unsafe cfilecalls_pipe(&ends) == 0 else { return nil }
    return (ends[0], ends[1])
  }

  /// Has the system end this process when the one that started it ends.
  static func endWithParent() {
    _ = cfilecalls_end_with_parent()
  }

  /// Starts a program: 0, or an error number.
  static func spawn(
    _ command: [String], standardInput: CInt, standardOutput: CInt, ownGroup: Bool = false,
    _ child: inout pid_t
  ) -> CInt {
    guard let program = command.first else { return EINVAL }
    // Both are filled in by the calls below.
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    // Made here, destroyed at the end.
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, standardInput, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, standardOutput, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var flags = Int16(POSIX_SPAWN_SETSIGDEF)
    if ownGroup { flags |= Int16(POSIX_SPAWN_SETPGROUP) }
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    unsafe sigaddset(&defaults, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    unsafe posix_spawnattr_setflags(&attributes, flags)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    // C strings for the call, freed after it.
    var words: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    return unsafe posix_spawnp(&child, program, &actions, &attributes, words, environ)
  }

  private static func write(_ bytes: inout [UInt8], to file: CInt) -> Bool {
    var at = 0
    while at < bytes.count {
      // From `at` to the end of the array.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(file, buffer.baseAddress.map { unsafe $0 + at }, buffer.count - at)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      at += count
    }
    return true
  }

  private static func collect(
    from descriptor: CInt, limit: Int, deadline: UInt64
  ) -> ([UInt8], Outcome?) {
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      guard waitForInput(descriptor, until: deadline) else { return (output, .tooLate) }
      // No more than the piece holds.
      let count = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return (output, nil) }
      output.append(contentsOf: piece[..<count])
      if output.count > limit { return (output, .tooMuch) }
    }
  }

  /// Waits until something can be read, or until a time; false if nothing can.
  static func waitForInput(_ descriptor: CInt, until deadline: UInt64) -> Bool {
    wait(for: POLLIN, descriptor, until: deadline)
  }

  /// Waits until something can be written, or until a time; false if nothing can.
  static func waitForOutput(_ descriptor: CInt, until deadline: UInt64) -> Bool {
    wait(for: POLLOUT, descriptor, until: deadline)
  }

  private static func wait(
    for event: CInt, _ descriptor: CInt, until deadline: UInt64
  ) -> Bool {
    while true {
      let now = monotonicNanoseconds()
      guard now < deadline else { return false }
      var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      let wait = min((deadline - now) / 1_000_000 + 1, 60_000)
      // One entry, as the call is told.
      let count = unsafe poll(&entry, 1, CInt(wait))
      if count > 0 { return true }
      if count < 0, errno != EINTR { return false }
    }
  }
}
