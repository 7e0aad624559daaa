import Index
import Testing

@testable import search

@Suite struct ExtractorTests {
  @Test func `front matter becomes fields`() throws {
    let text = """
      ---
      title: >
        Two
        lines
      tags: [a, "b c"]
      author: {name: Ann, born: {year: 1980}}
      nothing: ~
      empty: ""
      quoted: "null"
      ---
      Body
      """
    let reading = try Reading("a.txt", text)
    #expect(reading.title == "Two lines" && reading.body == "Body")
    #expect(
      reading.documents[0].fields == [
        Document.Field("tags", "a"), Document.Field("tags", "b c"),
        Document.Field("author.name", "Ann"), Document.Field("author.born.year", "1980"),
        Document.Field("quoted", "null"),
      ])
  }

  @Test func `aliases are not followed`() throws {
    let text = "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nBody"
    let reading = try Reading("a.md", text)
    #expect(reading.documents[0].fields.map(\.value) == ["x", "x"])
    #expect(
      reading.report.warnings
        == ["the alias *a is not followed", "the alias *b is not followed"])
  }

  @Test(arguments: ["a: b: c", "just text", "- a\n- b", "a: [", "\t- x: :", "%YAML 9"])
  func `broken front matter is text`(yaml: String) throws {
    let reading = try Reading("a.txt", "---\n\(yaml)\n---\nBody")
    #expect(reading.report.format == .plainText)
    #expect(reading.report.warnings.count == 1)
    #expect(reading.title + "\n" + reading.body == "---\n\(yaml)\n---\nBody")
  }

  @Test func `a fence that never closes is text`() throws {
    let reading = try Reading("a.txt", "---\na: b\n")
    #expect(reading.title == "---" && reading.report.warnings.isEmpty)
    #expect(try Reading("a.yaml", "---\na: b\n---\nc: d\n").title == "---")
  }

  @Test func `markdown becomes lines`() throws {
    let text = """
      # Head *line*

      First `code` &amp; [link](http://x.y "t")
      second<br>third ![picture](p.png) <https://z.org>

      * one
      * two

      | a | b |
      |---|---|
      | 1 | 2 |

      ```swift
      let  x = 1 < 2
      ```

      The <script> tag, <b>bold</b>.

      <div>
      <p>in<!-- not --></p>

      *still*
      </div>
      """
    let reading = try Reading("a.md", text)
    #expect(reading.title == "Head line")
    #expect(
      reading.body == """
        First code & link
        second
        third picture https://z.org
        one
        two
        a\tb
        1\t2
        let  x = 1 < 2
        The <script> tag, bold.
        in
        still
        """)
  }

  @Test func `html becomes text`() throws {
    let text = """
      <!-- c --><!DOCTYPE html><html a=b><head><title>A &eacute;
      B</title><style>p{}</style><script>if (a<b) "</p>"</script></head>
      <body><p>One  <b>t</b>wo&nbsp;x&#x65E5;<p>Three<br>four<img alt="pic" src=x>
      <noscript>no</noscript><template><p>no</p></template>
      <pre>
      a  b
       c</pre>
      <table><tr><td>1<td>2<tr><td>3</table><html c=d>end &amp;lt; <!-- > --> &unknown;
      """
    let reading = try Reading("page.txt", text)
    #expect(reading.report.format == .html)
    #expect(reading.title == "A é B")
    #expect(
      reading.body == """
        One two\u{A0}x日
        Three
        fourpic
        a  b
         c
        1\t2
        3
        end &lt; &unknown;
        """)
  }

  @Test func `ruby keeps its base joined`() throws {
    for html in [
      "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>だ",
      "<p><ruby>漢<rt>かん</ruby><ruby>字<rt>じ</ruby>だ",
      "<p><ruby><rb>漢<rt>かん<rb>字<rt>じ</ruby>だ",
    ] {
      #expect(try Reading("a.html", html).title == "漢字だ", "\(html)")
    }
  }

  @Test func `json lines are records`() throws {
    let text = #"""
      {"id":"a","title":"T","text":"x\n\u00e9 \ud83d\ude00","lang":"de","n":1.5,"ok":true,"z":null}
      {"id":7,"text":"y","tags":["p","q"],"deep":{"a":1}}
      {"text":"no id"}
      {"id":"broken"
      [1]

      {"id":18446744073709551615,"title":"only"}
      {"id":123456789012345678901234567890,"text":"half \ud800 \\ \"pair"}
      {"id":1.5,"text":"x"}
      {"id":"none"}
      """#
    let reading = try Reading("a.jsonl", text)
    #expect(
      reading.documents.map(\.recordID) == [
        "a", "7", "3", "18446744073709551615", "123456789012345678901234567890",
      ])
    #expect(reading.documents[0].title == "T" && reading.body == "x\né 😀")
    #expect(
      reading.documents[0].fields == [
        Document.Field("lang", "de", isSearchedByDefault: false),
        Document.Field("n", "1.5", isSearchedByDefault: false),
        Document.Field("ok", "true", isSearchedByDefault: false),
      ])
    #expect(reading.documents[1].fields.map(\.value) == ["p", "q"])
    #expect(reading.documents[4].body == "half \u{FFFD} \\ \"pair")
    #expect(reading.report.brokenRecords.map(\.line) == [4, 5, 9, 10])
    #expect(reading.report.contentHash != nil && reading.report.recordCount == 5)
  }

  @Test func `ill-formed bytes in a record become replacement characters`() throws {
    let reading = try Reading("a.ndjson", Array("{\"text\":\"a".utf8) + [0xFF] + Array("b\"}".utf8))
    #expect(reading.body == "a\u{FFFD}b")
  }

  @Test func `tab separated lines are records`() throws {
    let reading = try Reading("a.tsv", "1\ta\tb\nno tab\n\tx\n\n2\t\n")
    #expect(reading.documents.map(\.recordID) == ["1", "2"])
    #expect(reading.documents.map(\.body) == ["a\tb", ""])
    #expect(reading.report.brokenRecords.map(\.line) == [2, 3])
  }

  @Test func `a long line is no title`() throws {
    let line = String(repeating: "長", count: 342)
    let reading = try Reading("a.txt", "\n" + line + "\nx")
    #expect(reading.title.isEmpty && reading.body == line + "\nx")
    #expect(try Reading("a.txt", line.dropLast() + "\nx").body == "x")
  }

  @Test func `field names cannot grow without bound`() throws {
    let key = String(repeating: "k", count: 200)
    let leaves = (0..<2_000).map { "      a\($0): 1" }.joined(separator: "\n")
    let text = "---\n\(key):\n  b:\n\(leaves)\n\(key)\(key): x\n---\nBody"
    let reading = try Reading("a.md", text)
    #expect(reading.documents[0].fields.count == 2_000)
    #expect(reading.report.warnings.count == 1)
    var reader = DocumentReader()
    reader.limits.freeOutputByteCount = 1_000
    reader.limits.expansionRatio = 1
    #expect(try Reading("a.md", text, reader: reader).report.skipReason == .expansion)
  }

  @Test func `a long link target used often is refused`() throws {
    let target = String(repeating: "x", count: 20_000)
    let text = "[a]: /\(target)\n\n" + String(repeating: "[a]", count: 20_000)
    #expect(try Reading("a.md", text).report.skipReason == .expansion)
  }

  @Test func `targets of links, tooltips and names of members are values`() throws {
    let html = try Reading(
      "a.html",
      """
      <html><body><p title="Tip one">See <a href="https://example.org/x?a=1&amp;b=2" title="Tip two">this
      page</a>, <a href="#top">up</a>, <a href="javascript:go()">go</a>, <a href="https://example.org/x?a=1&amp;b=2">
      again</a><img alt="a picture" src="p.png"><script><a href="hidden"></script></body></html>
      """)
    #expect(
      html.documents[0].fields == [
        .init("tooltip", "Tip one"), .init("link", "https://example.org/x?a=1&b=2"),
        .init("tooltip", "Tip two"),
      ])
    let markdown = try Reading(
      "a.md",
      "# Head\n\nSee [this](http://example.org/a\"b 'The \"tip\"') and ![pic](p.png 'A tooltip').\n"
    )
    #expect(markdown.documents[0].body == "See this and pic." || markdown.title == "Head")
    #expect(
      markdown.documents[0].fields == [
        .init("link", "http://example.org/a\"b"), .init("tooltip", "The \"tip\""),
        .init("tooltip", "A tooltip"),
      ])
    let json = try Reading(
      "a.json", #"{"name":"N","dependencies":{"left-pad":"1.0","a":[{"left-pad":2}]}}"#)
    #expect(
      json.documents[0].fields.filter { $0.name == "member" }.map(\.value)
        == ["name", "dependencies", "left-pad", "a"])
    #expect(json.documents[0].fields.allSatisfy { $0.name != "member" || $0.isSearchedByDefault })
  }

  @Test func `HTML that takes too long is given up`() throws {
    let long = Array("<p>word ".utf8) + Array(repeating: UInt8(ascii: "x"), count: 20_000)
    #expect(throws: SkipReason.readerFailed("reading it took longer than 0 s")) {
      try HTMLExtractor.extract(long, seconds: 0)
    }
    #expect(try HTMLExtractor.extract(long).body.string.hasPrefix("word xxx"))
  }
}
