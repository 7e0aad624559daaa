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
  /// The categories, a bit each, that lead from a state to itself.
  let stays: FixedTable<UInt64>
  /// The categories, a bit each, that do not belong to a space in front of them.
  let endsSpace: UInt64
  /// The rules, for the categories of code points.
  let rules: ICURules

  /// Lays out the rules.
  init(_ rules: consuming ICURules) {
    let count = ICURules.largestCounts.states
    var next = FixedTable<UInt8>(repeating: 0, count: 64 * count)
    var statuses = FixedTable<Int16>(repeating: Self.notAccepting, count: count)
    var stays = FixedTable<UInt64>(repeating: 0, count: count)
    for state in 0..<rules.stateCount {
      var row = InlineArray<64, UInt8>(repeating: 0)
      statuses[state] = Int16(truncatingIfNeeded: rules.status(of: state, next: &row))
      for category in 0..<64 {
        next[64 * state + category] = row[category]
        // Category 0 is nobody's; it stands for what has not been looked up.
        if category > 0, state > 0, Int(row[category]) == state { stays[state] |= 1 << category }
      }
    }
    let spaceCategory = Int(rules.categories(from: 0)[0x20] & ~ICURules.cjkBit)
    let spaceState = Int(next[64 * Self.startState + spaceCategory])
    var endsSpace: UInt64 = 0
    for category in 1..<rules.categoryCount where next[64 * spaceState + category] == 0 {
      endsSpace |= 1 << category
    }
    self.endsSpace = statuses[spaceState] == 0 ? endsSpace : 0
    self.next = next
    self.statuses = statuses
    self.stays = stays
    self.rules = rules
  }

  /// Decodes the code point at `index`: U+FFFD for an ill-formed sequence, and its length in bytes.
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
      let scalar = (first & 0x0F) << 12 | second << 6 | third
      // Neither overlong forms nor surrogates.
      if first & 0xF0 == 0xE0, second | third < 0x40, scalar >= 0x800, scalar &- 0xD800 >= 0x800 {
        return (scalar, 3)
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
