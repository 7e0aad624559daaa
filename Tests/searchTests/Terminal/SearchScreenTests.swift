import TestSupport
import Testing

@testable import Index
@testable import search

@Suite struct SearchScreenTests {
  private static func answer(_ text: String, count: Int) -> SearchWorker.Answer {
    var answer = SearchWorker.Answer(question: SearchWorker.Question(number: 1, text: text))
    answer.totalCount = count
    answer.hits = (0..<count).map { number in
      var hit = HitRecord(
        rank: number + 1, score: 1, name: DocumentName(key: "docs/\u{1B}半导体 \(number).txt"))
      hit.title = number % 2 == 0 ? "半导体 👩\u{200D}👧 title" : ""
      hit.titleMatches = [0..<9]
      return hit
    }
    return answer
  }

  private static func preview(_ rank: Int) -> SearchWorker.Preview {
    let text = "some 半导体 text that is long enough to be wrapped \u{202E} and more of it"
    let passage = Passage(text: text, bodyOffset: 0, matches: [5..<14])
    var record = HitRecord(rank: rank, score: 1, name: DocumentName(key: "a"))
    record.passages = [
      PassageRecord(
        passage: passage, place: SourcePlace(line: 7),
        line: ContextLine(number: 7, text: text, matches: []))
    ]
    return SearchWorker.Preview(
      question: SearchWorker.Question(number: 1, text: "q"), rank: rank, record: record)
  }

  @Test func `whatever is typed, on a screen of any size, nothing raw is drawn`() {
    let keys: [Key] = [
      .text("半"), .text("e\u{301}"), .paste("a\u{1B}b"), .backspace, .delete, .left, .right, .home,
      .end, .up, .down, .pageUp, .pageDown, .control("w"), .control("u"), .tab, .enter,
    ]
    for seed in UInt64(1)...60 {
      var random = SeededGenerator(seed: seed)
      func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
      var screen = SearchScreen(
        query: "q", size: TerminalSize(columns: number(1...130), rows: number(1...30)))
      screen.show(Self.answer("q", count: number(0...20)))
      for _ in 0..<12 {
        let wish = screen.handle(keys[number(0...keys.count - 1)])
        #expect(wish != .quit, "seed \(seed)")
        if number(0...3) == 0 { screen.show(Self.preview(screen.selected + 1)) }
        if number(0...5) == 0 {
          screen.size = TerminalSize(columns: number(1...130), rows: number(1...30))
        }
        let picture = screen.picture()
        var shown = VirtualScreen(screen.size)
        shown.write(Array(picture.changes(from: nil).utf8))
        #expect(shown.unknown.isEmpty, "seed \(seed)")
        #expect(!shown.text.contains("\u{202E}"), "seed \(seed)")
        let cursor = picture.cursor ?? (0, 0)
        #expect(cursor.column < screen.size.columns && cursor.row < screen.size.rows)
        #expect(screen.hits.isEmpty || screen.hits.indices.contains(screen.selected))
      }
    }
  }

  @Test func `keys mean what they say`() {
    var screen = SearchScreen(query: "ab", size: .usual)
    #expect(screen.handle(.text("c")) == .search)
    #expect(screen.editor.text == "abc")
    #expect(screen.handle(.left) == .nothing)
    #expect(screen.handle(.enter) == .nothing)
    screen.show(Self.answer("abc", count: 2))
    #expect(screen.handle(.enter) == .open)
    #expect(screen.handle(.down) == .preview && screen.selected == 1)
    #expect(screen.handle(.down) == .nothing && screen.selected == 1)
    #expect(screen.handle(.control("z")) == .suspend)
    #expect(screen.handle(.control("d")) == .search)
    #expect(screen.editor.text == "ab")
    #expect(screen.handle(.escape) == .quit)
    // Passages of a document that is no longer chosen are not shown.
    screen.show(Self.preview(1))
    #expect(screen.preview == nil)
  }
}
