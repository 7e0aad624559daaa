import Synchronization
import TestSupport
import Testing
import Tokenizer

@testable import Index

/// One writer and many readers in one process; run it under the thread sanitizer, too.
struct ConcurrencyTests {
  /// After commit number n there are n documents of `common`, and one that says so.
  private static func write(
    _ index: SearchIndex, threadCount: Int, commits: Int
  ) throws(IndexError) {
    let writer = try index.makeWriter(threadCount: threadCount)
    if threadCount > 1 { writer.batchByteCount = 1 }
    for number in 1...commits {
      try writer.add(Document(key: "d\(number)", title: "T", body: "common word\(number) 半导体"))
      try writer.add(Document(key: "counter", body: "count n\(number)"))
      if number % 5 == 0 { try writer.optimize() }
      try writer.commit()
    }
  }

  private static func read(_ snapshot: Snapshot) throws(IndexError) -> Int {
    let count = try snapshot.search("common", limit: 3).totalCount
    let counters = try snapshot.search("count", limit: 10)
    if count > 0 {
      #expect(counters.hits.map(\.key) == ["counter"])
      #expect(try snapshot.search("n\(count)").totalCount == 1)
      #expect(try snapshot.search("n\(count + 1)").totalCount == 0)
      let phrase = try snapshot.parse("半导体")
      #expect(try snapshot.search(phrase, counting: .none).hits.count == min(count, 10))
      #expect(try snapshot.document(for: counters.hits[0])?.body == "count n\(count)")
    }
    return count
  }

  /// Whether the writer has come to its end.
  private final class Writing: Sendable {
    let isDone = Atomic<Bool>(false)
  }

  @Test(arguments: [1, 2])
  func `each snapshot is one commit, whatever the writer does`(threadCount: Int) async throws {
    let folder = TemporaryDirectory()
    let index = try SearchIndex.openOrCreate(at: folder.path("i"))
    let commits = 12
    let writing = Writing()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        group.addTask {
          var last = 0
          var lastGeneration: UInt64 = 0
          while true {
            let isLast = writing.isDone.load(ordering: .acquiring)
            let snapshot = try index.snapshot()
            let count = try Self.read(snapshot)
            #expect(count >= last && snapshot.generation >= lastGeneration)
            (last, lastGeneration) = (count, snapshot.generation)
            if isLast { break }
            await Task.yield()
          }
          #expect(last == commits)
        }
      }
      group.addTask {
        defer { writing.isDone.store(true, ordering: .releasing) }
        try Self.write(index, threadCount: threadCount, commits: commits)
      }
      try await group.waitForAll()
    }
    #expect(try index.check(isFull: true).problems == [])
  }

  @Test func `one snapshot answers many threads at once`() async throws {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), identifiers: SeededIdentifiers(seed: 1))
    try Self.write(index, threadCount: 1, commits: 7)
    let snapshot = try index.snapshot()
    let interruption = Interruption(after: 3_600)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<3 { #expect((try? Self.read(snapshot)) == 7) }
          // Shared, as it may be.
          let found = try? snapshot.search("common", until: interruption)
          #expect(found?.totalCount == 7)
        }
      }
    }
  }
}
