/// What ASCII white space separates is a token; nothing is folded. For comparing engines on equal
/// tokens, so the script of every token is ``ScriptClass/other`` and each takes one place.
struct WhitespaceAnalyzer: Analyzer {
  /// U+FFFD in UTF-8, which stands for ill-formed bytes, so that terms stay valid.
  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Analyses `text`; see ``Analyzer/analyze(_:into:)``.
  mutating func analyze(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    let text = text.extracting(first: min(text.count, Int(UInt32.max)))
    var writer = TokenWriter(taking: &buffer)
    var illFormedCount = 0
    var index = 0
    // As much as all terms that are copied take.
    writer.reserve(text.count + 8)
    while index < text.count, !writer.isFull {
      index = writer.appendWords(text, from: index)
      if index == text.count || writer.isFull { break }
      let start = index
      let term = Self.writeTerm(text, &index, &illFormedCount, to: &writer)
      writer.append(term: term, source: start..<index, script: .other, placeCount: 1)
    }
    writer.finish(into: &buffer, illFormedCount: illFormedCount)
  }

  /// Writes the term at `index` and moves behind its last byte.
  private static func writeTerm(
    _ text: Span<UInt8>, _ index: inout Int, _ illFormedCount: inout Int,
    to writer: inout TokenWriter
  ) -> Range<Int> {
    // Three bytes may be written for one, and the rest of the text be copied behind them.
    writer.reserve(4 * TokenLimits.longestTerm + text.count - index + 8)
    let start = writer.byteCount
    var end = start
    var scalars = 0
    var bytes = writer.bytes.mutableSpan
    while index < text.count, !ASCIIBytes.isSpace(text[index]) {
      let decoded = decodeScalar(in: text, at: index)
      if !decoded.isWellFormed { illFormedCount += 1 }
      if scalars < TokenLimits.longestTerm {
        let count = decoded.isWellFormed ? decoded.length : replacement.count
        for offset in 0..<count {
          bytes[end + offset] = decoded.isWellFormed ? text[index + offset] : replacement[offset]
        }
        end += count
        scalars += 1
      }
      index += decoded.length
    }
    writer.byteCount = end
    return start..<end
  }
}
