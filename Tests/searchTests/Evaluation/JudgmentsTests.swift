import Testing

@testable import search

@Suite struct JudgmentsTests {
  private func parse(_ text: String) throws(CommandError) -> Judgments {
    try Judgments(parsing: Array(text.utf8), name: "qrels")
  }

  private func ranking(_ names: String...) -> [RankedDocument] {
    names.map { RankedDocument(name: Identifier($0), score: 1) }
  }

  @Test(arguments: [
    "1 0 a 2\n1 0 b 0\n2 0 a 1\n", "1\t0\ta\t2\r\n1\t0\tb\t0\r\n2\t0\ta\t1",
    "\u{FEFF}\n  1  0 \t a 2  \n\n \t\n1 Q0 b -0\n2 x a +1\n\n",
  ])
  func `spaces, tabs, carriage returns, a mark and empty lines`(text: String) throws {
    let judgments = try parse(text)
    #expect(judgments.queries == [Identifier("1"), Identifier("2")])
    #expect(judgments.contains(Identifier("2")))
    #expect(!judgments.contains(Identifier("3")))
    let first = judgments.judged(ranking("b", "x", "a"), query: Identifier("1"))
    #expect(first == JudgedRanking(found: [0, 0, 2], ideal: [2]))
    let second = judgments.judged(ranking("a", "b"), query: Identifier("2"))
    #expect(second == JudgedRanking(found: [1, 0], ideal: [1]))
  }

  @Test(arguments: [
    (
      "1 0 a 1\n1 0 b\n",
      "qrels:2: expected 4 fields (query id, 0, document id, relevance), found 3"
    ),
    (
      "\n1 0 a b 1\n",
      "qrels:2: expected 4 fields (query id, 0, document id, relevance), found 5"
    ),
    ("1 0 a 1.5\n", "qrels:1: expected a whole number as relevance, found 1.5"),
    (
      "1 0 a 99999999999999999999\n",
      "qrels:1: expected a whole number as relevance, found 99999999999999999999"
    ),
    ("1 0 a 1\n2 0 a 1\n1 0 a 1\n", "qrels:3: the document a is judged twice for query 1"),
    ("", "qrels: no judgment in it"), ("\u{FEFF} \r\n\t", "qrels: no judgment in it"),
  ])
  func `a bad line is named`(text: String, message: String) {
    #expect(throws: CommandError(message)) { try parse(text) }
  }

  @Test func `any bytes but white space are an id`() throws {
    let bytes: [UInt8] = [0xFF, 0x20, 0x30, 0x20, 0xFE, 0x00, 0x20, 0x31, 0x0A]
    let judgments = try Judgments(parsing: bytes, name: "qrels")
    let document = RankedDocument(name: Identifier([0xFE, 0x00]), score: 1)
    let judged = judgments.judged([document], query: Identifier([0xFF]))
    #expect(judged.found == [1])
  }

  @Test func `ids are compared byte by byte`() throws {
    let judgments = try parse("q 0 caf\u{E9} 1\nq 0 cafe\u{301} 2\n")
    let judged = judgments.judged(ranking("cafe\u{301}", "caf\u{E9}"), query: Identifier("q"))
    #expect(judged == JudgedRanking(found: [2, 1], ideal: [2, 1]))
  }

  @Test func `a relevance below 0 is none`() throws {
    let judgments = try parse("q 0 a -1\nq 0 b 0\nq 0 c \(Int.max)\n")
    let judged = judgments.judged(ranking("a", "b", "c"), query: Identifier("q"))
    #expect(judged == JudgedRanking(found: [0, 0, Int.max], ideal: [Int.max]))
    #expect(Measure.ndcgAt10.value(judged) == 0.5)
  }

  @Test func `an id that a run writes with percent signs is found under its own name`() throws {
    let judgments = try parse("q 0 50%off 1\nq 0 a%20b 2\nq 0 東\u{3000}京 3\nq 0 c%2Fd 4\n")
    let query = Identifier("q")
    func relevances(_ names: [String]) -> [Int] {
      judgments.judged(
        names.map { RankedDocument(name: Identifier($0), score: 1) }, query: query
      ).found
    }
    // As this tool writes them.
    #expect(
      relevances(["50%off", "a b", "東\u{3000}京", "c%2Fd"].map(PercentEncoding.encoded))
        == [1, 2, 3, 4])
    // As another engine writes them.
    #expect(relevances(["50%off", "a%20b", "東\u{3000}京", "c%2Fd"]) == [1, 2, 3, 4])
    // A judgment belongs to one document, first of all to the one of that very name.
    #expect(relevances(["a%2520b", "a%20b"]) == [0, 2])
    #expect(relevances(["%61%2520b", "a%2520b"]) == [2, 0])
    // What stands for a name that is not judged, or for nothing.
    #expect(relevances(["x%20y", "50%", "%", "%2", "%zz"]) == [0, 0, 0, 0, 0])
  }
}
