/// Finds documents in one block of a list, in whichever form it is there.
///
/// Whether a document is in the block is as good as random, so that loops do not branch on it. They are
/// compiled for each form, and not inlined, so that what they need stays in registers.
@unsafe
enum BlockLookup {
  case documents(SortedBlock)
  case table(PlaceTable)
  case wideTable(WidePlaceTable)
  case bits(BitBlock)

  /// A place in the block, which is below 128, and 1 if a document is there, or else 0.
  @inline(__always)
  func find(_ document: UInt32) -> (place: Int, isThere: Int) {
    switch unsafe self {
    case .documents(let finder): unsafe finder.find(document)
    case .table(let finder): unsafe finder.find(document)
    case .wideTable(let finder): unsafe finder.find(document)
    case .bits(let finder): unsafe finder.find(document)
    }
  }

  /// 1 if a document is in the block, or else 0: not more work than to say where.
  @inline(__always)
  func holds(_ document: UInt32) -> Int {
    switch unsafe self {
    case .documents(let finder): unsafe finder.holds(document)
    case .table(let finder): unsafe finder.holds(document)
    case .wideTable(let finder): unsafe finder.holds(document)
    case .bits(let finder): unsafe finder.holds(document)
    }
  }

  /// Finds some of many documents.
  ///
  /// - Parameters:
  ///   - documents: the documents, at the indices of `range`.
  ///   - matches: room for as many numbers as the range has: for each that is there its index times 128
  ///     and its place.
  /// - Returns: how many are there.
  @inline(__always)
  func find(
    _ documents: UnsafeMutablePointer<UInt32>, _ range: Range<Int>,
    into matches: UnsafeMutablePointer<UInt32>
  ) -> Int {
    switch unsafe self {
    case .documents(let finder): unsafe finder.find(documents, range, into: matches)
    case .table(let finder): unsafe finder.find(documents, range, into: matches)
    case .wideTable(let finder): unsafe finder.find(documents, range, into: matches)
    case .bits(let finder): unsafe finder.find(documents, range, into: matches)
    }
  }

  /// Moves those of some documents that are there, or, with 0, are not there.
  ///
  /// - Parameter target: where the first one goes; not behind the range.
  /// - Returns: the end of what has been moved.
  @inline(__always)
  func move(
    _ documents: UnsafeMutablePointer<UInt32>, _ range: Range<Int>, to target: Int,
    holding wanted: Int
  ) -> Int {
    switch unsafe self {
    case .documents(let finder): unsafe finder.move(documents, range, to: target, holding: wanted)
    case .table(let finder): unsafe finder.move(documents, range, to: target, holding: wanted)
    case .wideTable(let finder): unsafe finder.move(documents, range, to: target, holding: wanted)
    case .bits(let finder): unsafe finder.move(documents, range, to: target, holding: wanted)
    }
  }
}

/// One of the forms.
protocol DocumentFinder {
  /// A place in the block, which is below 128, and 1 if a document is there, or else 0.
  func find(_ document: UInt32) -> (place: Int, isThere: Int)

  /// 1 if a document is in the block, or else 0: not more work than to say where.
  func holds(_ document: UInt32) -> Int
}

extension DocumentFinder {
  @inline(__always)
  func holds(_ document: UInt32) -> Int { find(document).isThere }

  @unsafe @inline(never)
  fileprivate func find(
    _ documents: UnsafeMutablePointer<UInt32>, _ range: Range<Int>,
    into matches: UnsafeMutablePointer<UInt32>
  ) -> Int {
    var found = 0
    for index in range {
      // No more than have been looked at.
      let (place, isThere) = find(unsafe documents[index])
      unsafe matches[found] = UInt32(truncatingIfNeeded: index &<< 7 | place)
      found &+= isThere
    }
    return found
  }

  @unsafe @inline(never)
  fileprivate func move(
    _ documents: UnsafeMutablePointer<UInt32>, _ range: Range<Int>, to target: Int,
    holding wanted: Int
  ) -> Int {
    var kept = target
    for index in range {
      // `kept` is never ahead.
      let document = unsafe documents[index]
      unsafe documents[kept] = document
      kept &+= 1 &- (holds(document) ^ wanted)
    }
    return kept
  }
}

/// Documents that have been decoded, to be searched.
@unsafe
struct SortedBlock: DocumentFinder {
  /// 128, ascending; the greatest number follows the last one there is.
  let documents: UnsafeMutablePointer<UInt32>

  init(_ documents: UnsafeMutablePointer<UInt32>) {
    unsafe self.documents = unsafe documents
  }

  @inline(__always)
  func find(_ document: UInt32) -> (place: Int, isThere: Int) {
    // Below 128.
    let place = unsafe min(
      BlockKernels.lowerBound(documents, document), PostingsFormat.blockSize &- 1)
    return unsafe (place, Indicator.isEqual(documents[place], document))
  }
}

extension PlaceTable: DocumentFinder {}
extension WidePlaceTable: DocumentFinder {}
extension BitBlock: DocumentFinder {}
