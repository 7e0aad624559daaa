/// Reads the positions of a block of documents, one document's without those before it; see
/// ``PostingsFormat``.
///
/// It stands before the codes of a document, and never moves back but to the first.
@safe
struct PositionsReader {
  private var bytes: CheckedBytes
  // The block's first byte; all of the block has been checked.
  private var base: UnsafeRawPointer
  // Where quotients begin, and where low bits begin that run backwards, both in bits from `base`.
  private var start = 0
  private var end = 0
  /// The parameter of the block.
  private(set) var parameter = 0
  private var isFolded = false
  // The next bit of quotients, and how many low bits have been passed over.
  private var next = 0
  private var lowBitCount: UInt64 = 0

  /// For a term whose positions have not been asked for.
  init(file: SealedFile) {
    bytes = CheckedBytes(file: file, section: .postings, range: 0..<0)
    // Never read: there are no bits.
    unsafe base = file.pointer(at: 0)
  }

  /// Begins a block.
  ///
  /// - Parameters:
  ///   - range: where it is in the section.
  ///   - firstBit: where it begins there.
  mutating func begin(
    _ range: Range<Int>, firstBit: Int, term: Range<Int>, file: SealedFile
  ) throws(IndexError) {
    if bytes.range != term { bytes = CheckedBytes(file: file, section: .postings, range: term) }
    // Checked: the whole block.
    unsafe base = try bytes.pointer(range.lowerBound, range.upperBound)
    end = 8 * range.count
    start = firstBit + PositionsCode.headBitCount
    guard start <= end else {
      (start, end) = (0, 0)
      throw bytes.corrupt(range.lowerBound, "block of positions is cut short")
    }
    // The head begins before the end, and is less than eight bytes long.
    let head =
      unsafe base.loadUnaligned(fromByteOffset: firstBit >> 3, as: UInt64.self)
      &>> UInt64(firstBit & 7)
    let parameterMask: UInt64 = 1 << UInt64(PositionsCode.parameterBitCount) - 1
    parameter = Int(head & parameterMask) - PositionsCode.bias
    isFolded = head >> UInt64(PositionsCode.parameterBitCount) & 1 == 1
    restart()
  }

  /// Goes back to the first document of the block.
  mutating func restart() {
    next = start
    lowBitCount = 0
  }

  /// Passes over documents that have so many gaps, and low bits, together.
  mutating func skip(_ gapCount: UInt64, lowBitCount count: UInt64) throws(IndexError) {
    lowBitCount &+= count
    guard gapCount > 0 else { return }
    guard gapCount <= UInt64(end - next) else { throw cutShort() }
    var left = Int(gapCount)
    var offset = next & ~63
    // Before the end; what a load has too much is ones that `next` shows to be behind the end.
    var word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
    word &= UInt64.max &<< UInt64(next & 63)
    if left > 256, offset + 64 + 512 <= end {
      left -= word.nonzeroBitCount
      offset += 64
      while offset + 512 <= end {
        // 512 bits before the end.
        let count = unsafe BlockKernels.bitCount(base + offset >> 3)
        if count >= left { break }
        left -= count
        offset += 512
      }
      guard offset < end else { throw cutShort() }
      // Before the end.
      word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
    }
    var counts = BlockKernels.runningBitCounts(word)
    while counts &>> 56 < UInt64(left) {
      left -= Int(counts &>> 56)
      offset += 64
      guard offset < end else { throw cutShort() }
      // Before the end.
      word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
      counts = BlockKernels.runningBitCounts(word)
    }
    let behind = offset + BlockKernels.place(ofBit: left, in: word, counts) + 1
    guard behind <= end else { throw cutShort() }
    next = behind
  }

  /// Puts the positions of the next document, whose gaps have so many low bits, into `output`.
  mutating func read(
    _ count: UInt32, width: Int, into output: inout [UInt32]
  ) throws(IndexError) {
    let lowCount = UInt64(count) * UInt64(width)
    // So many bits are left at least, so that loads of low bits do not begin before the block.
    guard lowBitCount + lowCount + UInt64(count) <= UInt64(end - next) else { throw cutShort() }
    // Most documents have as many as the one before.
    let count = Int(count)
    if output.count > count {
      output.removeLast(output.count - count)
    } else if output.count < count {
      output.append(contentsOf: repeatElement(0, count: count - output.count))
    }
    var decoder = unsafe GapDecoder(base: base, next: next, end: end, width: width)
    unsafe decoder.low = end - Int(lowBitCount)
    let isFolded = isFolded
    // There is a position at least, and the array has room for all; low bits are there, as checked.
    let isGood = unsafe output.withUnsafeMutableBufferPointer { buffer in
      guard let values = buffer.baseAddress, unsafe decoder.decode(count, into: values) else {
        return false
      }
      if isFolded { unsafe values[0] = PositionsCode.unfolded(values[0]) }
      return unsafe GapDecoder.accumulate(count, values)
    }
    guard isGood else { throw cutShort() }
    next = unsafe decoder.next
    lowBitCount += lowCount
  }

  /// Puts the positions of the next document into `output` as far as they do not exceed a limit.
  ///
  /// - Returns: whether that are all; if not, the document is still the next.
  mutating func read(
    _ count: UInt32, width: Int, through limit: UInt32, into output: PositionBuffer
  ) throws(IndexError) -> Bool {
    let lowCount = UInt64(count) * UInt64(width)
    // So many bits are left at least, so that loads of low bits do not begin before the block, and
    // the room that is asked for is not greater than the file.
    guard lowBitCount + lowCount + UInt64(count) <= UInt64(end - next) else { throw cutShort() }
    let count = Int(count)
    output.reserve(count)
    var decoder = unsafe GapDecoder(base: base, next: next, end: end, width: width)
    unsafe decoder.low = end - Int(lowBitCount)
    // There is room for all; low bits are there, as checked.
    guard
      let found = unsafe decoder.decode(
        count, isFolded: isFolded, through: limit, into: output.positions)
    else { throw cutShort() }
    output.setCount(found)
    if found < count { return false }
    next = unsafe decoder.next
    lowBitCount += lowCount
    return true
  }

  /// Puts the positions of all documents of the block into `output`, whose widths have been set, and
  /// leaves the block.
  ///
  /// - Parameter sums: what the gaps take together.
  /// - Precondition: it stands before the first document.
  mutating func readAll(
    _ count: Int, _ frequencies: UnsafeMutablePointer<UInt32>, _ sums: PositionsCode.Sums,
    into output: inout BlockPositions
  ) throws(IndexError) {
    // So many bits are left, so that loads of low bits do not begin before the block, and the room that
    // is asked for is not greater than the file.
    let bitCount = UInt64(end - next)
    guard sums.gapCount <= bitCount, sums.lowBitCount <= bitCount - sums.gapCount else {
      throw cutShort()
    }
    output.reserve(Int(sums.gapCount))
    var decoder = unsafe GapDecoder(base: base, next: next, end: end, width: 0)
    unsafe decoder.low = end
    // There is room for all gaps and 128 documents; low bits are there, as checked.
    guard unsafe decoder.decodeAll(count, frequencies, isFolded: isFolded, into: output) else {
      throw cutShort()
    }
  }

  private func cutShort() -> IndexError {
    bytes.corrupt(bytes.range.lowerBound, "positions do not fit their frequencies")
  }
}

/// The loops over the gaps of one document, apart from everything that would take their registers.
@unsafe
private struct GapDecoder {
  let base: UnsafeRawPointer
  /// The next bit of quotients.
  var next: Int
  let end: Int
  let width: Int
  /// Where the low bits of the next gap end.
  var low = 0

  /// Decodes gaps.
  ///
  /// - Precondition: there are `count` times `width` low bits.
  /// - Returns: whether the quotients are there, and no gap is greater than `Int32.max`.
  @inline(never)
  mutating func decode(_ count: Int, into output: UnsafeMutablePointer<UInt32>) -> Bool {
    guard unsafe next < end else { return false }
    let base = unsafe base
    let end = unsafe end
    let width = unsafe width
    var offset = unsafe next & ~63
    // Before the end; what a load has too much is ones that are found to be behind the end.
    var word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
    word &= unsafe UInt64.max &<< UInt64(next & 63)
    var expected = unsafe next
    var bit = unsafe low
    let mask: UInt64 = 1 &<< UInt64(width) &- 1
    var all: UInt64 = 0
    for index in 0..<count {
      while word == 0 {
        offset &+= 64
        guard offset < end else { return false }
        // Before the end.
        word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
      }
      let one = offset &+ word.trailingZeroBitCount
      word &= word &- 1
      let quotient = UInt64(truncatingIfNeeded: one &- expected)
      all |= quotient
      expected = one &+ 1
      bit &-= width
      // In the block, by the precondition. 57 bits are more than any width.
      let window = unsafe base.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
      let gap = quotient &<< UInt64(width) | (window &>> UInt64(bit & 7) & mask)
      // Room for the count.
      unsafe output[index] = UInt32(truncatingIfNeeded: gap)
    }
    unsafe next = expected
    unsafe low = bit
    return expected <= end && all &>> UInt64(31 &- width) == 0
  }

  /// Decodes positions up to a limit.
  ///
  /// - Precondition: there are `count` times `width` low bits.
  /// - Returns: how many do not exceed the limit; nil if quotients are not there, or a position is
  ///   greater than `Int32.max`.
  @inline(never)
  mutating func decode(
    _ count: Int, isFolded: Bool, through limit: UInt32,
    into output: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    guard unsafe next < end else { return nil }
    let base = unsafe base
    let end = unsafe end
    let width = unsafe width
    let limit = UInt64(min(limit, UInt32(Int32.max)))
    var offset = unsafe next & ~63
    // Before the end; what a load has too much is ones that are found to be behind the end.
    var word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
    word &= unsafe UInt64.max &<< UInt64(next & 63)
    var expected = unsafe next
    var bit = unsafe low
    let mask: UInt64 = 1 &<< UInt64(width) &- 1
    var position = UInt64.max
    var all: UInt64 = 0
    for index in 0..<count {
      while word == 0 {
        offset &+= 64
        guard offset < end else { return nil }
        // Before the end.
        word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
      }
      let one = offset &+ word.trailingZeroBitCount
      word &= word &- 1
      let quotient = UInt64(truncatingIfNeeded: one &- expected)
      all |= quotient
      expected = one &+ 1
      bit &-= width
      // In the block, by the precondition. 57 bits are more than any width.
      let window = unsafe base.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
      var gap = quotient &<< UInt64(width) | (window &>> UInt64(bit & 7) & mask)
      if index == 0, isFolded {
        gap = UInt64(PositionsCode.unfolded(UInt32(truncatingIfNeeded: gap)))
      }
      position = position &+ 1 &+ gap
      if position > limit {
        let isGood =
          all &>> 31 == 0 && position <= UInt64(Int32.max) && expected <= end
        return isGood ? index : nil
      }
      // Room for the count.
      unsafe output[index] = UInt32(truncatingIfNeeded: position)
    }
    unsafe next = expected
    return expected <= end && all &>> UInt64(31 &- width) == 0 ? count : nil
  }

  /// Decodes the positions of all documents of a block.
  ///
  /// - Precondition: there is room for as many as the frequencies say, and there are as many low bits as
  ///   those and the widths say.
  /// - Returns: whether the quotients are there, and no position is greater than `Int32.max`.
  @inline(never)
  mutating func decodeAll(
    _ count: Int, _ frequencies: UnsafeMutablePointer<UInt32>, isFolded: Bool,
    into output: BlockPositions
  ) -> Bool {
    guard unsafe next < end else { return false }
    let base = unsafe base
    let end = unsafe end
    let (starts, widths) = unsafe (output.starts, output.widths)
    var positions = unsafe output.positions
    var offset = unsafe next & ~63
    // Before the end; what a load has too much is ones that are found to be behind the end.
    var word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
    word &= unsafe UInt64.max &<< UInt64(next & 63)
    var expected = unsafe next
    var bit = unsafe low
    var all: UInt64 = 0
    for document in 0..<count {
      // 128 documents at most.
      let width = unsafe Int(widths[document])
      let mask: UInt64 = 1 &<< UInt64(width) &- 1
      var left = unsafe frequencies[document]
      var position = UInt64.max
      var unfolds = isFolded
      while left > 0 {
        while word == 0 {
          offset &+= 64
          guard offset < end else { return false }
          // Before the end.
          word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
        }
        let one = offset &+ word.trailingZeroBitCount
        word &= word &- 1
        let quotient = UInt64(truncatingIfNeeded: one &- expected)
        expected = one &+ 1
        bit &-= width
        // In the block, by the precondition. 57 bits are more than any width.
        let window = unsafe base.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
        var gap = quotient &<< UInt64(width) | (window &>> UInt64(bit & 7) & mask)
        if unfolds {
          gap = UInt64(PositionsCode.unfolded(UInt32(truncatingIfNeeded: gap)))
          unfolds = false
        }
        position = position &+ 1 &+ gap
        // Room for all.
        unsafe positions.pointee = UInt32(truncatingIfNeeded: position)
        unsafe positions += 1
        left &-= 1
      }
      all |= position
      // One more than 128.
      unsafe starts[document &+ 1] = positions - output.positions
    }
    return expected <= end && all &>> 31 == 0
  }

  /// Makes positions of gaps.
  ///
  /// - Returns: whether none is greater than `Int32.max`.
  @inline(__always)
  static func accumulate(_ count: Int, _ values: UnsafeMutablePointer<UInt32>) -> Bool {
    // One less than the first position, like a position that was before it.
    var sum: Int64 = -1
    for index in 0..<count {
      // Below the count.
      sum &+= unsafe Int64(values[index]) &+ 1
      unsafe values[index] = UInt32(truncatingIfNeeded: sum)
    }
    return sum <= Int64(Int32.max)
  }
}
