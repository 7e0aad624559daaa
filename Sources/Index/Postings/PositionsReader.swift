/// The positions of a term, as one long list of gaps of which any stretch can be read; see
/// ``PostingsFormat``.
@safe
struct PositionsReader {
  private var bytes: CheckedBytes
  private var tables: CheckedBytes
  private let count: UInt64
  private let blockCount: Int
  private let groupsOffset: Int
  private let endsOffset: Int
  private let payloadOffset: Int
  private let firstBit: Int
  // The block that is decoded, and how many values that are.
  private var block = -1
  private var valueCount = 0

  /// For a term whose positions have not been asked for.
  init(file: SealedFile) {
    bytes = CheckedBytes(file: file, range: 0..<0)
    tables = bytes
    count = 0
    blockCount = 0
    groupsOffset = 0
    endsOffset = 0
    payloadOffset = 0
    firstBit = 0
  }

  /// - Parameters:
  ///   - range: where they are, in the section.
  ///   - firstBit: where they begin there; they begin with the next whole byte if there are blocks.
  init(file: SealedFile, range: Range<Int>, firstBit: Int, count: UInt64) throws(IndexError) {
    self.count = count
    // No more blocks than bytes are possible, so nothing below overflows.
    blockCount = Int(clamping: min(count, 1 << 48)) / PackedBlock.count
    let groupSize = PostingsFormat.groupSize
    let groupCount = blockCount > groupSize ? (blockCount + groupSize - 1) / groupSize : 0
    self.firstBit = blockCount > 0 ? 0 : firstBit
    groupsOffset = range.lowerBound + (blockCount > 0 ? (firstBit + 7) / 8 : 0)
    endsOffset = groupsOffset + 6 * groupCount
    payloadOffset = endsOffset + 2 * blockCount
    bytes = CheckedBytes(file: file, range: range)
    tables = bytes
    guard payloadOffset <= range.upperBound else {
      throw bytes.corrupt(range.lowerBound, "\(count) positions do not fit their term")
    }
  }

  /// Appends the positions of a document whose first is the `start`-th of all.
  ///
  /// - Parameter scratch: room for 256 values, the same in every call.
  mutating func read(
    _ start: UInt64, count wanted: UInt32, _ scratch: UnsafeMutablePointer<UInt32>,
    into output: inout [UInt32]
  ) throws(IndexError) {
    guard start <= count, UInt64(wanted) <= count - start else {
      throw bytes.corrupt(bytes.range.lowerBound, "positions do not fit their frequencies")
    }
    var next = Int(start)
    var left = Int(wanted)
    // One less than the first position, like a position that was before it.
    var previous: Int64 = -1
    while left > 0 {
      let number = next / PackedBlock.count
      if number != block { unsafe try decode(number, into: scratch) }
      let offset = next % PackedBlock.count
      let stretch = min(left, valueCount - offset)
      guard stretch > 0 else { throw bytes.corrupt(payloadOffset, "positions end too early") }
      let sums = unsafe scratch + PackedBlock.count
      for index in 0..<stretch {
        // Below the count of decoded values.
        previous &+= unsafe Int64(scratch[offset &+ index]) &+ 1
        unsafe sums[index] = UInt32(truncatingIfNeeded: previous)
      }
      guard previous <= Int64(Int32.max) else {
        throw bytes.corrupt(payloadOffset, "position is \(previous)")
      }
      unsafe output.append(contentsOf: UnsafeBufferPointer(start: sums, count: stretch))
      next += stretch
      left -= stretch
    }
  }

  private mutating func decode(
    _ number: Int, into values: UnsafeMutablePointer<UInt32>
  ) throws(IndexError) {
    block = -1
    if number >= blockCount {
      try unsafe decodeTail(into: values)
    } else {
      let (start, end) = try place(of: number)
      // Checked: the whole block.
      let code = unsafe try bytes.pointer(start, end)
      guard start < end,
        let decoded = unsafe PackedBlock.decode(
          code.load(as: UInt8.self), code + 1, code + (end - start), into: values),
        unsafe decoded.end == code + (end - start)
      else { throw bytes.corrupt(start, "block of positions does not fit its length") }
      valueCount = PackedBlock.count
    }
    block = number
  }

  private mutating func decodeTail(
    into values: UnsafeMutablePointer<UInt32>
  ) throws(IndexError) {
    let start = blockCount > 0 ? try place(of: blockCount - 1).end : groupsOffset
    // Checked: all that is left.
    let address = unsafe try bytes.pointer(start, bytes.range.upperBound)
    var reader = unsafe BitReader(
      address, byteCount: bytes.range.upperBound - start, position: firstBit)
    valueCount = Int(count % UInt64(PackedBlock.count))
    guard unsafe reader.rice(valueCount, into: values) else {
      throw bytes.corrupt(start, "positions are cut short")
    }
  }

  /// Where a block begins and ends in the section.
  private mutating func place(of block: Int) throws(IndexError) -> (start: Int, end: Int) {
    let group = block / PostingsFormat.groupSize
    var base = payloadOffset
    if group > 0 {
      let offset = groupsOffset + 6 * (group - 1)
      // Checked: six bytes.
      base += unsafe Int(try tables.pointer(offset, offset + 6).integer(at: 0, byteCount: 6))
    }
    let isFirst = block % PostingsFormat.groupSize == 0
    let offset = endsOffset + 2 * block
    // Checked: the block's end, and the one before it.
    let ends = unsafe try tables.pointer(isFirst ? offset : offset - 2, offset + 2)
    let first = unsafe Int(ends.loadUnaligned(as: UInt16.self))
    if isFirst { return (base, base + first) }
    return unsafe (base + first, base + Int(ends.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
  }
}
