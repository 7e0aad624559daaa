/// Positions of documents in the decoded block, found by what their frequencies and lengths say of
/// the bits before them.
extension PostingsCursor {
  /// Reads the positions of the current document, ascending.
  ///
  /// - Throws: an error, too, if the term keeps none.
  mutating func positions(into output: inout [UInt32]) throws(IndexError) {
    guard info.keepsPositions, index < blockCount else { throw noPositions() }
    if info.totalFrequency == 1 {
      output = [try onlyPosition()]
      return
    }
    let block = unsafe try positionedBlock(from: index)
    // Decoded documents.
    let sums = unsafe block.sums(positionsIndex..<index)
    let width = unsafe block.width(index)
    let frequency = unsafe frequencies[index]
    try positionsReader.read(frequency, width: width, after: sums, into: &output)
    positionsIndex = index + 1
  }

  /// Reads the positions of some documents of the decoded block, each document's ascending and as far as
  /// they do not exceed its limit. Going forward in the block is cheaper than going back.
  ///
  /// - Parameters:
  ///   - places: where the documents are in the block, ascending.
  ///   - limits: as many as places.
  /// - Precondition: there are such documents.
  @unsafe
  mutating func readPositions(
    of places: UnsafePointer<UInt32>, count: Int, through limits: UnsafePointer<UInt32>,
    into pool: PositionPool
  ) throws(IndexError) {
    guard info.keepsPositions else { throw noPositions() }
    if count == 0 { return pool.removeAll() }
    // Below the count; the last one is the greatest.
    let (first, last) = unsafe (Int(places[0]), Int(places[count - 1]))
    precondition(last < blockCount)
    if info.totalFrequency == 1 {
      pool.removeAll()
      let position = try onlyPosition()
      // There is one document, and room for its position.
      unsafe pool.room(for: 1)[0] = position
      return unsafe pool.add(position <= limits[0] ? 1 : 0)
    }
    let block = unsafe try positionedBlock(from: first)
    try unsafe positionsReader.read(
      places, count: count, through: limits, of: block, after: positionsIndex, into: pool)
    positionsIndex = last + 1
  }

  /// The position of a term that occurs once.
  private func onlyPosition() throws(IndexError) -> UInt32 {
    guard info.onlyPosition <= UInt32(Int32.max) else {
      throw bytes.corrupt(info.postingsOffset, "position has more than 31 bits")
    }
    return info.onlyPosition
  }

  /// Makes ready to read positions of the decoded block, none of a document before a place.
  @unsafe
  private mutating func positionedBlock(from place: Int) throws(IndexError) -> PositionedBlock {
    if !frequenciesDecoded { try decodeFrequencies() }
    if positionsBlock != block { try beginPositions() }
    if positionsIndex > place {
      positionsReader.restart()
      positionsIndex = 0
    }
    var start: UnsafeRawPointer?
    if let lengthsOffset {
      // Checked: the lengths of all documents of the block, which ascend and are below the count.
      let first = unsafe Int(documents[0])
      let last = unsafe Int(documents[blockCount - 1])
      unsafe start = try lengths.pointer(lengthsOffset + first, lengthsOffset + last + 1) - first
    }
    return unsafe PositionedBlock(
      documents: documents, frequencies: frequencies, lengths: start,
      parameter: positionsReader.parameter,
      hasSmallFrequencies: hasSmallFrequencies)
  }

  /// Begins the positions of the current block.
  private mutating func beginPositions() throws(IndexError) {
    let term = info.postingsOffset..<info.postingsOffset + info.postingsByteCount
    var range = term
    var firstBit = 0
    if block < fullBlockCount {
      range = try table.positions(of: block)
    } else if fullBlockCount > 0 {
      guard header.positionsStart <= term.upperBound else {
        throw bytes.corrupt(info.postingsOffset, "positions lie outside their term")
      }
      range = header.positionsStart..<term.upperBound
    } else {
      // Behind the frequencies, which have been read.
      firstBit = stream?.position ?? 0
    }
    try positionsReader.begin(range, firstBit: firstBit, term: term, file: file)
    positionsBlock = block
    positionsIndex = 0
  }

  private func noPositions() -> IndexError {
    bytes.corrupt(info.postingsOffset, "there are no positions")
  }
}
