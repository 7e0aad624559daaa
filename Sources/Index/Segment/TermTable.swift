/// The terms of the segment that is being built: key → list of occurrences.
///
/// Open addressing over 32-bit slots; keys and lists live in the arena.
@safe
final class TermTable {
  struct Entry {
    var keyAddress: UInt32
    var keyByteCount: UInt16
    var hash: UInt32
    var lastDocument: UInt32
    var lastPosition: UInt32
    var list: ArenaList
  }

  let arena: PostingsArena
  private var entries: UnsafeMutablePointer<Entry>
  private var capacity: Int
  private(set) var count = 0
  private var slots: UnsafeMutablePointer<UInt32>
  private var slotMask: UInt32
  // Nobody who writes a document can know which terms collide. The order of the output does not
  // depend on it.
  private let seed = UInt64.random(in: .min ... .max)

  init(arena: PostingsArena) {
    self.arena = arena
    capacity = 1 << 12
    unsafe entries = .allocate(capacity: capacity)
    slotMask = 1 << 13 - 1
    unsafe slots = .allocate(capacity: 1 << 13)
    unsafe slots.initialize(repeating: 0, count: 1 << 13)
  }

  deinit {
    // Allocated by init or by growing.
    unsafe entries.deallocate()
    unsafe slots.deallocate()
  }

  var memoryByteCount: Int {
    capacity * MemoryLayout<Entry>.stride + (Int(slotMask) + 1) * 4
  }

  /// Adds an occurrence: ``ArenaList`` of
  /// `(position - previous) * 2 + (1 if the document is another than before)` and then, for another
  /// document, `document - previous`; the previous position is 0 for another document.
  @inline(__always)
  func add(
    header: UInt32, term: UnsafeBufferPointer<UInt8>, document: UInt32, position: UInt32
  ) {
    let hash = unsafe hash(header: header, term)
    let index = unsafe find(header: header, term, hash: hash)
    // `find` gives an index below `count`.
    unsafe entries[index].add(document: document, position: position, in: arena)
  }

  /// A term's key, and its occurrences.
  func entry(_ index: UInt32) -> (key: [UInt8], occurrences: ArenaList.Reader) {
    precondition(index < count)
    // Below `count`.
    let entry = unsafe entries[Int(index)]
    return (key(of: entry), ArenaList.Reader(entry.list, in: arena))
  }

  /// All terms in the order of their keys.
  func sorted() -> [UInt32] {
    var order: [(prefix: UInt64, index: UInt32)] = []
    order.reserveCapacity(count)
    for index in 0..<count {
      // Below `count`.
      unsafe order.append((prefix: prefix(of: entries[index]), index: UInt32(index)))
    }
    order.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      // Below `count`.
      return unsafe precedes(entries[Int(left.index)], entries[Int(right.index)])
    }
    return order.map(\.index)
  }

  private func key(of entry: Entry) -> [UInt8] {
    // The key lies in the arena.
    unsafe [UInt8](
      UnsafeRawBufferPointer(
        start: arena.pointer(entry.keyAddress), count: Int(entry.keyByteCount)))
  }

  /// The key's first eight bytes, so that most comparisons are one of integers.
  private func prefix(of entry: Entry) -> UInt64 {
    var prefix: UInt64 = 0
    for offset in 0..<8 {
      prefix <<= 8
      if offset < Int(entry.keyByteCount) {
        // Below the key's length.
        let key = unsafe arena.pointer(entry.keyAddress)
        prefix |= unsafe UInt64(key.load(fromByteOffset: offset, as: UInt8.self))
      }
    }
    return prefix
  }

  private func precedes(_ left: Entry, _ right: Entry) -> Bool {
    let common = Int(min(left.keyByteCount, right.keyByteCount))
    let (first, second) = unsafe (arena.pointer(left.keyAddress), arena.pointer(right.keyAddress))
    for offset in 0..<common {
      // Below both keys' lengths.
      let a = unsafe first.load(fromByteOffset: offset, as: UInt8.self)
      let b = unsafe second.load(fromByteOffset: offset, as: UInt8.self)
      if a != b { return a < b }
    }
    return left.keyByteCount < right.keyByteCount
  }

  /// A multiplicative hash over eight bytes at a time.
  @inline(__always)
  private func hash(header: UInt32, _ term: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    var state = (seed ^ UInt64(header) ^ UInt64(term.count) << 32) &* multiplier
    guard let base = unsafe UnsafeRawPointer(term.baseAddress) else {
      return UInt32(truncatingIfNeeded: state >> 32)
    }
    var offset = 0
    while offset &+ 8 <= term.count {
      // Below the term's length.
      let word = unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      state = (state ^ word) &* multiplier
      state ^= state >> 29
      offset &+= 8
    }
    var tail: UInt64 = 0
    while offset < term.count {
      // Below the term's length.
      unsafe tail = tail << 8 | UInt64(base.load(fromByteOffset: offset, as: UInt8.self))
      offset &+= 1
    }
    state = (state ^ tail) &* multiplier
    state ^= state >> 32
    return UInt32(truncatingIfNeeded: (state &* multiplier) >> 32)
  }

  @inline(__always)
  private func find(
    header: UInt32, _ term: UnsafeBufferPointer<UInt8>, hash: UInt32
  ) -> Int {
    var slot = hash & slotMask
    while true {
      // The mask keeps the slot below the capacity; a stored number is at most `count`.
      let stored = unsafe slots[Int(slot)]
      if stored == 0 { return unsafe insert(header: header, term, hash: hash, slot: slot) }
      let index = Int(stored - 1)
      if unsafe entries[index].hash == hash, unsafe matches(entries[index], header, term) {
        return index
      }
      slot = (slot &+ 1) & slotMask
    }
  }

  private func matches(
    _ entry: Entry, _ header: UInt32, _ term: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard Int(entry.keyByteCount) == term.count + TermKey.headerSize else { return false }
    let key = unsafe arena.pointer(entry.keyAddress)
    for offset in 0..<TermKey.headerSize {
      // The key has a header.
      let byte = unsafe key.load(fromByteOffset: offset, as: UInt8.self)
      if byte != UInt8(truncatingIfNeeded: header >> UInt32(8 * (2 - offset))) { return false }
    }
    for offset in 0..<term.count {
      // Below the length that key and term share.
      let byte = unsafe key.load(fromByteOffset: offset + TermKey.headerSize, as: UInt8.self)
      if unsafe byte != term[offset] { return false }
    }
    return true
  }

  private func insert(
    header: UInt32, _ term: UnsafeBufferPointer<UInt8>, hash: UInt32, slot: UInt32
  ) -> Int {
    let byteCount = term.count + TermKey.headerSize
    let address = arena.allocate(byteCount)
    let key = unsafe arena.pointer(address)
    for offset in 0..<TermKey.headerSize {
      let byte = UInt8(truncatingIfNeeded: header >> UInt32(8 * (2 - offset)))
      // The arena gave room for header and term.
      unsafe key.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
    }
    if let source = term.baseAddress {
      // The arena gave room for header and term.
      unsafe (key + TermKey.headerSize).copyMemory(from: source, byteCount: term.count)
    }
    if count == capacity { growEntries() }
    // Below the capacity.
    unsafe (entries + count).initialize(
      to: Entry(
        keyAddress: address, keyByteCount: UInt16(byteCount), hash: hash, lastDocument: .max,
        lastPosition: 0, list: ArenaList()))
    count += 1
    // The mask keeps the slot below the capacity.
    unsafe slots[Int(slot)] = UInt32(count)
    if count * 2 > Int(slotMask) { growSlots() }
    return count - 1
  }

  private func growEntries() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
    // Both have room for `count` entries.
    unsafe larger.moveInitialize(from: entries, count: count)
    unsafe entries.deallocate()
    unsafe entries = larger
    capacity *= 2
  }

  private func growSlots() {
    let size = (Int(slotMask) + 1) * 2
    unsafe slots.deallocate()
    unsafe slots = .allocate(capacity: size)
    unsafe slots.initialize(repeating: 0, count: size)
    slotMask = UInt32(size - 1)
    for index in 0..<count {
      // Entries below `count` exist; the mask keeps the slot below the capacity.
      var slot = unsafe entries[index].hash & slotMask
      while unsafe slots[Int(slot)] != 0 { slot = (slot &+ 1) & slotMask }
      unsafe slots[Int(slot)] = UInt32(index + 1)
    }
  }
}

extension TermTable.Entry {
  @inline(__always)
  mutating func add(document: UInt32, position: UInt32, in arena: PostingsArena) {
    if document == lastDocument {
      list.append(varint: UInt64(position &- lastPosition) << 1, in: arena)
    } else {
      list.append(varint: UInt64(position) << 1 | 1, in: arena)
      list.append(varint: UInt64(document &- (lastDocument == .max ? 0 : lastDocument)), in: arena)
      lastDocument = document
    }
    lastPosition = position
  }
}
