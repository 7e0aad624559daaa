extension TermEntry {
  /// Reads a list back.
  @safe
  struct Reader: BitwiseCopyable {
    private let memory: PostingsArena.Memory
    private let entry: UnsafePointer<TermEntry>
    // What is left of a chunk, or of the tail.
    private var next: UnsafePointer<UInt8>
    private var end: UnsafePointer<UInt8>
    // The address of that end.
    private var endAddress: UInt32
    private var growthCount: UInt8 = 0

    /// - Precondition: the entry is no longer changed; it and the arena live as long as the reader.
    @unsafe
    init(_ entry: UnsafePointer<TermEntry>, in arena: PostingsArena) {
      unsafe (memory, self.entry) = unsafe (arena.memory, entry)
      // No bytes: what comes first is found by `moveOn`.
      unsafe next = UnsafeRawPointer(entry).assumingMemoryBound(to: UInt8.self)
      unsafe end = next
      endAddress = 0
      unsafe enter(entry.pointee.first)
    }

    /// Whether the term keeps positions.
    var keepsPositions: Bool { unsafe entry.pointee.keepsPositions }

    /// The last document of a term that keeps no positions, which is not in the list: its step, and how often
    /// it holds the term; or else, or if there is none, a frequency of 0.
    var last: (step: UInt32, frequency: UInt32) {
      unsafe keepsPositions ? (0, 0) : (entry.pointee.step, entry.pointee.frequency)
    }

    /// Goes to a chunk; to the tail if there is none.
    private mutating func enter(_ chunk: UInt32) {
      guard chunk != TermEntry.none else {
        // The bytes of the tail that are used.
        unsafe next =
          (UnsafeRawPointer(entry) + TermEntry.tailOffset).assumingMemoryBound(to: UInt8.self)
        unsafe end = next + Int(entry.pointee.tailCount)
        endAddress = TermEntry.none
        return
      }
      let size = UInt32(TermEntry.pieceSize) << UInt32(growthCount)
      growthCount = min(growthCount &+ 1, TermEntry.maximumGrowthCount)
      // A chunk was filled, but for the last one.
      let stop = unsafe entry.pointee.next
      endAddress = stop >= chunk && stop <= chunk &+ size ? stop : chunk &+ size
      unsafe next = UnsafePointer(memory.pointer(chunk).assumingMemoryBound(to: UInt8.self))
      unsafe end = next + Int(endAddress &- chunk)
    }

    /// Whether nothing is left. To be asked between values.
    @inline(__always)
    var isAtEnd: Bool {
      mutating get { unsafe next == end && !moveOn() }
    }

    /// Goes to the next chunk, or to the tail; false if nothing is left.
    @inline(never)
    private mutating func moveOn() -> Bool {
      while unsafe next == end {
        if endAddress == TermEntry.none { return false }
        // A full chunk has the address of the next behind it.
        let isLast = unsafe endAddress == entry.pointee.next
        enter(isLast ? TermEntry.none : unsafe memory.pointer(endAddress).load(as: UInt32.self))
      }
      return true
    }

    /// Copies what comes next, up to the list's end or as long as there is surely room for more.
    ///
    /// - Returns: how many bytes they are, and whether nothing is left.
    /// - Precondition: no value was begun.
    @unsafe
    mutating func copy(
      to memory: UnsafeMutablePointer<UInt8>, room: Int
    ) -> (count: Int, isAtEnd: Bool) {
      var count = 0
      while !isAtEnd {
        let runCount = unsafe end - next
        if runCount > room - count { return (count, false) }
        // There is room for them.
        unsafe (memory + count).update(from: next, count: runCount)
        count += runCount
        unsafe next = end
      }
      return (count, true)
    }

    /// The next value.
    ///
    /// - Precondition: it is not at the end.
    @inline(__always)
    mutating func varint() -> UInt64 {
      // Inside the chunk.
      if unsafe end - next >= 2 {
        let (first, second) = unsafe (UInt64(next[0]), UInt64(next[1]))
        if first & second < 0x80 {
          // One byte or two, which nobody can foresee.
          let isLong = first &>> 7
          unsafe next += 1 &+ Int(truncatingIfNeeded: isLong)
          return first & 0x7F | (second & (0 &- isLong)) &<< 7
        }
      }
      return longVarint()
    }

    /// The next integer of 16 bits; 0 behind the end.
    ///
    /// - Precondition: nothing else has been read.
    @inline(__always)
    mutating func half() -> UInt32 {
      if isAtEnd { return 0 }
      // Pieces, and the tail of a list of such integers, have an even number of bytes.
      let value = unsafe UnsafeRawPointer(next).loadUnaligned(as: UInt16.self)
      unsafe next += 2
      return UInt32(UInt16(littleEndian: value))
    }

    /// The next two of them, which are one value.
    @inline(never)
    mutating func whole() -> UInt32 {
      let low = half()
      return low | half() << 16
    }

    /// A value of any length, which may go on in the next chunk.
    @inline(never)
    private mutating func longVarint() -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while !isAtEnd {
        // Not at the chunk's end.
        let byte = unsafe next.pointee
        unsafe next += 1
        value |= UInt64(byte & 0x7F) &<< shift
        if byte < 0x80 { break }
        shift &+= 7
      }
      return value
    }
  }
}
