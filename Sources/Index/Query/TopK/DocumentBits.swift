/// Which of 16,384 neighbouring documents are in a set.
@safe
final class DocumentBits {
  /// 2 KiB of bits and 16 KiB of marks: half of a first-level cache.
  static let size = 16_384
  private static let wordCount = size / 64

  private let words: UnsafeMutablePointer<UInt64>
  // Documents that follow each other are often bits of one word, and one change of a word would wait for
  // the one before. So each document has a byte, too, which is 1 if it has been inserted; they become
  // bits when asked.
  private let marks: UnsafeMutablePointer<UInt8>
  /// Whether there are marks that have not become bits.
  private var isMarked = false
  /// The first document, a multiple of 64.
  private(set) var start: UInt32 = 0
  /// Just behind the last.
  private(set) var end: UInt32 = 0

  init() {
    unsafe words = .allocate(capacity: Self.wordCount)
    unsafe words.initialize(repeating: 0, count: Self.wordCount)
    unsafe marks = .allocate(capacity: Self.size)
    unsafe marks.initialize(repeating: 0, count: Self.size)
  }

  deinit {
    // Allocated by init.
    unsafe words.deallocate()
    unsafe marks.deallocate()
  }

  /// Empties the set for documents from a window's first to before `limit`.
  func begin(at document: UInt32, limit: UInt32) {
    start = document & ~63
    end = min(limit, start + UInt32(Self.size))
    unsafe words.update(repeating: 0, count: Self.wordCount)
    if isMarked { unsafe marks.update(repeating: 0, count: Self.size) }
    isMarked = false
  }

  /// Inserts those of some documents that lie in the window.
  ///
  /// - Precondition: they ascend.
  @unsafe
  func insert(_ documents: UnsafeMutablePointer<UInt32>, count: Int) {
    precondition(count > 0)
    let (marks, start) = unsafe (marks, start)
    isMarked = true
    // There are `count` of them.
    if unsafe documents[0] >= start && documents[count - 1] < end {
      // Between the first and the last.
      for index in 0..<count { unsafe marks[Int(documents[index] &- start)] = 1 }
      return
    }
    for index in 0..<count {
      let document = unsafe documents[index]
      // In the window.
      if document >= start, document < end { unsafe marks[Int(document &- start)] = 1 }
    }
  }

  /// Makes bits of marks, and wipes these out.
  private func gather() {
    if !isMarked { return }
    isMarked = false
    let memory = UnsafeMutableRawPointer(unsafe marks)
    for word in 0..<Self.wordCount {
      var bits: UInt64 = 0
      for byte in 0..<8 {
        // 64 marks for each word.
        let offset = word &* 64 &+ byte &* 8
        let eight = unsafe memory.load(fromByteOffset: offset, as: UInt64.self)
        unsafe memory.storeBytes(of: 0, toByteOffset: offset, as: UInt64.self)
        // Each of eight ones is moved to a place of its own in the highest byte.
        bits |= ((eight &* 0x0102_0408_1020_4080) &>> 56) &<< UInt64(byte &* 8)
      }
      unsafe words[word] |= bits
    }
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

  /// Collects the live documents of the window that are in the set, or those that are not.
  ///
  /// - Parameter limit: at most the buffer's capacity.
  /// - Returns: false if they are more than the limit; what the buffer holds then means nothing.
  func collect(
    _ live: LiveDocuments, inSet: Bool, atMost limit: Int, into candidates: CandidateBuffer
  ) -> Bool {
    precondition(limit <= candidates.capacity)
    gather()
    let flip: UInt64 = inSet ? 0 : .max
    let last = Int(end - start)
    let documents = unsafe candidates.documents
    var count = 0
    for word in 0..<Self.wordCount where word &* 64 < last {
      // Below the number of words.
      var value = unsafe (words[word] ^ flip) & ~live.deletedWord(Int(start &>> 6) &+ word)
      if last &- word &* 64 < 64 { value &= 1 &<< UInt64(last &- word &* 64) &- 1 }
      let first = start &+ UInt32(truncatingIfNeeded: word &* 64)
      while value != 0 {
        if count == limit { return false }
        // Below the capacity.
        unsafe documents[count] =
          first &+ UInt32(truncatingIfNeeded: value.trailingZeroBitCount)
        count &+= 1
        value &= value &- 1
      }
    }
    candidates.setCount(count)
    return true
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
