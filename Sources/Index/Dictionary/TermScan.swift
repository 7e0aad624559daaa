/// Where a term's info lies in a block of the dictionary, if the block has the term; and the walk through
/// its entries one by one.
///
/// The loops over entries of ``TermDictionary/find(_:)`` and ``TermWalk``, apart from what makes errors:
/// they check that they stay in the block and nothing else, and give up where something is odd, so that
/// the careful way says what.
@safe
struct TermScan {
  enum Outcome {
    case found(FoundEntry)
    case absent
    case unclear
  }

  /// An entry of a block.
  struct FoundEntry {
    /// Where its info begins, counted from the block's first byte.
    var infoOffset: Int
    /// Where its postings begin in their section.
    var postingsOffset: Int
    var isFirst: Bool
  }

  /// An entry that a walk has come to, and what its key is made of.
  struct WalkedEntry {
    var info: FoundEntry
    /// How many bytes it has in common with the key before it, or with the one that was looked for.
    var shared: Int
    /// Where the rest of it lies in the block.
    var rest: Range<Int>
  }

  private let bytes: UnsafeRawBufferPointer
  private let end: Int
  private var at = 0
  /// Whether something makes no sense; nothing more is read then.
  private(set) var isOdd = false
  // Of a walk: the entries that are left, the length of the last key, its kind, and where its postings
  // end.
  private var left = 0
  private var length = 0
  private var form = InfoForm.none
  private var postingsOffset = 0
  private var isFirst = true

  /// What an entry says of its term.
  private enum InfoForm {
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
  }

  @unsafe
  private init(_ bytes: UnsafeRawBufferPointer) {
    unsafe self.bytes = bytes
    end = bytes.count
  }

  /// Walks through a block of so many entries.
  @unsafe
  init(walking bytes: UnsafeRawBufferPointer, count: Int) {
    unsafe self.init(bytes)
    left = count
  }

  /// The next entry; nil at the end, or where something is odd.
  mutating func next() -> WalkedEntry? {
    guard let (shared, rest) = beginEntry() else { return nil }
    return endEntry(shared: shared, rest: rest)
  }

  /// The next entry that is not less than a key; nil at the end, or where something is odd.
  ///
  /// - Parameter agreement: how many bytes of it the last entry, which precedes it, begins with; 0 before
  ///   the first. Says the same of the entry afterwards.
  mutating func next(notBefore key: [UInt8], _ agreement: inout Int) -> WalkedEntry? {
    var agreeing = agreement
    defer { agreement = agreeing }
    while let (shared, rest) = beginEntry() {
      // As in `find`: an entry that shares more with the last one agrees no further.
      var isBehind = shared < agreeing
      if shared == agreeing {
        let most = min(rest, key.count - agreeing)
        var more = 0
        while more < most, byte(ahead: more) == key[agreeing + more] { more += 1 }
        agreeing += more
        isBehind = agreeing == key.count || (more < rest && byte(ahead: more) > key[agreeing])
      } else if isBehind {
        agreeing = shared
      }
      let entry = endEntry(shared: shared, rest: rest)
      if isBehind { return isOdd ? nil : entry }
    }
    return nil
  }

  /// Reads of the next entry what its key is made of.
  @inline(__always)
  private mutating func beginEntry() -> (shared: Int, rest: Int)? {
    guard left > 0, !isOdd else { return nil }
    left -= 1
    let (shared, rest) = isFirst ? (0, varint()) : parts()
    guard !isOdd, shared <= length, rest >= 0, rest <= end - at,
      shared + rest >= TermKey.headerSize, shared + rest <= TermKey.maximumByteCount
    else {
      isOdd = true
      return nil
    }
    if shared < TermKey.headerSize { form = InfoForm(ofKind: byte(ahead: 2 - shared)) }
    return (shared, rest)
  }

  /// Passes over the rest of the entry.
  @inline(__always)
  private mutating func endEntry(shared: Int, rest: Int) -> WalkedEntry {
    let range = at..<at + rest
    at += rest
    length = shared + rest
    if isFirst { postingsOffset = varint() }
    let info = FoundEntry(infoOffset: at, postingsOffset: postingsOffset, isFirst: isFirst)
    postingsOffset &+= passInfo(form)
    isFirst = false
    return WalkedEntry(info: info, shared: shared, rest: range)
  }

  /// Puts the key of an entry together, of which the beginning is there.
  ///
  /// - Precondition: the entry is of this block; the key has the bytes that it shares.
  func complete(_ key: inout [UInt8], _ entry: WalkedEntry) {
    precondition(entry.shared <= key.count && entry.rest.upperBound <= end)
    key.removeLast(key.count - entry.shared)
    // Inside the block.
    unsafe key.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[entry.rest]))
  }

  /// Looks for a key in a block of so many entries.
  @unsafe
  static func find(_ key: [UInt8], count: Int, in bytes: UnsafeRawBufferPointer) -> Outcome {
    var scan = unsafe TermScan(bytes)
    return scan.find(key, count: count)
  }

  private mutating func find(_ key: [UInt8], count: Int) -> Outcome {
    var form = InfoForm.none
    var length = 0
    // How many bytes of the key the last entry, which precedes it, begins with.
    var agreeing = 0
    var postingsOffset = 0
    var number = 0
    while number < count {
      if number > 0 {
        let passed = passEntries(
          sharingMoreThan: agreeing, atMost: count &- number, form, &length)
        number &+= passed.count
        postingsOffset &+= passed.byteCount
        if number == count { break }
      }
      let (shared, rest) = number == 0 ? (0, varint()) : parts()
      guard !isOdd, shared <= length, rest <= end - at,
        shared + rest >= TermKey.headerSize
      else { return .unclear }
      if shared < TermKey.headerSize { form = InfoForm(ofKind: byte(ahead: 2 - shared)) }
      // An entry that shares less comes behind the key, and one that shares more agrees no further.
      if shared < agreeing { return .absent }
      if shared == agreeing {
        let most = min(rest, key.count - agreeing)
        var more = 0
        while more < most, byte(ahead: more) == key[agreeing + more] { more += 1 }
        agreeing += more
        if more < rest, agreeing == key.count || byte(ahead: more) > key[agreeing] {
          return .absent
        }
      }
      at += rest
      length = shared + rest
      if number == 0 { postingsOffset = varint() }
      if agreeing == key.count, agreeing == length, !isOdd {
        return .found(
          FoundEntry(infoOffset: at, postingsOffset: postingsOffset, isFirst: number == 0))
      }
      postingsOffset &+= passInfo(form)
      number &+= 1
    }
    return isOdd ? .unclear : .absent
  }

  /// Passes over entries that share more with the one before than so many bytes, as long as their parts take
  /// one byte and the block goes on long enough behind them: most entries.
  ///
  /// - Parameter length: that of the last entry's key, before and afterwards.
  /// - Returns: how many, and how many bytes of postings they have.
  @inline(__always)
  private mutating func passEntries(
    sharingMoreThan agreeing: Int, atMost count: Int, _ form: InfoForm, _ length: inout Int
  ) -> (count: Int, byteCount: Int) {
    let keepsPositions: UInt64 = form == .postingsWithPositions ? 1 : 0
    var (at, last) = (at, length)
    var (passed, byteCount) = (0, 0)
    // The parts, a rest of at most 16 bytes, and eight bytes of info.
    while passed < count, at &+ 25 <= end {
      // Below the count.
      let both = unsafe Int(bytes[at])
      let shared = both &>> 4 &+ TermKey.headerSize
      if both == 0xFF || shared <= agreeing || shared > last { break }
      let next = at &+ 2 &+ both & 15
      if form == .none {
        at = next
      } else {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self)
        guard let info = Self.info(word, keepsPositions) else { break }
        at = next &+ info.byteCount
        byteCount &+= info.postingsByteCount
      }
      last = shared &+ both & 15 &+ 1
      passed &+= 1
    }
    (self.at, length) = (at, last)
    return (passed, byteCount)
  }

  /// How many bytes an entry shares with the one before it, and how many follow.
  @inline(__always)
  private mutating func parts() -> (shared: Int, rest: Int) {
    guard at < end else {
      isOdd = true
      return (0, 0)
    }
    // Below the count.
    let both = unsafe Int(bytes[at])
    at += 1
    if both < 0xFF { return (both >> 4 + TermKey.headerSize, both & 15 + 1) }
    return (varint(), varint())
  }

  /// Passes over what an entry says of its term; returns how many bytes of postings it has.
  ///
  /// It is one to three varints: which of them there are, and how many bytes they have, is as good as random,
  /// so that eight bytes are taken at once where there are as many.
  @inline(__always)
  private mutating func passInfo(_ form: InfoForm) -> Int {
    if form == .none { return 0 }
    guard at &+ 8 <= end else { return passInfoSlowly(form) }
    // Below the count.
    let word = unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    guard let info = Self.info(word, form == .postingsWithPositions ? 1 : 0) else {
      return passInfoSlowly(form)
    }
    at &+= info.byteCount
    return info.postingsByteCount
  }

  /// How many bytes an info has that these begin with, and how many its postings; nil if it has more.
  ///
  /// - Parameter keepsPositions: 1 if its kind does, or else 0.
  @inline(__always)
  private static func info(
    _ word: UInt64, _ keepsPositions: UInt64
  ) -> (byteCount: Int, postingsByteCount: Int)? {
    let isOften = word & 1
    let isMany = word &>> 1 & 1
    // What follows the head: how often, and how many bytes of postings or where the only position is.
    let more = isOften &+ (isMany | keepsPositions)
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

  /// The same, byte by byte.
  private mutating func passInfoSlowly(_ form: InfoForm) -> Int {
    let keepsPositions = form == .postingsWithPositions
    switch varint() & 3 {
    case 0:
      if keepsPositions { _ = varint() }
      return 0
    case 1:
      _ = varint()
      return keepsPositions ? varint() : 0
    case 2: return varint()
    default:
      _ = varint()
      return varint()
    }
  }

  /// - Precondition: so many bytes, and one, are left.
  @inline(__always)
  private func byte(ahead count: Int) -> UInt8 { unsafe bytes[at + count] }

  /// A varint of at most 56 bits; more is odd.
  @inline(__always)
  private mutating func varint() -> Int {
    guard at < end else {
      isOdd = true
      return 0
    }
    // Below the count.
    let first = unsafe Int(bytes[at])
    at += 1
    return first < 0x80 ? first : longVarint(first & 0x7F)
  }

  /// The rest of a varint of several bytes.
  private mutating func longVarint(_ first: Int) -> Int {
    var value = first
    var shift = 7
    while at < end, shift < 56 {
      // Below the count.
      let next = unsafe Int(bytes[at])
      at += 1
      value |= (next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
    isOdd = true
    return 0
  }
}
