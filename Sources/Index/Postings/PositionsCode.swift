/// How the positions of some documents are coded; see ``PostingsFormat``.
///
/// Positions of a document are nearly geometric: the gaps of one that is 1,000 words long and holds
/// the term ten times are about ten times shorter than those of one that holds it once, and those of
/// a short document shorter than those of a long one. So each document has a Rice parameter of its
/// own, which takes no bits: it follows from what is known of the document anyway.
enum PositionsCode {
  /// Bits of the parameter of a block.
  static let parameterBitCount = 5
  /// What is added to the parameter of a block, so that it is not negative.
  static let bias = 16
  /// Bits in front of the quotients: the parameter, and whether first positions are folded.
  static let headBitCount = 6

  /// Where the second part of a field begins at the earliest: nothing stands between the title and
  /// there. (``WordBorders/gap``, which a test checks.)
  static let gap: UInt32 = 1024

  /// How many low bits the gaps of a document have: the block's parameter, plus the logarithm of
  /// the document's length, minus that of its frequency.
  ///
  /// - Parameter length: on the one-byte scale, which has three bits of mantissa: without them it is
  ///   a logarithm.
  @inline(__always)
  static func width(_ parameter: Int, length: UInt8, frequency: UInt32) -> Int {
    let logarithm = 31 &- (frequency | 1).leadingZeroBitCount
    return max(0, min(31, parameter &+ Int(length >> 3) &- logarithm))
  }

  /// A first position, folded: most lie behind the gap and are counted from there, and every
  /// sixteenth number is left free for those that lie before it.
  static func folded(_ position: UInt32) -> UInt32 {
    guard position >= gap else { return position << 4 | 15 }
    let behind = position - gap
    return behind + behind / 15
  }

  /// The position of a folded one. Any number below 2^31 has one.
  @inline(__always)
  static func unfolded(_ value: UInt32) -> UInt32 {
    value & 15 == 15 ? value >> 4 : value &- value >> 4 &+ gap
  }
}
