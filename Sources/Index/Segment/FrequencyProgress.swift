/// How far a list without positions has been decoded, and how much of a block.
struct FrequencyProgress {
  /// In the window; see ``ListPlace``.
  var next = 0
  /// The last document.
  var document = UInt32.max
  /// Documents of the block.
  var count = 0

  /// Decodes values up to a place in the window, or until the block is full, or to a document that does not
  /// come before another.
  ///
  /// - Returns: that document, if this is why; or else ``ListPlace/never``.
  @unsafe
  static func decode(
    _ progress: inout FrequencyProgress, _ window: UnsafeRawPointer, _ stop: Int,
    before limit: UInt64, _ documents: UnsafeMutablePointer<UInt32>,
    _ frequencies: UnsafeMutablePointer<UInt32>
  ) -> UInt64 {
    var (next, document, count) = (progress.next, progress.document, progress.count)
    defer { (progress.next, progress.document, progress.count) = (next, document, count) }
    while next < stop, count < PostingsFormat.blockSize {
      // The caller says that it can be read.
      let bytes = unsafe UInt64(
        littleEndian: window.loadUnaligned(fromByteOffset: next, as: UInt64.self))
      var (first, firstCount, isLonger) = varint(bytes)
      let rest = bytes &>> (8 &* firstCount)
      var (second, secondCount, isSecondLonger) = varint(rest)
      isLonger |= isSecondLonger & ((first & 1) &- 1)
      if isLonger != 0 {
        let pair = unsafe longPair(window + next)
        (first, firstCount) = (pair.first, UInt64(pair.firstCount))
        (second, secondCount) = (pair.second, UInt64(pair.secondCount))
      }
      // A document that has the term once, or one and by how much its frequency is more than 2.
      let mask = (first & 1) &- 1
      let newDocument = document &+ UInt32(truncatingIfNeeded: first &>> 1)
      if UInt64(newDocument) >= limit { return UInt64(newDocument) }
      document = newDocument
      // There is room for a block.
      unsafe (documents + count).initialize(to: document)
      unsafe (frequencies + count).initialize(
        to: UInt32(truncatingIfNeeded: 1 &+ (second &+ 1) & mask))
      count &+= 1
      next &+= Int(truncatingIfNeeded: firstCount &+ secondCount & mask)
    }
    return ListPlace.never
  }

  /// A value of one byte or two; what is longer has a bit set in the last part.
  @inline(__always)
  private static func varint(_ bytes: UInt64) -> (value: UInt64, count: UInt64, isLonger: UInt64) {
    let isLong = bytes &>> 7 & 1
    let high = (bytes &>> 1) & 0x3F80 & (0 &- isLong)
    return (bytes & 0x7F | high, 1 &+ isLong, bytes & bytes &>> 8 & 0x80)
  }

  /// Two values of any length.
  private struct Pair {
    var first: UInt64
    var firstCount: Int
    var second: UInt64
    var secondCount: Int
  }

  /// Two values; the second one means nothing if there is none.
  @unsafe @inline(never)
  private static func longPair(_ bytes: UnsafeRawPointer) -> Pair {
    // The window has so many bytes.
    let first = unsafe longVarint(bytes)
    let second = unsafe longVarint(bytes + first.count)
    return Pair(
      first: first.value, firstCount: first.count, second: second.value, secondCount: second.count)
  }

  @unsafe
  private static func longVarint(_ bytes: UnsafeRawPointer) -> (value: UInt64, count: Int) {
    var (value, count): (UInt64, Int) = (0, 0)
    while count < 5 {
      // The caller's bytes.
      let byte = unsafe bytes.load(fromByteOffset: count, as: UInt8.self)
      value |= UInt64(byte & 0x7F) &<< UInt64(7 &* count)
      count &+= 1
      if byte < 0x80 { break }
    }
    return (value, count)
  }
}
