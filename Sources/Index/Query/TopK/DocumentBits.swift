/// Which of 16,384 neighbouring documents are in a set.
@safe
final class DocumentBits {
  /// 2 KiB of bits, so that several sets stay in a first-level cache.
  static let size = 16_384
  private static let wordCount = size / 64
  /// Documents that follow each other are often bits of one word, and one change of a word would wait for
  /// the one before. So documents are inserted into four sets in turn, which are made one when asked.
  private static let laneCount = 4

  // The four sets, one behind the other.
  private let words: UnsafeMutablePointer<UInt64>
  /// Whether there is something in the sets behind the first.
  private var isSpread = false
  /// The first document, a multiple of 64.
  private(set) var start: UInt32 = 0
  /// Just behind the last.
  private(set) var end: UInt32 = 0

  init() {
    unsafe words = .allocate(capacity: Self.laneCount * Self.wordCount)
    unsafe words.initialize(repeating: 0, count: Self.laneCount * Self.wordCount)
  }

  // Allocated by init.
  deinit { unsafe words.deallocate() }

  /// Empties the set for documents from a window's first to before `limit`.
  func begin(at document: UInt32, limit: UInt32) {
    start = document & ~63
    end = min(limit, start + UInt32(Self.size))
    let laneCount = isSpread ? Self.laneCount : 1
    unsafe words.update(repeating: 0, count: laneCount * Self.wordCount)
    isSpread = false
  }

  /// Inserts those of some documents that lie in the window.
  ///
  /// - Precondition: they ascend.
  @unsafe
  func insert(_ documents: UnsafeMutablePointer<UInt32>, count: Int) {
    precondition(count > 0)
    let start = start
    // There are `count` of them.
    if unsafe documents[0] >= start && documents[count - 1] < end {
      return unsafe insertAll(documents, count: count)
    }
    for index in 0..<count {
      let document = unsafe documents[index]
      guard document >= start, document < end else { continue }
      let offset = document &- start
      unsafe words[Int(offset &>> 6)] |= 1 &<< UInt64(offset & 63)
    }
  }

  /// Inserts documents that all lie in the window.
  @unsafe
  private func insertAll(_ documents: UnsafeMutablePointer<UInt32>, count: Int) {
    let (words, start) = unsafe (words, start)
    isSpread = true
    let inTurn = count & ~3
    for index in stride(from: 0, to: inTurn, by: 4) {
      // Between the first and the last.
      unsafe Self.set(words, documents[index] &- start)
      unsafe Self.set(words + Self.wordCount, documents[index &+ 1] &- start)
      unsafe Self.set(words + 2 * Self.wordCount, documents[index &+ 2] &- start)
      unsafe Self.set(words + 3 * Self.wordCount, documents[index &+ 3] &- start)
    }
    for index in inTurn..<count { unsafe Self.set(words, documents[index] &- start) }
  }

  @unsafe @inline(__always)
  private static func set(_ words: UnsafeMutablePointer<UInt64>, _ offset: UInt32) {
    // In the window.
    unsafe words[Int(offset &>> 6)] |= 1 &<< UInt64(offset & 63)
  }

  /// Makes the sets one.
  private func gather() {
    if !isSpread { return }
    isSpread = false
    for word in 0..<Self.wordCount {
      // Four times as many words are there.
      unsafe words[word] |=
        words[word + Self.wordCount] | words[word + 2 * Self.wordCount]
        | words[word + 3 * Self.wordCount]
    }
    let behind = unsafe words + Self.wordCount
    unsafe behind.update(repeating: 0, count: (Self.laneCount - 1) * Self.wordCount)
  }

  /// Inserts a set of bits whose first stands for `first`; what lies outside the window is left out.
  ///
  /// - Precondition: loads of eight bytes that begin before the last bit are allowed.
  @unsafe
  func insert(bits: UnsafeRawPointer, count: Int, first: UInt32) {
    let shift = UInt64(first & 63)
    // The word of the window in which the first bit lies; negative before the window.
    var word = (Int(first) - Int(start)) >> 6
    var carry: UInt64 = 0
    for offset in stride(from: 0, to: count, by: 64) {
      // Begins before the end, and what it has too much is cut off.
      var value = unsafe bits.loadUnaligned(fromByteOffset: offset &>> 3, as: UInt64.self)
      if count - offset < 64 { value &= 1 &<< UInt64(count - offset) &- 1 }
      insert(value &<< shift | carry, at: word)
      carry = shift == 0 ? 0 : value &>> (64 &- shift)
      word += 1
    }
    insert(carry, at: word)
  }

  @inline(__always)
  private func insert(_ value: UInt64, at word: Int) {
    // In the window.
    if word >= 0, word < Self.wordCount { unsafe words[word] |= value }
  }

  /// Keeps those that another set of the same window has too.
  func formIntersection(_ other: DocumentBits) {
    precondition(start == other.start)
    gather()
    other.gather()
    // Both have as many words.
    for word in 0..<Self.wordCount { unsafe words[word] &= other.words[word] }
  }

  /// How many documents in the window are in the set and live.
  func count(_ live: LiveDocuments) -> Int {
    gather()
    var count = 0
    // Inserted bits may lie behind the end, if that is not a multiple of 64.
    let last = Int(end - start)
    for word in 0..<Self.wordCount where word &* 64 < last {
      var value = unsafe words[word] & ~live.deletedWord(Int(start &>> 6) &+ word)
      if last &- word &* 64 < 64 { value &= 1 &<< UInt64(last &- word &* 64) &- 1 }
      count &+= value.nonzeroBitCount
    }
    return count
  }
}
