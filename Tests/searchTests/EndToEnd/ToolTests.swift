import Testing

@testable import search

@Suite struct ToolTests {
  private let folder = ToolFolder()

  private func indexSeeds() {
    folder.shell("cp -r \(Project.path("seeds")) seeds")
    let result = folder.search("index", "seeds")
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func `the seeds are indexed and found`() {
    folder.shell("cp -r \(Project.path("seeds")) seeds")
    let first = folder.search("index", "seeds")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.isEmpty)
    let expected = "5 documents: 5 added, 0 updated, 0 unchanged, 0 removed, 0 skipped\n"
    #expect(first.output.hasPrefix(expected))
    #expect(first.output.contains("index \(folder.path)/.search/index\n"))
    #expect(first.output.contains("\ntry   search "))
    #expect(folder.read(".search/.gitignore") == "*\n")

    let second = folder.search("index")
    #expect(second.status == 0)
    #expect(second.output.hasPrefix("5 documents: 0 added, 0 updated, 5 unchanged, 0 removed"))

    let result = folder.search("--format", "human", "Rapidus", "补贴")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.first == "1  巨额«补贴»之下，«Rapidus»将专注于AI芯片")
    #expect(lines.dropFirst().first?.hasPrefix("   seeds/001_68fa6b8e709814f9.txt  ") == true)
    #expect(result.errors.hasPrefix("3 documents in "))
  }

  @Test func `an index is found from a folder below`() {
    folder.write("docs/deep/a.txt", "Title\n\nneedle")
    #expect(folder.search("index", "docs").status == 0)
    let result = folder.search("needle", in: "docs/deep")
    #expect(result.status == 0)
    // As seen from there, so that it can be opened.
    #expect(result.output == "a.txt:3:1:needle\n")
    #expect(folder.search("index", ".", in: "docs/deep").output.contains("0 added"))
  }

  @Test func `nothing found is status 1 with every part explained`() {
    indexSeeds()
    let result = folder.search("query", "黄仁勋", "Qualcomm")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.first == "nothing found in 5 documents for: 黄仁勋 Qualcomm")
    #expect(result.errorLines.count == 3)
  }

  @Test func `JSON is one object a line`() {
    indexSeeds()
    let result = folder.search("--json", "-k", "1", "小池淳义")
    let lines = result.output.split(separator: "\n")
    #expect(result.status == 0)
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix(#"{"v":1,"type":"match","rank":1,"score":"#))
    #expect(lines[0].contains(#""path":"seeds/001_68fa6b8e709814f9.txt""#))
    #expect(lines[1].hasPrefix(#"{"v":1,"type":"summary","query":"小池淳义","shown":1"#))
    #expect(folder.search("--json", "Qualcomm").status == 1)
  }

  @Test func `records are documents of their own`() {
    folder.write(
      "c.jsonl",
      """
      {"id":"a 1","title":"One","text":"needle and thread","lang":"en"}
      {"id":"b","title":"Two","text":"针和线"}

      """)
    folder.write("d.tsv", "x%\tneedle in a haystack\n")
    let result = folder.search("index", ".")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("3 documents: 3 added"))
    folder.write(".run/q.tsv", "q1\tneedle\nq2\t针\n")
    let run = folder.search("query", "--queries", ".run/q.tsv", "--format", "trec", "-k", "5")
    #expect(run.status == 0)
    let words = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(words.allSatisfy { $0.count == 6 && $0[1] == "Q0" && $0[5] == "search" })
    #expect(Set(words.filter { $0[0] == "q1" }.map { $0[2] }) == ["a%201", "x%25"])
    #expect(words.last.map { [$0[0], $0[2], $0[3]] } == ["q2", "b", "1"])
    let shown = folder.search("--json", "thread").output
    #expect(shown.contains(#""key":"c.jsonl\u0000a 1","path":"c.jsonl","id":"a 1""#))
    let input = folder.search("query", "--queries", "-", "--format", "trec", input: "7\tneedle\n")
    #expect(input.output.hasPrefix("7 Q0 "))
  }

  @Test func `a second run follows the folder`() {
    folder.write("docs/a.txt", "A\n\nneedle")
    folder.write("docs/b.txt", "B\n\nneedle")
    folder.write("docs/c.txt", "C\n\nneedle")
    folder.write("other/d.txt", "D\n\nneedle")
    #expect(folder.search("index", "docs", "other").output.hasPrefix("4 documents: 4 added"))
    folder.shell("touch -d '2020-01-01' docs/a.txt; rm docs/b.txt other/d.txt")
    folder.write("docs/c.txt", "C\n\nthread, another")
    folder.write("docs/e.txt", "E\n\nneedle")
    let run = folder.search("index", "docs")
    #expect(run.output.hasPrefix("4 documents: 1 added, 1 updated, 1 unchanged, 1 removed"))
    // What has gone elsewhere goes with a run there.
    #expect(folder.search("--no-update", "needle").errors.hasPrefix("3 documents"))
    #expect(folder.search("index").output.hasPrefix("3 documents: 0 added, 0 updated, 3 unchanged"))
    #expect(folder.search("D").status == 1)
  }

  @Test func `an index elsewhere remembers what its keys are relative to`() {
    folder.write("docs/a.txt", "A\n\nneedle")
    #expect(folder.search("index", "docs", "--index", "idx").status == 0)
    folder.shell("mkdir -p elsewhere")
    let run = folder.search("index", "--index", "../idx", in: "elsewhere")
    #expect(run.output.hasPrefix("1 document: 0 added, 0 updated, 1 unchanged"))
    #expect(folder.search("needle", "--index", "idx").output.contains("docs/a.txt"))
  }

  @Test func `an index can be made anew with another analyzer`() {
    folder.write("a.txt", "A\n\nNeedle, thread")
    #expect(folder.search("index", ".").status == 0)
    let refused = folder.search("index", "--analyzer", "whitespace")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("--rebuild"))
    #expect(folder.search("needle").status == 0)
    let rebuilt = folder.search("index", "--rebuild", "--analyzer", "whitespace")
    #expect(rebuilt.status == 0, "\(rebuilt.errors)")
    #expect(rebuilt.output.hasPrefix("1 document: 1 added"))
    #expect(folder.search("needle").status == 1)
    #expect(folder.search("Needle,").status == 0)
    #expect(folder.shell("ls .search").output == "index\n")
  }

  @Test func `an index made anew holds what it held`() {
    folder.write("docs/a.txt", "A\n\nneedle")
    folder.write("other/b.txt", "B\n\nneedle")
    #expect(folder.search("index", "docs").status == 0)
    #expect(folder.search("index", "other", "--rebuild").output.hasPrefix("2 documents: 2 added"))
    folder.shell("mv docs away")
    let refused = folder.search("index", "--rebuild")
    #expect(refused.status == 2)
    #expect(refused.errors.hasPrefix("search: docs: "))
    let still = folder.search("needle").errorLines
    #expect(
      still.first
        == "search: the index may be behind (docs: no such file or folder (missing)); run: search index"
    )
    #expect(still.dropFirst().first?.hasPrefix("2 documents") == true)
  }

  @Test func `without stored text there are no passages`() {
    folder.write("a.txt", "A\n\nneedle")
    #expect(folder.search("index", ".", "--store", "none").status == 0)
    let result = folder.search("--format", "human", "needle")
    #expect(result.output.hasPrefix("1  a.txt\n   a.txt  "))
    #expect(result.output.split(separator: "\n").count == 2)
  }

  @Test func `stats, check, bench and analyze answer`() {
    indexSeeds()
    let stats = folder.search("stats", "--json")
    #expect(stats.output.hasPrefix(#"{"v":1,"type":"stats","index":"#))
    #expect(stats.output.contains(#""documents":5,"#))
    #expect(folder.search("stats").output.contains("\nsegment "))
    let check = folder.search("check")
    #expect(check.status == 0)
    #expect(check.output.hasSuffix("is sound\n"))
    folder.write("q.txt", "芯片\nNVIDIA SoftBank\n")
    let bench = folder.search("bench", "--queries", "q.txt", "--passes", "2", "--json")
    #expect(
      bench.output.hasPrefix(
        #"{"v":1,"type":"bench","mode":"or","k":10,"queries":2,"documents":5,"passes":2,"#))
    #expect(bench.output.contains(",\"hits\":5,"))
    let analyze = folder.search("analyze", "Rapidus 半导体")
    let rows = analyze.output.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(rows.contains("0 1 stem latin 0..<7 Rapidus en:rapidus"))
    #expect(rows.contains("1 3 spelledWord han 8..<17 半导体 半导体"))
    #expect(
      folder.search("analyze", "-", "--json", input: "a\u{202E}").output.contains(
        #""text":"a\u202e""#))
  }

  @Test func `damage is found by check and is status 1`() {
    indexSeeds()
    folder.shell("f=$(ls .search/index/seg-*); printf XXXX | dd of=$f bs=1 seek=5000 conv=notrunc")
    let check = folder.search("check")
    #expect(check.status == 1)
    #expect(check.output.contains("problem"))
    let rebuilt = folder.search("index", "--rebuild")
    #expect(rebuilt.status == 0, "\(rebuilt.errors)")
    #expect(folder.search("check").status == 0)
  }

  @Test func `a closed pipe is quiet`() {
    indexSeeds()
    let line = "{ cat seeds/003* | \(ToolFolder.tool) analyze -; echo $? >&2; } | head -n 1"
    let result = folder.shell(line)
    #expect(result.errors == "0\n")
  }

  @Test func `help and version are status 0, usage errors 2`() {
    #expect(folder.search("--help").status == 0)
    #expect(folder.search("query", "--help").output.contains("USAGE: search query"))
    #expect(folder.search("--version").status == 0)
    for name in Search.commandNames where name != "help" {
      #expect(folder.search(name, "--help").output.contains("USAGE: search \(name)"))
    }
    for arguments in [
      ["--bogus"], ["x", "-k", "0"], ["--all", "--any", "x"], ["index", "--memory", "0"],
    ] {
      let words = arguments.joined(separator: " ")
      let result = folder.shell("\(ToolFolder.tool) \(words)")
      #expect(result.status == 2, "\(words)")
      #expect(result.errorLines.count == 1, "\(words)")
      #expect(result.errors.hasPrefix("search: "), "\(words)")
    }
  }
}
