/// How terms are compared and hashed: eight bytes at a time.
enum TermBytes {
  /// A term of less than eight bytes in one integer, which no other of the same length has; of a
  /// longer one the first eight bytes.
  @inline(__always)
  static func firstWord(_ term: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard term.count > 0, let base = unsafe UnsafeRawPointer(term.baseAddress) else { return 0 }
    // Every load lies inside the term.
    if term.count >= 8 { return unsafe base.loadUnaligned(as: UInt64.self) }
    if term.count >= 4 {
      let low = unsafe UInt64(base.loadUnaligned(as: UInt32.self))
      let high = unsafe UInt64(
        base.loadUnaligned(fromByteOffset: term.count &- 4, as: UInt32.self))
      return low | high << 32
    }
    let first = unsafe UInt64(base.load(as: UInt8.self))
    let middle = unsafe UInt64(base.load(fromByteOffset: term.count >> 1, as: UInt8.self))
    let last = unsafe UInt64(base.load(fromByteOffset: term.count &- 1, as: UInt8.self))
    return first | middle << 8 | last << 16
  }

  /// Whether a term agrees with another of the same length behind the first eight bytes.
  @inline(__always)
  static func agreeBehindFirstWord(
    _ term: UnsafeBufferPointer<UInt8>, _ other: UnsafePointer<UInt8>
  ) -> Bool {
    guard term.count > 8, let base = unsafe UnsafeRawPointer(term.baseAddress) else { return true }
    let other = unsafe UnsafeRawPointer(other)
    // Every load lies inside both; the last one overlaps the one before.
    var offset = 8
    while offset < term.count {
      let place = min(offset, term.count &- 8)
      let left = unsafe base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      let right = unsafe other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      if left != right { return false }
      offset &+= 8
    }
    return true
  }

  /// A hash that only who knows seed and multiplier can predict: products of 64 bits, folded.
  @inline(__always)
  static func hash(
    header: UInt32, word: UInt64, _ term: UnsafeBufferPointer<UInt8>, seed: UInt64,
    multiplier: UInt64
  ) -> UInt32 {
    var state = seed ^ UInt64(header) ^ UInt64(truncatingIfNeeded: term.count) << 32
    state = mix(state ^ word, multiplier)
    if term.count > 8, let base = unsafe UnsafeRawPointer(term.baseAddress) {
      var offset = 8
      while offset < term.count {
        // Inside the term; the last load overlaps the one before.
        let place = min(offset, term.count &- 8)
        let next = unsafe base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        state = mix(state ^ next, multiplier)
        offset &+= 8
      }
    }
    return UInt32(truncatingIfNeeded: mix(state, multiplier))
  }

  @inline(__always)
  private static func mix(_ value: UInt64, _ multiplier: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
  }
}
