/// A decoded block of documents, as far as the codes of their positions follow from it; see
/// ``PositionsCode``.
@unsafe
struct PositionedBlock {
  let documents: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>
  /// The length of a document is so many bytes behind; nil if no document has any.
  let lengths: UnsafeRawPointer?
  /// The parameter of the block.
  let parameter: Int
  /// Whether all frequencies are below ``PositionsCode/leastGreatFrequency``.
  let hasSmallFrequencies: Bool

  /// How many low bits the gaps of a document have.
  ///
  /// - Precondition: there is such a document.
  @inline(__always)
  func width(_ place: Int) -> Int {
    // Of a decoded document.
    let length =
      unsafe lengths.map {
        unsafe $0.load(fromByteOffset: Int(documents[place]), as: UInt8.self)
      } ?? 0
    return unsafe PositionsCode.width(parameter, length: length, frequency: frequencies[place])
  }

  /// What the gaps of some documents take together.
  ///
  /// - Precondition: there are such documents.
  @inline(__always)
  func sums(_ places: Range<Int>) -> PositionsCode.Sums {
    if unsafe hasSmallFrequencies, let lengths = unsafe lengths {
      // Decoded documents, whose lengths are there, in memory that has room for more (PostingsScratch).
      let start = places.lowerBound
      return unsafe PositionsCode.sums(
        places.count, parameter, documents + start, frequencies + start, lengths: lengths)
    }
    return unsafe sumsOneByOne(places)
  }

  /// The same where frequencies are great, or no document has a length.
  @inline(never)
  private func sumsOneByOne(_ places: Range<Int>) -> PositionsCode.Sums {
    var sums = PositionsCode.Sums()
    for place in places {
      let frequency = unsafe UInt64(frequencies[place])
      sums.gapCount &+= frequency
      sums.lowBitCount &+= unsafe frequency &* UInt64(width(place))
    }
    return sums
  }
}
