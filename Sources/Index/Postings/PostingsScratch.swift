/// The memory that one cursor decodes into.
@safe
final class PostingsScratch {
  /// Room for a block each.
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>

  init() {
    let capacity = 2 * PostingsFormat.blockSize
    unsafe documents = .allocate(capacity: capacity)
    unsafe documents.initialize(repeating: 0, count: capacity)
    unsafe frequencies = documents + PostingsFormat.blockSize
  }

  // Allocated by init.
  deinit { unsafe documents.deallocate() }
}
