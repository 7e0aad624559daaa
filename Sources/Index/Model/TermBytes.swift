/// How terms are compared and hashed: eight bytes at a time.
enum TermBytes {
  /// The first eight bytes of a term, the first one lowest, with zeros behind its end.
  static func firstWord(_ term: UnsafeBufferPointer<UInt8>) -> UInt64 {
    // Of nothing else is known that it can be read.
    unsafe word(of: term, at: 0, readableByteCount: term.count)
  }

  /// Eight bytes of a term from an offset on, with zeros behind its end.
  ///
  /// Almost all are loaded at once, without asking how long the term is, which nobody can foresee.
  ///
  /// - Parameter readableByteCount: how many bytes can be read from the term's first one on: its own,
  ///   and what lies behind it in the same memory.
  @unsafe @inline(__always)
  static func word(
    of term: UnsafeBufferPointer<UInt8>, at offset: Int, readableByteCount: Int
  ) -> UInt64 {
    let count = term.count &- offset
    guard readableByteCount >= offset &+ 8, count > 0,
      let base = unsafe UnsafeRawPointer(term.baseAddress)
    else { return unsafe shortWord(of: term, at: offset) }
    // The caller says that it can be read. There is a byte of the term at least.
    let word = unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return UInt64(littleEndian: word) & (UInt64.max &>> UInt64(8 &* (8 &- min(8, count))))
  }

  @unsafe @inline(never)
  private static func shortWord(of term: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in (0..<8).reversed() where offset + index < term.count {
      // Inside the term.
      word = word << 8 | UInt64(unsafe term[offset + index])
    }
    return word
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
  ///
  /// - Parameters:
  ///   - stamp: the header, and the length in the high half.
  ///   - first: the first eight bytes.
  ///   - second: the next eight.
  @inline(__always)
  static func hash(
    stamp: UInt64, first: UInt64, second: UInt64, _ term: UnsafeBufferPointer<UInt8>,
    seed: UInt64, multiplier: UInt64
  ) -> UInt32 {
    var state = product(seed ^ stamp ^ first, multiplier ^ second)
    if term.count > 16, let base = unsafe UnsafeRawPointer(term.baseAddress) {
      var offset = 16
      while offset < term.count {
        // Inside the term; the last load overlaps the one before.
        let place = min(offset, term.count &- 8)
        let next = unsafe base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        state = product(state ^ next, multiplier)
        offset &+= 8
      }
    }
    return UInt32(truncatingIfNeeded: product(state, multiplier))
  }

  @inline(__always)
  private static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
