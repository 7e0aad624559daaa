/// The positions of all documents of a block, one document's behind the other's: where many of them are
/// asked for, reading all of them takes less than finding each one's.
@safe
struct BlockPositions {
  /// The positions.
  private(set) var positions: UnsafeMutablePointer<UInt32>
  /// Where each document's positions begin, and behind the last one's where they end.
  let starts: UnsafeMutablePointer<Int>
  /// How many low bits the gaps of each document have.
  let widths: UnsafeMutablePointer<UInt8>
  private var capacity = 16 * PostingsFormat.blockSize
  /// Which block they are those of; negative if none has been read.
  private(set) var block = -1

  init() {
    unsafe positions = .allocate(capacity: capacity)
    unsafe starts = .allocate(capacity: PostingsFormat.blockSize + 1)
    unsafe starts.initialize(repeating: 0, count: PostingsFormat.blockSize + 1)
    unsafe widths = .allocate(capacity: PostingsFormat.blockSize)
    unsafe widths.initialize(repeating: 0, count: PostingsFormat.blockSize)
  }

  /// Gives the memory back.
  @unsafe
  func deallocate() {
    unsafe positions.deallocate()
    unsafe starts.deallocate()
    unsafe widths.deallocate()
  }

  /// Makes room for the positions of a block, and forgets those that are there.
  mutating func reserve(_ count: Int) {
    block = -1
    if count <= capacity { return }
    // Allocated by init or here.
    unsafe positions.deallocate()
    capacity = max(count, 2 * capacity)
    unsafe positions = .allocate(capacity: capacity)
  }

  /// Says which block has been read.
  mutating func setBlock(_ number: Int) { block = number }

  /// The positions of a document.
  ///
  /// - Precondition: `place` is below the number of the block's documents.
  @unsafe @inline(__always)
  func of(_ place: Int) -> (start: UnsafeMutablePointer<UInt32>, count: Int) {
    precondition(place >= 0 && place < PostingsFormat.blockSize)
    let start = unsafe starts[place]
    return unsafe (positions + start, starts[place + 1] - start)
  }
}
