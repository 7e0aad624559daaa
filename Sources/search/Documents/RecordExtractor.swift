/// Makes documents of the lines of a record file.
protocol RecordExtractor: AnyObject {
  /// Reads a line; `CJSON_PADDING` readable bytes follow it.
  func extract(line: UnsafeRawBufferPointer, number: Int) -> RecordOutcome
}

/// What a line of a record file came to.
enum RecordOutcome {
  /// A document, and what was left out of it.
  case document(ExtractedDocument, warnings: [String])
  /// No document; the reason in words.
  case broken(String)
  /// Only white space.
  case blank
}

/// Whether a line holds nothing but white space of ASCII.
func isBlank(_ line: UnsafeRawBufferPointer) -> Bool {
  // Reads within the buffer.
  unsafe line.allSatisfy { $0 == 0x20 || 0x09...0x0D ~= $0 }
}

/// Reads lines of a name, a TAB and a text; further TABs belong to the text.
///
/// Ill-formed UTF-8 becomes U+FFFD. A line without a TAB, or with nothing before it, is broken.
final class TabSeparatedExtractor: RecordExtractor {
  func extract(line: UnsafeRawBufferPointer, number: Int) -> RecordOutcome {
    // Slices within the line, copied at once.
    if unsafe isBlank(line) { return .blank }
    guard let tab = unsafe line.firstIndex(of: 0x09) else {
      return .broken("no TAB between name and text")
    }
    guard tab > 0 else { return .broken("nothing before the TAB, where the name belongs") }
    let name = unsafe String(decoding: line[..<tab], as: UTF8.self)
    let text = unsafe Self.text(UnsafeRawBufferPointer(rebasing: line[(tab + 1)...]))
    return .document(ExtractedDocument(recordID: name, body: text), warnings: [])
  }

  /// Bytes as text; nearly always they are well-formed, which is found out faster than by the standard
  /// library where most characters have three bytes.
  @unsafe
  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    // The caller's bytes, copied at once.
    let span = unsafe Span<UInt8>(_unsafeBytes: bytes)
    var index = 0
    while index < span.count {
      // Eight bytes of ASCII, as long as there are so many.
      while index &+ 8 <= span.count,
        unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          & 0x8080_8080_8080_8080 == 0
      { index &+= 8 }
      if index == span.count { break }
      var length = 0
      if index &+ 4 <= span.count {
        let word = unsafe UInt32(
          littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
        let beyond = word & 0x8080_8080
        if beyond & 0x80 == 0 {
          // ASCII, four bytes or fewer.
          length = beyond == 0 ? 4 : beyond.trailingZeroBitCount &>> 3
        } else if word & 0xC0_C0F0 == 0x80_80E0, word & 0x200F != 0, word & 0x200F != 0x200D {
          // Three bytes, neither overlong nor a surrogate, and one of ASCII if that comes next.
          length = 3 &+ Int(truncatingIfNeeded: ~word &>> 31)
        }
      }
      if length == 0 { length = wellFormedLength(in: span, at: index) }
      if length == 0 { return unsafe String(decoding: bytes, as: UTF8.self) }
      index &+= length
    }
    // All of it has been looked at.
    return unsafe String(copying: UTF8Span(unchecked: span))
  }
}
