/// The memory that one cursor decodes into.
@safe
final class PostingsScratch {
  /// Room for a block each.
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>
  /// Room for the counts of a ``BitBlock``.
  let ranks: UnsafeMutablePointer<UInt8>

  init() {
    let capacity = 2 * PostingsFormat.blockSize
    unsafe documents = .allocate(capacity: capacity)
    unsafe documents.initialize(repeating: 0, count: capacity)
    unsafe frequencies = documents + PostingsFormat.blockSize
    unsafe ranks = .allocate(capacity: BitBlock.rankCount)
    unsafe ranks.initialize(repeating: 0, count: BitBlock.rankCount)
  }

  deinit {
    // Allocated by init.
    unsafe documents.deallocate()
    unsafe ranks.deallocate()
  }
}
