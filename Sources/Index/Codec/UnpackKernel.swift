/// Spreads 128 values of a width known beforehand, each greater by 1 than it is stored: 32 rows of four
/// lanes; see ``PackedBlock``.
///
/// Row by row, since a loop is not unrolled: it would shift by what it has to compute, and ask at each
/// row whether the lanes are used up, which takes three times the instructions.
enum UnpackKernel<let width: Int> {
  /// - Parameters:
  ///   - source: as many rows of 16 bytes as values have bits.
  ///   - output: room for 128 values.
  static func unpack(_ source: UnsafeRawPointer, _ output: UnsafeMutablePointer<UInt32>) {
    let target = UnsafeMutableRawPointer(output)
    var lanes = SIMD4<UInt32>(repeating: 0)
    unsafe unpackEight(0, source, &lanes, target)
    unsafe unpackEight(8, source, &lanes, target)
    unsafe unpackEight(16, source, &lanes, target)
    unsafe unpackEight(24, source, &lanes, target)
  }

  @inline(__always)
  private static func unpackEight(
    _ row: Int, _ source: UnsafeRawPointer, _ lanes: inout SIMD4<UInt32>,
    _ target: UnsafeMutableRawPointer
  ) {
    unsafe unpack(row, source, &lanes, target)
    unsafe unpack(row &+ 1, source, &lanes, target)
    unsafe unpack(row &+ 2, source, &lanes, target)
    unsafe unpack(row &+ 3, source, &lanes, target)
    unsafe unpack(row &+ 4, source, &lanes, target)
    unsafe unpack(row &+ 5, source, &lanes, target)
    unsafe unpack(row &+ 6, source, &lanes, target)
    unsafe unpack(row &+ 7, source, &lanes, target)
  }

  /// - Parameters:
  ///   - row: which one is written.
  ///   - lanes: the row of the source that was read last.
  @inline(__always)
  private static func unpack(
    _ row: Int, _ source: UnsafeRawPointer, _ lanes: inout SIMD4<UInt32>,
    _ target: UnsafeMutableRawPointer
  ) {
    let bit = row &* width
    let used = UInt32(truncatingIfNeeded: bit & 31)
    let next = 16 &* (bit &>> 5)
    // `width` rows are read, 32 are written.
    if used == 0 {
      lanes = unsafe source.loadUnaligned(fromByteOffset: next, as: SIMD4<UInt32>.self)
    }
    var value = lanes &>> SIMD4(repeating: used)
    let taken = 32 &- used
    if taken < UInt32(truncatingIfNeeded: width) {
      lanes = unsafe source.loadUnaligned(fromByteOffset: next &+ 16, as: SIMD4<UInt32>.self)
      value |= lanes &<< SIMD4(repeating: taken)
    }
    let mask = UInt32.max &>> UInt32(truncatingIfNeeded: 32 &- width)
    unsafe target.storeBytes(
      of: (value & SIMD4(repeating: mask)) &+ SIMD4(repeating: 1), toByteOffset: 16 &* row,
      as: SIMD4<UInt32>.self)
  }
}
