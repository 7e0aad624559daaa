import Glibc
import Testing

@testable import search

/// `search tui` in a terminal of its own: keys go in, the screen is compared.
@Suite(.serialized) struct FullScreenTests {
  private let folder = ToolFolder()

  private func start(
    columns: Int = 80, rows: Int = 24, count: Int = 3, _ environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    folder.write("docs/a.txt", "Needle and thread\n\nfirst\nsecond needle line\nthird")
    folder.write("docs/b.txt", "半导体设备\n\n光电融合 needle 技术")
    folder.write("docs/c.txt", "Ångström\n\ncafe\u{301} 👩\u{200D}👧 needle")
    #expect(folder.search("index", "docs").status == 0)
    let terminal = PseudoTerminal(
      [ToolFolder.tool, "tui"], in: folder.path, columns: columns, rows: rows,
      environment: environment)
    let found = try #require(terminal)
    #expect(found.wait { $0.row(0).contains("\(count) documents") })
    return found
  }

  @Test func `what is typed is searched, chosen and shown`() throws {
    let terminal = try start()
    #expect(terminal.screen.isAlternate)
    #expect(terminal.screen.pastesBracketed)
    #expect(!terminal.isUsual)
    terminal.type("thread")
    #expect(terminal.wait { $0.text.contains("1 document in") && $0.text.contains("docs/a.txt") })
    #expect(terminal.wait { $0.text.contains(" 2  ") || $0.text.contains("first second") })
    // Ctrl-U empties the line; wide characters come in one piece, as from an input method.
    terminal.type("\u{15}半导体")
    #expect(terminal.wait { $0.row(0).hasPrefix("search> 半导体 ") && $0.text.contains("docs/b.txt") })
    #expect(terminal.wait { $0.cursor.column == 8 + 6 && $0.row(2).contains("docs/b.txt") })
    // A backspace takes one character, and an arrow goes over two columns.
    terminal.type("\u{7F}")
    #expect(terminal.wait { $0.row(0).hasPrefix("search> 半导 ") && $0.cursor.column == 8 + 4 })
    terminal.type("\u{1B}[D")
    #expect(terminal.wait { $0.cursor.column == 8 + 2 })
    terminal.type("x")
    #expect(terminal.wait { $0.row(0).hasPrefix("search> 半x导") })
    #expect(terminal.screen.unknown.isEmpty)
    terminal.type("\u{1B}")
    #expect(terminal.waitForEnd() == 0)
    #expect(!terminal.screen.isAlternate)
    #expect(!terminal.screen.pastesBracketed)
    #expect(terminal.screen.isCursorShown)
  }

  @Test func `marks join their letters, documents are chosen, the size may change`() throws {
    let terminal = try start()
    terminal.type("cafe")
    terminal.type("\u{301}")
    #expect(terminal.wait { $0.row(0).hasPrefix("search> cafe\u{301} ") && $0.cursor.column == 12 })
    terminal.type("\u{7F}\u{7F}\u{7F}\u{7F}needle")
    #expect(terminal.wait { $0.row(0).contains("3 documents in") })
    let first = terminal.screen.row(1)
    #expect(first.hasPrefix("▌"))
    terminal.type("\u{1B}[B")
    #expect(terminal.wait { $0.row(3).hasPrefix("▌") && !$0.row(1).hasPrefix("▌") })
    terminal.resize(columns: 120, rows: 12)
    #expect(terminal.wait { $0.row(0).hasPrefix("search> needle") && $0.row(2).contains("│") })
    #expect(terminal.wait { $0.row(11).contains("Esc quit") })
    terminal.resize(columns: 24, rows: 6)
    #expect(terminal.wait { $0.row(0).hasPrefix("search> needle") && $0.row(5).contains("Enter") })
    terminal.type("\u{3}")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `what finds nothing is explained, what is no condition is looked for as words`() throws
  {
    folder.write("docs/d.txt", "Manual\n\nhere stands type:nothing in a manual")
    let terminal = try start(count: 4)
    terminal.type("+xylophone +thread")
    #expect(terminal.wait { $0.text.contains("nothing found") })
    #expect(
      terminal.wait { $0.text.contains("xylophone in 0 documents") }, "\(terminal.screen.text)")
    #expect(terminal.screen.text.contains("thread in 1 document"))
    terminal.type("\u{15}thread type:pdf +xylophone")
    #expect(terminal.wait { $0.text.contains("no document meets type:pdf, and none") })
    terminal.type("\u{15}manual type:nothing")
    #expect(
      terminal.wait {
        $0.row(2).contains("docs/d.txt") && $0.row(23).contains("looked for it as words")
      })
    terminal.type("\u{15}thread size:1,000")
    #expect(terminal.wait { $0.text.contains("a number has no commas: size:1000") })
    terminal.type("\u{1B}")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `a document is opened at its line, pasted text is one line`() throws {
    let terminal = try start(["EDITOR": "echo \"edits $PWD\"; : vi", "VISUAL": ""])
    terminal.type("\u{1B}[200~second\r\nneedle\u{1B}[201~")
    #expect(
      terminal.wait {
        $0.row(0).hasPrefix("search> second  needle")
          || $0.row(0).hasPrefix("search> second needle")
      })
    #expect(terminal.wait { $0.text.contains("third") })
    terminal.type("\r")
    #expect(
      terminal.wait { _ in String(decoding: terminal.bytes, as: UTF8.self).contains("edits /") })
    #expect(terminal.wait { $0.isAlternate && $0.row(0).hasPrefix("search> second") })
    terminal.type("\u{3}")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test(arguments: [SIGTERM, SIGSEGV, SIGHUP, SIGABRT])
  func `the terminal is given back when a signal ends the tool`(number: CInt) throws {
    let terminal = try start()
    #expect(!terminal.isUsual)
    kill(terminal.process, number)
    #expect(terminal.waitForEnd() == 128 + Int(number))
    let screen = terminal.screen
    #expect(!screen.isAlternate && screen.isCursorShown && !screen.pastesBracketed)
  }

  @Test func `a stopped tool gives the terminal back and takes it over again`() throws {
    let terminal = try start()
    terminal.type("needle")
    #expect(terminal.wait { $0.row(0).contains("3 documents in") })
    kill(terminal.process, SIGTSTP)
    #expect(terminal.wait { !$0.isAlternate && !$0.pastesBracketed })
    #expect(terminal.wait { _ in terminal.isUsual })
    kill(terminal.process, SIGCONT)
    #expect(terminal.wait { $0.isAlternate && $0.row(0).hasPrefix("search> needle") })
    #expect(!terminal.isUsual)
    terminal.type("\u{3}")
    #expect(terminal.waitForEnd() == 0)
  }

  @Test func `without a terminal there is no full screen`() {
    folder.write("a.txt", "A\n\nneedle")
    #expect(folder.search("index", ".").status == 0)
    let result = folder.search("tui")
    #expect(result.status == 2)
    #expect(result.errors.contains("needs a terminal"))
  }

  @Test func `several indexes are asked, kept up to date, and files of any name are opened`() throws
  {
    folder.write("one/a.txt", "Needle\n\nin the first folder")
    folder.shell("mkdir two; printf 'thread and needle' > \"two/$(printf 'caf\\351.txt')\"")
    for name in ["one", "two"] { #expect(folder.search("index", ".", in: name).status == 0) }
    let found = PseudoTerminal(
      [ToolFolder.tool, "tui", "--index", "one/.search", "--index", "two/.search"], in: folder.path,
      columns: 80, rows: 24,
      environment: ["EDITOR": "sh -c 'cat \"$1\" > opened' x", "VISUAL": ""])
    let terminal = try #require(found)
    #expect(terminal.wait { $0.row(0).contains("2 documents") })
    terminal.type("needle")
    #expect(
      terminal.wait { $0.text.contains("one/a.txt") && $0.text.contains("two/caf\\xE9.txt") })
    terminal.type("\u{15}thread")
    #expect(terminal.wait { $0.row(0).contains("1 document in") && $0.row(2).contains("two/caf") })
    terminal.type("\r")
    for _ in 0..<3_000 where folder.read("opened").isEmpty { usleep(20_000) }
    #expect(folder.read("opened") == "thread and needle")
    // Files are looked at again two seconds after the last look, when a key is pressed.
    folder.write("one/new.txt", "thread of today")
    usleep(2_100_000)
    terminal.type("\u{15}today")
    #expect(
      terminal.wait { $0.row(0).contains("1 document in") && $0.text.contains("one/new.txt") })
    terminal.type("\u{1B}")
    #expect(terminal.waitForEnd() == 0)
  }
}
