import Testing

@testable import search

@Suite struct QueryFileTests {
  private func parse(_ text: String, requiresIDs: Bool = true) throws(CommandError) -> [String] {
    try QueryFile(parsing: Array(text.utf8), name: "q.tsv", requiresIDs: requiresIDs)
      .entries.map { "\($0.id)=\($0.text)" }
  }

  @Test func `ids and queries`() throws {
    #expect(try parse("1\t芯片\r\n\n2\ta\tb\n") == ["1=芯片", "2=a\tb"])
    #expect(try parse("\u{FEFF}1\tx") == ["1=x"])
  }

  @Test func `queries alone are named by their lines`() throws {
    #expect(
      try parse("\nRapidus 补贴\nx\tKoike\n", requiresIDs: false) == ["2=Rapidus 补贴", "x=Koike"])
  }

  @Test(arguments: [
    ("1\ta\nno tab\n", "q.tsv:2: expected an id, TAB, and a query"),
    ("\tquery\n", "q.tsv:1: expected an id without spaces before the TAB"),
    ("a b\tquery\n", "q.tsv:1: expected an id without spaces before the TAB"),
    ("1\t \n", "q.tsv:1: no query after the TAB"), ("\n \n", "q.tsv: no query in it"),
    ("1\ta\n1\tb\n", "q.tsv:2: the id 1 comes twice"), ("", "q.tsv: no query in it"),
  ])
  func `a bad line is named`(text: String, message: String) {
    #expect(throws: CommandError(message)) { try parse(text) }
  }

  @Test func `bytes that are no text are named`() {
    #expect(throws: CommandError("q:1: not UTF-8")) {
      try QueryFile(parsing: [0x31, 0x09, 0xFF], name: "q", requiresIDs: true)
    }
  }
}
