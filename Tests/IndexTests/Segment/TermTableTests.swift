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
    let batch = TermBatch(table)
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
        batch.add(term, header, document: document, at: position)
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
    withExtendedLifetime(table) {}
  }

  /// Lists longer than what is copied at once, with values of all lengths, blocks ending everywhere, and
  /// documents that one of several tables has, some alone and some many in a row.
  @Test(arguments: [TermKind.word, .wordPair], [1 as UInt64, 2, 3, 4])
  func `drained lists are as one whose occurrences come one by one`(kind: TermKind, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let table = TermTable()
    let batch = TermBatch(table)
    let parts = (0..<Int(seed)).map { _ in TermTable() }
    let partBatches = parts.map { TermBatch($0) }
    let header = TermHeader.make(.text, kind)
    var document: UInt32 = 0
    for count in [1, 2, 127, 128, 129, 256, 257, 10_000] {
      document = 0
      var part = 0
      for _ in 0..<count {
        document += UInt32.random(
          in: 1...(Bool.random(using: &random) ? 2 : 100_000), using: &random)
        if document % 64 < 8 { part = Int.random(in: 0..<parts.count, using: &random) }
        var position: UInt32 = 0
        for _ in 0..<Int.random(in: 1...Int.random(in: 1...12, using: &random), using: &random) {
          position += UInt32.random(in: 1...(seed == 4 ? 1_000_000 : 300), using: &random)
          let term = Array("\(count)".utf8)
          batch.add(term, header, document: document, at: position)
          partBatches[part].add(term, header, document: document, at: position)
        }
      }
    }
    let lengths = (0..<1_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let weights = (0..<256).map { _ in Float.random(in: 0.1...1, using: &random) }
    var (drained, streamed) = (PostingsWriter(), PostingsWriter())
    let drain = ListDrain(listCount: parts.count)
    for index in 0..<table.count {
      drained.begin(keepsPositions: kind.keepsPositions, weights: weights)
      let key = unsafe Array(table.bytes(index))
      for part in parts {
        if let same = (0..<part.count).first(where: { unsafe Array(part.bytes($0)) == key }) {
          drain.add(part.list(same))
        }
      }
      drain.drain(lengths: lengths, to: &drained)
      streamed.begin(keepsPositions: kind.keepsPositions, weights: weights)
      var occurrences = table.occurrences(index)
      while occurrences.next() {
        let document = Int(occurrences.document)
        streamed.add(
          DocID(rawValue: occurrences.document), frequency: occurrences.frequency,
          length: document < lengths.count ? lengths[document] : 0
        ) { occurrences.nextGap() }
      }
      let infos = (drained.finish(), streamed.finish())
      #expect(infos.0 == infos.1)
      #expect(drained.bytes.bytes == streamed.bytes.bytes)
    }
    withExtendedLifetime((table, parts)) {}
  }
}

/// Adds terms to a table one by one, as ``TermWriter`` does many at once.
@safe
private struct TermBatch {
  private let table: TermTable
  private let terms = GrowingMemory<TermTable.Sought>(capacity: 1)
  private let places = unsafe GrowingMemory<UnsafeMutablePointer<TermEntry>>(capacity: 1)

  init(_ table: TermTable) { self.table = table }

  func add(_ term: [UInt8], _ header: UInt32, document: UInt32, at position: UInt32) {
    unsafe term.withUnsafeBufferPointer { term in
      // The term lives until it has been added.
      let sought = unsafe table.seeker.seek(header: header, term, readableByteCount: term.count)
      terms.removeAll()
      terms.append(sought)
      _ = unsafe table.locate(terms, places)
      let entry = unsafe table.entry(of: sought, probably: places.pointer[0])
      if header & TermHeader.keepsPositions != 0 {
        unsafe TermEntry.addPosition(document, position, to: entry, in: table.arena)
      } else {
        unsafe TermEntry.add(document, at: position, to: entry, in: table.arena)
      }
    }
  }
}
