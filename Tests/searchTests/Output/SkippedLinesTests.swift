import Testing

@testable import search

@Suite struct SkippedLinesTests {
  private static func paths(_ count: Int, isFailure: Bool) -> [SkippedPath] {
    (0..<count).map { SkippedPath(path: "\($0).txt", reason: "why", isFailure: isFailure) }
  }

  @Test func `the first of each kind are named, and how many more there are`() {
    let lines = SkippedLines.lines(
      Self.paths(1_500, isFailure: true) + Self.paths(30, isFailure: false))
    #expect(lines.count == 2 * SkippedLines.namedCount + 2)
    #expect(lines.first == "cannot read 0.txt: why")
    #expect(lines.suffix(2) == ["cannot read 1480 more", "skipped 10 more"])
    let few = SkippedLines.lines(Self.paths(20, isFailure: true))
    #expect(few.count == 20 && few.last == "cannot read 19.txt: why")
  }

  @Test func `so are remarks`() {
    let notes = (0..<1_500).map { "\($0).jsonl: the id a comes twice" }
    #expect(SkippedLines.lines(Array(notes.prefix(20))) == Array(notes.prefix(20)))
    #expect(SkippedLines.lines(notes).count == 21)
    #expect(SkippedLines.lines(notes).last == "and 1480 more such remarks")
  }
}
