import Testing

@testable import search

@Suite struct JSONFormatterTests {
  @Test func `a match and a summary`() {
    var page = ResultPage.sample()
    page.hits.removeLast(2)
    let lines = JSONFormatter.results(page).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[0] == #"{"v":1,"type":"match","rank":1,"score":3.4051,"key":"docs/a.txt","#
        + #""path":"docs/a.txt","title":"巨额补贴之下","title_matches":[[6,12]],"#
        + #""snippet":"提供535亿日元补贴。\n还将 \u202ex","snippet_start":100,"#
        + #""snippet_matches":[[18,24]],"matches":[[118,124]],"docid":"docs/a.txt"}"#)
    #expect(
      lines[1] == #"{"v":1,"type":"summary","query":"补贴","shown":1,"total":12,"documents":40,"#
        + #""seconds":0.0042,"parts":[{"text":"补贴","terms":["补贴"],"phrase":false,"#
        + #""excluded":false,"documents":12}]}"#)
  }

  @Test func `a record has an id and a key with NUL`() {
    var page = ResultPage.sample()
    page.hits.removeFirst()
    page.queryID = "q1"
    let lines = JSONFormatter.results(page).split(separator: "\n")
    #expect(lines[0].contains(#""qid":"q1","rank":2,"score":1.0,"key":"c.jsonl\u0000no 7""#))
    #expect(lines[0].contains(#""path":"c.jsonl","id":"no 7""#))
    #expect(!lines[1].contains("snippet"))
  }
}
