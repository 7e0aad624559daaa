internal import Tokenizer

/// Finds a string in a text by looking at every byte, whatever is indexed.
enum TextScan {
  /// How much of a text is folded at once, and how far such stretches overlap: further than the
  /// longest query.
  private static let stretchByteCount = 1 << 20
  private static let overlap = 1 << 17

  /// The first place where the bytes stand.
  static func firstRange(of needle: [UInt8], in text: [UInt8]) -> Range<Int>? {
    guard let first = needle.first, needle.count <= text.count else { return nil }
    let (needle, text) = (needle.span, text.span)
    var start = 0
    let last = text.count - needle.count
    while start <= last {
      if text[start] == first {
        var count = 1
        while count < needle.count, text[start + count] == needle[count] { count += 1 }
        if count == needle.count { return start..<start + count }
      }
      start += 1
    }
    return nil
  }

  /// The first place where the text, folded, holds the folded bytes.
  ///
  /// - Throws: ``IndexError/analyzer(reason:)`` if the text cannot be folded.
  static func firstRange(
    ofFolded needle: [UInt8], in text: [UInt8]
  ) throws(IndexError) -> Range<Int>? {
    guard !needle.isEmpty else { return nil }
    var start = 0
    while start < text.count {
      let end = min(text.count, start + stretchByteCount)
      let folded = try fold(String(decoding: text[start..<end], as: UTF8.self))
      if let found = firstRange(of: needle, in: folded.bytes) {
        let source = folded.sourceRange(of: found)
        return start + source.lowerBound..<start + source.upperBound
      }
      if end == text.count { break }
      start = end - overlap
      while start < end, text[start] & 0xC0 == 0x80 { start += 1 }
    }
    return nil
  }

  /// Folds a text.
  static func fold(_ text: String) throws(IndexError) -> FoldedText {
    do throws(ICUError) {
      return try FoldedText(text)
    } catch {
      throw .analyzer(reason: error.description)
    }
  }
}
