import Testing

@testable import search

/// `search bench`, the real tool.
@Suite struct BenchToolTests {
  private let folder = ToolFolder()

  private func copySeeds() {
    folder.shell("cp -r \(Project.path("seeds")) seeds; mkdir aside")
  }

  private func bench(_ arguments: String) -> ToolResult {
    folder.shell("TMPDIR=aside \(ToolFolder.tool) bench \(arguments)")
  }

  private func objects(_ result: ToolResult) -> [JSONValue] {
    result.output.split(separator: "\n").compactMap { JSONValue(parsing: String($0)) }
  }

  @Test func `every mode is timed`() {
    copySeeds()
    #expect(folder.search("index", "seeds").status == 0)
    folder.write("q.txt", "芯片\nNVIDIA SoftBank\nnothingofthekind\n")
    var hits: [String: Double] = [:]
    for mode in ["or", "and", "phrase", "count-or", "count-and"] {
      let bench = folder.search(
        "bench", "--queries", "q.txt", "--passes", "1", "--json", "--mode", mode)
      #expect(bench.status == 0)
      let object = objects(bench).first
      for name in ["mean", "gmean", "p50", "p90", "p99", "max"] {
        #expect(object?["\(name)_us"]?.number ?? 0 > 0)
      }
      #expect(object?["mode"]?.text == mode)
      #expect(object?["k"]?.number == (mode.hasPrefix("c") ? 0 : 10))
      #expect(object?["queries"]?.number == 3)
      #expect(object?["passes"]?.number == 1)
      #expect(object?["qps"]?.number ?? 0 > 0)
      #expect(object?["qps_all"]?.number ?? 0 > 0)
      hits[mode] = object?["hits"]?.number
    }
    #expect(hits["or"] == 5)
    #expect(hits["count-or"] == 5)
    #expect(hits["and"] == hits["count-and"])
    #expect(folder.search("bench", "--queries", "q.txt", "--all").output.contains("\nand "))
    #expect(folder.search("bench", "--queries", "q.txt", "--all", "--mode", "or").status == 2)
  }

  @Test func `a folder is indexed aside, measured, and nothing stays`() {
    copySeeds()
    let first = bench("seeds --passes 1 --draw 30 --json")
    #expect(first.status == 0, "\(first.errors)")
    let objects = objects(first)
    #expect(objects.map { $0["type"]?.text } == ["build", "bench", "bench", "bench"])
    #expect(objects.map { $0["mode"]?.text } == [nil, "or", "and", "phrase"])
    #expect(objects.first?["documents"]?.number == 5)
    #expect(objects.first?["text_bytes"]?.number == 53_744)
    #expect(objects.first?["peak_anonymous_bytes"]?.number ?? 0 > 1e6)
    // Each query is made of a document, which has all its words.
    for object in objects.dropFirst() {
      #expect(object["hits"]?.number ?? 0 >= object["queries"]?.number ?? .infinity)
    }
    let second = self.objects(bench("seeds --passes 1 --draw 30 --json"))
    #expect(second.map { $0["hits"] } == objects.map { $0["hits"] })
    #expect(folder.shell("ls aside").output.isEmpty)
    #expect(folder.shell("ls -d .search").status != 0)
    let text = bench("seeds/000_5117b9dc78eacb10.txt --passes 1 --draw 5")
    for name in ["documents  1 in 4.2 kB", "\nbuilding ", "\nindex ", "\nmemory ", "\nphrase "] {
      #expect(text.output.contains(name))
    }
  }

  @Test func `an interrupt leaves nothing either`() {
    copySeeds()
    let result = folder.shell(
      """
      TMPDIR=aside \(ToolFolder.tool) bench seeds --passes 1000000 & pid=$!
      until ls aside/*/manifest-*2 2>/dev/null; do sleep 0.01; done
      kill -TERM $pid; wait $pid; echo status $?; ls aside
      """)
    #expect(result.output.hasSuffix("status 143\n"), "\(result.output)")
  }

  @Test func `a page shows the figures beside those of before, and texts as texts`() {
    copySeeds()
    folder.write("q.txt", "<script>alert(1)</script> & \"芯片\"\nJapan 'chip'\n")
    let options = "seeds --queries q.txt --passes 1 --mode or"
    #expect(folder.shell("\(ToolFolder.tool) bench \(options) --json > before.jsonl").status == 0)
    let result = bench("\(options) --html page.html --baseline before.jsonl")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\n  baseline  ") && result.output.contains("\n  ratio  "))
    let page = folder.read("page.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;芯片&quot;"))
    #expect(page.contains("prefers-color-scheme:dark"))
    #expect(page.split(separator: "<svg").count == 3)
    #expect(page.split(separator: "<polyline").count == 3)
    for word in ["<script", "http:", "https:", "src=", "href=", "@import", "nan", "inf"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func `what cannot be done is said`() {
    copySeeds()
    folder.write("before.jsonl", "{\"type\":\"bench\"}\n")
    #expect(folder.search("index", "seeds", "--store", "none").status == 0)
    for (arguments, words) in [
      ("nosuch", "nosuch"), ("seeds --index .search", "not both"), ("--draw 0", "--draw"),
      ("seeds --baseline before.jsonl", "before.jsonl"), ("--passes 1", "--queries FILE"),
      ("seeds --html nosuch/page.html", "nosuch/page.html"), ("aside", "no document"),
    ] {
      let result = bench(arguments)
      #expect(result.status == 2, "\(arguments)")
      #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
      #expect(result.output.isEmpty)
    }
    #expect(folder.shell("ls aside").output.isEmpty)
  }
}
