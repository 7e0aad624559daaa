import CCoverage
import TestSupport
import Testing

/// Random and saved inputs for whatever reads what others wrote. One after the other: they share the
/// counters of code that was come to.
@Suite(.serialized) struct FuzzTests {
  @Test func tokenizer() throws { try fuzz(TokenizerTarget.self) }
  @Test func parser() throws { try fuzz(ParserTarget.self) }
  @Test func queries() throws { try fuzz(QueryTarget.self) }
  @Test func documents() throws { try fuzz(DocumentTarget.self) }
  @Test func images() throws { try fuzz(ImageTarget.self) }
  @Test func containers() throws { try fuzz(ContainerTarget.self) }
  @Test func synonyms() throws { try fuzz(SynonymsTarget.self) }
  @Test func worker() throws { try fuzz(WorkerTarget.self) }
  @Test func interface() throws { try fuzz(CInterfaceTarget.self) }

  private func fuzz<Target: FuzzTarget>(_ kind: Target.Type, briefCount: Int = 50) throws {
    let settings = TortureSettings.self
    var fuzzer = try Fuzzer<Target>(seed: settings.seed)
    let saved = try SavedInputs.read(Target.name)
    let outcome = try fuzzer.run(
      saved: saved,
      executionCount: settings.executionCount
        ?? settings.form.choose(saved.count + briefCount, .max, Target.longCount),
      seconds: settings.seconds ?? settings.form.choose(nil, 30, nil))
    settings.report(
      "fuzz \(Target.name)", "\(settings.grouped(outcome.executionCount)) executions",
      "\(saved.count) saved inputs", "\(outcome.keptCount) new ones",
      "\(ccoverage_seen_count()) of \(ccoverage_place_count()) places",
      "\(outcome.findings.count) findings", "\(Int(outcome.seconds)) s")
    for finding in outcome.findings { Issue.record("seed \(settings.seed): \(finding)") }
    #expect(outcome.executionCount > saved.count)
    if settings.keepsInputs, ccoverage_place_count() > 0 {
      try SavedInputs.write(Target.name, fuzzer.essentialInputs(count: 400, byteCount: 24 << 10))
    }
  }
}
