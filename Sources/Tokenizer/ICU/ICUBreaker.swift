internal import CICU

/// The word boundaries of one piece of text: where each segment ends, and ICU's rule status of it.
///
/// Laws: `ends` ascends strictly, and its last element is the length of the piece; so the segments
/// laid end to end are the piece.
struct SegmentList {
  /// The end of each segment, in UTF-16 units.
  var ends: [Int32] = []
  /// ICU's rule status of each segment; from ``wordStatus`` on it is a word.
  var statuses: [Int32] = []

  /// The first status of a word (`UBRK_WORD_NONE_LIMIT`).
  static let wordStatus: Int32 = 100

  /// Forgets the segments and keeps the storage.
  mutating func removeAll() {
    ends.removeAll(keepingCapacity: true)
    statuses.removeAll(keepingCapacity: true)
  }
}

/// The owner of one ICU word break iterator, of the root locale.
///
/// Mutable, so one worker's; not `Sendable`, so the compiler guards it. ICU counts in `Int32`: feed
/// longer texts in pieces.
@safe struct ICUBreaker: ~Copyable {
  private let handle: OpaquePointer

  /// How many boundaries are fetched by one call of the C side.
  static let batchCount = 256

  /// Opens the iterator. This loads ICU's data, which takes some milliseconds in a new process.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  init() throws(ICUError) {
    var status: Int32 = 0
    // The handle is ours until deinit.
    let opened = unsafe cicu_breaker_open(&status)
    guard let opened = unsafe opened else {
      throw ICUError(status: status, operation: "opening the word break iterator")
    }
    unsafe handle = opened
  }

  deinit {
    // Nobody else holds the handle: the owner cannot be copied.
    unsafe cicu_breaker_close(handle)
  }

  /// Lends the handle to the other files of this folder.
  @unsafe func withHandle<Result>(_ body: (OpaquePointer) -> Result) -> Result {
    unsafe body(handle)
  }

  /// Finds all segments of `units`, a well-formed UTF-16 text, and puts them into `segments` in
  /// place of its contents.
  ///
  /// - Complexity: O(count of units).
  mutating func findSegments(
    of units: Span<UInt16>, into segments: inout SegmentList
  ) throws(ICUError) {
    segments.removeAll()
    let length = Int32(units.count)
    // ICU reads the units only until the last `next` below, inside the closure.
    let status = unsafe units.withUnsafeBufferPointer { buffer in
      let status = unsafe cicu_breaker_set_text(handle, buffer.baseAddress, length)
      if status <= 0 { fetchAll(into: &segments) }
      return status
    }
    guard status <= 0 else {
      throw ICUError(status: status, operation: "finding word boundaries")
    }
  }

  /// Fetches all boundaries of the current text, batch by batch.
  private func fetchAll(into segments: inout SegmentList) {
    var ends = InlineArray<256, Int32>(repeating: 0)
    var statuses = InlineArray<256, Int32>(repeating: 0)
    var count = Self.batchCount
    while count == Self.batchCount {
      var endsSpan = ends.mutableSpan
      var statusesSpan = statuses.mutableSpan
      // Both arrays hold batchCount elements, and C writes no more than that.
      count = unsafe endsSpan.withUnsafeMutableBufferPointer { ends in
        unsafe statusesSpan.withUnsafeMutableBufferPointer { statuses in
          guard let ends = ends.baseAddress, let statuses = statuses.baseAddress else { return 0 }
          return Int(unsafe cicu_breaker_next(handle, ends, statuses, Int32(Self.batchCount)))
        }
      }
      for index in 0..<count {
        segments.ends.append(ends[index])
        segments.statuses.append(statuses[index])
      }
    }
  }
}
