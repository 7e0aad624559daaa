/// Which characters make terms of kind pair with their neighbours.
///
/// Those of the blocks from U+0800 on, where all scripts lie whose characters are terms; of Han only
/// those in ``CommonHan``. A rare character is found by its own postings, which are short.
enum CharacterPair {
  /// Whether a character makes pairs, by its first code point.
  @inline(__always)
  static func isPossible(_ character: some Collection<UInt8>) -> Bool {
    guard let lead = character.first, lead >= 0xE0 else { return false }
    // U+2000 to U+2FFF come before all Han but their radicals, which folding leaves nothing of.
    if lead <= 0xE2 { return true }
    var scalar = UInt32(lead & (lead >= 0xF0 ? 0x07 : 0x0F))
    for byte in character.dropFirst().prefix(lead >= 0xF0 ? 3 : 2) {
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    switch scalar {
    case 0x4E00...0x9FFF: return CommonHan.contains(scalar)
    case 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x3FFFF: return false
    default: return true
    }
  }

  /// The bytes of a pair's term; nil if the characters make none.
  static func term(_ left: [UInt8], _ right: [UInt8]) -> [UInt8]? {
    guard isPossible(left), isPossible(right),
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
