import TestSupport
import Testing

@testable import search

@Suite struct StyledLineTests {
  private func cut(_ text: String, _ matches: [Range<Int>], _ columns: Int?) -> String {
    StyledLine(text, matches: matches).text(columns: columns, marks: .plain)
  }

  @Test func `a line is cut to the columns, the first match in it`() {
    #expect(cut("one two three", [4..<7], nil) == "one «two» three")
    #expect(cut("one two three", [], 7) == "one tw…")
    #expect(cut("半导体设备", [], 7) == "半导体…")
    #expect(cut("e\u{301}e\u{301}e\u{301}e\u{301}", [], 3) == "e\u{301}e\u{301}…")
    #expect(cut("👩\u{200D}👧👩\u{200D}👧👩\u{200D}👧", [], 5) == "👩\u{200D}👧👩\u{200D}👧…")
    let far = String(repeating: "x ", count: 100) + "needle"
    #expect(cut(far, [200..<206], 20).hasSuffix("«needle»"))
    #expect(cut(far, [200..<206], 20).hasPrefix("…"))
  }

  @Test func `what runs from right to left is isolated`() {
    let line = StyledLine("שלום x", matches: [0..<8])
    #expect(line.text(columns: nil, marks: .plain, isolates: true) == "\u{2068}«שלום» x\u{2069}")
    #expect(StyledLine("x").text(columns: nil, marks: .plain, isolates: true) == "x")
    // What a text brings itself is escaped, so that it cannot end the isolate.
    #expect(
      StyledLine("ש\u{2069}").text(columns: nil, marks: .plain, isolates: true)
        == "\u{2068}ש\\u{2069}\u{2069}")
  }

  @Test func `no line takes more columns, and nothing raw comes through`() {
    let pieces = [
      "a", "半", "e\u{301}", "👩\u{200D}👧", "\u{1B}", "\u{202E}", " ", "\n", "ש", "한", "🇯🇵", "\u{7}",
    ]
    for seed in UInt64(1)...100 {
      var random = SeededGenerator(seed: seed)
      let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
      let start = Int.random(in: 0...text.utf8.count, using: &random)
      let end = Int.random(in: start...text.utf8.count, using: &random)
      let line = StyledLine(text, matches: [start..<end])
      let columns = Int.random(in: 1...25, using: &random)
      let shown = line.text(columns: columns, marks: .none)
      // An escaped character is wider than it was and is never cut in two.
      #expect(DisplayWidth.of(shown) <= columns, "seed \(seed)")
      #expect(!shown.unicodeScalars.contains(where: TerminalText.mustEscape), "seed \(seed)")
      let rows = line.rows(columns: columns)
      let joined = rows.flatMap { $0 }.map(\.text).joined()
      #expect(joined == line.text(columns: nil, marks: .none), "seed \(seed)")
      let isNarrow = rows.allSatisfy { row in
        row.reduce(0) { $0 + DisplayWidth.of($1.text) } <= max(8, columns)
      }
      #expect(isNarrow, "seed \(seed)")
    }
  }
}
