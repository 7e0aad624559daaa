import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Every way of searching ends when it is asked to.
struct InterruptionTests {
  private static func snapshot() throws -> Snapshot {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    for number in 0..<200 {
      try writer.add(
        Document(
          key: "\(number)", title: "t\(number % 5)",
          body: "common words\(number % 3) 半导体设备 \(number % 7 == 0 ? "rare" : "often")"))
    }
    try writer.commit()
    return try index.snapshot()
  }

  private static let queries = [
    "common", "common often", "often rare", "\"common words1\"", "半导体", "\"导体设备\"", "体",
    "common NOT rare", "often AND words2", "absent", "*s2", "NEAR(w* ofte~, 3)",
  ]

  @Test func `every search looks at its interruption, and ends`() throws {
    let snapshot = try Self.snapshot()
    for text in Self.queries {
      for (counting, fold) in [(HitCounting.exact, true), (.none, true), (.exact, false)] {
        let query = try snapshot.parse(text, fold: fold ? .letters : .exact)
        let expected = try snapshot.search(query, counting: counting)
        var looks = 0
        // Ever later, in steps that grow.
        while true {
          let interruption = Interruption(after: nil, stepsPerLook: 1, lookCount: looks)
          do {
            let found = try snapshot.search(query, counting: counting, until: interruption)
            #expect(found == expected, "\(text)")
            break
          } catch {
            #expect(error == .cancelled, "\(text)")
          }
          looks += 1 + looks / 2
        }
        // The first look comes before anything is read.
        #expect(looks > 1 || text == "absent", "\(text)")
      }
    }
  }

  @Test func `a deadline and a wish are told apart`() throws {
    let snapshot = try Self.snapshot()
    #expect(throws: IndexError.timedOut(seconds: 0)) {
      try snapshot.search("common", until: Interruption(after: 0))
    }
    let cancelled = Interruption()
    #expect(try snapshot.search("common", until: cancelled).totalCount == 200)
    cancelled.cancel()
    #expect(throws: IndexError.cancelled) { try snapshot.search("common", until: cancelled) }
    let late = Interruption(after: 3_600)
    #expect(try snapshot.search("common", until: late).totalCount == 200)
    for odd in [-1, -Double.infinity, Double.nan] {
      #expect(throws: IndexError.self) {
        try snapshot.search("common", until: Interruption(after: odd))
      }
    }
    for long in [Double.infinity, Double.greatestFiniteMagnitude] {
      #expect(try snapshot.search("rare", until: Interruption(after: long)).totalCount > 0)
    }
  }
}
