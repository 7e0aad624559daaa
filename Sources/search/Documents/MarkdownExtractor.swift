internal import CMarkdown

/// Makes text of Markdown, and of the HTML inside it.
///
/// Each block is a line or more, a line break within a paragraph stays one, code is kept, entities
/// are decoded. Of a link the text is kept and the target dropped, as in HTML; the target of a bare
/// `<https://…>` is its text and so is kept.
enum MarkdownExtractor {
  /// Extracts the text of well-formed UTF-8.
  static func extract(
    _ markdown: ArraySlice<UInt8>, limits: ReadingLimits
  ) throws(SkipReason) -> [UInt8] {
    // Escaping makes at most five bytes of one; a megabyte for the tags of small texts.
    let limit = min(
      limits.outputByteCount(forInput: markdown.count), 5 * limits.fileByteCount + (1 << 20))
    var html: UnsafeMutablePointer<UInt8>?
    var length = 0
    // The input is borrowed for the call.
    let status = unsafe Array(markdown).withUnsafeBufferPointer { buffer -> CInt in
      guard let start = buffer.baseAddress else { return CInt(CMARKDOWN_OK) }
      return unsafe cmarkdown_render(start, buffer.count, limit, &html, &length)
    }
    // What was rendered is copied before it is freed; freeing nothing is fine.
    defer { unsafe cmarkdown_free(html) }
    guard status != CMARKDOWN_TOO_LONG else { throw .expansion }
    guard status == CMARKDOWN_OK else { throw .noReader("memory ran out") }
    let rendered = unsafe Array(UnsafeBufferPointer(start: html, count: length))
    return try HTMLExtractor.extract(rendered, keepsTitle: false).body
  }
}
