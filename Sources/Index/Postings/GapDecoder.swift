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

  /// Passes over the quotients of some gaps. If they are not there, what is decoded behind them is found
  /// to be behind the end.
  ///
  /// - Returns: false if they are not there; true does not say that they are.
  @inline(__always)
  mutating func skip(_ count: Int) -> Bool {
    if count == 0 { return true }
    var left = UInt64(truncatingIfNeeded: count)
    if _slowPath(left > 256) {
      guard let row = unsafe Self.skipRows(left, base, offset: offset, end: end, word: word) else {
        return false
      }
      unsafe (left, offset, word) = (row.left, row.offset, row.word)
    }
    var counts = unsafe BlockKernels.runningBitCounts(word)
    while counts &>> 56 < left {
      left &-= counts &>> 56
      guard unsafe moveOn() else { return false }
      counts = unsafe BlockKernels.runningBitCounts(word)
    }
    let bit = unsafe BlockKernels.place(ofBit: Int(truncatingIfNeeded: left), in: word, counts)
    unsafe word &= (UInt64.max &<< UInt64(truncatingIfNeeded: bit)) &<< 1
    unsafe next = offset &+ bit &+ 1
    return true
  }

  /// Passes over quotients, as long as a row of words has no more.
  ///
  /// Takes and returns what it needs, so that the decoder has no address.
  @inline(never)
  private static func skipRows(
    _ count: UInt64, _ base: UnsafeRawPointer, offset: Int, end: Int, word: UInt64
  ) -> (left: UInt64, offset: Int, word: UInt64)? {
    if offset + 64 + 512 > end { return (count, offset, word) }
    var left = count &- UInt64(word.nonzeroBitCount)
    var offset = offset + 64
    while offset + 512 <= end {
      // 512 bits before the end.
      let count = unsafe UInt64(BlockKernels.bitCount(base + offset >> 3))
      if count >= left { break }
      left &-= count
      offset += 512
    }
    guard offset < end else { return nil }
    // Before the end.
    return (left, offset, unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self))
  }

  /// What the loop over gaps goes on with.
  ///
  /// A position is the place of its gap's one, as far to the left as there are low bits, plus the sum of
  /// the low bits so far, less what the gaps' ones themselves take: no quotient need be known.
  private struct Run {
    var word: UInt64
    var offset: Int
    /// What is added to the next place, but for the low bits of its gap; modulo 2^64.
    var sum: UInt64
    var index = 0
    var place = 0
    var position: UInt64 = 0

    /// Decodes the next gaps. Their low bits are loaded together and turned out one after another.
    ///
    /// - Parameters:
    ///   - stop: behind the last of them, at least one. They have at most 56 low bits.
    ///   - low: where the low bits of the last one begin.
    /// - Returns: whether their quotients are there.
    @inline(__always)
    mutating func decode(
      to stop: Int, bitCount: Int, low: Int, shift: UInt64, _ base: UnsafeRawPointer, end: Int,
      into output: UnsafeMutablePointer<UInt32>
    ) -> Bool {
      let mask: UInt64 = 1 &<< shift &- 1
      // In the block, by the precondition.
      let window = unsafe base.loadUnaligned(fromByteOffset: low >> 3, as: UInt64.self)
      // What is subtracted for a one and its low bits is what they lack of the next one.
      var bits =
        ~((window &>> UInt64(truncatingIfNeeded: low & 7))
        &<< UInt64(truncatingIfNeeded: 0 &- bitCount))
      repeat {
        while _slowPath(word == 0) {
          offset &+= 64
          guard offset < end else { return false }
          // Before the end.
          word = unsafe base.loadUnaligned(fromByteOffset: offset >> 3, as: UInt64.self)
          sum &+= 64 &<< shift
        }
        place = word.trailingZeroBitCount
        word &= word &- 1
        bits = bits &<< shift | bits &>> (0 &- shift)
        sum &-= bits & mask
        position = UInt64(truncatingIfNeeded: place) &<< shift &+ sum
        // Room for the count.
        unsafe output[index] = UInt32(truncatingIfNeeded: position)
        index &+= 1
      } while index < stop
      return true
    }
  }

  /// Decodes the positions of a document up to one that exceeds a limit, or a few more.
  ///
  /// - Parameters:
  ///   - count: how many it has, at least one.
  ///   - lowEnd: where the low bits of the first gap end.
  /// - Precondition: there are `count` times `width` low bits, and room.
  /// - Returns: how many were decoded; nil if quotients are not there, or a position is greater than
  ///   `Int32.max`.
  @inline(__always)
  mutating func decode(
    _ count: Int, width: Int, lowEnd: Int, isFolded: Bool, through limit: UInt32,
    into output: UnsafeMutablePointer<UInt32>
  ) -> Int? {
    let shift = UInt64(truncatingIfNeeded: width)
    let first = unsafe next
    var unfolding: UInt64 = 0
    if isFolded {
      guard let value = unsafe self.unfolding(width: width, lowEnd: lowEnd) else { return nil }
      unfolding = value
    }
    let start = unsafe UInt64(truncatingIfNeeded: offset &- first &+ 1) &<< shift
    var run = unsafe Run(word: word, offset: offset, sum: start &+ unfolding &- 1)
    let bitCount = count &* width
    // Most documents have so few that all low bits are loaded at once.
    if _fastPath(count <= 16 && bitCount <= 56) {
      guard
        unsafe run.decode(
          to: count, bitCount: bitCount, low: lowEnd &- bitCount, shift: shift, base, end: end,
          into: output)
      else { return nil }
    } else {
      guard
        let many = unsafe Self.decodeMany(
          run, count, width, lowEnd: lowEnd, through: limit, base, end: end, into: output)
      else { return nil }
      run = many
    }
    unsafe (word, offset) = (run.word, run.offset)
    unsafe next = run.offset &+ run.place &+ 1
    // The quotients of all gaps are zeros. They only grow, so that no position has overflowed if the last
    // one has not.
    let quotients = unsafe UInt64(truncatingIfNeeded: next &- first &- run.index)
    guard unsafe next <= end, quotients &>> (31 &- shift) == 0, run.position <= UInt64(Int32.max)
    else { return nil }
    return run.index
  }

  /// The same of many gaps; nil if quotients are not there.
  @inline(never)
  private static func decodeMany(
    _ begin: Run, _ count: Int, _ width: Int, lowEnd: Int, through limit: UInt32,
    _ base: UnsafeRawPointer, end: Int, into output: UnsafeMutablePointer<UInt32>
  ) -> Run? {
    let chunkSize = PositionsCode.chunkSize(width)
    var (run, low) = (begin, lowEnd)
    repeat {
      let stop = min(count, run.index &+ chunkSize)
      let bitCount = (stop &- run.index) &* width
      low &-= bitCount
      guard
        unsafe run.decode(
          to: stop, bitCount: bitCount, low: low, shift: UInt64(truncatingIfNeeded: width), base,
          end: end, into: output)
      else { return nil }
    } while run.index < count && run.position <= UInt64(limit)
    return run
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
