import Testing

@testable import search

/// Conditions on values that no document meets.
struct ConditionToolTests {
  private let folder = ToolFolder()

  private func index() {
    folder.write("docs/a.md", "---\nyear: 2024\n---\ncommon words\n")
    folder.write(
      "docs/b.md", "---\nyear: 2020\n---\ncommon; in a manual stands type:nothing here: ls -la\n")
    #expect(folder.search("index", ".", in: "docs").status == 0)
  }

  @Test func `folders can be asked for where no file lies in one`() {
    index()
    folder.shell("mkdir docs/empty")
    for query in ["dir:.", "common -dir:./empty", "common dir:."] {
      let answer = folder.search("query", "-l", query, in: "docs")
      #expect(answer.output.split(separator: "\n").sorted() == ["a.md", "b.md"], "\(answer)")
      #expect(!answer.errors.contains("words"), "\(query): \(answer)")
    }
    let filtered = folder.search("query", "-l", "--filter", "dir:.", "common", in: "docs")
    #expect(filtered.output == "a.md\nb.md\n", "\(filtered)")
    let none = folder.search("query", "-l", "--filter", "dir:./empty", "common", in: "docs")
    #expect(none.output.isEmpty && none.status == 1, "\(none)")
    // Benchmarks read them alike.
    let bench = folder.search("bench", "--filter", "path:./a.md", "--json", in: "docs")
    #expect(bench.status == 0 && !bench.output.contains("\"hits\":0"), "\(bench)")
  }

  @Test func `what looks like a condition is found as text where no value is such`() {
    index()
    let answer = folder.search("query", "-l", "type:nothing manual", in: "docs")
    #expect(answer.output == "b.md\n", "\(answer)")
    #expect(answer.errors.contains("looked for it as words"), "\(answer)")
  }

  @Test func `words are counted whatever conditions say, and the condition is named`() {
    index()
    let answer = folder.search("query", "common words year:[1900 TO 1901]", in: "docs")
    // As words it finds something; that it is no condition is said.
    #expect(answer.errors.contains("no document meets"), "\(answer)")
    let why = folder.search("why", "common year:>=2023", "b.md", in: "docs")
    #expect(why.output.contains("year:>=2023  not met") && why.output.contains("2020"), "\(why)")
    let sum = folder.search("why", "common year:1900 type:md", in: "docs")
    #expect(sum.output.contains("0 meet it") && sum.output.contains("2 meet it"), "\(sum)")
    let none = folder.search("query", "--syntax", "strict", "common AND year:1900", in: "docs")
    let text = none.output + none.errors
    #expect(text.contains("common  in 2 documents"), "\(text)")
    #expect(text.contains("meets year:1900"), "\(text)")
  }

  @Test(arguments: [
    ("xylophone type:md", "no document holds xylophone; 2 documents meet type:md"),
    ("common AND year:1900", "no document meets year:1900"),
    ("xylophone year:1900", "no document meets year:1900, and none holds xylophone"),
    (
      "manual year:2024",
      "1 document matches what else is asked for, and 1 document meets year:2024"
    ),
    ("year:2024 type:md -words", "1 document meets year:2024 and type:md, and no such document is"),
    ("+year:2024 +year:2020", "no document meets all of year:2024 and year:2020"),
    ("xylophone OR type:zip", "no document meets type:zip"),
  ])
  func `what words and conditions have to do with a zero is said as it is`(
    query: String, reason: String
  ) {
    index()
    let why = folder.search("why", query, in: "docs")
    #expect(why.status == 1 && why.output.contains("why: \(reason)"), "\(why)")
    let json = folder.search("why", "--json", query, in: "docs")
    #expect(json.output.contains("\"reason\":\"\(reason)"), "\(json)")
    let asked = folder.search("query", "--no-update", query, in: "docs")
    #expect(asked.status == 1 && asked.errors.contains(reason), "\(asked)")
  }

  @Test(arguments: [
    ("xylophone year:2020", "it meets year:2020, but does not match what else the query asks for"),
    ("manual year:2024", "it matches what else the query asks for, but does not meet year:2024"),
    ("xylophone year:2024", "it neither meets year:2024 nor matches what else the query asks for"),
    ("year:2024", "it does not meet year:2024"),
    // It stands there as it was typed, whatever the year.
    ("ls -la year:2024", "it matches what else the query asks for, but does not meet year:2024"),
  ])
  func `what kept a document away is said as it is`(query: String, reason: String) {
    index()
    let why = folder.search("why", query, "b.md", in: "docs")
    #expect(why.status == 1 && why.output.hasSuffix("\nwhy: \(reason)\n"), "\(why)")
    #expect(!why.output.contains("excluded by NOT"), "\(why)")
    let json = folder.search("why", "--json", query, "b.md", in: "docs")
    #expect(json.output.contains("\"reason\":\"\(reason)\""), "\(json)")
  }

  @Test func `why reads a query as it is asked`() {
    index()
    let why = folder.search("why", "type:nothing manual", in: "docs")
    #expect(why.status == 0 && why.output.contains("looked for it as words"), "\(why)")
    let one = folder.search("why", "--json", "type:nothing manual", "b.md", in: "docs")
    #expect(one.status == 0, "\(one)")
    #expect(one.output.contains(#""conditions_as_words":["type:nothing"]"#), "\(one)")
    let misread = folder.search("why", "--json", "common size:1,000", in: "docs")
    #expect(misread.output.contains(#""misread_conditions":[{"start":12,"#), "\(misread)")
  }

  @Test func `programs are told what people are told`() throws {
    index()
    func summary(_ arguments: String...) throws -> JSONValue {
      let answer = folder.search(
        words: ["query", "--no-update", "--json"] + arguments, in: "docs")
      return try #require(
        answer.output.split(separator: "\n").last.flatMap { JSONValue(parsing: String($0)) })
    }
    let words = try summary("type:nothing manual -common2 size:1,000")
    #expect(words["conditions_as_words"]?.elements?.map(\.text) == ["type:nothing", "size:1,000"])
    #expect(words["signed"]?.elements?.map(\.text) == ["common2"])
    #expect(words["misread_conditions"]?.elements?.first?["start"]?.number == 34)
    let unknown = try summary("common", "--sort", "yaer")
    #expect(unknown["unknown_names"]?.elements?.map(\.text) == ["yaer"])
    let none = try summary("manual", "--filter", "year:2024")
    #expect(none["documents_passing"]?.number == 1)
    #expect(none["documents_without_filter"]?.number == 1)
    let part = none["parts"]?.elements?.first
    #expect(part?["documents"]?.number == 0)
    #expect(part?["documents_without_filter"]?.number == 1)
    let unmet = try summary("+year:2024 +year:2020 common")
    #expect(unmet["documents_meeting"]?.number == 0)
    #expect(unmet["documents_matching"]?.number == 2)
    #expect(unmet["conditions"]?.elements?.count == 2)
  }

  @Test func `counts under a filter say so`() {
    index()
    let none = folder.search("query", "--no-update", "manual", "--filter", "year:2024", in: "docs")
    #expect(none.errors.contains("in the 1 of 2 documents that --filter lets through"), "\(none)")
    #expect(none.errors.contains("manual  in 0 of these, in 1 of all"), "\(none)")
    #expect(none.errors.contains("1 document matches, but none that --filter"), "\(none)")
    let sorted = folder.search("query", "--no-update", "--sort", "year", "xylophone", in: "docs")
    #expect(sorted.errors.contains("xylophone  in 0 documents"), "\(sorted)")
  }

  @Test(arguments: [
    ("-manual", ["a.md"]), ("NOT manual", ["a.md"]), ("-type:md", []), ("-year:2020", ["a.md"]),
    ("(NOT manual) AND common", ["a.md"]), ("NOT (NOT manual)", ["b.md"]),
    ("-manual -words", []), ("common -(manual OR nowhere)", ["a.md"]),
    ("tags:red tags:blue", ["a.md", "b.md"]), ("+tags:red +tags:blue", ["a.md"]),
    ("tags:red AND tags:blue", ["a.md"]), ("tags:red tags:2024", ["a.md", "b.md"]),
    ("tags:2024 tags:blue", ["a.md", "b.md"]), ("tags:blue -tags:red", []),
    ("tags:red words", ["a.md"]), ("tags:blue tags:nowhere common", ["a.md"]),
  ])
  func `filters say what is not wanted, and ask for several values`(
    filter: String, expected: [String]
  ) {
    folder.write("docs/a.md", "---\nyear: 2024\ntags: [red, blue]\n---\ncommon words\n")
    folder.write("docs/b.md", "---\nyear: 2020\ntags: [red, 2024]\n---\ncommon manual\n")
    #expect(folder.search("index", ".", in: "docs").status == 0)
    let found = folder.search(
      "query", "-l", "--no-update", "common", "--filter", filter, in: "docs")
    #expect(found.output.split(separator: "\n").map(String.init).sorted() == expected, "\(found)")
  }

  @Test(arguments: [
    (["--collapse", ""], "--collapse ''"), (["--sort", ""], "--sort ''"),
    (["--sort", "year:down"], "behind a name stands :asc or :desc, not ':down'"),
    (["--sort", "year,"], "--sort 'year,'"), (["--facet", ""], "--facet ''"),
  ])
  func `how documents are listed is said clearly or refused`(options: [String], reason: String) {
    index()
    let answer = folder.search(words: ["query", "common"] + options, in: "docs")
    #expect(answer.status == 2 && answer.output.isEmpty, "\(answer)")
    #expect(answer.errorLines.count == 1 && answer.errors.contains(reason), "\(answer)")
  }

  @Test(arguments: [
    ("year:[2024 TO 2019]", "this range ends before it begins"),
    ("year:> 2020", "right behind >"), ("size:1,000", "a number has no commas: size:1000"),
  ])
  func `a condition that is none is named, and no filter`(condition: String, reason: String) {
    index()
    let answer = folder.search("query", "common \(condition)", in: "docs")
    #expect(answer.status == 0 && answer.errors.contains(reason), "\(answer)")
    #expect(answer.errors.contains("^"), "\(answer)")
    let filtered = folder.search("query", "common", "--filter", condition, in: "docs")
    #expect(filtered.status == 2 && filtered.errors.contains(reason), "\(filtered)")
    #expect(filtered.errors.contains("^"), "\(filtered)")
  }

  @Test func `paths may be typed as seen from the current directory`() {
    folder.write("docs/sub/a b.md", "common\n")
    folder.write("docs/sub/deep/c.md", "common\n")
    folder.write("docs/top.md", "common\n")
    #expect(folder.search("index", ".", in: "docs").status == 0)
    func found(_ query: String, _ options: String...) -> String {
      let words = ["query", "--no-update", "-l", "--sort", "path", query] + options
      return folder.search(words: words, in: "docs/sub").output
    }
    #expect(found("common path:./**") == "a b.md\ndeep/c.md\n")
    #expect(found("common path:.") == "a b.md\ndeep/c.md\n")
    #expect(found("common path:./deep/") == "deep/c.md\n")
    #expect(found("common path:\"./a b.md\"") == "a b.md\n")
    #expect(found("common path:../top.md") == "../top.md\n")
    #expect(found("common path:../*.md") == "../top.md\n")
    #expect(found("common path:\(folder.path("docs/top.md"))") == "../top.md\n")
    #expect(found("common dir:..") == "../top.md\n")
    #expect(found("common -path:./deep") == "a b.md\n../top.md\n")
    #expect(found("common file:(./deep/c.md OR top.md)") == "deep/c.md\n../top.md\n")
    #expect(found("common", "--filter", "path:./deep/*") == "deep/c.md\n")
    let why = folder.search("why", "common path:./deep/c.md", "deep/c.md", in: "docs/sub")
    #expect(why.status == 0, "\(why)")
    // A reason names what was typed.
    let none = folder.search("query", "--no-update", "xylophone path:./no/", in: "docs/sub")
    #expect(none.errors.contains("no document meets path:./no/, and none"), "\(none)")
  }

  @Test func `folders of any name are named as they are`() {
    for name in [">new", "[x]", "a\"b", "(1)", "*?"] {
      folder.write("docs/\(name)/f.md", "common\n")
    }
    folder.write("docs/other/f.md", "common\n")
    #expect(folder.search("index", ".", in: "docs").status == 0)
    for name in [">new", "[x]", "a\"b", "(1)", "*?"] {
      for condition in ["path:./\(name)/f.md", "path:./\(name)/", "dir:./\(name)"] {
        let found = folder.search("query", "--no-update", "-l", condition, in: "docs")
        #expect(found.output == "\(name)/f.md\n", "\(condition) \(found)")
        let filtered = folder.search(
          "query", "--no-update", "-l", "common", "--filter", condition, in: "docs")
        #expect(filtered.output == "\(name)/f.md\n", "\(condition) \(filtered)")
      }
    }
    let bracket = folder.search("query", "--no-update", "-l", "common path:[x]/f.md", in: "docs")
    #expect(bracket.output == "[x]/f.md\n", "\(bracket)")
    #expect(!bracket.errors.contains("read as words"), "\(bracket)")
    let above = folder.search(
      "query", "--no-update", "-l", "--index", "docs/.search", "path:./d*/o*/f.md")
    #expect(above.output == "docs/other/f.md\n", "\(above)")
  }

  @Test func `a number with commas is named where values are those of records`() {
    folder.write(
      "docs/r.jsonl",
      "{\"id\":\"1\",\"text\":\"common\",\"n\":1000}\n{\"id\":\"2\",\"text\":\"common\",\"n\":2000}\n"
    )
    #expect(folder.search("index", ".", in: "docs").status == 0)
    let answer = folder.search("query", "common n:1,000", in: "docs")
    #expect(answer.errors.contains("a number has no commas: n:1000"), "\(answer)")
    let filtered = folder.search("query", "common", "--filter", "n:1,000", in: "docs")
    #expect(filtered.status == 2 && filtered.errors.contains("n:1000"), "\(filtered)")
    let json = folder.search("query", "--json", "common n:1,000", in: "docs")
    #expect(json.output.contains(#""misread_conditions":[{"start":9,"#), "\(json)")
  }

  @Test func `a word with a sign that stands nowhere so is told from what is not wanted`() {
    folder.write("docs/a.md", "plain text\n")
    folder.write("docs/b.md", "another text\n")
    #expect(folder.search("index", ".", in: "docs").status == 0)
    let none = folder.search("query", "--no-update", "--", "-text", in: "docs")
    #expect(none.errors.contains("-text  in 2 documents, with the sign or without"), "\(none)")
    #expect(none.errors.contains("no document holds -text as it is typed"), "\(none)")
    folder.write("docs/c.md", "grep -text\n")
    let found = folder.search("query", "-l", "--", "-text", in: "docs")
    #expect(found.output == "c.md\n", "\(found)")
  }

  @Test func `what a document calls its type or size does not mix with what the file is`() {
    folder.write("docs/a.md", "---\ntype: article\nsize: 7\nfile: b.md\n---\ncommon\n")
    folder.write("docs/b.md", "common\n")
    #expect(folder.search("index", ".", in: "docs").status == 0)
    func found(_ query: String) -> String {
      folder.search("query", "-l", "--sort", "path", query, in: "docs").output
    }
    #expect(found("common type:md") == "a.md\nb.md\n")
    #expect(found("common size:7") == "b.md\n" && found("common doc.size:7") == "a.md\n")
    #expect(found("common file:b.md") == "b.md\n")
    #expect(found("common +doc.type:article") == "a.md\n")
    let facets = folder.search("query", "--facet", "type", "common", in: "docs")
    #expect(!facets.output.contains("article"), "\(facets)")
    let none = folder.search("query", "common", "--filter", "type:article", in: "docs")
    #expect(none.status == 1 && none.errors.contains("doc.type"), "\(none)")
  }

  @Test func `conditions hold for a file that has changed and could not be indexed again`() {
    index()
    folder.write("docs/a.md", "---\nyear: 2024\n---\ncommon words, and some more\n")
    let answer = folder.search("query", "--no-update", "more common type:md year:2024", in: "docs")
    #expect(answer.status == 0 && answer.output.contains("and some more"), "\(answer)")
  }

  @Test func `filters are heeded as they are meant`() {
    index()
    folder.write("synonyms.txt", "manual, handbook\n")
    func found(_ options: String...) -> String {
      let arguments = ["query", "-l", "--no-update", "common"] + options
      return folder.search(words: arguments, in: "docs").output
    }
    #expect(found("--filter", "type:.MD") == found())
    #expect(found("--filter", "year:2020 year:2021") == "b.md\n")
    #expect(found("--filter", "year:(2020 2024)") == found())
    #expect(found("--filter", "handbook", "--synonyms", "../synonyms.txt") == "b.md\n")
    #expect(found("--filter", "handbook").isEmpty)
    // What must not be there holds beside conditions, too.
    #expect(found("--filter", "type:md -manual") == "a.md\n")
    #expect(found("--filter", "year:2020..2024 NOT (manual OR nowhere)") == "a.md\n")
    let none = folder.search("query", "common", "--filter", "type:zip", in: "docs")
    #expect(none.status == 1 && none.errors.contains("2 documents match"), "\(none)")
    // What names say never reaches a terminal as it is.
    let unknown = folder.search("query", "common", "--sort", "\u{1B}]0;x\u{7}", in: "docs")
    #expect(unknown.errors.contains("no document has a value"), "\(unknown)")
    #expect(!unknown.errors.contains("\u{1B}"), "\(unknown)")
    for text in ["", "  ", "yaer:2020"] {
      let answer = folder.search("query", "common", "--filter", text, in: "docs")
      #expect(answer.status == 2 && answer.output.isEmpty, "\(answer)")
    }
  }

  @Test func `documents are sorted page by page, counted and put together`() {
    for number in 0..<25 {
      folder.write(
        "docs/\(number).md", "---\nn: \(number)\ntag: t\(number % 12)\n---\nword \(number % 3)\n")
    }
    #expect(folder.search("index", ".", in: "docs").status == 0)
    var ids: [String] = []
    var next: String?
    for _ in 0..<3 {
      var arguments = ["query", "-l", "--no-update", "-k", "10", "--sort", "n:desc", "word"]
      if let next { arguments += ["--after", next] }
      let answer = folder.search(words: arguments, in: "docs")
      ids += answer.output.split(separator: "\n").map(String.init)
      next = answer.errors.split(separator: " ").drop { $0 != "--after" }.dropFirst().first
        .map { String($0.prefix { !$0.isNewline }) }
    }
    #expect(ids == (0..<25).reversed().map { "\($0).md" }, "\(ids)")
    #expect(next == nil)
    let facets = folder.search(
      "query", "--no-update", "--facet", "tag", "--facet-limit", "3", "word", in: "docs")
    let text = facets.output + facets.errors
    #expect(text.contains("3  t0") && text.contains("18  others: 9 more values"), "\(text)")
    let together = folder.search(
      "query", "--no-update", "-l", "--collapse", "tag", "-k", "50", "word", in: "docs")
    #expect(together.output.split(separator: "\n").count == 12, "\(together)")
  }
}
