/// Takes a mail apart: its header, its text, and its attachments (RFC 5322, MIME).
///
/// Written here rather than taken from a library, for the one that is well kept brings GLib and an
/// object system along, while what is needed of MIME is small, and safe in this language; and it runs in
/// the worker anyway.
struct MailExtractor {
  /// A file that came with the mail.
  struct Attachment {
    var name: String
    var content: [UInt8]
    var isMail = false
  }

  /// A mail as a document and the files that came with it.
  struct Mail {
    var document: ExtractedDocument
    var attachments: [Attachment]
  }

  private static let depthLimit = 16
  private static let partLimit = 1_000

  private var body = PlacedText()
  private var attachments: [Attachment] = []
  private var partCount = 0
  private let source: [UInt8]
  private let lines: SourceLines

  private init(_ source: [UInt8], firstLine: Int) {
    self.source = source
    lines = SourceLines(source, firstLine: firstLine)
  }

  /// Takes a mail apart.
  ///
  /// - Parameter firstLine: the line of the file that the mail begins with.
  static func extract(_ mail: [UInt8], firstLine: Int = 1, limits: ReadingLimits) -> Mail {
    var extractor = MailExtractor(mail, firstLine: firstLine)
    var bodyStart = 0
    let header = MailHeader(mail[...], bodyStart: &bodyStart)
    extractor.take(header, mail[bodyStart...], depth: 0)
    var document = ExtractedDocument(
      title: header.text("subject"), body: extractor.body.string)
    document.places.title = [PlaceMap.Anchor(offset: 0, line: firstLine)]
    document.places.body = extractor.body.anchors
    var collector = FieldCollector(limits: limits, inputByteCount: mail.count)
    for name in ["from", "to", "cc", "date"] {
      // People search for who wrote.
      try? collector.add(name, header.text(name), isSearchedByDefault: name != "date")
    }
    for attachment in extractor.attachments {
      try? collector.add("attachment", attachment.name, isSearchedByDefault: true)
    }
    document.fields = collector.fields
    return Mail(document: document, attachments: extractor.attachments)
  }

  /// Takes a part.
  private mutating func take(_ header: MailHeader, _ content: ArraySlice<UInt8>, depth: Int) {
    partCount += 1
    guard depth < Self.depthLimit, partCount < Self.partLimit else { return }
    let (kind, parameters) = header.parameters("content-type")
    let (disposition, details) = header.parameters("content-disposition")
    if kind.hasPrefix("multipart/"), let boundary = parameters["boundary"], !boundary.isEmpty {
      takeParts(content, boundary, isAlternative: kind == "multipart/alternative", depth)
      return
    }
    let name = details["filename"] ?? parameters["name"]
    let isText = kind.isEmpty || kind.hasPrefix("text/plain") || kind.hasPrefix("text/html")
    let encoding = header.text("content-transfer-encoding").lowercased()
    if isText, disposition != "attachment" {
      takeText(content, encoding, charset: parameters["charset"], isHTML: kind == "text/html")
      return
    }
    let isMail = kind == "message/rfc822"
    let fallback =
      isMail ? "message.eml" : kind.split(separator: "/").last.map(String.init) ?? "part"
    attachments.append(
      Attachment(
        name: name?.isEmpty == false ? name ?? fallback : fallback,
        content: Self.decoded(content, encoding), isMail: isMail))
  }

  private static func decoded(_ content: ArraySlice<UInt8>, _ encoding: String) -> [UInt8] {
    switch encoding {
    case "base64": TransferEncoding.base64(content)
    case "quoted-printable": TransferEncoding.quotedPrintable(content)
    default: Array(content)
    }
  }

  private mutating func takeText(
    _ content: ArraySlice<UInt8>, _ encoding: String, charset: String?, isHTML: Bool
  ) {
    let bytes = Self.decoded(content, encoding)
    let isPlain = encoding != "base64" && encoding != "quoted-printable"
    let isVerbatim =
      isPlain && !isHTML && !bytes.contains(0x0D)
      && String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0x1B)
    var text = isVerbatim ? bytes : Array(MailHeader.text(bytes, charset: charset).utf8)
    text = DecodedText.withLineFeeds(text)
    if isHTML, let html = try? HTMLExtractor.extract(text, keepsTitle: false) {
      text = html.body.bytes
    }
    while let last = text.last, last == 0x0A || last == 0x20 { text.removeLast() }
    if let last = body.bytes.last, last != 0x0A { body.append([0x0A]) }
    // Line breaks of the file are those of the text unless the mail says otherwise.
    let keepsLines = isVerbatim || isPlain && !isHTML
    var anchor = lines.anchor(of: content.startIndex, isVerbatim: keepsLines)
    if !keepsLines { anchor.column = nil }
    body.append(text[...], at: anchor)
  }

  /// Takes the parts of a multipart; of alternatives the plainest that says something.
  private mutating func takeParts(
    _ content: ArraySlice<UInt8>, _ boundary: String, isAlternative: Bool, _ depth: Int
  ) {
    var parts: [(header: MailHeader, content: ArraySlice<UInt8>)] = []
    for range in Self.parts(of: content, boundary: Array("--\(boundary)".utf8)) {
      var bodyStart = 0
      let header = MailHeader(content[range], bodyStart: &bodyStart)
      parts.append((header, content[bodyStart..<range.upperBound]))
      if parts.count >= Self.partLimit { break }
    }
    guard isAlternative else {
      for part in parts { take(part.header, part.content, depth: depth + 1) }
      return
    }
    for part in parts {
      let before = body.bytes.count
      take(part.header, part.content, depth: depth + 1)
      let isBlank = body.bytes[before...].allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }
      if !isBlank { return }
    }
  }

  /// The ranges between lines that begin with the boundary.
  private static func parts(of content: ArraySlice<UInt8>, boundary: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    var at = content.startIndex
    while at < content.endIndex {
      let end = content[at...].firstIndex(of: 0x0A) ?? content.endIndex
      if content[at..<end].starts(with: boundary) {
        if let start { ranges.append(start..<max(start, at)) }
        if content[at..<end].dropFirst(boundary.count).starts(with: "--".utf8) { return ranges }
        start = min(end + 1, content.endIndex)
      }
      at = end + 1
    }
    // A mail that was cut short.
    if let start, start < content.endIndex { ranges.append(start..<content.endIndex) }
    return ranges
  }

  /// The mails of a mailbox, each after a line that begins with `From `, with the line that it begins
  /// with.
  static func messages(of mailbox: [UInt8]) -> [(range: Range<Int>, line: Int)] {
    var messages: [(range: Range<Int>, line: Int)] = []
    var start: (at: Int, line: Int)?
    var at = 0
    var line = 1
    var isAfterBlank = true
    while at < mailbox.count {
      let end = mailbox[at...].firstIndex(of: 0x0A) ?? mailbox.count
      if isAfterBlank, mailbox[at..<end].starts(with: "From ".utf8) {
        if let start { messages.append((start.at..<at, start.line)) }
        start = (min(end + 1, mailbox.count), line + 1)
      }
      isAfterBlank = mailbox[at..<end].allSatisfy { $0 == 0x0D }
      at = end + 1
      line += 1
    }
    if let start { messages.append((start.at..<mailbox.count, start.line)) }
    return messages
  }
}
