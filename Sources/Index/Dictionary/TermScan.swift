/// Where a term's info lies in a block of the dictionary, if the block has the term; and the walk through
/// its entries one by one.
///
/// The loops over entries of ``TermDictionary/find(_:)`` and ``TermWalk``, apart from what makes errors:
/// they check that they stay in the block and nothing else, and give up where something is odd, so that
/// the careful way says what.
@safe
struct TermScan {
  private let bytes: UnsafeRawBufferPointer
  private let end: Int
  private let form: Form
  private var at = 0
  /// Whether something makes no sense; nothing more is read then.
  private(set) var isOdd = false
  // Of the last entry: how long its key is, at most if it is packed, what it says of its term, and where its
  // postings end.
  private var length = 0
  private var infoForm = InfoForm.none
  private var postingsOffset = 0
  // Of a walk: the entries that are left, and whether none has been passed.
  private var left = 0
  private var isFirst = true

  @unsafe
  private init(_ bytes: UnsafeRawBufferPointer, _ form: Form) {
    unsafe self.bytes = bytes
    end = bytes.count
    self.form = form
  }

  /// Walks through a block of so many entries.
  @unsafe
  init(walking bytes: UnsafeRawBufferPointer, count: Int, _ form: Form) {
    unsafe self.init(bytes, form)
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
  mutating func next(notBefore key: SoughtKey, _ agreement: inout Int) -> WalkedEntry? {
    var agreeing = agreement
    defer { agreement = agreeing }
    while let (shared, rest) = beginEntry() {
      // As in `find`: an entry that shares more with the last one agrees no further.
      var isBehind = shared < agreeing
      if shared == agreeing {
        let order = compare(rest, with: key, from: agreeing)
        agreeing = order.agreeing
        isBehind = order.isBehind || agreeing == key.count
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
      rest <= TermDictionary.longestRest(isPacked: form.symbols != nil),
      mostBytes(shared: shared, rest: rest) >= TermKey.headerSize,
      shared <= TermKey.maximumByteCount
    else {
      isOdd = true
      return nil
    }
    if shared < TermKey.headerSize { infoForm = InfoForm(ofKind: kind(rest, behind: shared)) }
    return (shared, rest)
  }

  /// Passes over the rest of the entry.
  @inline(__always)
  private mutating func endEntry(shared: Int, rest: Int) -> WalkedEntry {
    let range = at..<at + rest
    at += rest
    length = mostBytes(shared: shared, rest: rest)
    if isFirst { postingsOffset = varint() }
    let info = FoundEntry(infoOffset: at, postingsOffset: postingsOffset)
    postingsOffset &+= passInfo(infoForm)
    isFirst = false
    return WalkedEntry(info: info, shared: shared, rest: range)
  }

  /// Puts the key of an entry together, of which the beginning is there.
  ///
  /// - Precondition: the entry is of this block.
  /// - Returns: false if it makes no sense, in itself or behind the key.
  func complete(_ key: inout [UInt8], _ entry: WalkedEntry) -> Bool {
    precondition(entry.rest.upperBound <= end)
    guard entry.shared <= key.count else { return false }
    key.removeLast(key.count - entry.shared)
    // Inside the block.
    let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[entry.rest])
    if let symbols = form.symbols {
      guard unsafe symbols.unpack(rest, appendTo: &key) else { return false }
    } else {
      unsafe key.append(contentsOf: rest)
    }
    return (TermKey.headerSize...TermKey.maximumByteCount).contains(key.count)
  }

  /// Looks for a key in a block of so many entries.
  @unsafe
  static func find(
    _ key: SoughtKey, count: Int, in bytes: UnsafeRawBufferPointer, _ form: Form
  ) -> Outcome {
    var scan = unsafe TermScan(bytes, form)
    return scan.find(key, count: count)
  }

  /// Whether the first key of a block comes behind another; nil if it makes no sense.
  @unsafe
  static func beginsBehind(
    _ key: SoughtKey, in bytes: UnsafeRawBufferPointer, _ form: Form
  ) -> Bool? {
    var scan = unsafe TermScan(bytes, form)
    let rest = scan.varint()
    guard !scan.isOdd, rest <= scan.end - scan.at else { return nil }
    let isBehind = scan.compare(rest, with: key, from: 0).isBehind
    return scan.isOdd ? nil : isBehind
  }

  private mutating func find(_ key: SoughtKey, count: Int) -> Outcome {
    // How many bytes of the key the last entry, which precedes it, begins with.
    var agreeing = 0
    var number = 0
    while number < count {
      if number > 0 {
        number &+= passEntries(before: key, agreeing: agreeing, atMost: count &- number)
        if number == count { break }
      }
      let (shared, rest) = number == 0 ? (0, varint()) : parts()
      guard !isOdd, shared <= length, rest <= end - at,
        mostBytes(shared: shared, rest: rest) >= TermKey.headerSize
      else { return .unclear }
      if shared < TermKey.headerSize { infoForm = InfoForm(ofKind: kind(rest, behind: shared)) }
      // An entry that shares less comes behind the key, and one that shares more agrees no further.
      if shared < agreeing { return .absent }
      var isWhole = false
      if shared == agreeing {
        let order = compare(rest, with: key, from: agreeing)
        if order.isBehind { return isOdd ? .unclear : .absent }
        (agreeing, isWhole) = (order.agreeing, order.isWhole)
      }
      at += rest
      length = mostBytes(shared: shared, rest: rest)
      if number == 0 { postingsOffset = varint() }
      if isWhole, agreeing == key.count, !isOdd {
        return .found(FoundEntry(infoOffset: at, postingsOffset: postingsOffset))
      }
      postingsOffset &+= passInfo(infoForm)
      number &+= 1
    }
    return isOdd ? .unclear : .absent
  }

  /// How a key compares with one of which the beginning agrees, and the rest comes next.
  ///
  /// - Returns: how many bytes agree altogether, whether those are all of the rest, and whether it comes
  ///   behind the key.
  @inline(__always)
  private mutating func compare(
    _ rest: Int, with key: SoughtKey, from start: Int
  ) -> (agreeing: Int, isWhole: Bool, isBehind: Bool) {
    if let symbols = form.symbols {
      return compare(packed: rest, symbols, with: key, from: start)
    }
    let most = min(rest, key.count - start)
    var more = 0
    while more < most, byte(ahead: more) == key.bytes[start + more] { more += 1 }
    let agreeing = start + more
    if more == rest { return (agreeing, true, false) }
    return (agreeing, false, agreeing == key.count || byte(ahead: more) > key.bytes[agreeing])
  }

  /// The same where the rest is packed.
  @inline(__always)
  private mutating func compare(
    packed rest: Int, _ symbols: SymbolCodes, with key: SoughtKey, from start: Int
  ) -> (agreeing: Int, isWhole: Bool, isBehind: Bool) {
    var agreeing = start
    var ahead = 0
    while ahead < rest {
      guard let symbol = symbol(symbols, &ahead, rest) else {
        isOdd = true
        return (agreeing, false, true)
      }
      // All its bytes at once: how many they are is as good as random. Behind the key's end are zeros.
      let word = key.word(at: agreeing)
      let differing = (word ^ symbol.word).trailingZeroBitCount &>> 3
      let same = min(differing, symbol.count, key.count &- agreeing)
      agreeing &+= same
      if same < symbol.count {
        if agreeing == key.count { return (agreeing, false, true) }
        let bits = UInt64(8 &* same)
        return (agreeing, false, symbol.word &>> bits & 0xFF > word &>> bits & 0xFF)
      }
    }
    return (agreeing, true, false)
  }

  /// How many bytes a key has at most, of which these are shared and so many follow.
  @inline(__always)
  private func mostBytes(shared: Int, rest: Int) -> Int {
    shared &+ (form.symbols == nil ? rest : SymbolTable.longest &* rest)
  }

  /// The kind of a key that shares less than its header with the one before.
  private mutating func kind(_ rest: Int, behind shared: Int) -> UInt8 {
    guard let symbols = form.symbols else {
      guard 2 - shared < rest else {
        isOdd = true
        return 0
      }
      return byte(ahead: 2 - shared)
    }
    var (ahead, passed) = (0, shared)
    while ahead < rest, let symbol = symbol(symbols, &ahead, rest) {
      passed &+= symbol.count
      if passed > 2 {
        let bits = UInt64(8 &* (2 &- (passed &- symbol.count)))
        return UInt8(truncatingIfNeeded: symbol.word &>> bits)
      }
    }
    isOdd = true
    return 0
  }

  /// The symbol of a code of the rest of an entry, which is there; nil if the code stands for nothing.
  ///
  /// - Parameter ahead: where the code is, counted from the rest's first byte; then where the next one is.
  @inline(__always)
  private func symbol(
    _ symbols: SymbolCodes, _ ahead: inout Int, _ rest: Int
  ) -> SymbolTable.Symbol? {
    let code = byte(ahead: ahead)
    let symbol = symbols[code]
    ahead &+= 1
    if symbol.count > 0 { return symbol }
    guard ahead < rest, code == SymbolTable.escape else { return nil }
    ahead &+= 1
    return SymbolTable.Symbol(word: UInt64(byte(ahead: ahead &- 1)), count: 1)
  }

  /// Passes over entries that are seen at a glance to come before a key, as long as their parts take one byte
  /// and the block goes on long enough behind them: most entries.
  ///
  /// They share more with the entry before than that has of the key; or as much, and go on with a lesser byte
  /// than the key does. Which of both it is is as good as random, so that both are one comparison.
  ///
  /// - Parameter agreeing: how many bytes of the key the last entry, which precedes it, begins with.
  /// - Returns: how many.
  @inline(__always)
  private mutating func passEntries(
    before key: SoughtKey, agreeing: Int, atMost count: Int
  ) -> Int {
    let infoForm = infoForm
    let keepsPositions: UInt64 = infoForm == .postingsWithPositions ? 1 : 0
    let keepsPosition = keepsPositions & form.separatesPosition
    let symbols = form.symbols
    let factor = symbols == nil ? 1 : SymbolTable.longest
    // Whatever shares as much as the whole key comes behind it.
    let sought = agreeing < key.count ? Int(key.bytes[agreeing]) : 0
    let most = agreeing &<< 8 &+ (255 &- sought)
    var (at, last) = (at, length)
    var (passed, byteCount) = (0, 0)
    // The parts, a rest of at most 16 bytes, and eight bytes of info.
    while passed < count, at &+ 25 <= end {
      // Below the count, here and below.
      let both = unsafe Int(bytes[at])
      let shared = both &>> 4 &+ TermKey.headerSize
      let code = unsafe bytes[at &+ 1]
      let first = symbols.map { $0.firstByte(code) } ?? code
      if both == 0xFF || shared > last || shared &<< 8 &+ (255 &- Int(first)) <= most { break }
      let next = at &+ 2 &+ both & 15
      if infoForm == .none {
        at = next
      } else {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self)
        guard let counts = InfoForm.byteCounts(word, keepsPositions, keepsPosition) else { break }
        at = next &+ counts.info
        byteCount &+= counts.postings
      }
      last = shared &+ (both & 15 &+ 1) &* factor
      passed &+= 1
    }
    (self.at, length) = (at, last)
    postingsOffset &+= byteCount
    return passed
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
  private mutating func passInfo(_ infoForm: InfoForm) -> Int {
    if infoForm == .none { return 0 }
    guard at &+ 8 <= end else { return passInfoSlowly(infoForm) }
    // Below the count.
    let word = unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    let keepsPositions: UInt64 = infoForm == .postingsWithPositions ? 1 : 0
    guard
      let counts = InfoForm.byteCounts(
        word, keepsPositions, keepsPositions & form.separatesPosition)
    else { return passInfoSlowly(infoForm) }
    at &+= counts.info
    return counts.postings
  }

  /// The same, byte by byte.
  private mutating func passInfoSlowly(_ infoForm: InfoForm) -> Int {
    let keepsPositions = infoForm == .postingsWithPositions
    switch passVarint() & 3 {
    case 0:
      if keepsPositions, form.separatesPosition == 1 { passVarint() }
      return 0
    case 1:
      passVarint()
      return keepsPositions ? varint() : 0
    case 2: return varint()
    default:
      passVarint()
      return varint()
    }
  }

  /// Passes over a varint of at most 64 bits; returns its first byte.
  @discardableResult
  private mutating func passVarint() -> UInt8 {
    let start = at
    while at < end, at < start + 10 {
      at += 1
      // Below the count.
      if unsafe bytes[at - 1] < 0x80 { return unsafe bytes[start] }
    }
    isOdd = true
    return 0
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
