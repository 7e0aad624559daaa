import Testing

@testable import search

@Suite struct HyperlinkTests {
  private func link(_ template: String) -> Hyperlink {
    Hyperlink(template: template, host: "host", bases: ["/base"])
  }

  @Test(arguments: [
    ("file://{host}{path}", "a b.txt", "file://host/base/a%20b.txt"),
    ("x:{path}:{line}:{column}", "芯.txt", "x:/base/%E8%8A%AF.txt:3:9"),
    ("{path}{other}{", "../a", "/a{other}{"), ("{path}", "\\xE9", "/base/%E9"),
    ("a\u{1B}\\b {line}", "a", "a\\b3"),
  ])
  func `an address has the place in it, and nothing that steers`(
    template: String, path: String, expected: String
  ) {
    #expect(link(template).address(path, SourcePlace(line: 3, column: 9)) == expected)
  }

  @Test(arguments: [
    ("a", [UInt8(0x61)], true), ("\\xE9t", [0xE9, 0x74], false),
    ("\\x41", [0x5C, 0x78, 0x34, 0x31], true), ("\\x5CxE9", Array("\\xE9".utf8), false),
    ("\\xe9", Array("\\xe9".utf8), true),
  ])
  func `a name's bytes are what the file system has`(path: String, bytes: [UInt8], isText: Bool) {
    #expect(NameBytes.bytes(of: path) == bytes)
    #expect(NameBytes.isText(path) == isText)
  }

  // RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `bytes in base 64`(text: String, expected: String) {
    #expect(NameBytes.base64(Array(text.utf8)) == expected)
  }

  @Test func `paths are shown as seen from here`() {
    #expect(PathDisplay(base: "/a/b", current: "/a/b/c").shown("c/d.txt") == "d.txt")
    #expect(PathDisplay(base: "/a/b", current: "/a/x").shown("d.txt") == "../b/d.txt")
    #expect(PathDisplay(base: "/a/b", current: "/a/b").shown("d.txt") == "d.txt")
    #expect(PathDisplay(base: "", current: "/a").shown("d.txt") == "d.txt")
  }
}
