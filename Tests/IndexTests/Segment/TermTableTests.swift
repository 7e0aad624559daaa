import TestSupport
import Testing

@testable import Index

struct TermTableTests {
  /// Where a term is, document by document; positions 0, as many as it is there, if none are kept.
  private typealias Lists = [[UInt8]: [(document: UInt32, positions: [UInt32])]]

  @Test(arguments: [TermKind.word, .stem], [1 as UInt64, 2, 3])
  func `what goes into the table comes out of it`(kind: TermKind, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let table = TermTable()
    let header = TermHeader.make(.text, kind)
    var expected: Lists = [:]
    var document: UInt32 = 0
    for _ in 0..<400 {
      // Some far apart, so that varints of every length cross the ends of pieces and chunks.
      let widest: UInt32 = Bool.random(using: &random) ? 2 : 3_000_000
      document += UInt32.random(in: 1...widest, using: &random)
      var position: UInt32 = 0
      for _ in 0..<Int.random(in: 1...200, using: &random) {
        let number = Int.random(in: 0..<Int.random(in: 1...500, using: &random), using: &random)
        // Shorter than a word of the processor, as long, and longer.
        let term = Array(String(repeating: "\(number)", count: 1 + number % 9).utf8)
        position += UInt32.random(in: 1...(number % 7 == 0 ? 1_000_000 : 100), using: &random)
        unsafe term.withUnsafeBufferPointer { term in
          // The term lives until it has been added.
          let sought = unsafe table.seek(header: header, term, readableByteCount: term.count)
          table.add(sought, document: document, at: position)
        }
        var list = expected[term, default: []]
        if list.last?.document != document { list.append((document, [])) }
        list[list.count - 1].positions.append(position)
        expected[term] = list
      }
    }
    #expect(table.count == expected.count)
    let places = table.sorted()
    let found = table.keys(places[...])
    let keys = (0..<found.count).map { Array(found[$0].dropFirst(TermKey.headerSize)) }
    #expect(keys == expected.keys.sorted { $0.lexicographicallyPrecedes($1) })
    for (place, key) in zip(places, keys) {
      var occurrences = table.occurrences(Int(place.index))
      for (document, positions) in expected[key, default: []] {
        let isThere = occurrences.next()
        #expect(isThere && occurrences.document == document)
        if kind.keepsPositions {
          let found = occurrences.positions()
          #expect(found == positions)
        } else {
          #expect(Int(occurrences.frequency) == positions.count)
        }
      }
      let hasMore = occurrences.next()
      #expect(!hasMore)
    }
  }
}
