/// ICU's dictionary of Chinese and Japanese, laid out for looking up every place of a text.
///
/// Most lookups end behind the second unit, and there the trie is a wide branch, searched by halves.
/// So the ways from each first unit are put into a small hash table when that unit has come a few
/// times: a process that asks for four characters makes no table, one that indexes a library makes
/// each table once. What lies deeper is read in ICU's trie where it is.
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

  /// What there is to know of a unit and the next together.
  struct Second: BitwiseCopyable {
    /// The cost of the two as a word, or ``noWord``.
    var cost: UInt32
    /// Where the trie goes on behind them; the root if it does not.
    var place: CJKTrie.Place

    /// Nothing.
    static let none = Second(cost: CJKDictionary.noWord, place: .root)
  }

  /// Stands for the cost of what is no word.
  static let noWord = UInt32.max
  /// The cost of a unit that is no word of the dictionary. (ICU's greatest cost of a word.)
  static let unknownCost: UInt32 = 255
  /// The index of a unit that has not been met.
  static let unmet: UInt16 = 0
  /// The index of a unit that stands for something else: NFKC changes it, or it is half a scalar.
  static let changing: UInt16 = 0xFFFF

  /// For each unit the index in ``firsts``, or ``unmet`` or ``changing``.
  private(set) var indexes = [UInt16](repeating: CJKDictionary.unmet, count: 0x10000)
  /// The units met so far, behind one that is never used.
  private(set) var firsts: [First] = []
  /// The second units, in the slots of all tables; 0 in an empty slot. Each table has at least as many
  /// empty slots as full ones. They are apart from ``seconds`` because most lookups find nothing, and
  /// a cache line holds 32 of them.
  private(set) var slots: [UInt16] = [0]
  /// For each slot what begins with the two units: most are a word and nothing longer, and the trie
  /// need not be read again.
  private(set) var seconds: [Second] = [.none]
  /// How often each unit has been read in the trie, at most ``readingLimit``.
  private var readings = [UInt8](repeating: 0, count: 0x10000)
  /// The trie.
  let source: ICUDictionary

  /// So often a unit is read in the trie before a table is made. A table of a common unit costs as
  /// much as some hundred readings, but whole texts are as many tables as a query shows passages of.
  private static let readingLimit: UInt8 = 24

  /// A dictionary that has met nothing.
  init(_ source: ICUDictionary) {
    self.source = source
    // The table of a unit that begins no longer word is slot 0, which is empty.
    firsts.append(First(cost: Self.unknownCost, slots: 0, mask: 0, isKatakana: false))
  }

  /// The slot of `unit` in a table, counted from the table's start.
  @inline(__always)
  static func hash(_ unit: UInt16, mask: UInt16) -> Int {
    Int(truncatingIfNeeded: (UInt32(unit) &* 0x9E37_79B1) >> 16 & UInt32(mask))
  }

  /// Remembers that `unit` stands for something else.
  mutating func markChanging(_ unit: UInt16) { indexes[Int(unit)] = Self.changing }

  /// Whether `unit`, which has not been met, comes so often that a table pays. Counts this time.
  mutating func isWorthMeeting(_ unit: UInt16) -> Bool {
    if readings[Int(unit)] == Self.readingLimit { return true }
    readings[Int(unit)] += 1
    return false
  }

  /// Reads what begins with `unit` and what begins with it and `next`, without a table.
  func readOnce(_ unit: UInt16, before next: UInt16?) -> (First, Second) {
    var first = First(cost: Self.unknownCost, slots: 0, mask: 0, isKatakana: Self.isKatakana(unit))
    var second = Second.none
    source.withTrie { trie in
      var place = CJKTrie.Place.root
      guard CJKTrie.step(trie, &place, by: unit) else { return }
      if let cost = CJKTrie.cost(trie, at: place) { first.cost = cost }
      guard let next, CJKTrie.step(trie, &place, by: next) else { return }
      second = Self.second(trie, at: place)
    }
    return (first, second)
  }

  /// What there is to know of two units that lead to `place`.
  private static func second(_ trie: Span<UInt16>, at place: CJKTrie.Place) -> Second {
    Second(
      cost: CJKTrie.cost(trie, at: place) ?? noWord,
      place: CJKTrie.childCount(trie, of: place) == 0 ? .root : place)
  }

  /// Reads what begins with `unit` into a table.
  ///
  /// - Complexity: O(second units of words that begin with it).
  mutating func meet(_ unit: UInt16) {
    var first = First(
      cost: Self.unknownCost, slots: 0, mask: 0, isKatakana: Self.isKatakana(unit))
    let source = source
    source.withTrie { trie in
      var place = CJKTrie.Place.root
      guard CJKTrie.step(trie, &place, by: unit) else { return }
      if let cost = CJKTrie.cost(trie, at: place) { first.cost = cost }
      insertChildren(trie, of: place, into: &first)
    }
    indexes[Int(unit)] = UInt16(firsts.count)
    firsts.append(first)
  }

  /// Makes a table of the ways on from `place`.
  private mutating func insertChildren(
    _ trie: Span<UInt16>, of place: CJKTrie.Place, into first: inout First
  ) {
    let childCount = CJKTrie.childCount(trie, of: place)
    if childCount == 0 { return }
    var count = 2
    while count < 2 * childCount { count *= 2 }
    // A branch has at most 65,536 ways, and behind a first unit ICU's widest has some hundreds.
    let mask = count - 1
    let start = slots.count
    slots.append(contentsOf: repeatElement(0, count: count))
    seconds.append(contentsOf: repeatElement(.none, count: count))
    CJKTrie.forEachChild(trie, of: place) { unit, place in
      var index = Self.hash(unit, mask: UInt16(truncatingIfNeeded: mask))
      while slots[start + index] != 0 { index = (index + 1) & mask }
      slots[start + index] = unit
      seconds[start + index] = Self.second(trie, at: place)
    }
    first.mask = UInt16(truncatingIfNeeded: mask)
    first.slots = UInt32(start)
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
