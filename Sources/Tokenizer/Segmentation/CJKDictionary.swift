/// ICU's dictionary of Chinese and Japanese, laid out for looking up every place of a text.
///
/// Most lookups end behind the second unit, and there the trie is a wide branch, searched by halves.
/// So the ways from each first unit are put into a small hash table when that unit is first met: a
/// process that asks for four characters reads four branches, one that indexes a library reads each
/// branch once. What lies deeper is read in ICU's trie where it is.
struct CJKDictionary {
  /// What there is to know of a unit that begins a word.
  struct First: BitwiseCopyable {
    /// The cost of the unit as a word by itself.
    var cost: UInt32
    /// Where its slots begin.
    var slots: UInt32
    /// One less than the number of its slots, a power of two.
    var mask: UInt16
    /// Whether a run of such units may be a word.
    var isKatakana: Bool
  }

  /// A second unit, and what lies behind it.
  struct Slot: BitwiseCopyable {
    /// The place behind it in the trie; 0, where the root is, in an empty slot.
    var position: UInt32
    /// The cost of the two units as a word; ``noWord`` if they are none.
    var cost: UInt32
    /// The second unit.
    var unit: UInt16
    /// Units left of a run.
    var rest: UInt8
    /// Whether there are longer words.
    var continues: Bool
  }

  /// The cost of a unit that is no word of the dictionary. (ICU's greatest cost of a word.)
  static let unknownCost: UInt32 = 255
  /// No cost.
  static let noWord = UInt32.max
  /// The index of a unit that has not been met.
  static let unmet: UInt16 = 0
  /// The index of a unit that stands for something else: NFKC changes it, or it is half a scalar.
  static let changing: UInt16 = 0xFFFF

  /// For each unit the index in ``firsts``, or ``unmet`` or ``changing``.
  private(set) var indexes = [UInt16](repeating: CJKDictionary.unmet, count: 0x10000)
  /// The units met so far, behind one that is never used.
  private(set) var firsts: [First] = []
  /// The slots of all of them. Each table has at least as many empty slots as full ones.
  private(set) var slots: [Slot] = []
  /// The trie.
  let source: ICUDictionary

  /// A dictionary that has met nothing.
  init(_ source: ICUDictionary) {
    self.source = source
    // The table of a unit that begins no longer word: one slot, empty.
    slots.append(Slot(position: 0, cost: Self.noWord, unit: 0, rest: 0, continues: false))
    firsts.append(First(cost: Self.unknownCost, slots: 0, mask: 0, isKatakana: false))
  }

  /// The slot of `unit` in a table, counted from the table's start.
  @inline(__always)
  static func hash(_ unit: UInt16, mask: UInt16) -> Int {
    Int(truncatingIfNeeded: (UInt32(unit) &* 0x9E37_79B1) >> 16 & UInt32(mask))
  }

  /// Remembers that `unit` stands for something else.
  mutating func markChanging(_ unit: UInt16) { indexes[Int(unit)] = Self.changing }

  /// Reads what begins with `unit`.
  ///
  /// - Complexity: O(words of two units that begin with it).
  mutating func meet(_ unit: UInt16) {
    var first = First(
      cost: Self.unknownCost, slots: 0, mask: 0, isKatakana: Self.isKatakana(unit))
    var children: [Slot] = []
    source.withTrie { trie in
      var place = CJKTrie.Place(position: 0, rest: 0)
      guard CJKTrie.step(trie, &place, by: unit) else { return }
      let node = Self.slot(trie, unit, place)
      if node.cost != Self.noWord { first.cost = node.cost }
      if place.rest > 0 {
        let next = CJKTrie.Place(position: place.position + 1, rest: place.rest - 1)
        children.append(Self.slot(trie, trie[place.position], next))
      } else {
        CJKTrie.forEachChild(trie, of: place.position) { unit, place in
          children.append(Self.slot(trie, unit, place))
        }
      }
    }
    if !children.isEmpty { insert(children, into: &first) }
    indexes[Int(unit)] = UInt16(firsts.count)
    firsts.append(first)
  }

  /// Makes a table of `children`.
  private mutating func insert(_ children: [Slot], into first: inout First) {
    var count = 2
    while count < 2 * children.count { count *= 2 }
    // A branch has at most 65,536 ways; ICU's widest behind a first unit has some hundreds.
    first.mask = UInt16(truncatingIfNeeded: count - 1)
    first.slots = UInt32(slots.count)
    slots.append(contentsOf: repeatElement(slots[0], count: count))
    for child in children {
      var index = Self.hash(child.unit, mask: first.mask)
      while slots[Int(first.slots) + index].position != 0 {
        index = (index + 1) & Int(first.mask)
      }
      slots[Int(first.slots) + index] = child
    }
  }

  /// What lies at a place behind `unit`.
  private static func slot(
    _ trie: Span<UInt16>, _ unit: UInt16, _ place: CJKTrie.Place
  ) -> Slot {
    var slot = Slot(
      position: UInt32(place.position), cost: noWord, unit: unit, rest: UInt8(place.rest),
      continues: true)
    if place.rest == 0, trie[place.position] >= CJKTrie.firstValue {
      slot.cost = CJKTrie.value(trie, at: place.position)
      slot.continues = trie[place.position] < CJKTrie.firstFinal
    }
    return slot
  }

  /// What ICU's segmentation takes for Katakana: the letters and marks of two blocks.
  private static func isKatakana(_ unit: UInt16) -> Bool {
    switch unit {
    case 0x30FB: false
    case 0x30A1...0x30FE, 0xFF66...0xFF9F: true
    default: false
    }
  }
}
