import Glibc

/// A clock that only goes forward, whatever people do to the time of day.
enum MonotonicClock {
  /// Nanoseconds since some moment.
  static func nanoseconds() -> UInt64 {
    var time = timespec()
    // `time` outlives the call, which cannot fail for this clock.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(max(0, time.tv_sec)) &* 1_000_000_000 &+ UInt64(max(0, time.tv_nsec))
  }
}
