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

  /// What the dictionary says of a place, but for longer words.
  struct Lead: BitwiseCopyable {
    /// The cost of the unit there as a word by itself.
    var cost: UInt32
    /// What the dictionary says of that unit and the next.
    var second: CJKDictionary.Second
    /// Whether a run of such units may be a word.
    var isKatakana: Bool
  }

  private var dictionary: CJKDictionary
  /// What NFKC makes of a code point alone.
  private var compatible = PageTable()
  /// What ICU asks of a code point, for finding the ranges.
  var flags = PageTable()
  private var leads: [Lead] = []
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
    guard ICUCharacters.linkedVersion.hasPrefix("72."), let source = ICUDictionary.shared,
      source.withTrie({ $0.count <= CJKTrie.Place.positionLimit })
    else { return nil }
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
    if try lookUp(units.extracting(range)) {
      findPath(through: units.extracting(range))
      appendPath(from: range.lowerBound, count: range.count, to: &ends)
      return
    }
    try rewrite(units, range)
    // Held by this function alone while the path is found.
    var own: [UInt16] = []
    swap(&own, &rewritten)
    defer { swap(&own, &rewritten) }
    guard try lookUp(own.span) else { return }
    findPath(through: own.span)
    appendRewrittenPath(range, count: own.count, to: &ends)
  }

  /// Gives back the memory of an unusually long range.
  mutating func trim() {
    if steps.capacity > Self.usualCount { (leads, steps) = ([], []) }
    if rewritten.capacity > Self.usualCount { (rewritten, origins) = ([], []) }
    if fragment.count > Self.usualCount { fragment = [UInt16](repeating: 0, count: 64) }
  }

  // MARK: - Looking up

  /// Fills ``leads``. Returns false as soon as a unit stands for something else in NFKC.
  private mutating func lookUp(_ units: Span<UInt16>) throws(ICUError) -> Bool {
    let missing = units.count + 1 - steps.count
    if missing > 0 {
      let count = max(missing, steps.count)
      steps.append(contentsOf: repeatElement(Step(cost: 0, length: 0), count: count))
      let none = Lead(cost: 0, second: .none, isKatakana: false)
      leads.append(contentsOf: repeatElement(none, count: count))
    }
    var index = 0
    while true {
      index = lookUpMet(units, from: index)
      guard index < units.count else { return true }
      let unit = units[index]
      if dictionary.indexes[Int(unit)] == CJKDictionary.changing { return false }
      if try isChanging(unit) {
        dictionary.markChanging(unit)
      } else if dictionary.isWorthMeeting(unit) {
        dictionary.meet(unit)
      } else {
        let next = index + 1 < units.count ? units[index + 1] : nil
        let (first, second) = dictionary.readOnce(unit, before: next)
        leads[index] = Lead(cost: first.cost, second: second, isKatakana: first.isKatakana)
        index += 1
      }
    }
  }

  /// Fills ``leads`` up to the first unit that the dictionary has not met or that is changing, and
  /// returns where that is. Nothing here waits for anything before it, so the processor waits for
  /// several lookups at a time.
  private mutating func lookUpMet(_ units: Span<UInt16>, from start: Int) -> Int {
    var own: [Lead] = []
    swap(&own, &leads)
    defer { swap(&own, &leads) }
    var leads = own.mutableSpan
    let indexes = dictionary.indexes.span
    let firsts = dictionary.firsts.span
    let slots = dictionary.slots.span
    let seconds = dictionary.seconds.span
    for index in start..<units.count {
      let known = indexes[Int(units[index])]
      if known &- 1 >= CJKDictionary.changing &- 1 { return index }
      let first = firsts[Int(known)]
      var lead = Lead(cost: first.cost, second: .none, isKatakana: first.isKatakana)
      if index + 1 < units.count {
        let unit = units[index + 1]
        var hash = CJKDictionary.hash(unit, mask: first.mask)
        var found = slots[Int(first.slots) + hash]
        while found != unit, found != 0 {
          hash = (hash + 1) & Int(first.mask)
          found = slots[Int(first.slots) + hash]
        }
        if found == unit { lead.second = seconds[Int(first.slots) + hash] }
      }
      leads[index] = lead
    }
    return units.count
  }

  // MARK: - The best path

  /// Fills ``steps``.
  private mutating func findPath(through units: Span<UInt16>) {
    var own: [Step] = []
    swap(&own, &steps)
    defer { swap(&own, &steps) }
    dictionary.source.withTrie { trie in
      var steps = own.mutableSpan
      Self.findPath(through: units, trie, leads.span, &steps)
    }
  }

  /// Goes from each place to all that a word reaches, in the order of ICU.
  private static func findPath(
    through units: Span<UInt16>, _ trie: Span<UInt16>, _ leads: Span<Lead>,
    _ steps: inout MutableSpan<Step>
  ) {
    let count = units.count
    steps[0] = Step(cost: 0, length: 0)
    for place in 1...count { steps[place] = Step(cost: unreached, length: 0) }
    var followsKatakana = false
    for place in 0..<count {
      let cost = steps[place].cost
      if cost == unreached { continue }
      let lead = leads[place]
      reach(&steps, place, by: 1, at: cost &+ lead.cost)
      if lead.second.cost != CJKDictionary.noWord {
        reach(&steps, place, by: 2, at: cost &+ lead.second.cost)
      }
      if lead.second.place != .root {
        reachWords(&steps, place, cost, units, trie, lead.second.place)
      }
      if lead.isKatakana, !followsKatakana { reachKatakana(&steps, place, cost, leads, count) }
      followsKatakana = lead.isKatakana
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
  private static func reachWords(
    _ steps: inout MutableSpan<Step>, _ place: Int, _ cost: UInt32, _ units: Span<UInt16>,
    _ trie: Span<UInt16>, _ behindTwo: CJKTrie.Place
  ) {
    var at = behindTwo
    let limit = min(units.count - place, longestWord)
    var length = 2
    while length < limit, CJKTrie.step(trie, &at, by: units[place + length]) {
      length += 1
      if let own = CJKTrie.cost(trie, at: at) {
        reach(&steps, place, by: length, at: cost &+ own)
      }
    }
  }

  /// Goes over a run of Katakana.
  private static func reachKatakana(
    _ steps: inout MutableSpan<Step>, _ place: Int, _ cost: UInt32, _ leads: Span<Lead>,
    _ count: Int
  ) {
    var length = 1
    while length < katakanaLimit, place + length < count, leads[place + length].isKatakana {
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

  /// The block CJK Unified Ideographs.
  static let stableIdeographs: ClosedRange<UInt16> = 0x4E00...0x9FFF

  /// Whether NFKC changes a unit that stands alone, or it is no scalar.
  private mutating func isChanging(_ unit: UInt16) throws(ICUError) -> Bool {
    // The unified ideographs of the first block stay what they are, by the stability of Unicode
    // normalization (UAX #15), and ICU need not be asked about 256 of them at a time.
    if Self.stableIdeographs.contains(unit) { return false }
    let alone = try compatibleForm(of: UInt32(unit))
    guard alone == ICUDictionary.CompatibleForm.inside else { return alone != unit }
    let source: InlineArray<1, UInt16> = [unit]
    let count = try ICUDictionary.makeCompatible(source.span, into: &fragment)
    return count != 1 || fragment[0] != unit
  }

  /// What NFKC makes of a code point alone, in the terms of ``ICUDictionary/CompatibleForm``.
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
        guard try compatibleForm(of: next.value) == ICUDictionary.CompatibleForm.inside else {
          break
        }
        index += next.length
      }
      let form = try compatibleForm(of: first.value)
      if index == behindFirst, form != ICUDictionary.CompatibleForm.other,
        form != ICUDictionary.CompatibleForm.inside
      {
        rewritten.append(form == ICUDictionary.CompatibleForm.same ? Self.beyond : form)
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
