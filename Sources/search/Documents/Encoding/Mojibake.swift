/// Text that was decoded wrongly before it was written: nothing in its bytes is wrong, and nothing in
/// it can be found.
enum Mojibake {
  /// What UTF-8 looks like when it has been read in other encodings, and U+FFFD as GBK.
  private static let signs: [[UInt8]] = [
    "锟斤拷", "烫烫烫", "屯屯屯", "ï»¿", "â€", "ã€", "ã‚", "ãƒ", "ã\u{81}", "å…", "æ–", "ç\u{9A}", "Ã©",
    "Ã¤",
    "Ã¶", "Ã¼", "Ã¨", "Ã¡", "Ã³", "Ã±", "Ã§", "Ð¾", "Ð°", "Ðµ", "Ð¸", "Ñ‚", "Ñ€", "Рѕ", "Р°", "РІ",
    "Рё",
    "Р\u{B5}", "СЃ", "С‚", "à¸", "à¹", "ì\u{9D}", "\u{FFFD}",
  ].map { Array($0.utf8) }

  /// The signs by their first byte.
  private static let byFirst: [[[UInt8]]] = (0..<256).map { first in
    signs.filter { Int($0[0]) == first }
  }

  /// How much of the text beyond ASCII looks so, from 0 to 1.
  static func suspicion(in text: [UInt8]) -> Double {
    var strange = 0
    var hits = 0
    let sample = text.prefix(1 << 16)
    let byFirst = byFirst
    var at = sample.startIndex
    while at < sample.endIndex {
      let byte = sample[at]
      guard byte >= 0xC0 else {
        at += 1
        continue
      }
      if let sign = byFirst[Int(byte)].first(where: { sample[at...].starts(with: $0) }) {
        hits += 1
        strange += sign.count { $0 >= 0xC0 }
        at += sign.count
      } else {
        strange += 1
        at += 1
      }
    }
    guard strange >= 8 else { return 0 }
    // Of a wrongly decoded text about every third character is one of these signs.
    return min(1, 4 * Double(hits) / Double(strange))
  }
}
