/// The memory that one cursor decodes into.
@safe
final class PostingsScratch {
  /// Room for a block each.
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>
  /// Room for the counts of a ``BitBlock``.
  let ranks: UnsafeMutablePointer<UInt8>
  private var tablePlaces: UnsafeMutablePointer<UInt8>?

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

  /// Memory for a ``PlaceTable``, which not every list needs: numbers below 128, whatever they are.
  @unsafe
  func places() -> UnsafeMutablePointer<UInt8> {
    if let places = unsafe tablePlaces { return unsafe places }
    let places = unsafe UnsafeMutablePointer<UInt8>.allocate(capacity: PlaceTable.size)
    unsafe places.initialize(repeating: 0, count: PlaceTable.size)
    unsafe tablePlaces = places
    return unsafe places
  }

  deinit {
    // Allocated by init, and if it was asked for.
    unsafe documents.deallocate()
    unsafe tablePlaces?.deallocate()
  }
}
