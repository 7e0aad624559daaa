/// Lays out the positions of a block of documents; see ``PostingsFormat``. Copies share their memory.
@safe
struct PositionsWriter {
  /// Gaps, document after document; a document's first is its first position.
  let gaps = GrowingMemory<UInt32>(capacity: 1 << 10)
  /// For each gap which document of the block it is of.
  let owners = GrowingMemory<UInt8>(capacity: 1 << 10)
  // What the widths of a document's gaps follow from, but for the parameter, and its first gap.
  private let slopes = GrowingMemory<Int32>(capacity: PostingsFormat.blockSize)
  private let starts = GrowingMemory<Int>(capacity: PostingsFormat.blockSize)
  // How many low bits a document's gaps have.
  private let widths = GrowingMemory<UInt8>(capacity: 1 << UInt8.bitWidth)
  // The choice for the last block of the term, near which that for the next one lies.
  private var parameter: Int?
  // The bits of a block before they are written: quotients, and low bits.
  private let quotients = GrowingMemory<UInt64>(capacity: 1 << 8)
  private let lowBits = GrowingMemory<UInt64>(capacity: 1 << 8)

  /// Begins another term.
  mutating func removeAll() {
    parameter = nil
    forget()
  }

  private func forget() {
    gaps.removeAll()
    owners.removeAll()
    slopes.removeAll()
    starts.removeAll()
  }

  /// The first value there is: the position, if there is one.
  var first: UInt32 { gaps.count > 0 ? gaps[0] : 0 }

  /// Adds the positions of a document, ascending, whose length is on the one-byte scale.
  mutating func add(_ positions: [UInt32], length: UInt8) {
    var index = 0
    var expected: UInt32 = 0
    _ = add(length: length) {
      if index == positions.count { return nil }
      let position = positions[index]
      defer {
        expected = position + 1
        index += 1
      }
      return position - expected
    }
  }

  /// Adds a document whose positions come one by one, as gaps: the first one, and then how many
  /// places lie between each and the one before. Returns how many there were.
  ///
  /// - Parameter nextGap: nil behind the last.
  @inline(__always)
  mutating func add(length: UInt8, nextGap: () -> UInt32?) -> UInt32 {
    let before = gaps.count
    let owner = UInt8(slopes.count)
    while let gap = nextGap() {
      gaps.append(gap)
      owners.append(owner)
    }
    let frequency = UInt32(truncatingIfNeeded: gaps.count &- before)
    endDocument(frequency: frequency, length: length, start: before)
    return frequency
  }

  /// Makes room for so many gaps in all.
  @inline(__always)
  func reserve(_ total: Int) {
    gaps.reserve(total)
    owners.reserve(total)
  }

  /// Says how many gaps there are, which have been stored with their owners.
  @inline(__always)
  func setGapCount(_ count: Int) {
    unsafe gaps.setCount(count)
    unsafe owners.setCount(count)
  }

  /// Says of which documents the gaps are, no more than a block has.
  @unsafe
  func setDocuments(
    _ count: Int, frequencies: UnsafePointer<UInt32>, lengths: UnsafePointer<UInt8>
  ) {
    let (slopes, starts) = unsafe (slopes.pointer, starts.pointer)
    var start = 0
    // The caller says that so many are there.
    for index in 0..<count {
      let frequency = unsafe frequencies[index]
      let slope = unsafe PositionsCode.slope(length: lengths[index], frequency: frequency)
      unsafe (slopes + index).initialize(to: Int32(truncatingIfNeeded: slope))
      unsafe (starts + index).initialize(to: start)
      start &+= Int(frequency)
    }
    unsafe self.slopes.setCount(count)
    unsafe self.starts.setCount(count)
  }

  /// Ends a document, whose gaps are there from the `start`-th on.
  @inline(__always)
  func endDocument(frequency: UInt32, length: UInt8, start: Int) {
    slopes.append(
      Int32(truncatingIfNeeded: PositionsCode.slope(length: length, frequency: frequency)))
    starts.append(start)
  }

  /// Writes what has been added behind the bits that came before, up to a whole byte, and forgets it.
  mutating func write(after bits: inout BitWriter, into writer: inout ByteWriter) {
    if slopes.count == 0 { return }
    let choice = choose()
    parameter = choice.parameter
    let headCount = PositionsCode.headBitCount
    let written = bits.count
    let total = (written + headCount + choice.bitCount + 7) / 8 * 8 - written
    let wordCount = (total + 63) / 64 + 2
    quotients.reserve(wordCount)
    lowBits.reserve(wordCount + 1)
    let head = UInt64(choice.parameter + PositionsCode.bias)
    // There is room for so many, and for the word in front of the low bits.
    unsafe quotients.pointer.initialize(repeating: 0, count: wordCount)
    unsafe quotients.pointer[0] =
      head | (choice.isFolded ? 1 << UInt64(PositionsCode.parameterBitCount) : 0)
    if choice.isFolded { foldFirsts() }
    fillWidths(choice.parameter)
    // As many bits as `choose` has counted, all before the end; as many gaps as the documents have.
    unsafe lay(end: total, quotients.pointer, lowBits.pointer + 1)
    append(total, to: &bits, into: &writer)
    forget()
  }

  private func foldFirsts() {
    for number in 0..<starts.count {
      // Of the gaps.
      let start = starts[number]
      unsafe gaps.pointer[start] = PositionsCode.folded(gaps[start])
    }
  }

  /// Finds the width of each document's gaps.
  private func fillWidths(_ parameter: Int) {
    // There is room for a block.
    for number in 0..<slopes.count {
      let width = max(0, min(31, parameter &+ Int(slopes[number])))
      unsafe (widths.pointer + number).initialize(to: UInt8(truncatingIfNeeded: width))
    }
  }

  /// Lays out quotients behind the head, into zeros, and low bits backwards from the end, and puts them
  /// together.
  ///
  /// - Parameter low: eight bytes in front of it can be written.
  @unsafe
  private func lay(
    end: Int, _ quotients: UnsafeMutablePointer<UInt64>, _ low: UnsafeMutablePointer<UInt64>
  ) {
    let (gaps, owners, widths) = unsafe (gaps.pointer, owners.pointer, widths.pointer)
    var quotient = PositionsCode.headBitCount
    var (word, wordIndex): (UInt64, Int) = unsafe (quotients[0], 0)
    // The low bits that belong to the byte before `place` and to those before it, which are stored
    // eight at a time; what is too much are zeros, and written over.
    var place = unsafe UnsafeMutableRawPointer(low) + (end &+ 7) &>> 3
    var pendingCount = UInt64((0 &- end) & 7)
    var pending: UInt64 = 0
    var lowCount = 0
    unsafe low[(end &- 1) &>> 6] = 0
    for index in 0..<self.gaps.count {
      // Every gap has an owner, which has a width.
      let gap = unsafe UInt64(gaps[index])
      let width = unsafe UInt64(widths[Int(owners[index])])
      let high = gap &>> width
      quotient &+= Int(truncatingIfNeeded: high)
      // All before the end, by the counts of `choose`.
      let isSame = quotient &>> 6 == wordIndex
      wordIndex = quotient &>> 6
      word = (isSame ? word : 0) | 1 &<< UInt64(quotient & 63)
      unsafe quotients[wordIndex] = word
      quotient &+= 1
      pending = pending &<< width | (gap &- high &<< width)
      pendingCount &+= width
      lowCount &+= Int(truncatingIfNeeded: width)
      unsafe (place - 8).storeBytes(
        of: ((pending &<< (63 &- pendingCount)) &<< 1).littleEndian, as: UInt64.self)
      unsafe place -= Int(truncatingIfNeeded: pendingCount &>> 3)
      pendingCount &= 7
    }
    let first = end &- lowCount
    if lowCount == 0 { return }
    unsafe quotients[first &>> 6] |= low[first &>> 6] & (UInt64.max &<< UInt64(first & 63))
    for index in stride(from: first &>> 6 &+ 1, through: (end &- 1) &>> 6, by: 1) {
      unsafe quotients[index] |= low[index]
    }
  }

  /// Appends the lowest bits of what has been laid out.
  private func append(
    _ count: Int, to bits: inout BitWriter, into writer: inout ByteWriter
  ) {
    // So many have been laid out.
    let words = unsafe quotients.pointer
    if bits.count == 0 {
      // Whole bytes, since there is nothing before them.
      unsafe writer.append(contentsOf: UnsafeRawBufferPointer(start: words, count: count / 8))
      return
    }
    for bit in stride(from: 0, to: count, by: 32) {
      let half = unsafe words[bit &>> 6] &>> UInt64(bit & 63) & 0xFFFF_FFFF
      bits.append(half, count: min(32, count - bit))
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
      let next = cost(of: best.parameter + step)
      if next.bitCount >= best.bitCount { return best }
      best = next
    }
  }

  /// Where to begin: what suits the mean gap of the first document.
  private func guess() -> Int {
    let count = starts.count > 1 ? starts[1] : gaps.count
    var sum: UInt64 = 0
    for index in 0..<count { sum += UInt64(gaps[index]) }
    let mean = sum / UInt64(count)
    let parameter = 63 - (mean | 1).leadingZeroBitCount - Int(slopes[0])
    return min(max(parameter, -PositionsCode.bias), Self.highest)
  }

  /// How many bits the gaps take with a parameter and with those beside it, of which most often one is
  /// the best: the gaps are read once for all three.
  private func costs(around parameter: Int) -> (below: Choice, here: Choice, above: Choice) {
    let width = parameter - 1
    var (least, greatest) = (Int32.max, Int32.min)
    for number in 0..<slopes.count {
      let slope = slopes[number]
      (least, greatest) = (min(least, slope), max(greatest, slope))
    }
    guard width >= -PositionsCode.bias, parameter < Self.highest, width + Int(least) >= 0,
      width + Int(greatest) + 2 <= 31
    else { return (cost(of: width), cost(of: parameter), cost(of: parameter + 1)) }
    fillWidths(width)
    let tally = unsafe tally()
    let count = gaps.count
    return (
      tally.choice(width, by: 0), tally.choice(parameter, by: 1, more: count),
      tally.choice(parameter + 1, by: 2, more: 2 * count)
    )
  }

  /// How many bits the gaps take with a parameter: more than any if there is no such parameter.
  private func cost(of parameter: Int) -> Choice {
    guard (-PositionsCode.bias...Self.highest).contains(parameter) else {
      return Choice(parameter: parameter, isFolded: false, bitCount: .max)
    }
    fillWidths(parameter)
    return unsafe tally().choice(parameter, by: 0)
  }

  /// The bits that gaps take with the widths of their documents and with widths of one and of two more.
  private struct Tally {
    /// The low bits, with those of the narrowest width, and the ones behind quotients.
    var sum = 0
    /// The quotients of all gaps.
    var plain: (Int, Int, Int) = (0, 0, 0)
    /// By how much they are more if first positions are folded.
    var folded: (Int, Int, Int) = (0, 0, 0)

    /// What it comes to for one of the widths.
    func choice(_ parameter: Int, by number: Int, more: Int = 0) -> Choice {
      let (plain, folded) =
        switch number {
        case 0: (plain.0, folded.0)
        case 1: (plain.1, folded.1)
        default: (plain.2, folded.2)
        }
      return Choice(
        parameter: parameter, isFolded: folded < 0,
        bitCount: sum + more + plain + min(0, folded))
    }
  }

  @unsafe
  private func tally() -> Tally {
    let (gaps, owners, widths) = unsafe (gaps.pointer, owners.pointer, widths.pointer)
    var low = 0
    var (zero, one, two) = (0, 0, 0)
    for index in 0..<self.gaps.count {
      // Every gap has an owner, which has a width.
      let width = unsafe UInt64(widths[Int(owners[index])])
      let quotient = unsafe Int(truncatingIfNeeded: UInt64(gaps[index]) &>> width)
      low &+= Int(truncatingIfNeeded: width)
      zero &+= quotient
      one &+= quotient &>> 1
      two &+= quotient &>> 2
    }
    var tally = Tally(sum: low &+ self.gaps.count, plain: (zero, one, two))
    for number in 0..<starts.count {
      // Of the gaps.
      let first = unsafe gaps[starts[number]]
      let width = unsafe UInt64(widths[number])
      let plain = Int(truncatingIfNeeded: UInt64(first) &>> width)
      let folded = Int(truncatingIfNeeded: UInt64(PositionsCode.folded(first)) &>> width)
      tally.folded.0 &+= folded &- plain
      tally.folded.1 &+= folded &>> 1 &- plain &>> 1
      tally.folded.2 &+= folded &>> 2 &- plain &>> 2
    }
    return tally
  }
}
