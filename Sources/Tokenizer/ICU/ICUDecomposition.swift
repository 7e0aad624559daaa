internal import CICU

/// Canonical decompositions (UnicodeData.txt, field 5, applied until nothing changes) by ICU.
enum ICUDecomposition {
  /// The full canonical decomposition of a code point; empty where there is none.
  static func scalars(of scalar: UInt32) -> [UInt32] {
    var output = InlineArray<8, UInt32>(repeating: 0)
    var span = output.mutableSpan
    // The array holds the 8 code points that C may write.
    let count = unsafe span.withUnsafeMutableBufferPointer { output in
      guard let output = output.baseAddress else { return Int32(0) }
      return unsafe cicu_decomposition(scalar, output, 8)
    }
    return (0..<Int(count)).map { output[$0] }
  }
}
