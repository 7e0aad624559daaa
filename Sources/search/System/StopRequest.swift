import Glibc
import Synchronization

/// Whether somebody wants a run to end: SIGINT or SIGTERM. The first asks to end in order, a second one
/// ends the process at once.
final class StopRequest: Sendable {
  private let number = Atomic<CInt>(0)

  /// Watches for signals from now on, on a thread of its own, where anything may be called. Threads
  /// that are started later inherit that the signals wait. One that the process was started to ignore
  /// is ignored.
  ///
  /// - Parameter message: what the first signal is answered with.
  init(message: String) {
    var set = sigset_t()
    // The set is initialised and outlives the calls; so are the actions.
    unsafe sigemptyset(&set)
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      guard unsafe sigaction(number, nil, &action) == 0 else { continue }
      let isIgnored = unsafe unsafeBitCast(action.__sigaction_handler, to: Int.self) == 1
      if !isIgnored { unsafe sigaddset(&set, number) }
    }
    guard unsafe pthread_sigmask(SIG_BLOCK, &set, nil) == 0 else { return }
    let watched = set
    let thread = WorkerThread { self.wait(for: watched, message) }
    // Without the thread the signals end the process as ever.
    if thread == nil { unsafe _ = pthread_sigmask(SIG_UNBLOCK, &set, nil) }
  }

  private func wait(for watched: sigset_t, _ message: String) {
    var set = watched
    var number: CInt = 0
    // Both outlive the calls.
    guard unsafe sigwait(&set, &number) == 0 else { return }
    self.number.store(number, ordering: .relaxed)
    printError(message)
    guard unsafe sigwait(&set, &number) == 0 else { return }
    _ = signal(number, SIG_DFL)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    kill(getpid(), number)
  }

  /// Whether to end.
  var isMade: Bool { number.load(ordering: .relaxed) != 0 }

  /// With what status, as a shell has it; nil if nobody has asked.
  var status: ExitStatus? {
    switch number.load(ordering: .relaxed) {
    case 0: nil
    case SIGTERM: .terminated
    default: .interrupted
    }
  }
}
