/// Hands the occurrences of a term over to a ``PostingsWriter``, block by block.
///
/// It reads what ``TermEntry`` has written, of one table; where several have the term, their
/// ``TermOccurrences`` are joined. Lists without positions are decoded without asking what values are and
/// how long, which nobody can foresee: both what a value and what the next one would be, of which one is
/// kept. In those with positions nearly all values are integers of 16 bits.
@safe
struct ListDrain {
  /// Bytes that are copied from chunks at once, which stay in the processor's nearest cache.
  private static let windowSize = 1 << 14
  /// As long as a step and a position of 32 bits each, which is the most that is decoded at once.
  private static let longestPair = 12

  // A stretch of a list, and zeros behind its end.
  private let window = GrowingMemory<UInt8>(capacity: windowSize + 16)
  // Each document of a block, and where its gaps end in the high half.
  private let heads = GrowingMemory<UInt64>(capacity: PostingsFormat.blockSize)

  /// Adds all occurrences of a term.
  ///
  /// - Parameter lengths: of documents, on the one-byte scale; 0 of those behind the last.
  /// - Precondition: the entry is no longer changed, and it is of the arena.
  @unsafe
  func drain(
    _ entry: UnsafePointer<TermEntry>, in arena: PostingsArena,
    _ lengths: UnsafeBufferPointer<UInt8>,
    to postings: inout PostingsWriter
  ) {
    // Both are the caller's.
    var reader = unsafe TermEntry.Reader(entry, in: arena)
    if unsafe entry.pointee.keepsPositions {
      unsafe drainPositions(&reader, lengths, to: &postings)
    } else {
      unsafe drainFrequencies(
        &reader, last: (entry.pointee.step, entry.pointee.frequency), lengths, to: &postings)
    }
  }

  // MARK: - Lists

  /// Copies more of a list behind what is left in the window from `next` on; returns how many bytes are
  /// there then, and whether they are the last.
  @inline(__always)
  private func refill(
    from next: Int, to end: Int, _ reader: inout TermEntry.Reader
  ) -> (end: Int, isAtEnd: Bool) {
    let memory = unsafe window.pointer
    let left = end &- next
    // Inside the window, which has sixteen bytes more than are asked for.
    if left > 0 { unsafe memory.update(from: memory + next, count: left) }
    let more = unsafe reader.copy(to: memory + left, room: Self.windowSize &- left)
    let newEnd = left &+ more.count
    unsafe UnsafeMutableRawPointer(memory + newEnd).storeBytes(
      of: (0, 0), as: (UInt64, UInt64).self)
    return (newEnd, more.isAtEnd)
  }

  private func drainPositions(
    _ reader: inout TermEntry.Reader, _ lengths: UnsafeBufferPointer<UInt8>,
    to postings: inout PostingsWriter
  ) {
    var (end, isAtEnd) = (0, false)
    var progress = Progress()
    repeat {
      (end, isAtEnd) = refill(from: progress.next, to: end, &reader)
      progress.next = 0
      let stop = isAtEnd ? end : end &- Self.longestPair
      // There is a byte at least for each gap. What is there moves along.
      postings.positions.setGapCount(progress.gapCount)
      postings.positions.reserve(progress.gapCount &+ end)
      let output = unsafe Output(
        heads: heads.pointer, gaps: postings.positions.gaps.pointer,
        owners: postings.positions.owners.pointer)
      while progress.next < stop {
        // Inside the window, or zeros behind it; there is room for a block of documents and for all gaps.
        unsafe Self.decode(&progress, UnsafeRawPointer(window.pointer), stop, output)
        if progress.next >= stop { break }
        // As above.
        let next = unsafe UnsafeRawPointer(window.pointer) + progress.next
        let isNew = unsafe next.load(as: UInt8.self) & 1 == 1
        if isNew, progress.documentCount == PostingsFormat.blockSize {
          unsafe endBlock(progress.documentCount, progress.gapCount, lengths, &postings)
          (progress.documentCount, progress.gapCount) = (0, 0)
        } else {
          unsafe progress.addAny(next, isNew: isNew, to: output)
        }
      }
    } while !isAtEnd || progress.next < end
    unsafe endBlock(progress.documentCount, progress.gapCount, lengths, &postings)
  }

  /// How far a list has been decoded.
  private struct Progress {
    // In the window.
    var next = 0
    var document = UInt32.max
    // Of the block.
    var documentCount = 0
    var gapCount = 0

    /// Adds a step and a first position, or a gap, of any length.
    @unsafe @inline(never)
    mutating func addAny(_ bytes: UnsafeRawPointer, isNew: Bool, to output: Output) {
      var count = 0
      // The window has so many bytes.
      var value = unsafe Self.half(bytes, &count) &>> 1
      if value > TermEntry.greatestShort.value { value = unsafe Self.whole(bytes, &count) }
      if isNew {
        document &+= value
        documentCount += 1
        value = unsafe Self.half(bytes, &count)
        if value > TermEntry.greatestShort.position { value = unsafe Self.whole(bytes, &count) }
      }
      // The caller has room; a list begins with a document.
      unsafe output.gaps[gapCount] = value
      unsafe output.owners[gapCount] = UInt8(truncatingIfNeeded: documentCount - 1)
      gapCount += 1
      unsafe output.heads[documentCount - 1] = UInt64(document) | UInt64(gapCount) &<< 32
      next += count
    }

    @unsafe
    private static func half(_ bytes: UnsafeRawPointer, _ count: inout Int) -> UInt32 {
      // The caller's bytes.
      let value = unsafe bytes.loadUnaligned(fromByteOffset: count, as: UInt16.self)
      count += 2
      return UInt32(UInt16(littleEndian: value))
    }

    @unsafe
    private static func whole(_ bytes: UnsafeRawPointer, _ count: inout Int) -> UInt32 {
      // The caller's bytes.
      let low = unsafe half(bytes, &count)
      return unsafe low | half(bytes, &count) << 16
    }
  }

  /// Where values go.
  @unsafe
  private struct Output {
    let heads: UnsafeMutablePointer<UInt64>
    let gaps: UnsafeMutablePointer<UInt32>
    let owners: UnsafeMutablePointer<UInt8>
  }

  /// Decodes values up to a place in the window, or to one of more than 16 bits, or to the first of a
  /// document for which the block has no room.
  ///
  /// It is a function by itself so that everything has a register.
  @unsafe @inline(never)
  private static func decode(
    _ progress: inout Progress, _ window: UnsafeRawPointer, _ stop: Int, _ output: Output
  ) {
    let (heads, gaps, owners) = unsafe (output.heads - 1, output.gaps, output.owners)
    var (next, gapCount) = (progress.next, progress.gapCount)
    var document = UInt64(progress.document)
    var count = UInt64(progress.documentCount)
    while next < stop {
      // The caller says that it can be read.
      let bytes = unsafe UInt64(
        UInt32(littleEndian: window.loadUnaligned(fromByteOffset: next, as: UInt32.self)))
      let isNew = bytes & 1
      let value = bytes &>> 1 & 0x7FFF
      // A step and a first position, or a gap.
      let gap = isNew == 0 ? value : bytes &>> 16
      let newCount = count &+ isNew
      if value > UInt64(TermEntry.greatestShort.value)
        || gap > UInt64(TermEntry.greatestShort.position)
        || newCount > UInt64(PostingsFormat.blockSize)
      {
        break
      }
      count = newCount
      document = (document &+ (isNew == 0 ? 0 : value)) & 0xFFFF_FFFF
      // The caller has room; a list begins with a document.
      unsafe gaps[gapCount] = UInt32(truncatingIfNeeded: gap)
      unsafe owners[gapCount] = UInt8(truncatingIfNeeded: newCount &- 1)
      gapCount &+= 1
      unsafe heads[Int(truncatingIfNeeded: newCount)] = document | UInt64(gapCount) &<< 32
      next &+= 2 &+ Int(truncatingIfNeeded: isNew &<< 1)
    }
    (progress.next, progress.gapCount) = (next, gapCount)
    progress.document = UInt32(truncatingIfNeeded: document)
    progress.documentCount = Int(truncatingIfNeeded: count)
  }

  private func drainFrequencies(
    _ reader: inout TermEntry.Reader, last: (step: UInt32, frequency: UInt32),
    _ lengths: UnsafeBufferPointer<UInt8>, to postings: inout PostingsWriter
  ) {
    var (next, end, isAtEnd) = (0, 0, false)
    var document = UInt32.max
    var count = 0
    let (documents, frequencies) = unsafe (
      postings.documents.pointer, postings.frequencies.pointer
    )
    let window = unsafe UnsafeRawPointer(window.pointer)
    repeat {
      (end, isAtEnd) = refill(from: next, to: end, &reader)
      next = 0
      let stop = isAtEnd ? end : end &- Self.longestPair
      while next < stop {
        // Inside the window, or zeros behind it.
        let bytes = unsafe UInt64(
          littleEndian: window.loadUnaligned(fromByteOffset: next, as: UInt64.self))
        var (first, firstCount, isLonger) = Self.varint(bytes)
        let rest = bytes &>> (8 &* firstCount)
        var (second, secondCount, isSecondLonger) = Self.varint(rest)
        isLonger |= isSecondLonger & ((first & 1) &- 1)
        if isLonger != 0 {
          let pair = unsafe Self.longPair(window + next)
          (first, firstCount) = (pair.first, UInt64(pair.firstCount))
          (second, secondCount) = (pair.second, UInt64(pair.secondCount))
        }
        // A document that has the term once, or one and by how much its frequency is more than 2.
        let mask = (first & 1) &- 1
        document &+= UInt32(truncatingIfNeeded: first &>> 1)
        // There is room for a block.
        unsafe (documents + count).initialize(to: document)
        unsafe (frequencies + count).initialize(
          to: UInt32(truncatingIfNeeded: 1 &+ (second &+ 1) & mask))
        count &+= 1
        next &+= Int(truncatingIfNeeded: firstCount &+ secondCount & mask)
        if count == PostingsFormat.blockSize {
          unsafe endBlock(count, lengths, &postings)
          count = 0
        }
      }
    } while !isAtEnd || next < end
    if last.frequency > 0 {
      // Less than a block are there.
      unsafe (documents + count).initialize(to: document &+ last.step)
      unsafe (frequencies + count).initialize(to: last.frequency)
      count &+= 1
    }
    unsafe endBlock(count, lengths, &postings)
  }

  // MARK: - Values

  /// A value of one byte or two; what is longer has a bit set in the last part.
  @inline(__always)
  private static func varint(_ bytes: UInt64) -> (value: UInt64, count: UInt64, isLonger: UInt64) {
    let isLong = bytes &>> 7 & 1
    let high = (bytes &>> 1) & 0x3F80 & (0 &- isLong)
    return (bytes & 0x7F | high, 1 &+ isLong, bytes & bytes &>> 8 & 0x80)
  }

  /// Two values of any length.
  private struct Pair {
    var first: UInt64
    var firstCount: Int
    var second: UInt64
    var secondCount: Int
  }

  /// Two values; the second one means nothing if there is none.
  @unsafe @inline(never)
  private static func longPair(_ bytes: UnsafeRawPointer) -> Pair {
    // The window has so many bytes.
    let first = unsafe longVarint(bytes)
    let second = unsafe longVarint(bytes + first.count)
    return Pair(
      first: first.value, firstCount: first.count, second: second.value, secondCount: second.count)
  }

  @unsafe
  private static func longVarint(_ bytes: UnsafeRawPointer) -> (value: UInt64, count: Int) {
    var (value, count): (UInt64, Int) = (0, 0)
    while count < 5 {
      // The caller's bytes.
      let byte = unsafe bytes.load(fromByteOffset: count, as: UInt8.self)
      value |= UInt64(byte & 0x7F) &<< UInt64(7 &* count)
      count &+= 1
      if byte < 0x80 { break }
    }
    return (value, count)
  }

  // MARK: - Blocks

  /// Ends a block of documents with gaps.
  private func endBlock(
    _ count: Int, _ gapCount: Int, _ lengths: UnsafeBufferPointer<UInt8>,
    _ postings: inout PostingsWriter
  ) {
    let (documents, frequencies, heads) = unsafe (
      postings.documents.pointer, postings.frequencies.pointer, heads.pointer
    )
    var start: UInt64 = 0
    // All of them have just been found, and there is room for a block.
    for index in 0..<count {
      let head = unsafe heads[index]
      let end = head &>> 32
      unsafe (documents + index).initialize(to: UInt32(truncatingIfNeeded: head))
      unsafe (frequencies + index).initialize(to: UInt32(truncatingIfNeeded: end &- start))
      start = end
    }
    unsafe findLengths(count, lengths, postings)
    unsafe postings.positions.setDocuments(
      count, frequencies: frequencies, lengths: postings.lengths.pointer)
    postings.positions.setGapCount(gapCount)
    postings.noteCollected(count, totalFrequency: gapCount)
  }

  /// Ends a block of documents with frequencies.
  private func endBlock(
    _ count: Int, _ lengths: UnsafeBufferPointer<UInt8>, _ postings: inout PostingsWriter
  ) {
    unsafe findLengths(count, lengths, postings)
    var total = 0
    // All of them have just been found.
    for index in 0..<count { total &+= unsafe Int(postings.frequencies.pointer[index]) }
    postings.noteCollected(count, totalFrequency: total)
  }

  private func findLengths(
    _ count: Int, _ lengths: UnsafeBufferPointer<UInt8>, _ postings: PostingsWriter
  ) {
    let (documents, output) = unsafe (postings.documents.pointer, postings.lengths.pointer)
    for index in 0..<count {
      // As many documents are there, and there is room for a block.
      let document = unsafe Int(documents[index])
      unsafe (output + index).initialize(to: document < lengths.count ? lengths[document] : 0)
    }
  }
}
