internal import CICU

/// ICU's word rules as ICU itself has compiled them: a state machine over categories of code points.
/// Running the very tables that ICU runs is what makes our boundaries its boundaries, with all its
/// tailorings, whichever version is linked.
@safe struct ICURules: ~Copyable {
  private let handle: OpaquePointer
  /// How many states there are; 0 stops, 1 is where each segment starts.
  let stateCount: Int
  /// How many categories there are.
  let categoryCount: Int
  /// The first category of the characters that dictionaries divide.
  let firstDictionaryCategory: Int

  /// The largest numbers of states and categories that are understood.
  static let largestCounts = (
    states: Int(CICU_LARGEST_STATE_COUNT), categories: Int(CICU_LARGEST_CATEGORY_COUNT)
  )

  /// Takes over a handle of the C side.
  fileprivate init(handle: OpaquePointer) {
    unsafe self.handle = handle
    var (states, categories, dictionary) = (Int32(0), Int32(0), Int32(0))
    unsafe cicu_rules_shape(handle, &states, &categories, &dictionary)
    stateCount = Int(states)
    categoryCount = Int(categories)
    firstDictionaryCategory = Int(dictionary)
  }

  deinit {
    // Nobody else holds the handle: the owner cannot be copied.
    unsafe cicu_rules_close(handle)
  }

  /// The rule status of a segment that ends in `state`, or -1 if none may; and into `next`, for each
  /// category, the state that follows.
  func status(of state: Int, next: inout InlineArray<64, UInt8>) -> Int32 {
    var status: Int32 = -1
    var span = next.mutableSpan
    // There are at most 64 categories: the C side refuses rules with more.
    unsafe span.withUnsafeMutableBufferPointer { next in
      guard let next = next.baseAddress else { return }
      unsafe cicu_rules_state(handle, Int32(state), next, &status)
    }
    return status
  }

  /// The bit that stands beside the category of what the Chinese and Japanese dictionary divides.
  static let cjkBit = UInt8(CICU_CATEGORY_CJK)

  /// The categories of the 256 code points from `first`.
  func categories(from first: UInt32) -> InlineArray<256, UInt8> {
    var page = InlineArray<256, UInt8>(repeating: 0)
    var span = page.mutableSpan
    // The page holds the 256 bytes that C writes.
    unsafe span.withUnsafeMutableBufferPointer { page in
      guard let page = page.baseAddress else { return }
      unsafe cicu_rules_categories(handle, first, page)
    }
    return page
  }
}

extension ICUBreaker {
  /// The rules of this iterator, or nil if they are in a form that is not known here.
  ///
  /// - Throws: ``ICUError`` if memory cannot be had.
  func rules() throws(ICUError) -> ICURules? {
    var status: Int32 = 0
    // The rules are a copy; they do not point into the iterator.
    let opened = unsafe withHandle { handle in unsafe cicu_breaker_rules(handle, &status) }
    if let opened = unsafe opened { return unsafe ICURules(handle: opened) }
    if status == ICUError.unsupportedCode { return nil }
    throw ICUError(status: status, operation: "reading the word rules")
  }
}
