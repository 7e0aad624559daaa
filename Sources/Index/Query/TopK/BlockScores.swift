/// Scores of the documents of a block, four at a time.
@safe
final class BlockScores {
  private let inverses: UnsafeMutablePointer<Float>
  /// The scores; those of documents that were not asked for mean nothing.
  let scores: UnsafeMutablePointer<Float>

  init() {
    let size = PostingsFormat.blockSize
    unsafe inverses = .allocate(capacity: 2 * size)
    unsafe inverses.initialize(repeating: 0, count: 2 * size)
    unsafe scores = inverses + size
  }

  // Allocated by init.
  deinit { unsafe inverses.deallocate() }

  /// Computes the scores of some documents of a block.
  ///
  /// - Precondition: the documents are there and below the segment's count; frequencies are 128.
  @unsafe
  func compute(
    _ documents: UnsafeMutablePointer<UInt32>, _ frequencies: UnsafeMutablePointer<UInt32>,
    _ range: Range<Int>, weight: Float, norms: Norms
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= PostingsFormat.blockSize)
    unsafe norms.gather(documents, range, into: inverses)
    let one = SIMD4<Float>(repeating: 1)
    let weights = SIMD4<Float>(repeating: weight)
    let inverses = UnsafeMutableRawPointer(unsafe inverses)
    let scores = UnsafeMutableRawPointer(unsafe scores)
    let counts = UnsafeMutableRawPointer(frequencies)
    var offset = range.lowerBound &>> 2 &* 16
    let end = range.upperBound &* 4
    while offset < end {
      // Rows of four, all of them below 128. A frequency is at most a length, which is below 2^31.
      let count = unsafe counts.loadUnaligned(fromByteOffset: offset, as: SIMD4<Int32>.self)
      let inverse = unsafe inverses.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
      let score = weights - weights / (one + SIMD4<Float>(count) * inverse)
      unsafe scores.storeBytes(of: score, toByteOffset: offset, as: SIMD4<Float>.self)
      offset &+= 16
    }
  }
}
