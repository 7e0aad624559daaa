/// Steps through the trie of ICU's dictionary, in the format that ICU's `ucharstrie.h` documents.
///
/// A node is named by the place of its lead unit:
///
///     LEAD             MEANING
///     0000 ... 002F    branch: LEAD + 1 ways (0: the next unit + 1 ways)
///     0030 ... 003F    run: LEAD - 2F units, one behind the other, then the next node
///     0040 ... 7FFF    a value in the bits above the lowest 6, which are one of the two above
///     8000 ... FFFF    a value; the word ends here
///
/// A branch of more than five ways is a unit to compare with and a jump to the ways below that unit,
/// then the ways from it on; one of fewer is pairs of a unit and either the value of a word that
/// ends or a jump to a node, and last a unit with its node behind it.
enum CJKTrie {
  /// A place in the trie: the lead unit of a node, or a unit within a run. In one word, the lowest
  /// five bits being how many units of a run are left.
  struct Place: BitwiseCopyable, Equatable {
    private var word: UInt32

    /// The place at `position`, with `rest` units of a run left.
    init(position: Int, rest: Int) {
      word = UInt32(truncatingIfNeeded: position << 5 | rest)
    }

    /// Where every word begins.
    static let root = Place(position: 0, rest: 0)
    /// So many positions can be told apart.
    static let positionLimit = 1 << 27

    /// The index of the unit.
    var position: Int { Int(word >> 5) }
    /// How many units of a run are left.
    var rest: Int { Int(word & 31) }
  }

  /// The first lead unit with a value.
  static let firstValue: UInt16 = 0x40
  /// The first lead unit with a value and nothing behind it.
  static let firstFinal: UInt16 = 0x8000
  private static let firstRun: UInt16 = 0x30
  private static let pairCount = 5

  /// Goes from `place` by `unit`. Returns whether there is such a way.
  @inline(__always)
  static func step(_ trie: Span<UInt16>, _ place: inout Place, by unit: UInt16) -> Bool {
    var position = place.position
    if place.rest > 0 {
      guard trie[position] == unit else { return false }
      place = Place(position: position + 1, rest: place.rest - 1)
      return true
    }
    var lead = trie[position]
    if lead >= firstFinal { return false }
    position += 1
    if lead >= firstValue {
      position += nodeValueLength(lead)
      lead &= firstValue - 1
    }
    if lead >= firstRun {
      guard trie[position] == unit else { return false }
      place = Place(position: position + 1, rest: Int(lead - firstRun))
      return true
    }
    position = child(trie, branchAt: position, lead: lead, unit: unit)
    if position < 0 { return false }
    place = Place(position: position, rest: 0)
    return true
  }

  /// The cost of the word that ends at `place`, if one does.
  @inline(__always)
  static func cost(_ trie: Span<UInt16>, at place: Place) -> UInt32? {
    if place.rest > 0 { return nil }
    let lead = trie[place.position]
    if lead >= firstFinal { return finalValue(trie, at: place.position) }
    if lead < firstValue { return nil }
    if lead < 0x4040 { return UInt32(lead >> 6) - 1 }
    if lead < 0x7FC0 {
      return (UInt32(lead & 0x7FC0) - 0x4040) << 10 | UInt32(trie[place.position + 1])
    }
    return UInt32(trie[place.position + 1]) << 16 | UInt32(trie[place.position + 2])
  }

  /// How many units lead on from `place`.
  static func childCount(_ trie: Span<UInt16>, of place: Place) -> Int {
    if place.rest > 0 { return 1 }
    let lead = trie[place.position]
    if lead >= firstFinal { return 0 }
    let type = lead & (firstValue - 1)
    if type >= firstRun { return 1 }
    if type > 0 { return Int(type) + 1 }
    let length = lead >= firstValue ? nodeValueLength(lead) : 0
    return Int(trie[place.position + 1 + length]) + 1
  }

  /// Calls `body` with each unit that leads on from `place`, and the place behind it.
  static func forEachChild(
    _ trie: Span<UInt16>, of place: Place, _ body: (UInt16, Place) -> Void
  ) {
    var position = place.position
    if place.rest > 0 {
      body(trie[position], Place(position: position + 1, rest: place.rest - 1))
      return
    }
    var lead = trie[position]
    if lead >= firstFinal { return }
    position += 1
    if lead >= firstValue {
      position += nodeValueLength(lead)
      lead &= firstValue - 1
    }
    if lead >= firstRun {
      body(trie[position], Place(position: position + 1, rest: Int(lead - firstRun)))
      return
    }
    var count = Int(lead) + 1
    if lead == 0 {
      count = Int(trie[position]) + 1
      position += 1
    }
    visit(trie, branchAt: position, count: count, body)
  }

  /// Visits a branch. The recursion halves `count`, so it is at most 16 deep.
  private static func visit(
    _ trie: Span<UInt16>, branchAt position: Int, count: Int, _ body: (UInt16, Place) -> Void
  ) {
    if count > pairCount {
      visit(trie, branchAt: jump(trie, at: position + 1), count: count / 2, body)
      let upper = position + 1 + jumpLength(trie[position + 1])
      visit(trie, branchAt: upper, count: count - count / 2, body)
      return
    }
    var position = position
    for _ in 1..<count {
      body(trie[position], Place(position: target(trie, at: position + 1), rest: 0))
      position += 1 + valueLength(trie[position + 1])
    }
    body(trie[position], Place(position: position + 1, rest: 0))
  }

  /// The node that `unit` leads to from a branch, or -1.
  @inline(__always)
  private static func child(
    _ trie: Span<UInt16>, branchAt position: Int, lead: UInt16, unit: UInt16
  ) -> Int {
    var position = position
    var count = Int(lead) + 1
    if lead == 0 {
      count = Int(trie[position]) + 1
      position += 1
    }
    while count > pairCount {
      if unit < trie[position] {
        count /= 2
        position = jump(trie, at: position + 1)
      } else {
        count -= count / 2
        position += 1 + jumpLength(trie[position + 1])
      }
    }
    while count > 1 {
      if trie[position] == unit { return target(trie, at: position + 1) }
      position += 1 + valueLength(trie[position + 1])
      count -= 1
    }
    return trie[position] == unit ? position + 1 : -1
  }

  /// How many units a value beside a branch or a run takes, apart from its lead unit.
  @inline(__always)
  private static func nodeValueLength(_ lead: UInt16) -> Int {
    lead < 0x4040 ? 0 : lead < 0x7FC0 ? 1 : 2
  }

  /// How many units a value or jump of a pair takes.
  @inline(__always)
  private static func valueLength(_ lead: UInt16) -> Int {
    let lead = lead & 0x7FFF
    return lead < 0x4000 ? 1 : lead < 0x7FFF ? 2 : 3
  }

  /// The value or jump at `position`, without the bit that tells them apart.
  @inline(__always)
  private static func finalValue(_ trie: Span<UInt16>, at position: Int) -> UInt32 {
    let lead = UInt32(trie[position] & 0x7FFF)
    if lead < 0x4000 { return lead }
    if lead < 0x7FFF { return (lead - 0x4000) << 16 | UInt32(trie[position + 1]) }
    return UInt32(trie[position + 1]) << 16 | UInt32(trie[position + 2])
  }

  /// The node that the value or jump of a pair stands for: a value is its own node.
  @inline(__always)
  private static func target(_ trie: Span<UInt16>, at position: Int) -> Int {
    let lead = trie[position]
    if lead >= firstFinal { return position }
    return position + valueLength(lead) + Int(finalValue(trie, at: position))
  }

  /// How many units a jump between parts of a branch takes.
  @inline(__always)
  private static func jumpLength(_ lead: UInt16) -> Int {
    lead < 0xFC00 ? 1 : lead < 0xFFFF ? 2 : 3
  }

  /// Where the jump at `position` leads.
  @inline(__always)
  private static func jump(_ trie: Span<UInt16>, at position: Int) -> Int {
    let lead = Int(trie[position])
    if lead < 0xFC00 { return position + 1 + lead }
    if lead < 0xFFFF { return position + 2 + ((lead - 0xFC00) << 16 | Int(trie[position + 1])) }
    return position + 3 + (Int(trie[position + 1]) << 16 | Int(trie[position + 2]))
  }
}
