/// A stretch of a section, such as the postings of a term, checked where it is touched.
///
/// It remembers what it has found good, so that touching the same place again costs two comparisons.
@safe
struct CheckedBytes {
  private let file: SealedFile
  private let section: SectionKind
  private let base: UnsafeRawPointer
  /// Offsets in the section.
  let range: Range<Int>
  private var low = 0
  private var high = 0

  init(file: SealedFile, section: SectionKind, range: Range<Int>) {
    self.file = file
    self.section = section
    self.range = range
    // Only an address; what is read has been checked.
    unsafe base = file.pointer(at: file.offset(of: section))
  }

  /// The address of bytes that are all there and checked; it lives as long as the file is open.
  @unsafe @inline(__always)
  mutating func pointer(_ start: Int, _ end: Int) throws(IndexError) -> UnsafeRawPointer {
    if start < low || end > high || start > end { try check(start, end) }
    return unsafe base + start
  }

  private mutating func check(_ start: Int, _ end: Int) throws(IndexError) {
    guard range.lowerBound <= start, start <= end, end <= range.upperBound else {
      throw corrupt(start, "\(section.name) lie outside their term")
    }
    // Checksums are of whole blocks of the file: what shares one with the bytes is good too.
    let sectionStart = file.offset(of: section)
    let blockSize = SealedFileFormat.blockSize
    let blockEnd = (sectionStart + end + blockSize - 1) / blockSize * blockSize - sectionStart
    let blockStart = (sectionStart + start) / blockSize * blockSize - sectionStart
    let checked = max(blockStart, range.lowerBound)..<min(blockEnd, range.upperBound)
    _ = try file.verify(section, checked)
    low = checked.lowerBound
    // What follows has mostly been checked before.
    let more = file.verifiedByteCount(from: sectionStart + checked.upperBound)
    high = min(checked.upperBound + more, range.upperBound)
  }

  func corrupt(_ offset: Int, _ what: String) -> IndexError {
    file.corrupt(section, offset, what)
  }
}

extension UnsafeRawPointer {
  /// An unsigned integer of 0 to 6 bytes.
  ///
  /// - Precondition: they are there.
  @unsafe @inline(__always)
  func integer(at offset: Int, byteCount: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<byteCount {
      // Below the byte count.
      let byte = unsafe load(fromByteOffset: offset + index, as: UInt8.self)
      value |= UInt64(byte) << UInt64(8 * index)
    }
    return value
  }
}
