/// What is done about terms that no reader would type.
enum TokenLimits {
  /// The longest term, in code points; the rest of it is dropped, while the token's byte range still
  /// covers everything, so that a hit can be verified against the source. 255 is the figure of
  /// Lucene's StandardTokenizer, so that the same terms meet in comparisons; a dictionary key then
  /// never exceeds 1,020 bytes.
  static let longestTerm = 255

  /// The widest token. Beyond it the width says "at least"; positions still count every place.
  static let widestToken = Int(UInt16.max)

  /// How many bytes of `term`, which is well-formed UTF-8, its first 255 code points take.
  static func keptByteCount(of term: Span<UInt8>) -> Int {
    guard term.count > longestTerm else { return term.count }
    var scalars = 0
    for index in term.indices where term[index] & 0xC0 != 0x80 {
      if scalars == longestTerm { return index }
      scalars += 1
    }
    return term.count
  }
}
