import Glibc
import Testing

@testable import search

/// Whatever is wrong with the input: one clear line, status 2, the last commit untouched.
@Suite struct BadInputTests {
  private let folder = ToolFolder()

  /// An index of one document.
  private func indexOne() {
    folder.write("a.txt", "A\n\nneedle")
    #expect(folder.search("index", "a.txt").status == 0)
  }

  private func expectTrouble(
    _ result: ToolResult, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(result.status == 2, sourceLocation: sourceLocation)
    #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("search: "), sourceLocation: sourceLocation)
    #expect(result.errors.contains(text), "\(result.errors)", sourceLocation: sourceLocation)
  }

  private func expectIntact(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(folder.search("needle").status == 0, sourceLocation: sourceLocation)
    #expect(folder.search("check").status == 0, sourceLocation: sourceLocation)
  }

  @Test func `a missing path`() {
    expectTrouble(folder.search("index", "nosuch"), "nosuch")
    #expect(folder.shell("ls -A").output == ".run\n")
    indexOne()
    expectTrouble(folder.search("index", "nosuch"), "nosuch")
    folder.write("b.txt", "B\n\nthread")
    expectTrouble(folder.search("index", "nosuch", "b.txt"), "nosuch")
    #expect(folder.search("thread").status == 0)
    expectIntact()
  }

  @Test func `nothing given and nothing remembered`() {
    expectTrouble(folder.search("index"), "nothing to index")
  }

  @Test func `a named file that has gone is dropped`() {
    indexOne()
    folder.write("b.txt", "B\n\nthread")
    folder.search("index", "b.txt")
    folder.shell("rm a.txt")
    let result = folder.search("index", "a.txt")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("1 removed"))
    #expect(folder.search("needle").status == 1)
  }

  @Test func `a remembered path that has gone keeps its documents`() {
    indexOne()
    folder.write("b.txt", "B\n\nthread")
    folder.search("index", "b.txt")
    folder.shell("rm a.txt")
    expectTrouble(folder.search("index"), "a.txt")
    #expect(folder.search("needle").status == 0)
  }

  @Test func `an unreadable file`() {
    guard geteuid() != 0 else {
      print("skipped: root may read every file")
      return
    }
    indexOne()
    folder.write("docs/b.txt", "B\n\nthread")
    folder.write("docs/c.txt", "C\n\nthread")
    folder.shell("chmod 000 docs/b.txt")
    expectTrouble(folder.search("index", "docs"), "docs/b.txt")
    #expect(folder.search("thread").errors.hasPrefix("1 document "))
    expectIntact()
  }

  @Test func `a binary file is skipped and named, and that is no trouble`() {
    indexOne()
    folder.write("docs/b.txt", bytes: [0x7F, 0x45, 0x4C, 0x46, 0, 0, 0, 1, 0, 0xFF, 0xFE])
    for _ in 1...2 {
      let result = folder.search("index", "docs")
      #expect(result.status == 0)
      #expect(result.output.contains("1 skipped"))
      #expect(result.errorLines.count == 1)
      #expect(result.errors.hasPrefix("search: skipped docs/b.txt: "))
    }
    expectIntact()
  }

  @Test func `a broken line of JSON`() {
    indexOne()
    folder.write(
      "c.jsonl",
      "{\"id\":\"1\",\"text\":\"thread\"}\n{\"id\":\n{\"id\":\"3\",\"text\":\"thread\"}\n")
    expectTrouble(folder.search("index", "c.jsonl"), "c.jsonl: line 2: ")
    #expect(folder.search("thread").errors.hasPrefix("2 documents"))
    // It is told until it is mended.
    expectTrouble(folder.search("index", "c.jsonl"), "line 2: ")
    expectIntact()
  }

  @Test(arguments: ["", " ", "\u{3000}\t"])
  func `an empty query`(query: String) {
    indexOne()
    expectTrouble(folder.search("query", query), "the query is empty")
  }

  @Test func `a folder that is no index`() {
    expectTrouble(folder.search("needle"), "no index here")
    folder.write("docs/x.txt", "precious")
    expectTrouble(folder.search("query", "needle", "--index", "docs"), "docs is not an index")
    expectTrouble(folder.search("index", "docs", "--index", "docs"), "docs is not an index")
    expectTrouble(
      folder.search("index", "docs", "--index", "docs", "--rebuild"), "docs is not an index")
    expectTrouble(folder.search("check", "--index", "nosuch"), "nosuch is not an index")
    expectTrouble(folder.search("stats", "--index", "docs/x.txt"), "x.txt")
    #expect(folder.shell("ls -A docs").output == "x.txt\n")
    #expect(folder.read("docs/x.txt") == "precious")
  }

  @Test func `an index of a newer version`() {
    indexOne()
    let manifests = folder.shell("ls .search/index/manifest-*").output.split(separator: "\n")
    #expect(!manifests.isEmpty)
    for name in manifests.map(String.init) {
      var bytes = folder.readBytes(name)
      // The version stands behind the eight bytes of the magic, the checksum at the header's end.
      bytes[8] = 255
      let checksum = crc32c(bytes.prefix(60))
      for index in 0..<4 { bytes[60 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index)) }
      folder.write(name, bytes: bytes)
    }
    expectTrouble(folder.search("needle"), "format version 255")
    expectTrouble(folder.search("index", "a.txt"), "format version 255")
    #expect(folder.search("check").status == 1)
    #expect(folder.search("index", "a.txt", "--rebuild").status == 0)
    expectIntact()
  }

  @Test func `a bad line of a file of queries`() {
    indexOne()
    folder.write("q.tsv", "1\tneedle\nno tab here\n")
    expectTrouble(folder.search("query", "--queries", "q.tsv"), "q.tsv:2: ")
    expectTrouble(folder.search("query", "--queries", "nosuch.tsv"), "nosuch.tsv")
    expectTrouble(folder.search("bench", "--queries", "nosuch.tsv"), "nosuch.tsv")
  }

  @Test func `a full disk`() {
    indexOne()
    let mount = folder.shell("mkdir -p small && mount -t tmpfs -o size=256k tmpfs small")
    guard geteuid() == 0, mount.status == 0 else {
      print("skipped: a small disk cannot be mounted here")
      return
    }
    defer { folder.shell("umount small") }
    #expect(folder.search("index", "a.txt", "--index", "small/idx").status == 0)
    folder.shell(
      "awk 'BEGIN { srand(1); print \"Big\\n\"; for (i = 0; i < 60000; i++) print rand() }' > big.txt"
    )
    let result = folder.search("index", "big.txt", "--index", "small/idx")
    #expect(result.status == 2)
    #expect(result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.hasPrefix("search: "))
    #expect(folder.search("needle", "--index", "small/idx").status == 0)
    #expect(folder.search("check", "--index", "small/idx").status == 0)
  }

  @Test func `a full standard output`() {
    indexOne()
    let result = folder.shell("\(ToolFolder.tool) --json needle > /dev/full")
    #expect(result.status == 2)
    #expect(result.errors.contains("standard output"))
  }

  @Test func `names and texts never steer the terminal`() {
    folder.write("e\u{1B}[31m\u{202E}.txt", "T\u{1B}]0;x\u{7}itle\n\nneedle\u{9B}31m \u{202E}x")
    #expect(folder.search("index", ".").status == 0)
    let shown = folder.search("needle")
    let missing = folder.search("index", "no\u{1B}[31m\u{202E}such")
    for text in [shown.output, shown.errors, missing.errors] {
      #expect(!text.unicodeScalars.contains { $0 != "\n" && TerminalText.mustEscape($0) })
    }
    #expect(shown.output.contains("e\\u{1B}[31m\\u{202E}.txt"))
    #expect(missing.errors.contains("\\u{1B}[31m\\u{202E}"))
  }

  @Test(arguments: ["\"", "'", "AND", "NOT", "(((", "a AND", "\"\"", "C++", "*", "\\", "😀", "-"])
  func `nothing typed can crash it`(query: String) {
    indexOne()
    let result = folder.search("query", "--", query)
    #expect([0, 1].contains(result.status), "\(result.errors)")
  }
}

/// CRC-32C, bit by bit.
private func crc32c(_ bytes: some Sequence<UInt8>) -> UInt32 {
  var sum = UInt32.max
  for byte in bytes {
    sum ^= UInt32(byte)
    for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0x82F6_3B78 : 0) }
  }
  return ~sum
}
