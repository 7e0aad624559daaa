import Testing

@testable import search

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("plain 芯片", "plain 芯片"), ("\u{1B}[31m", "\\u{1B}[31m"), ("a\nb", "a\\u{A}b"),
    ("\u{202E}abc", "\\u{202E}abc"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
    ("\u{9B}m", "\\u{9B}m"), ("\u{7F}", "\\u{7F}"), ("\u{200B}", "\\u{200B}"),
    ("\u{FEFF}", "\\u{FEFF}"), ("\u{E0041}", "\\u{E0041}"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ("👩\u{200D}👧", "👩\u{200D}👧"),
  ])
  func `what could steer a terminal is escaped`(text: String, expected: String) {
    #expect(TerminalText.escaped(text) == expected)
  }

  @Test(arguments: [
    ([0..<3], "«one» two three"), ([4..<7], "one «two» three"),
    ([0..<3, 4..<7], "«one» «two» three"), ([0..<2, 2..<3], "«one» two three"),
    ([8..<99], "one two «three»"), ([4..<4], "one two three"),
    ([5..<7, 0..<3], "«one» t«wo» three"),
    ([-5..<1], "«o»ne two three"), ([50..<60], "one two three"),
  ])
  func `matches are marked`(ranges: [Range<Int>], expected: String) {
    #expect(TerminalText.line("one two three", matches: ranges, marks: .plain) == expected)
  }

  @Test func `white space becomes single spaces and a match may span it`() {
    let text = "検知機\n  構の\t設計 "
    #expect(TerminalText.line(text, matches: [0..<15], marks: .plain) == "«検知機 構»の 設計")
  }

  @Test func `a range that cuts a character marks it from the next one on`() {
    #expect(TerminalText.line("芯片", matches: [1..<6], marks: .plain) == "芯«片»")
  }

  @Test func `cells are padded by columns`() {
    #expect(TerminalText.padded("芯片", to: 6) == "芯片  ")
    #expect(TerminalText.paddedLeft("ab", to: 4) == "  ab")
    #expect(TerminalText.padded("long", to: 2) == "long")
  }
}
