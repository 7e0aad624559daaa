/// Which term of the document that is being inverted each pair of common words is, found by the numbers of
/// the two words: as many occurrences of pairs as of words would have to be spelled and hashed otherwise.
@safe
final class PairNumbers {
  // For each two numbers of words a text below the number of a term; nothing is wiped out between texts.
  private let numbers = GrowingMemory<UInt64>(capacity: PairNumbers.capacity)
  private var text: UInt32 = 0

  private static let capacity = 1 << 16

  init() { numbers.replaceByZeros(capacity: Self.capacity) }

  /// How many bytes of memory it takes.
  var memoryByteCount: Int { numbers.byteCount }

  /// Forgets all pairs: another text begins, which may be one of another field or document.
  func beginText() {
    if text == .max {
      numbers.replaceByZeros(capacity: Self.capacity)
      text = 0
    }
    text += 1
  }

  /// The place of two words that follow each other.
  @inline(__always)
  private static func place(_ left: UInt8, _ right: UInt8) -> Int { Int(left) << 8 | Int(right) }

  /// Which term of the document a pair is, if the text had it before.
  @inline(__always)
  func number(_ left: UInt8, _ right: UInt8) -> Int? {
    // Two bytes are below the capacity.
    let known = unsafe numbers.pointer[Self.place(left, right)]
    return UInt32(truncatingIfNeeded: known >> 32) == text
      ? Int(UInt32(truncatingIfNeeded: known)) : nil
  }

  /// Remembers which term of the document a pair is.
  func set(_ left: UInt8, _ right: UInt8, to number: Int) {
    // Two bytes are below the capacity.
    unsafe numbers.pointer[Self.place(left, right)] =
      UInt64(text) << 32 | UInt64(UInt32(truncatingIfNeeded: number))
  }
}
