/// Of the impacts of a term's documents: how many there are of each size, so that the n-th best is known
/// nearly.
///
/// The sizes are codes of ``ImpactScale`` without their two lowest bits.
@safe
struct ImpactCounter {
  private static let shift: UInt32 = 17
  // One for each exponent of a Float and six bits behind it.
  private let counts = GrowingMemory<UInt32>(capacity: 1 << 14)
  private var lowest = Int.max
  private var highest = -1

  init() { counts.replaceByZeros(capacity: 1 << 14) }

  /// Forgets everything.
  mutating func removeAll() {
    // What was counted lies between the two, below the capacity.
    while lowest <= highest {
      unsafe counts.pointer[highest] = 0
      highest -= 1
    }
    (lowest, highest) = (.max, -1)
  }

  /// Counts an impact, which is not negative.
  mutating func add(_ impact: Float) {
    unsafe withUnsafePointer(to: impact) { impact in
      // It is one.
      unsafe add(UnsafeBufferPointer(start: impact, count: 1))
    }
  }

  /// Counts impacts, which are not negative.
  @unsafe
  mutating func add(_ impacts: UnsafeBufferPointer<Float>) {
    let counts = unsafe counts.pointer
    var (lowest, highest) = (self.lowest, self.highest)
    for index in 0..<impacts.count {
      // 14 bits, as there is no sign.
      let place = unsafe Int((impacts[index].bitPattern & 0x7FFF_FFFF) &>> Self.shift)
      unsafe counts[place] &+= 1
      lowest = min(lowest, place)
      highest = max(highest, place)
    }
    (self.lowest, self.highest) = (lowest, highest)
  }

  /// A code that is not above that of the impact which so many reach; nil if there are fewer.
  func code(reachedBy number: Int) -> UInt16? {
    var left = number
    var place = highest
    while place >= lowest {
      // Below the capacity.
      left -= Int(unsafe counts.pointer[place])
      if left <= 0 { return UInt16(place) << UInt16(Self.shift - 15) }
      place -= 1
    }
    return nil
  }
}
