import Testing

@testable import search

@Suite struct WhyToolTests {
  @Test func `a name that is no UTF-8 is taken back as it is printed`() {
    let folder = ToolFolder()
    folder.shell("mkdir d; printf 'the river bends\\n' > \"d/$(printf 'caf\\351.txt')\"")
    folder.shell("printf 'the river bends again, far away\\n' > d/b.txt")
    #expect(folder.search("index", ".", in: "d").status == 0)
    let tool = ToolFolder.tool
    for command in ["why river", "like"] {
      let answer = folder.shell(
        "cd d && \(tool) query -l -0 'bends NOT again' | xargs -0 -I{} \(tool) \(command) {}")
      #expect(answer.status == 0 && !answer.output.isEmpty, "\(command) \(answer)")
    }
    let above = folder.shell(
      "\(tool) query -l -0 --index d/.search 'bends NOT again' "
        + "| xargs -0 -I{} \(tool) why --index d/.search river {}")
    #expect(above.status == 0 && above.output.contains("found"), "\(above)")
    let spelled = folder.search("why", "river", "caf\\xE9.txt", in: "d")
    #expect(spelled.status == 0, "\(spelled)")
    // A folder of such a name is read from above, and is no place for an index.
    let below = "\"b$(printf '\\351')\""
    let made = folder.shell("mkdir \(below); cp d/b.txt \(below); \(tool) index \(below)")
    #expect(made.status == 0 && folder.search("query", "-c", "bends").output == "1\n", "\(made)")
    let inside = folder.shell("cd \(below) && \(tool) index .")
    #expect(inside.status == 2 && inside.errors.contains("b\\xE9"), "\(inside)")
    let again = folder.shell("cd d && \(tool) index \"$(printf 'caf\\351.txt')\"")
    #expect(again.status == 0, "\(again)")
  }

  private let folder = ToolFolder()

  private func index() {
    folder.write("docs/a.txt", "Chips\n\nTaiwan Semiconductor makes 半导体设备")
    folder.write("docs/b.txt", "Other\n\nnothing of it")
    folder.write("docs/r.jsonl", #"{"id":"7","title":"Seven","text":"a record of needles"}"# + "\n")
    folder.write("docs/bin.dat", bytes: [0x78, 0, 0, 1, 2])
    folder.write("outside.txt", "outside")
    #expect(folder.search("index", "docs").status == 0)
  }

  @Test func `a query alone is told part by part`() {
    index()
    let found = folder.search("why", "半导体 xylophone")
    #expect(found.status == 0)
    #expect(found.output.hasPrefix("1 document of 3 match: 半导体 xylophone\n"))
    #expect(found.output.contains("\nxylophone\n  words        xylophone\n"))
    let lacking = folder.search("why", "xylophone", "--json")
    #expect(lacking.status == 1)
    #expect(lacking.output.contains(#"{"v":1,"type":"part","text":"xylophone""#))
    #expect(lacking.output.contains(#""type":"summary""#))
  }

  @Test func `a document is told where it has each part and what kept it away`() {
    index()
    let inside = folder.search("why", "semi", "docs/a.txt")
    #expect(inside.status == 1)
    #expect(inside.output.hasPrefix("docs/a.txt does not match: semi\n"))
    #expect(inside.output.contains("Taiwan «Semi»conductor"))
    #expect(inside.output.contains("\n  try          Semiconductor\n"))
    #expect(folder.search("why", "Semiconductor", "a.txt", in: "docs").status == 0)
    let json = folder.search("why", "semi", "docs/a.txt", "--json")
    #expect(json.status == 1)
    #expect(json.output.contains(#""cause":"inside-word""#))
    #expect(json.output.contains(#""suggestion":"Semiconductor""#))
  }

  @Test func `a record is named by file and id, or by its id`() {
    index()
    #expect(folder.search("why", "needles", "docs/r.jsonl", "7").status == 0)
    #expect(folder.search("why", "needles", "docs/r.jsonl 7").status == 0)
    #expect(folder.search("why", "needles", "7").status == 0)
    #expect(folder.search("why", "needles", "docs/r.jsonl").output.contains("name one"))
    #expect(folder.search("why", "needles", "docs/r.jsonl", "8").status == 1)
  }

  @Test func `a file that is not in the index says why`() {
    index()
    folder.write("docs/late.txt", "late")
    let cases = [
      ("docs/bin.dat", "(binary)"), ("outside.txt", "no folder that was indexed"),
      ("docs/late.txt", "run: search index"),
    ]
    for (name, reason) in cases {
      let result = folder.search("why", "x", name)
      #expect(result.status == 1, "\(name)")
      #expect(result.output.contains("is not in the index"), "\(name)")
      #expect(result.output.contains(reason), "\(name): \(result.output)")
    }
    let missing = folder.search("why", "x", "docs/none.txt")
    #expect(missing.status == 2)
    #expect(missing.errorLines.count == 1)
    #expect(folder.search("why", " ").status == 2)
  }

  @Test func `a file that has changed since is named`() {
    index()
    folder.write("docs/a.txt", "Chips\n\nnow with needles, and longer than before it was")
    let result = folder.search("why", "needles", "docs/a.txt")
    #expect(result.status == 1)
    #expect(result.output.contains("has changed since it was indexed"))
  }

  @Test func `without stored text the file is read again`() {
    folder.write("a.txt", "Chips\n\nTaiwan Semiconductor")
    #expect(folder.search("index", ".", "--store", "none").status == 0)
    let result = folder.search("why", "semi", "a.txt")
    #expect(result.status == 1)
    #expect(result.output.contains("Taiwan «Semi»conductor"))
    folder.shell("rm a.txt")
    #expect(folder.search("why", "semi", "a.txt").status == 2)
  }

  @Test func `reasons are true for fields and for what stands near each other`() {
    folder.write(
      "docs/m.md",
      "---\ntitle: Rivers\nauthor: Ada Lovelace\n---\n\nThe delta, and a long way off the mountain.\n"
    )
    #expect(folder.search("index", "docs").status == 0)
    func cause(_ query: String) -> String {
      let output = folder.search("why", query, "docs/m.md", "--json").output
      return output.split(separator: "\n").first.flatMap { JSONValue(parsing: String($0)) }?[
        "cause"]?
        .text ?? "none"
    }
    #expect(cause("title:delta") == "elsewhere")
    #expect(cause("author:Rivers") == "elsewhere")
    #expect(cause("author:Ada") == "found")
    #expect(cause("author:Lovelac") == "inside-word")
    #expect(cause("author:nothing") == "absent")
    #expect(cause("NEAR(delta mountain, 2)") == "far-apart")
    #expect(cause("NEAR(delta mountain, 9)") == "found")
    #expect(cause("NEAR(delta volcano, 9)") == "partly")
    #expect(cause("NEAR(lava volcano, 9)") == "absent")
    let said = folder.search("why", "title:delta", "docs/m.md").output
    #expect(said.contains("not in the field title") && said.contains("\ntitle:delta  not found\n"))
  }

  @Test(arguments: [
    ("()", "holds nothing to search for"), ("NOT needles", "only says what is not wanted"),
    ("needles AND Taiwan", "no document holds them as they are asked for together"),
    ("needles NOT record", "without what is not"),
  ])
  func `a zero is explained`(query: String, reason: String) {
    index()
    let found = folder.search(query)
    #expect(found.status == 1)
    #expect(found.errors.contains(reason), "\(found.errors)")
    #expect(folder.search("--json", query).output.contains(reason))
    #expect(folder.search("why", query).output.contains(reason))
  }
}
