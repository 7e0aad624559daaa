/// Where the entries of pairs of common words are, by the ordinals of both: a square, so that nothing is
/// hashed for a pair that has been met before.
@safe
final class WordPairTable {
  /// Nothing is known of the pair.
  static let unknown: UInt32 = 0
  /// The words make no pair.
  static let none: UInt32 = 1
  /// What is added to the number of an entry.
  static let firstEntry: UInt32 = 2

  /// Words beyond have no ordinal. (Those of one language are some hundred; each field has its own.)
  private static let maximumCount: UInt32 = 1 << 10

  // Rows of the words on the left; see above.
  private let numbers = GrowingMemory<UInt32>(capacity: 1)
  /// The length of a row, a power of two: more than any ordinal when it was made wide enough.
  private(set) var width: UInt32 = 0
  private var lastOrdinal: UInt32 = 0

  /// How many bytes of memory it takes.
  var memoryByteCount: Int { numbers.byteCount }

  /// An ordinal for another word, from 1 on; 0 if there are no more.
  func newOrdinal() -> UInt32 {
    if lastOrdinal + 1 == Self.maximumCount { return 0 }
    lastOrdinal += 1
    return lastOrdinal
  }

  /// Makes room for all ordinals there are; returns the numbers, of which row 0 and column 0 stay unknown.
  @unsafe @inline(__always)
  func widened() -> UnsafeMutablePointer<UInt32> {
    if lastOrdinal >= width { widen() }
    return unsafe numbers.pointer
  }

  @inline(never)
  private func widen() {
    var newWidth = max(width, 64)
    while newWidth <= lastOrdinal { newWidth *= 2 }
    let (rowCount, oldWidth) = (Int(width), Int(width))
    // As many as there are.
    let old = unsafe Array(UnsafeBufferPointer(start: numbers.pointer, count: rowCount * oldWidth))
    numbers.replaceByZeros(capacity: Int(newWidth) * Int(newWidth))
    width = newWidth
    for row in 0..<rowCount {
      for column in 0..<oldWidth {
        // Inside both squares.
        unsafe numbers.pointer[row * Int(newWidth) + column] = old[row * oldWidth + column]
      }
    }
  }
}
