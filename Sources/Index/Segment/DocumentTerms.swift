/// The terms of the one document that is being inverted, each once, with its occurrences.
///
/// It stays in the processor's cache, so that the table of all terms, which does not, is asked once
/// for each term of a document instead of once for each occurrence.
@safe
final class DocumentTerms {
  /// A term of the document.
  struct Entry: BitwiseCopyable {
    /// The first eight bytes of the term; see ``TermBytes``.
    var word: UInt64
    var hash: UInt32
    /// Field, kind, and whether positions are kept.
    var header: UInt32
    /// Where the term's bytes are kept.
    var start: UInt32
    var frequency: UInt32
    var slot: UInt32
    var byteCount: UInt16
  }

  /// An occurrence of a term that keeps positions.
  private struct Occurrence: BitwiseCopyable {
    var entry: UInt32
    var position: UInt32
  }

  private let entries = GrowingMemory<Entry>(capacity: 1 << 9)
  private let slots = GrowingMemory<UInt32>(capacity: DocumentTerms.slotCount)
  private var slotMask = UInt32(DocumentTerms.slotCount - 1)
  private let bytes = GrowingMemory<UInt8>(capacity: 1 << 13)
  private let occurrences = GrowingMemory<Occurrence>(capacity: 1 << 11)
  // Occurrences, term by term: made by `group`.
  private let positions = GrowingMemory<UInt32>(capacity: 1 << 11)
  // Where the next position of each term goes.
  private let places = GrowingMemory<UInt32>(capacity: 1 << 9)
  // Nobody who writes a document can know which terms collide. The order of the output does not
  // depend on it.
  private let seed: UInt64
  private let multiplier: UInt64

  /// Slots at first.
  private static let slotCount = 1 << 10
  /// A document with more occurrences leaves no memory behind.
  private static let keptOccurrenceCount = 1 << 20

  init() {
    seed = UInt64.random(in: .min ... .max)
    multiplier = UInt64.random(in: .min ... .max) | 1
    slots.replaceByZeros(capacity: Self.slotCount)
  }

  /// How many different terms the document has.
  var count: Int { entries.count }

  /// How many bytes of memory it takes.
  var memoryByteCount: Int {
    entries.byteCount + slots.byteCount + bytes.byteCount + occurrences.byteCount
      + positions.byteCount + places.byteCount
  }

  /// Adds an occurrence of a term.
  ///
  /// - Precondition: positions of equal terms ascend.
  @inline(__always)
  func add(header: UInt32, _ term: UnsafeBufferPointer<UInt8>, at position: UInt32) {
    let word = unsafe TermBytes.firstWord(term)
    let hash = unsafe TermBytes.hash(
      header: header, word: word, term, seed: seed, multiplier: multiplier)
    let number = unsafe find(header: header, word: word, term, hash: hash)
    // `find` gives a number below `count`.
    unsafe entries.pointer[number].frequency &+= 1
    guard header & TermHeader.keepsPositions != 0 else { return }
    occurrences.append(
      Occurrence(entry: UInt32(truncatingIfNeeded: number), position: position))
  }

  @inline(__always)
  private func find(
    header: UInt32, word: UInt64, _ term: UnsafeBufferPointer<UInt8>, hash: UInt32
  ) -> Int {
    var slot = hash & slotMask
    while true {
      // The mask keeps the slot below the capacity; a stored number is at most `count`.
      let stored = unsafe slots.pointer[Int(slot)]
      if stored == 0 {
        return unsafe insert(header: header, word: word, term, hash: hash, slot: slot)
      }
      let number = Int(stored &- 1)
      let entry = unsafe entries.pointer + number
      if unsafe entry.pointee.word == word, unsafe entry.pointee.header == header,
        unsafe Int(entry.pointee.byteCount) == term.count,
        unsafe TermBytes.agreeBehindFirstWord(
          term, bytes.pointer + Int(entry.pointee.start))
      {
        return number
      }
      slot = (slot &+ 1) & slotMask
    }
  }

  @inline(never)
  private func insert(
    header: UInt32, word: UInt64, _ term: UnsafeBufferPointer<UInt8>, hash: UInt32, slot: UInt32
  ) -> Int {
    let start = bytes.count
    // Bytes of the caller, copied.
    unsafe bytes.append(contentsOf: term)
    entries.append(
      Entry(
        word: word, hash: hash, header: header, start: UInt32(start), frequency: 0, slot: slot,
        byteCount: UInt16(term.count)))
    // The mask keeps the slot below the capacity.
    unsafe slots.pointer[Int(slot)] = UInt32(entries.count)
    if entries.count * 2 > Int(slotMask) { growSlots() }
    return entries.count - 1
  }

  private func growSlots() {
    let capacity = 2 * slots.capacity
    slots.replaceByZeros(capacity: capacity)
    slotMask = UInt32(capacity - 1)
    for number in 0..<entries.count {
      // Entries below `count` exist; the mask keeps the slot below the capacity.
      var slot = unsafe entries.pointer[number].hash & slotMask
      while unsafe slots.pointer[Int(slot)] != 0 { slot = (slot &+ 1) & slotMask }
      unsafe slots.pointer[Int(slot)] = UInt32(number + 1)
      unsafe entries.pointer[number].slot = slot
    }
  }

  // MARK: - What the document comes to

  /// A term of the document.
  @inline(__always)
  func entry(_ number: Int) -> Entry {
    assert(number < count)
    // Below the count.
    return unsafe entries.pointer[number]
  }

  /// The bytes of a term, valid until the next one is added.
  @unsafe @inline(__always)
  func term(of entry: Entry) -> UnsafeBufferPointer<UInt8> {
    // The bytes that `insert` kept.
    unsafe UnsafeBufferPointer(
      start: bytes.pointer + Int(entry.start), count: Int(entry.byteCount))
  }

  /// Puts the positions of each term side by side, in the order of the terms; they begin at the
  /// pointer, and there is one for each occurrence of each term that keeps them.
  ///
  /// A counting sort: the terms' frequencies say where each one's begin.
  @unsafe
  func groupPositions() -> UnsafePointer<UInt32> {
    positions.reserve(occurrences.count)
    places.reserve(entries.count)
    var next: UInt32 = 0
    for number in 0..<entries.count {
      let entry = self.entry(number)
      // There is room for a place of each entry.
      unsafe places.pointer[number] = next
      if entry.header & TermHeader.keepsPositions != 0 { next &+= entry.frequency }
    }
    for index in 0..<occurrences.count {
      // An occurrence's entry exists, and its place is below the number of occurrences.
      let occurrence = unsafe occurrences.pointer[index]
      let place = unsafe places.pointer + Int(occurrence.entry)
      unsafe positions.pointer[Int(place.pointee)] = occurrence.position
      unsafe place.pointee &+= 1
    }
    return unsafe UnsafePointer(positions.pointer)
  }

  /// Forgets the document.
  func removeAll() {
    if occurrences.count > Self.keptOccurrenceCount || entries.count > Self.keptOccurrenceCount {
      return startOver()
    }
    for number in 0..<entries.count {
      // The slot of an entry that exists.
      unsafe slots.pointer[Int(entries.pointer[number].slot)] = 0
    }
    entries.removeAll()
    bytes.removeAll()
    occurrences.removeAll()
  }

  /// Forgets the document, and gives its memory back.
  private func startOver() {
    entries.replace(capacity: Self.slotCount / 2)
    slots.replaceByZeros(capacity: Self.slotCount)
    slotMask = UInt32(Self.slotCount - 1)
    bytes.replace(capacity: 1 << 13)
    occurrences.replace(capacity: 1 << 11)
    positions.replace(capacity: 1 << 11)
    places.replace(capacity: 1 << 9)
  }
}

/// Field, kind, and whether positions are kept, in one integer.
enum TermHeader {
  /// Set for terms that keep positions.
  static let keepsPositions: UInt32 = 1 << 24

  static func make(_ field: FieldID, _ kind: TermKind) -> UInt32 {
    UInt32(field.rawValue) << 8 | UInt32(kind.rawValue) | (kind.keepsPositions ? keepsPositions : 0)
  }

  /// The first bytes of a key, in its order.
  static func key(_ header: UInt32) -> UInt32 { header & (keepsPositions - 1) }
}
