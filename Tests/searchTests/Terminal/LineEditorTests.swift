import TestSupport
import Testing

@testable import search

@Suite struct LineEditorTests {
  @Test func `the cursor goes by characters as readers see them`() {
    var line = LineEditor("a半👩\u{200D}👧e\u{301}")
    #expect(line.cursor == 4)
    line.deleteBackward()
    #expect(line.text == "a半👩\u{200D}👧")
    line.move(by: -1)
    #expect(line.beforeCursor == "a半")
    line.deleteForward()
    #expect(line.text == "a半")
    line.move(by: -9)
    line.deleteBackward()
    #expect(line.text == "a半" && line.cursor == 0)
    line.insert("x\ny\u{7}")
    #expect(line.text == "x y a半")
  }

  @Test func `a mark joins the character before it`() {
    var line = LineEditor("cafe")
    line.insert("\u{301}")
    #expect(line.cursor == 4)
    line.moveToStart()
    line.insert("\u{301}")
    #expect(line.cursor == 1)
  }

  @Test func `words are moved over and removed`() {
    var line = LineEditor("one 半导体  three ")
    line.deleteWordBackward()
    #expect(line.text == "one 半导体  ")
    line.moveWordLeft()
    #expect(line.beforeCursor == "one ")
    line.moveWordRight()
    #expect(line.beforeCursor == "one 半导体")
    line.deleteToStart()
    #expect(line.text == "  ")
    line.deleteToEnd()
    #expect(line.text.isEmpty)
  }

  @Test func `whatever is done, the cursor stands in the text, and a query has an end`() {
    for seed in UInt64(1)...100 {
      var random = SeededGenerator(seed: seed)
      var line = LineEditor()
      let pieces = ["a", "半", "\u{301}", "\u{200D}", "👧", " ", "🇯", "\r", "각", "\u{1112}\u{1161}"]
      for _ in 0..<60 {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: line.deleteBackward()
        case 1: line.deleteForward()
        case 2: line.move(by: Int.random(in: -3...3, using: &random))
        case 3: line.moveWordLeft()
        case 4: line.moveWordRight()
        case 5: line.deleteWordBackward()
        default: line.insert(pieces[Int.random(in: 0..<pieces.count, using: &random)])
        }
        #expect((0...line.text.count).contains(line.cursor), "seed \(seed)")
      }
    }
    var line = LineEditor()
    for _ in 0..<100 { line.insert(String(repeating: "a", count: 1_000)) }
    #expect(line.text.utf8.count <= LineEditor.longestByteCount)
  }
}
