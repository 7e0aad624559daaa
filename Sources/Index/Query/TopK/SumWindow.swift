/// Sums of scores of 4,096 neighbouring documents.
///
/// Which documents have a score is not kept in a set of bits, whose words neighbouring documents
/// would have to wait for one after the other. A sum that nothing has been added to is -0, the only
/// one with a sign, and a byte says which 64 documents to look at.
@safe
final class SumWindow {
  /// 16 KiB of sums: half of a first-level cache.
  static let size = 4096
  /// As many as a word has bits.
  static let chunkSize = 64

  private let sums: UnsafeMutablePointer<Float>
  private let touched: UnsafeMutablePointer<UInt8>
  /// The first document.
  private(set) var start: UInt32 = 0
  /// Just behind the last.
  private(set) var end: UInt32 = 0

  init() {
    unsafe sums = .allocate(capacity: Self.size)
    unsafe sums.initialize(repeating: -0.0, count: Self.size)
    unsafe touched = .allocate(capacity: Self.size / Self.chunkSize)
    unsafe touched.initialize(repeating: 0, count: Self.size / Self.chunkSize)
  }

  deinit {
    // Allocated by init.
    unsafe sums.deallocate()
    unsafe touched.deallocate()
  }

  /// Begins a window, at most ``size`` wide.
  ///
  /// - Precondition: the last one has been drained.
  func begin(_ start: UInt32, _ end: UInt32) {
    precondition(start <= end && end - start <= UInt32(Self.size))
    self.start = start
    self.end = end
  }

  /// Adds to the sums of ascending documents.
  ///
  /// - Precondition: the first and the last lie in the window.
  @unsafe
  func add(
    _ documents: UnsafeMutablePointer<UInt32>, _ scores: UnsafeMutablePointer<Float>,
    _ range: Range<Int>
  ) {
    guard let last = range.last else { return }
    let start = start
    // There are so many documents.
    unsafe precondition(documents[range.lowerBound] >= start && documents[last] < end)
    let sums = unsafe sums
    let touched = unsafe touched
    for index in range {
      // Between the first and the last.
      let offset = unsafe Int(documents[index] &- start)
      unsafe sums[offset] += scores[index]
      unsafe touched[offset &>> 6] = 1
    }
  }

  /// Appends the documents whose sums are above a limit to no others, and empties the window. With a
  /// limit below 0 that is all that something was added to.
  func drain(above limit: Float, into candidates: CandidateBuffer) {
    let threshold = ScoreThreshold(limit)
    let flags = UnsafeMutableRawPointer(unsafe touched)
    var count = 0
    for group in 0..<Self.size / Self.chunkSize / 8 {
      // Eight flags of the chunks that there are.
      var word = unsafe flags.load(fromByteOffset: 8 &* group, as: UInt64.self)
      if word == 0 { continue }
      unsafe flags.storeBytes(of: 0, toByteOffset: 8 &* group, as: UInt64.self)
      while word != 0 {
        let chunk = group &* 8 &+ word.trailingZeroBitCount &>> 3
        word &= word &- 1
        count = drain(chunk: chunk, threshold, candidates, count)
      }
    }
    candidates.setCount(count)
  }

  /// How many of a chunk's documents are above is as good as random, and mostly they are few: four are
  /// written without asking.
  @inline(__always)
  private func drain(
    chunk: Int, _ threshold: ScoreThreshold, _ candidates: CandidateBuffer, _ count: Int
  ) -> Int {
    let sums = unsafe sums + chunk &* Self.chunkSize
    let memory = UnsafeMutableRawPointer(sums)
    // 256 bytes that are there.
    var isAbove = unsafe threshold.word(memory)
    let first = start &+ UInt32(truncatingIfNeeded: chunk &* Self.chunkSize)
    // There is room for four behind the capacity.
    var documents = unsafe candidates.documents + count
    var scores = unsafe candidates.scores + count
    let count = count &+ isAbove.nonzeroBitCount
    repeat {
      for lane in 0..<4 {
        // The last place, if there is none left.
        let place = (isAbove | 1 &<< 63).trailingZeroBitCount
        unsafe documents[lane] = first &+ UInt32(truncatingIfNeeded: place)
        unsafe scores[lane] = sums[place]
        isAbove &= isAbove &- 1
      }
      unsafe documents += 4
      unsafe scores += 4
    } while isAbove != 0
    let empty = SIMD4<Float>(repeating: -0.0)
    for row in 0..<Self.chunkSize / 4 {
      unsafe memory.storeBytes(of: empty, toByteOffset: 16 &* row, as: SIMD4<Float>.self)
    }
    return count
  }
}
