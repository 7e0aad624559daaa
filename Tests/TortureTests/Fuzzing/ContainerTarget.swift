import TestSupport

@testable import search

/// Any bytes as a mail, an archive, or a part of an office document, read as the worker reads them. PDF is
/// left to its own program, which is no part of this one.
struct ContainerTarget: FuzzTarget {
  static let name = "containers"
  static let usualByteCount = 256
  static let longCount = 2_000_000
  static let maximumByteCount = 16_384

  private static let mail =
    "From: a <a@b>\nSubject: =?utf-8?q?caf=C3=A9?=\nDate: Sat, 1 Jan 2022 00:00:00 +0000\n"
  static let seeds: [[UInt8]] =
    [
      [0] + Array((mail + "\ntext\n").utf8),
      [0]
        + Array(
          (mail + "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n"
            + "Content-Transfer-Encoding: base64\n\nPHA+aGk8L3A+\n--x--\n").utf8),
      [1] + Array(("From a\n" + mail + "\none\n\nFrom b\n" + mail + "\n>From two\n").utf8),
      [2] + SampleContainers.zip(texts: [("a.txt", "text"), ("b/c.md", "# title")]),
      [2] + SampleContainers.tar([("a.txt", Array("text".utf8))]).prefix(600),
      [2] + SampleContainers.gzip(Array("text".utf8)),
      [2] + SampleContainers.zip([("in.zip", SampleContainers.zip(texts: [("a.txt", "text")]))]),
    ]
    + bytes([
      "\u{3}<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>text</w:t></w:r></w:p></w:body></w:document>",
      "\u{4}<worksheet><sheetData><row><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>",
      "\u{5}<sst><si><t>a</t></si></sst>",
      "\u{6}<office:document-content><text:p>a<text:s/>b</text:p></office:document-content>",
      "\u{7}<html><head><title>t</title></head><body><p>a</p></body></html>",
      "\u{8}<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><a:p><a:t>s</a:t></a:p></p:sld>",
      "\u{9}text in an archive, of whatever format\n",
    ])
  static let dictionary = bytes([
    "<", ">", "</", "/>", "<w:p>", "<w:t>", "</w:t>", "<w:br w:type=\"page\"/>", "<c r=\"", "<v>",
    "9",
    "t=\"s\"", "t=\"inlineStr\"", "<is>", "<row r=\"", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;",
    "&amp;",
    "<text:p>", "<text:s text:c=\"99\"/>", "<text:tab/>", "<a:p>", "<a:t>", "<![CDATA[", "]]>",
    "<!--",
    "-->", "<?xml version=\"1.0\" encoding=\"utf-16\"?>", "\n", "\r\n", "\n\n", "From ", "\nFrom ",
    ": ",
    "=?utf-8?b?", "=?iso-8859-1?q?", "?=", "boundary=", "--x", "--x--", "Content-Type: ",
    "text/plain",
    "multipart/alternative; ", "message/rfc822", "charset=", "Content-Transfer-Encoding: ",
    "base64",
    "quoted-printable", "=\n", "=C3", "Content-Disposition: attachment; filename=\"a.zip\"\n",
    "PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "ustar", "../", "\0\0\0\0", "\u{1F}",
  ])

  init() throws {}

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    let content = Array(input.dropFirst())
    let (format, name, bytes) = Self.file(Int(input.first ?? 0) % 10, content)
    let (documents, report) = try Self.read(bytes, name, format)
    var faults: [String] = []
    let limit = ReadingLimits().outputByteCount(forInput: bytes.count)
    let total = documents.reduce(0) { $0 + $1.body.utf8.count + $1.title.utf8.count }
    // What is inside is bounded by itself once more.
    if total > 2 * limit { faults.append("more text than may come out") }
    for document in documents
    where document.recordID?.unicodeScalars.contains(where: { $0.value == 0 }) == true {
      faults.append("a name with NUL")
    }
    if depth == .all {
      let again = try Self.read(bytes, name, format)
      if again.0 != documents || again.1.skipReason != report.skipReason {
        faults.append("read twice it differs")
      }
    }
    return faults
  }

  /// The file that an input is, or a part of.
  private static func file(
    _ kind: Int, _ content: [UInt8]
  ) -> (DocumentFormat, String, [UInt8]) {
    func office(_ name: String, _ part: String) -> (DocumentFormat, String, [UInt8]) {
      (.office, name, SampleContainers.zip([(part, content)]))
    }
    let texts: (String, String) -> (String, [UInt8]) = { ($0, Array($1.utf8)) }
    switch kind {
    case 0: return (.mail, "a.eml", content)
    case 1: return (.mailbox, "a.mbox", content)
    case 2:
      return
        (content.starts(with: [0x1F]) ? (.archive, "a.gz", content) : (.archive, "a.zip", content))
    case 3: return office("a.docx", "word/document.xml")
    case 4, 5:
      let sheet = texts(
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData><row><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>")
      let strings = texts("xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>")
      let parts = [
        texts(
          "xl/workbook.xml",
          "<workbook xmlns:r=\"r\"><sheets><sheet name=\"s\" r:id=\"rId1\"/></sheets></workbook>"),
        texts(
          "xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
        ),
        (strings.0, kind == 5 ? content : strings.1), (sheet.0, kind == 4 ? content : sheet.1),
      ]
      return (.office, "a.xlsx", SampleContainers.zip(parts.map { (name: $0.0, content: $0.1) }))
    case 6: return office("a.odt", "content.xml")
    case 7: return office("a.epub", "a.xhtml")
    case 8: return office("a.pptx", "ppt/slides/slide1.xml")
    default:
      let names = [
        "a.txt", "a.md", "a.html", "a.json", "a.csv", "a.srt", "a.rtf", "a.eml", "a.zip", "a",
      ]
      let name = names[Int(content.first ?? 0) % names.count]
      return (.archive, "b.zip", SampleContainers.zip([(name, Array(content.dropFirst()))]))
    }
  }

  private static func read(
    _ bytes: [UInt8], _ name: String, _ format: DocumentFormat
  ) throws -> ([ExtractedDocument], ReadReport) {
    var documents: [ExtractedDocument] = []
    let reader = ContainerReader(limits: ReadingLimits(), forced: nil, byteCount: bytes.count) {
      documents.append($0)
    }
    try reader.read(bytes, path: PathName(name), format: format)
    return (documents, reader.report)
  }
}
