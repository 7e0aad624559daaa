import Testing

@testable import search

/// Which files the tool finds, what it is configured by, and what it says of itself.
@Suite struct FolderToolTests {
  private let folder = ToolFolder()

  /// Makes a folder, indexes it anew and answers the paths that hold the word.
  private func found(_ options: String..., roots: [String] = ["docs"]) -> Set<String> {
    folder.shell("rm -rf .search")
    let words = ([ToolFolder.tool, "index"] + roots + options).map { "'\($0)'" }
    let run = folder.shell(words.joined(separator: " "))
    #expect(run.status == 0, "\(run.errors)")
    return paths()
  }

  private func paths() -> Set<String> {
    let lines = folder.search("query", "--json", "-k", "50", "needle").output.split(separator: "\n")
    return Set(
      lines.compactMap { line in
        let parts = line.split(separator: "\"path\":\"docs/", maxSplits: 1)
        return parts.count == 2 ? String(parts[1].prefix { $0 != "\"" }) : nil
      })
  }

  @Test func `options of the walk mean what ripgrep's do`() {
    let names = [
      "a.txt", "b.md", "c.log", "d.tmp", "e.bak", ".hidden.txt", "sub/f.txt", "sub/deep/g.txt",
      "kept.log", "H.TXT",
    ]
    for name in names { folder.write("docs/\(name)", "needle in \(name)") }
    folder.write("docs/big.txt", String(repeating: "needle ", count: 400))
    folder.shell("mkdir docs/.git")
    folder.write("docs/.gitignore", "*.log\n!kept.log\n*.tmp\n")
    folder.write("docs/.ignore", "*.bak\n!d.tmp\n")
    folder.write("docs/.searchignore", "!c.log\nbig.txt\n")
    let usual: Set = [
      "a.txt", "b.md", "c.log", "kept.log", "d.tmp", "sub/f.txt", "sub/deep/g.txt", "H.TXT",
    ]
    #expect(found() == usual)
    #expect(found("--hidden") == usual.union([".hidden.txt"]))
    #expect(found("--no-ignore") == usual.union(["e.bak", "big.txt"]))
    #expect(found("--no-ignore-vcs") == usual)
    #expect(found("-uu") == usual.union(["e.bak", "big.txt", ".hidden.txt"]))
    #expect(
      found("-g", "*.txt") == ["a.txt", "sub/f.txt", "sub/deep/g.txt", "big.txt", ".hidden.txt"])
    #expect(found("--iglob", "*.txt").contains("H.TXT"))
    #expect(
      found("-g", "!*.{txt,md}", "-g", "!/docs/sub") == ["c.log", "kept.log", "d.tmp", "H.TXT"])
    #expect(found("-t", "markdown", "-t", "log") == ["b.md", "c.log", "kept.log"])
    #expect(found("-T", "txt", "-T", "log") == ["b.md", "d.tmp", "H.TXT"])
    #expect(found("--max-depth", "1") == usual.subtracting(["sub/f.txt", "sub/deep/g.txt"]))
    #expect(found("-u", "--max-filesize", "1K") == usual.union(["e.bak"]))
    // A later run walks in the same way, until it is told otherwise.
    #expect(found("-t", "md") == ["b.md"])
    folder.write("docs/new.md", "needle")
    folder.write("docs/new.txt", "needle")
    #expect(paths() == ["b.md", "new.md"])
    #expect(folder.search("index").status == 0 && paths() == ["b.md", "new.md"])
    #expect(folder.search("index", "--default-walk").status == 0)
    #expect(paths() == usual.union(["new.md", "new.txt"]))
    // Who names a file means it, in later runs too.
    #expect(
      found(roots: ["docs", "docs/e.bak", "docs/.hidden.txt"]).isSuperset(of: [
        "e.bak", ".hidden.txt",
      ]))
    #expect(folder.search("index", "docs").status == 0)
    #expect(paths().isSuperset(of: ["e.bak", ".hidden.txt"]))
  }

  @Test func `links are followed where that is asked for, and nothing is entered twice`() {
    folder.write("docs/a.txt", "needle one")
    folder.write("outside/b.txt", "needle two")
    folder.shell("ln -s ../outside docs/l1; ln -s ../outside docs/l2; ln -s .. docs/up")
    folder.shell("ln -s a.txt docs/again.txt; ln -s nowhere docs/broken; ln -s . docs/self")
    #expect(found() == ["a.txt"])
    #expect(found("-L") == ["a.txt", "l1/b.txt"])
  }

  @Test func `bad options are said in a line`() {
    for arguments in [["-g", "[a"], ["-t", "nothing"], ["--max-filesize", "x"], ["-g", "{a,b"]] {
      let words = ([ToolFolder.tool, "index", "."] + arguments).map { "'\($0)'" }
      let result = folder.shell(words.joined(separator: " "))
      #expect(result.status == 2, "\(arguments)")
      #expect(result.errorLines.count == 1, "\(result.errors)")
    }
    #expect(folder.search("index", "--type-list").output.contains("markdown: *.md, *.markdown"))
  }

  @Test func `configuration, trust, collections and doctor`() {
    folder.write("docs/a.txt", "needle one")
    folder.write("docs/b.txt", "needle two")
    folder.write("xdg/search/config.yaml", "limit: 1\ncollections: {c: \(folder.path)}\n")
    let variables = "XDG_CONFIG_HOME=\(folder.path("xdg")) XDG_STATE_HOME=\(folder.path("state"))"
    let tool = "\(variables) '\(ToolFolder.tool)'"
    #expect(folder.shell("\(tool) index docs -q").status == 0)
    #expect(folder.shell("\(tool) --json needle").output.contains(#""shown":1,"#))
    #expect(folder.shell("\(tool) --json --no-config needle").output.contains(#""shown":2,"#))
    #expect(folder.shell("\(tool) --json -k 2 needle").output.contains(#""shown":2,"#))
    #expect(folder.shell("cd / && \(tool) --in c needle").output.contains("needle"))
    #expect(folder.shell("cd / && \(tool) --in d needle").errors.contains("there are: c"))
    #expect(folder.shell("\(tool) collections").output == "c  \(folder.path)  2 documents\n")
    folder.write(".search/config.yaml", "follow: true\n")
    #expect(folder.shell("\(tool) needle").errors.contains("search trust"))
    #expect(folder.shell("\(tool) trust").status == 0)
    #expect(!folder.shell("\(tool) needle").errors.contains("search trust"))
    let doctor = folder.shell("\(tool) doctor")
    #expect(doctor.status == 0 && doctor.output.contains("2 documents, sound"))
    #expect(folder.shell("\(tool) doctor --json").output.hasPrefix(#"{"v":1,"type":"finding""#))
    folder.write(".search/config.yaml", "folow: true\n")
    #expect(folder.shell("\(tool) needle").status == 2)
    #expect(folder.shell("\(tool) doctor").status == 2)
  }
}
