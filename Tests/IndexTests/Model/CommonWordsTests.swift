import Testing
import Tokenizer

@testable import Index

struct CommonWordsTests {
  private func key(_ word: String, field: FieldID = .text, _ kind: TermKind = .word) -> TermKey {
    TermKey(field: field, kind: kind, term: word.utf8)
  }

  @Test(arguments: [
    ("to", "be"), ("de", "la"), ("не", "что"), ("的", "人"), ("の", "と"), ("für", "die"),
  ])
  func `two common words make a pair`(left: String, right: String) {
    let pair = CommonWords.shared.pair(key(left), key(right))
    #expect(pair == TermKey(field: .text, kind: .wordPair, term: "\(left) \(right)".utf8))
  }

  @Test(arguments: [
    ("to", "wafer"), ("wafer", "to"), ("", "to"), ("to", "tobeornotto"), ("芯", "片"),
  ])
  func `others make none`(left: String, right: String) {
    #expect(CommonWords.shared.pair(key(left), key(right)) == nil)
  }

  @Test func `words of two fields, and characters, make none`() {
    let title = FieldID(rawValue: 1)
    #expect(CommonWords.shared.pair(key("to"), key("be", field: title)) == nil)
    #expect(CommonWords.shared.pair(key("的", .character), key("人", .character)) == nil)
  }

  @Test(arguments: [AnalyzerOptions.Name.whitespace, .multilingual])
  func `phrases of common words are found where they stand`(name: AnalyzerOptions.Name) throws {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), options: SearchIndex.Options(analyzer: AnalyzerOptions(name)))
    let writer = try index.makeWriter()
    try writer.add(Document(key: "1", body: "to be or not to be that is the question"))
    try writer.add(Document(key: "2", body: "not to say that it is to be the be all or not"))
    try writer.add(Document(key: "3", title: "it is to", body: "be that as it is"))
    try writer.commit()
    let snapshot = try index.snapshot()
    func keys(_ phrase: String) throws -> [String] {
      try snapshot.search("\"\(phrase)\"", limit: 10).hits.map(\.key).sorted()
    }
    #expect(try keys("to be") == ["1", "2"])
    #expect(try keys("not to be") == ["1"])
    #expect(try keys("be to") == [])
    #expect(try keys("it is") == ["2", "3"])
    #expect(try keys("it is to be") == ["2"])
    #expect(try keys("to be or not to be") == ["1"])
    #expect(try keys("that is the question") == ["1"])
    #expect(try index.check().problems == [])
  }
}
