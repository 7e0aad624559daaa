import Testing

@testable import search

/// How answers are written: piped, on a terminal, and for programs.
@Suite struct AnswerToolTests {
  private let folder = ToolFolder()

  private func index() {
    folder.write("docs/a.txt", "Needle and thread\nfirst\n\tsecond needle, 半导体\nthird")
    folder.write("docs/b b.txt", "B\n\nneedle")
    folder.write("r.jsonl", #"{"id":"one","title":"T","text":"a needle in a record"}"# + "\n")
    folder.write("שלום.txt", "שלום עולם\n\nneedle שלום")
    let result = folder.search("index", ".")
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func `piped, an answer has a line for each document, as grep has`() {
    index()
    let lines = folder.search("second").output.split(separator: "\n")
    #expect(lines == ["docs/a.txt:3:2:\tsecond needle, 半导体"])
    #expect(folder.search("半导体").output == "docs/a.txt:3:17:\tsecond needle, 半导体\n")
    // A match that only the title has is on the first line.
    #expect(folder.search("thread").output == "docs/a.txt:1:12:Needle and thread\n")
    #expect(folder.search("record").output == "r.jsonl:1:1:a needle in a record\n")
    #expect(folder.search("-0", "second").output.hasPrefix("docs/a.txt\03:2:"))
    let grep = folder.shell("grep -n second docs/a.txt").output
    #expect(folder.search("second").output.hasPrefix("docs/a.txt:" + grep.prefix(2)))
    #expect(
      folder.search("-C", "1", "second").output == """
        docs/a.txt-2-first
        docs/a.txt:3:2:\tsecond needle, 半导体
        docs/a.txt-4-third

        """)
  }

  @Test func `paths, counts and silence`() {
    index()
    let paths = Set(folder.search("-l", "needle").output.split(separator: "\n"))
    #expect(paths == ["docs/a.txt", "docs/b b.txt", "r.jsonl", "שלום.txt"])
    #expect(folder.search("-l", "-0", "record").output == "r.jsonl\0")
    #expect(folder.search("-l", "-k", "2", "needle").output.split(separator: "\n").count == 2)
    #expect(folder.search("--format", "files", "record").output == "r.jsonl\n")
    #expect(folder.search("-c", "needle").output == "4\n")
    let none = folder.search("-c", "nowhere")
    #expect(none.output == "0\n" && none.status == 1)
    let quiet = folder.search("-q", "needle")
    #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
    let silent = folder.search("-q", "nowhere")
    #expect(silent.status == 1 && silent.output.isEmpty && silent.errors.isEmpty)
    for arguments in [["-l", "-c"], ["--json", "-q"], ["-c", "--format", "csv"]] {
      let line = arguments.joined(separator: " ")
      #expect(folder.shell("\(ToolFolder.tool) \(line) x").status == 2, "\(line)")
    }
  }

  @Test func `words without options need no parser, and mean the same`() throws {
    for arguments in [["semiconductor"], ["半导体", "NOT x"], ["why not", "index"]] {
      let request = try #require(QueryRequest(plain: arguments))
      #expect(try (Search.command(arguments) as? QueryCommand)?.request == request)
    }
    for arguments in [[], ["index", "x"], ["x", "-k", "3"], ["--", "x"], ["help"], ["x", "-"]] {
      #expect(QueryRequest(plain: arguments) == nil, "\(arguments)")
    }
  }

  @Test func `tables hold what lines hold`() {
    index()
    let csv = folder.search("--format", "csv", "second").output.split(separator: "\n")
    #expect(csv.first == "rank,score,path,id,line,column,title,text")
    #expect(
      csv.last?.hasSuffix(#",docs/a.txt,,3,2,Needle and thread,"first second needle, 半导体 third""#)
        == true)
    let tsv = folder.search("--format", "tsv", "record").output.split(separator: "\n")
    #expect(
      tsv.last?.split(separator: "\t").suffix(4) == ["one", "1", "T", "a needle in a record"])
    let md = folder.search("--format", "md", "record").output
    #expect(md == "1. [T](<r.jsonl>), line 1, one\n   > a needle in a **record**\n")
  }

  @Test func `what was meant is offered where little is found`() {
    index()
    let result = folder.search("nedle")
    #expect(result.status == 1)
    #expect(result.errorLines.last == "did you mean: needle")
    #expect(folder.search("半异体").errors.contains("did you mean: 半导体"))
    #expect(folder.search("--json", "nedle").output.contains(#""suggestions":[{"query":"needle""#))
    #expect(!folder.search("needle").errors.contains("did you mean"))
    #expect(!folder.search("-q", "nedle").errors.contains("did you mean"))
  }

  @Test func `on a terminal documents come with their passages`() throws {
    index()
    let terminal = try #require(
      PseudoTerminal([ToolFolder.tool, "second"], in: folder.path, columns: 40))
    #expect(terminal.waitForEnd() == 0)
    let text = String(decoding: terminal.bytes, as: UTF8.self)
    #expect(text.contains("\u{1B}[1;31msecond\u{1B}[0m"))
    #expect(text.contains("\u{1B}]8;;file://"))
    #expect(text.contains("\(folder.path)/docs/a.txt\u{1B}\\"))
    let rows = terminal.screen.text.split(separator: "\n")
    #expect(rows[0] == "1  Needle and thread")
    #expect(rows[1].hasPrefix("   docs/a.txt  "))
    #expect(rows[2].hasPrefix("   3  first second needle, 半导体"))
    #expect(rows.last?.hasPrefix("1 document in ") == true)
    #expect(rows.allSatisfy { DisplayWidth.of(String($0)) <= 40 })
    #expect(terminal.screen.unknown.isEmpty)
  }

  @Test func `colours, links and text from right to left as the terminal wants them`() throws {
    index()
    func bytes(_ arguments: [String], _ environment: [String: String]) throws -> String {
      let terminal = try #require(
        PseudoTerminal(
          [ToolFolder.tool] + arguments, in: folder.path, environment: environment))
      #expect(terminal.waitForEnd() == 0)
      return String(decoding: terminal.bytes, as: UTF8.self)
    }
    let plain = try bytes(["second"], ["NO_COLOR": "1", "TERM": "linux"])
    #expect(!plain.contains("\u{1B}") && plain.contains("«second»"))
    #expect(try !bytes(["second"], ["TERM": "dumb"]).contains("\u{1B}"))
    let mixed = try bytes(["עולם"], ["NO_COLOR": "1", "TERM": "linux"])
    #expect(mixed.contains("\u{2068}שלום «עולם»\u{2069}"))
    let forced = folder.shell("env -u NO_COLOR CLICOLOR_FORCE=1 \(ToolFolder.tool) second")
    #expect(forced.output.contains("\u{1B}[1;31msecond\u{1B}[0m"))
    #expect(!folder.search("second").output.contains("\u{1B}"))
    let link = folder.search(
      "--format", "human", "--hyperlink", "always", "--hyperlink-format", "vscode", "second")
    #expect(link.output.contains("vscode://file\(folder.path)/docs/a.txt:3:2\u{1B}\\"))
  }

  @Test func `what is longer than the screen goes through a pager`() throws {
    index()
    func run(_ arguments: [String], rows: Int, _ pager: String) throws -> String {
      let terminal = try #require(
        PseudoTerminal(
          [ToolFolder.tool] + arguments, in: folder.path, rows: rows,
          environment: ["SEARCH_PAGER": pager, "PAGER": "false"]))
      #expect(terminal.waitForEnd() == 0)
      return String(decoding: terminal.bytes, as: UTF8.self)
    }
    #expect(try run(["needle"], rows: 6, "sed s/^/PAGED/").contains("PAGED1  "))
    #expect(try !run(["needle"], rows: 60, "sed s/^/PAGED/").contains("PAGED"))
    #expect(try !run(["--no-pager", "needle"], rows: 6, "sed s/^/PAGED/").contains("PAGED"))
    // One that ends early has seen enough; one that is not there is done without.
    #expect(try run(["needle"], rows: 6, "true").contains("4 documents in"))
    #expect(try run(["needle"], rows: 6, "no-such-pager").contains("and thread"))
  }

  @Test func `explained, a score is a tree`() {
    index()
    let text = folder.search("--format", "human", "--explain", "second").output
    #expect(text.contains("score: the sum of what follows"))
    #expect(text.contains("└─ "))
    #expect(folder.search("--json", "--explain", "second").output.contains(#""tree":{"value":"#))
  }

  @Test func `names that are no text are written as they are, and are no others`() {
    folder.shell("mkdir -p docs")
    folder.shell("printf 'needle one' > \"docs/$(printf 'caf\\351.txt')\"")
    folder.write("docs/caf\\xE9.txt", "needle two")
    #expect(folder.search("index", "docs").status == 0)
    #expect(folder.search("-c", "needle").output == "2\n")
    folder.shell("'\(ToolFolder.tool)' -l -0 needle | tr '\\0' '\\n' | sort > names")
    #expect(
      folder.readBytes("names").elementsEqual(
        Array("docs/caf\\xE9.txt\n".utf8) + Array("docs/caf".utf8) + [0xE9]
          + Array(".txt\n".utf8)))
    folder.shell("'\(ToolFolder.tool)' -l -0 needle | xargs -0 cat > texts")
    #expect(folder.read("texts").contains("one") && folder.read("texts").contains("two"))
    folder.shell("'\(ToolFolder.tool)' -0 one > line")
    #expect(
      folder.readBytes("line").starts(
        with: Array("docs/caf".utf8) + [0xE9] + Array(".txt\0".utf8) + Array("1:8:".utf8)))
    // Both are still known when the index is brought up to date.
    let again = folder.search("index")
    #expect(again.output.contains("0 added") || !again.output.contains("2 added"))
    #expect(folder.search("-l", "one").output == "docs/caf\\xE9.txt\n")
    #expect(folder.search("-l", "two").output == "docs/caf\\x5CxE9.txt\n")
    folder.shell("rm docs/caf?.txt")
    #expect(folder.search("-l", "needle").output == "docs/caf\\x5CxE9.txt\n")
  }

  @Test func `without an update it is said that files have gone or changed`() {
    folder.write("docs/a.txt", "needle one")
    folder.write("docs/b.txt", "needle two")
    #expect(folder.search("index", "docs").status == 0)
    folder.shell("rm docs/a.txt; echo 'needle, and more of it' > docs/b.txt")
    for format in ["lines", "csv", "tsv", "md", "files"] {
      let result = folder.search("--no-update", "--format", format, "needle")
      #expect(result.errors.contains("1 hit is of files that are not there any more"), "\(format)")
      #expect(result.errors.contains("1 hit is of files that have changed"), "\(format)")
    }
    let count = folder.search("--no-update", "-c", "needle")
    #expect(count.output == "2\n" && count.errors.contains("no file is looked at"))
    #expect(folder.search("-c", "needle").errors.isEmpty)
  }

  @Test func `without an update hits are counted as they were indexed`() {
    folder.write("docs/a.md", "---\nyear: 2019\n---\nneedle")
    folder.write("docs/b.md", "---\nyear: 2019\n---\nneedle")
    #expect(folder.search("index", "docs").status == 0)
    folder.write("docs/a.md", "---\nyear: 2024\n---\nneedle, and more of it")
    let count = folder.search("--no-update", "-c", "year:2019")
    #expect(count.output == "2\n" && count.status == 0, "\(count)")
    // One of them is still so.
    #expect(folder.search("--no-update", "-q", "year:2019").status == 0)
    folder.write("docs/b.md", "needle, and nothing else of it")
    #expect(folder.search("--no-update", "-q", "year:2019").status == 1)
  }

  @Test func `what begins with a hyphen can be searched for, and the error says how`() {
    folder.write("docs/a.txt", "call ls -la and see")
    folder.write("docs/b.txt", "ls la")
    #expect(folder.search("index", "docs").status == 0)
    #expect(folder.search("-l", "--", "ls", "-la").output == "docs/a.txt\n")
    #expect(folder.search("-l", "ls -la").output == "docs/a.txt\n")
    #expect(folder.search("-l", "--", "-la").output == "docs/a.txt\n")
    let wrong = folder.search("ls", "-la")
    #expect(wrong.status == 2 && wrong.errors.contains("search -- ls -la"))
    // Not even with an h in it is it taken for a question about the tool.
    for words in [["-path:x chips"], ["-hello", "world"], ["ls", "-what"], ["query", "-oh"]] {
      let wrong = folder.search(words: words)
      #expect(wrong.status == 2 && wrong.output.isEmpty, "\(words): \(wrong)")
      #expect(wrong.errors.contains("Unknown option"), "\(wrong)")
      #expect(wrong.errors.contains("search -- "), "\(wrong)")
    }
    let named = folder.search("query", "--files-with-matches", "-hello")
    #expect(named.status == 2 && named.errors.contains("'-hello'"), "\(named)")
    for words in [["query", "--help"], ["--version"], ["help", "query"], ["ls", "--help"]] {
      #expect(folder.search(words: words).status == 0, "\(words)")
    }
    let misused = folder.search("ls", "-k", "many")
    #expect(misused.status == 2 && !misused.errors.contains("hyphen"))
  }
}
