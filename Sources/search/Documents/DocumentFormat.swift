/// How a file is read.
enum DocumentFormat: String, Sendable, CaseIterable {
  /// Text as it is, source code included.
  case plainText
  /// Markdown, with or without front matter.
  case markdown
  /// HTML and XHTML.
  case html
  /// One JSON object a line.
  case jsonLines
  /// A name, a TAB and a text on each line.
  case tabSeparated

  /// One JSON value.
  case json
  /// Rows of cells, parted by commas or the like.
  case commaSeparated
  /// Subtitles and lyrics.
  case subtitles
  /// A mail.
  case mail
  /// Many mails, one after another.
  case mailbox
  /// Files in one file, or a compressed one.
  case archive
  /// A text, table or presentation of an office program, or an electronic book.
  case office
  /// PDF.
  case pdf
  /// The Rich Text Format.
  case richText
  /// What a command of the user makes text of.
  case external

  /// Whether the file is read line by line, each a document.
  var holdsRecords: Bool {
    self == .jsonLines || self == .tabSeparated
  }

  /// Whether the format is read in a process of its own, for its readers are large or its files lie.
  var needsWorker: Bool {
    switch self {
    case .mail, .mailbox, .archive, .office, .pdf, .external: true
    default: false
    }
  }

  /// The format of a file, by its content first and its name second.
  ///
  /// A file that begins as HTML is HTML whatever its name; one that merely contains tags is not. A
  /// fence of front matter makes a text Markdown (see `TextReader`); it is looked for by
  /// `mayHaveFrontMatter` only where the name does not say that lines of `---` mean something else.
  static func detect(head: Span<UInt8>, path: PathName) -> DocumentFormat {
    let suffix = path.lowercasedExtension
    if let format = binaryFormat(head, suffix) { return format }
    if beginsAsHTML(head) { return .html }
    return switch suffix {
    case "jsonl", "ndjson": .jsonLines
    case "json", "geojson", "ipynb", "har", "webmanifest": .json
    case "tsv": .tabSeparated
    case "csv": .commaSeparated
    case "md", "markdown": .markdown
    case "html", "htm", "xhtml": .html
    case "srt", "vtt", "ass", "ssa", "lrc": .subtitles
    case "eml": .mail
    case "mbox": .mailbox
    default: beginsAsMail(head)
    }
  }

  /// Formats that are known by their first bytes.
  private static func binaryFormat(_ head: Span<UInt8>, _ suffix: String) -> DocumentFormat? {
    func begins(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
      head.count >= offset + bytes.count
        && bytes.indices.allSatisfy { head[offset + $0] == bytes[$0] }
    }
    if begins([0x50, 0x4B, 0x03, 0x04]) {
      // Programs in a zip hold nothing to read.
      if ["jar", "war", "ear", "apk", "xpi", "whl"].contains(suffix) { return .plainText }
      return officeExtensions.contains(suffix) ? .office : .archive
    }
    let archives: [[UInt8]] = [
      [0x1F, 0x8B, 0x08], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x28, 0xB5, 0x2F, 0xFD],
      [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], [0x04, 0x22, 0x4D, 0x18],
    ]
    if archives.contains(where: { begins($0) }) { return .archive }
    // Of bzip2 the level and the magic number of its first block.
    if begins(Array("BZh".utf8)), begins([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4) {
      return .archive
    }
    if begins(Array("ustar".utf8), at: 257) { return .archive }
    if begins(Array("{\\rtf".utf8)) { return .richText }
    for offset in 0..<min(1_024, max(0, head.count - 4)) where head[offset] == UInt8(ascii: "%") {
      if begins(Array("%PDF-".utf8), at: offset) { return .pdf }
    }
    return nil
  }

  private static let officeExtensions: Set<String> = [
    "docx", "docm", "dotx", "pptx", "pptm", "ppsx", "xlsx", "xlsm", "odt", "ods", "odp", "ott",
    "epub",
  ]

  /// A mail without a name that says so, as in a Maildir: a line of its header is the first.
  private static func beginsAsMail(_ head: Span<UInt8>) -> DocumentFormat {
    if ["return-path: <", "delivered-to: ", "received: from ", "received: by "].contains(where: {
      matches($0, in: head, at: 0)
    }) {
      return .mail
    }
    if matches("from ", in: head, at: 0) {
      let text = String(decoding: (0..<min(head.count, 4_096)).map { head[$0] }, as: UTF8.self)
      let lines = text.split(whereSeparator: \.isNewline).dropFirst().prefix(40)
      let names = ["From:", "Date:", "Subject:", "Message-ID:", "Received:"]
      let isHeader = lines.count { line in names.contains { line.hasPrefix($0) } } >= 3
      return isHeader ? .mailbox : .plainText
    }
    return .plainText
  }

  /// Whether a file of this name may begin with front matter. In YAML itself `---` parts documents.
  static func mayHaveFrontMatter(_ path: PathName) -> Bool {
    !["yaml", "yml"].contains(path.lowercasedExtension)
  }

  /// Whether a text begins with a doctype of HTML or one of its outermost tags, after white space,
  /// comments and XML's prolog.
  private static func beginsAsHTML(_ head: Span<UInt8>) -> Bool {
    var at = EncodingDetector.mark(of: head)?.markLength ?? 0
    while at < head.count {
      switch head[at] {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x20: at += 1
      case UInt8(ascii: "<"):
        if matches("<!--", in: head, at: at) {
          guard let end = find("-->", in: head, from: at + 4) else { return false }
          at = end
        } else if matches("<?xml", in: head, at: at) {
          guard let end = find("?>", in: head, from: at) else { return false }
          at = end
        } else {
          return ["<!doctype html", "<html", "<head", "<body"].contains {
            matches($0, in: head, at: at) && isNameEnd(head, at + $0.utf8.count)
          }
        }
      default: return false
      }
    }
    return false
  }

  private static func isNameEnd(_ head: Span<UInt8>, _ index: Int) -> Bool {
    guard index < head.count else { return false }
    return switch head[index] {
    case 0x09, 0x0A, 0x0C, 0x0D, 0x20, UInt8(ascii: ">"), UInt8(ascii: "/"): true
    default: false
    }
  }

  /// Whether a word in lower case stands here, in any case.
  private static func matches(_ word: String, in head: Span<UInt8>, at index: Int) -> Bool {
    var at = index
    for byte in word.utf8 {
      guard at < head.count else { return false }
      let isLetter = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= head[at]
      guard (isLetter ? head[at] | 0x20 : head[at]) == byte else { return false }
      at += 1
    }
    return true
  }

  /// Where a word ends that stands here or later.
  private static func find(_ word: String, in head: Span<UInt8>, from index: Int) -> Int? {
    var at = index
    while at < head.count {
      if matches(word, in: head, at: at) { return at + word.utf8.count }
      at += 1
    }
    return nil
  }
}
