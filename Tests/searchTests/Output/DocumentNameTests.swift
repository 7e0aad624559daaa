import Testing

@testable import search

@Suite struct DocumentNameTests {
  @Test func `a file is its path`() {
    let name = DocumentName(key: "docs/a.txt")
    #expect(name == DocumentName(path: "docs/a.txt", recordID: nil))
    #expect(name.ownID == "docs/a.txt")
    #expect(name.key == "docs/a.txt")
  }

  @Test func `a record is its file and its id`() {
    let name = DocumentName(key: "c.jsonl\u{0}7\u{0}x")
    #expect(name == DocumentName(path: "c.jsonl", recordID: "7\u{0}x"))
    #expect(name.ownID == "7\u{0}x")
    #expect(name.key == "c.jsonl\u{0}7\u{0}x")
  }

  @Test func `an empty id is an id`() {
    #expect(DocumentName(key: "c.tsv\u{0}").recordID == "")
  }
}
