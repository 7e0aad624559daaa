/// Reads integers from checked bytes of a file, front to back. Checksums protect against accidents,
/// not against malice, so every read is checked against the end.
@safe
struct ByteReader {
  private let file: SealedFile
  /// Offset in the file of the next byte.
  private(set) var offset: Int
  /// Offset in the file just behind the last byte.
  let end: Int

  /// - Precondition: the range has been verified.
  init(file: SealedFile, range: Range<Int>) {
    self.file = file
    offset = range.lowerBound
    end = range.upperBound
  }

  /// How many bytes are left.
  var remainingCount: Int { end - offset }

  /// The error for bytes here that make no sense.
  func corrupt(_ what: String) -> IndexError {
    .corrupt(file: file.name, offset: offset, what: what)
  }

  mutating func byte() throws(IndexError) -> UInt8 {
    guard offset < end else { throw corrupt("ends too early") }
    // Below `end`.
    let value = unsafe file.pointer(at: offset).load(as: UInt8.self)
    offset += 1
    return value
  }

  mutating func fixed<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type = Value.self
  ) throws(IndexError) -> Value {
    let size = MemoryLayout<Value>.size
    guard size <= remainingCount else { throw corrupt("ends too early") }
    // Inside the range.
    let value = unsafe file.pointer(at: offset).loadUnaligned(as: Value.self)
    offset += size
    return Value(littleEndian: value)
  }

  /// A variable-length integer of at most 64 bits; see `ByteWriter.append(varint:)`.
  @inline(__always)
  mutating func varint() throws(IndexError) -> UInt64 {
    if offset < end {
      // Below `end`. Most integers are small.
      let first = unsafe file.pointer(at: offset).load(as: UInt8.self)
      if first < 0x80 {
        offset += 1
        return UInt64(first)
      }
    }
    return try longVarint()
  }

  private mutating func longVarint() throws(IndexError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      if shift == 63, next > 1 { throw corrupt("integer has more than 64 bits") }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
      if shift > 63 { throw corrupt("integer has more than 64 bits") }
    }
  }

  /// A variable-length integer that must not exceed a limit.
  mutating func varint(atMost limit: Int, _ what: String) throws(IndexError) -> Int {
    let value = try varint()
    guard value <= UInt64(limit) else {
      throw corrupt("\(what) is \(value), expected at most \(limit)")
    }
    return Int(value)
  }

  mutating func varint32(_ what: String) throws(IndexError) -> UInt32 {
    UInt32(try varint(atMost: Int(UInt32.max), what))
  }

  /// The length of something that follows in this reader, as a varint.
  mutating func length(_ what: String) throws(IndexError) -> Int {
    let value = try varint()
    guard value <= UInt64(remainingCount) else {
      throw corrupt("\(what) has length \(value), but \(remainingCount) bytes are left")
    }
    return Int(value)
  }

  mutating func skip(_ count: Int) throws(IndexError) {
    guard count >= 0, count <= remainingCount else { throw corrupt("ends too early") }
    offset += count
  }

  mutating func bytes(_ count: Int) throws(IndexError) -> [UInt8] {
    guard count >= 0, count <= remainingCount else { throw corrupt("ends too early") }
    // Inside the range; the copy is complete before the function returns.
    let result = unsafe [UInt8](
      UnsafeRawBufferPointer(start: file.pointer(at: offset), count: count))
    offset += count
    return result
  }

  /// Appends bytes to a buffer.
  mutating func bytes(_ count: Int, appendTo buffer: inout [UInt8]) throws(IndexError) {
    guard count >= 0, count <= remainingCount else { throw corrupt("ends too early") }
    // Inside the range; the copy is complete before the function returns.
    unsafe buffer.append(
      contentsOf: UnsafeRawBufferPointer(start: file.pointer(at: offset), count: count))
    offset += count
  }

  /// A length and that many bytes of UTF-8; see `ByteWriter.append(string:)`.
  mutating func string(_ what: String) throws(IndexError) -> String {
    let bytes = try bytes(try length(what))
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw corrupt("\(what) is not UTF-8")
    }
    return string
  }

  /// The bytes that are left, for loops that check bounds themselves. They live as long as the file
  /// is open.
  @unsafe
  var rest: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: file.pointer(at: offset), count: remainingCount)
  }
}
