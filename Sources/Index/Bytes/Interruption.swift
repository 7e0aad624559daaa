import Synchronization

/// What ends a search before it is done: a deadline, or somebody who calls ``cancel()`` from any thread.
///
/// A search looks at it about once in 64 blocks of 128 postings, which is some ten microseconds, so that
/// it costs nothing that can be measured. It then throws ``IndexError/timedOut(seconds:)`` or
/// ``IndexError/cancelled``.
public final class Interruption: Sendable {
  private let deadline: UInt64
  private let seconds: Double
  private let isCancelled = Atomic<Bool>(false)
  private let stepsLeft: Atomic<Int>
  private let stepsPerLook: Int
  private let looksLeft: Atomic<Int>

  /// Counts from now.
  ///
  /// - Parameter seconds: how long a search may take; nil for as long as it likes.
  public convenience init(after seconds: Double? = nil) {
    self.init(after: seconds, stepsPerLook: 64, lookCount: .max)
  }

  /// - Parameter lookCount: how often it is looked at before it cancels itself: for tests.
  init(after seconds: Double?, stepsPerLook: Int, lookCount: Int) {
    self.seconds = seconds ?? .infinity
    self.stepsPerLook = stepsPerLook
    // A year is for ever, and what is not a number is now.
    let nanoseconds = min(max((seconds ?? .infinity) * 1e9, 0), 3.2e16)
    deadline = MonotonicClock.nanoseconds() &+ UInt64(nanoseconds.isNaN ? 0 : nanoseconds)
    stepsLeft = Atomic(0)
    looksLeft = Atomic(lookCount)
  }

  /// Ends the search.
  public func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// Ends a caller's own work too, between the steps of it.
  ///
  /// - Throws: ``IndexError/timedOut(seconds:)`` or ``IndexError/cancelled``, if it is to end.
  public func check() throws(IndexError) { try look() }

  /// Notes that a block has been read. (Load and store and no addition in one: should two threads share
  /// it, it does not matter that a step is lost.)
  @inline(__always)
  func step() throws(IndexError) {
    let left = stepsLeft.load(ordering: .relaxed) &- 1
    stepsLeft.store(left, ordering: .relaxed)
    if left <= 0 { try look() }
  }

  /// Looks whether to end.
  @inline(never)
  func look() throws(IndexError) {
    stepsLeft.store(stepsPerLook, ordering: .relaxed)
    let left = looksLeft.load(ordering: .relaxed) &- 1
    looksLeft.store(left, ordering: .relaxed)
    if left < 0 || isCancelled.load(ordering: .relaxed) { throw .cancelled }
    if MonotonicClock.nanoseconds() >= deadline { throw .timedOut(seconds: seconds) }
  }
}
