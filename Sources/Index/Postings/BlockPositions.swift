/// The positions of neighbouring documents of a block, all of them.
@safe
final class BlockPositions {
  private let pool = PositionPool()
  // All places in a block, and as many limits that no position exceeds.
  private let places: UnsafeMutablePointer<UInt32>
  private let limits: UnsafeMutablePointer<UInt32>
  // The documents, as many as are counted.
  private let documents: UnsafeMutablePointer<UInt32>
  /// How many documents there are.
  private(set) var count = 0

  init() {
    let size = PostingsFormat.blockSize
    // Freed by deinit.
    unsafe places = .allocate(capacity: 3 * size)
    unsafe (limits, documents) = unsafe (places + size, places + 2 * size)
    for place in 0..<size {
      // Below the capacity.
      unsafe (places + place).initialize(to: UInt32(place))
      unsafe (limits + place).initialize(to: .max)
      unsafe (documents + place).initialize(to: 0)
    }
  }

  deinit { unsafe places.deallocate() }

  /// A document.
  @inline(__always)
  func document(_ index: Int) -> UInt32 {
    precondition(index >= 0 && index < count)
    // Below the count.
    return unsafe documents[index]
  }

  /// How many positions it has.
  @inline(__always)
  func positionCount(_ index: Int) -> Int { pool.positionCount(index) }

  /// Its positions, ascending; there until the next documents are read.
  @unsafe @inline(__always)
  func positions(_ index: Int) -> UnsafeMutablePointer<UInt32> { unsafe pool.positions(index) }

  /// Reads those of the documents of a cursor's block that lie in a range.
  ///
  /// - Returns: whether no document of the block lies behind the range.
  func read(
    _ range: Range<UInt32>, of cursor: inout PostingsCursor
  ) throws(IndexError) -> Bool {
    // Behind the documents of a block stands the greatest number.
    let first = unsafe BlockKernels.lowerBound(cursor.documents, range.lowerBound)
    let end = unsafe min(
      cursor.blockCount, BlockKernels.lowerBound(cursor.documents, range.upperBound))
    count = max(0, end - first)
    // Decoded documents, of which there are as many places and limits.
    for index in 0..<count { unsafe documents[index] = cursor.documents[first + index] }
    unsafe try cursor.readPositions(of: places + first, count: count, through: limits, into: pool)
    return end == cursor.blockCount
  }
}
