internal import CICU

/// A script that is written without spaces and whose words ICU finds by letters.
enum SpacelessScript: Int32, CaseIterable {
  case thai
  case lao
  case burmese
  case khmer

  /// Its block. (Burmese letters beyond it are left to ICU.)
  var block: Range<UInt32> {
    switch self {
    case .thai: 0x0E00..<0x0E80
    case .lao: 0x0E80..<0x0F00
    case .burmese: 0x1000..<0x10A0
    case .khmer: 0x1780..<0x1800
    }
  }

  /// The script whose block holds a code point.
  init?(blockOf scalar: UInt32) {
    switch scalar {
    case 0x0E00..<0x0E80: self = .thai
    case 0x0E80..<0x0F00: self = .lao
    case 0x1000..<0x10A0: self = .burmese
    case 0x1780..<0x1800: self = .khmer
    default: return nil
    }
  }
}

/// ICU's dictionary of one such script: the bytes of its trie, in mapped memory.
///
/// Sendable although it holds a pointer: what it points to is never written and never unmapped.
@safe struct ICULetterDictionary: @unchecked Sendable {
  private let base: UnsafePointer<UInt8>
  private let count: Int

  /// The dictionary of a script, opened when it is first asked for and kept for the life of the
  /// process; `nil` if this ICU has none of the known format.
  static func shared(_ script: SpacelessScript) -> ICULetterDictionary? {
    switch script {
    case .thai: thai
    case .lao: lao
    case .burmese: burmese
    case .khmer: khmer
    }
  }

  private static let thai = ICULetterDictionary(.thai)
  private static let lao = ICULetterDictionary(.lao)
  private static let burmese = ICULetterDictionary(.burmese)
  private static let khmer = ICULetterDictionary(.khmer)

  private init?(_ script: SpacelessScript) {
    var bytes: UnsafePointer<UInt8>?
    var (count, first) = (Int32(0), UInt32(0))
    // C writes a pointer into mapped memory that is never unmapped, and how far it reaches.
    let status = unsafe cicu_letter_dictionary(script.rawValue, &bytes, &count, &first)
    guard status <= 0, let bytes = unsafe bytes, count > 0, first == script.block.lowerBound else {
      return nil
    }
    unsafe self.base = bytes
    self.count = Int(count)
  }

  /// Calls `body` with the bytes of the trie.
  @inline(__always)
  func withTrie<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    // The memory is never unmapped and never written.
    let buffer = unsafe UnsafeBufferPointer(start: base, count: count)
    return unsafe body(buffer.span)
  }

  /// ICU's engine for the script takes the code point into a range.
  static let member = UInt8(CICU_LETTER_MEMBER)
  /// The code point is a mark, with which no word begins.
  static let mark = UInt8(CICU_LETTER_MARK)

  /// The flags of the 256 code points from the beginning of the script's block.
  static func flags(_ script: SpacelessScript) -> InlineArray<256, UInt8> {
    var page = InlineArray<256, UInt8>(repeating: 0)
    var span = page.mutableSpan
    // The page holds the 256 bytes that C writes.
    unsafe span.withUnsafeMutableBufferPointer { page in
      guard let page = page.baseAddress else { return }
      unsafe cicu_letter_page(script.rawValue, page)
    }
    return page
  }
}
