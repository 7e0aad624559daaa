/// Elements read without a check of bounds, for the inner loops that have checked them otherwise.
///
/// The law that every user keeps: indices are at least 0 and below the count of what it was made
/// from, and it is not used longer than that memory lives.
@safe struct UncheckedMemory<Element: BitwiseCopyable>: BitwiseCopyable {
  private let base: UnsafePointer<Element>

  /// Reads what lies from `base` on.
  @unsafe init(_ base: UnsafePointer<Element>) {
    unsafe self.base = base
  }

  /// The element at an index.
  @inline(__always)
  subscript(index: Int) -> Element {
    // The user keeps the law above.
    unsafe base[index]
  }
}

extension UncheckedMemory<UInt8> {
  /// Two bytes from `index` on as a number, the first one highest.
  @inline(__always)
  func pair(at index: Int) -> UInt16 {
    // The user has checked that two bytes are there.
    let raw = unsafe UnsafeRawPointer(base)
    return UInt16(bigEndian: unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt16.self))
  }

  /// Eight bytes from `index` on, the first one lowest.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    // The user has checked that eight bytes are there.
    let raw = unsafe UnsafeRawPointer(base)
    return UInt64(littleEndian: unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }
}

/// Like ``UncheckedMemory``, for writing.
@safe struct UncheckedMutableMemory<Element: BitwiseCopyable>: BitwiseCopyable {
  private let base: UnsafeMutablePointer<Element>

  /// Reads and writes what lies from `base` on.
  @unsafe init(_ base: UnsafeMutablePointer<Element>) {
    unsafe self.base = base
  }

  /// The element at an index.
  @inline(__always)
  subscript(index: Int) -> Element {
    // The user keeps the law of UncheckedMemory.
    get { unsafe base[index] }
    nonmutating set { unsafe base[index] = newValue }
  }
}

/// A table of elements that never moves within one scan and is read without a check of bounds.
@safe struct FixedTable<Element: BitwiseCopyable>: ~Copyable {
  private let buffer: UnsafeMutableBufferPointer<Element>

  /// A table of `count` times the same.
  init(repeating value: Element, count: Int) {
    unsafe buffer = .allocate(capacity: count)
    unsafe buffer.initialize(repeating: value)
  }

  deinit {
    // Nobody else holds the memory: the owner cannot be copied.
    unsafe buffer.deallocate()
  }

  /// How many elements there are.
  var count: Int { unsafe buffer.count }

  /// An element, its index checked.
  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count)
      return unsafe buffer[index]
    }
    set {
      precondition(index >= 0 && index < count)
      unsafe buffer[index] = newValue
    }
  }

  /// The elements for an inner loop; see the law of ``UncheckedMemory``.
  @inline(__always)
  var unchecked: UncheckedMemory<Element> {
    // An allocated buffer of at least one element has an address.
    unsafe UncheckedMemory(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
  }

  /// The elements for an inner loop that writes them.
  @inline(__always)
  var uncheckedMutable: UncheckedMutableMemory<Element> {
    unsafe UncheckedMutableMemory(buffer.baseAddress.unsafelyUnwrapped)
  }

  /// Makes the table longer, keeping what it holds.
  mutating func grow(to count: Int, filling value: Element) {
    var larger = FixedTable(repeating: value, count: max(count, self.count))
    for index in 0..<self.count { larger[index] = self[index] }
    self = larger
  }
}
