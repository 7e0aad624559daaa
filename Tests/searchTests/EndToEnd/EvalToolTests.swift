import Testing

@testable import search

/// `search eval` on a small judged set over the seeds.
@Suite struct EvalToolTests {
  private let folder = ToolFolder()

  /// Chinese and English news; graded where one document is about the matter and others touch it.
  private let qrels = """
    rapidus 0 000_5117b9dc78eacb10 2
    rapidus 0 001_68fa6b8e709814f9 2
    rapidus 0 004_d38a6fc719d6b211 1
    photonics 0 003_4cf60f6cd00351f1 1
    softbank 0 004_d38a6fc719d6b211 1
    nowhere 0 002_e9ef66e5f935d4ec 1

    """

  /// The seeds as records, named as the judgments name them, and their index.
  private func indexSeeds() {
    let lines = SeedNames.all.map { name -> String in
      var object = JSONObject()
      object.set("id", name)
      object.set("title", "")
      object.set("text", folder.read(Project.path("seeds/\(name).txt")))
      return object.text + "\n"
    }
    folder.write("seeds.jsonl", lines.joined())
    folder.write(
      "q.tsv",
      "rapidus\tRapidus 补贴\nphotonics\t光电融合\nsoftbank\tSoftBank supercomputer\n"
        + "nowhere\tQualcomm\nextra\tJapan\n")
    folder.write("qrels.txt", qrels)
    let result = folder.search("index", "seeds.jsonl")
    #expect(result.output.hasPrefix("5 documents: 5 added"), "\(result.errors)")
  }

  private func expectTrouble(
    _ result: ToolResult, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(result.status == 2, sourceLocation: sourceLocation)
    #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("search: "), sourceLocation: sourceLocation)
    #expect(result.errors.contains(text), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
  }

  @Test func `an index is measured, and its run measures the same`() {
    indexSeeds()
    let asked = folder.search(
      "eval", "--queries", "q.tsv", "--qrels", "qrels.txt", "--run", "a.run", "--by-query")
    #expect(asked.status == 0, "\(asked.errors)")
    let rows = asked.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(rows[0] == ["query", "nDCG@10", "MRR@10", "recall@10", "recall@100", "MAP", "P@5"])
    // All three are found; the two that are about it come first.
    #expect(rows[1] == ["rapidus", "1.0000", "1.0000", "1.0000", "1.0000", "1.0000", "0.6000"])
    #expect(rows[4] == ["nowhere", "0.0000", "0.0000", "0.0000", "0.0000", "0.0000", "0.0000"])
    #expect(rows.contains(["queries", "averaged", "4"]))
    #expect(rows.contains(["with", "results", "3"]))
    #expect(rows.contains(["MRR@10", "0.7500"]))
    #expect(asked.errors.contains("trec_eval -c"))
    #expect(folder.read("a.run").contains("rapidus Q0 001_68fa6b8e709814f9 1 "))
    #expect(folder.read("a.run").contains("extra Q0 "))
    let read = folder.search("eval", "--from-run", "a.run", "--qrels", "qrels.txt", "--by-query")
    #expect(read.output == asked.output)
    #expect(read.status == 0)
    let query = folder.search(
      "query", "--queries", "q.tsv", "--format", "trec", "-k", "1000")
    #expect(query.output == folder.read("a.run"))
  }

  @Test func `programs get JSON, and the other mean on request`() {
    indexSeeds()
    let result = folder.search(
      "eval", "--queries", "q.tsv", "--qrels", "qrels.txt", "--json", "--answered-only",
      "--depth", "1")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.isEmpty)
    #expect(
      result.output.hasPrefix(
        #"{"v":1,"type":"eval","queries_averaged":3,"queries_judged":4,"queries_with_results":3"#))
    // Of three relevant documents a depth of 1 shows one: (1/3 + 1 + 1) / 3.
    #expect(result.output.contains(#""recall_100":0.777777"#))
    #expect(result.output.contains(#""mrr_10":1.0"#))
  }

  @Test func `two runs are compared`() {
    folder.write("qrels.txt", qrels)
    folder.write(
      "a.run", "photonics Q0 x 1 2 a\nphotonics Q0 003_4cf60f6cd00351f1 2 1 a\n")
    folder.write(
      "b.run",
      "photonics Q0 003_4cf60f6cd00351f1 1 1 b\nsoftbank Q0 004_d38a6fc719d6b211 1 1 b\n")
    let result = folder.search("eval", "--compare", "a.run", "b.run", "--qrels", "qrels.txt")
    #expect(result.status == 0, "\(result.errors)")
    let rows = result.output.split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    // MRR: A has 1/2 in one of four queries, B 1 in two.
    #expect(rows.first { $0[0] == "MRR@10" }?[1...3] == ["0.1250", "0.5000", "0.3750"])
    #expect(result.errors.contains("10000 resamples, seed 1"))
    let same = folder.search(
      "eval", "--compare", "a.run", "a.run", "--qrels", "qrels.txt", "--json", "--seed", "5")
    #expect(same.output.contains(#""resamples":10000,"seed":5"#))
    #expect(
      same.output.contains(
        #""mrr_10":{"a":0.125,"b":0.125,"difference":0.0,"low":0.0,"high":0.0,"p":1.0}"#))
  }

  @Test func `what is wrong is said with its place`() {
    folder.write("a.txt", "A\n\nneedle")
    folder.search("index", "a.txt")
    folder.write("q.tsv", "1\tneedle\n")
    folder.write("good", "1 0 a.txt 1\n")
    folder.write("other", "2 0 a.txt 1\n")
    folder.write("bad", "1 0 a.txt 1\n1 0 b.txt\n")
    folder.write("bad.run", "1 Q0 a.txt 1 high x\n")
    expectTrouble(
      folder.search("eval", "--queries", "q.tsv", "--qrels", "bad"), "bad:2: expected 4")
    expectTrouble(folder.search("eval", "--queries", "q.tsv", "--qrels", "nosuch"), "nosuch")
    expectTrouble(folder.search("eval", "--queries", "q.tsv", "--qrels", "other"), "is judged in")
    expectTrouble(
      folder.search("eval", "--from-run", "bad.run", "--qrels", "good"), "bad.run:1: expected a num"
    )
    expectTrouble(folder.search("eval", "--qrels", "good"), "one of --queries, --from-run")
    expectTrouble(folder.search("eval", "--qrels", "good", "--compare", "a"), "two runs")
    expectTrouble(
      folder.search("eval", "--qrels", "good", "--from-run", "a", "--depth", "3"), "need --queries")
    expectTrouble(
      folder.search("eval", "--queries", "q.tsv", "--qrels", "good", "--run", "good"), "overwrite")
    expectTrouble(
      folder.search("eval", "--queries", "q.tsv", "--qrels", "good", "--run", "no/such"), "no/such")
    let found = folder.search("eval", "--queries", "q.tsv", "--qrels", "good")
    #expect(found.status == 0)
    #expect(found.output.contains("nDCG@10             1.0000"))
  }

  @Test func `ids that a run cannot hold as they are still match`() {
    folder.write("docs/50% off.txt", "A\n\nneedle")
    folder.write("c.tsv", "100%\tneedle\n")
    folder.search("index", ".")
    folder.write("q.tsv", "1\tneedle\n")
    folder.write("qrels", "1 0 docs/50%25%20off.txt 1\n1 0 100% 1\n")
    let asked = folder.search("eval", "--queries", "q.tsv", "--qrels", "qrels", "--run", "r")
    #expect(asked.output.contains("recall@10           1.0000"), "\(asked.output)\(asked.errors)")
    #expect(folder.search("eval", "--from-run", "r", "--qrels", "qrels").output == asked.output)
  }

  @Test func `foreign ids and empty answers are noticed`() {
    folder.write("a.txt", "A\n\nneedle")
    folder.write("one.tsv", "x\tneedle\n")
    folder.write("two.tsv", "x\tneedle\n")
    folder.search("index", "a.txt")
    folder.write("q.tsv", "1\tneedle\n2\tthread\n")
    folder.write("qrels", "1 0 doc1 1\n2 0 doc1 1\n3 0 doc1 1\n")
    let foreign = folder.search("eval", "--queries", "q.tsv", "--qrels", "qrels", "--json")
    #expect(foreign.errors.contains("are the ids those of qrels?"))
    #expect(foreign.errors.contains("1 of the judged queries are not in q.tsv"))
    folder.write("qrels", "2 0 a.txt 1\n")
    #expect(folder.search("eval", "--queries", "q.tsv", "--qrels", "qrels").status == 1)
    folder.search("index", ".")
    folder.write("qrels", "1 0 x 1\n")
    expectTrouble(
      folder.search("eval", "--queries", "q.tsv", "--qrels", "qrels"), "two documents called x")
  }

  @Test func `measures are those of pytrec_eval, where it is installed`() {
    let script = Project.path("Tests/Scripts/check_measures.py")
    guard folder.shell("python3 -c 'import pytrec_eval'").status == 0 else {
      print("skipped: python3 has no pytrec_eval (pip install pytrec-eval-terrier)")
      return
    }
    let result = folder.shell("python3 '\(script)' --search '\(ToolFolder.tool)' --rounds 30")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    print(result.output)
  }
}

/// The names of the seeds without their endings.
private enum SeedNames {
  static let all = [
    "000_5117b9dc78eacb10", "001_68fa6b8e709814f9", "002_e9ef66e5f935d4ec",
    "003_4cf60f6cd00351f1", "004_d38a6fc719d6b211",
  ]
}
