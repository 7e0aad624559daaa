import Testing
import Tokenizer

@testable import Index

struct CommonWordsTests {
  private func key(_ word: String, field: FieldID = .text, _ kind: TermKind = .word) -> TermKey {
    TermKey(field: field, kind: kind, term: word.utf8)
  }

  private static let rules: [CommonWords.Rules] = [
    .list, .levels, .formerLevels, [.list, .levels], [.formerLevels, .levels], .all,
  ]

  @Test(
    arguments: [
      ("to", "be"), ("de", "la"), ("не", "что"), ("的", "人"), ("の", "と"), ("für", "die"),
    ], rules)
  func `two common words make a pair`(words: (String, String), rules: CommonWords.Rules) {
    let (left, right) = words
    let pair = CommonWords.shared.pair(key(left), key(right), rules)
    #expect(pair == TermKey(field: .text, kind: .wordPair, term: "\(left) \(right)".utf8))
    if let pair { #expect(CommonWords.shared.keeps(pair, rules)) }
  }

  @Test(
    arguments: [
      ("to", "wafer"), ("wafer", "to"), ("", "to"), ("to", "tobeornotto"), ("芯", "片"),
      ("the", "の の"),
    ], rules)
  func `others make none`(words: (String, String), rules: CommonWords.Rules) {
    let (left, right) = words
    #expect(CommonWords.shared.pair(key(left), key(right), rules) == nil)
    let term = "\(left) \(right)"
    #expect(!CommonWords.shared.keeps(key(term, .wordPair), rules))
  }

  @Test func `the commoner a word is, the more pairs it makes`() {
    let words = CommonWords.shared
    func level(_ word: String) -> UInt8 { words.standing(Array(word.utf8)).level }
    #expect(level("the") == 0 && level("of") == 2 && level("she") == 10 && level("did") == 13)
    #expect(level("wafer") == CommonWords.noLevel)
    // A word of several languages has the level of the first.
    #expect(level("die") == 2 && level("in") == 5)
    #expect(words.pair(key("to"), key("she"), .levels) != nil)
    #expect(words.pair(key("which"), key("all"), .levels) == nil)
    #expect(words.pair(key("which"), key("all"), .list) != nil)
    #expect(words.pair(key("to"), key("she"), [.list, .levels]) == nil)
  }

  @Test func `Han characters make more pairs than formerly`() {
    let words = CommonWords.shared
    for (left, right) in [("在", "一"), ("動", "部"), ("一", "年"), ("年", "一")] {
      let isFormer = left == "在"
      #expect(words.pair(key(left), key(right), .levels) != nil, "\(left)\(right)")
      #expect((words.pair(key(left), key(right), .formerLevels) != nil) == isFormer)
      #expect((words.pair(key(left), key(right), [.levels, .formerLevels]) != nil) == isFormer)
    }
  }

  @Test func `words of two fields, and characters, make none`() {
    let title = FieldID(rawValue: 1)
    #expect(CommonWords.shared.pair(key("to"), key("be", field: title), .levels) == nil)
    #expect(CommonWords.shared.pair(key("的", .character), key("人", .character), .levels) == nil)
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
