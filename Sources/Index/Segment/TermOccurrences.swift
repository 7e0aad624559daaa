/// The documents of a term, and where it stands in them, as ``TermEntry`` keeps them.
struct TermOccurrences {
  private var list: TermEntry.Reader
  private let keepsPositions: Bool
  // The value read last of a term that keeps positions, and not used yet.
  private var head = TermOccurrences.end
  // The last document of a term that keeps none.
  private var last: (step: UInt32, frequency: UInt32) = (0, 0)
  /// The document moved to.
  private(set) var document = UInt32.max
  /// How often it holds the term, if that keeps no positions.
  private(set) var frequency: UInt32 = 0

  // Begins another document, which never comes.
  private static let end = UInt64.max

  /// - Precondition: the entry is no longer changed; it and the arena live as long as this.
  @unsafe
  init(_ entry: UnsafePointer<TermEntry>, in arena: PostingsArena) {
    // Both are the caller's.
    unsafe list = TermEntry.Reader(entry, in: arena)
    keepsPositions = unsafe entry.pointee.keepsPositions
    if keepsPositions {
      readOn()
    } else {
      last = unsafe (entry.pointee.step, entry.pointee.frequency)
    }
  }

  /// Moves to the next document; false if there is none.
  ///
  /// - Precondition: the gaps of the last one have been read.
  @inline(__always)
  mutating func next() -> Bool {
    if keepsPositions {
      if head == Self.end { return false }
      document &+= UInt32(truncatingIfNeeded: head >> 1)
      let half = list.half()
      head = UInt64(half > TermEntry.greatestShort.position ? list.whole() : half) << 1
      return true
    }
    if list.isAtEnd {
      document &+= last.step
      frequency = last.frequency
      last = (0, 0)
      return frequency > 0
    }
    let step = list.varint()
    document &+= UInt32(truncatingIfNeeded: step >> 1)
    frequency = step & 1 == 1 ? 1 : UInt32(truncatingIfNeeded: list.varint()) &+ 2
    return true
  }

  /// The next gap of the document's positions, the first of which is the first position; nil behind
  /// the last.
  @inline(__always)
  mutating func nextGap() -> UInt32? {
    if head & 1 == 1 { return nil }
    defer { readOn() }
    return UInt32(truncatingIfNeeded: head >> 1)
  }

  /// The document's positions; nil if none are kept.
  mutating func positions() -> [UInt32]? {
    if !keepsPositions { return nil }
    var positions: [UInt32] = []
    var expected: UInt32 = 0
    while let gap = nextGap() {
      positions.append(expected &+ gap)
      expected = expected &+ gap &+ 1
    }
    return positions
  }

  @inline(__always)
  private mutating func readOn() {
    if list.isAtEnd {
      head = Self.end
      return
    }
    let half = list.half()
    let value = half >> 1
    head =
      UInt64(value > TermEntry.greatestShort.value ? list.whole() : value) << 1 | UInt64(half & 1)
  }
}
