import Testing

@testable import search

@Suite struct EvaluationTests {
  private let qrels = "1 0 a 1\n2 0 b 1\n3 0 c 0\n4 0 d 1\n"

  private func evaluation(_ averaging: Evaluation.Averaging) throws -> Evaluation {
    let judgments = try Judgments(parsing: Array(qrels.utf8), name: "qrels")
    let run = try RetrievalRun(
      parsing: Array("1 Q0 a 1 2 x\n2 Q0 x 1 2 x\n2 Q0 b 2 1 x\n3 Q0 c 1 1 x\n5 Q0 a 1 1 x\n".utf8),
      name: "run")
    return Evaluation(run, by: judgments, averaging: averaging)
  }

  @Test func `a judged query without results counts 0, one that is not judged not at all`() throws {
    let evaluation = try evaluation(.allJudged)
    #expect(evaluation.queries.map(\.id.text) == ["1", "2", "3", "4"])
    #expect(evaluation.queries.map(\.hasResults) == [true, true, true, false])
    #expect(evaluation.averagedCount == 4)
    #expect(evaluation.answeredCount == 3)
    #expect(evaluation.hopelessCount == 1)
    // MRR: 1, 1/2, 0 and 0.
    #expect(evaluation.means[1] == 1.5 / 4)
  }

  @Test func `without them the mean is over those that have results`() throws {
    let evaluation = try evaluation(.withResults)
    #expect(evaluation.averagedCount == 3)
    #expect(evaluation.means[1] == 1.5 / 3)
  }

  @Test func `a run that found nothing measures 0`() throws {
    let judgments = try Judgments(parsing: Array(qrels.utf8), name: "qrels")
    for averaging in [Evaluation.Averaging.allJudged, .withResults] {
      #expect(Evaluation(judgments, averaging: averaging).means == [0, 0, 0, 0, 0, 0])
    }
  }

  @Test func `a report shows the means and what they are over`() throws {
    let report = EvaluationReport(evaluation: try evaluation(.allJudged))
    #expect(
      report.table == """
        queries averaged         4
          judged                 4
          with results           3
          without relevant       1
        nDCG@10             0.4077
        MRR@10              0.3750
        recall@10           0.5000
        recall@100          0.5000
        MAP                 0.3750
        P@5                 0.1000

        """)
    #expect(
      report.object.text.hasPrefix(
        #"{"v":1,"type":"eval","queries_averaged":4,"queries_judged":4,"queries_with_results":3,"#
          + #""queries_without_relevant":1,"ndcg_10":0.407"#))
    let lines = report.queryObjects.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1].hasPrefix(#"{"v":1,"type":"query_measures","qid":"2","has_results":true,"#))
    #expect(report.queryTable.split(separator: "\n").count == 5)
  }
}
