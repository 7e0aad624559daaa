extension String {
  /// The characters at a range of bytes of the text's UTF-8, as the ranges of matches are.
  ///
  /// - Returns: nil if the range reaches beyond the text or begins or ends inside a code point: then it is
  ///   the range of another text.
  /// - Complexity: O(1) for a native string, O(length) for one that is bridged from elsewhere.
  public func range(ofUTF8 bytes: Range<Int>) -> Range<String.Index>? {
    guard bytes.lowerBound >= 0,
      let lower = utf8.index(startIndex, offsetBy: bytes.lowerBound, limitedBy: endIndex),
      let upper = utf8.index(lower, offsetBy: bytes.count, limitedBy: endIndex),
      isBorder(lower), isBorder(upper)
    else { return nil }
    return lower..<upper
  }

  /// Whether a code point begins there, or the text ends.
  private func isBorder(_ index: String.Index) -> Bool {
    index == endIndex || utf8[index] & 0xC0 != 0x80
  }
}

extension Snippet {
  /// Matches in ``text``.
  public var ranges: [Range<String.Index>] {
    matches.compactMap { match in
      let (lower, upper) = (match.lowerBound - bodyOffset, match.upperBound - bodyOffset)
      return lower < 0 ? nil : text.range(ofUTF8: lower..<upper)
    }
  }

  /// Matches in ``title``.
  public var titleRanges: [Range<String.Index>] {
    titleMatches.compactMap { title.range(ofUTF8: $0) }
  }
}
