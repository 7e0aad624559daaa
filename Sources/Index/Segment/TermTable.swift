/// The terms of the segment that is being built: key → list of occurrences.
///
/// Open addressing over slots of a hash and a number; entries and keys lie in pages, so nothing of them
/// moves while the table grows.
@safe
final class TermTable {
  // Keys, and the full pieces of lists.
  let arena = PostingsArena()
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

  /// How many bytes of memory it takes, with those of the order that sorting makes.
  var memoryByteCount: Int {
    arena.memoryByteCount + entries.memoryByteCount + slots.byteCount
      + count * MemoryLayout<Place>.stride
  }

  /// A term that is to be added, hashed.
  @safe
  struct Sought: BitwiseCopyable {
    /// Its first eight bytes; see ``TermBytes``.
    let word: UInt64
    fileprivate let hash: UInt32
    fileprivate let header: UInt32
    /// Its bytes.
    let bytes: UnsafeBufferPointer<UInt8>
  }

  /// Hashes a term.
  ///
  /// - Parameter readableByteCount: see ``TermBytes/word(of:at:readableByteCount:)``.
  /// - Precondition: its bytes live until it has been added.
  @unsafe @inline(__always)
  func seek(
    header: UInt32, _ term: UnsafeBufferPointer<UInt8>, readableByteCount: Int
  ) -> Sought {
    // The caller says what can be read.
    let first = unsafe TermBytes.word(of: term, at: 0, readableByteCount: readableByteCount)
    let second = unsafe TermBytes.word(of: term, at: 8, readableByteCount: readableByteCount)
    let hash = unsafe TermBytes.hash(
      header: header, first: first, second: second, term, seed: seed, multiplier: multiplier)
    return unsafe Sought(word: first, hash: hash, header: header, bytes: term)
  }

  /// Hashes a term of at most eight bytes, without looking at them.
  ///
  /// - Parameter word: see ``TermBytes/firstWord(_:)``.
  /// - Precondition: its bytes live until it has been added.
  @unsafe @inline(__always)
  func seek(header: UInt32, word: UInt64, _ term: UnsafeBufferPointer<UInt8>) -> Sought {
    let hash = unsafe TermBytes.hash(
      header: header, first: word, second: 0, term, seed: seed, multiplier: multiplier)
    return unsafe Sought(word: word, hash: hash, header: header, bytes: term)
  }

  /// Loads the slots where terms will be looked up, and then the entries where they will most probably be
  /// found, and the keys of long ones, all of them at each step, so that memory that is in no cache is waited for by many at once.
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
      if stored == 0 { continue }
      // A stored number is at most `count`, and the key of an entry lies in the arena.
      let entry = unsafe entries.pointer(number(stored))
      if unsafe terms[index].bytes.count > 8 {
        let key = unsafe arena.pointer(entry.pointee.keyAddress)
        found ^= UInt64(unsafe key.load(as: UInt8.self))
      } else {
        found ^= unsafe entry.pointee.word
      }
    }
    return found
  }

  /// Adds an occurrence of a term; returns its level among ``CommonWords``.
  ///
  /// - Precondition: documents ascend, and so do the positions of a term in each.
  @inline(__always) @discardableResult
  func add(_ term: Sought, document: UInt32, at position: UInt32) -> UInt8 {
    // `find` gives an entry of this table.
    let entry = unsafe find(term)
    unsafe TermEntry.add(document, at: position, to: entry, in: arena)
    return unsafe entry.pointee.level
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
    // `touch` looks at the first byte of every key.
    let key = unsafe arena.allocate(max(1, term.bytes.count))
    // The arena gave room for the key.
    if let source = unsafe term.bytes.baseAddress {
      unsafe arena.pointer(key).copyMemory(from: source, byteCount: term.bytes.count)
    }
    let entry = unsafe entries.append(
      TermEntry(
        word: term.word, header: term.header, keyAddress: key, byteCount: term.bytes.count,
        level: commonWords.standing(term.bytes).level))
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

  /// A term's bytes.
  @unsafe
  func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let entry = entry(at: index)
    // The term lies in the arena.
    return unsafe UnsafeBufferPointer(
      start: arena.pointer(entry.keyAddress).assumingMemoryBound(to: UInt8.self),
      count: Int(entry.byteCount))
  }

  /// A term's occurrences.
  func occurrences(_ index: Int) -> TermOccurrences {
    precondition(index >= 0 && index < count)
    // Below the count; both arenas are this table's.
    return unsafe TermOccurrences(entries.pointer(index), in: arena)
  }

  /// A term's entry.
  func entry(at index: Int) -> TermEntry {
    precondition(index >= 0 && index < count)
    // Below the count.
    return unsafe entries.pointer(index).pointee
  }
}
