import Glibc
import Testing

@testable import search

@Suite struct UpdateToolTests {
  private let folder = ToolFolder()

  private func makeIndex() {
    folder.write("docs/a.txt", "needle one")
    folder.write("docs/b.txt", "needle two")
    folder.write("docs/c.txt", "needle three")
    #expect(folder.search("index", "docs").status == 0)
  }

  private func paths(_ output: String) -> [String] {
    output.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\"path\":\"", maxSplits: 1)
      return parts.count == 2 ? String(parts[1].prefix { $0 != "\"" }) : nil
    }
  }

  @Test func `a query first follows the files`() {
    makeIndex()
    folder.write("docs/d.txt", "needle four")
    folder.write("docs/b.txt", "thread")
    folder.shell("rm docs/c.txt; mv docs/a.txt docs/moved.txt")
    let result = folder.search("--json", "needle")
    #expect(Set(paths(result.output)) == ["docs/d.txt", "docs/moved.txt"])
    #expect(result.errors.isEmpty)
    #expect(folder.search("index").output.hasPrefix("3 documents: 0 added, 0 updated, 3 unchanged"))
  }

  @Test func `what the index says is not shown where the files say otherwise`() {
    makeIndex()
    folder.write("docs/a.txt", "another needle")
    folder.write("docs/b.txt", "thread only")
    folder.shell("rm docs/c.txt")
    let result = folder.search("--no-update", "needle")
    #expect(result.output.contains("another needle"))
    #expect(!result.output.contains("docs/b.txt"))
    #expect(result.output.contains("docs/c.txt"))
    #expect(result.errors.contains("1 hit left out: the file has changed and no longer matches"))
  }

  @Test func `a query never waits for a writer`() {
    makeIndex()
    folder.write("docs/d.txt", "needle four")
    folder.shell("mv docs/a.txt docs/moved.txt; rm docs/b.txt")
    // A C string for the call.
    let lock = unsafe open(folder.path(".search/index/write.lock"), O_RDWR)
    #expect(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
    defer { close(lock) }
    let result = folder.search("--json", "needle")
    #expect(Set(paths(result.output)) == ["docs/moved.txt", "docs/c.txt"])
    #expect(result.errors.contains("4 files behind (another process is writing to it)"))
    #expect(result.errors.contains("1 hit left out: the file is not there any more"))
    #expect(result.status == 0)
  }

  @Test(arguments: [["needle year:2024"], ["--filter", "year:2024", "needle"]])
  func `a changed file is asked for its values, too`(arguments: [String]) {
    folder.write("docs/a.md", "---\nyear: 2024\n---\nneedle one\n")
    folder.write("docs/b.md", "---\nyear: 2024\n---\nneedle two\n")
    #expect(folder.search("index", "docs").status == 0)
    folder.write("docs/a.md", "---\nyear: 2025\n---\nneedle one, later\n")
    let result = folder.search(words: ["--no-update", "-l"] + arguments)
    #expect(result.output == "docs/b.md\n", "\(result.output) \(result.errors)")
  }

  @Test(arguments: [
    (["needle year:2024"], false), (["--filter", "year:2024", "needle"], false),
    (["needle -year:2023"], true), (["--filter", "-year:2023", "needle"], true),
    (["needle year:>2000"], false), (["needle +author:kim"], false),
    (["needle (year:2024 OR type:md)"], true),
    (["--filter", "year:2024 OR type:md", "needle"], true),
    (["year:2024"], false), (["needle year:*"], false),
  ])
  func `a changed file without the value that it had is not found by it`(
    arguments: [String], isFound: Bool
  ) {
    folder.write("docs/a.md", "---\nyear: 2024\nauthor: kim\n---\nneedle\n")
    #expect(folder.search("index", "docs").status == 0)
    // The words stand in its text.
    folder.write("docs/a.md", "needle of year: 2024, author: kim")
    let result = folder.search(words: ["--no-update", "-l"] + arguments)
    #expect(result.output == (isFound ? "docs/a.md\n" : ""), "\(result)")
  }

  @Test func `no time is no reason to fail`() {
    makeIndex()
    folder.write("docs/d.txt", "needle four")
    let result = folder.search("--json", "--update-seconds", "0", "needle")
    #expect(paths(result.output).count == 3)
    #expect(result.errors.contains("1 file behind (there was no time for more); run: search index"))
  }

  @Test func `a file written within a tick of the clock is looked at again`() {
    folder.write("a.txt", "needle one")
    folder.shell("touch -d @1700000000 a.txt; cp -p a.txt keep")
    #expect(folder.search("index", "a.txt").status == 0)
    folder.write("a.txt", "needle two")
    folder.shell("touch -r keep a.txt")
    #expect(folder.search("two").status == 0)
    #expect(folder.search("one").status == 1)
  }

  @Test func `without an index one is offered at a terminal, and elsewhere a line says what to do`()
    throws
  {
    folder.write("a.txt", "needle one")
    let plain = folder.search("needle")
    #expect(plain.status == 2)
    #expect(plain.errorLines.count == 1)
    #expect(plain.errors.contains("make one with: search index ."))
    let terminal = try #require(TerminalDevice(columns: 80))
    terminal.type("y\n")
    let asked = folder.shell("'\(ToolFolder.tool)' needle < \(terminal.path) 2> \(terminal.path)")
    #expect(asked.status == 0)
    #expect(asked.output.contains("a.txt"))
    #expect(terminal.read().contains("Make one of \(folder.path)? [y/N]"))
    folder.shell("rm -r .search")
    terminal.type("n\n")
    let refused = folder.shell("'\(ToolFolder.tool)' needle < \(terminal.path) 2> \(terminal.path)")
    #expect(refused.status == 2)
    #expect(folder.shell("ls .search").status != 0)
  }

  @Test func `long runs tell how far they are on a terminal`() throws {
    for number in 0..<16 {
      let words = (0..<3_000).map { "w\(($0 * 7_919 + number * 104_729) % 50_021)" }
      folder.write("\(number)-长的名字-\u{1B}[2J.txt", words.joined(separator: " "))
    }
    let terminal = try #require(TerminalDevice(columns: 60))
    let run = folder.shell("'\(ToolFolder.tool)' index . --threads 1 2> \(terminal.path)")
    #expect(run.status == 0)
    let drawn = terminal.read().split(separator: "\r")
    let lines = drawn.filter { $0.contains("/16 files") }
    #expect(!lines.isEmpty, "\(drawn)")
    for line in lines {
      let text = line.replacing("\u{1B}[K", with: "")
      #expect(!text.contains("\u{1B}"))
      #expect(DisplayWidth.of(String(text)) < 60, "\(text)")
    }
    #expect(drawn.last == "\u{1B}[K")
    folder.shell("rm -r .search")
    let quiet = folder.search("index", ".", "--quiet")
    #expect(quiet.output.isEmpty && quiet.errors.isEmpty)
  }
}
