import TestSupport
import Testing

@testable import search

@Suite struct ScreenBufferTests {
  private static let size = TerminalSize(columns: 20, rows: 4)

  /// What a terminal shows after some pictures, one after the other.
  private func shown(_ pictures: [ScreenBuffer]) -> VirtualScreen {
    var screen = VirtualScreen(Self.size)
    var old: ScreenBuffer?
    for picture in pictures {
      screen.write(Array(picture.changes(from: old).utf8))
      old = picture
    }
    return screen
  }

  @Test func `only what differs is written`() {
    var first = ScreenBuffer(Self.size)
    first.put("search> 半导体", row: 0, column: 0)
    first.put("unchanged", row: 2, column: 1)
    var second = first
    second.put("芯片", row: 0, column: 8)
    let changes = second.changes(from: first)
    #expect(changes.contains("芯片") && !changes.contains("unchanged") && !changes.contains("体"))
    #expect(shown([first, second]).text == "search> 芯片体\n\n unchanged")
    #expect(second.changes(from: second).isEmpty)
  }

  @Test func `half a wide character is none`() {
    var buffer = ScreenBuffer(Self.size)
    buffer.put("半导", row: 0, column: 0)
    buffer.put("x", row: 0, column: 1)
    #expect(shown([buffer]).row(0) == " x导")
    buffer.put("y", row: 0, column: 2)
    #expect(shown([buffer]).row(0) == " xy")
    // No room for the second half.
    #expect(buffer.put("ab半", row: 1, column: 17) == 19)
    #expect(shown([buffer]).row(1) == String(repeating: " ", count: 17) + "ab")
  }

  @Test func `drawn piece by piece a screen is what it is drawn at once`() {
    let pieces = ["a", "半导体", "e\u{301}e", "👩\u{200D}👧x", "한국", "กำ", "  ", "mixed 芯 text", "🇯🇵"]
    for seed in UInt64(1)...60 {
      var random = SeededGenerator(seed: seed)
      var pictures: [ScreenBuffer] = []
      var picture = ScreenBuffer(Self.size)
      for _ in 0..<6 {
        if Int.random(in: 0..<4, using: &random) == 0 { picture = ScreenBuffer(Self.size) }
        for _ in 0..<3 {
          picture.put(
            pieces[Int.random(in: 0..<pieces.count, using: &random)],
            row: Int.random(in: 0..<4, using: &random),
            column: Int.random(in: 0..<20, using: &random),
            style: Bool.random(using: &random) ? .match : [])
        }
        picture.cursor = Bool.random(using: &random) ? (1, 3) : nil
        pictures.append(picture)
      }
      let (steps, once) = (shown(pictures), shown([picture]))
      #expect(steps.text == once.text, "seed \(seed)")
      #expect(steps.isCursorShown == once.isCursorShown, "seed \(seed)")
      #expect(steps.unknown.isEmpty, "seed \(seed)")
    }
  }
}
