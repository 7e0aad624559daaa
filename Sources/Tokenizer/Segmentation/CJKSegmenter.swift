internal import CICU

/// Cuts ranges of Han and kana into words: the path of least cost through ICU's dictionary.
///
/// The law: for every range its breaks are those of ICU 72's `CjkBreakEngine` (`dictbe.cpp`). A word
/// of the dictionary costs what the dictionary says; a character that is no word by itself costs 255
/// as one; a run of fewer than 20 Katakana costs what its length says. Of two paths of equal cost the
/// one found first counts, which is the one with the longer last word. ICU looks at the range in
/// NFKC; here only ranges that NFKC changes, or that hold surrogates, are rewritten.
///
/// Mutable, so one worker's: it fills tables as it meets characters, and reuses its memory.
struct CJKSegmenter {
  /// The best path to a place, as far as it is known.
  struct Step: BitwiseCopyable {
    /// What it costs.
    var cost: UInt32
    /// The length of its last word.
    var length: UInt32
  }

  private var dictionary: CJKDictionary
  /// What NFKC makes of a code point alone.
  private var compatible = PageTable(limit: 0x110000)
  /// What ICU asks of a code point, for finding the ranges.
  var flags = PageTable(limit: 0x110000)
  private var steps: [Step] = []
  /// A rewritten range: one unit for each code point of its NFKC form.
  private var rewritten: [UInt16] = []
  /// For each of these units where it comes from.
  private var origins: [Int32] = []
  private var fragment = [UInt16](repeating: 0, count: 64)

  /// ICU looks for words of up to this many units.
  private static let longestWord = 20
  /// A run of this many Katakana is no word.
  private static let katakanaLimit = 20
  /// What a run of Katakana costs by its length; a longer one costs the first of these.
  private static let katakanaCosts: InlineArray<9, UInt32> =
    [8192, 984, 408, 240, 204, 252, 300, 372, 480]
  /// No path. (ICU's own mark, so that sums that wrap around mean the same.)
  private static let unreached = UInt32.max
  /// Stands for a character beyond U+FFFF: no word of the dictionary is found through one.
  private static let beyond: UInt16 = 0xFFFF
  /// Memory for more places is given back by ``trim()``.
  private static let usualCount = 1 << 16

  /// A segmenter, or `nil` if this ICU has no dictionary of the known format or is not of the
  /// version whose segmentation this is.
  init?() {
    guard ICUCharacters.linkedVersion.hasPrefix("72."), let source = ICUDictionary.shared else {
      return nil
    }
    dictionary = CJKDictionary(source)
  }

  /// Appends the breaks inside `range` of `units` to `ends`, ascending, as offsets in `units`;
  /// neither the start nor the end of the range is among them.
  ///
  /// - Precondition: the range lies in `units` and holds whole scalars, and `units` has at most
  ///   `Int32.max` units.
  /// - Complexity: O(count of the range).
  /// - Throws: ``ICUError`` if ICU cannot open the NFKC data.
  mutating func appendBreaks(
    of units: Span<UInt16>, inRange range: Range<Int>, to ends: inout [Int32]
  ) throws(ICUError) {
    guard range.count > 1 else { return }
    if try meetAll(of: units, range) {
      findPath(through: units.extracting(range))
      appendPath(from: range.lowerBound, count: range.count, to: &ends)
      return
    }
    try rewrite(units, range)
    // Held by this function alone while the path is found.
    var own: [UInt16] = []
    swap(&own, &rewritten)
    defer { swap(&own, &rewritten) }
    if try !meetAll(of: own.span, 0..<own.count) { return }
    findPath(through: own.span)
    appendRewrittenPath(range, count: own.count, to: &ends)
  }

  /// Gives back the memory of an unusually long range.
  mutating func trim() {
    if steps.capacity > Self.usualCount { steps = [] }
    if rewritten.capacity > Self.usualCount { (rewritten, origins) = ([], []) }
    if fragment.count > Self.usualCount { fragment = [UInt16](repeating: 0, count: 64) }
  }

  // MARK: - The best path

  /// Fills ``steps`` for a range that needs no rewriting.
  private mutating func findPath(through units: Span<UInt16>) {
    let missing = units.count + 1 - steps.count
    if missing > 0 {
      let none = Step(cost: Self.unreached, length: 0)
      steps.append(contentsOf: repeatElement(none, count: max(missing, steps.count)))
    }
    var own: [Step] = []
    swap(&own, &steps)
    defer { swap(&own, &steps) }
    dictionary.source.withTrie { trie in
      var steps = own.mutableSpan
      Self.findPath(
        through: units, trie, dictionary.indexes.span, dictionary.firsts.span,
        dictionary.slots.span, &steps)
    }
  }

  /// Goes from each place to all that a word reaches, in the order of ICU.
  private static func findPath(
    through units: Span<UInt16>, _ trie: Span<UInt16>, _ indexes: Span<UInt16>,
    _ firsts: Span<CJKDictionary.First>, _ slots: Span<CJKDictionary.Slot>,
    _ steps: inout MutableSpan<Step>
  ) {
    let count = units.count
    steps[0] = Step(cost: 0, length: 0)
    for place in 1...count { steps[place] = Step(cost: unreached, length: 0) }
    var followsKatakana = false
    for place in 0..<count {
      let cost = steps[place].cost
      if cost == unreached { continue }
      let first = firsts[Int(indexes[Int(units[place])])]
      reach(&steps, place, by: 1, at: cost &+ first.cost)
      if first.mask != 0, place + 1 < count {
        let unit = units[place + 1]
        var index = CJKDictionary.hash(unit, mask: first.mask)
        var slot = slots[Int(first.slots) + index]
        while slot.unit != unit, slot.position != 0 {
          index = (index + 1) & Int(first.mask)
          slot = slots[Int(first.slots) + index]
        }
        if slot.position != 0 {
          if slot.cost != CJKDictionary.noWord {
            reach(&steps, place, by: 2, at: cost &+ slot.cost)
          }
          if slot.continues { reachFurther(&steps, place, cost, units, trie, slot) }
        }
      }
      if first.isKatakana, !followsKatakana {
        reachKatakana(&steps, place, cost, units, indexes, firsts)
      }
      followsKatakana = first.isKatakana
    }
  }

  /// Goes from `place` over `length` units, if that is the best path there.
  @inline(__always)
  private static func reach(
    _ steps: inout MutableSpan<Step>, _ place: Int, by length: Int, at cost: UInt32
  ) {
    if cost < steps[place + length].cost {
      steps[place + length] = Step(cost: cost, length: UInt32(truncatingIfNeeded: length))
    }
  }

  /// Goes over the words of three units and more, in the trie.
  @inline(__always)
  private static func reachFurther(
    _ steps: inout MutableSpan<Step>, _ place: Int, _ cost: UInt32, _ units: Span<UInt16>,
    _ trie: Span<UInt16>, _ slot: CJKDictionary.Slot
  ) {
    var at = CJKTrie.Place(position: Int(slot.position), rest: Int(slot.rest))
    let limit = min(units.count - place, longestWord)
    var length = 2
    while length < limit, CJKTrie.step(trie, &at, by: units[place + length]) {
      length += 1
      if at.rest > 0 { continue }
      let lead = trie[at.position]
      if lead < CJKTrie.firstValue { continue }
      reach(&steps, place, by: length, at: cost &+ CJKTrie.value(trie, at: at.position))
      if lead >= CJKTrie.firstFinal { return }
    }
  }

  /// Goes over a run of Katakana.
  private static func reachKatakana(
    _ steps: inout MutableSpan<Step>, _ place: Int, _ cost: UInt32, _ units: Span<UInt16>,
    _ indexes: Span<UInt16>, _ firsts: Span<CJKDictionary.First>
  ) {
    var length = 1
    while length < katakanaLimit, place + length < units.count,
      firsts[Int(indexes[Int(units[place + length])])].isKatakana
    {
      length += 1
    }
    if length == katakanaLimit { return }
    let own = katakanaCosts[length < katakanaCosts.count ? length : 0]
    reach(&steps, place, by: length, at: cost &+ own)
  }

  /// Appends the inner places of the path to place `count`, which lie behind `start`.
  private func appendPath(from start: Int, count: Int, to ends: inout [Int32]) {
    guard steps[count].cost != Self.unreached else { return }
    var low = ends.count
    var place = count - Int(steps[count].length)
    while place > 0 {
      ends.append(Int32(start + place))
      place -= Int(steps[place].length)
    }
    // They were met from the last to the first.
    var high = ends.count - 1
    while low < high {
      ends.swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  // MARK: - Ranges that NFKC changes

  /// Makes sure that the dictionary has met each unit of `range`. Returns false as soon as one
  /// stands for something else.
  private mutating func meetAll(
    of units: Span<UInt16>, _ range: Range<Int>
  ) throws(ICUError) -> Bool {
    var index = range.lowerBound
    while true {
      index = firstUnmet(units, index..<range.upperBound)
      guard index < range.upperBound else { return true }
      let unit = units[index]
      if dictionary.indexes[Int(unit)] == CJKDictionary.changing { return false }
      if try isChanging(unit) {
        dictionary.markChanging(unit)
      } else {
        dictionary.meet(unit)
      }
    }
  }

  /// The first unit of `range` that the dictionary has not met or that is changing.
  private func firstUnmet(_ units: Span<UInt16>, _ range: Range<Int>) -> Int {
    let indexes = dictionary.indexes.span
    for index in range where indexes[Int(units[index])] &- 1 >= CJKDictionary.changing &- 1 {
      return index
    }
    return range.upperBound
  }

  /// Whether NFKC changes a unit that stands alone, or it is no scalar.
  private mutating func isChanging(_ unit: UInt16) throws(ICUError) -> Bool {
    let alone = try compatibleForm(of: UInt32(unit))
    guard alone == UInt16(CICU_COMPATIBLE_INSIDE) else { return alone != unit }
    let source: InlineArray<1, UInt16> = [unit]
    let count = try ICUDictionary.makeCompatible(source.span, into: &fragment)
    return count != 1 || fragment[0] != unit
  }

  /// What NFKC makes of a code point alone, as `cicu.h` lays it out.
  @inline(__always)
  private mutating func compatibleForm(of scalar: UInt32) throws(ICUError) -> UInt16 {
    if let form = compatible[scalar] { return form }
    return try compatible.fill(scalar) { (first, values) throws(ICUError) in
      try ICUDictionary.appendCompatiblePage(from: first, to: &values)
    }
  }

  /// Puts the NFKC form of `range` into ``rewritten``. ICU takes it stretch by stretch, a stretch
  /// being a character and those that NFKC may join to it, and says of all that a stretch becomes
  /// that it comes from the start of the stretch.
  private mutating func rewrite(
    _ units: Span<UInt16>, _ range: Range<Int>
  ) throws(ICUError) {
    rewritten.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
    var index = range.lowerBound
    while index < range.upperBound {
      let start = index
      let first = scalar(in: units, at: index, before: range.upperBound)
      index += first.length
      let behindFirst = index
      while index < range.upperBound {
        let next = scalar(in: units, at: index, before: range.upperBound)
        guard try compatibleForm(of: next.value) == UInt16(CICU_COMPATIBLE_INSIDE) else { break }
        index += next.length
      }
      let form = try compatibleForm(of: first.value)
      if index == behindFirst, form != UInt16(CICU_COMPATIBLE_OTHER),
        form != UInt16(CICU_COMPATIBLE_INSIDE)
      {
        rewritten.append(form == UInt16(CICU_COMPATIBLE_SAME) ? Self.beyond : form)
        origins.append(Int32(start))
      } else {
        try rewriteStretch(units, start..<index)
      }
    }
  }

  /// Rewrites one stretch by ICU.
  private mutating func rewriteStretch(
    _ units: Span<UInt16>, _ range: Range<Int>
  ) throws(ICUError) {
    let count = try ICUDictionary.makeCompatible(units.extracting(range), into: &fragment)
    var index = 0
    while index < count {
      let next = scalar(in: fragment.span, at: index, before: count)
      rewritten.append(next.value < 0x10000 ? UInt16(next.value) : Self.beyond)
      origins.append(Int32(range.lowerBound))
      index += next.length
    }
  }

  /// Appends the inner places of the path through a rewritten range, as offsets in the text; of
  /// several within one stretch one remains.
  private func appendRewrittenPath(
    _ range: Range<Int>, count: Int, to ends: inout [Int32]
  ) {
    let first = ends.count
    appendPath(from: 0, count: count, to: &ends)
    var written = first
    var last = Int32(range.lowerBound)
    for index in first..<ends.count {
      let origin = origins[Int(ends[index])]
      guard origin > last else { continue }
      ends[written] = origin
      written += 1
      last = origin
    }
    ends.removeLast(ends.count - written)
  }

  /// The code point at `index`; a surrogate that is half of nothing is one by itself.
  @inline(__always)
  func scalar(
    in units: Span<UInt16>, at index: Int, before limit: Int
  ) -> (value: UInt32, length: Int) {
    let unit = UInt32(units[index])
    guard unit & 0xFC00 == 0xD800, index + 1 < limit else { return (unit, 1) }
    let next = UInt32(units[index + 1])
    guard next & 0xFC00 == 0xDC00 else { return (unit, 1) }
    return (0x10000 + ((unit & 0x3FF) << 10 | next & 0x3FF), 2)
  }
}
