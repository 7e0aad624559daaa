/// Looks at a word eight bytes at a time: what the loops over all words of a text need, and nothing
/// that allocates.
enum WordBytes {
  /// A word's bytes in two integers: the first eight and the next eight, zeros behind its end. Of a
  /// word longer than 16 bytes `first` is a hash of all but its last eight bytes, and they `last`.
  @inline(__always)
  static func key(_ word: Span<UInt8>) -> (first: UInt64, last: UInt64) {
    let count = word.count
    if count >= 8 {
      let last = load8(word, count - 8)
      // Shifting by 64 gives 0.
      if count <= 16 { return (load8(word, 0), last >> UInt64(8 * (16 - count))) }
      var first: UInt64 = 0
      var index = 0
      while index + 8 < count {
        first = mix(first ^ load8(word, index), 0x9E37_79B9_7F4A_7C15)
        index += 8
      }
      return (first, last)
    }
    if count >= 4 {
      let last = UInt64(load4(word, count - 4)) << UInt64(8 * (count - 4))
      return (UInt64(load4(word, 0)) | last, 0)
    }
    guard count > 0 else { return (0, 0) }
    let middle = UInt64(word[count >> 1]) << UInt64(8 * (count >> 1))
    return (UInt64(word[0]) | middle | UInt64(word[count - 1]) << UInt64(8 * (count - 1)), 0)
  }

  /// The same for the word of `count` bytes at `start`. As good as all words have at most 16 bytes
  /// and as many behind their start, and then nothing depends on how long they are: a processor
  /// cannot guess that.
  @inline(__always)
  static func key(
    in bytes: Span<UInt8>, at start: Int, count: Int
  ) -> (first: UInt64, last: UInt64) {
    guard count <= 16, start + 16 <= bytes.count else {
      return key(bytes.extracting(start..<start + count))
    }
    let beyond = masks(count)
    return (load8(bytes, start) & ~beyond.first, load8(bytes, start + 8) & ~beyond.last)
  }

  /// The bytes behind the end of a word of at most 16, in its two integers.
  @inline(__always)
  private static func masks(_ count: Int) -> (first: UInt64, last: UInt64) {
    // Shifting by 64 gives 0.
    let first = UInt64.max << UInt64(truncatingIfNeeded: 8 &* min(count, 8))
    return (first, UInt64.max << UInt64(truncatingIfNeeded: 8 &* max(count &- 8, 0)))
  }

  /// Whether the word of `count` bytes at `start` is all small letters `a` to `z`; the first may be a
  /// capital one if `allowingCapital`.
  @inline(__always)
  static func areLetters(
    in bytes: Span<UInt8>, at start: Int, count: Int, allowingCapital: Bool
  ) -> Bool {
    guard count <= 16, start + 16 <= bytes.count else {
      return areLetters(
        bytes.extracting(start..<start + count), allowingCapital: allowingCapital)
    }
    let beyond = masks(count)
    let head: UInt64 = allowingCapital ? 0x20 : 0
    let first = notLetters(load8(bytes, start) | head) & ~beyond.first
    return first | notLetters(load8(bytes, start + 8)) & ~beyond.last == 0 && count > 0
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
