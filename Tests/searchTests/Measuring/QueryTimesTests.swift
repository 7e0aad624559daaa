import Testing

@testable import search

@Suite struct QueryTimesTests {
  private var times: QueryTimes {
    var times = QueryTimes(
      mode: "or", limit: 10, queryCount: 4, documentCount: 7, passCount: 3, mean: 2.5,
      geometricMean: 2.25, percentiles: QueryTimes.percentiles(of: [4, 1, 3, 2]),
      queriesPerSecond: 400, queriesPerSecondOnAll: 750.5, threadCount: 2, hitCount: 9)
    times.lengths = QueryTimes.lengths([4, 1, 3, 2], termCounts: [2, 1, 2, 1])
    return times
  }

  @Test func `a percentile is the smallest time that so many do not exceed`() {
    let times = times
    #expect([times.percentiles[0], times.percentiles[25], times.percentiles[26]] == [1, 1, 2])
    #expect([times.p50, times.p90, times.p99, times.maximum] == [2, 4, 4, 4])
    let hundred = (1...100).map(Double.init).shuffled()
    #expect(QueryTimes.percentiles(of: hundred) == [1] + (1...100).map(Double.init))
    #expect(QueryTimes.percentiles(of: []) == [Double](repeating: 0, count: 101))
  }

  @Test func `means are what they are called`() {
    #expect(QueryTimes.mean([1, 2, 6]) == 3)
    #expect(abs(QueryTimes.geometricMean([1, 2, 32]) - 4) < 1e-9)
    #expect(
      times.lengths == [
        .init(termCount: 1, queryCount: 2, mean: 1.5, p90: 2),
        .init(termCount: 2, queryCount: 2, mean: 3.5, p90: 4),
      ])
  }

  @Test func `what is printed is read again`() throws {
    let value = try #require(JSONValue(parsing: times.object.text))
    #expect(QueryTimes(value) == times)
    #expect(value["v"]?.number == 1)
    #expect(QueryTimes(.object([:])) == nil)
    let page = BenchPage(
      BenchReport(subject: "a", origin: "b", times: [times], baseline: [times])
    ).text
    #expect(page.contains("1.00"))
  }

  @Test func `a text is nothing but text in markup`() {
    var markup = Markup()
    markup.element("td", [("title", "\"<a>")], text: "a & <b> 'c'\n\u{202E}d\u{7}")
    #expect(
      markup.text
        == "<td title=\"&quot;&lt;a&gt;\">a &amp; &lt;b&gt; &#39;c&#39; \u{FFFD}d\u{FFFD}</td>")
  }
}
