/// 1 / c of ``BM25`` for each document of a segment.
@safe
struct Norms {
  private let column: LengthColumn?
  /// The length of each document of the segment, if any has one. It lives as long as this does.
  let lengths: UnsafePointer<UInt8>?
  private let inverse: [Float]
  let impactFactors: ImpactFactors.ByKind

  /// - Parameter impactFactors: those of the segment.
  init(lengths: LengthColumn?, inverse: [Float], impactFactors: ImpactFactors.ByKind) {
    precondition(inverse.count == 256)
    self.impactFactors = impactFactors
    column = lengths
    // The column is kept beside its address.
    unsafe self.lengths = lengths.map { unsafe $0.pointer }
    self.inverse = inverse
  }

  subscript(document: DocID) -> Float { inverse[Int(column?[document] ?? 0)] }

  /// For documents that are known to be below the segment's count.
  @unsafe @inline(__always)
  func unchecked(_ document: DocID) -> Float {
    guard let lengths = unsafe lengths else { return inverse[0] }
    // Below the segment's count.
    return unsafe inverse[Int(lengths[Int(document.rawValue)])]
  }

  /// That of a length on the one-byte scale; no document that is not shorter has a greater one.
  func upperBound(shortestLength: UInt8) -> Float {
    inverse[column == nil ? 0 : Int(shortestLength)]
  }

  /// What frequency times norm of no document exceeds that an impact bounds.
  @inline(__always)
  func highestRatio(_ impact: Impact) -> Float {
    switch impact {
    case .most(let amount, let kind): amount * impactFactors[kind].highest
    case .frequency(let frequency, let shortestLength):
      Float(frequency) * upperBound(shortestLength: shortestLength)
    }
  }

  /// What frequency times norm of a document is not below that reaches an impact.
  func lowestRatio(_ impact: Float, _ kind: ImpactKind) -> Float {
    impact * impactFactors[kind].lowest
  }

  /// Calls a function with their addresses.
  @inline(__always)
  func withTables(_ body: (NormTables) -> Void) {
    unsafe inverse.withUnsafeBufferPointer { table in
      // There are 256.
      guard let inverse = table.baseAddress else { return }
      if let lengths = unsafe lengths {
        return unsafe body(NormTables(lengths: lengths, mask: .max, inverse: inverse))
      }
      // All are as long as the first of one document.
      unsafe withUnsafePointer(to: 0) { length in
        unsafe body(NormTables(lengths: length, mask: 0, inverse: inverse))
      }
    }
  }

  /// Puts those of some documents of a block beside them.
  ///
  /// - Precondition: the documents are there and below the segment's count.
  @unsafe
  func gather(
    _ documents: UnsafeMutablePointer<UInt32>, _ range: Range<Int>,
    into output: UnsafeMutablePointer<Float>
  ) {
    guard let lengths = unsafe lengths else {
      // As many as there are documents.
      for index in range { unsafe output[index] = inverse[0] }
      return
    }
    unsafe inverse.withUnsafeBufferPointer { table in
      for index in range {
        // There are 256 lengths; the documents are below the column's count.
        unsafe output[index] = table[Int(lengths[Int(documents[index])])]
      }
    }
  }
}

/// ``Norms`` for loops, by their addresses.
@unsafe
struct NormTables {
  let lengths: UnsafePointer<UInt8>
  /// 0 if there is only the first length.
  let mask: UInt32
  let inverse: UnsafePointer<Float>

  /// For documents that are known to be below the segment's count.
  @inline(__always)
  subscript(document: UInt32) -> Float {
    // There are 256 lengths.
    unsafe inverse[Int(lengths[Int(document & mask)])]
  }
}
