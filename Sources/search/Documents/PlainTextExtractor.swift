/// Reads text as it is.
///
/// The first line that is not blank is the title and is not repeated in the body, so that nothing
/// is indexed twice and nothing is lost: title and body together are the text. Where that line is
/// longer than a title (1,024 bytes) there is no title, and the body is the whole text.
enum PlainTextExtractor {
  /// The longest line that is taken for a title.
  static let titleByteLimit = 1_024

  /// Makes a document of well-formed UTF-8.
  ///
  /// - Parameter lines: tells places of offsets of the text's array.
  static func extract(
    _ text: ArraySlice<UInt8>, lines: SourceLines? = nil
  ) -> ExtractedDocument {
    var rest = text
    func anchors(_ offset: Int) -> [PlaceMap.Anchor] {
      lines.map { [$0.anchor(of: offset)] } ?? []
    }
    while !rest.isEmpty {
      let lineEnd = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      let next = min(lineEnd + 1, rest.endIndex)
      // A line too long for a title is not blank either, or it is as good as the text.
      guard lineEnd - rest.startIndex <= titleByteLimit else { break }
      let whole = String(decoding: rest[rest.startIndex..<lineEnd], as: UTF8.self)
      let line = trimmed(whole)
      if !line.isEmpty {
        var document = ExtractedDocument(
          title: line, body: String(decoding: rest[next...], as: UTF8.self))
        let blanks = whole.unicodeScalars.prefix { isWhiteSpace($0) }
        document.places.title = anchors(rest.startIndex + String(blanks).utf8.count)
        document.places.body = document.body.isEmpty ? [] : anchors(next)
        return document
      }
      rest = rest[next...]
    }
    var document = ExtractedDocument(body: String(decoding: rest, as: UTF8.self))
    document.places.body = rest.isEmpty ? [] : anchors(rest.startIndex)
    return document
  }

  /// A text without the white space at its ends, of any script.
  static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isWhiteSpace($0) }),
      let last = scalars.lastIndex(where: { !isWhiteSpace($0) })
    else { return "" }
    return String(scalars[first...last])
  }

  /// A text on one line, runs of white space as one space.
  static func singleLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var needsSpace = false
    for scalar in text.unicodeScalars {
      if isWhiteSpace(scalar) {
        needsSpace = true
        continue
      }
      if needsSpace, !result.isEmpty { result.append(" ") }
      needsSpace = false
      result.append(scalar)
    }
    return String(result)
  }

  /// Whether a character is white space by Unicode, whose property is closed to additions in
  /// practice: asking the standard library's tables took a third of the time of reading records.
  private static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }
}
