import TestSupport
import Testing
import Tokenizer

@testable import Index

struct RecallAuditTests {
  private let texts = [
    "清华大学的学生在检知\n机构工作，重跑gen-itgc后 2024年4月。",
    "日経平均株価がマイレージで無観客有料配信イベント。ﾊﾞﾅﾅ ＡＢＣ",
    "오늘 끝말잇기 게임을 했다. SK하이닉스는 2024년에",
    "เขากำลังกินข้าวและน้ำ ปี2024",
    "Write to foo@example.com or see https://a.example/x?y=1, getUserById() and C++!",
    "Œuvre d'été, \"quoted\" words AND NOT others; Москва́ слезам не верит",
  ]

  private func snapshot(
    _ analyzer: AnalyzerOptions.Name = .multilingual, storesText: Bool = true
  ) throws -> Snapshot {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: .init(analyzer), storesText: storesText))
    let writer = try index.makeWriter()
    for (number, text) in texts.enumerated() {
      try writer.add(
        Document(
          key: String(number), title: "title \(number)", body: text,
          fields: [Document.Field("tags", "標籤 tag")]))
      if number == 2 { try writer.commit() }
    }
    try writer.delete(key: "1")
    try writer.add(Document(key: "1", body: texts[1]))
    try writer.commit()
    return try index.snapshot()
  }

  @Test func `everything that stands in the documents is found`() throws {
    let report = try snapshot().auditRecall(seed: 3)
    #expect(report.failures.isEmpty)
    #expect(report.recall == 1)
    #expect(report.sampledCount == 6)
    let groups = Set(report.rows.map(\.group))
    for group in [
      RecallGroup.han, .kana, .hangul, .thai, .latin, .cyrillic, .numbers, .names, .sequences,
      .mixed,
    ] {
      #expect(groups.contains(group), "\(group)")
    }
    #expect(report.rows.allSatisfy { $0.substringCount > 0 && $0.documentCount > 0 })
  }

  @Test func `what an index cannot find is counted and shown`() throws {
    let report = try snapshot(.whitespace).auditRecall()
    #expect(report.recall < 1)
    let han = try #require(report.rows.first { $0.group == .han })
    #expect(han.recall < 1)
    let failure = try #require(report.failures.first { $0.field == "body" && $0.key == "0" })
    #expect(!failure.query.isEmpty)
    let text = Array(texts[0].utf8)
    #expect(String(decoding: text[failure.range], as: UTF8.self) == failure.text)
    #expect(failure.textTerms.contains { $0.contains("清华大学") || !$0.isEmpty })
    #expect(report.askedCount - report.foundCount >= report.failures.count)
  }

  @Test func `a seed asks the same, another seed other substrings`() throws {
    let snapshot = try snapshot(.whitespace)
    let one = try snapshot.auditRecall(sampling: 3, seed: 1)
    #expect(one == (try snapshot.auditRecall(sampling: 3, seed: 1)))
    #expect(one.sampledCount == 3)
    #expect(one.failures != (try snapshot.auditRecall(sampling: 3, seed: 2)).failures)
  }

  @Test func `without stored text there is nothing to ask for`() throws {
    let snapshot = try snapshot(storesText: false)
    #expect(throws: IndexError.self) { try snapshot.auditRecall() }
    #expect(throws: IndexError.self) { try self.snapshot().auditRecall(sampling: 0) }
  }

  @Test func `of a long text a stretch is taken that ends on whole words`() throws {
    var generator = SampleGenerator(seed: 9)
    let text = String(repeating: "naïve 清华大学 ", count: 20_000)
    for _ in 0..<20 {
      let window = SampleWindow(of: text, &generator)
      #expect(window.text.utf8.count <= SampleWindow.maximumByteCount)
      let bytes = Array(text.utf8)
      let stretch = bytes[window.offset..<window.offset + window.text.utf8.count]
      #expect(Array(window.text.utf8) == Array(stretch))
      for sample in WrittenWords(window).samples(20, &generator) where sample.group == .latin {
        #expect(sample.query == "naïve")
      }
      for sample in try SpelledRuns(window).samples(20, &generator) {
        #expect("清华大学".contains(sample.query))
      }
    }
  }

  @Test func `folded text knows where it comes from`() throws {
    let text = "Ａ\u{00AD}ﬁ №5 ｶﾞ 가\u{200B}x"
    let folded = try FoldedText(text)
    #expect(folded.text == "afi no5 ガ 가x")
    func source(_ part: String) throws -> String {
      let range = try #require(TextScan.firstRange(of: Array(part.utf8), in: folded.bytes))
      return String(decoding: Array(text.utf8)[folded.sourceRange(of: range)], as: UTF8.self)
    }
    #expect(try source("a") == "Ａ")
    #expect(try source("f") == "ﬁ")
    #expect(try source("o5") == "№5")
    #expect(try source("ガ") == "ｶﾞ")
    #expect(try FoldedText("").bytes.isEmpty)
  }
}
