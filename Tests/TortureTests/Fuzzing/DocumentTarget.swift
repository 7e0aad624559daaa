import Foundation
import TestSupport

@testable import search

/// Any bytes as a file of each format.
struct DocumentTarget: FuzzTarget {
  static let name = "documents"
  static let usualByteCount = 128
  static let longCount = 2_000_000
  static let maximumByteCount = 16_384
  /// Names that choose a format; the first byte of an input chooses one.
  private static let fileNames = [
    "a.txt", "a.md", "a.html", "a.jsonl", "a.tsv", "a.yaml", "a.csv", "a.json", "a.srt", "a.rtf",
    "a.vtt", "a.lrc",
  ]

  static let seeds: [[UInt8]] = [
    "\u{0}plain title\n\nand text", "\u{1}# Title\n\nText *with* `code`\n\n- list\n",
    "\u{1}---\ntitle: A\ntags: [b, c]\ndate: 2020-01-01\n---\n# B\ntext",
    "\u{2}<!doctype html><html><head><title>T</title></head><body><p>text<ruby>a<rt>b</rt></ruby>",
    "\u{3}{\"id\":\"1\",\"title\":\"t\",\"text\":\"body\",\"n\":[1,{\"x\":null}]}\n{\"text\":2}\n",
    "\u{4}1\ttext\n2\tmore\ttext\n\n", "\u{5}---\na: b\n---\n",
    "\u{6}a,b\n1,\"x\ny\"\n", "\u{7}{\"a\":[1,{\"b\":\"c\"}]}",
    "\u{8}1\n00:00:01,000 --> 00:00:02,000\nhi\n",
    "\u{9}{\\rtf1\\ansi a\\u8364?\\par b\\'e9}", "\u{A}WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n",
    "\u{B}[00:01.00]hi\n", "\u{0}---\n? a\n: &x [1, *x]\n<<: {b: !!str c}\n---\nbody",
  ].map { Array($0.utf8) }
  static let dictionary = bytes([
    "<", ">", "</", "/>", "<!--", "-->", "<p>", "<script>", "</script>", "<style>", "<rt>", "<pre>",
    "<title>", "</title>", "<template>", "<noscript>", "<table>", "<svg>", "<![CDATA[", "<?xml ?>",
    "<meta charset=\"", "&", "&#x110000;", "&#xD800;", "&#0;", "&amp;", "&nbsp;", "&lt", "\"", "'",
    "{", "}", "[", "]", ":", ",", "\\u", "\\ud800", "\\udc00", "\\u0000", "\\", "1e999", "-0",
    "tru",
    "null", "\t", "\n", "\r\n", "\r", "---\n", "...\n", "- ", "? ", "*a ", "&a ", "!!x ",
    "!!binary ",
    "| ", ">-\n", "# ", "#", "`", "```\n", "~~~", "*", "**", "_", "![", "](", "|", "|-|\n",
    "[a]: b\n",
    "<<: ", "{\"text\":\"", "\"}\n", "\"title\":", "\"id\":", "title: ", "tags: ", "\u{FEFF}", "日",
    " ", "    ", "\0", "\u{85}", "\u{2028}", "%YAML 1.2\n", "&#", "&x", "\u{FFFE}",
    "{\\rtf1", "\\par ", "\\u-3", "\\'e9", "\\bin9 ", "{\\*\\", "}", " --> ", "00:00:01,000",
    "[00:01.00]",
    "WEBVTT", ";", ",\"", "\"\"",
  ])

  private let reader = DocumentReader()
  private let paths: [String]
  private let folder: Folder

  /// A folder that goes when nobody uses it any more.
  private final class Folder {
    private let path: String

    init(_ path: String) throws {
      self.path = path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  init() throws {
    let memory = "/dev/shm"
    let place = FileManager.default.isWritableFile(atPath: memory) ? memory : TortureSettings.folder
    let folder = "\(place)/fuzz-\(ProcessInfo.processInfo.processIdentifier)-\(Self.name)"
    self.folder = try Folder(folder)
    paths = Self.fileNames.map { "\(folder)/\($0)" }
  }

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    let path = paths[Int(input.first ?? 0) % paths.count]
    guard depth > .read else { return try readBytes(Array(input.dropFirst()), as: PathName(path)) }
    write(input.dropFirst(), to: path)
    defer { unsafe unlink(path) }
    let (documents, report) = try read(path)
    var faults: [String] = []
    if documents.count != report.recordCount { faults.append("the number of records is wrong") }
    let limit = ReadingLimits().outputByteCount(forInput: input.count)
    for document in documents where document.body.utf8.count + document.title.utf8.count > limit {
      faults.append("more text than may come out")
    }
    if documents.isEmpty, report.skipReason == nil, report.brokenRecordCount == 0,
      report.format?.holdsRecords != true, report.format != .commaSeparated
    {
      faults.append("nothing came out, and nothing is said")
    }
    if depth == .all, try read(path).documents != documents {
      faults.append("read twice it differs")
    }
    return faults
  }

  /// The same without a file.
  private func readBytes(_ bytes: [UInt8], as path: PathName) throws -> [String] {
    var report = ReadReport()
    report.format = DocumentFormat.detect(head: bytes.span, path: path)
    // Another target's.
    if report.format?.needsWorker == true { return [] }
    let limit = ReadingLimits().outputByteCount(forInput: bytes.count)
    var faults: [String] = []
    try TextReader(limits: ReadingLimits()).read(bytes, path: path, report: &report) { document in
      if document.body.utf8.count + document.title.utf8.count > limit {
        faults.append("more text than may come out")
      }
    }
    return faults
  }

  private func read(_ path: String) throws -> (documents: [ExtractedDocument], report: ReadReport) {
    var documents: [ExtractedDocument] = []
    let report = try reader.readDocuments(at: PathName(path)) { documents.append($0) }
    return (documents, report)
  }

  private func write(_ bytes: ArraySlice<UInt8>, to path: String) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // The slice's own bytes.
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
    close(file)
  }
}
