internal import CJSON
import Glibc

/// The lines of a file of records, read in pieces so that memory is bounded by the longest record.
@safe final class RecordLines {
  /// What a line holds.
  enum Line {
    /// Its bytes, without the line's end.
    case record(Range<Int>)
    /// More bytes than a record may have; they have been passed over.
    case tooLong
  }

  /// Fills a part of a buffer and answers how much of it; 0 at the end.
  typealias Source = (UnsafeMutableRawBufferPointer) throws(SkipReason) -> Int

  /// The number of the line delivered last, from 1.
  private(set) var number = 0

  /// So many bytes after any line are readable, as simdjson asks.
  private static let padding = Int(CJSON_PADDING)
  // What is read stays in the processor's cache until it is made documents of.
  private static let firstCapacity = 1 << 18

  private let limit: Int
  private let source: Source
  private var buffer: UnsafeMutableRawBufferPointer
  /// What has been read and not delivered.
  private var unread = 0..<0
  /// Up to here `unread` holds no line feed.
  private var searched = 0
  private var isAtEnd = false

  /// Creates a reader of lines of at most `limit` bytes.
  init(limit: Int, from source: @escaping Source) {
    self.limit = limit
    unsafe self.source = source
    // Freed in deinit; zeroed, for the padding is read.
    unsafe buffer = Self.allocate(Self.firstCapacity)
  }

  deinit {
    unsafe buffer.deallocate()
  }

  /// The next line, or nil after the last. A byte order mark at the start belongs to no line.
  func next() throws(SkipReason) -> Line? {
    number += 1
    var isTooLong = false
    while true {
      if let feed = lineFeed() {
        let line = unread.lowerBound..<feed
        unread = (feed + 1)..<unread.upperBound
        searched = unread.lowerBound
        return isTooLong || line.count > limit ? .tooLong : .record(trimmed(line))
      }
      if isAtEnd {
        let line = unread
        unread = unread.upperBound..<unread.upperBound
        searched = unread.lowerBound
        if isTooLong { return .tooLong }
        return line.isEmpty ? nil : line.count > limit ? .tooLong : .record(trimmed(line))
      }
      if unread.count > limit {
        isTooLong = true
        unread = unread.upperBound..<unread.upperBound
        searched = unread.lowerBound
      }
      try fill()
    }
  }

  /// Calls `body` with the bytes of a line delivered last; simdjson's padding follows them.
  func withBytes<Result>(_ line: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    // A range within the buffer, which lives as long as this reader.
    unsafe body(UnsafeRawBufferPointer(rebasing: buffer[line]))
  }

  private func lineFeed() -> Int? {
    let range = max(searched, unread.lowerBound)..<unread.upperBound
    searched = range.upperBound
    // A range within the buffer.
    guard !range.isEmpty, let start = unsafe buffer.baseAddress,
      let found = unsafe memchr(start + range.lowerBound, 0x0A, range.count)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start)
  }

  /// A line without the CR at its end and, the first, without a byte order mark.
  private func trimmed(_ line: Range<Int>) -> Range<Int> {
    var line = line
    // Indices within the line.
    if let last = line.last, unsafe buffer[last] == 0x0D { line = line.lowerBound..<last }
    if number == 1, line.count >= 3, unsafe buffer[line].starts(with: [0xEF, 0xBB, 0xBF]) {
      line = (line.lowerBound + 3)..<line.upperBound
    }
    return line
  }

  /// Reads more, behind what is unread.
  private func fill() throws(SkipReason) {
    let count = unread.count
    if unread.lowerBound > 0 {
      // Moves within the buffer.
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[unread])
      unsafe buffer.copyMemory(from: rest)
      searched -= unread.lowerBound
      unread = 0..<count
    }
    let capacity = unsafe buffer.count - Self.padding
    if capacity - count < Self.firstCapacity / 2 {
      let larger = unsafe Self.allocate(capacity * 2)
      // The larger one holds all of the smaller one.
      unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      unsafe buffer.deallocate()
      unsafe buffer = larger
    }
    // From the end of what is unread to the padding.
    let free = unsafe UnsafeMutableRawBufferPointer(
      rebasing: buffer[count..<buffer.count - Self.padding])
    let read = unsafe try source(free)
    unread = 0..<(count + read)
    isAtEnd = read == 0
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawBufferPointer {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: capacity + padding, alignment: 64)
    _ = unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
    return unsafe buffer
  }
}
