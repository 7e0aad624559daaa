import Testing

@testable import search

/// A damaged index is mended by `repair` and `recover`, and each says what it does.
@Suite struct RepairToolTests {
  private let folder = ToolFolder()

  /// Two segments, of which the first one's first block is damaged.
  private func damaged() {
    folder.write("docs/a.txt", "A\n\nneedle one")
    folder.write("docs/r.tsv", "1\tneedle two\n2\tneedle three\n")
    folder.search("index", "docs")
    let first = folder.shell("ls .search/index/seg-*").output.split(separator: "\n").first ?? ""
    folder.write("docs/b.txt", "B\n\nneedle four")
    folder.search("index")
    folder.shell("printf X | dd of=\(first) bs=1 seek=90 conv=notrunc")
  }

  @Test func `repair leaves out what is damaged, and names the files to read again`() {
    damaged()
    #expect(folder.search("check").status == 1)
    let plan = folder.search("repair", "--dry-run")
    #expect(plan.status == 1)
    #expect(plan.output.contains("would be left out"))
    #expect(folder.search("check").status == 1)
    let result = folder.search("repair")
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.output.contains("to be read again: docs/a.txt (1 document lost)"))
    #expect(result.output.contains("to be read again: docs/r.tsv (2 documents lost)"))
    #expect(folder.search("check", "--full").status == 0)
    #expect(folder.search("--json", "--no-update", "needle").output.contains("b.txt"))
    #expect(folder.search("index").output.contains("3 added, 0 updated, 1 unchanged"))
    #expect(folder.search("needle").errors.contains("4 documents"))
    #expect(folder.search("repair").status == 0)
  }

  @Test func `recover reads again what is still there, and drops what has gone`() {
    damaged()
    folder.shell("rm docs/r.tsv")
    let result = folder.search("recover")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("1 added"))
    #expect(folder.search("check", "--full").status == 0)
    #expect(folder.search("needle").errors.contains("2 documents"))
    #expect(folder.search("recover").output.contains("nothing to mend"))
  }

  @Test func `a lost table is made again of the keys, and nothing else is lost`() {
    folder.write("docs/a.txt", "A\n\nneedle one")
    folder.write("docs/r.tsv", "1\tneedle two\n2\tneedle three\n")
    folder.search("index", "docs")
    folder.shell("rm .search/index/files-*.tbl")
    #expect(folder.search("needle").status == 2)
    let result = folder.search("repair", "--json")
    #expect(result.status == 1)
    #expect(result.output.contains("\"code\":\"missing\""))
    #expect(folder.search("needle").errors.contains("3 documents"))
    #expect(folder.search("check").status == 0)
    #expect(folder.search("index").status == 0)
    #expect(folder.search("needle").errors.contains("3 documents"))
  }

  @Test func `problems have codes that programs may rely on`() {
    damaged()
    let result = folder.search("check", "--json")
    #expect(result.status == 1)
    #expect(result.output.contains("\"code\":\"checksum\""))
    #expect(result.output.contains("\"offset\":0"))
  }

  @Test func `a run that is told to end commits what it has, and says how to go on`() {
    folder.write("docs/a.tsv", (0..<1_500).map { "\($0)\tneedle \($0)\n" }.joined())
    folder.write("docs/c.txt", "C\n\nneedle of the last file")
    // The second of three files takes until it is let go.
    folder.write("docs/b.held", "needle of the second file")
    let (held, go) = (folder.path("held"), folder.path("go"))
    folder.write("hold", "touch '\(held)'; until [ -e '\(go)' ]; do sleep 0.01; done; cat \"$1\"\n")
    folder.write("config", "extractors: {held: [sh, '\(folder.path("hold"))']}\n")
    let stopped = folder.shell(
      """
      export SEARCH_CONFIG_PATH=config
      \(ToolFolder.tool) index docs 2> errors & p=$!
      until [ -e held ]; do sleep 0.01; done; kill -TERM $p
      until grep -q stopping errors; do sleep 0.01; done; touch go; wait $p
      """)
    let errors = folder.read("errors")
    #expect(stopped.status == 143, "\(errors)")
    #expect(stopped.output.contains("1501 documents"))
    #expect(errors.contains("1 file is left; go on with: search index"))
    #expect(folder.search("check").status == 0)
    #expect(folder.search("--no-update", "needle").errors.contains("1501 documents"))
    let rest = folder.shell("SEARCH_CONFIG_PATH=config \(ToolFolder.tool) index")
    #expect(rest.status == 0 && rest.output.contains("1502 documents"), "\(rest.errors)")
  }

  @Test func `a query that takes too long is given up, and an untrusted index is asked`() {
    folder.write("a.txt", "A\n\nneedle")
    folder.search("index", "a.txt")
    let late = folder.search("--timeout", "1e-9", "needle")
    #expect(late.status == 2 && late.errors.contains("stopped after"))
    #expect(folder.search("--timeout", "0", "needle").status == 0)
    #expect(folder.search("--timeout", "-1", "needle").status == 2)
    #expect(folder.search("--untrusted", "needle").status == 0)
  }
}
