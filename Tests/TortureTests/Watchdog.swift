import Foundation
import Synchronization

/// Ends the process if nothing has happened for long: a hang is a finding like any other.
final class Watchdog: Sendable {
  private let beatCount = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)

  /// - Parameters:
  ///   - seconds: how long one case may take, with room for a loaded machine.
  ///   - name: what is said to hang.
  init(seconds: Int = TortureSettings.form.choose(600, 60, 60), _ name: String) {
    let thread = Thread { [self] in
      var last = -1
      var idleCount = 0
      while !isOver.load(ordering: .relaxed) {
        Thread.sleep(forTimeInterval: 1)
        let now = beatCount.load(ordering: .relaxed)
        idleCount = now == last ? idleCount + 1 : 0
        last = now
        if idleCount >= seconds {
          print("torture \(name): case \(now) hangs, seed \(TortureSettings.seed)")
          fflush(nil)
          _exit(70)
        }
      }
    }
    thread.start()
  }

  /// Notes that a case begins.
  func beat() { beatCount.wrappingAdd(1, ordering: .relaxed) }

  /// Watches no longer.
  func stop() { isOver.store(true, ordering: .relaxed) }
}
