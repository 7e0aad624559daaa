import TestSupport
import Testing

@testable import Index

/// What is found after a power cut, at every moment of some commits and in every order in which the
/// disk may have written.
struct CrashTests {
  /// Commits one behind the other, and what the index holds after each: keys, each with its text.
  private struct Workload {
    var states: [[String: String]]
    /// The commits before which everything is merged.
    var merges: Set<Int>
    var seed: UInt64

    /// The one that is always tried; its fourth commit only merges.
    static let first = Workload(
      states: [
        [:],
        ["a": "common one", "b": "common two", "c": "common three"],
        ["a": "common one", "b": "common changed", "d": "common four"],
        ["a": "common one", "d": "common four", "e": "common five"],
        ["a": "common one", "d": "common four", "e": "common five"],
        ["a": "common one", "e": "common five"],
      ], merges: [4], seed: 1)

    /// Any other.
    static func random(seed: UInt64) -> Workload {
      var random = SeededGenerator(seed: seed)
      var workload = Workload(states: [[:]], merges: [], seed: seed)
      for number in 1...Int.random(in: 3...8, using: &random) {
        var state = workload.states[number - 1]
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          let key = ["a", "b", "c", "d", "e", "f"].randomElement(using: &random) ?? "a"
          let isGone = Int.random(in: 0..<3, using: &random) == 0
          state[key] = isGone ? nil : "common \(Int.random(in: 0..<99, using: &random))"
        }
        workload.states.append(state)
        if Int.random(in: 0..<4, using: &random) == 0 { workload.merges.insert(number) }
      }
      return workload
    }

    /// Commits one state behind the other.
    func run(on files: CrashFileSystem) throws {
      let index = try SearchIndex.openOrCreate(
        on: files, identifiers: SeededIdentifiers(seed: seed))
      let writer = try index.makeWriter()
      for number in 1..<states.count {
        let (old, new) = (states[number - 1], states[number])
        for key in old.keys.sorted() where new[key] == nil { try writer.delete(key: key) }
        for (key, text) in new.sorted(by: { $0.key < $1.key }) where old[key] != text {
          try writer.add(Document(key: key, body: text))
        }
        if merges.contains(number) { try writer.optimize() }
        let entry = FileTable.Entry(
          path: "file", size: UInt64(number), modified: 1, contentHash: 1,
          documentCount: UInt32(new.count))
        try writer.commit(fileTable: FileTable(entries: [entry]))
        files.note(promise: number)
      }
      writer.close()
    }

    /// The state that a folder holds, by its file table; nil if there is no index.
    func number(of files: MemoryFileSystem, _ cause: String) throws -> Int? {
      guard try CommittedState.newestGeneration(on: files) != nil else { return nil }
      let index = try SearchIndex.open(on: files)
      let problems = try index.check().problems
      #expect(problems == [], "\(cause)")
      let snapshot = try index.snapshot()
      let number = try Int(snapshot.fileTable()?.entries.first?.size ?? 0)
      let hits = try snapshot.search("common", limit: 100).hits
      var found: [String: String] = [:]
      for hit in hits { found[hit.key] = try snapshot.document(for: hit)?.body }
      #expect(found == states[number], "\(cause)")
      return number
    }
  }

  private struct Tally {
    var workloadCount = 0
    var wayCount = 0
    var folderCount = 0
    var laterCount = 0
  }

  @Test func `after a power cut at any time all that was promised is there`() throws {
    let settings = TortureSettings.self
    let stopwatch = Stopwatch()
    let depth = settings.form.choose(2, 3, 3)
    var tally = Tally()
    try cutEverywhere(.first, depth: depth, &tally)
    let wanted = settings.form.choose(1, 2_000, 100_000)
    while tally.folderCount < wanted {
      let seed = settings.seed &+ UInt64(tally.workloadCount)
      try cutEverywhere(.random(seed: seed), depth: depth, &tally)
    }
    settings.report(
      "power cuts in memory", "\(settings.grouped(tally.workloadCount)) workloads",
      "\(settings.grouped(tally.wayCount)) ways to \(settings.grouped(tally.folderCount)) folders",
      "\(settings.grouped(tally.laterCount)) with what was not promised yet", stopwatch.text)
    // The model would notice: most cuts leave something, and some leave more than was promised.
    #expect(tally.folderCount > 500)
    #expect(tally.laterCount > 10)
  }

  private func cutEverywhere(_ workload: Workload, depth: Int, _ tally: inout Tally) throws {
    let files = CrashFileSystem()
    try workload.run(on: files)
    tally.workloadCount += 1
    tally.wayCount += try files.forEachOutcome(missingCount: depth) { outcome in
      tally.folderCount += 1
      let cause = "workload \(workload.seed), \(outcome.cause)"
      let found = try workload.number(of: outcome.files, cause) ?? 0
      #expect(found >= outcome.promise, "\(cause)")
      if found > outcome.promise { tally.laterCount += 1 }
      // It goes on from there, and leaves nothing behind.
      guard tally.folderCount % 16 == 0 else { return }
      let index = try SearchIndex.openOrCreate(
        on: outcome.files, identifiers: SeededIdentifiers(seed: 9))
      let writer = try index.makeWriter()
      try writer.add(Document(key: "after", body: "common after"))
      try writer.commit()
      writer.close()
      let hits = try index.snapshot().search("common", limit: 100).hits.map(\.key)
      #expect(Set(hits) == Set(workload.states[found].keys).union(["after"]), "\(cause)")
      #expect(try index.check().unknownFiles == [], "\(cause)")
    }
  }

  @Test func `the model loses what is not synced`() throws {
    let files = CrashFileSystem()
    let output = try files.create("file")
    try output.append([1, 2, 3].span)
    try files.syncDirectory()
    var found: Set<[UInt8]> = []
    files.forEachOutcome { outcome in
      if let bytes = outcome.files.contents(of: "file") { found.insert(bytes) }
    }
    #expect(found == [[], [1], [0, 0, 0], [1, 2, 3]])
    try output.sync()
    found = []
    try files.forEachOutcome { outcome in
      if try outcome.files.list().isEmpty { found.insert([9]) }
    }
    // Before the folder is synced, the name may be missing.
    #expect(found == [[9]])
  }
}
