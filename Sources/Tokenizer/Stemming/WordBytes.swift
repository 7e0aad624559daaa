/// Looks at a word eight bytes at a time: what the loops over all words of a text need, and nothing
/// that allocates.
enum WordBytes {
  /// A word's bytes in two integers: with the count, and up to 16 bytes, they say all of it, by two
  /// loads that overlap. Of a longer word `first` is a hash of all but its last eight bytes.
  @inline(__always)
  static func key(_ word: Span<UInt8>) -> (first: UInt64, last: UInt64) {
    let count = word.count
    if count >= 8 {
      let last = load8(word, count - 8)
      if count <= 16 { return (load8(word, 0), last) }
      var first: UInt64 = 0
      var index = 0
      while index + 8 < count {
        first = mix(first ^ load8(word, index), 0x9E37_79B9_7F4A_7C15)
        index += 8
      }
      return (first, last)
    }
    if count >= 4 { return (UInt64(load4(word, 0)), UInt64(load4(word, count - 4))) }
    guard count > 0 else { return (0, 0) }
    let middle = UInt64(word[count >> 1]) << 8
    return (UInt64(word[0]) | middle | UInt64(word[count - 1]) << 16, 0)
  }

  /// A hash that depends on every byte and on nothing but the bytes, so that tables are the same in
  /// every process: the halves of a 128-bit product, folded together.
  @inline(__always)
  static func hash(_ word: Span<UInt8>) -> UInt64 {
    hash(key(word), count: word.count)
  }

  /// The hash of a word with that key and that number of bytes.
  @inline(__always)
  static func hash(_ key: (first: UInt64, last: UInt64), count: Int) -> UInt64 {
    mix(
      key.first ^ 0xA076_1D64_78BD_642F,
      key.last ^ 0xE703_7ED1_A0B4_28DB ^ UInt64(truncatingIfNeeded: count))
  }

  /// Whether all bytes are small Latin letters of ASCII; the first may be a capital one if
  /// `allowingCapital`.
  @inline(__always)
  static func areLetters(_ word: Span<UInt8>, allowingCapital: Bool) -> Bool {
    let count = word.count
    guard count > 0 else { return false }
    let head: UInt64 = allowingCapital ? 0x20 : 0
    if count >= 8 {
      var index = 0
      var bad = notLetters(load8(word, 0) | head)
      while index + 8 < count {
        bad |= notLetters(load8(word, index) | (index == 0 ? head : 0))
        index += 8
      }
      // Overlaps the load before it; a capital at the front is not met again in words of 9 and more.
      let tail = load8(word, count - 8) | (count == 8 ? head : 0)
      return (bad | notLetters(tail)) == 0
    }
    if count >= 4 {
      let low = UInt64(load4(word, 0)) | head
      let high = UInt64(load4(word, count - 4)) | (count == 4 ? head : 0)
      return notLetters(low | high << 32) == 0
    }
    for index in 0..<count {
      let byte = index == 0 && allowingCapital ? word[0] | 0x20 : word[index]
      if byte &- 0x61 >= 26 { return false }
    }
    return true
  }

  /// Whether `word` stands in `bytes` at `start`, where there is room for it.
  @inline(__always)
  static func equal(_ word: Span<UInt8>, _ bytes: Span<UInt8>, at start: Int) -> Bool {
    let count = word.count
    if count >= 8 {
      var index = 0
      var difference: UInt64 = 0
      while index + 8 < count {
        difference |= load8(word, index) ^ load8(bytes, start + index)
        index += 8
      }
      return difference | (load8(word, count - 8) ^ load8(bytes, start + count - 8)) == 0
    }
    if count >= 4 {
      let low = load4(word, 0) ^ load4(bytes, start)
      return low | (load4(word, count - 4) ^ load4(bytes, start + count - 4)) == 0
    }
    for index in 0..<count where word[index] != bytes[start + index] { return false }
    return true
  }

  /// The top bit of each byte that is not `a` to `z`.
  @inline(__always)
  private static func notLetters(_ bytes: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = bytes & (0x7F * ones)
    let fromA = low &+ (0x80 - 0x61) * ones
    let aboveZ = low &+ (0x80 - 0x7B) * ones
    return (bytes | ~fromA | aboveZ) & (0x80 * ones)
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func load8(_ word: Span<UInt8>, _ index: Int) -> UInt64 {
    // Callers stay below the count; the load itself checks it again.
    unsafe UInt64(
      littleEndian: word.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  @inline(__always)
  private static func load4(_ word: Span<UInt8>, _ index: Int) -> UInt32 {
    // As above.
    unsafe UInt32(
      littleEndian: word.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
  }
}
