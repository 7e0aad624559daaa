internal import CFileCalls

/// Memory that has been freed, of which the C library keeps some for whoever asks next.
enum FreeMemory {
  /// Gives it back to the system. The library looks through all that it has: for the borders of long pieces
  /// of work.
  static func giveBack() { cfilecalls_trim_memory() }
}
