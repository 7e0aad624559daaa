import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Counts that follow a search for the best, over the same lists, with many groups of blocks and with few
/// documents.
struct CountingTests {
  private struct Word {
    let word: String
    let step: Int
    let rest: Int

    func isIn(_ number: Int) -> Bool { number % step == rest }
  }

  private static let documentCount = 9_000
  private static let words = [
    Word(word: "all", step: 1, rest: 0), Word(word: "half", step: 2, rest: 0),
    Word(word: "third", step: 3, rest: 1), Word(word: "few", step: 50, rest: 7),
    Word(word: "rare", step: 700, rest: 77), Word(word: "one", step: 20_000, rest: 8_999),
  ]

  private func snapshot() throws -> Snapshot {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), options: SearchIndex.Options(analyzer: .init(.whitespace)))
    let writer = try index.makeWriter()
    for number in 0..<Self.documentCount {
      let words = Self.words.filter { $0.isIn(number) }.map(\.word)
      // Some are longer than others, so that scores differ.
      let filler = [String](repeating: "filler", count: number % 7)
      try writer.add(Document(key: "\(number)", body: (words + filler).joined(separator: " ")))
    }
    try writer.commit()
    return try index.snapshot()
  }

  @Test func `counts are the same whatever was looked for before`() throws {
    let snapshot = try snapshot()
    for set in 1..<(1 << Self.words.count) {
      let asked = Self.words.indices.filter { set >> $0 & 1 == 1 }.map { Self.words[$0] }
      let query = asked.map(\.word).joined(separator: " ")
      let numbers = 0..<Self.documentCount
      let any = numbers.count { number in asked.contains { $0.isIn(number) } }
      let all = numbers.count { number in asked.allSatisfy { $0.isIn(number) } }
      for limit in [0, 1, 10, 1_000] {
        let anyFound = try snapshot.search(query, matching: .any, limit: limit)
        #expect(anyFound.totalCount == any, "any: \(query), \(limit)")
        #expect(anyFound.hits.count == min(any, limit), "any: \(query), \(limit)")
        let allFound = try snapshot.search(query, matching: .all, limit: limit)
        #expect(allFound.totalCount == all, "all: \(query), \(limit)")
        #expect(allFound.hits.count == min(all, limit), "all: \(query), \(limit)")
      }
    }
  }
}
