/// The inner loop of ``WordScanner``: it runs until the batch is full, the text ends, or something is
/// met that it leaves to others.
///
/// Words of ASCII letters are cut eight bytes at a time, other segments that only ASCII has a say in
/// by ``ASCIIWords``. Beyond ASCII everything steps through ``RuleMachine``; most code points lead
/// from a state to itself, and words of such, with ASCII behind them, have a loop of their own.
struct QuickScan {
  /// Why the loop stopped.
  enum Stop {
    /// The batch is full or the text ends.
    case pause
    /// Nothing: the next segment is one that ``ASCIIWords`` may cut, or the text is read again.
    case again
    /// The rules are not open.
    case closed
    /// A page of the table has not been filled.
    case missing(UInt32)
    /// A segment by the rules that dictionaries may divide.
    case dictionary(end: Int, bits: UInt32)
    /// A segment with U+FFFD or something ill-formed.
    case replacement(end: Int, bits: UInt32)
  }

  private static let divided = CharacterEntry.cjk | CharacterEntry.otherDictionary
  private static let unusual = divided | CharacterEntry.replacement
  /// So many bytes ``cutBeyond(_:_:)`` looks ahead.
  private static let longestRun = 128

  private let text: UncheckedMemory<UInt8>
  private let count: Int
  private let segments: UncheckedMutableMemory<Segment>
  /// How many segments the batch holds.
  private(set) var written: Int
  private var start: Int

  /// A scan of `count` bytes from the end of what the batch holds.
  init(_ text: UncheckedMemory<UInt8>, count: Int, _ batch: borrowing SegmentBatch) {
    self.text = text
    self.count = count
    segments = batch.storage.uncheckedMutable
    (written, start) = (batch.count, batch.end)
  }

  /// Runs the loop.
  @inline(__always)
  mutating func run(
    _ words: borrowing ASCIIWords, _ machine: borrowing RuleMachine?,
    _ table: borrowing CharacterTable
  ) -> Stop {
    while true {
      // A copy of its own stays in registers.
      var own = self
      own.cutWords(words)
      self = own
      if start == count || written == SegmentBatch.capacity { return .pause }
      if text[start] < 0x80, cutASCII(words) { continue }
      guard let stop = machine?.run(&self, table) else { return .closed }
      if case .again = stop { continue }
      return stop
    }
  }

  /// Cuts words of ASCII letters, each with the space behind it, as long as they come: most of
  /// English.
  @inline(__always)
  private mutating func cutWords(_ words: borrowing ASCIIWords) {
    let classes = words.classes
    let bits = Segment.ascii | Segment.word | Segment.asciiLetter
    while start + 10 <= count, written + 2 <= SegmentBatch.capacity {
      let others = ASCIIBytes.lettersMask(of: text.word(at: start)) ^ ASCIIBytes.highBits
      if others & 0x80 != 0 { break }
      var end = start + others.trailingZeroBitCount >> 3
      if others == 0 {
        end = ASCIIWords.endOfLetters(in: text, from: end, count: count)
        if end + 1 >= count { break }
      }
      let behind = text[end]
      if classes[Int(behind)] & ASCIIWords.joiners != 0 { break }
      emit(end, bits)
      // What is ASCII and no space ends the space.
      if behind == 0x20, text[end + 1] &- 0x21 < 0x5F { emit(end + 1, Segment.ascii) }
    }
  }

  /// Cuts a segment of ASCII. Returns false if bytes beyond ASCII have a say in it.
  @inline(__always)
  private mutating func cutASCII(_ words: borrowing ASCIIWords) -> Bool {
    let (end, bits) = words.segment(in: text, at: start, count: count)
    guard end > start else { return false }
    emit(end, bits)
    return true
  }

  @inline(__always)
  private mutating func emit(_ end: Int, _ bits: UInt32) {
    segments[written] = Segment(end: UInt32(truncatingIfNeeded: end), bits: bits)
    written &+= 1
    start = end
  }

  /// The entry of a code point of two bytes; 0 if it is none. Two bytes are there.
  @inline(__always)
  private func pair(at index: Int, _ pairs: UncheckedMemory<UInt32>) -> UInt32 {
    let bytes = Int(text.pair(at: index)) ^ 0xC000
    return bytes < 0x2000 ? pairs[bytes] : 0
  }

  /// The entry of a code point of three bytes; 0 if it is none. Three bytes are there.
  @inline(__always)
  private func triple(
    at index: Int, _ triples: UncheckedMemory<Int32>, _ entries: UncheckedMemory<UInt32>
  ) -> UInt32 {
    let bytes = Int(text.pair(at: index)) ^ 0xE000
    let last = Int(text[index + 2]) ^ 0x80
    guard bytes < 0x1000, last < 0x40 else { return 0 }
    return entries[Int(triples[bytes]) &+ last]
  }

  /// Cuts words beyond ASCII and single spaces in front of them, as long as they come: most of
  /// Russian, Korean or Hindi. Stops at Han, kana or Thai. What it does not cut is left to
  /// ``step(_:_:)``.
  @inline(__always)
  fileprivate mutating func cutBeyond(
    _ machine: borrowing RuleMachine, _ table: borrowing CharacterTable
  ) -> Stop? {
    let (pairs, triples) = (table.pairs.unchecked, table.triples.unchecked)
    let entries = table.entries.unchecked
    let (next, statuses) = (machine.next.unchecked, machine.statuses.unchecked)
    let (stays, ascii) = (machine.stays.unchecked, Int(table.pages.unchecked[0]))
    while start + 4 <= count, written < SegmentBatch.capacity {
      let isSpace = text[start] == 0x20
      let first = isSpace ? start + 1 : start
      let isPair = text[first] & 0xE0 == 0xC0
      var bits = isPair ? pair(at: first, pairs) : triple(at: first, triples, entries)
      if isSpace {
        if machine.endsSpace >> UInt64(bits & CharacterEntry.category) & 1 == 0 { return nil }
        emit(first, Segment.ascii)
        if written == SegmentBatch.capacity { return nil }
      }
      let category = Int(bits & CharacterEntry.category)
      if bits & Self.divided != 0 { return findDivided(machine, table) }
      let state = Int(next[RuleMachine.startState << 6 | category])
      if !isPair, bits & Self.unusual == 0, state != 0, statuses[state] >= 0, first + 6 <= count {
        // Punctuation with Han or kana behind it.
        let second = triple(at: first + 3, triples, entries)
        if second & Self.divided != 0, next[state << 6 | Int(second & CharacterEntry.category)] == 0
        {
          let word = Int32(statuses[state]) >= SegmentList.wordStatus ? Segment.word : 0
          emit(first + 3, bits & ~(CharacterEntry.category | Segment.flags) | word)
          continue
        }
      }
      // Looking no further than a long word reaches: where a run without ASCII is cut into many
      // segments, each of them looks ahead.
      let limit = min(count, first &+ Self.longestRun)
      let end = ASCIIWords.endOfBeyond(in: text, from: first + 2, count: limit)
      guard end + 2 < limit else { return nil }
      // No branch for each code point: the categories are gathered, and looked at once.
      var seen: UInt64 = 0
      var index = isPair ? first + 2 : first + 3
      while isPair, index < end {
        let found = pair(at: index, pairs)
        bits |= found
        seen |= 1 << UInt64(found & CharacterEntry.category)
        index &+= 2
      }
      while !isPair, index < end {
        let found = triple(at: index, triples, entries)
        bits |= found
        seen |= 1 << UInt64(found & CharacterEntry.category)
        index &+= 3
      }
      let behind = Int(entries[ascii &+ Int(text[end])] & CharacterEntry.category)
      let isCertain = index == end && bits & Self.unusual == 0 && seen & ~stays[state] == 0
      guard isCertain, statuses[state] >= 0, next[state << 6 | behind] == 0 else { return nil }
      let word = Int32(statuses[state]) >= SegmentList.wordStatus ? Segment.word : 0
      emit(end, bits & ~(CharacterEntry.category | Segment.flags) | word)
    }
    return nil
  }

  /// Finds the end of what dictionaries divide, from ``start`` on, if it is made of code points of
  /// three bytes and its end is certain when it is met; otherwise nil.
  @inline(__always)
  private func findDivided(
    _ machine: borrowing RuleMachine, _ table: borrowing CharacterTable
  ) -> Stop? {
    let (triples, entries) = (table.triples.unchecked, table.entries.unchecked)
    let (next, statuses) = (machine.next.unchecked, machine.statuses.unchecked)
    let ascii = Int(table.pages.unchecked[0])
    var index = start
    var state = RuleMachine.startState
    var bits: UInt32 = 0
    while index + 3 <= count {
      let isASCII = text[index] < 0x80
      let found =
        isASCII ? entries[ascii &+ Int(text[index])] : triple(at: index, triples, entries)
      let following = Int(next[state << 6 | Int(found & CharacterEntry.category)])
      if isASCII || found == 0 || following == 0 {
        // What has not been looked up, or is no code point of three bytes, is not for here.
        guard found != 0, following == 0, statuses[state] >= 0, index > start else { return nil }
        let word = Int32(statuses[state]) >= SegmentList.wordStatus ? Segment.word : 0
        if bits & CharacterEntry.replacement != 0 { return nil }
        return .dictionary(
          end: index, bits: bits & ~(CharacterEntry.category | Segment.flags) | word)
      }
      bits |= found
      state = following
      index &+= 3
    }
    return nil
  }

  /// Steps through one segment, whatever it is.
  ///
  /// The longest match wins. Rules look ahead (a full stop joins letters only if a letter follows),
  /// so the machine may have to go back to where the segment could last end. The next segment then
  /// reads that part again, once: no state that cannot end follows from a start within such a part.
  @inline(__always)
  fileprivate mutating func step(
    _ machine: borrowing RuleMachine, _ table: borrowing CharacterTable
  ) -> Stop {
    let (next, statuses) = (machine.next.unchecked, machine.statuses.unchecked)
    let (pages, entries) = (table.pages.unchecked, table.entries.unchecked)
    var position = start
    var state = RuleMachine.startState
    var bits: UInt32 = 0
    var kept = (end: start, bits: UInt32(0), state: 0)
    while position < count {
      let (scalar, length) = RuleMachine.decode(text, at: position, count: count)
      let entry = entries[Int(pages[Int(scalar >> 8)]) &+ Int(scalar & 0xFF)]
      if entry == 0 { return .missing(scalar) }
      let following = Int(next[state << 6 | Int(entry & CharacterEntry.category)])
      // ICU makes a segment of a code point that no rule matches: state 0 stays in it, once.
      if following == 0, state != RuleMachine.startState { break }
      if statuses[following] < 0, statuses[state] >= 0 { kept = (position, bits, state) }
      position &+= length
      bits |= entry
      state = following
      if following == 0 { break }
    }
    if statuses[state] < 0, state != 0 { (position, bits, state) = kept }
    bits &= ~(CharacterEntry.category | Segment.flags)
    if Int32(statuses[state]) >= SegmentList.wordStatus { bits |= Segment.word }
    return close(position, bits)
  }

  /// Writes the segment that the machine has found.
  @inline(__always)
  private mutating func close(_ end: Int, _ bits: UInt32) -> Stop {
    if bits & Self.divided != 0 {
      return .dictionary(end: end, bits: bits)
    }
    if bits & CharacterEntry.replacement != 0 { return .replacement(end: end, bits: bits) }
    emit(end, bits)
    return .again
  }
}

extension RuleMachine {
  /// One turn beyond ASCII, out of line: so that cutting English stays small.
  @inline(never)
  fileprivate func run(
    _ scan: inout QuickScan, _ table: borrowing CharacterTable
  ) -> QuickScan.Stop {
    // A copy of its own stays in registers.
    var own = scan
    let found = own.cutBeyond(self, table)
    let stop = found ?? (own.written > scan.written ? .again : own.step(self, table))
    scan = own
    return stop
  }
}
