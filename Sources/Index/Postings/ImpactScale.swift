/// What bounds the scores of some documents of a term.
///
/// ``BM25`` scores a document by the ratio of the term's frequency f to c = k1 · (1 - b + b · length /
/// average), and by nothing else of the document. Kept is the greatest **impact** of the documents, which
/// is f / (1 + s · length / average) with an s of its kind and the average length in the segment: with the
/// usual parameters and one segment that is the ratio but for a factor, so that it bounds scores to a
/// hundredth. Whatever the parameters and the average over all segments are, no ratio exceeds the impact
/// times the greatest factor between the two that any length has (``ImpactFactors``), and none falls below
/// the impact times the least.
enum ImpactScale {
  /// The least code whose impact is not less: the upper half of a Float's bits but for the sign, so that
  /// codes order as impacts do and an octave has 256 of them.
  static func code(notBelow impact: Float) -> UInt16 {
    UInt16(truncatingIfNeeded: (impact.bitPattern &+ 0x7FFF) >> 15)
  }

  /// The impact of a code.
  @inline(__always)
  static func impact(_ code: UInt16) -> Float { Float(bitPattern: UInt32(code) &<< 15) }

  /// Codes from one level to the next: 64 levels are an octave.
  static let codesPerLevel: UInt16 = 4
  /// A level that stands for no impact where impacts are bounded from below.
  static let noLevel = UInt8.max

  /// The lowest level below a code, which is not less than another, whose code is not less than that one.
  static func level(notBelow code: UInt16, under top: UInt16) -> UInt8 {
    UInt8(clamping: (top - code) / codesPerLevel)
  }

  /// The first level below a code, which is not less than another, whose code does not exceed that one.
  static func level(notAbove code: UInt16, under top: UInt16) -> UInt8 {
    UInt8(clamping: (Int(top - code) + Int(codesPerLevel) - 1) / Int(codesPerLevel))
  }

  /// The code of a level below another code.
  @inline(__always)
  static func code(_ level: UInt8, under top: UInt16) -> UInt16 {
    let below = codesPerLevel &* UInt16(level)
    return top > below ? top &- below : 0
  }
}

/// What bounds the scores of some neighbouring documents of a term, as it is stored.
enum Impact: Equatable {
  /// No document has a greater impact.
  case most(Float, ImpactKind)
  /// No document holds the term more often, and none is shorter, on the one-byte scale; 0 if that is not
  /// known. Before version 7 of the format, and where so few documents are left that they are decoded.
  case frequency(UInt32, shortestLength: UInt8)
}
