/// Lays out the positions of a block of documents; see ``PostingsFormat``. Copies share their memory.
@safe
struct PositionsWriter {
  // Gaps, document after document; a document's first is its first position.
  private let gaps = GrowingMemory<UInt32>(capacity: 1 << 10)
  private let documents = GrowingMemory<Entry>(capacity: PostingsFormat.blockSize)
  // The choice for the last block of the term, near which that for the next one lies.
  private var parameter: Int?
  // The bits of a block before they are written.
  private var words: [UInt64] = []

  /// What the widths of a document's gaps follow from.
  private struct Entry: BitwiseCopyable {
    var frequency: UInt32
    var length: UInt8
  }

  /// Begins another term.
  mutating func removeAll() {
    parameter = nil
    forget()
  }

  private mutating func forget() {
    gaps.removeAll()
    documents.removeAll()
  }

  /// The first value there is: the position, if there is one.
  var first: UInt32 { gaps.count > 0 ? gaps[0] : 0 }

  /// Adds the positions of a document, ascending, whose length is on the one-byte scale.
  mutating func add(_ positions: [UInt32], length: UInt8) {
    var expected: UInt32 = 0
    for position in positions {
      gaps.append(position - expected)
      expected = position + 1
    }
    documents.append(Entry(frequency: UInt32(positions.count), length: length))
  }

  /// Adds a document whose positions come one by one, as gaps: the first one, and then how many
  /// places lie between each and the one before. Returns how many there were.
  ///
  /// - Parameter nextGap: nil behind the last.
  @inline(__always)
  mutating func add(length: UInt8, nextGap: () -> UInt32?) -> UInt32 {
    let before = gaps.count
    while let gap = nextGap() { gaps.append(gap) }
    let frequency = UInt32(truncatingIfNeeded: gaps.count &- before)
    documents.append(Entry(frequency: frequency, length: length))
    return frequency
  }

  /// Writes what has been added behind the bits that came before, up to a whole byte, and forgets it.
  mutating func write(after bits: inout BitWriter, into writer: inout ByteWriter) {
    if documents.count == 0 { return }
    let choice = choose()
    parameter = choice.parameter
    let headCount = PositionsCode.headBitCount
    let written = bits.count
    let total = (written + headCount + choice.bitCount + 7) / 8 * 8 - written
    var words = self.words
    self.words = []
    words.removeAll(keepingCapacity: true)
    words.append(contentsOf: repeatElement(0, count: (total + 63) / 64 + 2))
    let head = UInt64(choice.parameter + PositionsCode.bias)
    words[0] = head | (choice.isFolded ? 1 << UInt64(PositionsCode.parameterBitCount) : 0)
    // As many bits as `choose` has counted, all before the end; as many gaps as the documents have.
    unsafe words.withUnsafeMutableBufferPointer { words in
      if let words = words.baseAddress { unsafe lay(choice, end: total, into: words) }
    }
    append(words, total, to: &bits, into: &writer)
    self.words = words
    forget()
  }

  /// Lays out quotients behind the head, and low bits backwards from the end, into zeros.
  @unsafe
  private func lay(_ choice: Choice, end: Int, into words: UnsafeMutablePointer<UInt64>) {
    var quotient = PositionsCode.headBitCount
    var low = end
    var next = 0
    for number in 0..<documents.count {
      let document = documents[number]
      let width = PositionsCode.width(
        choice.parameter, length: document.length, frequency: document.frequency)
      let mask: UInt64 = 1 &<< UInt64(width) &- 1
      for place in 0..<Int(document.frequency) {
        let gap = unsafe gaps.pointer[next]
        let value = UInt64(
          choice.isFolded && place == 0 ? PositionsCode.folded(gap) : gap)
        quotient &+= Int(truncatingIfNeeded: value &>> UInt64(width))
        // Both places lie before the end, by the counts of `choose`; there are two words behind it.
        unsafe words[quotient &>> 6] |= 1 &<< UInt64(quotient & 63)
        quotient &+= 1
        low &-= width
        let shift = UInt64(low & 63)
        unsafe words[low &>> 6] |= (value & mask) &<< shift
        unsafe words[low &>> 6 &+ 1] |= ((value & mask) &>> 1) &>> (63 &- shift)
        next &+= 1
      }
    }
  }

  /// Appends the lowest bits of `words`.
  private func append(
    _ words: [UInt64], _ count: Int, to bits: inout BitWriter, into writer: inout ByteWriter
  ) {
    if bits.count == 0 {
      // Whole bytes, since there is nothing before them.
      unsafe words.withUnsafeBytes { bytes in
        unsafe writer.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<(count / 8)]))
      }
      return
    }
    var left = count
    for word in words {
      for half in [word & 0xFFFF_FFFF, word >> 32] {
        let bitCount = min(32, left)
        if bitCount > 0 { bits.append(half, count: bitCount) }
        left -= bitCount
      }
    }
    bits.finish(into: &writer)
  }

  // MARK: - The parameter

  /// How the gaps of a block are coded.
  private struct Choice {
    var parameter: Int
    var isFolded: Bool
    /// Bits of quotients and low bits.
    var bitCount: Int
  }

  private static let highest = 1 << PositionsCode.parameterBitCount - 1 - PositionsCode.bias

  /// The parameter of fewest bits, and whether first positions are folded. The number of bits falls
  /// towards the best parameter from both sides, so it is found by steps.
  private func choose() -> Choice {
    let near = costs(around: parameter ?? guess())
    if near.above.bitCount < near.here.bitCount { return best(from: near.above, by: 1) }
    if near.below.bitCount < near.here.bitCount { return best(from: near.below, by: -1) }
    return near.here
  }

  /// Steps on from a choice as long as there are fewer bits.
  private func best(from first: Choice, by step: Int) -> Choice {
    var best = first
    while true {
      let near = costs(around: best.parameter + step)
      if near.here.bitCount >= best.bitCount { return best }
      best = near.here
    }
  }

  /// Where to begin: what suits the mean gap of the first document.
  private func guess() -> Int {
    let document = documents[0]
    var sum: UInt64 = 0
    for index in 0..<Int(document.frequency) { sum += UInt64(gaps[index]) }
    let mean = sum / UInt64(document.frequency)
    let logarithm = 31 - (document.frequency | 1).leadingZeroBitCount
    let parameter = 63 - (mean | 1).leadingZeroBitCount + logarithm - Int(document.length >> 3)
    return min(max(parameter, -PositionsCode.bias), Self.highest)
  }

  /// How many bits the gaps take with a parameter and with those beside it, of which most often one is
  /// the best: the gaps are read once for all three.
  private func costs(around parameter: Int) -> (below: Choice, here: Choice, above: Choice) {
    var below = Tally(parameter - 1)
    var here = Tally(parameter)
    var above = Tally(parameter + 1)
    var next = 0
    for number in 0..<documents.count {
      let document = documents[number]
      let end = next &+ Int(document.frequency)
      // All gaps of the documents are there.
      let first = unsafe gaps.pointer[next]
      below.begin(document, first)
      here.begin(document, first)
      above.begin(document, first)
      var index = next &+ 1
      while index < end {
        let gap = unsafe gaps.pointer[index]
        below.add(gap)
        here.add(gap)
        above.add(gap)
        index &+= 1
      }
      next = end
    }
    return (below.choice, here.choice, above.choice)
  }

  /// Counts the bits that gaps take with a parameter, first positions being folded or not.
  private struct Tally {
    let parameter: Int
    // Bits of all gaps but for the quotients of the first ones, and those.
    private var sum = 0
    private var plain = 0
    private var folded = 0
    // Of the document that was begun.
    private var width: UInt32 = 0

    init(_ parameter: Int) { self.parameter = parameter }

    /// Begins a document.
    @inline(__always)
    mutating func begin(_ document: Entry, _ first: UInt32) {
      let width = PositionsCode.width(
        parameter, length: document.length, frequency: document.frequency)
      sum &+= Int(document.frequency) &* (width &+ 1)
      self.width = UInt32(truncatingIfNeeded: width)
      plain &+= Int(truncatingIfNeeded: first &>> self.width)
      folded &+= Int(truncatingIfNeeded: PositionsCode.folded(first) &>> self.width)
    }

    /// Adds a gap that is not the first of its document.
    @inline(__always)
    mutating func add(_ gap: UInt32) { sum &+= Int(truncatingIfNeeded: gap &>> width) }

    /// What it comes to: more bits than any if there is no such parameter.
    var choice: Choice {
      let isPossible = (-PositionsCode.bias...PositionsWriter.highest).contains(parameter)
      return Choice(
        parameter: parameter, isFolded: folded < plain,
        bitCount: isPossible ? sum + min(plain, folded) : .max)
    }
  }
}
