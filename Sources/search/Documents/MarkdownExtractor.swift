internal import CMarkdown

/// Makes text of Markdown, and of the HTML inside it.
///
/// Each block is a line or more, a line break within a paragraph stays one, code is kept, entities
/// are decoded. Of a link the text is kept, and the target becomes a value of its own, as in HTML; the
/// target of a bare `<https://…>` is its text.
enum MarkdownExtractor {
  /// Extracts the text of well-formed UTF-8.
  ///
  /// - Parameter locate: tells where an offset of the Markdown stands in the file; by default, in the
  ///   Markdown.
  static func extract(
    _ markdown: ArraySlice<UInt8>, limits: ReadingLimits, locate: HTMLExtractor.Locator? = nil
  ) throws(SkipReason) -> HTMLExtractor.Text {
    let source = Array(markdown)
    let lines = SourceLines(source)
    let locate = locate ?? { lines.anchor(of: $0) }
    // Escaping makes at most five bytes of one; a megabyte for the tags of small texts.
    let limit = min(
      limits.outputByteCount(forInput: markdown.count), 5 * limits.fileByteCount + (1 << 20))
    var html: UnsafeMutablePointer<UInt8>?
    var length = 0
    var noted: UnsafeMutablePointer<cmarkdown_place>?
    var notedCount = 0
    // The input is borrowed for the call.
    let status = unsafe source.withUnsafeBufferPointer { buffer -> CInt in
      guard let start = buffer.baseAddress else { return CInt(CMARKDOWN_OK) }
      return unsafe cmarkdown_render(
        start, buffer.count, limit, &html, &length, &noted, &notedCount)
    }
    // What was rendered is copied before it is freed; freeing nothing is fine.
    defer {
      unsafe cmarkdown_free(html)
      unsafe cmarkdown_free(noted)
    }
    guard status != CMARKDOWN_TOO_LONG else { throw .expansion }
    guard status == CMARKDOWN_OK else { throw .noReader("memory ran out") }
    let rendered = unsafe Array(UnsafeBufferPointer(start: html, count: length))
    // As many places as were noted.
    let places = unsafe UnsafeBufferPointer(start: noted, count: notedCount).map {
      (html: $0.html, source: $0.source)
    }
    return try HTMLExtractor.extract(
      rendered, keepsTitle: false, seconds: limits.workerSeconds
    ) { offset in
      locate(Self.source(of: offset, in: places))
    }
  }

  /// The offset in Markdown of one in HTML.
  private static func source(of offset: Int, in places: [(html: Int, source: Int)]) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].html <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0 }
    return places[low - 1].source + offset - places[low - 1].html
  }
}
