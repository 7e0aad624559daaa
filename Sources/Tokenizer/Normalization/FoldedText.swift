/// A text as NFKC_Casefold has it, and where each piece of it comes from: for finding what is
/// written in a text whatever its tokens are.
///
/// The text is folded grapheme by grapheme. No composition reaches over the border of two graphemes,
/// except that of compatibility jamo, which then stand side by side as conjoining jamo.
package struct FoldedText: Sendable {
  /// The folded text, UTF-8.
  package private(set) var bytes: [UInt8] = []
  // Of each grapheme that folding leaves something of: where that ends in `bytes`, and where the
  // grapheme begins and ends in the source.
  private var foldedEnds: [Int32] = []
  private var sourceStarts: [Int32] = []
  private var sourceEnds: [Int32] = []

  /// The longest text, in bytes: offsets have 32 bits, and one code point may become 18.
  package static let maximumByteCount = 1 << 26

  /// Folds a text; what is longer than ``maximumByteCount`` is cut there.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  /// - Complexity: O(length of the text), in time and memory.
  package init(_ text: String) throws(ICUError) {
    var units: [UInt16] = []
    var batch = ICUNormalizer.Batch()
    var starts: [Int32] = []
    var ends: [Int32] = []
    var offset = 0
    for character in text where offset < Self.maximumByteCount {
      batch.starts.append(Int32(units.count))
      units.append(contentsOf: character.utf16)
      batch.ends.append(Int32(units.count))
      starts.append(Int32(offset))
      offset += character.utf8.count
      ends.append(Int32(clamping: offset))
    }
    guard !batch.starts.isEmpty else { return }
    try ICUNormalizer.fold(&batch, of: units.span)
    bytes = Array(batch.output[..<Int(batch.outputEnds[batch.starts.count - 1])])
    for index in starts.indices where !batch.outputRange(index).isEmpty {
      foldedEnds.append(batch.outputEnds[index])
      sourceStarts.append(starts[index])
      sourceEnds.append(ends[index])
    }
  }

  /// The folded text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The bytes of the source that a range of the folded bytes comes from, whole graphemes.
  ///
  /// - Precondition: the range is not empty and lies within ``bytes``.
  /// - Complexity: O(log n).
  package func sourceRange(of range: Range<Int>) -> Range<Int> {
    precondition(!range.isEmpty && range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let first = grapheme(at: range.lowerBound)
    let last = grapheme(at: range.upperBound - 1)
    return Int(sourceStarts[first])..<Int(sourceEnds[last])
  }

  /// The grapheme that a folded byte belongs to.
  private func grapheme(at offset: Int) -> Int {
    var low = 0
    var high = foldedEnds.count
    while low < high {
      let middle = (low + high) / 2
      if Int(foldedEnds[middle]) <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
