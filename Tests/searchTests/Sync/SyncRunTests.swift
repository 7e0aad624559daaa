import Index
import Testing

@testable import search

@Suite struct SyncRunTests {
  /// A folder and an index in memory.
  private final class World: DocumentSource, DocumentSink {
    var files: [String: (outcome: ReadOutcome, documents: [FoundDocument])] = [:]
    var keys: Set<String> = []
    var refused: IndexError?

    func walk(root: String, visit: (FoundFile) -> Void) throws(SourceFailure) -> [SkippedPath] {
      []
    }

    func contentHash(of file: FoundFile) throws(SourceFailure) -> UInt64 {
      guard let known = files[file.path] else { throw SourceFailure(reason: "gone") }
      return known.outcome.contentHash
    }

    func readDocuments(
      of file: FoundFile, each: (FoundDocument) throws(IndexError) -> Void
    ) throws(IndexError) -> ReadOutcome {
      guard let known = files[file.path] else { return ReadOutcome(failure: "gone") }
      for document in known.documents { try each(document) }
      return known.outcome
    }

    func add(_ document: Document) throws(IndexError) -> Bool {
      if let refused { throw refused }
      return !keys.insert(document.key).inserted
    }

    func delete(key: String) throws(IndexError) -> Bool { keys.remove(key) != nil }

    func delete(keyPrefix: String) throws(IndexError) -> Int {
      let found = keys.filter { $0.hasPrefix(keyPrefix) }
      keys.subtract(found)
      return found.count
    }
  }

  private let world = World()

  private func file(_ path: String, modified: Int64 = 1) -> FoundFile {
    FoundFile(path: path, size: 1, modified: modified)
  }

  private func records(_ ids: [String]) -> [FoundDocument] {
    ids.map { FoundDocument(recordID: $0, title: "title \($0)", body: "") }
  }

  private func perform(
    _ found: [FoundFile], _ remembered: [FileTable.Entry] = []
  ) throws -> (summary: SyncSummary, entries: [FileTable.Entry]) {
    var run = SyncRun(source: world, sink: world)
    try run.perform(SyncPlan(found: found, remembered: remembered, roots: [""]))
    return (run.summary, run.entries)
  }

  @Test func `a file that was just written is looked at again, once`() throws {
    world.files["a"] = (ReadOutcome(contentHash: 5), [FoundDocument(title: "A", body: "x")])
    let written: Int64 = 1_700_000_000_000_000_001
    func run(
      after nanoseconds: Int64, _ remembered: [FileTable.Entry]
    ) throws -> (SyncPlan, FileTable.Entry) {
      let plan = SyncPlan(
        found: [file("a", modified: written)], remembered: remembered, roots: [""])
      var run = SyncRun(source: world, sink: world)
      run.clock = { written + nanoseconds }
      try run.perform(plan)
      return (plan, try #require(run.entries.first))
    }
    let (_, fresh) = try run(after: 1_000_000, [])
    #expect(fresh.modified == .min)
    let (plan, settled) = try run(after: 30_000_000, [fresh])
    #expect(plan.pending.count == 1 && settled.modified == written)
    #expect(try run(after: 40_000_000, [settled]).0.pending.isEmpty)
    // Clocks of whole seconds tick slowly.
    world.files["b"] = world.files["a"]
    var slow = SyncRun(source: world, sink: world)
    slow.clock = { 1_700_000_001_500_000_000 }
    try slow.perform(
      SyncPlan(
        found: [file("b", modified: 1_700_000_000_000_000_000)], remembered: [], roots: [""]))
    #expect(slow.entries.first?.modified == .min)
  }

  @Test func `a new file is added and entered`() throws {
    world.files["a"] = (ReadOutcome(contentHash: 5), [FoundDocument(title: "A b", body: "x")])
    let (summary, entries) = try perform([file("a")])
    #expect(summary.added == 1)
    #expect(summary.sampleTitle == "A b")
    #expect(world.keys == ["a"])
    #expect(
      entries == [
        FileTable.Entry(path: "a", size: 1, modified: 1, contentHash: 5, documentCount: 1)
      ])
  }

  @Test func `a touched file with the same content is unchanged and its time is entered`() throws {
    world.files["a"] = (ReadOutcome(contentHash: 5), [FoundDocument(title: "", body: "x")])
    let first = try perform([file("a")])
    let (summary, entries) = try perform([file("a", modified: 2)], first.entries)
    #expect(summary.unchanged == 1)
    #expect(!summary.changesDocuments)
    #expect(entries.map(\.modified) == [2])
  }

  @Test func `a record file is replaced whole, and the same id twice is told`() throws {
    world.files["r"] = (ReadOutcome(contentHash: 1), records(["1", "2", "3"]))
    let first = try perform([file("r")])
    #expect(first.summary.added == 3)
    world.files["r"] = (ReadOutcome(contentHash: 2), records(["2", "4", "2", "5", "6"]))
    let (summary, entries) = try perform([file("r", modified: 2)], first.entries)
    #expect(summary.updated == 3)
    #expect(summary.added == 1)
    #expect(summary.removed == 0)
    #expect(summary.notes == ["r: the id 2 comes twice; the later one counts"])
    #expect(!summary.hasFailures)
    #expect(world.keys == ["r\u{0}2", "r\u{0}4", "r\u{0}5", "r\u{0}6"])
    #expect(entries[0].documentCount == 4)
  }

  @Test func `a file that becomes records or stops being them leaves nothing behind`() throws {
    world.files["r"] = (ReadOutcome(contentHash: 1), [FoundDocument(title: "", body: "x")])
    let first = try perform([file("r")])
    world.files["r"] = (ReadOutcome(contentHash: 2), records(["1"]))
    let second = try perform([file("r", modified: 2)], first.entries)
    #expect(world.keys == ["r\u{0}1"])
    world.files["r"] = (ReadOutcome(contentHash: 3, skipReason: "not text"), [])
    let third = try perform([file("r", modified: 3)], second.entries)
    #expect(world.keys.isEmpty)
    #expect(third.summary.removed == 1)
    #expect(third.summary.skipped.count == 1)
    #expect(!third.summary.hasFailures)
  }

  @Test func `what has gone is removed`() throws {
    world.files["r"] = (ReadOutcome(contentHash: 1), records(["1", "2"]))
    let first = try perform([file("r")])
    let (summary, entries) = try perform([], first.entries)
    #expect(summary.removed == 2)
    #expect(entries.isEmpty)
    #expect(world.keys.isEmpty)
  }

  @Test func `a file that cannot be read keeps what is indexed of it`() throws {
    world.files["a"] = (ReadOutcome(contentHash: 1), [FoundDocument(title: "", body: "x")])
    let first = try perform([file("a")])
    world.files["a"] = nil
    let (summary, entries) = try perform([file("a", modified: 2)], first.entries)
    #expect(summary.hasFailures)
    #expect(entries == first.entries)
    #expect(world.keys == ["a"])
  }

  @Test func `a new file that cannot be read is not entered`() throws {
    let (summary, entries) = try perform([file("a")])
    #expect(summary.skipped == [SkippedPath(path: "a", reason: "gone", isFailure: true)])
    #expect(entries.isEmpty)
  }

  @Test func `broken records are told, and told again while the file is the same`() throws {
    let outcome = ReadOutcome(contentHash: 1, brokenRecords: ["line 2: no"], brokenRecordCount: 1)
    world.files["r"] = (outcome, records(["1"]))
    let first = try perform([file("r")])
    #expect(first.summary.hasFailures)
    #expect(first.summary.notes == ["r: line 2: no"])
    let second = try perform([file("r")], first.entries)
    #expect(second.summary.hasFailures)
    #expect(second.summary.unchanged == 1)
    #expect(second.summary.notes == ["r: 1 record left out; the first: line 2: no"])
  }

  @Test func `a file read in part is read again next time`() throws {
    world.files["r"] = (ReadOutcome(contentHash: 1, failure: "changed"), records(["1"]))
    let first = try perform([file("r")])
    #expect(first.summary.hasFailures)
    world.files["r"] = (ReadOutcome(contentHash: 1), records(["1", "2"]))
    let second = try perform([file("r")], first.entries)
    #expect(second.summary.updated == 1)
    #expect(second.summary.added == 1)
    #expect(!second.summary.hasFailures)
  }

  @Test func `a document that the index refuses is told, and the run goes on`() throws {
    world.files["a"] = (ReadOutcome(), [FoundDocument(title: "", body: "x")])
    world.refused = .limit(what: "the key", found: 5000, allowed: 4096)
    #expect(try perform([file("a")]).summary.hasFailures)
    world.refused = .io(operation: "write", path: "x", errno: 28)
    #expect(throws: IndexError.self) { try perform([file("a")]) }
  }

  @Test(arguments: [
    ("Koike says: Rapidus!", "Rapidus"), ("巨额补贴之下，Rapidus", "巨额补贴之下"), ("2024 -- 7", nil),
    ("", nil),
  ])
  func `a query to try is the longest word of a title`(title: String, word: String?) {
    var summary = SyncSummary()
    summary.sampleTitle = title
    #expect(summary.queryToTry == word)
  }

  @Test func `a run that is stopped keeps what it has read and leaves the rest as it was`() throws {
    world.files["b"] = (ReadOutcome(contentHash: 1), records(["1", "2", "3"]))
    world.files["c"] = (ReadOutcome(contentHash: 2), [FoundDocument(title: "", body: "x")])
    world.keys = ["a", "d"]
    let old = ["a", "d", "e"].map {
      FileTable.Entry(path: $0, size: 1, modified: 1, contentHash: 9, documentCount: 1)
    }
    // `a` is unchanged, `b` has three records, `c` is new, `d` was touched, and `e` has gone.
    let plan = SyncPlan(
      found: [file("a"), file("b"), file("c"), file("d", modified: 2)], remembered: old, roots: [""]
    )
    var stopped = SyncRun(source: world, sink: world)
    var asked = 0
    // Once for each of the first two files, once for each further record of the second.
    stopped.isStopping = {
      asked += 1
      return asked > 3
    }
    try stopped.perform(plan)
    #expect(stopped.summary.isStopped)
    #expect(stopped.summary.leftFileCount == 4)
    #expect(world.keys == ["a", "b\u{0}1", "b\u{0}2", "d"])
    #expect(stopped.entries.map(\.path) == ["a", "b", "d", "e"])
    #expect(stopped.entries[1].modified == .min && stopped.entries[1].documentCount == 2)
    #expect(stopped.entries[2] == old[1] && stopped.entries[3] == old[2])
    // The next run goes on, and nothing is there twice.
    world.files["d"] = (ReadOutcome(contentHash: 9), [])
    var next = SyncRun(source: world, sink: world)
    try next.perform(
      SyncPlan(
        found: [file("a"), file("b"), file("c"), file("d", modified: 2)],
        remembered: stopped.entries, roots: [""]))
    #expect(!next.summary.isStopped)
    #expect(world.keys == ["a", "b\u{0}1", "b\u{0}2", "b\u{0}3", "c", "d"])
    #expect(next.entries.map(\.path) == ["a", "b", "c", "d"])
  }
}
