import TestSupport
import Testing
import Tokenizer

@testable import Index

/// A query that a program puts together is the one that is typed.
struct QueryClauseTests {
  private static let index = try? {
    let index = try SearchIndex.inMemory()
    let writer = try index.makeWriter()
    try writer.add(Document(key: "1", title: "Chips", body: "to be or not to be 半导体 car"))
    try writer.add(Document(key: "2", title: "芯片", body: "to be a 半导体 semiconductor"))
    try writer.add(
      Document(key: "3", body: "not to be", fields: [Document.Field("lang", "zh AND")]))
    try writer.commit()
    return index
  }()

  private static let cases: [(QueryClause, String)] = [
    ("半导体", "半导体"), (.words("to be"), "(to be)"), (.phrase("to be"), "\"to be\""),
    (.phrase("to semiconductor", within: 3), "\"to semiconductor\"~3"), (.prefix("semi"), "semi*"),
    (.pattern("s?mi*"), "s?mi*"), (.similar("chpis", edits: 1), "chpis~1"),
    (.similar("chpis"), "chpis~"), (.near(["to", "not to"], within: 4), "NEAR(to \"not to\", 4)"),
    (.everything, "*"), (.all("to", "be"), "to AND be"), (.any("to", "car"), "to OR car"),
    (.all("to", .not("car")), "to AND NOT car"), (.any("to", .required("be")), "to OR +be"),
    (.any("to", .not(.any("car", "芯片"))), "to NOT (car OR 芯片)"),
    (.field("title", .any("芯片", .phrase("chips"))), "title:(芯片 OR \"chips\")"),
    (.atLeast(2, of: ["to", "car", "半导体"]), "(to car 半导体)@2"),
    (QueryClause("car").boosted(by: 2.5), "car^2.5"),
    (QueryClause.all("to", "be").scored(3), "(to AND be)^=3"),
    (.typed("to NOT car \"半导体"), "(to NOT car \"半导体)"),
    (.all(.typed("a OR car"), .field("lang", "zh")), "(a OR car) AND lang:zh"),
    (.all("to be", QueryClause.everything.boosted(by: 2)), "(to be) AND (*)^2"),
    (.not("car"), "NOT car"), (.any([]), "()"),
  ]

  @Test(arguments: cases.indices, MatchMode.allCases)
  func `a clause is what is typed`(number: Int, mode: MatchMode) throws {
    let (clause, typed) = Self.cases[number]
    let snapshot = try #require(Self.index).snapshot()
    let (made, read) = (
      try snapshot.query(clause, matching: mode), try snapshot.parse(typed, matching: mode)
    )
    #expect(made.query == read.query, "\(QueryText.of(made.query)), \(QueryText.of(read.query))")
    #expect(made.evidence == read.evidence)
    #expect(made.parts.map(\.terms) == read.parts.map(\.terms))
    #expect(try snapshot.search(made) == snapshot.search(read))
  }

  @Test(arguments: cases.indices)
  func `its description can be typed`(number: Int) throws {
    let (clause, _) = Self.cases[number]
    let snapshot = try #require(Self.index).snapshot()
    let (made, read) = (
      try snapshot.query(clause), try snapshot.parse(clause.description)
    )
    #expect(made.query == read.query || clause == .any([]), "\(clause)")
  }

  @Test func `words are never operators or patterns`() throws {
    let snapshot = try #require(Self.index).snapshot()
    let clause = QueryClause.all("AND", .field("lang", "zh"))
    #expect(try snapshot.search(clause).hits.map(\.key) == ["3"])
    #expect(try QueryText.of(snapshot.query("semi* chip~").query) == "(semi | chip)")
  }

  @Test func `what makes no sense is refused`() throws {
    let snapshot = try #require(Self.index).snapshot()
    var deep: QueryClause = "a"
    for _ in 0..<100 { deep = .not(deep) }
    let refused: [QueryClause] = [
      .field("athor", "x"), .near(["a"]), .near(["a", "b"], within: -1),
      .phrase("a b", within: -1), .similar("abc", edits: 3), QueryClause("a").boosted(by: 0),
      QueryClause("a").boosted(by: .nan), .atLeast(3, of: ["a", "b"]), deep,
    ]
    for clause in refused {
      #expect(throws: IndexError.self, "\(clause)") { try snapshot.query(clause) }
    }
  }
}
