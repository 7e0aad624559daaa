import TestSupport
import Testing

@testable import Index
@testable import search

@Suite struct PlaceFinderTests {
  @Test func `lines and columns are those that counting gives`() {
    for seed in UInt64(1)...100 {
      var random = SeededGenerator(seed: seed)
      let pieces = ["a", "半", "\n", "e\u{301}", "\r\n", "👧"]
      let body = (0..<40).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
        .joined()
      let title = Bool.random(using: &random) ? "t" : ""
      let document = Document(key: "a", title: title, body: body)
      var finder = PlaceFinder(document, name: DocumentName(key: "a"))
      // In any order.
      for _ in 0..<10 {
        let scalars = Array(body.unicodeScalars)
        let at = Int.random(in: 0...scalars.count, using: &random)
        let before = scalars[..<at]
        let offset = before.reduce(0) { $0 + UTF8.width($1) }
        let line = before.count { $0 == "\n" } + (title.isEmpty ? 1 : 2)
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        let place = finder.place(ofByte: offset, inTitle: false)
        #expect(place == SourcePlace(line: line, column: column), "seed \(seed)")
      }
    }
  }

  @Test func `records have no lines, titles the first one`() {
    let document = Document(key: "a", title: "Ångström", body: "b")
    var record = PlaceFinder(document, name: DocumentName(key: "a\u{0}1"))
    #expect(record.place(ofByte: 0, inTitle: false) == SourcePlace())
    var text = PlaceFinder(document, name: DocumentName(key: "a"))
    #expect(text.place(ofByte: 4, inTitle: true) == SourcePlace(line: 1, column: 4))
    #expect(text.place(ofByte: 99, inTitle: false) == SourcePlace(line: 2, column: 2))
    #expect(text.place(ofByte: -1, inTitle: false) == SourcePlace(line: 2, column: 1))
  }

  @Test func `places are named as people look them up`() {
    #expect(PlaceText.name("a.pdf", SourcePlace(page: 3)) == "a.pdf:p3")
    #expect(PlaceText.name("b.xlsx", SourcePlace(sheet: "S 1", cell: "B12")) == "b.xlsx!S 1!B12")
    #expect(PlaceText.name("f.srt", SourcePlace(milliseconds: 751_999)) == "f.srt @ 00:12:31")
    #expect(PlaceText.name("a.zip", SourcePlace(entries: ["b/c.txt"], line: 4)) == "a.zip//b/c.txt")
    #expect(PlaceText.name("m.mbox", SourcePlace(entries: ["x"], message: 2)) == "m.mbox//x:m2")
    #expect(PlaceText.label(SourcePlace(line: 4)) == "4")
    #expect(PlaceText.label(SourcePlace(page: 4, line: 9)) == "p4")
    #expect(PlaceText.label(SourcePlace()) == nil)
  }

  @Test func `pages, cells and what is odd about a file are shown`() {
    var page = ResultPage.sample()
    page.hits.removeLast(2)
    page.hits[0].freshness = .stale
    var passage = PassageRecord(
      passage: Passage(text: "one two", bodyOffset: 4, matches: [8..<11]),
      place: SourcePlace(page: 3), line: ContextLine(number: nil, text: "x", matches: []))
    page.hits[0].passages = [passage]
    #expect(LineFormatter().results(page) == "docs/a.txt:p3:x\n")
    let human = HumanFormatter(usesColor: false).results(page)
    #expect(human.contains("docs/a.txt  3.41 [stale]\n   p3  "))
    let json = JSONFormatter.results(page)
    #expect(json.contains(#""freshness":"stale","stale":true"#) && json.contains(#""page":3"#))
    passage.place = SourcePlace(entries: ["in.txt"], line: 2, column: 5)
    page.hits[0].passages = [passage]
    #expect(LineFormatter().results(page) == "docs/a.txt//in.txt:2:5:x\n")
  }
}
