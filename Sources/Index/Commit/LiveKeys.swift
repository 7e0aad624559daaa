/// The live documents of the segment that is being built, by their keys, whose bytes a writer of keys has.
///
/// Open addressing over slots of a hash and a number. A dictionary of arrays would look at the key of
/// every neighbour, each in memory of its own.
struct LiveKeys {
  // A hash in the high half, and a document's number plus 1; 0 where there has never been one.
  private var slots = [UInt64](repeating: 0, count: 1 << 8)
  // Slots that are not 0.
  private var usedCount = 0
  /// How many documents there are.
  private(set) var count = 0
  // Nobody who writes a document can know which keys collide.
  private let seed = UInt64.random(in: .min ... .max)
  private let multiplier = UInt64.random(in: .min ... .max) | 1

  // A document that is there no more.
  private static let removed = UInt64(UInt32.max)

  /// How many bytes of memory it takes.
  var memoryByteCount: Int { slots.count * MemoryLayout<UInt64>.stride }

  /// Says which document has a key; returns the one that had it.
  ///
  /// - Parameter keys: has the keys of all documents.
  mutating func update(
    _ document: DocID, for key: [UInt8], _ keys: DocumentKeysWriter
  ) -> DocID? {
    let hash = hash(of: key)
    let slot = slot(of: key, hash, keys)
    let known = Self.document(slots[slot])
    if slots[slot] == 0 { usedCount += 1 }
    slots[slot] = UInt64(hash) << 32 | UInt64(document.rawValue) + 1
    if known == nil { count += 1 }
    if usedCount * 2 > slots.count { rebuild() }
    return known
  }

  /// Removes a key; returns the document that had it.
  mutating func remove(_ key: [UInt8], _ keys: DocumentKeysWriter) -> DocID? {
    let slot = slot(of: key, hash(of: key), keys)
    guard let known = Self.document(slots[slot]) else { return nil }
    slots[slot] = Self.removed
    count -= 1
    return known
  }

  /// Removes all keys that begin with a prefix; returns the documents that had them.
  mutating func removeAll(withPrefix prefix: [UInt8], _ keys: DocumentKeysWriter) -> [DocID] {
    var documents: [DocID] = []
    for slot in slots.indices {
      guard let document = Self.document(slots[slot]),
        keys.key(Int(document.rawValue)).starts(with: prefix)
      else { continue }
      slots[slot] = Self.removed
      documents.append(document)
    }
    count -= documents.count
    return documents
  }

  /// The document that a slot has.
  private static func document(_ stored: UInt64) -> DocID? {
    stored == 0 || stored == removed ? nil : DocID(rawValue: UInt32(truncatingIfNeeded: stored) - 1)
  }

  /// Where a key is, or the first free slot where it would be.
  private func slot(of key: [UInt8], _ hash: UInt32, _ keys: DocumentKeysWriter) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash, let document = Self.document(slots[slot]),
        keys.key(Int(document.rawValue)).elementsEqual(key)
      {
        return slot
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func hash(of key: [UInt8]) -> UInt32 {
    // Of nothing else than the key is known that it can be read.
    unsafe key.withUnsafeBufferPointer { bytes in
      let first = unsafe TermBytes.firstWord(bytes)
      let second = unsafe TermBytes.word(of: bytes, at: 8, readableByteCount: bytes.count)
      return unsafe TermBytes.hash(
        stamp: UInt64(bytes.count), first: first, second: second, bytes, seed: seed,
        multiplier: multiplier)
    }
  }

  /// Makes room, and forgets what has been removed.
  private mutating func rebuild() {
    let old = slots
    slots = [UInt64](repeating: 0, count: count * 4 > old.count ? 2 * old.count : old.count)
    usedCount = count
    for stored in old where Self.document(stored) != nil {
      var slot = Int(stored >> 32) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = stored
    }
  }
}
