/// Where documents are in a decoded block, by a table: less work than searching for each, where many are
/// asked for.
///
/// The table has an entry for each document from the block's first to its last. What entries of other documents
/// say is left over from other blocks. It does no harm, since what is found is compared with what was
/// asked for, so that the table need not be emptied (Briggs and Torczon, "An efficient representation
/// for sparse sets", 1993).
@unsafe
struct PlaceTable {
  /// A power of two: 32 documents for each place. Where a block is wider, neighbours share an entry
  /// (``WidePlaceTable``).
  static let size = 4096
  /// From how many documents on that are asked for filling the table (544 instructions, and 16 for each) is
  /// less work than searching (52 for each).
  static let leastCount = 16

  let documents: UnsafeMutablePointer<UInt32>
  let places: UnsafeMutablePointer<UInt8>
  /// No document of the block is less.
  let first: UInt32

  /// Fills a table, or one with wider stretches.
  ///
  /// - Parameters:
  ///   - documents: 128 of them, ascending.
  ///   - first: not greater than any of them.
  ///   - places: room for ``size`` numbers below 128.
  @inline(__always)
  static func fill(
    _ documents: UnsafeMutablePointer<UInt32>, from first: UInt32,
    _ places: UnsafeMutablePointer<UInt8>
  ) -> BlockLookup {
    let last = unsafe documents[PostingsFormat.blockSize - 1] &- first
    let table = unsafe PlaceTable(documents: documents, places: places, first: first)
    if unsafe last < UInt32(size) {
      unsafe table.fill()
      return unsafe .table(table)
    }
    let bitCount = 32 - last.leadingZeroBitCount
    let shift = unsafe UInt32(bitCount - size.trailingZeroBitCount)
    let wide = unsafe WidePlaceTable(table: table, shift: shift)
    unsafe wide.fill()
    return unsafe .wideTable(wide)
  }

  @inline(never)
  private func fill() {
    for row in 0..<PostingsFormat.blockSize / 8 {
      for lane in 0..<8 {
        // Documents ascend, so that no entry lies behind that of the last one.
        let place = row &* 8 &+ lane
        unsafe places[Int(documents[place] &- first)] = UInt8(truncatingIfNeeded: place)
      }
    }
  }

  @inline(__always)
  func find(_ document: UInt32) -> (place: Int, isThere: Int) {
    // Masked to the size; what is there is below 128.
    let entry = unsafe Int(document &- first) & (Self.size &- 1)
    let place = unsafe Int(places[entry])
    return unsafe (place, Indicator.isEqual(documents[place], document))
  }
}

/// The same of a block that is wider than the table: an entry for each of so many stretches of neighbouring
/// documents, all equally wide. It has the place of the last one of the block in its stretch.
@unsafe
struct WidePlaceTable {
  let table: PlaceTable
  /// The logarithm of a stretch's width.
  let shift: UInt32

  @inline(never)
  fileprivate func fill() {
    let (documents, places, first) = unsafe (table.documents, table.places, table.first)
    let shift = unsafe shift
    for row in 0..<PostingsFormat.blockSize / 8 {
      for lane in 0..<8 {
        // Documents ascend, so that no stretch lies behind that of the last one.
        let place = row &* 8 &+ lane
        let stretch = unsafe Int((documents[place] &- first) &>> shift)
        unsafe places[stretch] = UInt8(truncatingIfNeeded: place)
      }
    }
  }

  @inline(__always)
  private func stretch(of document: UInt32) -> UInt32 {
    unsafe (document &- table.first) &>> shift & UInt32(PlaceTable.size &- 1)
  }

  @inline(__always)
  func find(_ document: UInt32) -> (place: Int, isThere: Int) {
    // Masked to the size; what is there is below 128.
    let stretch = unsafe stretch(of: document)
    var place = unsafe Int(table.places[Int(stretch)])
    let found = unsafe table.documents[place]
    let isThere = Indicator.isEqual(found, document)
    let isStretch = unsafe Indicator.isEqual(self.stretch(of: found), stretch)
    // Another document in a stretch is rare.
    if isStretch > isThere {
      while place > 0, unsafe table.documents[place] > document { place &-= 1 }
      return unsafe (place, Indicator.isEqual(table.documents[place], document))
    }
    return (place, isThere)
  }
}
