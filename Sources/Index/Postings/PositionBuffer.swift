/// Positions of a document, in memory that is used again for the next.
@safe
final class PositionBuffer {
  private(set) var positions: UnsafeMutablePointer<UInt32>
  private var capacity = 128
  private(set) var count = 0

  init() {
    unsafe positions = .allocate(capacity: capacity)
  }

  // Allocated by init or by reserve.
  deinit { unsafe positions.deallocate() }

  /// Makes room for so many positions and one more, and forgets those that are there.
  func reserve(_ newCapacity: Int) {
    count = 0
    if newCapacity < capacity { return }
    // Allocated by init or here.
    unsafe positions.deallocate()
    capacity = max(newCapacity + 1, 2 * capacity)
    unsafe positions = .allocate(capacity: capacity)
  }

  /// Says how many there are, after they have been written.
  func setCount(_ newCount: Int) {
    precondition(newCount >= 0 && newCount <= capacity)
    count = newCount
  }

  /// Takes one position, if it does not exceed a limit.
  func set(_ position: UInt32, through limit: UInt32) {
    // There is always room for one.
    unsafe positions[0] = position
    count = position <= limit ? 1 : 0
  }

  /// The first position.
  var first: UInt32? { count > 0 ? unsafe positions[0] : nil }

  /// The last position.
  var last: UInt32? { count > 0 ? unsafe positions[count - 1] : nil }

  /// Takes some positions, which may be its own, each less an offset; those that are less are dropped.
  @unsafe
  func set(_ values: UnsafeMutablePointer<UInt32>, count newCount: Int, minus offset: UInt32) {
    if unsafe values == positions {
      if offset == 0 { return }
    } else {
      reserve(newCount)
    }
    var kept = 0
    for index in 0..<newCount {
      // Below the count; `kept` is never ahead.
      let position = unsafe values[index]
      unsafe positions[kept] = position &- offset
      kept &+= position >= offset ? 1 : 0
    }
    count = kept
  }
}
