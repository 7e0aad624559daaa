import Testing

/// Conditions on values that no document meets.
struct ConditionToolTests {
  private let folder = ToolFolder()

  private func index() {
    folder.write("docs/a.md", "---\nyear: 2024\n---\ncommon words\n")
    folder.write(
      "docs/b.md", "---\nyear: 2020\n---\ncommon; in a manual stands type:nothing here\n")
    #expect(folder.search("index", ".", in: "docs").status == 0)
  }

  @Test func `what looks like a condition is found as text where no value is such`() {
    index()
    let answer = folder.search("query", "-l", "type:nothing manual", in: "docs")
    #expect(answer.output == "b.md\n", "\(answer)")
    #expect(answer.errors.contains("looked for it as words"), "\(answer)")
  }

  @Test func `words are counted whatever conditions say, and the condition is named`() {
    index()
    let answer = folder.search("query", "common words year:[1900 TO 1901]", in: "docs")
    // As words it finds something; that it is no condition is said.
    #expect(answer.errors.contains("no document meets"), "\(answer)")
    let none = folder.search("query", "--syntax", "strict", "common AND year:1900", in: "docs")
    let text = none.output + none.errors
    #expect(text.contains("common  in 2 documents"), "\(text)")
    #expect(text.contains("meets year:1900"), "\(text)")
  }
}
