import Testing

@testable import search

@Suite struct VerifyToolTests {
  private let folder = ToolFolder()

  @Test func `the seeds are found by what stands in them`() {
    folder.shell("cp -r \(Project.path("seeds")) seeds")
    #expect(folder.search("index", "seeds").status == 0)
    let result = folder.search("verify", "--seed", "7")
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.hasPrefix("script "))
    #expect(result.output.contains("\nhan "))
    #expect(result.output.contains("\nlatin "))
    #expect(result.output.hasSuffix("\n5 of 5 documents, seed 7\n"))
    #expect(folder.search("verify", "--seed", "7").output == result.output)
    let json = folder.search("verify", "--sample", "2", "--json")
    #expect(json.output.contains(#"{"v":1,"type":"recall","script":"#))
    #expect(json.output.contains(#""type":"summary","seed":1,"documents":5,"sampled":2,"#))
  }

  @Test func `recall below the threshold is status 1, with what was not found`() {
    folder.write("a.txt", "题\n\n清华大学的学生在北京的图书馆里读书")
    #expect(folder.search("index", ".", "--analyzer", "whitespace").status == 0)
    let result = folder.search("verify")
    #expect(result.status == 1)
    #expect(result.output.contains("\nnot found  "))
    #expect(result.output.contains("  its words   "))
    #expect(folder.search("verify", "--fail-under", "0").status == 0)
    #expect(folder.search("verify", "--json").output.contains(#""type":"failure""#))
  }

  @Test func `what cannot be verified is status 2`() {
    #expect(folder.search("verify").status == 2)
    folder.write("a.txt", "A\n\nneedle")
    #expect(folder.search("index", ".", "--store", "none").status == 0)
    let result = folder.search("verify")
    #expect(result.status == 2)
    #expect(result.errors.contains("search index --rebuild --store text"))
    for arguments in [["--sample", "0"], ["--fail-under", "1.5"], ["--fail-under", "x"]] {
      #expect(folder.search("verify", arguments[0], arguments[1]).status == 2)
    }
  }
}
