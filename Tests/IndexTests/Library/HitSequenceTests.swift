import Testing

@testable import Index

/// Hits as a sequence are those of one search.
struct HitSequenceTests {
  private static func snapshot() throws -> Snapshot {
    let index = try SearchIndex.inMemory()
    let writer = try index.makeWriter()
    for number in 0..<700 {
      try writer.add(
        Document(
          key: "\(number)",
          body: String(repeating: "common ", count: 1 + number % 9) + "半导体 word\(number % 7)"))
    }
    try writer.commit()
    return try index.snapshot()
  }

  @Test(arguments: ["common", "半导体", "common word3", "\"common 半导体\"", "absent", ""])
  func `every hit comes once, the best first`(text: String) async throws {
    let snapshot = try Self.snapshot()
    let expected = try snapshot.search(text, limit: 1_000).hits
    var hits: [Hit] = []
    for try await hit in snapshot.hits(for: text, pageSize: 3) { hits.append(hit) }
    #expect(Set(hits.map(\.address)) == Set(expected.map(\.address)))
    #expect(hits.count == expected.count)
    #expect(hits.first == expected.first)
    if text == "common word3" { #expect(hits == expected) }
  }

  @Test func `few hits take one search`() async throws {
    let snapshot = try Self.snapshot()
    var first: [Hit] = []
    for try await hit in snapshot.hits(for: try snapshot.parse("common"), pageSize: 5) {
      first.append(hit)
      if first.count == 5 { break }
    }
    #expect(first == (try snapshot.search("common", limit: 5).hits))
  }

  @Test func `a task that is cancelled gets no more`() async throws {
    let snapshot = try Self.snapshot()
    let task = Task { () -> IndexError? in
      do {
        for try await _ in snapshot.hits(for: "common", pageSize: 1) {
          // The task outlives the call.
          unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        }
        return nil
      } catch {
        return error as? IndexError
      }
    }
    #expect(await task.value == .cancelled)
  }

  @Test func `a deadline and an error end it`() async throws {
    let snapshot = try Self.snapshot()
    await #expect(throws: IndexError.timedOut(seconds: 0)) {
      for try await _ in snapshot.hits(for: "common", within: .zero) {}
    }
    let long = String(repeating: "x", count: 20_000)
    await #expect(throws: IndexError.self) {
      for try await _ in snapshot.hits(for: long) {}
    }
  }
}
