internal import CXML

/// Makes text of HTML.
///
/// Blocks and `<br>` become lines, cells of a table are parted by TAB, white space is collapsed
/// outside `<pre>`, entities are decoded. Scripts, style sheets, templates, `<noscript>` and
/// comments are dropped; so are the targets of links, for they are addresses and not what the
/// author says. Alternative texts of images are kept. Of ruby the base text is kept, joined, and
/// the reading dropped.
enum HTMLExtractor {
  /// Text with an explicit title, if there is one.
  struct Text {
    /// The content of `<title>`, on one line; empty when there is none.
    var title: String
    /// The rest.
    var body: [UInt8]
  }

  /// Extracts the text of well-formed UTF-8.
  ///
  /// - Parameter keepsTitle: Whether `<title>` is the title rather than part of the body: not in
  ///   HTML that is part of Markdown.
  static func extract(_ html: [UInt8], keepsTitle: Bool = true) throws(SkipReason) -> Text {
    // The parser would stop at a NUL.
    let input = html.contains(0) ? html.map { $0 == 0 ? 0x20 : $0 } : html
    let builder = HTMLTextBuilder(keepsTitle: keepsTitle)
    let status = parse(input, into: builder)
    if status != CXML_OK {
      // A constant string of the shim.
      let words = unsafe cxml_load_problem().map { unsafe String(cString: $0) }
      throw .noReader(words ?? "memory ran out")
    }
    let title = String(decoding: builder.title, as: UTF8.self)
    return Text(title: PlainTextExtractor.singleLine(title), body: builder.finish())
  }

  private static func parse(_ html: [UInt8], into builder: HTMLTextBuilder) -> CInt {
    var handler = unsafe cxml_handler(
      start: { context, name, nameLength, alt, altLength in
        let builder = unsafe HTMLTextBuilder.from(context)
        let name = unsafe UnsafeBufferPointer(start: name, count: nameLength)
        unsafe builder.start(String(decoding: name, as: UTF8.self))
        let alt = unsafe UnsafeBufferPointer(start: alt, count: altLength)
        if altLength > 0 { unsafe builder.text(alt) }
      },
      end: { context, name, nameLength in
        let name = unsafe UnsafeBufferPointer(start: name, count: nameLength)
        unsafe HTMLTextBuilder.from(context).end(String(decoding: name, as: UTF8.self))
      },
      text: { context, bytes, length in
        let bytes = unsafe UnsafeBufferPointer(start: bytes, count: length)
        unsafe HTMLTextBuilder.from(context).text(bytes)
      },
      cut: { context in unsafe HTMLTextBuilder.from(context).cut() })
    let context = unsafe Unmanaged.passUnretained(builder).toOpaque()
    // Builder and handler outlive the call; events carry bytes that are copied at once.
    return unsafe html.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return CInt(CXML_OK) }
      return unsafe cxml_parse_html(start, buffer.count, &handler, context)
    }
  }
}

/// Collects the text of an HTML parser's events.
private final class HTMLTextBuilder {
  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr",
    "html", "legend", "li", "main", "menu", "nav", "noframes", "ol", "optgroup", "option", "p",
    "pre", "search", "section", "select", "summary", "table", "tbody", "textarea", "tfoot", "thead",
    "title", "tr", "ul",
  ]
  private static let dropped: Set<String> = [
    "noscript", "rp", "rt", "script", "style", "template",
  ]

  private(set) var title: [UInt8] = []
  private var body: [UInt8] = []
  private let keepsTitle: Bool
  private var isInTitle = false
  private var hasTitle = false
  private var preDepth = 0
  private var beginsPre = false
  private var needsSpace = false
  /// The element whose content is dropped, and how many of its name are open.
  private var skipped: (name: String, count: Int)?

  init(keepsTitle: Bool) {
    self.keepsTitle = keepsTitle
  }

  static func from(_ context: UnsafeMutableRawPointer) -> HTMLTextBuilder {
    // The context is always the builder that `parse` passed.
    unsafe Unmanaged<HTMLTextBuilder>.fromOpaque(context).takeUnretainedValue()
  }

  func finish() -> [UInt8] {
    while let last = body.last, last == 0x0A || last == 0x20 || last == 0x09 { body.removeLast() }
    return body
  }

  func start(_ name: String) {
    let isBlock = Self.blocks.contains(name)
    if let open = skipped {
      // A reading of ruby needs no end tag.
      let endsReading = isBlock || name == "rb" || name == "ruby"
      guard open.name == "rt" || open.name == "rp", endsReading else {
        if open.name == name { skipped?.count += 1 }
        return
      }
      skipped = nil
    }
    if Self.dropped.contains(name) {
      skipped = (name, 1)
    } else if isBlock {
      endLine()
      if name == "pre" {
        preDepth += 1
        beginsPre = true
      } else if name == "title", keepsTitle, !hasTitle {
        isInTitle = true
        hasTitle = true
      }
    } else if name == "td" || name == "th" {
      if let last = body.last, last != 0x0A { body.append(0x09) }
      needsSpace = false
    }
  }

  func end(_ name: String) {
    if let open = skipped {
      if open.name == name { skipped = open.count == 1 ? nil : (name, open.count - 1) }
      return
    }
    guard Self.blocks.contains(name) else { return }
    if name == "title" { isInTitle = false }
    if name == "pre" { preDepth = max(0, preDepth - 1) }
    endLine()
  }

  /// Forgets what is open: the parser has cut the nesting.
  func cut() {
    skipped = nil
    preDepth = 0
    isInTitle = false
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if skipped != nil { return }
    if isInTitle {
      unsafe title.append(contentsOf: bytes)
    } else if preDepth > 0 {
      // The line break right after <pre> is not part of its text.
      let isFirstBreak = unsafe beginsPre && bytes.first == 0x0A
      unsafe body.append(contentsOf: bytes.dropFirst(isFirstBreak ? 1 : 0))
      beginsPre = false
    } else {
      unsafe collapse(bytes)
    }
  }

  private func endLine() {
    needsSpace = false
    beginsPre = false
    if let last = body.last, last != 0x0A { body.append(0x0A) }
  }

  private func collapse(_ bytes: UnsafeBufferPointer<UInt8>) {
    var at = 0
    while at < bytes.count {
      // Indices and ranges within the buffer.
      if unsafe isSpace(bytes[at]) {
        needsSpace = true
        at += 1
        continue
      }
      if needsSpace, let last = body.last, last != 0x0A, last != 0x09 { body.append(0x20) }
      needsSpace = false
      let rest = unsafe bytes[at...]
      let end = unsafe rest.firstIndex(where: isSpace) ?? bytes.count
      unsafe body.append(contentsOf: rest[at..<end])
      at = end
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || 0x09...0x0D ~= byte
  }
}
