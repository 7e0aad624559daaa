extension CJKSegmenter {
  /// Appends the breaks that ICU's dictionary of Chinese and Japanese makes inside `segment`, which
  /// is one segment of the word rules, to `ends`; neither its start nor its end is among them.
  /// Returns false, and appends nothing, if another dictionary has a part in the segment: then it
  /// is ICU's to cut.
  ///
  /// ICU goes through a segment and hands over each range of Han and kana that it finds, marks of
  /// voicing included. A segment can hold several, as in `カ_カ`. Common marks that the rules count
  /// among Katakana, but that are of no script, are passed over with all that is of no script behind
  /// them: in `゛ー` there is no range. (Unless `ー` is the first kana that an ICU iterator meets,
  /// ICU's answer is this one.)
  ///
  /// - Precondition: the segment lies in `units` and holds whole scalars.
  /// - Complexity: O(count of the segment).
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  mutating func appendBreaks(
    of units: Span<UInt16>, inSegment segment: Range<Int>, to ends: inout [Int32]
  ) throws(ICUError) -> Bool {
    let first = ends.count
    var index = segment.lowerBound
    while index < segment.upperBound {
      let found = flags(in: units, at: index, before: segment.upperBound)
      if found.flags & ICUDictionary.Flag.foreign != 0 {
        ends.removeLast(ends.count - first)
        return false
      }
      guard found.flags & ICUDictionary.Flag.start != 0 else {
        index += found.length
        continue
      }
      let isMember = found.flags & ICUDictionary.Flag.member != 0
      let start = index
      index = end(
        of: isMember ? ICUDictionary.Flag.member : ICUDictionary.Flag.common, in: units,
        start..<segment.upperBound)
      if isMember { try appendBreaks(of: units, inRange: start..<index, to: &ends) }
    }
    return true
  }

  /// Where the characters that have `flag`, from the start of `range` on, end.
  private mutating func end(
    of flag: UInt16, in units: Span<UInt16>, _ range: Range<Int>
  ) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      let found = flags(in: units, at: index, before: range.upperBound)
      if found.flags & flag == 0 { break }
      index += found.length
    }
    return index
  }

  /// The flags of the code point at `index`, in the terms of ``ICUDictionary/Flag``, and its length.
  @inline(__always)
  private mutating func flags(
    in units: Span<UInt16>, at index: Int, before limit: Int
  ) -> (flags: UInt16, length: Int) {
    let scalar = scalar(in: units, at: index, before: limit)
    if let flags = flags[scalar.value] { return (flags, scalar.length) }
    let flags = flags.fill(scalar.value) { first, values in
      ICUDictionary.appendFlagsPage(from: first, to: &values)
    }
    return (flags, scalar.length)
  }
}
