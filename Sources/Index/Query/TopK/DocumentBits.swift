/// Which of 16,384 neighbouring documents are in a set.
@safe
final class DocumentBits {
  /// 2 KiB of bits and 16 KiB of marks: half of a first-level cache.
  static let size = 16_384
  private static let wordCount = size / 64

  private let words: UnsafeMutablePointer<UInt64>
  // Bits of one word wait for each other, and documents have to be added up first. So a document of a packed
  // block has a byte instead, where a window has many such blocks; bytes become bits when these are asked for.
  private let marks: UnsafeMutablePointer<UInt8>
  // The gaps of one block. There is none of them if there are no marks.
  private let gaps: UnsafeMutablePointer<UInt32>
  /// Whether there are marks that have not become bits.
  private var isMarked = false
  /// The first document, a multiple of 64.
  private(set) var start: UInt32 = 0
  /// Just behind the last.
  private(set) var end: UInt32 = 0

  /// Whether documents of packed blocks are marked by bytes, which pays where a window has many such blocks.
  private let takesMarks: Bool
  /// So many blocks of a window are marked in the time that it takes to make bits of its marks.
  private static let leastMarkedBlocks = 18

  /// - Parameter packedBlockCount: how many blocks that are packed a window may have.
  init(packedBlockCount: Int) {
    takesMarks = packedBlockCount >= Self.leastMarkedBlocks
    unsafe words = .allocate(capacity: Self.wordCount)
    unsafe words.initialize(repeating: 0, count: Self.wordCount)
    let (markCount, gapCount) = takesMarks ? (Self.size, PostingsFormat.blockSize) : (0, 0)
    unsafe marks = .allocate(capacity: markCount)
    unsafe marks.initialize(repeating: 0, count: markCount)
    unsafe gaps = .allocate(capacity: gapCount)
    unsafe gaps.initialize(repeating: 0, count: gapCount)
  }

  deinit {
    // Allocated by init.
    unsafe words.deallocate()
    unsafe marks.deallocate()
    unsafe gaps.deallocate()
  }

  /// Empties the set for documents from a window's first to before `limit`.
  func begin(at document: UInt32, limit: UInt32) {
    start = document & ~63
    end = min(limit, start + UInt32(Self.size))
    unsafe words.update(repeating: 0, count: Self.wordCount)
    if isMarked { unsafe marks.update(repeating: 0, count: Self.size) }
    isMarked = false
  }

  /// Inserts some documents of the window.
  ///
  /// - Precondition: they ascend.
  @unsafe
  func insert(_ documents: UnsafeMutablePointer<UInt32>, count: Int) {
    // There are `count` of them.
    unsafe precondition(count > 0 && documents[0] >= start && documents[count - 1] < end)
    unsafe insertAll(documents, count)
  }

  /// Inserts those documents of a decoded block that lie in the window.
  ///
  /// - Precondition: behind the last of them there are greater numbers, up to 128 altogether.
  @unsafe
  func insert(decoded documents: UnsafeMutablePointer<UInt32>) {
    let first = unsafe BlockKernels.lowerBound(documents, start)
    let last = unsafe BlockKernels.lowerBound(documents, end)
    // Up to 128.
    unsafe insertAll(documents + first, last &- first)
  }

  /// Inserts documents all of which lie in the window, from four places of the list in turn: neighbours are
  /// often bits of one word, and would wait for each other.
  @unsafe
  private func insertAll(_ documents: UnsafeMutablePointer<UInt32>, _ count: Int) {
    let quarter = count &>> 2
    // Below the count.
    for index in 0..<quarter {
      insert(unsafe documents[index])
      insert(unsafe documents[index &+ quarter])
      insert(unsafe documents[index &+ 2 &* quarter])
      insert(unsafe documents[index &+ 3 &* quarter])
    }
    for index in 4 &* quarter..<count { insert(unsafe documents[index]) }
  }

  /// - Precondition: it lies in the window.
  @inline(__always)
  private func insert(_ document: UInt32) {
    let place = Int(document &- start)
    unsafe words[place &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: place & 63)
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

  /// Inserts those documents of a block that lie in the window, if they need not be decoded for it.
  ///
  /// - Returns: false if they have to be decoded, or are no documents; nothing has been inserted then.
  @unsafe
  func insert(_ block: StoredDocuments) -> Bool {
    if unsafe block.code == PostingsFormat.bitSetCode {
      guard let bits = unsafe block.bits else { return false }
      unsafe insert(bits: bits.start, count: bits.count, behind: block.previousLast)
      return true
    }
    if unsafe block.areRuns { return unsafe insertRuns(block) }
    guard takesMarks, unsafe block.previousLast &+ 1 >= Int(start), unsafe block.last < Int(end),
      unsafe block.decodeGaps(into: gaps)
    else { return false }
    isMarked = true
    // They add up to the last document, which is in the window.
    let first = unsafe block.previousLast &- Int(start)
    unsafe BlockKernels.mark(gaps, from: first, marks)
    return true
  }

  /// Inserts a block whose documents follow each other but for a few gaps.
  @unsafe
  private func insertRuns(_ block: StoredDocuments) -> Bool {
    var next = unsafe block.previousLast &+ 1
    var place = 0
    if unsafe block.code & PackedBlock.patched != 0 {
      guard let gaps = unsafe PackedBlock.Exceptions(above: 0, block.start, block.end),
        unsafe Self.areGaps(gaps, ofBlockEndingAt: block.last &- block.previousLast)
      else { return false }
      for number in 0..<(unsafe gaps.count) {
        let index = unsafe gaps.index(number)
        fill(next, count: index &- place)
        next &+= unsafe index &- place &+ Int(gaps.high(number))
        place = index
      }
    }
    let rest = PostingsFormat.blockSize &- place
    guard unsafe next &+ rest == block.last &+ 1 else { return false }
    fill(next, count: rest)
    return true
  }

  /// Whether exceptions lie behind each other and are what a block has gaps.
  @unsafe @inline(__always)
  private static func areGaps(_ gaps: PackedBlock.Exceptions, ofBlockEndingAt last: Int) -> Bool {
    var previous = -1
    var end = PostingsFormat.blockSize
    for number in 0..<(unsafe gaps.count) {
      let index = unsafe gaps.index(number)
      if index <= previous { return false }
      previous = index
      end &+= Int(unsafe gaps.high(number))
    }
    return end == last
  }

  /// Inserts documents that follow each other, as far as they lie in the window.
  @inline(__always)
  private func fill(_ document: Int, count: Int) {
    let first = max(document &- Int(start), 0)
    let last = min(document &- Int(start) &+ count, Self.size) &- 1
    guard first <= last else { return }
    let ones = UInt64.max &<< UInt64(first & 63)
    let lastOnes = UInt64.max &>> UInt64(63 &- last & 63)
    // Both are in the window.
    let (word, lastWord) = (first &>> 6, last &>> 6)
    if word == lastWord {
      unsafe words[word] |= ones & lastOnes
      return
    }
    unsafe words[word] |= ones
    for middle in word &+ 1..<lastWord { unsafe words[middle] = .max }
    unsafe words[lastWord] |= lastOnes
  }

  /// Inserts a set of bits whose first stands for the document behind another one; what lies outside the
  /// window is left out.
  ///
  /// - Precondition: loads of eight bytes that begin before the last bit are allowed.
  @unsafe
  private func insert(bits: UnsafeRawPointer, count: Int, behind previous: Int) {
    let first = previous &+ 1 &- Int(start)
    let shift = UInt64(truncatingIfNeeded: first & 63)
    // The word of the window in which the first bit lies; negative before the window.
    let firstWord = first &>> 6
    let fullCount = count &>> 6
    // The last bits of a word that is not full; loaded only if there are any.
    let tail =
      unsafe count & 63 == 0
      ? 0
      : bits.loadUnaligned(fromByteOffset: fullCount &* 8, as: UInt64.self)
        & (1 &<< UInt64(count & 63) &- 1)
    var carry: UInt64 = 0
    if firstWord >= 0, firstWord &+ fullCount &+ 1 < Self.wordCount {
      // All in the window: as many words, and two for what is left.
      let target = unsafe words + firstWord
      for index in 0..<fullCount {
        let value = unsafe bits.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
        unsafe target[index] |= value &<< shift | carry
        carry = (value &>> 1) &>> (63 &- shift)
      }
      unsafe target[fullCount] |= tail &<< shift | carry
      unsafe target[fullCount &+ 1] |= (tail &>> 1) &>> (63 &- shift)
      return
    }
    for index in 0..<fullCount {
      // Begins before the end.
      let value = unsafe bits.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
      insert(value &<< shift | carry, at: firstWord &+ index)
      carry = (value &>> 1) &>> (63 &- shift)
    }
    insert(tail &<< shift | carry, at: firstWord &+ fullCount)
    insert((tail &>> 1) &>> (63 &- shift), at: firstWord &+ fullCount &+ 1)
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
    cutOff()
    var count = 0
    if live.deletedCount == 0 {
      let memory = UnsafeRawPointer(unsafe words)
      // Eight words each.
      for offset in stride(from: 0, to: Self.size / 8, by: 64) {
        count &+= unsafe BlockKernels.bitCount(memory + offset)
      }
      return count
    }
    let last = Int(end - start)
    for word in 0..<Self.wordCount where word &* 64 < last {
      count &+= unsafe (words[word] & ~live.deletedWord(Int(start &>> 6) &+ word)).nonzeroBitCount
    }
    return count
  }

  /// Takes out what lies behind the end: the last window ends where documents do, and bits need not.
  private func cutOff() {
    let last = Int(end - start)
    if last == Self.size { return }
    // Below the number of words.
    unsafe words[last &>> 6] &= 1 &<< UInt64(last & 63) &- 1
    for word in last &>> 6 &+ 1..<max(Self.wordCount, last &>> 6 &+ 1) { unsafe words[word] = 0 }
  }
}
