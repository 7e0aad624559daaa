/// The terms of the segment that is being built: key → list of occurrences.
///
/// Open addressing over slots of a hash and a number; entries and keys lie in pages, so nothing of them
/// moves while the table grows.
@safe
final class TermTable {
  // Keys, and the full pieces of lists.
  private let arena = PostingsArena()
  private let entries = TermEntries()
  // A hash in the high half, and the number of an entry plus 1; 0 where there is none.
  private let slots = GrowingMemory<UInt64>(capacity: 1 << 13)
  private var slotMask: UInt32 = 1 << 13 - 1
  // Nobody who writes a document can know which terms collide. The order of the output does not
  // depend on it.
  private let seed = UInt64.random(in: .min ... .max)
  private let multiplier = UInt64.random(in: .min ... .max) | 1
  private let commonWords = CommonWords.shared

  init() {
    slots.replaceByZeros(capacity: slots.capacity)
  }

  /// How many terms there are.
  var count: Int { entries.count }

  /// How many bytes of memory it takes, with those that sorting it will: the order, and half as much again.
  var memoryByteCount: Int {
    arena.memoryByteCount + entries.memoryByteCount + slots.byteCount
      + count * MemoryLayout<Place>.stride * 3 / 2
  }

  /// A term that is to be added, hashed.
  @safe
  struct Sought: BitwiseCopyable {
    fileprivate let word: UInt64
    fileprivate let hash: UInt32
    fileprivate let header: UInt32
    /// Its bytes.
    let bytes: UnsafeBufferPointer<UInt8>
  }

  /// Hashes a term.
  ///
  /// - Precondition: its bytes live until it has been added.
  @unsafe @inline(__always)
  func seek(header: UInt32, _ term: UnsafeBufferPointer<UInt8>) -> Sought {
    let word = unsafe TermBytes.firstWord(term)
    let hash = unsafe TermBytes.hash(
      header: header, word: word, term, seed: seed, multiplier: multiplier)
    return unsafe Sought(word: word, hash: hash, header: header, bytes: term)
  }

  /// Loads the slots where terms will be looked up, and then the entries where they will most probably be
  /// found, all of them at each step, so that memory that is in no cache is waited for by many at once.
  ///
  /// - Returns: what was found, which means nothing.
  @inline(__always)
  func touch(_ terms: GrowingMemory<Sought>) -> UInt64 {
    var found: UInt64 = 0
    for index in 0..<terms.count {
      // The mask keeps the slot below the capacity.
      found ^= unsafe slots.pointer[Int(terms[index].hash & slotMask)]
    }
    for index in 0..<terms.count {
      let stored = unsafe slots.pointer[Int(terms[index].hash & slotMask)]
      // A stored number is at most `count`.
      if stored != 0 { found ^= unsafe entries.pointer(number(stored)).pointee.word }
    }
    return found
  }

  /// Adds an occurrence of a term; returns whether it is one of ``CommonWords``.
  ///
  /// - Precondition: documents ascend, and so do the positions of a term in each.
  @inline(__always) @discardableResult
  func add(_ term: Sought, document: UInt32, at position: UInt32) -> Bool {
    // `find` gives an entry of this table.
    let entry = unsafe find(term)
    unsafe TermEntry.add(document, at: position, to: entry, in: arena)
    return unsafe entry.pointee.isCommon
  }

  @inline(__always)
  private func number(_ stored: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: stored)) &- 1 }

  @unsafe @inline(__always)
  private func find(_ term: Sought) -> UnsafeMutablePointer<TermEntry> {
    var slot = term.hash & slotMask
    while true {
      // The mask keeps the slot below the capacity; a stored number is at most `count`.
      let stored = unsafe slots.pointer[Int(slot)]
      if stored == 0 { return unsafe insert(term, slot: slot) }
      if UInt32(truncatingIfNeeded: stored >> 32) == term.hash {
        let entry = unsafe entries.pointer(number(stored))
        if unsafe matches(entry, term) { return unsafe entry }
      }
      slot = (slot &+ 1) & slotMask
    }
  }

  @unsafe @inline(__always)
  private func matches(_ entry: UnsafeMutablePointer<TermEntry>, _ term: Sought) -> Bool {
    guard unsafe entry.pointee.word == term.word, unsafe entry.pointee.header == term.header,
      unsafe Int(entry.pointee.byteCount) == term.bytes.count
    else { return false }
    if unsafe term.bytes.count <= 8 { return true }
    // The key of an entry lies in the arena, and is as long as the term.
    let key = unsafe arena.pointer(entry.pointee.keyAddress).assumingMemoryBound(to: UInt8.self)
    return unsafe TermBytes.agreeBehindFirstWord(term.bytes, key)
  }

  @unsafe @inline(never)
  private func insert(_ term: Sought, slot: UInt32) -> UnsafeMutablePointer<TermEntry> {
    let key = unsafe arena.allocate(term.bytes.count)
    // The arena gave room for the key.
    if let source = unsafe term.bytes.baseAddress {
      unsafe arena.pointer(key).copyMemory(from: source, byteCount: term.bytes.count)
    }
    let entry = unsafe entries.append(
      TermEntry(
        word: term.word, header: term.header, keyAddress: key, byteCount: term.bytes.count,
        isCommon: commonWords.contains(term.bytes)))
    // The mask keeps the slot below the capacity.
    unsafe slots.pointer[Int(slot)] = UInt64(term.hash) << 32 | UInt64(count)
    if count * 2 > Int(slotMask) { growSlots() }
    return unsafe entry
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
    let entry = entry(at: index)
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
    precondition(index >= 0 && index < count)
    // Below the count; both arenas are this table's.
    return unsafe TermOccurrences(entries.pointer(index), in: arena)
  }

  private func entry(at index: Int) -> TermEntry {
    precondition(index >= 0 && index < count)
    // Below the count.
    return unsafe entries.pointer(index).pointee
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
      let entry = entry(at: index)
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
      leftTable.entry(at: Int(left.index)), rightTable.entry(at: Int(right.index))
    )
    let common = min(leftEntry.byteCount, rightEntry.byteCount)
    for offset in 0..<Int(common) {
      let leftByte = leftTable.byte(of: leftEntry, at: offset)
      let rightByte = rightTable.byte(of: rightEntry, at: offset)
      if leftByte != rightByte { return leftByte < rightByte }
    }
    return leftEntry.byteCount < rightEntry.byteCount
  }

  private func byte(of entry: TermEntry, at offset: Int) -> UInt8 {
    precondition(offset < Int(entry.byteCount))
    // Below the key's length.
    return unsafe arena.pointer(entry.keyAddress).load(fromByteOffset: offset, as: UInt8.self)
  }

  /// Bytes of a term as a big-endian integer, zeros behind its end.
  private func bytes(of entry: TermEntry, from start: Int, count: Int) -> UInt64 {
    var value: UInt64 = 0
    for offset in start..<start + count {
      value = value << 8 | (offset < Int(entry.byteCount) ? UInt64(byte(of: entry, at: offset)) : 0)
    }
    return value
  }
}
