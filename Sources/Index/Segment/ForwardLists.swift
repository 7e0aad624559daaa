/// For each document the terms it has, as far as an order of documents depends on them: what
/// ``GraphBisection`` works on.
struct ForwardLists: Sendable {
  /// Where the terms of each document begin in ``terms``, and where the last one's end.
  private(set) var starts: [Int] = [0]
  /// Numbers of terms, document after document.
  private(set) var terms: [UInt32] = []
  /// How many different terms there are.
  private(set) var termCount = 0

  /// Terms in fewer documents say little about an order, and there are many.
  private static let leastFrequency = 8

  var documentCount: Int { starts.count - 1 }

  /// The terms of a document.
  @inline(__always)
  func range(_ document: UInt32) -> Range<Int> {
    starts[Int(document)]..<starts[Int(document) + 1]
  }

  /// - Parameters:
  ///   - lists: for each document the numbers of its terms, ascending.
  init(_ lists: [[UInt32]]) {
    for list in lists {
      terms.append(contentsOf: list)
      starts.append(terms.count)
    }
    termCount = Int(terms.max() ?? 0) + 1
  }

  /// Turns the lists of words and pairs around; as many terms, the most frequent ones, as the memory
  /// holds the occurrences of. Terms that most documents have are left out: they tell none apart.
  ///
  /// - Parameters:
  ///   - segments: documents are numbered in their order, without the deleted ones.
  ///   - byteCount: how much memory the lists may take.
  init(
    _ segments: [(reader: SegmentReader, live: LiveDocuments)], byteCount: Int
  ) throws(IndexError) {
    let numbers = Self.numbers(of: segments.map(\.live))
    let documentCount = segments.reduce(0) { $0 + $1.live.liveCount }
    let readers = segments.map(\.reader)
    let known = try Self.frequencies(segments, numbers)
    let frequencies = Self.counted(
      known, documentCount: documentCount, entryCount: max(0, byteCount / 4 - 4 * documentCount))
    var counts = [UInt32](repeating: 0, count: documentCount)
    try Self.forEachPosting(of: readers, known, frequencies, numbers) { _, document in
      counts[Int(document)] += 1
    }
    var total = 0
    starts.reserveCapacity(documentCount + 1)
    for count in counts {
      total += Int(count)
      starts.append(total)
    }
    var next = Array(starts.dropLast())
    var termCount = 0
    var lists = [UInt32](repeating: 0, count: total)
    try Self.forEachPosting(of: readers, known, frequencies, numbers) { term, document in
      lists[next[Int(document)]] = term
      next[Int(document)] += 1
      termCount = Int(term) + 1
    }
    terms = lists
    self.termCount = termCount
  }

  /// The new number of each document; `DocID.end` for deleted ones.
  private static func numbers(of segments: [LiveDocuments]) -> [[UInt32]] {
    var next: UInt32 = 0
    return segments.map { live in
      (0..<live.documentCount).map { document in
        guard live.isLive(DocID(document)) else { return DocID.end.rawValue }
        next += 1
        return next - 1
      }
    }
  }

  /// In how many live documents each word and each pair is, in the order of their keys.
  private static func frequencies(
    _ segments: [(reader: SegmentReader, live: LiveDocuments)], _ numbers: [[UInt32]]
  ) throws(IndexError) -> [UInt32] {
    var frequencies: [UInt32] = []
    var merged = try MergedTerms(segments.map(\.reader))
    while try merged.next() {
      guard isCounted(merged.key) else { continue }
      var frequency: UInt32 = 0
      for (index, info) in merged.members {
        if segments[index].live.deletedCount == 0 {
          frequency += info.documentFrequency
        } else {
          try forEachDocument(of: info, in: segments[index].reader, numbers[index]) { _ in
            frequency += 1
          }
        }
      }
      frequencies.append(frequency)
    }
    return frequencies
  }

  /// In how many documents a term must be to count, and in how many at most.
  private static func counted(
    _ frequencies: [UInt32], documentCount: Int, entryCount: Int
  ) -> ClosedRange<Int> {
    let greatest = max(leastFrequency, documentCount / 2)
    // Occurrences of terms by their frequency, 64 steps for each doubling.
    var histogram = [Int](repeating: 0, count: 33 * 64)
    for frequency in frequencies.map(Int.init)
    where (leastFrequency...greatest).contains(frequency) {
      histogram[step(frequency)] += frequency
    }
    var total = 0
    for step in histogram.indices.reversed() {
      total += histogram[step]
      if total > entryCount {
        // The least frequency that lies behind this step.
        let above = (leastFrequency...greatest).first { self.step($0) > step } ?? greatest
        return above...greatest
      }
    }
    return leastFrequency...greatest
  }

  private static func step(_ frequency: Int) -> Int {
    let exponent = 63 - frequency.leadingZeroBitCount
    let mantissa = exponent >= 6 ? frequency >> (exponent - 6) : frequency << (6 - exponent)
    return exponent * 64 + (mantissa & 63)
  }

  private static func isCounted(_ key: [UInt8]) -> Bool {
    let key = TermKey(bytes: key)
    return key.field == .text && (key.kind == .word || key.kind == .pair)
  }

  /// Calls `body` with each term that counts, by its number among them, and each of its documents.
  private static func forEachPosting(
    of segments: [SegmentReader], _ known: [UInt32], _ frequencies: ClosedRange<Int>,
    _ numbers: [[UInt32]], _ body: (_ term: UInt32, _ document: UInt32) -> Void
  ) throws(IndexError) {
    var merged = try MergedTerms(segments)
    var term: UInt32 = 0
    var place = 0
    while try merged.next() {
      guard isCounted(merged.key) else { continue }
      let frequency = Int(known[place])
      place += 1
      guard frequencies.contains(frequency) else { continue }
      for (index, info) in merged.members {
        try forEachDocument(of: info, in: segments[index], numbers[index]) { body(term, $0) }
      }
      term += 1
    }
  }

  /// Calls `body` with the new number of each live document of a term.
  @inline(__always)
  private static func forEachDocument(
    of info: TermInfo, in segment: SegmentReader, _ numbers: [UInt32], _ body: (UInt32) -> Void
  ) throws(IndexError) {
    var cursor = segment.cursor(info)
    while try cursor.nextBlock() {
      for place in 0..<cursor.blockCount {
        if place > 0 { cursor.moveWithinBlock(by: 1) }
        let number = numbers[Int(cursor.document.rawValue)]
        if number != DocID.end.rawValue { body(number) }
      }
    }
  }
}
