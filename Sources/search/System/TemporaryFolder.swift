import Glibc

/// A new folder of files, below TMPDIR, that is removed with them: by `remove()`, or when a signal
/// ends the process.
///
/// There is at most one, since signals are for the whole process.
struct TemporaryFolder {
  /// The folder's path.
  let path: String

  /// The signals by which people and systems end a process.
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Makes a folder whose name begins so.
  ///
  /// - Throws: ``CommandError`` when it cannot be made.
  init(prefix: String) throws(CommandError) {
    let place = environmentValue("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? P_tmpdir
    var template = Array("\(place)/\(prefix)XXXXXX".utf8CString)
    // The template ends with NUL; the call replaces letters in it.
    guard unsafe mkdtemp(&template) != nil else {
      throw CommandError("cannot make a folder in \(place): \(errorText(errno))")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    Self.removeAtSignals(path)
  }

  /// Removes the folder and its files.
  func remove() {
    Self.remove(path)
  }

  /// Removes a folder into which another thread may still be writing.
  private static func remove(_ path: String) {
    for _ in 0..<100 {
      do {
        return try removeFolderOfFiles(path)
      } catch {
        usleep(1_000)
      }
    }
  }

  /// Waits for a signal on a thread of its own, where anything may be called; a handler may call
  /// next to nothing. Threads that are started later inherit that the signals wait.
  private static func removeAtSignals(_ path: String) {
    var set = sigset_t()
    // The set is initialised and outlives the calls.
    unsafe sigemptyset(&set)
    for number in signals { unsafe sigaddset(&set, number) }
    guard unsafe pthread_sigmask(SIG_BLOCK, &set, nil) == 0 else { return }
    let waited = set
    let thread = WorkerThread {
      var set = waited
      var number: CInt = 0
      // Both outlive the call.
      guard unsafe sigwait(&set, &number) == 0 else { return }
      remove(path)
      // The process ends as if nobody had waited.
      _ = signal(number, SIG_DFL)
      unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
      kill(getpid(), number)
    }
    // Without the thread the signals end the process as ever.
    if thread == nil { unsafe _ = pthread_sigmask(SIG_UNBLOCK, &set, nil) }
  }
}
