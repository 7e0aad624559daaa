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
}
