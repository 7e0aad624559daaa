internal import CJSON

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
  /// library.
  @unsafe
  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    guard let start = bytes.baseAddress, unsafe cjson_is_utf8(start, bytes.count) != 0 else {
      return unsafe String(decoding: bytes, as: UTF8.self)
    }
    // The caller's bytes, all of which have been looked at, copied at once.
    return unsafe String(copying: UTF8Span(unchecked: Span<UInt8>(_unsafeBytes: bytes)))
  }
}
