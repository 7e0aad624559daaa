/// The memory that one cursor decodes into.
@safe
final class PostingsScratch {
  /// Room for a block each.
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>
  /// Room for the counts of a ``BitBlock``.
  let ranks: UnsafeMutablePointer<UInt8>

  init() {
    // One piece of memory for all three. What is written behind documents is not frequencies.
    let room = PostingsFormat.blockSize + BitPlaces.slack
    let count = room + PostingsFormat.blockSize
    let capacity = unsafe count + (BitBlock.rankCount + 3) / 4
    unsafe documents = .allocate(capacity: capacity)
    unsafe documents.initialize(repeating: 0, count: capacity)
    unsafe frequencies = documents + room
    // Behind the blocks; already zeros.
    unsafe ranks = UnsafeMutableRawPointer(documents + count).bindMemory(
      to: UInt8.self, capacity: BitBlock.rankCount)
  }

  deinit {
    // Allocated by init.
    unsafe documents.deallocate()
  }
}
