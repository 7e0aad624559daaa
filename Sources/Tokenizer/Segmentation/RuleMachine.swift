/// ICU's word rules laid out for a quick loop: a step is one load.
struct RuleMachine: ~Copyable {
  /// Where each segment starts.
  static let startState = 1
  /// The entry of ``statuses`` for a state in which no segment may end.
  static let notAccepting: Int16 = -1

  /// The state that follows a state and a category, at `state * 64 + category`; 0 stops.
  let next: FixedTable<UInt8>
  /// ICU's rule status of a segment that ends in a state.
  let statuses: FixedTable<Int16>
  /// The rules, for the categories of code points.
  let rules: ICURules

  /// Lays out the rules.
  init(_ rules: consuming ICURules) {
    var next = FixedTable<UInt8>(repeating: 0, count: 64 * ICURules.largestCounts.states)
    var statuses = FixedTable<Int16>(
      repeating: Self.notAccepting, count: ICURules.largestCounts.states)
    for state in 0..<rules.stateCount {
      var row = InlineArray<64, UInt8>(repeating: 0)
      statuses[state] = Int16(truncatingIfNeeded: rules.status(of: state, next: &row))
      for category in 0..<64 { next[64 * state + category] = row[category] }
    }
    self.next = next
    self.statuses = statuses
    self.rules = rules
  }

  /// What one run of the machine finds.
  struct Match: BitwiseCopyable {
    /// Where the segment ends.
    var end: Int
    /// The bits of its code points, and ``Segment/word``.
    var bits: UInt32
    /// A code point whose page is missing, if the run had to stop for that; otherwise 0.
    var missing: UInt32
  }

  /// The segment that the rules alone make at `start`.
  ///
  /// The longest match wins. Rules look ahead (a full stop joins letters only if a letter follows),
  /// so the machine may have to go back to where it last could end; the next segment reads that part
  /// again, once: no state that cannot end leads on from a start in it.
  ///
  /// - Precondition: `start` is a boundary, and `start < count`.
  @inline(__always)
  func match(
    in text: UncheckedMemory<UInt8>, at start: Int, count: Int, _ table: borrowing CharacterTable
  ) -> Match {
    let (next, statuses) = (self.next.unchecked, self.statuses.unchecked)
    let (pages, entries) = (table.pages.unchecked, table.entries.unchecked)
    var state = Self.startState
    var position = start
    var bits: UInt32 = 0
    var kept = (end: start, bits: UInt32(0), state: 0)
    while position < count {
      let (scalar, length) = Self.decode(text, at: position, count: count)
      let entry = entries[Int(pages[Int(scalar >> 8)]) &+ Int(scalar & 0xFF)]
      if entry == 0 { return Match(end: start, bits: 0, missing: max(scalar, 1)) }
      let following = Int(next[state << 6 | Int(entry & CharacterEntry.category)])
      if following == 0 { break }
      if statuses[following] < 0, statuses[state] >= 0 { kept = (position, bits, state) }
      position &+= length
      bits |= entry
      state = following
    }
    if statuses[state] < 0 || position == start { (position, bits, state) = kept }
    if position == start {
      // No rule matches: ICU then makes a segment of one code point.
      let (scalar, length) = Self.decode(text, at: position, count: count)
      return Match(end: start + length, bits: table.entry(of: scalar), missing: 0)
    }
    if statuses[state] >= SegmentList.wordStatus { bits |= Segment.word }
    return Match(end: position, bits: bits & ~CharacterEntry.category, missing: 0)
  }

  /// A code point, U+FFFD for an ill-formed sequence, and its length in bytes.
  @inline(__always)
  static func decode(
    _ text: UncheckedMemory<UInt8>, at index: Int, count: Int
  ) -> (scalar: UInt32, length: Int) {
    let first = UInt32(text[index])
    if first < 0x80 { return (first, 1) }
    if index + 4 <= count {
      let second = UInt32(text[index + 1]) ^ 0x80
      if first &- 0xC2 < 0x1E, second < 0x40 { return ((first & 0x1F) << 6 | second, 2) }
      let third = UInt32(text[index + 2]) ^ 0x80
      // Neither overlong forms nor surrogates.
      if first &- 0xE1 < 0x0F, first != 0xED || second < 0x20, second | third < 0x40 {
        return ((first & 0x0F) << 12 | second << 6 | third, 3)
      }
    }
    return decodeSlowly(text, at: index, count: count)
  }

  @inline(never)
  private static func decodeSlowly(
    _ text: UncheckedMemory<UInt8>, at index: Int, count: Int
  ) -> (scalar: UInt32, length: Int) {
    var bytes = InlineArray<4, UInt8>(repeating: 0)
    let available = min(4, count - index)
    for offset in 0..<available { bytes[offset] = text[index + offset] }
    let decoded = decodeScalar(in: bytes.span.extracting(first: available), at: 0)
    return (decoded.scalar, decoded.length)
  }
}
