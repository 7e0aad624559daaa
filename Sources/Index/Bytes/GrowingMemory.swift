/// Memory for values in a row that grows by doubling.
///
/// An array in an object would ask at every step whether it is shared and whether nobody else is
/// changing it; this is for loops over all text. Its owners keep it in constants.
@safe
final class GrowingMemory<Element: BitwiseCopyable> {
  /// The first value. Growing moves it.
  private(set) var pointer: UnsafeMutablePointer<Element>
  private(set) var capacity: Int
  /// How many values there are; never more than the capacity.
  private(set) var count = 0

  init(capacity: Int) {
    // Freed by deinit, `grow` or `replace`.
    unsafe pointer = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  // Nobody else has the memory.
  deinit { unsafe pointer.deallocate() }

  var byteCount: Int { capacity * MemoryLayout<Element>.stride }

  /// A value.
  ///
  /// - Precondition: the index is below ``count``.
  @inline(__always)
  subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    // Below the count.
    return unsafe pointer[index]
  }

  @inline(__always)
  func append(_ value: Element) {
    if count == capacity { grow(to: count &+ 1) }
    // Below the capacity.
    unsafe (pointer + count).initialize(to: value)
    count &+= 1
  }

  @inline(__always)
  func append(contentsOf values: UnsafeBufferPointer<Element>) {
    reserve(count &+ values.count)
    guard let source = values.baseAddress else { return }
    // There is room for all.
    unsafe (pointer + count).initialize(from: source, count: values.count)
    count &+= values.count
  }

  /// Says how many values there are, of which the caller has stored those that are new.
  ///
  /// - Precondition: no more than the capacity.
  @unsafe @inline(__always)
  func setCount(_ newCount: Int) {
    precondition(newCount >= 0 && newCount <= capacity)
    count = newCount
  }

  /// Forgets all values and keeps the memory.
  func removeAll() { count = 0 }

  /// Makes room for so many values in all.
  @inline(__always)
  func reserve(_ total: Int) {
    if total > capacity { grow(to: total) }
  }

  /// Takes other memory, in which there is nothing.
  func replace(capacity newCapacity: Int) {
    unsafe pointer.deallocate()
    unsafe pointer = .allocate(capacity: newCapacity)
    capacity = newCapacity
    count = 0
  }

  @inline(never)
  private func grow(to total: Int) {
    let larger = max(total, 2 * capacity)
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    // Both have room for `count` values.
    unsafe memory.moveInitialize(from: pointer, count: count)
    unsafe pointer.deallocate()
    unsafe pointer = memory
    capacity = larger
  }
}

extension GrowingMemory where Element: FixedWidthInteger {
  /// Takes other memory, in which everything is 0.
  func replaceByZeros(capacity: Int) {
    replace(capacity: capacity)
    // All of the memory.
    unsafe pointer.initialize(repeating: 0, count: capacity)
  }
}

extension GrowingMemory<UInt8> {
  /// Appends the lowest bytes of an integer, the lowest first.
  ///
  /// - Precondition: at most eight, and there is room for eight.
  @unsafe @inline(__always)
  func append(lowestBytesOf word: UInt64, count newCount: Int) {
    // The caller says that there is room.
    unsafe UnsafeMutableRawPointer(pointer + count).storeBytes(
      of: word.littleEndian, as: UInt64.self)
    count &+= newCount
  }
}
