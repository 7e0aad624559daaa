import Testing

@testable import search

@Suite struct RetrievalRunTests {
  private func parse(_ text: String) throws(CommandError) -> RetrievalRun {
    try RetrievalRun(parsing: Array(text.utf8), name: "x.run")
  }

  private func names(_ text: String) throws(CommandError) -> [String] {
    try parse(text).ranking(for: Identifier("q")).map(\.name.text)
  }

  @Test func `scores make the order, ranks and lines do not`() throws {
    #expect(
      try names("q Q0 a 1 0.5 x\nq Q0 b 2 7 x\np Q0 c 1 9 x\nq Q0 d 3 -1e3 x\n") == ["b", "a", "d"])
    #expect(try names("\u{FEFF}q\tQ0\ta\t1\t1\tx\r\n\r\nq\tQ0\tb\t1\tinf\tx") == ["b", "a"])
    #expect(try names("p Q0 a 1 1 x\n") == [])
  }

  @Test func `equal scores are in descending order of the bytes of the ids`() throws {
    #expect(
      try names("q Q0 d9 1 1 x\nq Q0 d10 2 1 x\nq Q0 D 3 1 x\nq Q0 é 4 1 x\nq Q0 d 5 1 x\n")
        == ["é", "d9", "d10", "d", "D"])
    // U+10000 comes after U+FFEE in bytes, before it in UTF-16.
    #expect(try names("q Q0 \u{FFEE} 1 0 x\nq Q0 \u{10000} 2 -0 x\n") == ["\u{10000}", "\u{FFEE}"])
  }

  @Test func `scores are compared in single precision`() throws {
    #expect(try names("q Q0 a 1 1.000000001 x\nq Q0 b 2 1 x\n") == ["b", "a"])
    #expect(try names("q Q0 a 1 1.0000002 x\nq Q0 b 2 1 x\n") == ["a", "b"])
  }

  @Test(arguments: [
    (
      "q Q0 a 1 1 x\nq Q0 a 1 1\n",
      "x.run:2: expected 6 fields (query id, Q0, document id, rank, score, name of the run), found 5"
    ),
    ("q Q0 a 1 best x\n", "x.run:1: expected a number as score, found best"),
    ("q Q0 a 1 nan x\n", "x.run:1: expected a number as score, found nan"),
    (
      "q Q0 a 1 1 x\np Q0 a 1 1 x\n\nq Q0 b 1 2 x\nq Q0 a 1 3 x\n",
      "x.run:5: the document a comes twice for query q"
    ),
    ("\n", "x.run: no result in it"),
  ])
  func `a bad line is named`(text: String, message: String) {
    #expect(throws: CommandError(message)) { try parse(text) }
  }
}
