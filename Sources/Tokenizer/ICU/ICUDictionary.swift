internal import CICU

/// ICU's dictionary of Chinese and Japanese: the units of its trie, in mapped memory, and what ICU
/// knows of the characters that are looked up in it.
///
/// Sendable although it holds a pointer: what it points to is never written and never unmapped.
@safe struct ICUDictionary: @unchecked Sendable {
  /// What NFKC makes of a code point alone, where it is not one UTF-16 unit.
  enum CompatibleForm {
    /// NFKC may join the code point to what stands before it.
    static let inside = UInt16(CICU_COMPATIBLE_INSIDE)
    /// Beyond U+FFFF, and NFKC leaves it alone.
    static let same = UInt16(CICU_COMPATIBLE_SAME)
    /// Something longer.
    static let other = UInt16(CICU_COMPATIBLE_OTHER)
  }

  /// What ICU's word rules and its dictionary segmentation see in a code point.
  enum Flag {
    /// ICU's engine for Chinese and Japanese takes it into a range.
    static let member = UInt16(CICU_CJK_MEMBER)
    /// The word rules call a dictionary for it: Han, Hiragana or Word_Break Katakana.
    static let start = UInt16(CICU_CJK_START)
    /// Of the script Common.
    static let common = UInt16(CICU_CJK_COMMON)
    /// The word rules call another dictionary for it (Thai and the like).
    static let foreign = UInt16(CICU_CJK_FOREIGN)
  }

  private let base: UnsafePointer<UInt16>
  private let count: Int

  /// The dictionary, opened when it is first asked for and kept for the life of the process; `nil`
  /// if this ICU has none of the known format.
  static let shared: ICUDictionary? = ICUDictionary()

  private init?() {
    var units: UnsafePointer<UInt16>?
    var count: Int32 = 0
    // C writes a pointer into mapped memory that is never unmapped, and how far it reaches.
    let status = unsafe cicu_cjk_dictionary(&units, &count)
    guard status <= 0, let units = unsafe units, count > 0 else { return nil }
    unsafe self.base = units
    self.count = Int(count)
  }

  /// Calls `body` with the units of the trie.
  @inline(__always)
  func withTrie<Result>(_ body: (Span<UInt16>) -> Result) -> Result {
    // The memory is never unmapped and never written.
    let buffer = unsafe UnsafeBufferPointer(start: base, count: count)
    return unsafe body(buffer.span)
  }

  /// Appends the flags of the 256 code points from `first`, as `cicu.h` lays them out.
  static func appendFlagsPage(from first: UInt32, to values: inout [UInt16]) {
    var page = InlineArray<256, UInt16>(repeating: 0)
    var span = page.mutableSpan
    // The page holds the 256 words that C writes.
    unsafe span.withUnsafeMutableBufferPointer { page in
      guard let page = page.baseAddress else { return }
      unsafe cicu_cjk_page(first, page)
    }
    for index in 0..<256 { values.append(page[index]) }
  }

  /// For each of the 256 code points from `first`, appended to `values`: what NFKC makes of it, as
  /// `cicu.h` lays it out.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  static func appendCompatiblePage(
    from first: UInt32, to values: inout [UInt16]
  ) throws(ICUError) {
    var page = InlineArray<256, UInt16>(repeating: 0)
    var span = page.mutableSpan
    // The page holds the 256 units that C writes.
    let status = unsafe span.withUnsafeMutableBufferPointer { page in
      guard let page = page.baseAddress else { return Int32(0) }
      return unsafe cicu_compatible_page(first, page)
    }
    guard status <= 0 else { throw ICUError(status: status, operation: "opening the NFKC data") }
    for index in 0..<256 { values.append(page[index]) }
  }

  /// Puts NFKC of `units` into `output`, which grows as needed, and returns its length.
  ///
  /// - Complexity: O(count of units), but for long runs of combining marks, which ICU sorts by
  ///   insertion.
  /// - Throws: ``ICUError`` if ICU cannot open its data or is out of memory.
  static func makeCompatible(
    _ units: Span<UInt16>, into output: inout [UInt16]
  ) throws(ICUError) -> Int {
    var status: Int32 = 0
    let length = Int32(units.count)
    while true {
      var target = output.mutableSpan
      let capacity = Int32(target.count)
      // Both memories outlive the call, and the counts handed over are what they hold.
      let needed = unsafe units.withUnsafeBufferPointer { units in
        unsafe target.withUnsafeMutableBufferPointer { target in
          guard let units = units.baseAddress, let target = target.baseAddress else {
            return Int32(0)
          }
          return unsafe cicu_compatible(units, length, target, capacity, &status)
        }
      }
      guard status <= 0 else { throw ICUError(status: status, operation: "normalising to NFKC") }
      if needed <= capacity { return Int(needed) }
      output.append(contentsOf: repeatElement(0, count: Int(needed) - output.count))
    }
  }
}
