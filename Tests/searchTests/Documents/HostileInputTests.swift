import Testing

@testable import search

@Suite struct HostileInputTests {
  static let names = ["a.txt", "a.md", "a.html", "a.jsonl", "a.tsv"]

  @Test(arguments: names)
  func `random bytes do no harm`(name: String) throws {
    let seed = UInt64.random(in: 0...(.max))
    var state = seed
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let pieces = [
      "<", ">", "</", "<!--", "-->", "<p>", "<script>", "</script>", "<rt>", "<pre>", "&",
      "&#x110000;",
      "&amp;", "\"", "'", "{", "}", "[", "]", ":", ",", "\\u", "\\ud800", "\\", "1e999", "-", "\t",
      "\n",
      "---\n", "- ", "? ", "*a ", "&a ", "!!x ", "| ", ">\n", "# ", "`", "```\n", "*", "_", "![",
      "](",
      "{\"text\":\"", "\"}\n", "\u{FEFF}", "日", " ",
    ].map { Array($0.utf8) }
    for _ in 0..<300 {
      var bytes: [UInt8] = next() % 2 == 0 ? Array("---\n".utf8) : []
      for _ in 0..<(next() % 60) {
        if next() % 40 == 0 {
          bytes.append(UInt8(next() % 255 + 1))
        } else {
          bytes += pieces[Int(next() % UInt64(pieces.count))]
        }
      }
      let reading = try Reading(name, bytes)
      let isExplained = reading.report.skipReason != nil || reading.report.recordCount >= 0
      #expect(isExplained, "seed \(seed)")
    }
  }

  @Test(arguments: [
    ("a.eml", "From: a <a@b>\nContent-Type: image/p\u{0}ng; name=\"a\u{0}b.png\"\n\nx\n"),
    ("a.mbox", "From a\nFrom: a <a@b>\nContent-Type: x/a\u{0}\n\nfrom b\n"),
    ("a.jsonl", "{\"id\": \"a\\u0000b\", \"text\": \"one\"}\n"), ("a.tsv", "a\u{0}b\ttext\n"),
  ])
  func `a record is never named with NUL`(name: String, text: String) throws {
    let reading = try Reading(name, text)
    for document in reading.documents {
      let id = document.recordID ?? ""
      #expect(!id.utf8.contains(0))
      if name == "a.tsv" || name == "a.jsonl" { #expect(id == "a\u{FFFD}b") }
    }
    let isAnswered = !reading.documents.isEmpty || reading.report.skipReason != nil
    #expect(isAnswered)
  }

  /// Files that nest 100,000 levels deep, or repeat what some parsers take quadratic time for.
  static let deep: [(name: String, unit: String, closing: String)] = [
    ("a.html", "<div>", "</div>"), ("a.html", "<b>", "</i>"), ("a.html", "<ruby><rt>", "</p>"),
    ("a.html", "<table><tr><td>", ""), ("a.html", "<noscript>", "</template>"),
    ("a.html", "<!--", ""), ("a.html", "<a x='", ""), ("a.html", "&", ";"), ("a.html", "<", ">"),
    ("a.html", "<html a=b><body c=d>", ""),
    ("a.md", "> ", ""), ("a.md", "- ", ""), ("a.md", "[", "]"), ("a.md", "*a ", ""),
    ("a.md", "![", "](x)"), ("a.md", "<div>", ""), ("a.md", "`", ""), ("a.md", "a*_ ", "_*"),
    ("a.md", "|", "\n"), ("a.jsonl", "[", "]"), ("a.jsonl", "{\"text\":", "}"),
    ("a.tsv", "\t", "\n"), ("a.txt", "x", "\n"),
  ]

  @Test(arguments: deep)
  func `deep nesting is linear`(name: String, unit: String, closing: String) throws {
    let opening = [[UInt8]](repeating: Array(unit.utf8), count: 100_000).joined()
    let ends = [[UInt8]](repeating: Array(closing.utf8), count: 100_000).joined()
    let bytes = Array(opening) + Array("needle".utf8) + Array(ends)
    // It ends at all: quadratic time would take minutes, recursion would overflow the stack.
    let reading = try Reading(name, bytes)
    let report = reading.report
    let isAnswered =
      !reading.documents.isEmpty || !report.warnings.isEmpty || report.skipReason != nil
      || report.brokenRecordCount > 0
    #expect(isAnswered, "\(name) \(unit)")
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "{? ", "a:\n"])
  func `deep front matter is refused`(unit: String) throws {
    let yaml = String(repeating: unit, count: 100_000)
    let reading = try Reading("a.txt", "---\n" + yaml + "\n---\nBody")
    #expect(reading.report.warnings.count == 1 || unit == "a:\n")
  }

  @Test func `text below a cut is kept`() throws {
    let html =
      String(repeating: "<div>", count: 5_000) + "needle"
      + String(repeating: "</div>", count: 5_000) + "<p>after"
    let reading = try Reading("a.html", html)
    #expect(reading.title == "needle" && reading.body == "after")
  }

  @Test func `of a tag with very many attributes what is beyond the limit becomes blank`() throws {
    // What the parser takes quadratic time for.
    let attributes = (0..<30_000).map { " a\($0)='x y'" }.joined()
    let text = "<p>before<a\(attributes)>inside</a> after <img alt='spoken'>"
    var bytes = Array(text.utf8)
    HTMLExtractor.blankExcessAttributes(in: &bytes)
    #expect(bytes.count == text.utf8.count)
    let kept = String(decoding: bytes, as: UTF8.self)
    #expect(kept.contains(" a998='x y'") && !kept.contains("a2000="))
    #expect(kept.hasSuffix(">inside</a> after <img alt='spoken'>"))
    #expect(try HTMLExtractor.extract(bytes).body.string.contains("beforeinside after"))
  }

  @Test func `a truncated file is read to its end`() throws {
    let whole = Array("---\ntitle: 日本\n---\n<p>日本語 **text** &amp; ```".utf8)
    for count in 0...whole.count {
      let reading = try Reading("a.md", Array(whole[..<count]))
      #expect(reading.report.skipReason == nil || reading.report.skipReason == .binary)
    }
  }

  @Test(arguments: names)
  func `a huge line is one document`(name: String) throws {
    let line = String(repeating: "word ", count: 600_000)
    let text =
      switch name {
      case "a.jsonl": "{\"text\":\"\(line)\"}"
      case "a.tsv": "1\t\(line)"
      default: line
      }
    let reading = try Reading(name, text)
    #expect(reading.documents.count == 1)
    #expect(reading.body.utf8.count >= line.utf8.count - 1)
  }
}
