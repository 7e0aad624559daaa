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
  // Gaps before the next document that have not been passed over; their low bits have.
  private var unreadCount = 0

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
    unreadCount = 0
  }

  /// Puts the positions of some documents into `pool`, each document's up to one that exceeds its limit, or
  /// a few more, and stops behind the last of them.
  ///
  /// - Parameters:
  ///   - places: where the documents are in the block.
  ///   - limits: as many as places.
  ///   - passed: how many documents of the block lie behind.
  /// - Precondition: places ascend from `passed` on, and are in the block.
  @unsafe
  mutating func read(
    _ places: UnsafePointer<UInt32>, count: Int, through limits: UnsafePointer<UInt32>,
    of block: PositionedBlock, after passed: Int, into pool: PositionPool
  ) throws(IndexError) {
    pool.removeAll()
    guard next < end else { throw cutShort() }
    var rows = unsafe pool.rows(for: count)
    // There are bits.
    var decoder = unsafe GapDecoder(base: base, next: next, end: end)
    var (passed, lowBitCount, unreadCount) = (passed, lowBitCount, unreadCount)
    let (end, isFolded) = (end, isFolded)
    for index in 0..<count {
      // Below the count; a place in the block.
      let place = Int(unsafe places[index])
      let sums = unsafe block.sums(passed..<place)
      passed = place &+ 1
      let frequency = unsafe Int(block.frequencies[place])
      let width = unsafe block.width(place)
      let skipCount = Int(truncatingIfNeeded: sums.gapCount) &+ unreadCount
      lowBitCount &+= sums.lowBitCount
      let lowEnd = end &- Int(truncatingIfNeeded: lowBitCount)
      lowBitCount &+= UInt64(truncatingIfNeeded: frequency &* width)
      // So many bits are left at least, so that loads of low bits do not begin before the block, and
      // there are no more positions than bits. Neither is negative.
      let needed = lowBitCount &+ UInt64(truncatingIfNeeded: skipCount &+ frequency)
      guard unsafe needed <= UInt64(truncatingIfNeeded: end &- decoder.next),
        unsafe decoder.skip(skipCount),
        // There is room for all; low bits are there, as checked.
        let readCount = unsafe decoder.decode(
          frequency, width: width, lowEnd: lowEnd, isFolded: isFolded, through: limits[index],
          into: rows.room(for: frequency, in: pool))
      else { throw cutShort() }
      unreadCount = frequency &- readCount
      unsafe rows.add(readCount)
    }
    unsafe pool.setCount(count)
    unsafe (next, self.lowBitCount, self.unreadCount) = (decoder.next, lowBitCount, unreadCount)
  }

  /// Puts the positions of a document into `output`.
  ///
  /// - Parameters:
  ///   - width: how many low bits its gaps have.
  ///   - sums: what the documents take between those that have been read and this one.
  mutating func read(
    _ frequency: UInt32, width: Int, after sums: PositionsCode.Sums, into output: inout [UInt32]
  ) throws(IndexError) {
    let count = Int(frequency)
    let skipCount = Int(truncatingIfNeeded: sums.gapCount) + unreadCount
    let low = lowBitCount + sums.lowBitCount
    let behind = low + UInt64(frequency) * UInt64(width)
    // So many bits are left at least, so that loads of low bits do not begin before the block.
    guard next < end, behind + UInt64(skipCount + count) <= UInt64(end - next) else {
      throw cutShort()
    }
    // Most documents have as many as the one before.
    if output.count > count {
      output.removeLast(output.count - count)
    } else if output.count < count {
      output.append(contentsOf: repeatElement(0, count: count - output.count))
    }
    // There are bits.
    var decoder = unsafe GapDecoder(base: base, next: next, end: end)
    let isFolded = isFolded
    let lowEnd = end - Int(low)
    // There is a position at least, and the array has room for all; low bits are there, as checked. Without
    // a limit all are decoded.
    let found = unsafe output.withUnsafeMutableBufferPointer { buffer in
      guard let values = buffer.baseAddress, unsafe decoder.skip(skipCount) else {
        return Int?.none
      }
      return unsafe decoder.decode(
        count, width: width, lowEnd: lowEnd, isFolded: isFolded, through: .max, into: values)
    }
    guard found == count else { throw cutShort() }
    unsafe next = decoder.next
    lowBitCount = behind
    unreadCount = 0
  }

  private func cutShort() -> IndexError {
    bytes.corrupt(bytes.range.lowerBound, "positions do not fit their frequencies")
  }
}
