import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Random operations on an index, and the same on a dictionary.
@Suite(.serialized) struct ModelTests {
  @Test func `an index and a dictionary agree after any operations`() throws {
    let settings = TortureSettings.self
    let stopwatch = Stopwatch()
    let watchdog = Watchdog("model")
    let limit = settings.executionCount ?? settings.form.choose(600, 50_000, 1_000_000)
    var tally = ModelRun.Tally()
    var number: UInt64 = 0
    while tally.operationCount < limit, stopwatch.seconds < Double(settings.seconds ?? .max / 2) {
      let seed = settings.seed &+ number
      number += 1
      var run = try ModelRun(seed: seed)
      do {
        try run.run(operationCount: min(1_000, limit - tally.operationCount), watchdog)
      } catch {
        Issue.record("run of seed \(seed), operation \(run.tally.operationCount): \(error)")
        tally.add(run.tally)
        break
      }
      tally.add(run.tally)
    }
    watchdog.stop()
    settings.report(
      "model", "\(settings.grouped(tally.operationCount)) operations",
      "\(settings.grouped(tally.commitCount)) commits",
      "\(settings.grouped(tally.killCount)) kills",
      "\(settings.grouped(tally.failureCount)) failed calls",
      "\(settings.grouped(tally.reopenCount)) reopened",
      "\(settings.grouped(tally.comparisonCount)) comparisons", stopwatch.text)
    #expect(tally.commitCount > 0 && tally.killCount > 0 && tally.reopenCount > 0)
  }
}
