import TestSupport
import Tokenizer

@testable import Index

/// One index and its model: what it holds by key, at the last commit and since.
struct ModelRun {
  /// What was done.
  struct Tally {
    var operationCount = 0
    var commitCount = 0
    var killCount = 0
    var failureCount = 0
    var reopenCount = 0
    var comparisonCount = 0

    mutating func add(_ other: Tally) {
      operationCount += other.operationCount
      commitCount += other.commitCount
      killCount += other.killCount
      failureCount += other.failureCount
      reopenCount += other.reopenCount
      comparisonCount += other.comparisonCount
    }
  }

  /// Index and model differ.
  struct Difference: Error, CustomStringConvertible {
    var description: String
  }

  private(set) var tally = Tally()
  private var random: SeededGenerator
  private var files = MemoryFileSystem()
  private var writer: IndexWriter?
  private var committed: [String: String] = [:]
  private var working: [String: String] = [:]
  /// A snapshot that was once taken, with what it must hold for ever.
  private var old: (snapshot: Snapshot, model: [String: String])?
  private let words: [String]

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    let isPlain = seed % 2 == 0
    words = (0..<30).map { "w\($0)" } + (isPlain ? [] : ["芯片", "東京", "ไทย", "running", "Straße"])
    let index = try SearchIndex.openOrCreate(
      on: files,
      options: SearchIndex.Options(
        analyzer: AnalyzerOptions(isPlain ? .whitespace : .multilingual)),
      identifiers: SeededIdentifiers(seed: random.next()))
    writer = try index.makeWriter()
  }

  mutating func run(operationCount: Int, _ watchdog: Watchdog) throws {
    for _ in 0..<operationCount {
      watchdog.beat()
      tally.operationCount += 1
      try recovering { run in try run.operate() }
    }
    try recovering { run in try run.commit() }
    try compare(with: committed, SearchIndex.open(on: files).snapshot(), isThorough: true)
    writer?.close()
  }

  private mutating func recovering(_ body: (inout ModelRun) throws -> Void) throws {
    do {
      try body(&self)
    } catch is IndexError {
      try recover()
    }
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  private mutating func operate() throws {
    switch below(100) {
    case 0..<55: try add()
    case 55..<75: try delete()
    case 75..<77: try deletePrefix()
    case 77..<86: try commit()
    case 86..<90:
      try open().rollback()
      working = committed
    case 90..<92: try open().optimize(below(4) == 0 ? .similarity : .arrival)
    case 92..<94: try reopen()
    case 94..<96: try kill()
    case 96..<97: try reopen(failing: true)
    default: try look()
    }
  }

  // MARK: - Operations

  /// The writer there is.
  private func open() throws -> IndexWriter {
    guard let writer else { throw Difference(description: "no writer") }
    return writer
  }

  private mutating func add() throws {
    let key = "k\(below(80))"
    var text = "common"
    for _ in 0..<below(10) { text += " " + words[below(words.count)] }
    let wasReplaced = try open().add(Document(key: key, title: "title", body: text))
    guard wasReplaced == (working[key] != nil) else {
      throw Difference(description: "\(key) was replaced: \(wasReplaced)")
    }
    working[key] = text
  }

  private mutating func delete() throws {
    let key = "k\(below(80))"
    let wasThere = try open().delete(key: key)
    guard wasThere == (working.removeValue(forKey: key) != nil) else {
      throw Difference(description: "\(key) was deleted: \(wasThere)")
    }
  }

  private mutating func deletePrefix() throws {
    let prefix = "k\(1 + below(7))"
    let count = try open().delete(keyPrefix: prefix)
    let keys = working.keys.filter { $0.hasPrefix(prefix) }
    guard count == keys.count else {
      throw Difference(description: "\(count) documents of \(prefix) deleted, not \(keys.count)")
    }
    for key in keys { working[key] = nil }
  }

  private mutating func commit() throws {
    let commit = try open().commit()
    tally.commitCount += 1
    committed = working
    guard commit.documentCount == committed.count else {
      throw Difference(description: "\(commit.documentCount) documents, not \(committed.count)")
    }
    let snapshot = try SearchIndex.open(on: files).snapshot()
    try compare(with: committed, snapshot, isThorough: below(16) == 0)
    if below(8) == 0 { old = (snapshot, committed) }
  }

  /// The writer goes, and another comes; perhaps one whose calls fail from some moment on.
  private mutating func reopen(failing: Bool = false) throws {
    writer?.close()
    writer = nil
    working = committed
    tally.reopenCount += 1
    let place: any FileSystem =
      failing
      ? FaultyFileSystem(
        files, failingCall: 1 + below(80), isPermanent: below(2) == 0, errno: below(2) == 0 ? 5 : 28
      )
      : files
    do {
      writer = try SearchIndex.open(on: place, identifiers: SeededIdentifiers(seed: random.next()))
        .makeWriter(threadCount: below(32) == 0 ? 2 : 1)
    } catch  where failing {
      tally.failureCount += 1
      writer = try SearchIndex.open(on: files).makeWriter()
      if case .io = error { return }
      throw error
    }
  }

  /// The files stay as they are this moment, and the writer is gone.
  private mutating func kill() throws {
    let copy = MemoryFileSystem()
    try copy.createFolder()
    for name in try files.list() {
      copy.replaceContents(of: name, with: files.contents(of: name) ?? [])
    }
    files = copy
    tally.killCount += 1
    try reopen()
  }

  /// After a failed call everything or nothing of a commit is there, and nothing of anything else.
  private mutating func recover() throws {
    tally.failureCount += 1
    writer?.close()
    writer = nil
    let index = try SearchIndex.open(on: files)
    let snapshot = try index.snapshot()
    if snapshot.documentCount == working.count, working != committed,
      (try? compare(with: working, snapshot, isThorough: true)) != nil
    {
      committed = working
    }
    do {
      try compare(with: committed, snapshot, isThorough: true)
    } catch {
      throw Difference(description: "after a failed call: \(error)")
    }
    working = committed
    writer = try index.makeWriter()
  }

  // MARK: - Comparing

  private mutating func look() throws {
    let snapshot = try SearchIndex.open(on: files).snapshot()
    try compare(with: committed, snapshot, isThorough: below(16) == 0)
    if let old, below(4) == 0 { try compare(with: old.model, old.snapshot, isThorough: true) }
  }

  private mutating func compare(
    with model: [String: String], _ snapshot: Snapshot, isThorough: Bool
  ) throws {
    tally.comparisonCount += 1
    guard snapshot.documentCount == model.count else {
      throw Difference(description: "\(snapshot.documentCount) documents, not \(model.count)")
    }
    let word = words[below(words.count)]
    try compare(word, snapshot, Set(model.filter { Self.holds([word], $0.value) }.keys))
    let pair = [word, words[below(words.count)]]
    try compare(
      "\"\(pair.joined(separator: " "))\"", snapshot,
      Set(model.filter { Self.holds(pair, $0.value) }.keys))
    guard isThorough else { return }
    try compare("common", snapshot, Set(model.keys))
    for hit in try snapshot.search("common", limit: 1_000).hits {
      guard try snapshot.document(for: hit)?.body == model[hit.key] else {
        throw Difference(description: "\(hit.key) holds another text")
      }
    }
    let problems = try SearchIndex.open(on: files).check().problems
    guard problems.isEmpty else { throw Difference(description: "check: \(problems)") }
  }

  private func compare(_ text: String, _ snapshot: Snapshot, _ keys: Set<String>) throws {
    let result = try snapshot.search(text, limit: 1_000)
    let found = Set(result.hits.map(\.key))
    guard found == keys, result.totalCount == keys.count, result.hits.count == keys.count else {
      let (more, fewer) = (found.subtracting(keys).sorted(), keys.subtracting(found).sorted())
      throw Difference(description: "\(text): found besides \(more), not found \(fewer)")
    }
  }

  /// Whether words stand side by side in a text.
  private static func holds(_ words: [String], _ text: String) -> Bool {
    let all = text.split(separator: " ").map(String.init)
    return all.indices.contains { start in
      start + words.count <= all.count && Array(all[start..<start + words.count]) == words
    }
  }
}
