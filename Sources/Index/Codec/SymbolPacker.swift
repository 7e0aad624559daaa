/// Packs texts with the symbols of a ``SymbolTable``: at each place the longest that fits.
struct SymbolPacker: Sendable {
  /// A symbol and its code; 0 bytes where a slot is empty.
  private struct Slot {
    var word: UInt64 = 0
    var count: UInt8 = 0
    var code: UInt8 = 0
  }

  private static let slotCount = 1024

  // For two bytes how long the symbols are that begin with them, or with the first one if they have no
  // other: bit i for i + 1 bytes.
  private var lengths = [UInt8](repeating: 0, count: 1 << 16)
  private var slots = [Slot](repeating: Slot(), count: slotCount)

  init(_ symbols: [SymbolTable.Symbol]) {
    precondition(symbols.count <= SymbolTable.maximumCount)
    for (code, symbol) in symbols.enumerated() {
      let bit: UInt8 = 1 << UInt8(symbol.count - 1)
      if symbol.count == 1 {
        for other in 0..<256 { lengths[other << 8 | Int(symbol.word)] |= bit }
      } else {
        lengths[Int(symbol.word & 0xFFFF)] |= bit
      }
      var slot = Self.firstSlot(symbol.word, symbol.count)
      while slots[slot].count != 0 { slot = (slot + 1) % Self.slotCount }
      slots[slot] = Slot(word: symbol.word, count: UInt8(symbol.count), code: UInt8(code))
    }
  }

  private static func firstSlot(_ word: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: ((word ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15) &>> 54)
  }

  /// The longest symbol that a text begins with; nil if there is none.
  ///
  /// - Parameters:
  ///   - word: its first eight bytes, the first one lowest, with zeros behind its end.
  ///   - left: how many bytes it has, at least one.
  @inline(__always)
  func longest(_ word: UInt64, left: Int) -> (code: UInt8, count: Int)? {
    var lengths = lengths[Int(word & 0xFFFF)]
    if left < SymbolTable.longest { lengths &= 1 << UInt8(left) &- 1 }
    while lengths != 0 {
      let count = 8 &- lengths.leadingZeroBitCount
      let prefix = word & (~0 &>> UInt64(64 &- 8 &* count))
      var slot = Self.firstSlot(prefix, count)
      // A quarter of them is taken.
      while slots[slot].count != 0 {
        if slots[slot].word == prefix, slots[slot].count == count {
          return (slots[slot].code, count)
        }
        slot = (slot &+ 1) % Self.slotCount
      }
      lengths &= ~(1 << UInt8(count &- 1))
    }
    return nil
  }

  /// Packs a text, which is a part of some bytes.
  func pack(_ text: Range<Int>, of bytes: [UInt8], into packed: inout ByteWriter) {
    var index = text.lowerBound
    while index < text.upperBound {
      let word = Self.word(bytes, at: index, end: text.upperBound)
      if let (code, count) = longest(word, left: text.upperBound - index) {
        packed.append(code)
        index += count
      } else {
        packed.append(SymbolTable.escape)
        packed.append(UInt8(truncatingIfNeeded: word))
        index += 1
      }
    }
  }

  /// Notes which codes packed texts have.
  static func note(_ packed: [UInt8], in isUsed: inout [Bool]) {
    var index = 0
    while index < packed.count {
      isUsed[Int(packed[index])] = true
      index += packed[index] == SymbolTable.escape ? 2 : 1
    }
  }

  /// Eight bytes from a place on, the first one lowest, with zeros behind the end.
  @inline(__always)
  static func word(_ bytes: [UInt8], at index: Int, end: Int) -> UInt64 {
    precondition(index >= 0 && index < end && end <= bytes.count)
    let left = end &- index
    if index &+ 8 <= bytes.count {
      // Inside the bytes.
      let word = unsafe bytes.withUnsafeBytes {
        unsafe $0.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      }
      return left >= 8 ? word : word & (1 &<< UInt64(8 &* left) &- 1)
    }
    var word: UInt64 = 0
    for place in 0..<min(8, left) { word |= UInt64(bytes[index + place]) << UInt64(8 * place) }
    return word
  }
}
