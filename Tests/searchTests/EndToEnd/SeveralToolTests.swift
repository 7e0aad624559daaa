import Testing

@testable import search

/// Several indexes asked as one, by the real tool.
@Suite struct SeveralToolTests {
  private let folder = ToolFolder()

  /// Two folders with an index each, and one index of both.
  private func index() {
    folder.write("one/a.txt", "River\n\nthe river and its delta")
    folder.write("one/sub/b.md", "# Lakes\n\na lake near the river river")
    folder.write("two/a.txt", "Other\n\nrivers of Asia\nand the river 黄河")
    folder.write("two/c.txt", "nothing of the kind")
    for name in ["one", "two"] { #expect(folder.search("index", ".", in: name).status == 0) }
    #expect(folder.search("index", "one", "two", "--index", "both").status == 0)
  }

  private func scores(_ result: ToolResult) -> [String] {
    result.output.split(separator: "\n").compactMap { line in
      JSONValue(parsing: String(line)).flatMap { value in
        value["score"].map { "\($0) \(value["title"]?.text ?? "")" }
      }
    }
  }

  @Test func `they answer as one index, and paths lead to the files`() {
    index()
    let joint = folder.search("query", "--index", "one/.search", "--index", "two/.search", "river")
    #expect(joint.status == 0)
    #expect(
      Set(joint.output.split(separator: "\n").map { $0.prefix { $0 != ":" } })
        == ["one/a.txt", "one/sub/b.md", "two/a.txt"])
    #expect(joint.output.contains("two/a.txt:3:1:rivers of Asia\n"))
    let json = ["query", "--json", "--explain", "river 黄"]
    let merged = folder.shell("\(ToolFolder.tool) \(json.joined(separator: " ")) --index both")
    let both = folder.shell(
      "\(ToolFolder.tool) \(json.joined(separator: " ")) --index one/.search --index two/.search")
    #expect(!scores(both).isEmpty && scores(both) == scores(merged))
    #expect(both.output.contains(#""index":"\#(folder.path)/two/.search/index""#))
    #expect(both.output.contains(#""base":"\#(folder.path)/two""#))
    // Seen from elsewhere, and each index once however often it is named.
    let inside = folder.search(
      "query", "-l", "--index", "../one/.search", "--index", ".search", "--index", ".", "river",
      in: "two/.search/..")
    #expect(
      Set(inside.output.split(separator: "\n")) == ["../one/a.txt", "../one/sub/b.md", "a.txt"]
        || inside.status == 2)
    #expect(
      folder.search("query", "-c", "--index", "one/.search", "--index", "two/.search", "river")
        .output == "3\n")
  }

  @Test(arguments: [
    ["river path:./one/a.txt"], ["river", "--filter", "dir:\"./one\""], ["river file:(x ./a)"],
  ])
  func `a path as seen from here asks one index only`(query: [String]) {
    index()
    let several = ["--index", "one/.search", "--index", "two/.search"]
    for options in [["query"], ["query", "--json"]] {
      let refused = folder.search(words: options + several + query)
      #expect(refused.status == 2 && refused.output.isEmpty, "\(refused)")
      #expect(refused.errorLines.count == 1, "\(refused)")
      #expect(refused.errors.contains("is a path as seen from here, and several"), "\(refused)")
    }
    let one = folder.search(words: ["query", "--index", "one/.search"] + query)
    #expect(one.status != 2, "\(one)")
    // A path as the indexes have it is asked of each.
    let both = folder.search(words: ["query", "-l"] + several + ["river path:a.txt"])
    #expect(both.output.split(separator: "\n").sorted() == ["one/a.txt", "two/a.txt"], "\(both)")
  }

  @Test func `why asks one index only for a path as seen from here`() {
    index()
    let why = folder.search(
      "why", "--index", "one/.search", "--index", "two/.search", "river path:./one/a.txt")
    #expect(why.status == 2 && why.errors.contains("path:./one/a.txt is a path as seen"), "\(why)")
  }

  @Test func `a file that several of them hold counts once`() {
    folder.write("docs/a.txt", "river")
    folder.write("docs/sub/b.txt", "river in a folder")
    folder.write("docs/sub/sub/b.txt", "river in a folder below")
    folder.write(
      "docs/sub/r.jsonl", "{\"id\":\"1\",\"text\":\"river\"}\n{\"id\":\"2\",\"text\":\"river\"}\n")
    folder.shell("ln -s docs linked")
    // The inner one first: it would else be part of the outer one's index.
    for name in ["docs/sub", "docs"] {
      #expect(folder.search("index", ".", in: name).status == 0)
    }
    #expect(folder.search("index", "linked/sub/", "--index", "byLink").status == 0)
    func counted(_ indexes: String...) -> String {
      let options = indexes.flatMap { ["--index", $0] }
      return folder.search(words: ["query", "-c"] + options + ["river"]).output
    }
    #expect(counted("docs/.search") == "5\n" && counted("docs/sub/.search") == "4\n")
    #expect(counted("docs/.search", "docs/sub/.search") == "5\n")
    #expect(counted("docs/sub/.search", "docs/.search") == "5\n")
    #expect(counted("byLink", "docs/.search", "docs/sub/.search") == "5\n")
    #expect(counted("docs/sub/.search", "byLink") == "4\n")
    let listed = folder.search(
      "query", "-l", "--index", "docs/sub/.search", "--index", "docs/.search", "river")
    #expect(
      listed.output.split(separator: "\n").sorted()
        == ["docs/a.txt", "docs/sub/b.txt", "docs/sub/r.jsonl", "docs/sub/sub/b.txt"])
    // What only one of them has is still found, and nobody is warned.
    folder.write("docs/new.txt", "river anew")
    #expect(counted("docs/sub/.search", "docs/.search") == "6\n")
    let why = folder.search(
      "why", "river", "docs/sub/b.txt", "--index", "docs/.search", "--index", "docs/sub/.search")
    #expect(why.status == 0, "\(why)")
  }

  @Test func `a collection of several folders is all of them`() {
    index()
    folder.write(
      "xdg/search/config.yaml", "collections: {all: [\(folder.path)/one, \(folder.path)/two]}\n")
    let tool = "XDG_CONFIG_HOME=$PWD/xdg \(ToolFolder.tool)"
    let found = folder.shell("\(tool) query -l --in all 'river'").output
    #expect(Set(found.split(separator: "\n")) == ["one/a.txt", "one/sub/b.md", "two/a.txt"])
    #expect(folder.shell("\(tool) query -l --in all 黄河").output == "two/a.txt\n")
    let files = folder.shell("\(tool) files --in all").output
    #expect(files.contains("one/sub/b.md") && files.contains("two/c.txt"))
    #expect(folder.shell("\(tool) files --in all --json").output.contains(#""base":"#))
    let why = folder.shell("\(tool) why --in all 'delta' two/c.txt")
    #expect(why.status == 1 && why.output.hasPrefix("two/c.txt does not match: delta\n"))
    #expect(
      folder.shell("\(tool) why --in all 'nowhere'").output.contains("0 documents of 4 match"))
    let stats = folder.shell("\(tool) stats --in all")
    #expect(stats.status == 2 && stats.errors.contains("2 are named"))
    folder.shell("rm -r two/.search")
    let lacking = folder.shell("\(tool) query --in all river")
    #expect(lacking.status == 2 && lacking.errors.contains("two has no index"))
  }

  @Test func `each is brought up to date, and hits of each are compared with their files`() {
    index()
    folder.write("two/new.txt", "a river of today")
    folder.shell("rm one/a.txt")
    let fresh = folder.search(
      "query", "-l", "--index", "one/.search", "--index", "two/.search", "river")
    #expect(
      Set(fresh.output.split(separator: "\n")) == ["one/sub/b.md", "two/a.txt", "two/new.txt"])
    folder.shell("rm two/new.txt; echo dry > one/sub/b.md")
    let stale = folder.search(
      "query", "--no-update", "--json", "--index", "one/.search", "--index", "two/.search", "river")
    #expect(
      stale.output.contains(#""path":"new.txt"#) && stale.output.contains(#""freshness":"gone""#))
    #expect(stale.output.contains(#""path":"a.txt"#))
    #expect(!stale.output.contains(#""path":"sub/b.md"#))
    #expect(stale.output.contains(#""rank":1,"#) && stale.output.contains(#""rank":2,"#))
    #expect(stale.errors.contains("1 hit left out: the file has changed"))
  }

  @Test func `indexes that cannot be asked as one are named`() {
    index()
    #expect(
      folder.search("index", "two", "--index", "plain", "--analyzer", "whitespace").status == 0)
    let result = folder.search("query", "--index", "one/.search", "--index", "plain", "river")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errorLines.count == 1)
    #expect(result.errors.contains("whitespace") && result.errors.contains("multilingual"))
  }

  @Test func `what is no file or folder is not remembered`() {
    folder.write("docs/a.txt", "needle")
    #expect(folder.search("index", "docs").status == 0)
    let device = folder.search("index", "/dev/zero")
    #expect(device.errors.contains("not a regular file"))
    #expect(!folder.search("index").errors.contains("zero"))
    #expect(folder.search("doctor").output.contains("below docs\n"))
  }
}
