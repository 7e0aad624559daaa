internal import Tokenizer

/// Shows which words an analyzer makes of a place in a text.
struct PlaceReader {
  /// A word of a text.
  struct Word {
    var term: String
    var range: Range<Int>
    /// Whether it is found by its characters, so that its borders do not matter.
    var isSpelled: Bool
  }

  /// How far around a place a text is analysed, in bytes: words depend on what stands around them,
  /// and no word that anybody types is longer.
  static let reach = 1 << 14

  private var analyzer: any Analyzer
  private var buffer = TokenBuffer()

  init(analyzer: AnalyzerOptions) throws(IndexError) {
    self.analyzer = try analyzer.made()
  }

  /// The words that share a byte with a range of a text.
  mutating func words(in text: [UInt8], touching range: Range<Int>) -> [Word] {
    words(
      in: text, from: max(0, range.lowerBound - Self.reach),
      to: min(text.count, range.upperBound + Self.reach)
    ).filter { $0.range.overlaps(range) }
  }

  /// The words of a stretch of a text.
  mutating func words(in text: [UInt8], from start: Int, to end: Int) -> [Word] {
    var (start, end) = (start, end)
    while start > 0, start < text.count, text[start] & 0xC0 == 0x80 { start -= 1 }
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    analyzer.analyze(text.span.extracting(start..<end), into: &buffer)
    var words: [Word] = []
    for token in buffer.tokens where token.kind == .word || token.kind == .spelledWord {
      words.append(
        Word(
          term: buffer.term(of: token), range: start + Int(token.start)..<start + Int(token.end),
          isSpelled: token.kind == .spelledWord))
    }
    return words
  }
}

extension Document {
  /// A text of a document that a query without a field searches.
  struct SearchedText {
    /// `title`, `body`, or the name of a field.
    var name: String
    var text: String
  }

  /// Title, body, and the values that are searched by default.
  var searchedTexts: [SearchedText] {
    [SearchedText(name: "title", text: title), SearchedText(name: "body", text: body)]
      .filter { !$0.text.isEmpty }
      + fields.filter { $0.isSearchedByDefault && !$0.value.isEmpty }
      .map { SearchedText(name: $0.name, text: $0.value) }
  }
}
