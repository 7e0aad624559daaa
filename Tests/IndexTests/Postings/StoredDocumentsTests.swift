import TestSupport
import Testing

@testable import Index

/// Documents of blocks inserted into windows of bits as they are stored, beside the documents themselves.
struct StoredDocumentsTests {
  /// A cursor over a term in these documents.
  private func cursor(_ documents: [UInt32]) throws -> PostingsCursor {
    var writer = PostingsWriter()
    writer.begin(
      keepsPositions: false, weights: ImpactWeights.weights(of: .words, averageLength: 300))
    for document in documents {
      writer.add(DocID(rawValue: document), frequency: 1 + document % 3, positions: [], length: 0)
    }
    let info = writer.finish()
    let files = MemoryFileSystem()
    let file = try SealedFileWriter(
      "seg-0000000000000001.idx", kind: .segment, indexID: IndexID(high: 0, low: 0), fileID: 1,
      on: files)
    try file.write(.postings, writer.bytes.bytes)
    let seal = try file.finish()
    let opened = try #require(
      try SealedFile.open("seg-0000000000000001.idx", kind: .segment, seal: seal, on: files))
    return PostingsCursor(
      file: opened, info: info, documentCount: 1_000_000, lengthsOffset: nil)
  }

  /// Documents, one in about `gap` of them at first; then runs come and go, and gaps of all sizes.
  private func documents(
    every gap: Double, _ generator: inout SeededGenerator
  ) -> [UInt32] {
    var next: UInt32 = UInt32.random(in: 0...200, using: &generator)
    var gap = gap
    return (0..<128 * 40).map { number in
      if number % 512 == 511 {
        gap =
          Double.random(in: 0...1, using: &generator) < 0.3
          ? gap : [1.01, 1.05, 1.5, 2, 3, 5, 8, 20, 60].randomElement(using: &generator) ?? 1
      }
      let document = next
      next += 1
      while Double.random(in: 0..<1, using: &generator) > 1 / gap { next += 1 }
      return document
    }
  }

  @Test(arguments: [1, 1.02, 1.3, 2, 4, 7, 12, 40, 150], [0, 100])
  func `windows get their documents, however they are stored`(
    gap: Double, packedBlockCount: Int
  ) throws {
    var generator = SeededGenerator(seed: 77 + UInt64(gap * 100))
    let all = documents(every: gap, &generator)
    var cursor = try cursor(all)
    let bits = DocumentBits(packedBlockCount: packedBlockCount)
    let limit: UInt32 = 1_000_000
    let live = LiveDocuments(documentCount: Int(limit))
    var stored = 0
    for start in [0, 64, 5_000, 16_384, 30_016, 100_000, all[all.count / 2], 999_900] {
      bits.begin(at: start, limit: limit)
      for block in 0..<cursor.fullCount {
        let block = unsafe try cursor.storedDocuments(ofBlock: block)
        if unsafe bits.insert(block) {
          stored += 1
        } else {
          // As a cursor that decodes them has them.
          let previous = unsafe block.previousLast
          let number = all.firstIndex { Int($0) > previous } ?? 0
          var decoded = Array(all[number..<number + 128])
          unsafe decoded.withUnsafeMutableBufferPointer {
            if let documents = $0.baseAddress { unsafe bits.insert(decoded: documents) }
          }
        }
      }
      let expected = all.filter { $0 >= bits.start && $0 < bits.end }
      #expect(bits.count(live) == expected.count, "from \(start)")
      let found = CandidateBuffer(capacity: DocumentBits.size)
      #expect(bits.collect(live, inSet: true, atMost: DocumentBits.size, into: found))
      // As many as there are.
      let collected = (0..<found.count).map { unsafe found.documents[$0] }
      #expect(collected == expected, "from \(start)")
    }
    // All shapes but packed ones are inserted as they are, and those where it pays.
    #expect(stored > 0)
  }

  /// Bytes that are no documents insert none.
  @Test func `broken blocks are not inserted`() {
    var generator = SeededGenerator(seed: 4)
    let bits = DocumentBits(packedBlockCount: 100)
    let live = LiveDocuments(documentCount: 1_000_000)
    for _ in 0..<20_000 {
      bits.begin(at: 64, limit: 1_000_000)
      var bytes = (0..<120).map { _ in UInt8.random(in: 0...255, using: &generator) }
      if Bool.random(using: &generator) {
        bytes[0] = UInt8.random(in: 0...9, using: &generator)
        bytes[1] = UInt8.random(in: 0...5, using: &generator)
      }
      let count = Int.random(in: 0...50, using: &generator)
      let last = Int.random(in: 64...2_000, using: &generator)
      let code = [0x80, 0, 3, 0x83, 0x40, 0xFF].randomElement(using: &generator) ?? 0
      // The buffer outlives the call, and has 64 bytes more than the block.
      unsafe bytes.withUnsafeBytes {
        guard let start = $0.baseAddress else { return }
        let block = unsafe StoredDocuments(
          code: UInt8(code), previousLast: last, last: last + 128 + Int(bytes[2]), start: start,
          end: start + count)
        let isInserted = unsafe bits.insert(block)
        let found = bits.count(live)
        #expect(isInserted || found == 0)
        // Which bits of a set are set is not looked at.
        if isInserted, code != 0x40 { #expect(found == 128) }
      }
    }
  }
}
