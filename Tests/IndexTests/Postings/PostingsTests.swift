import TestSupport
import Testing

@testable import Index

struct PostingsTests {
  struct Posting: Equatable {
    var document: UInt32
    var positions: [UInt32]
  }

  /// Writes a segment whose only content is one term's postings.
  private func cursor(
    _ postings: [Posting], documentCount: Int, files: MemoryFileSystem = MemoryFileSystem()
  ) throws -> PostingsCursor {
    var writer = PostingsWriter()
    writer.begin()
    for posting in postings {
      writer.add(
        DocID(rawValue: posting.document), frequency: UInt32(posting.positions.count),
        positions: posting.positions, length: 9)
    }
    let info = writer.finish()
    let file = try SealedFileWriter(
      "seg-0000000000000001.idx", kind: .segment, indexID: IndexID(high: 0, low: 0), fileID: 1,
      on: files)
    try file.write(.postings, writer.blocks.bytes + writer.positions.bytes)
    let seal = try file.finish()
    let opened = try SealedFile.open(
      "seg-0000000000000001.idx", kind: .segment, seal: seal, on: files)
    return PostingsCursor(file: try #require(opened), info: info, documentCount: documentCount)
  }

  private func random(_ count: Int, _ generator: inout SeededGenerator) -> [Posting] {
    var document: UInt32 = 0
    return (0..<count).map { _ in
      document += UInt32.random(
        in: 1...(Bool.random(using: &generator) ? 2 : 5000), using: &generator)
      var position: UInt32 = 0
      let frequency = Int.random(in: 1...4, using: &generator)
      return Posting(
        document: document - 1,
        positions: (0..<frequency).map { _ in
          position += UInt32.random(in: 1...300, using: &generator)
          return position
        })
    }
  }

  @Test func `the documentation's example comes out byte for byte`() {
    var writer = PostingsWriter()
    writer.begin()
    writer.add(DocID(3), frequency: 1, positions: [7], length: FieldLengths.encode(9))
    writer.add(DocID(4), frequency: 2, positions: [0, 5], length: FieldLengths.encode(9))
    _ = writer.finish()
    let expected: [UInt8] = [1, 5, 2, 2, 3, 2, 9, 3, 0, 0, 1, 7, 0, 5]
    #expect(writer.blocks.bytes + writer.positions.bytes == expected)
  }

  @Test(arguments: [1, 2, 127, 128, 129, 255, 256, 257, 1000])
  func `documents, frequencies and positions are read back`(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let postings = random(count, &generator)
    var cursor = try cursor(postings, documentCount: 10_000_000)
    var found: [Posting] = []
    var positions: [UInt32] = []
    _ = try cursor.nextBlock()
    while cursor.document != .end {
      try cursor.positions(into: &positions)
      #expect(Int(try cursor.frequency) == positions.count)
      found.append(Posting(document: cursor.document.rawValue, positions: positions))
      try cursor.advance()
    }
    #expect(found == postings)
    try cursor.advance()
    #expect(cursor.document == .end)
  }

  @Test(arguments: 1...20)
  func `seeking finds what a scan finds, positions too`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let postings = random(Int.random(in: 1...900, using: &generator), &generator)
    var cursor = try cursor(postings, documentCount: 10_000_000)
    var target: UInt32 = 0
    var positions: [UInt32] = []
    while cursor.document != .end {
      target += UInt32.random(in: 0...20_000, using: &generator)
      try cursor.seek(to: DocID(rawValue: target))
      let expected = postings.first { $0.document >= target }
      #expect(cursor.document.rawValue == expected?.document ?? DocID.end.rawValue, "seed \(seed)")
      if let expected, Bool.random(using: &generator) {
        try cursor.positions(into: &positions)
        #expect(positions == expected.positions, "seed \(seed)")
      }
    }
  }

  @Test func `bytes that make no sense are errors, whatever they are`() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
        UInt8.random(in: 0...(Bool.random(using: &generator) ? 8 : 255), using: &generator)
      }
      let files = MemoryFileSystem()
      let writer = try SealedFileWriter(
        "seg-0000000000000001.idx", kind: .segment, indexID: IndexID(high: 0, low: 0), fileID: 1,
        on: files)
      try writer.write(.postings, bytes)
      let seal = try writer.finish()
      let file = try #require(
        try SealedFile.open("seg-0000000000000001.idx", kind: .segment, seal: seal, on: files))
      let split = Int.random(in: 0...bytes.count, using: &generator)
      let info = TermInfo(
        documentFrequency: 300, totalFrequency: 1000, postingsOffset: 0, postingsByteCount: split,
        positionsByteCount: bytes.count - split)
      var cursor = PostingsCursor(file: file, info: info, documentCount: 500)
      var positions: [UInt32] = []
      var steps = 0
      #expect(throws: IndexError.self) {
        _ = try cursor.nextBlock()
        while cursor.document != .end, steps < 1000 {
          try cursor.positions(into: &positions)
          try cursor.advance()
          steps += 1
        }
        if steps < 300 { throw IndexError.invalidArgument(what: "ended early") }
      }
      #expect(steps <= 300)
    }
  }
}
