/// Integers of one block of postings ⇄ bytes. Knows no documents and no terms.
///
/// Every value is a variable-length integer (`ByteWriter.append(varint:)`) of at most 32 bits. The
/// place where packed codecs plug in: block writer and cursor know nothing else of the coding.
///
/// Law: `decode(encode(x)) == x`, and decoding never reads past the bytes it is given.
enum BlockCodec {
  static func encode(_ values: [UInt32], into writer: inout ByteWriter) {
    for value in values { writer.append(varint: value) }
  }

  /// Decodes `count` values from the bytes between `start` and `end` into `output`.
  ///
  /// - Returns: whether the values fill the bytes exactly.
  static func decode(
    _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, count: Int,
    into output: UnsafeMutablePointer<UInt32>
  ) -> Bool {
    var next = unsafe start
    for index in 0..<count {
      // Each read is below `end`; the caller's output has room for `count` values.
      guard let value = unsafe decodeOne(&next, end) else { return false }
      unsafe output[index] = value
    }
    return unsafe next == end
  }

  /// Decodes one value and moves on; nil if it is cut short or has more than 32 bits.
  @inline(__always)
  static func decodeOne(_ next: inout UnsafeRawPointer, _ end: UnsafeRawPointer) -> UInt32? {
    // Each read is below `end`.
    guard unsafe next < end else { return nil }
    let first = unsafe next.load(as: UInt8.self)
    unsafe next += 1
    if first < 0x80 { return UInt32(first) }
    var value = UInt32(first & 0x7F)
    var shift: UInt32 = 7
    while unsafe next < end {
      let byte = unsafe next.load(as: UInt8.self)
      unsafe next += 1
      if shift == 28, byte > 0x0F { return nil }
      value |= UInt32(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      if shift > 28 { return nil }
    }
    return nil
  }

  /// Passes over `count` values; false if there are fewer.
  static func skip(_ next: inout UnsafeRawPointer, _ end: UnsafeRawPointer, count: Int) -> Bool {
    var left = count
    while left > 0 {
      // Each read is below `end`.
      guard unsafe next < end else { return false }
      if unsafe next.load(as: UInt8.self) < 0x80 { left &-= 1 }
      unsafe next += 1
    }
    return true
  }
}
