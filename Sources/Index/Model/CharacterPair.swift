/// Which characters make terms of kind pair with their neighbours.
enum CharacterPair {
  /// Whether two characters that stand side by side make a pair, by their first bytes: both must be
  /// of the blocks from U+0800 on, where all scripts lie whose characters are terms.
  @inline(__always)
  static func isPossible(_ left: UInt8?, _ right: UInt8?) -> Bool {
    guard let left, let right else { return false }
    return left >= 0xE0 && right >= 0xE0
  }

  /// The bytes of a pair's term; nil if the characters make none.
  static func term(_ left: [UInt8], _ right: [UInt8]) -> [UInt8]? {
    guard isPossible(left.first, right.first),
      left.count + right.count <= TermKey.maximumByteCount - TermKey.headerSize
    else { return nil }
    return left + right
  }
}

/// The root of a stem: its language and its first letters. Words of one family mostly share it
/// where stemmers leave different stems (`analysis`, `analyze`).
enum StemRoot {
  /// How many letters; with three, too many families fall together, with five too few meet.
  static let letterCount = 4

  /// How many bytes of a stem's term (`en:comput`) are its root (`en:comp`); nil if the stem is
  /// shorter than a root.
  static func byteCount(of term: some Collection<UInt8>) -> Int? {
    var letters = 0
    var isStem = false
    for (offset, byte) in term.enumerated() {
      if !isStem {
        isStem = byte == UInt8(ascii: ":")
        continue
      }
      if byte & 0xC0 == 0x80 { continue }
      if letters == letterCount { return offset }
      letters += 1
    }
    return letters == letterCount ? term.count : nil
  }
}
