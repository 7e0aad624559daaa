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
  private let pairRules: CommonWords.Rules
  /// The pairs of words that have been met.
  let wordPairs = WordPairTable()

  // What loads ahead have found, so that they are not optimised away.
  private var touched: UInt64 = 0
  // The entry of no term, for which no key is looked at but the arena's first byte.
  private let nowhere: UnsafeMutablePointer<TermEntry>

  /// - Parameter pairRules: by which words have levels.
  init(pairRules: CommonWords.Rules = .today) {
    self.pairRules = pairRules
    slots.replaceByZeros(capacity: slots.capacity)
    // Freed by deinit. No term has this header.
    unsafe nowhere = .allocate(capacity: 1)
    unsafe nowhere.initialize(
      to: TermEntry(
        word: 0, header: 0, keyAddress: arena.allocate(4), byteCount: 0, level: CommonWords.noLevel)
    )
  }

  // Allocated by init.
  deinit { unsafe nowhere.deallocate() }

  /// How many terms there are.
  var count: Int { entries.count }

  /// How many bytes of memory it takes, with those of the order that sorting makes.
  var memoryByteCount: Int {
    arena.memoryByteCount + entries.memoryByteCount + slots.byteCount
      + wordPairs.memoryByteCount + count * MemoryLayout<Place>.stride
  }

  /// A term that is to be added, hashed.
  @safe
  struct Sought: BitwiseCopyable {
    /// Its first eight bytes; see ``TermBytes``.
    let word: UInt64
    // Header and length; see `TermEntry.stamp`.
    fileprivate let stamp: UInt64
    private let start: UnsafePointer<UInt8>?
    fileprivate let hash: UInt32

    @unsafe @inline(__always)
    fileprivate init(
      word: UInt64, stamp: UInt64, hash: UInt32, _ term: UnsafeBufferPointer<UInt8>
    ) {
      (self.word, self.stamp, self.hash) = (word, stamp, hash)
      unsafe start = term.baseAddress
    }

    /// See ``TermHeader``.
    var header: UInt32 { UInt32(truncatingIfNeeded: stamp) }

    /// Its bytes.
    @inline(__always)
    var bytes: UnsafeBufferPointer<UInt8> {
      unsafe UnsafeBufferPointer(start: start, count: Int(stamp &>> 32))
    }
  }

  /// What terms are hashed by.
  var seeker: Seeker { Seeker(seed: seed, multiplier: multiplier) }

  /// Hashes terms.
  struct Seeker {
    fileprivate let seed: UInt64
    fileprivate let multiplier: UInt64

    /// Hashes a term.
    ///
    /// - Parameter readableByteCount: see ``TermBytes/word(of:at:readableByteCount:)``.
    /// - Precondition: its bytes live until it has been added.
    @unsafe @inline(__always)
    func seek(
      header: UInt32, _ term: UnsafeBufferPointer<UInt8>, readableByteCount: Int
    ) -> Sought {
      // The caller says what can be read.
      unsafe seek(
        header: header,
        word: TermBytes.word(of: term, at: 0, readableByteCount: readableByteCount), term,
        readableByteCount: readableByteCount)
    }

    /// Hashes a term whose first eight bytes are known.
    ///
    /// - Parameters:
    ///   - word: see ``TermBytes/firstWord(_:)``.
    ///   - readableByteCount: see ``TermBytes/word(of:at:readableByteCount:)``.
    /// - Precondition: its bytes live until it has been added.
    @unsafe @inline(__always)
    func seek(
      header: UInt32, word: UInt64, _ term: UnsafeBufferPointer<UInt8>, readableByteCount: Int
    ) -> Sought {
      // The caller says what can be read. Few terms are longer than eight bytes.
      let second =
        term.count <= 8
        ? 0 : unsafe TermBytes.word(of: term, at: 8, readableByteCount: readableByteCount)
      let stamp = TermEntry.stamp(header: header, byteCount: term.count)
      let hash = unsafe TermBytes.hash(
        stamp: stamp, first: word, second: second, term, seed: seed, multiplier: multiplier)
      return unsafe Sought(word: word, stamp: stamp, hash: hash, term)
    }

    /// Hashes a term of at most eight bytes, without looking at them.
    ///
    /// - Parameter word: see ``TermBytes/firstWord(_:)``.
    /// - Precondition: its bytes live until it has been added.
    @unsafe @inline(__always)
    func seek(header: UInt32, word: UInt64, _ term: UnsafeBufferPointer<UInt8>) -> Sought {
      let stamp = TermEntry.stamp(header: header, byteCount: term.count)
      let hash = unsafe TermBytes.hash(
        stamp: stamp, first: word, second: 0, term, seed: seed, multiplier: multiplier)
      return unsafe Sought(word: word, stamp: stamp, hash: hash, term)
    }
  }

  /// Finds where the entries of terms most probably are, in as many steps as there are loads of memory:
  /// all terms at each, so that what is in no cache is waited for by many of them together. The entries
  /// and the keys of long terms are loaded as well.
  ///
  /// - Parameter places: where they are, one a term; see ``entry(of:probably:)``.
  /// - Returns: what was loaded, which means nothing.
  @inline(__always)
  func locate(
    _ terms: GrowingMemory<Sought>, _ places: GrowingMemory<UnsafeMutablePointer<TermEntry>>
  ) -> UInt64 {
    let count = terms.count
    unsafe places.reserve(count)
    let terms = unsafe terms.pointer
    let output = unsafe places.pointer
    let slots = unsafe slots.pointer
    let mask = slotMask
    var found: UInt64 = 0
    // The mask keeps slots below the capacity, a stored number is at most `count`, and the key of an entry
    // lies in the arena.
    for index in 0..<count { found ^= unsafe slots[Int(terms[index].hash & mask)] }
    for index in 0..<count {
      let stored = unsafe slots[Int(terms[index].hash & mask)]
      let entry = unsafe stored == 0 ? nowhere : entries.pointer(number(stored))
      unsafe (output + index).initialize(to: entry)
      if unsafe terms[index].bytes.count > 8 {
        let key = unsafe arena.pointer(entry.pointee.keyAddress)
        found ^= UInt64(unsafe key.load(as: UInt8.self))
      } else {
        found ^= unsafe entry.pointee.word
      }
    }
    unsafe places.setCount(count)
    return found
  }

  /// The entry of a term, which is made if there is none.
  ///
  /// - Parameter place: where ``locate(_:_:)`` has said that it is.
  @unsafe @inline(__always)
  func entry(
    of term: Sought, probably place: UnsafeMutablePointer<TermEntry>
  ) -> UnsafeMutablePointer<TermEntry> {
    // Of this table, or `nowhere`, which no term matches.
    unsafe matches(place, term) ? place : entries.pointer(find(term))
  }

  /// The number of the entry of a term, which is made if there is none.
  func number(of term: Sought) -> Int { find(term) }

  /// An entry.
  ///
  /// - Precondition: its number is below the count.
  @unsafe @inline(__always)
  func entryPointer(_ number: Int) -> UnsafeMutablePointer<TermEntry> {
    // The caller says so.
    unsafe entries.pointer(number)
  }

  /// Finds the entries of words, which are made if there are none: as ``locate(_:_:)`` and
  /// ``entry(of:probably:)``, where nearly every term has an entry already.
  ///
  /// - Parameters:
  ///   - places: where the entries are, one a term.
  ///   - ordinals: room for the ordinals of all terms; see ``WordPairTable``.
  /// - Returns: a bit for each of ``CommonWords``.
  /// - Precondition: there are no more terms than an integer has bits.
  @unsafe
  func resolve(
    _ terms: GrowingMemory<Sought>, _ places: GrowingMemory<UnsafeMutablePointer<TermEntry>>,
    _ ordinals: UnsafeMutablePointer<UInt32>
  ) -> UInt64 {
    let count = terms.count
    unsafe places.reserve(count)
    let terms = unsafe terms.pointer
    let output = unsafe places.pointer
    var slots = unsafe slots.pointer
    var mask = slotMask
    var found: UInt64 = 0
    // The mask keeps slots below the capacity, and a stored number is at most `count`.
    for index in 0..<count { found ^= unsafe slots[Int(terms[index].hash & mask)] }
    touched ^= found
    var common: UInt64 = 0
    for index in 0..<count {
      let term = unsafe terms[index]
      let stored = unsafe slots[Int(term.hash & mask)]
      var entry = unsafe stored == 0 ? nowhere : entries.pointer(number(stored))
      if unsafe !matches(entry, term) {
        unsafe entry = entries.pointer(find(term))
        // The table may have grown.
        unsafe slots = self.slots.pointer
        mask = slotMask
      }
      unsafe (output + index).initialize(to: entry)
      unsafe (ordinals + index).initialize(to: entry.pointee.ordinal)
      common |= unsafe UInt64(entry.pointee.commonBit) &<< UInt64(index)
    }
    unsafe places.setCount(count)
    return common
  }

  @inline(__always)
  private func number(_ stored: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: stored)) &- 1 }

  @inline(never)
  private func find(_ term: Sought) -> Int {
    var slot = term.hash & slotMask
    while true {
      // The mask keeps the slot below the capacity; a stored number is at most `count`.
      let stored = unsafe slots.pointer[Int(slot)]
      if stored == 0 { return insert(term, slot: slot) }
      if UInt32(truncatingIfNeeded: stored >> 32) == term.hash {
        let entry = unsafe entries.pointer(number(stored))
        if unsafe matches(entry, term) { return number(stored) }
      }
      slot = (slot &+ 1) & slotMask
    }
  }

  @unsafe @inline(__always)
  private func matches(_ entry: UnsafeMutablePointer<TermEntry>, _ term: Sought) -> Bool {
    guard unsafe entry.pointee.word == term.word, unsafe entry.pointee.hasStamp(term.stamp) else {
      return false
    }
    let count = unsafe term.bytes.count
    if count <= 8 { return true }
    // Stamps do not tell lengths apart that no entry has.
    if count > Int(UInt16.max) { return false }
    // The key of an entry lies in the arena, and is as long as the term.
    let key = unsafe arena.pointer(entry.pointee.keyAddress).assumingMemoryBound(to: UInt8.self)
    return unsafe TermBytes.agreeBehindFirstWord(term.bytes, key)
  }

  @inline(never)
  private func insert(_ term: Sought, slot: UInt32) -> Int {
    // `locate` looks at the first byte of every key.
    let key = unsafe arena.allocate(max(1, term.bytes.count))
    // The arena gave room for the key.
    if let source = unsafe term.bytes.baseAddress {
      unsafe arena.pointer(key).copyMemory(from: source, byteCount: term.bytes.count)
    }
    var entry = unsafe TermEntry(
      word: term.word, header: term.header, keyAddress: key, byteCount: term.bytes.count,
      level: commonWords.level(of: term.bytes, pairRules))
    if entry.keepsPositions, entry.commonBit == 1 { entry.ordinal = wordPairs.newOrdinal() }
    _ = unsafe entries.append(entry)
    // The mask keeps the slot below the capacity.
    unsafe slots.pointer[Int(slot)] = UInt64(term.hash) << 32 | UInt64(count)
    if count * 2 > Int(slotMask) { growSlots() }
    return count - 1
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

  /// A term's occurrences, which must not outlive the table.
  func occurrences(_ index: Int) -> TermOccurrences {
    precondition(index >= 0 && index < count)
    // Below the count; both arenas are this table's.
    return unsafe TermOccurrences(entries.pointer(index), in: arena)
  }

  /// A term's list, for ``ListDrain``, which must not outlive the table.
  func list(_ index: Int) -> TermEntry.Reader {
    precondition(index >= 0 && index < count)
    // Below the count; both arenas are this table's.
    return unsafe TermEntry.Reader(entries.pointer(index), in: arena)
  }

  /// A term's entry.
  func entry(at index: Int) -> TermEntry {
    precondition(index >= 0 && index < count)
    // Below the count.
    return unsafe entries.pointer(index).pointee
  }
}
