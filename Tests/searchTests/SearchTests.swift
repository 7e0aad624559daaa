import Testing

@testable import search

@Suite struct SearchTests {
  @Test(arguments: [
    (["芯片"], ["query", "芯片"]), (["index", "x"], ["index", "x"]),
    (["-k", "3", "index"], ["query", "-k", "3", "index"]), (["--help"], ["--help"]),
    (["--version"], ["--version"]), ([], []), (["--all", "a"], ["query", "--all", "a"]),
    (["--", "index"], ["query", "--", "index"]), (["help", "query"], ["help", "query"]),
  ])
  func `words without a command are a query`(typed: [String], meant: [String]) {
    #expect(Search.completedArguments(typed) == meant)
  }

  @Test func `percentiles are times that were measured`() {
    let times = QueryTimes(
      nanoseconds: [4000, 1000, 3000, 2000], mode: .or, limit: 10, passCount: 1, hitCount: 0,
      documentCount: 0)
    #expect(times.mean == 2.5)
    #expect(times.percentile(0.5) == 2)
    #expect(times.percentile(0.99) == 4)
    #expect(times.queriesPerSecond == 400_000)
  }
}
