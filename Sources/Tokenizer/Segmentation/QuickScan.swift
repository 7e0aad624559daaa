/// The inner loop of ``WordScanner``: it runs until the batch is full, the text ends, or something is
/// met that it leaves to others.
///
/// English words are cut by ``ASCIIWords``. Everything else steps through ``RuleMachine``, one code
/// point at a time and each only once: the code point at which one segment ends is the first of the
/// next. Most code points lead from a state to itself, which is asked first.
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

  private static let unusual =
    CharacterEntry.cjk | CharacterEntry.otherDictionary | CharacterEntry.replacement

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
    while start < count, written < SegmentBatch.capacity {
      if text[start] < 0x80, cutASCII(words) { continue }
      guard let stop = machine?.run(&self, table) else { return .closed }
      if case .again = stop { continue }
      return stop
    }
    return .pause
  }

  /// Cuts segments of ASCII. Returns false if bytes beyond ASCII have a say in the first one.
  @inline(__always)
  private mutating func cutASCII(_ words: borrowing ASCIIWords) -> Bool {
    let (end, bits) = words.segment(in: text, at: start, count: count)
    guard end > start else { return false }
    emit(end, bits)
    // A single space behind a word, in front of another one.
    if end + 1 < count, text[end] == 0x20, bits & Segment.word != 0,
      written < SegmentBatch.capacity, text[end + 1] &- 0x21 < 0x5F
    {
      emit(end + 1, Segment.ascii)
    }
    return true
  }

  @inline(__always)
  private mutating func emit(_ end: Int, _ bits: UInt32) {
    segments[written] = Segment(end: UInt32(truncatingIfNeeded: end), bits: bits)
    written &+= 1
    start = end
  }

  /// The state of the machine within a segment.
  fileprivate struct Progress {
    var position: Int
    var state = RuleMachine.startState
    var bits: UInt32 = 0
    /// Where the segment could last end, when it cannot end here.
    var kept: (end: Int, bits: UInt32, state: Int) = (0, 0, 0)
  }

  /// Steps from `start` until a segment ends in front of an ASCII letter, or something unusual is
  /// met.
  @inline(__always)
  fileprivate mutating func step(
    _ machine: borrowing RuleMachine, _ table: borrowing CharacterTable
  ) -> Stop {
    let (next, statuses) = (machine.next.unchecked, machine.statuses.unchecked)
    let stays = machine.stays.unchecked
    let (pages, entries) = (table.pages.unchecked, table.entries.unchecked)
    var progress = Progress(position: start)
    var stay: UInt64 = 0
    while progress.position < count {
      let (scalar, length) = RuleMachine.decode(text, at: progress.position, count: count)
      let entry = entries[Int(pages[Int(scalar >> 8)]) &+ Int(scalar & 0xFF)]
      let category = entry & CharacterEntry.category
      if stay >> UInt64(category) & 1 != 0 {
        progress.bits |= entry
        progress.position &+= length
        continue
      }
      if entry == 0 { return .missing(scalar) }
      var following = Int(next[progress.state << 6 | Int(category)])
      if following == 0 {
        // ICU makes a segment of a code point that no rule matches.
        let isAlone = progress.state == RuleMachine.startState
        if isAlone { progress.advance(length, entry, 0) }
        let isBehind = progress.finish(statuses)
        if let stop = close(progress) { return stop }
        let isLetter = scalar < 0x80 && UInt8(truncatingIfNeeded: scalar | 0x20) &- 0x61 < 26
        if isAlone || isBehind || isLetter || written == SegmentBatch.capacity { return .again }
        progress = Progress(position: start)
        following = Int(next[RuleMachine.startState << 6 | Int(category)])
      }
      if statuses[following] < 0, statuses[progress.state] >= 0 { progress.keep() }
      progress.advance(length, entry, following)
      stay = stays[following]
    }
    _ = progress.finish(statuses)
    return close(progress) ?? .again
  }

  /// Writes the segment that the machine has found.
  @inline(__always)
  private mutating func close(_ progress: Progress) -> Stop? {
    let bits = progress.bits
    if bits & Self.unusual != 0 {
      if bits & (CharacterEntry.cjk | CharacterEntry.otherDictionary) != 0 {
        return .dictionary(end: progress.position, bits: bits)
      }
      return .replacement(end: progress.position, bits: bits)
    }
    emit(progress.position, bits)
    return nil
  }
}

extension QuickScan.Progress {
  /// Takes in a code point.
  @inline(__always)
  fileprivate mutating func advance(_ length: Int, _ entry: UInt32, _ following: Int) {
    position &+= length
    bits |= entry
    state = following
  }

  /// Remembers that the segment could end here.
  @inline(__always)
  fileprivate mutating func keep() { kept = (position, bits, state) }

  /// Ends the segment where it last could, and gives it its status. Returns whether that is behind
  /// the position, so that part of the text must be read again: once, as no state that cannot end a
  /// segment follows from a start within such a part.
  @inline(__always)
  fileprivate mutating func finish(_ statuses: UncheckedMemory<Int16>) -> Bool {
    let isBehind = statuses[state] < 0 && state != 0
    if isBehind { (position, bits, state) = kept }
    bits &= ~(CharacterEntry.category | Segment.flags)
    if Int32(statuses[state]) >= SegmentList.wordStatus { bits |= Segment.word }
    return isBehind
  }
}

extension RuleMachine {
  /// One stretch of the loop, out of line: so that cutting English stays small.
  @inline(never)
  fileprivate func run(
    _ scan: inout QuickScan, _ table: borrowing CharacterTable
  ) -> QuickScan.Stop {
    scan.step(self, table)
  }
}
