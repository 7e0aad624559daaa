import TestSupport
import Testing

@testable import Index

struct PostingsTests {
  struct Posting: Equatable {
    var document: UInt32
    var positions: [UInt32]
  }

  /// How the postings of a test are spread.
  enum Shape: CaseIterable {
    /// Bit sets and runs.
    case dense
    /// Some near, some far.
    case mixed
    /// Many occurrences in some documents.
    case often
    /// Once in each document.
    case once
    /// A few numbers that take nearly all bits there are.
    case extreme
  }

  /// A segment whose only content is one term's postings, and the lengths of its field.
  private func open(_ bytes: [UInt8], lengths: [UInt8] = []) throws -> SealedFile {
    let files = MemoryFileSystem()
    let file = try SealedFileWriter(
      "seg-0000000000000001.idx", kind: .segment, indexID: IndexID(high: 0, low: 0), fileID: 1,
      on: files)
    try file.write(.postings, bytes)
    try file.write(.lengths, lengths)
    let seal = try file.finish()
    return try #require(
      try SealedFile.open("seg-0000000000000001.idx", kind: .segment, seal: seal, on: files))
  }

  /// The length of a document, on the one-byte scale.
  private static func length(_ document: UInt32) -> UInt8 { UInt8(9 + document % 1000 * 7 % 200) }

  private static let weights = ImpactWeights.weights(of: .words, averageLength: 300)

  private func write(
    _ postings: [Posting], keepsPositions: Bool = true, hasLengths: Bool = true
  ) -> (bytes: [UInt8], info: TermInfo) {
    var writer = PostingsWriter()
    writer.begin(keepsPositions: keepsPositions, weights: Self.weights)
    for posting in postings {
      writer.add(
        DocID(rawValue: posting.document), frequency: UInt32(posting.positions.count),
        positions: keepsPositions ? posting.positions : [],
        length: hasLengths ? Self.length(posting.document) : 0)
    }
    let info = writer.finish()
    return (writer.bytes.bytes, info)
  }

  private static let documentCount = Int(Int32.max) - 1

  private func hasLengths(_ postings: [Posting]) -> Bool {
    postings.last?.document ?? 0 < 10_000_000
  }

  /// A cursor over postings that have been written; over those of a field without lengths if the
  /// documents have numbers too great for a column.
  private func cursor(_ postings: [Posting], keepsPositions: Bool = true) throws -> PostingsCursor {
    let last = postings.last?.document ?? 0
    let hasLengths = hasLengths(postings)
    let (bytes, info) = write(postings, keepsPositions: keepsPositions, hasLengths: hasLengths)
    if !hasLengths {
      return PostingsCursor(
        file: try open(bytes), info: info, documentCount: Self.documentCount, lengthsOffset: nil)
    }
    // Two fields; the second is the term's.
    let column = (0...last).map(Self.length)
    return PostingsCursor(
      file: try open(bytes, lengths: column.reversed() + column), info: info,
      documentCount: column.count, lengthsOffset: column.count)
  }

  private func random(
    _ count: Int, _ shape: Shape, _ generator: inout SeededGenerator
  ) -> [Posting] {
    var document: UInt32 = 0
    var extremesLeft = 3
    return (0..<count).map { _ in
      var step: UInt32
      var frequency = Int.random(in: 1...4, using: &generator)
      switch shape {
      case .dense: step = UInt32.random(in: 1...2, using: &generator)
      case .mixed:
        step = UInt32.random(
          in: 1...(Bool.random(using: &generator) ? 2 : 5000), using: &generator)
      case .often:
        step = UInt32.random(in: 1...100, using: &generator)
        if Int.random(in: 0..<20, using: &generator) == 0 { frequency = 300 }
      case .once:
        step = UInt32.random(in: 1...5, using: &generator)
        frequency = 1
      case .extreme:
        step = 1
        if extremesLeft > 0, Int.random(in: 0..<100, using: &generator) == 0 {
          step = 700_000_000
          extremesLeft -= 1
        }
      }
      document += step
      var position: UInt32 = 0
      return Posting(
        document: document - 1,
        positions: (0..<frequency).map { _ in
          position += UInt32.random(in: 1...300, using: &generator)
          return shape == .extreme && position > 900 ? position + 2_000_000_000 : position - 1
        })
    }
  }

  @Test func `the documentation's example comes out byte for byte`() {
    let (bytes, info) = write(
      [Posting(document: 3, positions: [7]), Posting(document: 4, positions: [0, 5])],
      hasLengths: false)
    #expect(bytes == [0x00, 0x97, 0x64, 0xC2])
    #expect(info.postingsByteCount == 4 && info.documentFrequency == 2 && info.totalFrequency == 3)
  }

  @Test func `one occurrence takes no bytes`() throws {
    let posting = Posting(document: 70, positions: [9])
    let (bytes, info) = write([posting])
    #expect(bytes.isEmpty && info.onlyDocument == 70 && info.onlyPosition == 9)
    var found = try cursor([posting])
    #expect(try found.nextBlock())
    var positions: [UInt32] = []
    try found.positions(into: &positions)
    #expect(found.document == DocID(70) && positions == [9])
    #expect(try !found.nextBlock() && found.document == .end)
  }

  @Test(arguments: Shape.allCases, [1, 2, 15, 16, 127, 128, 129, 256, 257, 1000, 4096, 4097, 9000])
  func `documents, frequencies and positions are read back`(shape: Shape, count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let postings = random(count, shape, &generator)
    let hasLengths = hasLengths(postings)
    for keepsPositions in [true, false] {
      var cursor = try cursor(postings, keepsPositions: keepsPositions)
      var found: [Posting] = []
      var positions: [UInt32] = []
      while try cursor.nextBlock() {
        for index in 0..<cursor.blockCount {
          if index > 0 { cursor.moveWithinBlock(by: 1) }
          let frequency = try cursor.frequency
          positions = [UInt32](repeating: 0, count: Int(frequency))
          if keepsPositions { try cursor.positions(into: &positions) }
          let length = hasLengths ? Self.length(cursor.document.rawValue) : 0
          if !isBounded(frequency, length, by: cursor.blockImpact) {
            Issue.record("impact of \(cursor.document)")
          }
          found.append(Posting(document: cursor.document.rawValue, positions: positions))
        }
      }
      let expected =
        keepsPositions
        ? postings
        : postings.map { posting in
          Posting(
            document: posting.document,
            positions: [UInt32](repeating: 0, count: posting.positions.count))
        }
      #expect(found == expected, "\(shape), \(count) documents, positions: \(keepsPositions)")
      try cursor.advance()
      #expect(cursor.document == .end)
    }
  }

  private func isBounded(_ frequency: UInt32, _ length: UInt8, by impact: Impact) -> Bool {
    switch impact {
    case .most(let impact, _): Float(frequency) * Self.weights[Int(length)] <= impact
    case .frequency(let highest, let shortest): frequency <= highest && shortest <= length
    }
  }

  private func read(
    _ place: Int, through limit: UInt32, _ cursor: inout PostingsCursor
  ) throws(IndexError) -> [UInt32] {
    let pool = PositionPool()
    unsafe try cursor.readPositions(
      of: [UInt32(place)], count: 1, through: [limit], into: pool)
    // Below the count.
    return (0..<pool.positionCount(0)).map { unsafe pool.positions(0)[$0] }
  }

  /// Whether all positions up to a limit have been read, and what follows them only in order.
  private static func isRead(
    _ found: [UInt32], of positions: [UInt32], through limit: UInt32
  ) -> Bool {
    positions.starts(with: found) && found.count >= positions.count { $0 <= limit }
  }

  @Test(arguments: Shape.allCases, 1...12)
  func `seeking finds what a scan finds, frequencies and positions too`(
    shape: Shape, seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let most = [5, 100, 900, 9000].randomElement(using: &generator) ?? 5
    let postings = random(Int.random(in: 1...most, using: &generator), shape, &generator)
    let last = Int(postings.last?.document ?? 0)
    var cursor = try cursor(postings)
    var target = 0
    var positions: [UInt32] = []
    var next = 0
    while cursor.document != .end {
      if Int.random(in: 0...3, using: &generator) == 0, cursor.blockCount > 0 {
        try cursor.advance()
        target = Int(cursor.document.rawValue)
      } else {
        let far = Bool.random(using: &generator) ? last / 10 + 2 : last / 500 + 2
        target = min(target + Int.random(in: 0...far, using: &generator), last + 1)
        try cursor.seek(to: DocID(target))
      }
      while next < postings.count, postings[next].document < target { next += 1 }
      let expected = next < postings.count ? postings[next] : nil
      #expect(cursor.document.rawValue == expected?.document ?? DocID.end.rawValue, "seed \(seed)")
      guard let expected, Bool.random(using: &generator) else { continue }
      if Bool.random(using: &generator) {
        #expect(Int(try cursor.frequency) == expected.positions.count, "seed \(seed)")
      }
      try cursor.positions(into: &positions)
      #expect(positions == expected.positions, "seed \(seed)")
      let limit = [.max, 0, positions[positions.count / 2]].randomElement(using: &generator) ?? 0
      let found = try read(cursor.index, through: limit, &cursor)
      #expect(Self.isRead(found, of: positions, through: limit), "seed \(seed), limit \(limit)")
    }
    try cursor.seek(to: DocID(last))
    #expect(cursor.document == .end)
  }

  @Test(arguments: Shape.allCases, 1...12)
  func `positions of several documents of a block are read at once`(
    shape: Shape, seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let postings = random(Int.random(in: 1...400, using: &generator), shape, &generator)
    var cursor = try cursor(postings)
    let pool = PositionPool()
    var first = 0
    while try cursor.nextBlock() {
      let block = postings[first..<first + cursor.blockCount]
      first += cursor.blockCount
      // The second time it goes back.
      for _ in 0..<2 {
        let share = Int.random(in: 1...10, using: &generator)
        let places = block.indices.filter { _ in Int.random(in: 0..<share, using: &generator) == 0 }
        let limits = places.map { place in
          let positions = block[place].positions
          return [.max, 0, positions[positions.count / 2]].randomElement(using: &generator) ?? 0
        }
        unsafe try cursor.readPositions(
          of: places.map { UInt32($0 - block.startIndex) }, count: places.count, through: limits,
          into: pool)
        #expect(pool.count == places.count, "seed \(seed)")
        // Below the counts.
        let found = (0..<pool.count).map { row in
          (0..<pool.positionCount(row)).map { unsafe pool.positions(row)[$0] }
        }
        for (row, (place, limit)) in zip(places, limits).enumerated() {
          #expect(
            Self.isRead(found[row], of: block[place].positions, through: limit), "seed \(seed)")
        }
      }
    }
  }

  @Test(arguments: Shape.allCases, 1...8)
  func `the block of a document is entered forwards and back`(shape: Shape, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let most = [5, 300, 9000].randomElement(using: &generator) ?? 5
    let postings = random(Int.random(in: 1...most, using: &generator), shape, &generator)
    let last = postings.last?.document ?? 0
    var cursor = try cursor(postings)
    for _ in 0..<200 {
      // Where documents are looked up, the block may not have been decoded.
      if Bool.random(using: &generator) {
        let block = Int.random(in: 0..<cursor.blockTotal, using: &generator)
        _ = unsafe try cursor.lookup(inBlock: block, ofMany: 1)
      }
      let document =
        Bool.random(using: &generator)
        ? postings[Int.random(in: 0..<postings.count, using: &generator)].document
        : UInt32.random(in: 0...(last + 1), using: &generator)
      let place = postings.firstIndex { $0.document >= document }
      let isEntered = try cursor.enter(blockOf: document)
      guard let place else {
        #expect(!isEntered, "seed \(seed)")
        continue
      }
      let found = cursor.place(of: document)
      #expect(isEntered && found.isInBlock && cursor.decodedBlock == place / 128, "seed \(seed)")
      let isThere = postings[place].document == document
      #expect(found.place == (isThere ? place % 128 : nil), "seed \(seed)")
      let frequency = unsafe try cursor.decodedFrequencies()[place % 128]
      #expect(Int(frequency) == postings[place].positions.count, "seed \(seed)")
    }
  }

  @Test func `bytes that make no sense are errors or postings, whatever they are`() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 1...100, using: &generator)).map { _ in
        UInt8.random(in: 0...(Bool.random(using: &generator) ? 8 : 255), using: &generator)
      }
      let info = TermInfo(
        documentFrequency: [2, 20, 300, 5000].randomElement(using: &generator) ?? 0,
        totalFrequency: 10_000, keepsPositions: true, postingsOffset: 0,
        postingsByteCount: bytes.count)
      let lengths = (0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }
      walk(try open(bytes, lengths: lengths), info, documentCount: 500, lengthsOffset: 0)
    }
  }

  @Test(arguments: Shape.allCases)
  func `postings with changed bytes are errors or postings`(shape: Shape) throws {
    var generator = SeededGenerator(seed: 11)
    for count in [2, 20, 200, 4500] {
      let (bytes, info) = write(random(count, shape, &generator), hasLengths: false)
      for _ in 0..<(count > 1000 ? 12 : 150) {
        var changed = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          let limit = Bool.random(using: &generator) ? min(40, bytes.count) : bytes.count
          changed[Int.random(in: 0..<limit, using: &generator)] =
            UInt8.random(in: 0...255, using: &generator)
        }
        walk(
          try open(changed), info, documentCount: Self.documentCount, lengthsOffset: nil)
      }
    }
  }

  /// Scans and seeks until the end or an error; checks the laws that any bytes keep.
  private func walk(
    _ file: SealedFile, _ info: TermInfo, documentCount: Int, lengthsOffset: Int?
  ) {
    for isSeeking in [false, true] {
      var cursor = PostingsCursor(
        file: file, info: info, documentCount: documentCount, lengthsOffset: lengthsOffset)
      var positions: [UInt32] = []
      var previous = -1
      var steps: UInt32 = 0
      // An expectation for each posting would take most of the time.
      var broken: [String] = []
      do {
        _ = try cursor.nextBlock()
        while cursor.document != .end {
          let document = Int(cursor.document.rawValue)
          if document <= previous { broken.append("\(document) behind \(previous)") }
          if document >= documentCount { broken.append("there is no document \(document)") }
          previous = document
          try cursor.positions(into: &positions)
          if !Self.rises(positions) { broken.append("positions of \(document)") }
          if positions.count != Int(try cursor.frequency) {
            broken.append("frequency of \(document)")
          }
          let half = positions.isEmpty ? 0 : positions[positions.count / 2]
          let found = try read(cursor.index, through: half, &cursor)
          if !Self.isRead(found, of: positions, through: half) {
            broken.append("positions of \(document) through \(half)")
          }
          steps += 1
          if steps > info.documentFrequency { break }
          if isSeeking {
            try cursor.seek(to: DocID(previous + 1 + previous / 9))
          } else {
            try cursor.advance()
          }
        }
      } catch {
        guard case .corrupt = error else {
          Issue.record("\(error)")
          continue
        }
      }
      #expect(steps <= info.documentFrequency)
      #expect(broken.isEmpty)
    }
  }

  /// Whether each position is greater than the one before it.
  private static func rises(_ positions: [UInt32]) -> Bool {
    var index = 1
    while index < positions.count {
      if positions[index - 1] >= positions[index] { return false }
      index += 1
    }
    return true
  }
}
