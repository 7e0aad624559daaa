import Glibc
import TestSupport
import Testing

@testable import search

/// The walk beside `git check-ignore`, on random folders with random rules.
@Suite struct GitIgnoreTests {
  private static let hasGit = ToolFolder().shell("git --version").status == 0

  private static let names = ["a", "b", "ab", "a b", "b.c", "[x]", "a.b", "c", "#d", "é"]
  private static let parts = [
    "a", "b", "c", "ab", "*", "?", "**", "[ab]", "[!a]", "[a-c]*", "*.b", "*.c", "a*", "*b", "\\a",
    "\\#d", "[[:alpha:]]", "\\[x]", "a\\ b", "[", "a b", "é", "a**", "**b", "[]x]", "?*",
  ]

  private static func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  private static func line(_ random: inout SeededGenerator) -> String {
    var text = (0..<pick([1, 1, 1, 2, 2, 3], &random)).map { _ in
      pick(parts, &random)
    }.joined(separator: "/")
    if Int.random(in: 0..<4, using: &random) == 0 { text = "/" + text }
    if Int.random(in: 0..<4, using: &random) == 0 { text += "/" }
    if Int.random(in: 0..<4, using: &random) == 0 { text = "!" + text }
    if Int.random(in: 0..<10, using: &random) == 0 {
      text += pick(["  ", "\\ ", "\r"], &random)
    }
    return text
  }

  private static func path(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in pick(names, &random) }
      .joined(separator: "/")
  }

  @Test func `files are left out as git leaves them out`() throws {
    guard Self.hasGit else {
      print("skipped: git is not installed, and nothing else says what it leaves out")
      return
    }
    let seed: UInt64 = 0x99172
    var random = SeededGenerator(seed: seed)
    var ignoredCount = 0
    for round in 0..<25 {
      let folder = ToolFolder()
      folder.shell("git init -q repository; rm -rf repository/.git/hooks")
      var paths: Set<String> = []
      for _ in 0..<40 {
        let path = Self.path(&random)
        let isTaken = paths.contains { $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }
        if !isTaken { paths.insert(path) }
      }
      for path in paths { folder.write("repository/\(path)", "x") }
      var folders: Set<String> = [""]
      for path in paths where path.contains("/") {
        folders.insert(path.split(separator: "/").dropLast().joined(separator: "/") + "/")
      }
      var written = ""
      for place in folders.sorted().shuffled(using: &random).prefix(2) + [".git/info/"] {
        let lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in Self.line(&random) }
        let name = place == ".git/info/" ? ".git/info/exclude" : place + ".gitignore"
        folder.write("repository/\(name)", lines.joined(separator: "\n") + "\n")
        written += "\(name): \(lines)\n"
      }
      folder.write("paths", paths.sorted().joined(separator: "\u{0}"))
      let answer = folder.shell(
        "cd repository && HOME=/nonexistent git check-ignore --no-index -z --stdin < ../paths")
      let ignored = Set(answer.output.split(separator: "\u{0}").map(String.init))
      ignoredCount += ignored.count
      var rules = WalkRules()
      rules.includesHidden = true
      let walker = try FolderWalker(
        base: PathName(folder.path("repository")), filter: WalkFilter(rules))
      var found: Set<String> = []
      _ = try walker.walk(PathName(folder.path("repository"))) { found.insert($0.relativePath) }
      let expected = paths.subtracting(ignored)
      #expect(
        found.intersection(paths) == expected,
        """
        round \(round) of seed \(seed): missing \(expected.subtracting(found).sorted()), \
        too many \(found.intersection(ignored).sorted())
        \(written)
        """)
    }
    #expect(ignoredCount > 50)
  }
}
