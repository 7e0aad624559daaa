import Foundation
import TestSupport
import Testing

@testable import Index

struct GraphBisectionTests {
  /// Documents of so many topics, in any order; each has terms of its topic and some of all.
  private func lists(topics: [Int], seed: UInt64) -> ForwardLists {
    var generator = SeededGenerator(seed: seed)
    return ForwardLists(
      topics.map { topic in
        let own = (0..<12).map { _ in
          UInt32(topic * 40 + Int.random(in: 0..<40, using: &generator))
        }
        let common = (0..<4).map { _ in UInt32(1000 + Int.random(in: 0..<60, using: &generator)) }
        return Set(own + common).sorted()
      })
  }

  @Test(arguments: 1...5)
  func `documents of a topic come together, and none is lost`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let topics = (0..<900).map { _ in Int.random(in: 0..<4, using: &generator) }
    let bisection = GraphBisection(lists(topics: topics, seed: seed))
    let order = bisection.order(threads: nil)
    #expect(order.sorted() == Array(0..<900))
    let changes = zip(order, order.dropFirst()).count { topics[Int($0)] != topics[Int($1)] }
    // By chance three of four neighbours differ.
    #expect(changes < 150, "seed \(seed): \(changes) changes of topic")
    let team = try #require(ThreadTeam(count: 3))
    #expect(bisection.order(threads: team) == order, "seed \(seed)")
  }

  @Test(arguments: 1...3)
  func `documents whose neighbours are alike already stay as they are`(seed: UInt64) {
    // Each document has most terms of the one before it, as passages of a book do.
    var passages: [[UInt32]] = []
    for document in 0..<600 {
      let terms = (0..<20).map { (term: Int) -> Int in
        let run = (document + 7 * term) / 9
        return 20 * run + term
      }
      passages.append(terms.map { UInt32($0) }.sorted())
    }
    let lists = ForwardLists(passages)
    #expect(GraphBisection(lists).order(threads: nil) == Array(0..<600))
    // Of others no order is better than another.
    var generator = SeededGenerator(seed: seed)
    let random = ForwardLists(
      (0..<600).map { _ in
        Set((0..<20).map { _ in UInt32.random(in: 0..<400, using: &generator) }).sorted()
      })
    let order = GraphBisection(random).order(threads: nil)
    #expect(gapBits(random, order) <= gapBits(random, Array(0..<600)), "seed \(seed)")
  }

  /// The logarithms of all gaps between documents with the same term, the first one's from the beginning.
  private func gapBits(_ lists: ForwardLists, _ order: [UInt32]) -> Double {
    var last: [UInt32: Int] = [:]
    var bits = 0.0
    for (place, document) in order.enumerated() {
      for index in lists.range(document) {
        bits += log2(Double(place + 1 - last[lists.terms[index], default: 0]))
        last[lists.terms[index]] = place + 1
      }
    }
    return bits
  }

  @Test func `few documents, and documents without terms, stay as they are`() {
    for count in [0, 1, 2, 16] {
      let lists = ForwardLists((0..<count).map { [UInt32($0)] })
      #expect(GraphBisection(lists).order(threads: nil) == (0..<UInt32(count)).map { $0 })
    }
    let empty = ForwardLists([[UInt32]](repeating: [], count: 100))
    #expect(GraphBisection(empty).order(threads: nil) == Array(0..<100))
  }
}
