/// What an entry of a dictionary says of its term, by its kind; and how much of it there is, eight bytes at
/// a time.
enum InfoForm {
  case none
  case postings
  case postingsWithPositions

  init(ofKind kind: UInt8) {
    switch TermKind(rawValue: kind) {
    case .fold: self = .none
    case .word, .character, nil: self = .postingsWithPositions
    case .stem, .part, .pair, .root, .wordPair: self = .postings
    }
  }

  /// How many bytes an info has that these begin with, and how many its postings; nil if it has more.
  ///
  /// - Parameters:
  ///   - keepsPositions: 1 if its kind does, or else 0.
  ///   - keepsPosition: 1 if besides the only position is a number by itself.
  @inline(__always)
  static func byteCounts(
    _ word: UInt64, _ keepsPositions: UInt64, _ keepsPosition: UInt64
  ) -> (info: Int, postings: Int)? {
    let isOften = word & 1
    let isMany = word &>> 1 & 1
    // What follows the head: how often, and how many bytes of postings or where the only position is.
    let more = isOften &+ (isMany | isOften & keepsPositions | keepsPosition)
    // Where varints end; the first of these ends are wiped out, as many as varints are not the last.
    let ends = ~word & 0x8080_8080_8080_8080
    let second = ends & (ends &- (more | more &>> 1) & 1)
    let last = second & (second &- more &>> 1)
    if last == 0 { return nil }
    let start = UInt64(63 &- ((ends ^ last) &<< 1 | 1).leadingZeroBitCount)
    let stop = UInt64(last.trailingZeroBitCount &+ 1)
    // Postings of one document that has the term once are here.
    let hasPostings = isMany | isOften & keepsPositions
    let bytes = (word &<< (64 &- stop)) &>> (64 &- stop &+ start)
    return (Int(stop &>> 3), varint(bytes & (0 &- hasPostings)))
  }

  /// The number that the bytes of a varint make, the first one lowest; at most seven of them.
  @inline(__always)
  private static func varint(_ bytes: UInt64) -> Int {
    var value = bytes & 0x007F_007F_007F_007F | (bytes & 0x7F00_7F00_7F00_7F00) &>> 1
    value = value & 0x0000_3FFF_0000_3FFF | (value & 0x3FFF_0000_3FFF_0000) &>> 2
    value = value & 0x0FFF_FFFF | (value & 0x0FFF_FFFF_0000_0000) &>> 4
    return Int(truncatingIfNeeded: value)
  }
}
