import Testing

@testable import search

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("芯片", 4), ("Ａ", 2), ("ｱ", 1), ("한국", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("กำ", 2), ("ที่", 1), ("😀", 2), ("✔\u{FE0F}", 2),
    ("👩\u{200D}👩\u{200D}👧", 2), ("👍🏽", 2), ("🇯🇵", 2), ("x\u{200B}y", 2), ("「」", 4), ("…", 1),
    ("𠮷", 2), ("شكر", 3), ("\u{0}", 0),
  ])
  func `a text takes so many columns`(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }
}
