/// Letters without their marks.
///
/// Sources: the canonical decompositions of UnicodeData.txt, by ICU, for letters of Latin, Greek and
/// Cyrillic; for letters with a stroke or ligatures, which Unicode does not decompose, their names
/// ("latin small letter d with stroke"). Marks that stand by themselves are removed by block. Signs
/// that carry a vowel or a tone of an Indic script, Thai, Lao, Khmer or Burmese are never touched,
/// nor are the voiced marks of kana.
enum MarkForms {
  /// What follows the letters whose marks are removed: Latin, IPA, Greek and Cyrillic end there.
  private static let endOfBases: UInt32 = 0x0530

  /// The rule of a code point at the level of marks, if it has one.
  static func rule(of scalar: UInt32) -> FoldRule? {
    if isMark(scalar) { return .remove(.marks) }
    if let rule = strokes[scalar] { return rule }
    // Composed letters of the three scripts stand in their own blocks and in two more.
    guard (0xC0..<endOfBases).contains(scalar) || (0x1E00..<0x2000).contains(scalar)
    else { return nil }
    let scalars = ICUDecomposition.scalars(of: scalar)
    guard let base = scalars.first, isLetter(base),
      scalars.dropFirst().allSatisfy(isMark)
    else { return nil }
    return strokes[base] ?? .replace(.marks, by: base)
  }

  /// Whether a code point is of a range of letters; a few signs of these have no decomposition.
  private static func isLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x41...0x5A, 0x61...0x7A, 0xC0..<0x02B0, 0x0370..<endOfBases: true
    default: false
    }
  }

  /// Whether a code point is a nonspacing mark that may vanish.
  static func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0300...0x036F, 0x0483...0x0487: true
    case 0x0591...0x05BD, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7: true
    case 0x0610...0x061A, 0x064B...0x065F, 0x0670: true
    case 0x06D6...0x06DC, 0x06DF...0x06E4, 0x06E7, 0x06E8, 0x06EA...0x06ED: true
    case 0x0711, 0x0730...0x074A, 0x08D3...0x08E1, 0x08E3...0x08FF: true
    case 0x1AB0...0x1ABD, 0x1DC0...0x1DFF, 0x20D0...0x20DC, 0x20E1, 0x20E5...0x20F0: true
    case 0xFE20...0xFE2F: true
    default: false
    }
  }

  /// Letters that are another letter with a stroke, and two letters in one.
  private static let strokes: [UInt32: FoldRule] = {
    var rules: [UInt32: FoldRule] = [:]
    let spellings =
      "đ d ð d ø o ł l ħ h ŧ t ƀ b ɨ i ʉ u ɵ o ƶ z ǥ g ɍ r ɏ y ɉ j ȼ c ⱥ a ɇ e ŋ n ґ г ғ г "
      + "қ к ҳ х ң н ұ у җ ж æ ae œ oe þ th"
    let words = spellings.split(separator: " ").map { $0.unicodeScalars.map(\.value) }
    for index in stride(from: 0, to: words.count, by: 2) {
      let (letter, plain) = (words[index][0], words[index + 1])
      rules[letter] =
        plain.count == 1
        ? .replace(.marks, by: plain[0]) : .replace(.marks, by: plain[0], plain[1])
    }
    return rules
  }()

  /// A letter taken apart: what it is without marks, and its marks. A stroke, which has no code
  /// point of its own in these letters, is the letter itself.
  static func parts(of scalar: UInt32) -> (bases: [UInt32], marks: [UInt32]) {
    guard let rule = rule(of: scalar) else { return ([scalar], []) }
    if rule.count == 0 { return ([], [scalar]) }
    let decomposition = ICUDecomposition.scalars(of: scalar)
    let letter = decomposition.first ?? scalar
    let stroke = strokes[letter] == nil ? [] : [letter]
    return (
      [rule.first, rule.second].prefix(rule.count).map { $0 }, stroke + decomposition.dropFirst()
    )
  }
}
