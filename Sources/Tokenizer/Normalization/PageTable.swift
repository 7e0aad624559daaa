/// A table over code points that is filled, 256 at a time, when a code point is first met: so the
/// inner loops read an array and never call C, and a process pays only for the blocks its texts use.
struct PageTable {
  // As long as the pages that have been filled ask for: a table costs nothing before it is used.
  private var firstValues: [Int32] = []
  private var values: [UInt16] = []

  /// The value of a code point, if its page has been filled.
  @inline(__always)
  subscript(scalar: UInt32) -> UInt16? {
    let page = Int(scalar >> 8)
    guard page < firstValues.count else { return nil }
    let first = firstValues[page]
    return first < 0 ? nil : values[Int(first) + Int(scalar & 0xFF)]
  }

  /// Fills the page of `scalar` by `append`, which appends 256 values from the given code point on.
  mutating func fill<Failure: Error>(
    _ scalar: UInt32, by append: (UInt32, inout [UInt16]) throws(Failure) -> Void
  ) throws(Failure) -> UInt16 {
    let first = values.count
    try append(scalar & ~0xFF, &values)
    let page = Int(scalar >> 8)
    while firstValues.count <= page { firstValues.append(-1) }
    firstValues[page] = Int32(first)
    return values[first + Int(scalar & 0xFF)]
  }
}
