/// The terms of the segment that is being built: key → list of occurrences.
///
/// Open addressing over slots of a hash and a number; keys and lists live in the arena, the first
/// chunk of a list behind its key. It is asked a document at a time, so that memory that is in no
/// cache is waited for by many terms at once.
///
/// An entry's list holds, for each document: `document - previous` (-1 at first) times 2, plus 1 if
/// the frequency is 1, as a varint; or else the frequency minus 2; and, if positions are kept, the
/// first one and then each one's gap, `position - previous - 1`.
@safe
final class TermTable {
  private struct Entry: BitwiseCopyable {
    /// The first eight bytes of the term; see ``TermBytes``.
    var word: UInt64
    /// See ``TermHeader``.
    var header: UInt32
    var lastDocument: UInt32
    var keyAddress: UInt32
    // Nine bytes, so that an entry has 32.
    var list: ArenaList
    var byteCount: UInt16

    /// Where the list begins.
    var firstChunk: UInt32 { keyAddress &+ (UInt32(byteCount) &+ 3) & ~3 }
  }

  let arena: PostingsArena
  private let entries = GrowingMemory<Entry>(capacity: 1 << 12)
  // A hash in the high half, and the number of an entry plus 1; 0 where there is none.
  private let slots = GrowingMemory<UInt64>(capacity: 1 << 13)
  private var slotMask: UInt32 = 1 << 13 - 1
  // What loads ahead have found, so that they are not optimised away.
  private var touched: UInt64 = 0

  /// Terms whose memory is waited for at once.
  private static let batchSize = 32

  init(arena: PostingsArena) {
    self.arena = arena
    slots.replaceByZeros(capacity: slots.capacity)
  }

  var count: Int { entries.count }

  var memoryByteCount: Int { entries.byteCount + slots.byteCount }

  /// Adds the occurrences of all terms of a document.
  ///
  /// - Precondition: documents ascend.
  func add(_ terms: DocumentTerms, document: UInt32) {
    // Valid until the next document.
    var positions = unsafe terms.groupPositions()
    var start = 0
    while start < terms.count {
      let batch = start..<min(start + Self.batchSize, terms.count)
      touch(batch, of: terms)
      for number in batch {
        let term = terms.entry(number)
        // As many positions as `groupPositions` put there.
        unsafe positions += add(term, of: terms, document: document, positions)
      }
      start = batch.upperBound
    }
  }

  /// Loads what adding the terms will need, all of them at each step, so that the processor waits
  /// for many at once.
  @inline(__always)
  private func touch(_ batch: Range<Int>, of terms: DocumentTerms) {
    var found: UInt64 = 0
    for number in batch {
      // The mask keeps the slot below the capacity.
      found ^= unsafe slots.pointer[Int(terms.entry(number).hash & slotMask)]
    }
    for number in batch {
      let stored = unsafe slots.pointer[Int(terms.entry(number).hash & slotMask)]
      if stored == 0 { continue }
      // A stored number is at most `count`.
      found ^= unsafe entries.pointer[Int(UInt32(truncatingIfNeeded: stored)) &- 1].word
    }
    for number in batch {
      let stored = unsafe slots.pointer[Int(terms.entry(number).hash & slotMask)]
      if stored == 0 { continue }
      let next = unsafe entries.pointer[Int(UInt32(truncatingIfNeeded: stored)) &- 1].list.next
      // The place behind a list's last byte, which lies in its chunk.
      found ^= unsafe UInt64(arena.pointer(next).load(as: UInt8.self))
    }
    touched ^= found
  }

  /// Adds a term of a document; returns how many positions it has.
  @inline(__always)
  private func add(
    _ term: DocumentTerms.Entry, of terms: DocumentTerms, document: UInt32,
    _ positions: UnsafePointer<UInt32>
  ) -> Int {
    // `find` may move the entries.
    let number = find(term, of: terms)
    // Below `count`; positions are as many as the frequency.
    let entry = unsafe entries.pointer + number
    var list = unsafe entry.pointee.list
    let step = unsafe UInt64(document &- entry.pointee.lastDocument)
    unsafe entry.pointee.lastDocument = document
    list.append(varint: step << 1 | (term.frequency == 1 ? 1 : 0), in: arena)
    if term.frequency > 1 { list.append(varint: UInt64(term.frequency &- 2), in: arena) }
    var count = 0
    if term.header & TermHeader.keepsPositions != 0 {
      count = Int(term.frequency)
      var expected: UInt32 = 0
      for index in 0..<count {
        let position = unsafe positions[index]
        list.append(varint: UInt64(position - expected), in: arena)
        expected = position &+ 1
      }
    }
    unsafe entry.pointee.list = list
    return count
  }

  @inline(__always)
  private func find(_ term: DocumentTerms.Entry, of terms: DocumentTerms) -> Int {
    var slot = term.hash & slotMask
    while true {
      // The mask keeps the slot below the capacity; a stored number is at most `count`.
      let stored = unsafe slots.pointer[Int(slot)]
      if stored == 0 { return insert(term, of: terms, slot: slot) }
      if UInt32(truncatingIfNeeded: stored >> 32) == term.hash {
        let number = Int(UInt32(truncatingIfNeeded: stored)) &- 1
        if unsafe matches(entries.pointer + number, term, terms) { return number }
      }
      slot = (slot &+ 1) & slotMask
    }
  }

  @inline(__always)
  private func matches(
    _ entry: UnsafeMutablePointer<Entry>, _ term: DocumentTerms.Entry, _ terms: DocumentTerms
  ) -> Bool {
    guard unsafe entry.pointee.word == term.word, unsafe entry.pointee.header == term.header,
      unsafe entry.pointee.byteCount == term.byteCount
    else { return false }
    if term.byteCount <= 8 { return true }
    // The key of an entry lies in the arena, and is as long as the term.
    let key = unsafe arena.pointer(entry.pointee.keyAddress).assumingMemoryBound(to: UInt8.self)
    return unsafe TermBytes.agreeBehindFirstWord(terms.term(of: term), key)
  }

  @inline(never)
  private func insert(_ term: DocumentTerms.Entry, of terms: DocumentTerms, slot: UInt32) -> Int {
    let keyByteCount = (Int(term.byteCount) + 3) & ~3
    let address = arena.allocate(keyByteCount + Int(ArenaList.smallest))
    // The arena gave room for the key and the first chunk.
    if let source = unsafe terms.term(of: term).baseAddress {
      unsafe arena.pointer(address).copyMemory(from: source, byteCount: Int(term.byteCount))
    }
    entries.append(
      Entry(
        word: term.word, header: term.header, lastDocument: .max, keyAddress: address,
        list: ArenaList(first: address + UInt32(keyByteCount)), byteCount: term.byteCount))
    // The mask keeps the slot below the capacity.
    unsafe slots.pointer[Int(slot)] = UInt64(term.hash) << 32 | UInt64(entries.count)
    if entries.count * 2 > Int(slotMask) { growSlots() }
    return entries.count - 1
  }

  private func growSlots() {
    // As many as the capacity.
    let old = unsafe Array(UnsafeBufferPointer(start: slots.pointer, count: slots.capacity))
    slots.replaceByZeros(capacity: 2 * old.count)
    slotMask = UInt32(slots.capacity - 1)
    for stored in old where stored != 0 {
      var slot = UInt32(truncatingIfNeeded: stored >> 32) & slotMask
      // The mask keeps the slot below the capacity.
      while unsafe slots.pointer[Int(slot)] != 0 { slot = (slot &+ 1) & slotMask }
      unsafe slots.pointer[Int(slot)] = stored
    }
  }

  // MARK: - Reading it back

  /// A term's key.
  func key(_ index: Int) -> [UInt8] {
    let entry = entry(index)
    let header = TermHeader.key(entry.header)
    return unsafe [UInt8](
      unsafeUninitializedCapacity: TermKey.headerSize + Int(entry.byteCount)
    ) { buffer, count in
      // There is room for header and term, which lies in the arena.
      for offset in 0..<TermKey.headerSize {
        unsafe buffer[offset] = UInt8(truncatingIfNeeded: header >> UInt32(8 * (2 - offset)))
      }
      let term = unsafe UnsafeRawBufferPointer(
        start: arena.pointer(entry.keyAddress), count: Int(entry.byteCount))
      unsafe UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[TermKey.headerSize...]
      )
      .copyMemory(from: term)
      count = TermKey.headerSize + Int(entry.byteCount)
    }
  }

  /// A term's occurrences.
  func occurrences(_ index: Int) -> TermOccurrences {
    let entry = entry(index)
    return TermOccurrences(
      ArenaList.Reader(entry.list, first: entry.firstChunk, in: arena),
      keepsPositions: entry.header & TermHeader.keepsPositions != 0)
  }

  private func entry(_ index: Int) -> Entry {
    precondition(index >= 0 && index < count)
    // Below the count.
    return unsafe entries.pointer[index]
  }

  /// A term's place in the order of keys: header and thirteen bytes of the term, of which most
  /// comparisons need no more.
  struct Place {
    fileprivate var first: UInt64
    fileprivate var second: UInt64
    /// The term's number.
    var index: UInt32
  }

  /// All terms in the order of their keys.
  func sorted() -> [Place] {
    var order: [Place] = []
    order.reserveCapacity(count)
    for index in 0..<count {
      let entry = entry(index)
      let first = UInt64(TermHeader.key(entry.header)) << 40 | bytes(of: entry, from: 0, count: 5)
      order.append(
        Place(
          first: first, second: bytes(of: entry, from: 5, count: 8), index: UInt32(index)))
    }
    order.sort { Self.precedes($0, in: self, $1, in: self) }
    return order
  }

  /// Whether a term of one table comes before a term of another, or the same.
  static func precedes(
    _ left: Place, in leftTable: TermTable, _ right: Place, in rightTable: TermTable
  ) -> Bool {
    if left.first != right.first { return left.first < right.first }
    if left.second != right.second { return left.second < right.second }
    let (leftEntry, rightEntry) = (
      leftTable.entry(Int(left.index)), rightTable.entry(Int(right.index))
    )
    let common = min(leftEntry.byteCount, rightEntry.byteCount)
    for offset in 0..<Int(common) {
      let leftByte = leftTable.byte(of: leftEntry, at: offset)
      let rightByte = rightTable.byte(of: rightEntry, at: offset)
      if leftByte != rightByte { return leftByte < rightByte }
    }
    return leftEntry.byteCount < rightEntry.byteCount
  }

  private func byte(of entry: Entry, at offset: Int) -> UInt8 {
    precondition(offset < Int(entry.byteCount))
    // Below the key's length.
    return unsafe arena.pointer(entry.keyAddress).load(fromByteOffset: offset, as: UInt8.self)
  }

  /// Bytes of a term as a big-endian integer, zeros behind its end.
  private func bytes(of entry: Entry, from start: Int, count: Int) -> UInt64 {
    var value: UInt64 = 0
    for offset in start..<start + count {
      value = value << 8 | (offset < Int(entry.byteCount) ? UInt64(byte(of: entry, at: offset)) : 0)
    }
    return value
  }
}

/// The documents of a term, and where it stands in them, as ``TermTable`` has kept them.
struct TermOccurrences {
  private var list: ArenaList.Reader
  private let keepsPositions: Bool
  /// The document moved to.
  private(set) var document = UInt32.max
  /// How often it holds the term.
  private(set) var frequency: UInt32 = 0

  init(_ list: ArenaList.Reader, keepsPositions: Bool) {
    self.list = list
    self.keepsPositions = keepsPositions
  }

  /// Moves to the next document; false if there is none.
  ///
  /// - Precondition: the gaps of the last one have been read.
  @inline(__always)
  mutating func next() -> Bool {
    if list.isAtEnd { return false }
    let head = list.varint()
    document &+= UInt32(truncatingIfNeeded: head >> 1)
    frequency = head & 1 == 1 ? 1 : UInt32(truncatingIfNeeded: list.varint()) &+ 2
    return true
  }

  /// The next gap of the document's positions; there are as many as the frequency says.
  @inline(__always)
  mutating func gap() -> UInt32 { UInt32(truncatingIfNeeded: list.varint()) }
}
