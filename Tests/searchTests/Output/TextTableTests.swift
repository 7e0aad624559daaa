import Testing

@testable import search

@Suite struct TextTableTests {
  @Test func `columns line up for wide characters`() {
    var table = TextTable([("n", .right), ("text", .left), ("term", .left)])
    table.add(["1", "半导体", "半导体"])
    table.add(["10", "AI", "ai"])
    #expect(
      table.text == """
         n  text    term
         1  半导体  半导体
        10  AI      ai

        """)
  }
}
