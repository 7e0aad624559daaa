/// A key that is compared with others, eight bytes at a time.
struct SoughtKey {
  let bytes: [UInt8]
  // The last eight bytes or less, the first one lowest, and where they begin.
  private let tail: UInt64
  private let tailStart: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    tailStart = max(0, bytes.count - 8)
    var tail: UInt64 = 0
    for place in tailStart..<bytes.count {
      tail |= UInt64(bytes[place]) &<< UInt64(8 &* (place &- tailStart))
    }
    self.tail = tail
  }

  /// How many bytes it has.
  var count: Int {
    @inline(__always) get { bytes.count }
  }

  /// Eight bytes from a place on, the first one lowest, with zeros behind the end.
  ///
  /// - Precondition: the place is not behind the end.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    precondition(index >= 0 && index <= bytes.count)
    guard index < tailStart else {
      // By 64 at the end, which leaves nothing.
      return tail >> UInt64(8 &* (index &- tailStart))
    }
    // Eight bytes are there.
    return unsafe bytes.withUnsafeBytes {
      unsafe $0.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    }
  }
}
