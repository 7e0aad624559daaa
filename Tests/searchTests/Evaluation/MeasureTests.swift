import Glibc
import TestSupport
import Testing

@testable import search

@Suite struct MeasureTests {
  private func values(_ found: [Int], ideal: [Int]) -> [Double] {
    Measure.allCases.map { $0.value(JudgedRanking(found: found, ideal: ideal)) }
  }

  private func expectClose(
    _ values: [Double], _ expected: [Double], _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(values.count == expected.count, comment, sourceLocation: sourceLocation)
    for (value, expected) in zip(values, expected) {
      #expect(abs(value - expected) < 1e-12, comment, sourceLocation: sourceLocation)
    }
  }

  @Test func `an example by hand`() {
    // DCG: 1/log2(3) + 2/log2(4) + 3/log2(6) = 0.630930 + 1 + 1.160558 = 2.791488;
    // ideal: 3 + 2/log2(3) + 1/log2(4) + 1/log2(5) = 3 + 1.261860 + 0.5 + 0.430677 = 5.192536.
    let found = values([0, 1, 2, 0, 3], ideal: [3, 2, 1, 1])
    #expect(abs(found[0] - 2.791488 / 5.192536) < 1e-6)
    // First relevant at rank 2; three of four found; precisions 1/2, 2/3 and 3/5.
    expectClose(
      Array(found[1...]), [0.5, 0.75, 0.75, (1.0 / 2 + 2.0 / 3 + 3.0 / 5) / 4, 3.0 / 5])
  }

  @Test func `the best answer measures 1, and the cut-off is after ten`() {
    expectClose(values([2, 1, 1], ideal: [2, 1, 1]), [1, 1, 1, 1, 1, 0.6])
    let tenth = [Int](repeating: 0, count: 9) + [1]
    expectClose(values(tenth, ideal: [1]), [1 / log2(11), 0.1, 1, 1, 0.1, 0])
    expectClose(values([0] + tenth, ideal: [1]), [0, 0, 0, 1, 1.0 / 11, 0])
    let hundredth = [Int](repeating: 0, count: 99) + [1]
    expectClose(values(hundredth, ideal: [1]), [0, 0, 0, 1, 0.01, 0])
    expectClose(values([0] + hundredth, ideal: [1]), [0, 0, 0, 0, 1.0 / 101, 0])
  }

  @Test func `more than ten relevant documents: ten make the best nDCG, not the best recall`() {
    let ones = [Int](repeating: 1, count: 20)
    expectClose(values(Array(ones.prefix(10)), ideal: ones), [1, 1, 0.5, 0.5, 0.5, 1])
  }

  @Test func `nothing found and nothing to find measure 0`() {
    expectClose(values([], ideal: [1]), [0, 0, 0, 0, 0, 0])
    expectClose(values([0, 0], ideal: []), [0, 0, 0, 0, 0, 0])
    expectClose(values([], ideal: []), [0, 0, 0, 0, 0, 0])
  }

  @Test func `names are told apart`() {
    #expect(Set(Measure.allCases.map(\.name)).count == Measure.allCases.count)
    #expect(Set(Measure.allCases.map(\.key)).count == Measure.allCases.count)
  }

  @Test(arguments: 0..<60)
  func `random runs measure what the definitions say`(seed: UInt64) throws {
    let sample = RandomRun(seed: seed)
    let judgments = try Judgments(parsing: Array(sample.qrels.utf8), name: "qrels")
    let run = try RetrievalRun(parsing: Array(sample.run.utf8), name: "run")
    let evaluation = Evaluation(run, by: judgments)
    #expect(evaluation.queries.count == sample.judged.count)
    for query in evaluation.queries {
      let expected = sample.measures(of: query.id.text)
      #expect(expected.count == Measure.allCases.count)
      expectClose(query.values, expected, "seed \(seed), query \(query.id.text)")
    }
    let answered = Evaluation(run, by: judgments, averaging: .withResults)
    for (measure, mean) in evaluation.means.enumerated() {
      let all = sample.judged.keys.map { sample.measures(of: $0)[measure] }
      let some = sample.judged.keys.filter { sample.found[$0] != nil }
        .map { sample.measures(of: $0)[measure] }
      expectClose([mean], [all.reduce(0, +) / Double(all.count)], "seed \(seed)")
      expectClose(
        [answered.means[measure]], [some.reduce(0, +) / Double(max(1, some.count))], "seed \(seed)")
    }
  }
}

/// A random run with judgments, and the measures by their definitions, read as plainly as can be.
private struct RandomRun {
  /// Relevances: by query, then by document.
  var judged: [String: [String: Int]] = [:]
  /// Scores: by query, then by document.
  var found: [String: [String: Float]] = [:]

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let documents = (0..<Int.random(in: 1...150, using: &random)).map { "d\($0 * 7 % 151)" }
    let top = Int.random(in: 0...4, using: &random)
    // Few different scores make many ties.
    let scores = (0..<Int.random(in: 1...40, using: &random)).map { Float($0) / 3 - 2 }
    for number in 0..<Int.random(in: 1...12, using: &random) {
      let query = "q\(number)"
      for document in documents where Int.random(in: 0...3, using: &random) == 0 {
        judged[query, default: [:]][document] = Int.random(in: -1...top, using: &random)
      }
      if Int.random(in: 0...4, using: &random) == 0 { continue }
      for document in documents where Bool.random(using: &random) {
        found[query, default: [:]][document] = scores.randomElement(using: &random)
      }
    }
    judged["always", default: [:]]["d0"] = 1
    found["always", default: [:]]["d0"] = 1
    found["never judged"] = nil
    found["unjudged"] = ["d0": 1]
  }

  var qrels: String {
    judged.flatMap { query, documents in
      documents.map { "\(query) 0 \($0.key) \($0.value)\n" }
    }.joined()
  }

  var run: String {
    found.flatMap { query, documents in
      documents.map { "\(query) Q0 \($0.key) 1 \($0.value) x\n" }
    }.joined()
  }

  /// The values in the order of `Measure.allCases`.
  func measures(of query: String) -> [Double] {
    let judged = judged[query] ?? [:]
    let found = found[query] ?? [:]
    // A document's rank is one more than the number of documents before it.
    let ranks = found.map { document, score in
      let before = found.count { other, otherScore in
        otherScore > score || (otherScore == score && other > document)
      }
      return (rank: before + 1, relevance: max(0, judged[document] ?? 0))
    }
    let hits = ranks.filter { $0.relevance > 0 }
    let relevant = judged.values.filter { $0 > 0 }
    guard !relevant.isEmpty else { return [0, 0, 0, 0, 0, 0] }
    func discounted(_ items: [(rank: Int, relevance: Int)]) -> Double {
      items.filter { $0.rank <= 10 }.reduce(0) { sum, item in
        sum + Double(item.relevance) * log(2) / log(Double(item.rank + 1))
      }
    }
    let best = relevant.sorted().reversed().enumerated().map { ($0.offset + 1, $0.element) }
    let first = hits.map(\.rank).min() ?? 11
    let precisions = hits.map { hit in
      Double(hits.count { $0.rank <= hit.rank }) / Double(hit.rank)
    }
    return [
      discounted(hits) / discounted(best), first <= 10 ? 1 / Double(first) : 0,
      Double(hits.count { $0.rank <= 10 }) / Double(relevant.count),
      Double(hits.count { $0.rank <= 100 }) / Double(relevant.count),
      precisions.reduce(0, +) / Double(relevant.count),
      Double(hits.count { $0.rank <= 5 }) / 5,
    ]
  }
}
