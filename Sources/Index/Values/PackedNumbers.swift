/// Integers of one width, as they lie in a mapped file.
@safe
struct PackedNumbers: Sendable {
  private let file: SealedFile
  private let offset: Int
  let count: Int
  private let width: Int
  private let mask: UInt64

  /// - Precondition: the bytes have been verified. Behind every section come the checksum table and the
  ///   footer, so that sixteen bytes more can always be loaded.
  init(file: SealedFile, offset: Int, count: Int, width: Int) {
    precondition((0...64).contains(width) && count >= 0)
    self.file = file
    self.offset = offset
    self.count = count
    self.width = width
    mask = width == 64 ? .max : 1 << UInt64(width) - 1
  }

  @inline(__always)
  subscript(index: Int) -> UInt64 {
    precondition(index >= 0 && index < count)
    let bit = index &* width
    // The number begins inside the part, and takes at most nine bytes.
    let start = unsafe file.pointer(at: offset &+ bit &>> 3)
    let shift = UInt64(bit & 7)
    let low = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)) &>> shift
    if width &+ bit & 7 <= 64 { return low & mask }
    let high = unsafe UInt64(start.load(fromByteOffset: 8, as: UInt8.self))
    return (low | high &<< (64 &- shift)) & mask
  }

  /// A bit for each of at most 64 numbers from one on, the lowest for the first: whether it is among others.
  @inline(__always)
  func bits(of range: Range<Int>, in wanted: ClosedRange<UInt64>) -> UInt64 {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && range.count <= 64)
    let low = wanted.lowerBound
    let span = wanted.upperBound - low
    var found: UInt64 = 0
    // Wider ones may not lie in one load.
    guard width <= 56 else {
      for index in range where self[index] &- low <= span {
        found |= 1 &<< UInt64(index &- range.lowerBound)
      }
      return found
    }
    // The numbers lie inside the part, behind which sixteen bytes more can be loaded.
    let start = unsafe file.pointer(at: offset)
    var bit = range.lowerBound &* width
    for place in 0..<UInt64(range.count) {
      let bytes = unsafe start.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self)
      let number = UInt64(littleEndian: bytes) &>> UInt64(bit & 7) & mask
      found |= (number &- low <= span ? 1 : 0) &<< place
      bit &+= width
    }
    return found
  }

  /// The index of the first number that is not less than another one, if they ascend.
  func lowerBound(_ target: UInt64) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < target { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Lays integers of one width out; see ``PackedNumbers``.
struct PackedNumbersWriter {
  private(set) var bytes: [UInt8] = []
  private let width: Int
  private var pending: UInt64 = 0
  private var pendingCount = 0

  init(width: Int, count: Int) {
    self.width = width
    bytes.reserveCapacity(ColumnShape.byteCount(of: count, width: width))
  }

  /// - Precondition: the number has no bits beyond the width.
  mutating func append(_ number: UInt64) {
    pending |= number &<< UInt64(pendingCount)
    let total = pendingCount + width
    if total < 64 {
      pendingCount = total
      return
    }
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: pending >> UInt64(8 * shift))) }
    let taken = 64 - pendingCount
    pending = taken >= 64 ? 0 : number >> UInt64(taken)
    pendingCount = total - 64
  }

  /// All bytes, the last one filled up with zeros.
  consuming func finish() -> [UInt8] {
    while pendingCount > 0 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
    return bytes
  }
}
