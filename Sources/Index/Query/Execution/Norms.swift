/// 1 / c of ``BM25`` for each document of a segment.
@safe
struct Norms {
  private let lengths: LengthColumn?
  private let pointer: UnsafePointer<UInt8>?
  private let inverse: [Float]

  init(lengths: LengthColumn?, inverse: [Float]) {
    precondition(inverse.count == 256)
    self.lengths = lengths
    // The column is kept beside its address.
    unsafe pointer = lengths.map { unsafe $0.pointer }
    self.inverse = inverse
  }

  subscript(document: DocID) -> Float { inverse[Int(lengths?[document] ?? 0)] }

  /// For documents that are known to be below the segment's count.
  @unsafe @inline(__always)
  func unchecked(_ document: DocID) -> Float {
    guard let pointer = unsafe pointer else { return inverse[0] }
    // Below the segment's count.
    return unsafe inverse[Int(pointer[Int(document.rawValue)])]
  }

  /// That of a length on the one-byte scale; no document that is not shorter has a greater one.
  func upperBound(shortestLength: UInt8) -> Float {
    inverse[lengths == nil ? 0 : Int(shortestLength)]
  }

  /// Puts those of some documents of a block beside them.
  ///
  /// - Precondition: the documents are there and below the segment's count.
  @unsafe
  func gather(
    _ documents: UnsafeMutablePointer<UInt32>, _ range: Range<Int>,
    into output: UnsafeMutablePointer<Float>
  ) {
    guard let pointer = unsafe pointer else {
      // As many as there are documents.
      for index in range { unsafe output[index] = inverse[0] }
      return
    }
    unsafe inverse.withUnsafeBufferPointer { table in
      for index in range {
        // There are 256 lengths; the documents are below the column's count.
        unsafe output[index] = table[Int(pointer[Int(documents[index])])]
      }
    }
  }
}
