import Foundation
import TestSupport
import Testing

@testable import Index

/// What is found after a power cut, at every moment of some commits and in every order in which the
/// disk may have written.
struct CrashTests {
  /// What the index holds after each commit: keys, each with its text.
  private static let states: [[String: String]] = [
    [:],
    ["a": "common one", "b": "common two", "c": "common three"],
    ["a": "common one", "b": "common changed", "d": "common four"],
    ["a": "common one", "d": "common four", "e": "common five"],
    ["a": "common one", "d": "common four", "e": "common five"],
    ["a": "common one", "e": "common five"],
  ]

  /// Commits one state behind the other; the fourth only merges.
  private func work(on files: CrashFileSystem) throws {
    let index = try SearchIndex.openOrCreate(on: files, identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    for number in 1..<Self.states.count {
      let (old, new) = (Self.states[number - 1], Self.states[number])
      for key in old.keys.sorted() where new[key] == nil { try writer.delete(key: key) }
      for (key, text) in new.sorted(by: { $0.key < $1.key }) where old[key] != text {
        try writer.add(Document(key: key, body: text))
      }
      if number == 4 { try writer.optimize() }
      let entry = FileTable.Entry(
        path: "file", size: UInt64(number), modified: 1, contentHash: 1,
        documentCount: UInt32(new.count))
      try writer.commit(fileTable: FileTable(entries: [entry]))
      files.note(promise: number)
    }
    writer.close()
  }

  /// The state that a folder holds, by its file table; nil if there is no index.
  private func number(of files: MemoryFileSystem, _ cause: String) throws -> Int? {
    guard try CommittedState.newestGeneration(on: files) != nil else { return nil }
    let index = try SearchIndex.open(on: files)
    let problems = try index.check().problems
    #expect(problems == [], "\(cause)")
    let snapshot = try index.snapshot()
    let number = try Int(snapshot.fileTable()?.entries.first?.size ?? 0)
    let hits = try snapshot.search("common", limit: 100).hits
    var found: [String: String] = [:]
    for hit in hits { found[hit.key] = try snapshot.document(for: hit)?.body }
    #expect(found == Self.states[number], "\(cause)")
    return number
  }

  @Test func `after a power cut at any time all that was promised is there`() throws {
    let files = CrashFileSystem()
    try work(on: files)
    let depth = ProcessInfo.processInfo.environment["SEARCH_CRASH_DEPTH"].flatMap { Int($0) } ?? 2
    var folderCount = 0
    var laterCount = 0
    let wayCount = try files.forEachOutcome(missingCount: depth) { outcome in
      folderCount += 1
      let found = try number(of: outcome.files, outcome.cause) ?? 0
      #expect(found >= outcome.promise, "\(outcome.cause)")
      if found > outcome.promise { laterCount += 1 }
      // It goes on from there, and leaves nothing behind.
      guard folderCount % 16 == 0 else { return }
      let index = try SearchIndex.openOrCreate(
        on: outcome.files, identifiers: SeededIdentifiers(seed: 9))
      let writer = try index.makeWriter()
      try writer.add(Document(key: "after", body: "common after"))
      try writer.commit()
      writer.close()
      let hits = try index.snapshot().search("common", limit: 100).hits.map(\.key)
      #expect(Set(hits) == Set(Self.states[found].keys).union(["after"]), "\(outcome.cause)")
      #expect(try index.check().unknownFiles == [], "\(outcome.cause)")
    }
    print("\(wayCount) ways, \(folderCount) folders, \(laterCount) with what was not promised yet")
    // The model would notice: most cuts leave something, and some leave more than was promised.
    #expect(folderCount > 500)
    #expect(laterCount > 10)
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
