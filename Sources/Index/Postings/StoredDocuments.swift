/// The documents of a full block as they lie in the file, for whoever wants sets of bits.
@unsafe
struct StoredDocuments {
  /// Says how they are kept; see ``PostingsFormat``.
  let code: UInt8
  /// The last document of the block before, -1 if there is none.
  let previousLast: Int
  /// The last document of this one, at least 128 behind the one before.
  let last: Int
  /// Where they begin. Eight bytes may be loaded from any place before the end.
  let start: UnsafeRawPointer
  /// Where the block ends, behind their frequencies.
  let end: UnsafeRawPointer

  /// The set of bits that they are kept as; nil if the block is too short for it.
  ///
  /// - Precondition: the code is ``PostingsFormat/bitSetCode``.
  @inline(__always)
  var bits: (start: UnsafeRawPointer, count: Int)? {
    let count = unsafe last &- previousLast
    return unsafe (count &+ 7) &>> 3 <= end - start ? (start, count) : nil
  }

  /// Whether no two of them that follow each other lie apart, but for exceptions.
  @inline(__always)
  var areRuns: Bool { unsafe code & ~PackedBlock.patched == 0 }

  /// Decodes the gaps between them.
  ///
  /// - Parameter gaps: room for 128 of them.
  /// - Precondition: they are not kept as bits.
  /// - Returns: whether they add up to the last document.
  @inline(__always)
  func decodeGaps(into gaps: UnsafeMutablePointer<UInt32>) -> Bool {
    // The bytes between start and end, and so much room.
    guard let decoded = unsafe PackedBlock.decode(code, start, end, into: gaps) else {
      return false
    }
    // 128 gaps of 24 bits cannot wrap around; see PackedBlock.
    return unsafe decoded.width <= 24
      && Int(BlockKernels.sum(gaps)) == last &- previousLast
  }
}

extension PostingsCursor {
  /// The documents of a full block. The cursor stays where it is.
  ///
  /// - Precondition: there is such a block. The addresses live as long as the file is open.
  @unsafe
  mutating func storedDocuments(ofBlock number: Int) throws(IndexError) -> StoredDocuments {
    try begin()
    let header = try table.header(of: number, documentCount: documentCount)
    // Checked: the whole block.
    let start = unsafe try bytes.pointer(header.start, header.end)
    return unsafe StoredDocuments(
      code: header.documentsCode, previousLast: Int(header.previousLast), last: Int(header.last),
      start: start, end: start + (header.end &- header.start))
  }
}
