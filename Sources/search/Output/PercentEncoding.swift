/// Document ids as a TREC run takes them: one word.
enum PercentEncoding {
  /// The text with white space, control characters and `%` written as `%XX`, byte by byte.
  static func encoded(_ text: String) -> String {
    // Most ids are letters and digits, and a run has very many of them.
    if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "%") }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      if scalar == "%" || scalar.properties.isWhitespace || category == .control {
        for byte in String(scalar).utf8 { result += "%" + hex(byte) }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The bytes with every `%XX` replaced by the byte it stands for; nil when there is none.
  ///
  /// A `%` that no two hexadecimal digits follow stands for itself.
  static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard bytes.contains(UInt8(ascii: "%")) else { return nil }
    var result: [UInt8] = []
    var isChanged = false
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(digit),
        let low = rest.dropFirst().first.flatMap(digit)
      {
        result.append(high << 4 | low)
        rest = rest.dropFirst(2)
        isChanged = true
      } else {
        result.append(byte)
      }
    }
    return isChanged ? result : nil
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }
}
