/// Walks the postings of one term in one segment.
///
/// Laws: the cursor stands before the first document until it is moved; it never moves backwards;
/// at the end ``document`` is ``DocID/end``, and moving on stays there. ``nextBlock()`` and
/// ``seek(to:)`` check bytes and may throw; steps inside a decoded block do not.
@safe
struct PostingsCursor {
  let file: SealedFile
  let documentCount: UInt32
  /// What the dictionary knows of the term.
  let info: TermInfo

  // What may end the walk.
  let interruption: Interruption?

  // The scratch is kept beside its addresses.
  let scratch: PostingsScratch
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>

  var bytes: CheckedBytes
  var table: BlockTable
  let fullBlockCount: Int
  /// Documents that fill no block.
  let restCount: Int

  /// The number of the block that the cursor is in, the rest being the last one.
  var block = -1
  /// What is known of it.
  private(set) var header = PostingsBlockHeader()
  var frequenciesDecoded = false
  /// Whether all that are decoded are below ``PositionsCode/leastGreatFrequency``.
  private(set) var hasSmallFrequencies = false
  // Where its frequencies begin: in the section, and in the stream.
  private var frequenciesOffset = 0
  private(set) var stream: BitReader?

  // The lengths of the documents of the segment, if the field has any.
  let lengthsOffset: Int?
  var lengths: CheckedBytes
  var positionsReader: PositionsReader
  // The block that the reader is in, and its document that the reader stands before.
  var positionsBlock = -1
  var positionsIndex = 0

  /// The set of bits that the block whose number is set is kept as, if its documents have not been
  /// decoded.
  private(set) var bitBlock: BitBlock?
  /// The table of the decoded block, if there is one.
  var placeTable: BlockLookup?
  /// Documents in the decoded block.
  private(set) var blockCount = 0
  /// Which of them the cursor is at.
  private(set) var index = 0
  /// The document the cursor is at.
  private(set) var document: DocID

  /// - Parameter lengthsOffset: where the lengths of the term's field begin in the section
  ///   `lengths`, one byte a document; nil if no document has the field.
  init(
    file: SealedFile, info: TermInfo, documentCount: Int, lengthsOffset: Int?,
    interruption: Interruption? = nil
  ) {
    self.interruption = interruption
    self.file = file
    self.info = info
    self.documentCount = UInt32(documentCount)
    scratch = PostingsScratch()
    unsafe documents = scratch.documents
    unsafe frequencies = scratch.frequencies
    let range = info.postingsOffset..<info.postingsOffset + info.postingsByteCount
    bytes = CheckedBytes(file: file, section: .postings, range: range)
    self.lengthsOffset = lengthsOffset
    let lengthsRange = lengthsOffset.map { $0..<$0 + documentCount } ?? 0..<0
    lengths = CheckedBytes(file: file, section: .lengths, range: lengthsRange)
    table = BlockTable(file: file)
    positionsReader = PositionsReader(file: file)
    fullBlockCount = Int(info.documentFrequency) / PostingsFormat.blockSize
    restCount = Int(info.documentFrequency) % PostingsFormat.blockSize
    document = DocID(rawValue: 0)
  }

  /// Moves to the first document of the next block.
  ///
  /// - Returns: false at the end.
  mutating func nextBlock() throws(IndexError) -> Bool {
    try begin()
    if block <= fullBlockCount { block += 1 }
    return try decodeBlock()
  }

  /// Moves to the next document.
  @inline(__always)
  mutating func advance() throws(IndexError) {
    index += 1
    if index < blockCount {
      // Below the count of decoded documents.
      document = unsafe DocID(rawValue: documents[index])
    } else {
      _ = try nextBlock()
    }
  }

  /// Moves to the first document that is not less than `target`. Blocks in between are not touched.
  ///
  /// - Complexity: O(log of the number of blocks in between).
  mutating func seek(to target: DocID) throws(IndexError) {
    if blockCount > 0, document >= target { return }
    if blockCount == 0 || header.last < Int64(target.rawValue) {
      try begin()
      block =
        block < fullBlockCount ? try table.find(target, from: block + 1) : fullBlockCount + 1
      guard try decodeBlock() else { return }
    }
    let found = unsafe BlockKernels.lowerBound(documents, target.rawValue)
    // The memory behind a rest is filled up with the greatest number.
    if found < blockCount {
      index = found
      // Below the count of decoded documents.
      document = unsafe DocID(rawValue: documents[found])
    } else {
      // Only the rest, whose last document is not known in advance, ends before the target.
      block = fullBlockCount + 1
      end()
    }
  }

  /// Moves to the first document that is not less than `target`, forwards or back.
  ///
  /// - Complexity: as ``seek(to:)``; going back out of a block begins anew.
  mutating func move(to target: DocID) throws(IndexError) {
    if blockCount > 0, document <= target { return try seek(to: target) }
    if blockCount > 0, Int64(target.rawValue) > header.previousLast {
      index = unsafe BlockKernels.lowerBound(documents, target.rawValue)
      // Not behind the current document, so below the count.
      document = unsafe DocID(rawValue: documents[index])
      return
    }
    block = -1
    blockCount = 0
    try seek(to: target)
  }

  /// How often the term occurs in the current document.
  var frequency: UInt32 {
    mutating get throws(IndexError) {
      if !frequenciesDecoded { try decodeFrequencies() }
      precondition(index < PostingsFormat.blockSize)
      // Below the capacity.
      return unsafe frequencies[index]
    }
  }

  /// The documents of the decoded block from the current one on, and their frequencies. The arrays
  /// live until the cursor moves to another block.
  @unsafe
  mutating func remainingBlock() throws(IndexError) -> PostingsBlock {
    if !frequenciesDecoded { try decodeFrequencies() }
    return unsafe PostingsBlock(
      documents: documents + index, frequencies: frequencies + index, count: blockCount - index)
  }

  /// Makes the decoded block's `offset`-th document after the current one the current one.
  ///
  /// - Precondition: `offset` is less than what is left of the block.
  mutating func moveWithinBlock(by offset: Int) {
    index += offset
    precondition(index < blockCount)
    // Below the count of decoded documents.
    document = unsafe DocID(rawValue: documents[index])
  }

  // MARK: - Blocks

  /// Reads what stands before the blocks, if that has not been done.
  mutating func begin() throws(IndexError) {
    if block < 0, fullBlockCount > 0, table.documentsEnd == 0 {
      table = try BlockTable(file: file, info: info)
    }
  }

  private mutating func end() {
    blockCount = 0
    index = 0
    document = .end
  }

  /// Decodes the documents of the block whose number is set; false if there is none.
  mutating func decodeBlock() throws(IndexError) -> Bool {
    try forget()
    if block < fullBlockCount {
      header = try table.header(of: block, documentCount: documentCount)
      try decodeDocuments()
      return true
    }
    guard block == fullBlockCount, restCount > 0 else {
      end()
      return false
    }
    try decodeRest()
    // There is at least one.
    document = unsafe DocID(rawValue: documents[0])
    return true
  }

  /// Forgets what was decoded of the block before.
  @inline(__always)
  private mutating func forget() throws(IndexError) {
    try interruption?.step()
    unsafe bitBlock = nil
    unsafe placeTable = nil
    frequenciesDecoded = false
    positionsBlock = -1
    index = 0
    blockCount = 0
  }

  /// Makes the full block whose number is set ready for finding documents in it: as a set of bits, if it is
  /// kept so, or decoded.
  mutating func openBlock() throws(IndexError) {
    try forget()
    header = try table.header(of: block, documentCount: documentCount)
    if try !takeBits() { try decodeDocuments() }
  }

  /// Decodes the documents of the full block whose header is known.
  private mutating func decodeDocuments() throws(IndexError) {
    // Checked: the whole block. The scratch has room for it.
    let start = unsafe try bytes.pointer(header.start, header.end)
    let end = unsafe start + (header.end - header.start)
    let base = UInt32(truncatingIfNeeded: header.previousLast)
    var byteCount = 0
    var isGood = false
    if header.documentsCode == PostingsFormat.bitSetCode {
      let bitCount = Int(header.last - header.previousLast)
      isGood = unsafe BitPlaces.shared.unpack(bits: bitCount, start, end, from: base, documents)
      byteCount = (bitCount + 7) / 8
    } else if let decoded = unsafe PackedBlock.decode(
      header.documentsCode, start, end, into: documents)
    {
      // 128 gaps of 24 bits cannot wrap around; wider ones may.
      isGood = unsafe decoded.width <= 24 || BlockKernels.isWithin(1 << 31, documents)
      unsafe BlockKernels.accumulate(documents, from: base)
      byteCount = unsafe decoded.end - start
    }
    // Documents rise; the last one bounds them all.
    guard isGood, unsafe Int64(documents[PackedBlock.count - 1]) == header.last else {
      throw bytes.corrupt(header.start, "documents of a block do not fit its entry")
    }
    frequenciesOffset = header.start + byteCount
    blockCount = PostingsFormat.blockSize
    document = unsafe DocID(rawValue: documents[0])
  }

  /// Takes the documents of the block whose header is known as a set of bits, if they are kept so.
  ///
  /// - Returns: false if they are not.
  private mutating func takeBits() throws(IndexError) -> Bool {
    let count = header.last - header.previousLast
    guard header.documentsCode == PostingsFormat.bitSetCode, unsafe count <= BitBlock.mostBits
    else { return false }
    let byteCount = (Int(count) + 7) / 8
    // Checked: the whole block.
    let start = unsafe try bytes.pointer(header.start, header.end)
    let first = UInt32(truncatingIfNeeded: header.previousLast + 1)
    guard byteCount <= header.end - header.start,
      let set = unsafe BitBlock(start, count: Int(count), first: first, ranks: scratch.ranks)
    else { throw bytes.corrupt(header.start, "documents of a block do not fit its entry") }
    unsafe bitBlock = set
    frequenciesOffset = header.start + byteCount
    return true
  }

  /// Decodes the documents of a block that was taken as a set of bits; its frequencies stay.
  mutating func decodeBits() throws(IndexError) {
    unsafe bitBlock = nil
    try decodeDocuments()
  }

  mutating func decodeFrequencies() throws(IndexError) {
    if block >= fullBlockCount { return try decodeRestFrequencies() }
    // Checked: the rest of the block. The scratch has room for it.
    let start = unsafe try bytes.pointer(frequenciesOffset, header.end)
    let end = unsafe start + (header.end - frequenciesOffset)
    guard
      let decoded = unsafe PackedBlock.decode(
        header.frequenciesCode, start, end, into: frequencies),
      unsafe decoded.end == end
    else { throw bytes.corrupt(header.start, "frequencies of a block do not fit its entry") }
    // Only values of so many bits can be that large, or have wrapped around.
    if unsafe decoded.width > 24 { try checkFrequencies(PostingsFormat.blockSize) }
    // What is stored is one less. (Of a block that was not written so, sums of frequencies mean nothing.)
    hasSmallFrequencies = unsafe 1 << decoded.width < Int(PositionsCode.leastGreatFrequency)
    frequenciesDecoded = true
  }

  /// A frequency is at most a length, which is below 2^31: loops take four of them for signed numbers.
  private func checkFrequencies(_ count: Int) throws(IndexError) {
    var least = Int32.max
    for index in 0..<count {
      // Below the count of decoded values.
      least = min(least, unsafe Int32(bitPattern: frequencies[index]))
    }
    if least <= 0 { throw bytes.corrupt(header.start, "frequency has more than 31 bits") }
  }

  // MARK: - The rest

  private mutating func decodeRest() throws(IndexError) {
    unsafe documents.update(repeating: .max, count: PostingsFormat.blockSize)
    header = PostingsBlockHeader()
    if info.documentFrequency == 1 { return try beginOnlyDocument() }
    var start = info.postingsOffset
    var end = start + info.postingsByteCount
    if fullBlockCount > 0 {
      let rest = try table.tail()
      (start, end) = (rest.offset, table.documentsEnd)
      header.previousLast = rest.last
      header.positionsStart = rest.positions
    }
    // Checked: all of the stream.
    var reader = unsafe BitReader(try bytes.pointer(start, end), byteCount: end - start)
    let hasImpact = restCount >= PostingsFormat.leastCountWithImpact
    if hasImpact {
      guard let bytes = reader.bits(16) else { throw badRest() }
      header.restImpact = restImpact(UInt16(truncatingIfNeeded: bytes))
    }
    guard unsafe reader.rice(restCount, into: documents) else { throw badRest() }
    try accumulateRest()
    stream = reader
    if !hasImpact {
      try decodeFrequencies()
      header.restImpact = .frequency(highestFrequency(restCount), shortestLength: 0)
    }
  }

  /// Gaps become documents.
  private mutating func accumulateRest() throws(IndexError) {
    var document = header.previousLast
    for index in 0..<restCount {
      // Below the count.
      document &+= unsafe Int64(documents[index]) &+ 1
      unsafe documents[index] = UInt32(truncatingIfNeeded: document)
    }
    // Gaps are not negative, so documents rise; the last one bounds them all.
    guard document < Int64(documentCount) else { throw badRest() }
    header.last = document
    blockCount = restCount
  }

  private mutating func beginOnlyDocument() throws(IndexError) {
    guard info.onlyDocument < documentCount,
      let frequency = Int32(exactly: info.totalFrequency).map(UInt32.init)
    else { throw badRest() }
    // Room for a block.
    unsafe documents[0] = info.onlyDocument
    unsafe frequencies[0] = frequency
    header.last = Int64(info.onlyDocument)
    header.restImpact = .frequency(frequency, shortestLength: 0)
    hasSmallFrequencies = frequency < PositionsCode.leastGreatFrequency
    blockCount = 1
    frequenciesDecoded = true
  }

  private mutating func decodeRestFrequencies() throws(IndexError) {
    guard var reader = stream else { throw badRest() }
    if info.totalFrequency == UInt64(info.documentFrequency) {
      unsafe frequencies.update(repeating: 1, count: restCount)
    } else {
      // Room for a block.
      guard unsafe reader.gamma(restCount, into: frequencies) else { throw badRest() }
      try checkFrequencies(restCount)
    }
    stream = reader
    hasSmallFrequencies =
      info.totalFrequency < UInt64(PositionsCode.leastGreatFrequency)
      || highestFrequency(restCount) < PositionsCode.leastGreatFrequency
    frequenciesDecoded = true
  }

  private func highestFrequency(_ count: Int) -> UInt32 {
    var highest: UInt32 = 0
    // Below the count of decoded values.
    for index in 0..<count { highest = unsafe max(highest, frequencies[index]) }
    return highest
  }

  func badRest() -> IndexError {
    bytes.corrupt(info.postingsOffset, "documents that fill no block make no sense")
  }
}

/// Decoded documents and frequencies, side by side.
@unsafe
struct PostingsBlock {
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>
  let count: Int
}
