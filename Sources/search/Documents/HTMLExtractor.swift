internal import CXML
import Index

/// Makes text of HTML.
///
/// Blocks and `<br>` become lines, cells of a table are parted by TAB, white space is collapsed
/// outside `<pre>`, entities are decoded. Scripts, style sheets, templates, `<noscript>` and
/// comments are dropped. Alternative texts of images are kept where the images stand; the targets of
/// links and what is shown where the pointer rests are no part of the text, but values of their own,
/// `link` and `tooltip`, so that what stands in the file is found. Of ruby the base text is kept, joined, and
/// the reading dropped.
enum HTMLExtractor {
  /// Text with an explicit title, if there is one.
  struct Text {
    /// The content of `<title>`, on one line; empty when there is none.
    var title: String
    /// Where it stands.
    var titleAnchors: [PlaceMap.Anchor]
    /// The rest, with its places.
    var body: PlacedText
    /// Targets of links, and tooltips, each once.
    var fields: [Document.Field]
  }

  /// Tells the place of an offset of the HTML.
  typealias Locator = (Int) -> PlaceMap.Anchor

  /// Extracts the text of well-formed UTF-8.
  ///
  /// - Parameters:
  ///   - keepsTitle: Whether `<title>` is the title rather than part of the body: not in
  ///     HTML that is part of Markdown.
  ///   - seconds: How long it may take.
  ///   - locate: Tells where an offset of the HTML stands in the file; by default, in the HTML.
  static func extract(
    _ html: [UInt8], keepsTitle: Bool = true, seconds: Int = ReadingLimits().workerSeconds,
    locate: Locator? = nil
  ) throws(SkipReason) -> Text {
    // The parser would stop at a NUL.
    var input = html.contains(0) ? html.map { $0 == 0 ? 0x20 : $0 } : html
    blankExcessAttributes(in: &input)
    let lines = SourceLines(input)
    let builder = HTMLTextBuilder(
      source: input, keepsTitle: keepsTitle, locate: locate ?? { lines.anchor(of: $0) })
    let status = parse(input, into: builder, seconds: seconds)
    if status == CXML_TOO_LATE {
      throw .readerFailed("reading it took longer than \(seconds) s")
    }
    if status != CXML_OK {
      // A constant string of the shim.
      let words = unsafe cxml_load_problem().map { unsafe String(cString: $0) }
      throw .noReader(words ?? "memory ran out")
    }
    let title = String(decoding: builder.title, as: UTF8.self)
    return Text(
      title: PlainTextExtractor.singleLine(title),
      titleAnchors: builder.titleAnchor.map { [$0] } ?? [],
      body: builder.finish(), fields: builder.fields)
  }

  /// So many attributes of a tag are read.
  private static let attributeCount = 1_000

  /// Makes blanks of the attributes of a tag beyond ``attributeCount``, so that everything stays where it is:
  /// the parser compares each attribute of a tag with all others of it.
  ///
  /// - Complexity: O(length of the HTML).
  static func blankExcessAttributes(in html: inout [UInt8]) {
    var isTag = false
    var quote: UInt8?
    var count = 0
    for index in html.indices {
      let byte = html[index]
      if !isTag {
        let next = index + 1 < html.count ? html[index + 1] | 0x20 : 0
        isTag = byte == UInt8(ascii: "<") && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(next)
        (quote, count) = (nil, 0)
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        isTag = false
        continue
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0x2F {
        count += 1
      }
      if count > attributeCount, byte != 0x0A { html[index] = 0x20 }
    }
  }

  private static func parse(
    _ html: [UInt8], into builder: HTMLTextBuilder, seconds: Int
  ) -> CInt {
    var handler = unsafe cxml_handler(
      start: { context, name, nameLength, said in
        let builder = unsafe HTMLTextBuilder.from(context)
        let name = unsafe UnsafeBufferPointer(start: name, count: nameLength)
        unsafe builder.start(String(decoding: name, as: UTF8.self))
        if let alt = unsafe said.alt {
          unsafe builder.text(Array(String(cString: alt).utf8), end: nil)
        }
        if let link = unsafe said.link { unsafe builder.note(link: String(cString: link)) }
        if let title = unsafe said.title { unsafe builder.note(tooltip: String(cString: title)) }
      },
      end: { context, name, nameLength in
        let name = unsafe UnsafeBufferPointer(start: name, count: nameLength)
        unsafe HTMLTextBuilder.from(context).end(String(decoding: name, as: UTF8.self))
      },
      text: { context, bytes, length, end in
        let bytes = unsafe UnsafeBufferPointer(start: bytes, count: length)
        unsafe HTMLTextBuilder.from(context).text(Array(bytes), end: end)
      },
      cut: { context in unsafe HTMLTextBuilder.from(context).cut() })
    let context = unsafe Unmanaged.passUnretained(builder).toOpaque()
    // Builder and handler outlive the call; events carry bytes that are copied at once.
    return unsafe html.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return CInt(CXML_OK) }
      return unsafe cxml_parse_html(
        start, buffer.count, &handler, context, CInt(clamping: seconds))
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
  private(set) var titleAnchor: PlaceMap.Anchor?
  /// Targets of links, and tooltips.
  private(set) var fields: [Document.Field] = []
  private var noted: Set<String> = []
  private var fieldByteCount = 0
  private var body = PlacedText()
  private let source: [UInt8]
  private let locate: HTMLExtractor.Locator
  private let keepsTitle: Bool
  private var isInTitle = false
  private var hasTitle = false
  private var preDepth = 0
  private var beginsPre = false
  private var needsSpace = false
  /// The element whose content is dropped, and how many of its name are open.
  private var skipped: (name: String, count: Int)?

  init(source: [UInt8], keepsTitle: Bool, locate: @escaping HTMLExtractor.Locator) {
    self.source = source
    self.locate = locate
    self.keepsTitle = keepsTitle
  }

  static func from(_ context: UnsafeMutableRawPointer) -> HTMLTextBuilder {
    // The context is always the builder that `parse` passed.
    unsafe Unmanaged<HTMLTextBuilder>.fromOpaque(context).takeUnretainedValue()
  }

  func finish() -> PlacedText {
    body.trimEnd()
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
      if let last = body.bytes.last, last != 0x0A { body.append([0x09]) }
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

  /// So many values of one document are kept, and so many bytes of them.
  private static let valueCount = 2_000
  private static let valueByteCount = 1 << 18

  /// Notes where a link leads. What leads within the page, or is a program, is nobody's word.
  func note(link: String) {
    let lowercased = link.prefix(11).lowercased()
    if lowercased.hasPrefix("#") || lowercased.hasPrefix("javascript:")
      || lowercased.hasPrefix("data:")
    {
      return
    }
    note("link", link)
  }

  /// Notes what is shown where the pointer rests.
  func note(tooltip: String) { note("tooltip", tooltip) }

  private func note(_ name: String, _ text: String) {
    let value = PlainTextExtractor.singleLine(text)
    guard skipped == nil, !value.isEmpty, fields.count < Self.valueCount,
      noted.insert(name + "\0" + value).inserted
    else { return }
    fieldByteCount += value.utf8.count
    if fieldByteCount > Self.valueByteCount { return }
    fields.append(Document.Field(name, value))
  }

  /// Forgets what is open: the parser has cut the nesting.
  func cut() {
    skipped = nil
    preDepth = 0
    isInTitle = false
  }

  /// Takes a run of text that ends about `end` in the source.
  func text(_ run: [UInt8], end: Int?) {
    if skipped != nil || run.isEmpty { return }
    let start = end.flatMap { startOf(run, end: $0) }
    if isInTitle {
      if titleAnchor == nil, let end {
        let blanks = run.prefix { isSpace($0) }.count
        var anchor = locate(start.map { $0 + blanks } ?? end)
        anchor.isVerbatim = start != nil
        titleAnchor = anchor
      }
      title += run
    } else if preDepth > 0 {
      // The line break right after <pre> is not part of its text.
      let isFirstBreak = beginsPre && run.first == 0x0A
      let kept = run.dropFirst(isFirstBreak ? 1 : 0)
      add(kept, at: start.map { $0 + kept.startIndex }, near: end)
      beginsPre = false
    } else {
      collapse(run, start: start, end: end)
    }
  }

  /// Where a run stands in the source, if it stands there as it is: where the parser says, or a little
  /// off, for it reads ahead.
  private func startOf(_ run: [UInt8], end: Int) -> Int? {
    let expected = end - run.count
    for start in [expected, expected - 1, expected + 1] {
      if start >= 0, start + run.count <= source.count,
        source[start..<start + run.count] == run[...]
      {
        return start
      }
    }
    return nil
  }

  private func add(_ piece: ArraySlice<UInt8>, at start: Int?, near end: Int?) {
    if let start {
      body.append(piece, at: locate(start))
    } else if let end {
      // An entity: what is shown for it is not what stands there.
      let from = max(0, min(end, source.count) - 12)
      let mark = source[from..<min(end, source.count)].lastIndex(of: UInt8(ascii: "&"))
      var anchor = locate(mark ?? from)
      anchor.isVerbatim = false
      body.append(piece, at: anchor)
    } else {
      body.append(piece)
    }
  }

  private func endLine() {
    needsSpace = false
    beginsPre = false
    if let last = body.bytes.last, last != 0x0A { body.append([0x0A]) }
  }

  private func collapse(_ run: [UInt8], start: Int?, end: Int?) {
    var at = 0
    while at < run.count {
      if isSpace(run[at]) {
        needsSpace = true
        at += 1
        continue
      }
      if needsSpace, let last = body.bytes.last, last != 0x0A, last != 0x09 { body.append([0x20]) }
      needsSpace = false
      let next = run[at...].firstIndex(where: isSpace) ?? run.count
      add(run[at..<next], at: start.map { $0 + at }, near: end)
      at = next
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || 0x09...0x0D ~= byte
  }
}
