import Testing

@testable import search

/// From every state that people get into there is a way out, and nothing is lost on it.
@Suite struct RecoveryTests {
  private let folder = ToolFolder()

  @Test func `a file renamed to the same name in other composition is one file`() {
    folder.write("docs/caf\u{E9}.txt", "C\n\nneedle")
    folder.search("index", "docs")
    folder.shell("cd docs && mv * \"$(printf 'cafe\\314\\201.txt')\"")
    #expect(
      folder.search("index", "docs").output.contains("1 added, 0 updated, 0 unchanged, 1 removed"))
    let again = folder.search("index", "docs")
    #expect(again.output.contains("1 unchanged"))
    #expect(again.errors.isEmpty)
    #expect(folder.search("check").status == 0)
    folder.shell("rm docs/*")
    folder.search("index", "docs")
    #expect(folder.search("needle").status == 1)
  }

  @Test func `a damaged manifest loses no root and no option`() {
    folder.write("d1/a.txt", "A\n\nNeedle")
    folder.write("d2/b.txt", "B\n\nThread")
    folder.search("index", "d1", "--store", "none")
    folder.search("index", "d2")
    folder.shell(
      "f=$(ls .search/index/manifest-* | tail -n 1); printf XYZW | dd of=$f bs=1 seek=20 conv=notrunc"
    )
    #expect(folder.search("check").status == 1)
    #expect(folder.search("index").status == 2)
    // The newest table that can be read is that of the commit before.
    let result = folder.search("index", "--rebuild", "d2")
    #expect(result.status == 0, "\(result.errors)")
    #expect(folder.search("needle").status == 0)
    #expect(folder.search("thread").status == 0)
    #expect(folder.search("stats").output.contains("no"))
    #expect(folder.search("check").status == 0)
  }

  @Test func `an index of nothing but damage asks for paths`() {
    folder.write("a.txt", "A\n\nneedle")
    folder.search("index", "a.txt")
    folder.shell("for f in .search/index/manifest-*; do printf X >$f; done")
    let refused = folder.search("index", "--rebuild")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("--rebuild PATH"))
    #expect(folder.search("index", "--rebuild", "a.txt").status == 0)
    #expect(folder.search("needle").status == 0)
  }

  @Test func `an index whose folder was moved can be made anew`() {
    folder.write("p/docs/a.txt", "A\n\nneedle")
    #expect(folder.search("index", "docs", "--index", "../idx", in: "p").status == 0)
    folder.shell("mv p q")
    let refused = folder.search("index", "docs", "--index", "../idx", in: "q")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("--rebuild"))
    let made = folder.search("index", "--rebuild", "docs", "--index", "../idx", in: "q")
    #expect(made.status == 0, "\(made.errors)")
    #expect(folder.search("index", "--index", "../idx", in: "q").status == 0)
    #expect(folder.search("needle", "--index", "idx").status == 0)
  }

  @Test func `a root that never held a document can be forgotten`() {
    folder.write("f/a.txt", "A\n\nneedle")
    folder.shell("mkdir e")
    folder.search("index", "e", "f")
    folder.shell("rmdir e")
    #expect(folder.search("index").status == 2)
    #expect(folder.search("index", "e").status == 0)
    #expect(folder.search("index").status == 0)
    #expect(folder.search("needle").status == 0)
  }

  @Test func `what an interrupted rebuild left behind goes with the next run`() {
    folder.write("a.txt", "A\n\nneedle")
    folder.search("index", "a.txt")
    folder.shell("mkdir .search/index.new; touch .search/index.new/seg-0000000000000001.idx")
    #expect(folder.search("index").status == 0)
    #expect(folder.shell("ls .search").output == "index\n")
  }

  @Test func `what is no folder is called so`() {
    folder.write("idx", "not an index")
    let result = folder.search("needle", "--index", "idx")
    #expect(result.status == 2)
    #expect(result.errors.contains("it is not a folder"))
  }
}
