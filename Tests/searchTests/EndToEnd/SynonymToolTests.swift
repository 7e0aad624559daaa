import Testing

/// Synonyms, what is similar, and completions, from the command line.
@Suite struct SynonymToolTests {
  private let folder = ToolFolder()

  @Test func `a file of synonyms serves queries, why, and the configuration`() {
    folder.write("docs/a.txt", "台积电的股价上涨")
    folder.write("docs/b.txt", "TSMC shares rise")
    folder.write("docs/c.txt", "Shares of makers of lithography machines rise")
    folder.write("docs/d.txt", "Makers of lithography machines hire")
    folder.write("words.txt", "# makers\nTSMC, 台积电\n")
    #expect(folder.search("index", "docs").status == 0)
    #expect(folder.search("-l", "tsmc").output == "docs/b.txt\n")
    let both = folder.search("-l", "tsmc", "--synonyms", "words.txt")
    #expect(Set(both.output.split(separator: "\n")) == ["docs/a.txt", "docs/b.txt"])
    let explained = folder.search("--explain", "tsmc", "--synonyms", "words.txt")
    #expect(explained.output.contains("台积电"), "\(explained.output)")
    #expect(folder.search("why", "tsmc", "docs/a.txt").status == 1)
    let why = folder.search("why", "tsmc", "docs/a.txt", "--synonyms", "words.txt")
    #expect(why.status == 0)
    #expect(why.output.contains("synonym of tsmc"), "\(why.output)")

    folder.write(".search/words.txt", "tsmc => 台积电\n")
    folder.write(".search/config.yaml", "synonyms: words.txt\n")
    #expect(folder.search("-l", "tsmc", "--all").output.contains("docs/a.txt"))
    #expect(folder.search("why", "tsmc", "docs/a.txt").status == 0)
    #expect(folder.search("why", "台积电", "docs/b.txt").status == 1)
  }

  @Test func `a file that makes no sense is refused with its line`() {
    folder.write("a.txt", "text")
    folder.write("words.txt", "a, b\nalone\n")
    #expect(folder.search("index", ".").status == 0)
    let wrong = folder.search("a", "--synonyms", "words.txt")
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("words.txt: line 2: 'alone' stands alone"), "\(wrong.errors)")
    let missing = folder.search("a", "--synonyms", "nowhere.txt")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("no such file"))
    #expect(folder.search("a", "--synonyms", ".").status == 2)
  }

  @Test func `what is alike is found, and words are completed`() {
    folder.write("docs/c.txt", "Shares of makers of lithography machines rise")
    folder.write("docs/d.txt", "Makers of lithography machines hire")
    folder.write("docs/e.txt", "Violins are played in an orchestra")
    #expect(folder.search("index", "docs").status == 0)
    #expect(folder.search("like", "docs/c.txt", "-l").output == "docs/d.txt\n")
    let text = folder.shell("echo 'a violin' | '\(ToolFolder.tool)' like - -l")
    #expect(text.output == "docs/e.txt\n", "\(text.errors)")
    let missing = folder.search("like", "docs/x.txt")
    #expect(missing.status == 2)
    #expect(folder.search("complete", "litho").output == "lithography\t2\n")
    #expect(folder.search("complete", "xyz").status == 1)
  }
}
