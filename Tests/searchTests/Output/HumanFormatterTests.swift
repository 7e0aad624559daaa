import Testing

@testable import search

@Suite struct HumanFormatterTests {
  @Test func `hits without colour`() {
    let text = HumanFormatter(usesColor: false).results(.sample())
    #expect(
      text == """
        1  巨额«补贴»之下
           docs/a.txt  3.41
           提供535亿日元«补贴»。 还将 \\u{202E}x

        2  no 7
           c.jsonl no 7  1.00

        3  b.txt
           b.txt  0.50

        """)
  }

  @Test func `hits in colour`() {
    var page = ResultPage.sample()
    page.hits.removeLast(2)
    let escape = "\u{1B}["
    #expect(
      HumanFormatter(usesColor: true).results(page) == """
        1  \(escape)1m巨额\(escape)1;31m补贴\(escape)0m\(escape)1m之下\(escape)0m
           \(escape)2mdocs/a.txt  3.41\(escape)0m
           提供535亿日元\(escape)1;31m补贴\(escape)0m。 还将 \\u{202E}x

        """)
  }

  @Test func `the total names what is not shown`() {
    var page = ResultPage.sample()
    let formatter = HumanFormatter(usesColor: false)
    #expect(formatter.total(page) == "3 of 12 documents in 4.2 ms")
    page.hits.removeLast(2)
    page.totalCount = 1
    #expect(formatter.total(page) == "1 document in 4.2 ms")
  }

  @Test func `nothing found is explained part by part`() {
    let page = ResultPage(
      query: "黄仁勋 \"a b\" !? NOT x", hits: [], totalCount: 0, documentCount: 5,
      parts: [
        .sample("黄仁勋", terms: ["黄", "仁", "勋"], count: 0),
        .sample("a b", terms: ["a", "b"], isPhrase: true, count: 1),
        .sample("!?", terms: [], count: 0),
        .sample("x", terms: ["x"], isExcluded: true, count: 2),
      ], seconds: 0)
    #expect(
      HumanFormatter(usesColor: false).explanation(page) == """
        nothing found in 5 documents for: 黄仁勋 "a b" !? NOT x
          黄仁勋  in 0 documents
          "a b"   in 1 document
          !?      holds nothing to search for
          x       in 2 documents, excluded
        """)
  }

  @Test(arguments: [
    (0.0, 2, "0.00"), (1.005, 1, "1.0"), (-2.5, 1, "-2.5"), (0.999, 2, "1.00"), (12.0, 0, "12"),
    (-0.001, 2, "0.00"), (.infinity, 2, "inf"),
  ])
  func `numbers have a fixed count of decimals`(value: Double, digits: Int, expected: String) {
    #expect(HumanFormatter.decimal(value, digits: digits) == expected)
  }
}
