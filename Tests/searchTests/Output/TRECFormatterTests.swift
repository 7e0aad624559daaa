import Testing

@testable import search

@Suite struct TRECFormatterTests {
  @Test func `a line a hit, ids as one word`() {
    #expect(
      TRECFormatter.results(queryID: "7", hits: ResultPage.sample().hits) == """
        7 Q0 docs/a.txt 1 3.4051 search
        7 Q0 no%207 2 1.0 search
        7 Q0 b.txt 3 0.5 search

        """)
  }

  @Test(arguments: [Float(0.1), 1.6992497, .leastNonzeroMagnitude, 123456.79, 1e20])
  func `a score reads back as the same number`(score: Float) {
    let hit = HitRecord(rank: 1, score: score, name: DocumentName(key: "a"), snippet: nil)
    let words = TRECFormatter.results(queryID: "q", hits: [hit]).split(separator: " ")
    #expect(Float(words[4]) == score)
  }
}
