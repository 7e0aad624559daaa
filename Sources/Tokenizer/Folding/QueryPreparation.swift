/// What has to be done to the raw text of a query before it is analysed.
package enum QueryPreparation {
  /// Joins ゛ and ゜ (U+309B, U+309C) to the kana before them: う゛ is ゔ, は゜ is ぱ.
  ///
  /// They are typed where an input method lacks the letter. NFKC makes a space and a combining mark
  /// of each, which cuts the word in two. Marks that no letter takes stay as they are.
  ///
  /// - Complexity: O(bytes of the text).
  package static func joiningVoicedMarks(_ text: [UInt8]) -> [UInt8] {
    var joined: [UInt8] = []
    joined.reserveCapacity(text.count)
    let bytes = text.span
    var index = 0
    var previous: UInt32 = 0
    while index < bytes.count {
      let decoded = decodeScalar(in: bytes, at: index)
      if let mark = combiningMark(of: decoded.scalar, after: previous) {
        appendScalar(mark, to: &joined)
        previous = mark
      } else {
        for offset in 0..<decoded.length { joined.append(bytes[index + offset]) }
        previous = decoded.scalar
      }
      index += decoded.length
    }
    return joined
  }

  /// The combining mark that stands for a spacing one, if the letter before it takes it. NFKC then
  /// composes the two.
  private static func combiningMark(of scalar: UInt32, after previous: UInt32) -> UInt32? {
    guard scalar == 0x309B || scalar == 0x309C else { return nil }
    let isVoiced = scalar == 0x309B
    let mark = isVoiced ? KanaForms.voicedMark : KanaForms.semivoicedMark
    var letter = previous
    switch previous {
    case 0xFF66...0xFF9D:
      // ヲ ウ カ…ト ハ…ホ ワ in half width.
      let voiced =
        [0xFF66, 0xFF73, 0xFF9C].contains(previous) || (0xFF76...0xFF84).contains(previous)
      let semivoiced = (0xFF8A...0xFF8E).contains(previous)
      return semivoiced || (isVoiced && voiced) ? mark : nil
    case 0x30A1...0x30F6, 0x30FD: letter -= 0x60
    default: break
    }
    if letter == KanaForms.iteration { return isVoiced ? mark : nil }
    let table = isVoiced ? KanaForms.voiced : KanaForms.semivoiced
    return KanaForms.look(letter, in: table) == 0 ? nil : mark
  }
}
