import Glibc
import Testing

@testable import search

@Suite struct WatchToolTests {
  private let folder = ToolFolder()

  /// Waits until the index alone answers so; false after a long time.
  private func waits(for count: Int, _ words: String...) -> Bool {
    for _ in 0..<1_200 {
      let result = folder.search("query", "--json", "--no-update", words.joined(separator: " "))
      if result.output.contains(#""total":\#(count),"#) { return true }
      usleep(50_000)
    }
    return false
  }

  @Test func `what happens in the folders is found`() {
    folder.write("docs/a.txt", "needle one")
    folder.write("docs/.gitignore", "*.log\n")
    folder.write("docs/.ignore", "*.tmp\n")
    folder.shell("'\(ToolFolder.tool)' watch docs > watch.out 2> watch.err & echo $! > pid")
    defer { folder.shell("kill $(cat pid) 2>/dev/null") }
    #expect(waits(for: 1, "needle"))
    folder.write("docs/b.txt", "needle two")
    folder.write("docs/b.tmp", "needle nobody wants")
    #expect(waits(for: 2, "needle"))
    folder.write("docs/b.txt", "thread")
    #expect(waits(for: 1, "thread"))
    folder.shell("mv docs/b.txt docs/c.txt")
    folder.write("docs/new/deep/d.txt", "haystack")
    #expect(waits(for: 1, "haystack"))
    folder.write("docs/new/deep/e.txt", "haystack")
    #expect(waits(for: 2, "haystack"))
    // Another process may write between the commits.
    folder.write("other/f.txt", "haystack")
    #expect(folder.search("index", "other").status == 0)
    #expect(waits(for: 3, "haystack"))
    folder.shell("rm -r docs/new")
    #expect(waits(for: 1, "haystack"))
    let last = folder.search("--json", "thread")
    #expect(last.output.contains(#""path":"docs/c.txt""#))
    folder.shell("kill -TERM $(cat pid); while kill -0 $(cat pid) 2>/dev/null; do sleep 0.05; done")
    #expect(folder.read("watch.err") == "search: no longer watching\n")
    #expect(folder.read("watch.out").contains("watching "))
    #expect(folder.search("check").status == 0)
  }

  @Test func `a root that is a file is watched in its folder`() {
    folder.write("a.txt", "needle one")
    folder.shell("'\(ToolFolder.tool)' watch a.txt -q > watch.out 2> watch.err & echo $! > pid")
    defer { folder.shell("kill $(cat pid) 2>/dev/null") }
    #expect(waits(for: 1, "needle"))
    folder.write("b.txt", "thread nobody asked for")
    folder.write("a.txt", "thread")
    #expect(waits(for: 1, "thread"))
    #expect(folder.read("watch.out").isEmpty)
  }

  @Test func `there must be something to watch`() {
    let result = folder.search("watch")
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("search: no index here"))
  }

  @Test func `a folder that is taken away is waited for, and followed when it is there again`() {
    folder.write("docs/a.txt", "needle one")
    folder.write("docs/x/b.txt", "needle two")
    folder.shell("'\(ToolFolder.tool)' watch docs > watch.out 2> watch.err & echo $! > pid")
    defer { folder.shell("kill $(cat pid) 2>/dev/null") }
    #expect(waits(for: 2, "needle"))
    folder.shell("mv docs aside")
    #expect(waits(until: "watch.err", holds: "docs is not there any more; waiting for it"))
    folder.write("docs/c.txt", "needle of another folder")
    #expect(waits(until: "watch.err", holds: "docs is there again"))
    #expect(waits(for: 1, "another"))
    #expect(waits(for: 1, "needle"))
    // It is followed as the first one was.
    folder.write("docs/deep/d.txt", "haystack")
    #expect(waits(for: 1, "haystack"))
    // Names that look the same are two.
    folder.write("docs/\u{E9}.txt", "composed")
    folder.write("docs/e\u{301}.txt", "decomposed")
    #expect(waits(for: 1, "composed"))
    #expect(waits(for: 1, "decomposed"))
  }

  /// Waits until a file holds a text; false after a long time.
  private func waits(until file: String, holds text: String) -> Bool {
    for _ in 0..<1_200 {
      if folder.read(file).contains(text) { return true }
      usleep(50_000)
    }
    return false
  }
}
