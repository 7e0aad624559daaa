/// Positions of documents in the decoded block, found by what their frequencies and lengths say of
/// the bits before them.
extension PostingsCursor {
  /// Reads the positions of the current document, ascending.
  ///
  /// - Throws: an error, too, if the term keeps none.
  mutating func positions(into output: inout [UInt32]) throws(IndexError) {
    guard info.keepsPositions, index < blockCount else {
      throw bytes.corrupt(info.postingsOffset, "there are no positions")
    }
    if info.totalFrequency == 1 {
      output = [info.onlyPosition]
      return
    }
    let count = try frequency
    if positionsBlock != block { try beginPositions() }
    if positionsIndex > index {
      positionsReader.restart()
      positionsIndex = 0
    }
    let width = try passPositions()
    try positionsReader.read(count, width: width, into: &output)
    positionsIndex += 1
  }

  /// Reads the positions of a document of the decoded block, ascending, as far as they do not exceed a
  /// limit. Going forward in the block is cheaper than going back.
  ///
  /// - Precondition: there is such a document in the block.
  mutating func readPositions(
    of place: Int, through limit: UInt32, into output: PositionBuffer
  ) throws(IndexError) {
    precondition(place >= 0 && place < blockCount)
    moveWithinBlock(by: place - index)
    guard info.keepsPositions else {
      throw bytes.corrupt(info.postingsOffset, "there are no positions")
    }
    if info.totalFrequency == 1 { return output.set(info.onlyPosition, through: limit) }
    let count = try frequency
    if positionsBlock != block { try beginPositions() }
    if positionsIndex > index {
      positionsReader.restart()
      positionsIndex = 0
    }
    let width = try passPositions()
    let isRead = try positionsReader.read(count, width: width, through: limit, into: output)
    if isRead { positionsIndex += 1 }
  }

  /// How often the documents of the decoded block have the term together.
  mutating func blockFrequency() throws(IndexError) -> Int {
    let frequencies = unsafe try decodedFrequencies()
    var sum = 0
    // Below the count of decoded documents.
    for place in 0..<blockCount { sum &+= Int(unsafe frequencies[place]) }
    return sum
  }

  /// Reads the positions of all documents of the decoded block.
  ///
  /// - Precondition: a block has been decoded.
  mutating func readBlockPositions(into output: inout BlockPositions) throws(IndexError) {
    precondition(blockCount > 0)
    guard info.keepsPositions else {
      throw bytes.corrupt(info.postingsOffset, "there are no positions")
    }
    if info.totalFrequency == 1 {
      // There is room, and one document.
      unsafe output.positions[0] = info.onlyPosition
      unsafe output.starts[1] = 1
      return output.setBlock(block)
    }
    let frequencies = unsafe try decodedFrequencies()
    try beginPositions()
    let sums = try setWidths(of: output)
    try unsafe positionsReader.readAll(blockCount, frequencies, sums, into: &output)
    // The reader stands nowhere that it would know of.
    positionsBlock = -1
    output.setBlock(block)
  }

  /// Sets the width of each document of the block.
  ///
  /// - Returns: what the gaps of all take.
  private mutating func setWidths(
    of output: BlockPositions
  ) throws(IndexError) -> PositionsCode.Sums {
    let parameter = positionsReader.parameter
    let (documents, frequencies, widths) = unsafe (documents, frequencies, output.widths)
    var sums = PositionsCode.Sums()
    var first = 0
    var start: UnsafeRawPointer?
    if let lengthsOffset {
      // Checked: the lengths of all documents of the block, which ascend and are below the count.
      first = unsafe Int(documents[0])
      let last = unsafe Int(documents[blockCount - 1])
      unsafe start = try lengths.pointer(lengthsOffset + first, lengthsOffset + last + 1)
    }
    for place in 0..<blockCount {
      // Below the count of decoded documents.
      let frequency = unsafe frequencies[place]
      let length =
        unsafe start.map {
          unsafe $0.load(
            fromByteOffset: Int(documents[place]) &- first, as: UInt8.self)
        } ?? 0
      let width = PositionsCode.width(parameter, length: length, frequency: frequency)
      unsafe widths[place] = UInt8(truncatingIfNeeded: width)
      sums.gapCount &+= UInt64(frequency)
      sums.lowBitCount &+= UInt64(frequency) &* UInt64(width)
    }
    return sums
  }

  /// Begins the positions of the current block.
  private mutating func beginPositions() throws(IndexError) {
    let term = info.postingsOffset..<info.postingsOffset + info.postingsByteCount
    var range = term
    var firstBit = 0
    if block < fullBlockCount {
      range = try table.positions(of: block)
    } else if fullBlockCount > 0 {
      guard header.positionsStart <= term.upperBound else { throw badPositions() }
      range = header.positionsStart..<term.upperBound
    } else {
      // Behind the frequencies, which have been read.
      firstBit = stream?.position ?? 0
    }
    try positionsReader.begin(range, firstBit: firstBit, term: term, file: file)
    positionsBlock = block
    positionsIndex = 0
  }

  /// Moves behind the positions of the documents before the current one; returns the width of its
  /// gaps.
  private mutating func passPositions() throws(IndexError) -> Int {
    guard let lengthsOffset else {
      return try passPositions { _ in 0 }
    }
    // Checked: the lengths of all documents of the block, which ascend and are below the count.
    let first = unsafe Int(documents[0])
    let last = unsafe Int(documents[blockCount - 1])
    let start = unsafe try lengths.pointer(lengthsOffset + first, lengthsOffset + last + 1)
    var sums = PositionsCode.Sums()
    let count = (index &- positionsIndex) & ~3
    if count > 0, header.highestFrequency < PositionsCode.leastGreatFrequency {
      // Decoded documents, whose lengths have been checked.
      unsafe sums = PositionsCode.sums(
        count, positionsReader.parameter, documents + positionsIndex,
        frequencies + positionsIndex, lengths: start - first)
      positionsIndex &+= count
    }
    return try passPositions(sums) { document in
      unsafe start.load(fromByteOffset: Int(document) &- first, as: UInt8.self)
    }
  }

  @inline(__always)
  private mutating func passPositions(
    _ sums: PositionsCode.Sums = PositionsCode.Sums(), _ length: (_ document: UInt32) -> UInt8
  ) throws(IndexError) -> Int {
    let parameter = positionsReader.parameter
    var gapCount = sums.gapCount
    var lowBitCount = sums.lowBitCount
    while positionsIndex < index {
      // Below the count of decoded documents.
      let frequency = unsafe frequencies[positionsIndex]
      let width = unsafe PositionsCode.width(
        parameter, length: length(documents[positionsIndex]), frequency: frequency)
      gapCount &+= UInt64(frequency)
      lowBitCount &+= UInt64(frequency) &* UInt64(width)
      positionsIndex &+= 1
    }
    try positionsReader.skip(gapCount, lowBitCount: lowBitCount)
    // Below the count of decoded documents.
    return unsafe PositionsCode.width(
      parameter, length: length(documents[index]), frequency: frequencies[index])
  }

  private func badPositions() -> IndexError {
    bytes.corrupt(info.postingsOffset, "positions lie outside their term")
  }
}
