/// The loops over the gaps of a block of positions, apart from everything that would take their registers.
///
/// A gap is a quotient, which is as many zeros before a one, and low bits, which lie elsewhere.
@unsafe
struct GapDecoder {
  private let base: UnsafeRawPointer
  private let end: Int
  /// The next bit of quotients.
  private(set) var next: Int
  // Where the word begins that has this bit or is behind it, and what is left of it. What a load has too
  // much is ones that are found to be behind the end.
  private var offset: Int
  private var word: UInt64

  /// - Parameters:
  ///   - base: the block's first byte.
  ///   - next: a bit of it.
  ///   - end: how many there are.
  /// - Precondition: `next` lies before the end.
  @inline(__always)
  init(base: UnsafeRawPointer, next: Int, end: Int) {
    unsafe (self.base, self.next, self.end) = unsafe (base, next, end)
    unsafe offset = next & ~63
    // Begins before the end.
    unsafe word = base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
    unsafe word &= UInt64.max &<< UInt64(next & 63)
  }

  /// Loads the word behind; false at the end.
  @inline(__always)
  private mutating func moveOn() -> Bool {
    unsafe offset &+= 64
    guard unsafe offset < end else { return false }
    // Before the end.
    unsafe word = base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
    return true
  }

  /// Passes over the quotients of some gaps.
  ///
  /// - Returns: whether they are there.
  @inline(__always)
  mutating func skip(_ count: Int) -> Bool {
    if count == 0 { return true }
    var left = count
    if left > 256 {
      guard unsafe skipRows(&left) else { return false }
    }
    var counts = unsafe BlockKernels.runningBitCounts(word)
    while counts &>> 56 < UInt64(left) {
      left &-= Int(counts &>> 56)
      guard unsafe moveOn() else { return false }
      counts = unsafe BlockKernels.runningBitCounts(word)
    }
    let bit = unsafe BlockKernels.place(ofBit: left, in: word, counts)
    unsafe word &= (UInt64.max &<< UInt64(bit)) &<< 1
    unsafe next = offset &+ bit &+ 1
    return unsafe next <= end
  }

  /// Passes over quotients, as long as a row of words has no more.
  @inline(never)
  private mutating func skipRows(_ left: inout Int) -> Bool {
    if unsafe offset + 64 + 512 > end { return true }
    left -= unsafe word.nonzeroBitCount
    unsafe offset += 64
    while unsafe offset + 512 <= end {
      // 512 bits before the end.
      let count = unsafe BlockKernels.bitCount(base + offset >> 3)
      if count >= left { break }
      left -= count
      unsafe offset += 512
    }
    guard unsafe offset < end else { return false }
    // Before the end.
    unsafe word = base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
    return true
  }

  /// What has been decoded of a document.
  struct Found {
    /// Positions that do not exceed the limit.
    var count: Int
    /// Gaps that have been read.
    var readCount: Int
  }

  /// Decodes the positions of a document up to a limit.
  ///
  /// The quotients up to a gap are as many as the zeros before its one, so that no sum of them is kept: a
  /// position is that count, as far to the left as there are low bits, plus the sum of these. Low bits of
  /// several gaps are loaded together and turned out one after another.
  ///
  /// - Parameters:
  ///   - count: how many it has, at least one.
  ///   - lowEnd: where the low bits of the first gap end.
  /// - Precondition: there are `count` times `width` low bits, and room.
  /// - Returns: nil if quotients are not there, or a position is greater than `Int32.max`.
  @inline(__always)
  mutating func decode(
    _ count: Int, width: Int, lowEnd: Int, isFolded: Bool, through limit: UInt32,
    into output: UnsafeMutablePointer<UInt32>
  ) -> Found? {
    let base = unsafe base
    let shift = UInt64(truncatingIfNeeded: width)
    let mask: UInt64 = 1 &<< shift &- 1
    let limit = UInt64(min(limit, UInt32(Int32.max)))
    let chunkSize = PositionsCode.chunkSize(width)
    // Low bits and ones so far, less one.
    var sum = UInt64.max
    if isFolded {
      guard let first = unsafe unfolding(width: width, lowEnd: lowEnd) else { return nil }
      sum &+= first
    }
    // A place in the word plus this is the number of zeros before it.
    var (word, zeros) = unsafe (word, offset &- next)
    var (low, index, place) = (lowEnd, 0, 0)
    var (quotients, position): (UInt64, UInt64)
    repeat {
      let stop = min(count, index &+ chunkSize)
      let bitCount = (stop &- index) &* width
      low &-= bitCount
      // In the block, by the precondition. A chunk has at most 56 bits.
      let window = unsafe base.loadUnaligned(fromByteOffset: low >> 3, as: UInt64.self)
      var bits = (window &>> UInt64(low & 7)) &<< UInt64(truncatingIfNeeded: 64 &- bitCount)
      repeat {
        while _slowPath(word == 0) {
          unsafe offset &+= 64
          guard unsafe offset < end else { return nil }
          // Before the end.
          word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
          zeros &+= 64
        }
        place = word.trailingZeroBitCount
        word &= word &- 1
        bits = bits &<< shift | bits &>> (0 &- shift)
        sum &+= bits & mask &+ 1
        quotients = UInt64(truncatingIfNeeded: zeros &+ place)
        position = quotients &<< shift &+ sum
        zeros &-= 1
        // Room for the count.
        unsafe output[index] = UInt32(truncatingIfNeeded: position)
        index &+= 1
      } while index < stop && position <= limit
    } while index < count && position <= limit
    unsafe self.word = word
    unsafe next = offset &+ place &+ 1
    // They only grow, so that none has overflowed if the last one has not.
    guard unsafe next <= end, quotients &>> (31 &- shift) == 0, position <= UInt64(Int32.max)
    else { return nil }
    return Found(count: position <= limit ? index : index &- 1, readCount: index)
  }

  /// What is added to the positions of a document whose first one is folded, modulo 2^64.
  ///
  /// - Returns: nil if it is not there.
  private mutating func unfolding(width: Int, lowEnd: Int) -> UInt64? {
    while unsafe word == 0 { guard unsafe moveOn() else { return nil } }
    let quotient = UInt64(
      truncatingIfNeeded: unsafe offset &+ word.trailingZeroBitCount &- next)
    // The low bits of the first gap, in the block.
    let low = lowEnd &- width
    let window = unsafe base.loadUnaligned(fromByteOffset: low >> 3, as: UInt64.self)
    let mask: UInt64 = 1 &<< UInt64(width) &- 1
    guard quotient &>> UInt64(31 &- width) == 0 else { return nil }
    let first = quotient &<< UInt64(width) | window &>> UInt64(low & 7) & mask
    return UInt64(PositionsCode.unfolded(UInt32(truncatingIfNeeded: first))) &- first
  }
}
