import TestSupport
import Testing

@testable import Index

/// Each form of a block against a search through its documents.
struct BlockLookupTests {
  /// 128 documents whose gaps are at most so wide, from a first one on.
  private func documents(
    from first: UInt32, gap: UInt32, _ generator: inout SeededGenerator
  ) -> [UInt32] {
    var document = first
    return (0..<128).map { _ in
      document += UInt32.random(in: 1...gap, using: &generator)
      return document
    }
  }

  /// Some that are there, their neighbours, and any others of the range, ascending.
  private func asked(_ documents: [UInt32], _ generator: inout SeededGenerator) -> [UInt32] {
    let last = documents[127]
    var asked: Set<UInt32> = [documents[0], last, last - 1]
    for _ in 0..<60 {
      let document = documents[Int.random(in: 0..<128, using: &generator)]
      asked.formUnion([document, document + 1, document - 1])
      asked.insert(UInt32.random(in: documents[0]...last, using: &generator))
    }
    return asked.filter { $0 >= documents[0] && $0 <= last }.sorted()
  }

  @unsafe
  private func check(
    _ lookup: BlockLookup, _ documents: [UInt32], _ asked: [UInt32], _ comment: Comment
  ) {
    var asked = asked
    var matches = [UInt32](repeating: 0, count: asked.count)
    let expected = asked.enumerated().compactMap { index, document in
      documents.firstIndex(of: document).map { UInt32(index << 7 | $0) }
    }
    for document in asked {
      let place = documents.firstIndex(of: document)
      let found = unsafe lookup.find(document)
      #expect(found.isThere == (place == nil ? 0 : 1), comment)
      if let place { #expect(found.place == place, comment) }
      #expect(unsafe lookup.holds(document) == found.isThere, comment)
    }
    let held = asked.filter { documents.contains($0) }
    let others = asked.filter { !documents.contains($0) }
    unsafe asked.withUnsafeMutableBufferPointer { asked in
      unsafe matches.withUnsafeMutableBufferPointer { matches in
        guard let start = asked.baseAddress, let output = matches.baseAddress else { return }
        let count = asked.count
        let found = unsafe lookup.find(start, 0..<count, into: output)
        #expect(unsafe Array(matches[..<found]) == expected, comment)
        let copy = unsafe Array(asked)
        let kept = unsafe lookup.move(start, 0..<count, to: 0, holding: 1)
        #expect(unsafe Array(asked[..<kept]) == held, comment)
        for (index, document) in copy.enumerated() { unsafe asked[index] = document }
        let left = unsafe lookup.move(start, 0..<count, to: 0, holding: 0)
        #expect(unsafe Array(asked[..<left]) == others, comment)
      }
    }
  }

  @Test(arguments: 1...30)
  func `every form says what a search says`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    // Used again, and never emptied.
    var places = unsafe [UInt8](repeating: 0, count: PlaceTable.size)
    for gap: UInt32 in [1, 2, 5, 30, 32, 33, 60, 1000, 40_000, 16_000_000] {
      let first = UInt32.random(in: 0...1_000_000, using: &generator)
      var documents = documents(from: first, gap: gap, &generator)
      let asked = asked(documents, &generator)
      let before = first + (Bool.random(using: &generator) ? 1 : 0)
      unsafe documents.withUnsafeMutableBufferPointer { buffer in
        unsafe places.withUnsafeMutableBufferPointer { places in
          guard let start = buffer.baseAddress, let table = places.baseAddress else { return }
          let all = unsafe Array(buffer)
          unsafe check(.documents(SortedBlock(start)), all, asked, "sorted, \(gap)")
          let filled = unsafe PlaceTable.fill(start, from: min(before, all[0]), table)
          if case .documents = unsafe filled { Issue.record("is no table") }
          unsafe check(filled, all, asked, "table, \(gap)")
        }
      }
      try checkBits(documents, from: first + 1, asked, gap)
    }
  }

  private func checkBits(
    _ documents: [UInt32], from first: UInt32, _ asked: [UInt32], _ gap: UInt32
  ) throws {
    let count = Int(documents[127] - first) + 1
    if unsafe count > Int(BitBlock.mostBits) { return }
    var bytes = [UInt8](repeating: 0, count: count / 8 + 64)
    for document in documents {
      bytes[Int(document - first) / 8] |= 1 << UInt8((document - first) % 8)
    }
    var ranks = unsafe [UInt8](repeating: 0, count: BitBlock.rankCount)
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe ranks.withUnsafeMutableBufferPointer { ranks in
        guard let start = bytes.baseAddress, let memory = ranks.baseAddress,
          let block = unsafe BitBlock(start, count: count, first: first, ranks: memory)
        else {
          Issue.record("is no set of bits")
          return
        }
        unsafe check(.bits(block), documents, asked, "bits, \(gap)")
      }
    }
  }

  @Test(arguments: 1...20)
  func `scores above a threshold are the same one by one and as a word`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let scores = (0..<64).map { _ in
      Bool.random(using: &generator) ? 0 : Float.random(in: 0...4, using: &generator)
    }
    for limit in [-Float.infinity, -1, -0.0, 0, scores[7], scores[9].nextDown, 4, .infinity] {
      let threshold = ScoreThreshold(limit)
      let word = unsafe scores.withUnsafeBytes { bytes in
        unsafe bytes.baseAddress.map { unsafe threshold.word($0) }
      }
      for (index, score) in scores.enumerated() {
        #expect(threshold.isExceeded(by: score) == (score > limit ? 1 : 0))
        #expect(word.map { $0 >> UInt64(index) & 1 } == (score > limit ? 1 : 0))
      }
    }
  }

  @Test(arguments: 1...20)
  func `the best are those of a sorted list`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for capacity in [1, 2, 3, 10, 100, 1000] {
      var top = TopK(capacity)
      var all: [TopK.Entry] = []
      for number in 0..<500 {
        // Few scores, so that many are equal.
        let score = Float(Int.random(in: 0...50, using: &generator)) / 8
        let address = DocumentAddress(
          segment: number / 300, document: DocID(rawValue: UInt32(number % 300)))
        all.append(TopK.Entry(score: score, address: address))
        top.offer(score, address.segment, address.document)
      }
      let best = all.sorted { $1.isWorse(than: $0) }.prefix(capacity)
      #expect(top.ranked() == Array(best))
      #expect(top.threshold == (best.count == capacity ? best.last?.score : -.infinity))
    }
  }
}
