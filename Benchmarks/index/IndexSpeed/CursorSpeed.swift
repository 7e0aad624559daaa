@testable import Index

/// Cursors over the postings of one term: block by block, document by document, and seeking over
/// nothing, some blocks, or groups of blocks.
enum CursorSpeed {
  private static let documentCount = 1_000_000

  static func run(_ bench: inout Bench) throws {
    guard bench.wantsAny(of: "cursor/") else { return }
    // One document in so many holds the term: runs and bit sets, packed gaps, wide gaps.
    for step in [1, 3, 20, 300] { try run(step, &bench) }
  }

  private static func run(_ step: Int, _ bench: inout Bench) throws {
    let (cursor, count) = try makeCursor(step)
    let name = "cursor/1 in \(step)"
    try bench.measure("\(name)/documents by block", of: count, "document") {
      var cursor = cursor.copy()
      try cursor.begin()
      var sum = 0
      repeat {
        let document = cursor.document
        if document == .end { break }
        sum &+= Int(document.rawValue)
      } while try cursor.nextBlock()
      return sum
    }
    try bench.measure("\(name)/documents one by one", of: count, "document") {
      var cursor = cursor.copy()
      try cursor.begin()
      var sum = 0
      while cursor.document != .end {
        sum &+= Int(cursor.document.rawValue)
        try cursor.advance()
      }
      return sum
    }
    for distance in [50, 1_000, 50_000] {
      let targets = stride(from: 0, to: documentCount, by: distance).map { DocID($0) }
      try bench.measure("\(name)/seek by \(distance)", of: targets.count, "seek") {
        var cursor = cursor.copy()
        try cursor.begin()
        var sum = 0
        for target in targets {
          if cursor.document < target { try cursor.seek(to: target) }
          if cursor.document == .end { break }
          sum &+= Int(cursor.document.rawValue)
        }
        return sum
      }
    }
  }

  /// A term in one of `step` documents, at random, in a file in memory.
  private static func makeCursor(_ step: Int) throws -> (cursor: PostingsCursor, count: Int) {
    var generator = SeededGenerator(state: UInt64(step))
    var writer = PostingsWriter()
    writer.begin(
      keepsPositions: false, weights: ImpactWeights.weights(of: .words, averageLength: 40))
    var count = 0
    var lengths = [UInt8](repeating: 0, count: documentCount)
    for document in 0..<documentCount {
      lengths[document] = UInt8.random(in: 20..<60, using: &generator)
      guard step == 1 || Int.random(in: 0..<step, using: &generator) == 0 else { continue }
      count += 1
      writer.add(
        DocID(document), frequency: UInt32(1 + generator.next().trailingZeroBitCount / 2),
        positions: [], length: lengths[document])
    }
    let info = writer.finish()
    let files = MemoryFileSystem()
    let name = "seg-0000000000000001.idx"
    let index = IndexID(high: 0, low: 0)
    let file = try SealedFileWriter(name, kind: .segment, indexID: index, fileID: 1, on: files)
    try file.write(.postings, writer.bytes.bytes)
    try file.write(.lengths, lengths)
    let seal = try file.finish()
    guard let opened = try SealedFile.open(name, kind: .segment, seal: seal, on: files) else {
      fatalError("what was just written is not there")
    }
    let cursor = PostingsCursor(
      file: opened, info: info, documentCount: documentCount, lengthsOffset: 0)
    return (cursor, count)
  }
}
