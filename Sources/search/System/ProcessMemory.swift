import Glibc
internal import Synchronization

/// A line of what Linux says about this process, without its name; nil where it does not say.
func processStatus(_ name: String) -> String? {
  guard let bytes = try? readWhole("/proc/self/status") else { return nil }
  let start = Array("\(name):".utf8)
  guard
    let line = bytes.split(separator: UInt8(ascii: "\n")).first(where: { $0.starts(with: start) })
  else { return nil }
  return String(decoding: line.dropFirst(start.count), as: UTF8.self)
}

/// Bytes of memory of this process that no file backs, as Linux counts them (`RssAnon`); nil where
/// the system does not say.
func anonymousMemory() -> Int? {
  processStatus("RssAnon").flatMap { Int($0.filter(\.isASCIIDigit)) }.map { $0 * 1_024 }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

/// Looks at the memory of this process every few milliseconds, from its creation to `stop()`.
final class MemoryWatch: Sendable {
  private static let interval: useconds_t = 2_000
  private let peak = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)

  /// The most that was seen, in bytes; nil where the system does not say.
  static func peak<Result>(during body: () throws -> Result) rethrows -> (Result, Int?) {
    let watch = MemoryWatch()
    let thread = WorkerThread { watch.run() }
    defer { thread?.join() }
    defer { watch.isStopped.store(true, ordering: .releasing) }
    let result = try body()
    watch.look()
    let peak = watch.peak.load(ordering: .relaxed)
    return (result, peak > 0 ? peak : nil)
  }

  private func run() {
    while !isStopped.load(ordering: .acquiring) {
      look()
      usleep(Self.interval)
    }
  }

  private func look() {
    guard let now = anonymousMemory() else { return }
    peak.max(now, ordering: .relaxed)
  }
}
