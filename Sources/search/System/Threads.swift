import Glibc

/// How many threads the system would run at once for this process: the processors that it may use.
func availableThreadCount() -> Int {
  guard let digits = processStatus("Cpus_allowed") else {
    return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }
  // A mask in hexadecimal digits, in groups with commas between.
  return max(1, digits.reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount })
}

/// A thread that runs a closure.
struct WorkerThread {
  private let handle: pthread_t

  /// Starts a thread; nil when the system gives none.
  init?(_ body: @escaping @Sendable () -> Void) {
    var handle = pthread_t()
    // Held by the thread until it has begun, or released below.
    let box = unsafe Unmanaged.passRetained(Body(run: body))
    let status = unsafe pthread_create(
      &handle, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        // The box that was retained above.
        let body = unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
        body.run()
        return nil
      }, box.toOpaque())
    guard status == 0 else {
      // No thread will take it.
      unsafe box.release()
      return nil
    }
    self.handle = handle
  }

  /// Waits for the end of the thread; to be called once.
  func join() {
    _ = pthread_join(handle, nil)
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }
}

/// Runs a closure on some threads at once, each told its number, and waits for all of them.
///
/// - Returns: how many threads ran; fewer than asked for when the system gives no more, at least 1.
func runOnThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> Int {
  let others = (1..<max(1, count)).compactMap { number in WorkerThread { body(number) } }
  body(0)
  for thread in others { thread.join() }
  return others.count + 1
}
