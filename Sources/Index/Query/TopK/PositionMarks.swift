/// Finds the beginnings of a phrase that a term agrees with, without comparisons whose outcome is as good
/// as random: few are each compared with all positions, and many are written into a table, in which each
/// position looks at its place.
@safe
final class PositionMarks {
  /// So many comparisons, of several positions at a time, take as long as the table.
  private static let fewComparisons = 24
  /// Documents that are not longer have a place for each position.
  private static let size: UInt32 = 1024

  // A beginning below the number of the call that wrote it, so that nothing need be wiped out.
  private var marks: UnsafeMutablePointer<UInt64>?
  private var callCount: UInt64 = 0

  // Allocated by makeMarks.
  deinit { unsafe marks?.deallocate() }

  /// The table, which few queries need.
  private func makeMarks() -> UnsafeMutablePointer<UInt64> {
    if let marks = unsafe marks { return unsafe marks }
    let made = UnsafeMutablePointer<UInt64>.allocate(capacity: Int(Self.size))
    unsafe made.initialize(repeating: 0, count: Int(Self.size))
    unsafe marks = made
    return unsafe made
  }

  /// Keeps those of ascending beginnings that are among some ascending positions, less an offset.
  ///
  /// - Precondition: behind both stand as many numbers that are no positions as are loaded at a time; see
  ///   ``PositionPool``.
  /// - Returns: how many are kept.
  @unsafe @inline(__always)
  func keep(
    _ starts: UnsafeMutablePointer<UInt32>, _ startCount: Int,
    _ positions: UnsafeMutablePointer<UInt32>, _ count: Int, offset: UInt32
  ) -> Int {
    let chunkCount = (count &+ 3) >> 2
    if startCount &* chunkCount > Self.fewComparisons {
      return unsafe keepMany(starts, startCount, positions, count, offset)
    }
    // Most have none in common.
    if unsafe !mayAgree(starts, (startCount &+ 3) >> 2, positions, chunkCount, offset) { return 0 }
    return unsafe keepFew(starts, startCount, positions, chunkCount, offset)
  }

  /// Whether any of some beginnings is among some positions, or a number behind them is: four are compared
  /// with four.
  @unsafe @inline(__always)
  private func mayAgree(
    _ starts: UnsafeMutablePointer<UInt32>, _ startChunkCount: Int,
    _ positions: UnsafeMutablePointer<UInt32>, _ chunkCount: Int, _ offset: UInt32
  ) -> Bool {
    let (starts, positions) = (UnsafeRawPointer(starts), UnsafeRawPointer(positions))
    var hits = SIMD4<UInt32>(repeating: 0) .!= 0
    for startChunk in 0..<startChunkCount {
      // Behind both stand as many as are loaded at a time.
      let first =
        unsafe starts.loadUnaligned(
          fromByteOffset: 16 &* startChunk, as: SIMD4<UInt32>.self) &+ offset
      let second = SIMD4(first[1], first[2], first[3], first[0])
      let third = SIMD4(first[2], first[3], first[0], first[1])
      let fourth = SIMD4(first[3], first[0], first[1], first[2])
      for chunk in 0..<chunkCount {
        let four = unsafe positions.loadUnaligned(
          fromByteOffset: 16 &* chunk, as: SIMD4<UInt32>.self)
        hits .|= (four .== first) .| (four .== second) .| (four .== third) .| (four .== fourth)
      }
    }
    // A lane is all ones where numbers agree.
    let halves = unsafe unsafeBitCast(hits, to: SIMD2<UInt64>.self)
    return halves[0] | halves[1] != 0
  }

  @unsafe @inline(never)
  private func keepFew(
    _ starts: UnsafeMutablePointer<UInt32>, _ startCount: Int,
    _ positions: UnsafeMutablePointer<UInt32>, _ chunkCount: Int, _ offset: UInt32
  ) -> Int {
    let positions = UnsafeRawPointer(positions)
    var kept = 0
    for index in 0..<startCount {
      // Below the counts; `kept` is never ahead.
      let start = unsafe starts[index]
      let wanted = SIMD4<UInt32>(repeating: start &+ offset)
      var hits = SIMD4<UInt32>(repeating: 0) .!= 0
      for chunk in 0..<chunkCount {
        hits .|= unsafe positions.loadUnaligned(fromByteOffset: 16 &* chunk, as: SIMD4<UInt32>.self)
          .== wanted
      }
      // A lane is all ones where numbers agree.
      let halves = unsafe unsafeBitCast(hits, to: SIMD2<UInt64>.self)
      unsafe starts[kept] = start
      kept &+= halves[0] | halves[1] != 0 ? 1 : 0
    }
    return kept
  }

  @unsafe @inline(never)
  private func keepMany(
    _ starts: UnsafeMutablePointer<UInt32>, _ startCount: Int,
    _ positions: UnsafeMutablePointer<UInt32>, _ count: Int, _ offset: UInt32
  ) -> Int {
    // There is a beginning.
    let (first, last) = unsafe (starts[0], starts[startCount - 1])
    return last - first < Self.size
      ? unsafe keepMarked(starts, startCount, positions, count, offset)
      : unsafe keepMerged(starts, startCount, positions, count, offset)
  }

  @unsafe
  private func keepMarked(
    _ starts: UnsafeMutablePointer<UInt32>, _ startCount: Int,
    _ positions: UnsafeMutablePointer<UInt32>, _ count: Int, _ offset: UInt32
  ) -> Int {
    let mask = Self.size &- 1
    let marks = unsafe makeMarks()
    callCount &+= 1
    let tag = callCount &<< 32
    // No two beginnings share a mark, since they are less than the size apart.
    for index in 0..<startCount {
      // Below the count and, masked, below the size.
      let start = unsafe starts[index]
      unsafe marks[Int(start & mask)] = tag | UInt64(start)
    }
    var kept = 0
    for index in 0..<count {
      // Behind the last beginning others follow.
      if kept == startCount { break }
      // Below the counts and, masked, below the size.
      let start = unsafe positions[index] &- offset
      let mark = unsafe marks[Int(start & mask)]
      unsafe starts[kept] = start
      kept &+= mark == tag | UInt64(start) ? 1 : 0
    }
    return kept
  }

  @unsafe
  private func keepMerged(
    _ starts: UnsafeMutablePointer<UInt32>, _ startCount: Int,
    _ positions: UnsafeMutablePointer<UInt32>, _ count: Int, _ offset: UInt32
  ) -> Int {
    var kept = 0
    var next = 0
    for index in 0..<count {
      // Below the counts; `kept` is never ahead of `next`.
      let position = unsafe positions[index]
      guard position >= offset else { continue }
      let start = position - offset
      while next < startCount, unsafe starts[next] < start { next += 1 }
      if next == startCount { break }
      guard unsafe starts[next] == start else { continue }
      unsafe starts[kept] = start
      kept += 1
    }
    return kept
  }
}
