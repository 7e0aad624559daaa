/// Which kana stand for each other, one by one: the order of the blocks Hiragana and Katakana and the
/// names of their letters in UnicodeData.txt.
///
/// The plain form is a large hiragana letter. Voiced marks stay: は, ば and ぱ are three letters.
enum KanaForms {
  /// The marks and letters that a fold has to see in their context.
  static let longVowel: UInt32 = 0x30FC
  /// ゝ, which repeats the kana before it.
  static let iteration: UInt32 = 0x309D
  /// ゞ, which repeats the kana before it, voiced.
  static let voicedIteration: UInt32 = 0x309E
  /// ゔ.
  static let vu: UInt32 = 0x3094
  /// ゛ as a combining mark.
  static let voicedMark: UInt32 = 0x3099
  /// ゜ as a combining mark.
  static let semivoicedMark: UInt32 = 0x309A
  /// 々, which repeats the Han character before it.
  static let hanIteration: UInt32 = 0x3005
  /// 〻, the same in vertical writing.
  static let verticalIteration: UInt32 = 0x303B

  /// Whether a code point is of a block that may hold kana.
  @inline(__always)
  static func mayHold(_ scalar: UInt32) -> Bool {
    (scalar >= 0x3040 && scalar <= 0x30FF) || (scalar >= 0x31F0 && scalar <= 0x31FF)
  }

  /// Whether what a code point becomes depends on what stands before it.
  @inline(__always)
  static func needsContext(_ scalar: UInt32) -> Bool {
    switch scalar {
    case longVowel, iteration, voicedIteration, vu, voicedMark, semivoicedMark: true
    case hanIteration, verticalIteration, 0x30F4, 0x30FD, 0x30FE: true
    default: false
    }
  }

  /// The large hiragana letter or mark that a kana stands for, if that is another code point.
  static func plain(_ scalar: UInt32) -> UInt32? {
    var plain = scalar
    switch scalar {
    case 0x30F7...0x30FA: plain = phoneticVoiced[Int(scalar - 0x30F7)]
    case 0x30A1...0x30F6, 0x30FD, 0x30FE: plain = scalar - 0x60
    case 0x31F0...0x31FF: plain = phoneticSmall[Int(scalar - 0x31F0)]
    default: break
    }
    if let large = large(plain) { plain = large }
    return plain == scalar ? nil : plain
  }

  /// ヷ, ヸ, ヹ and ヺ, heard and written as バ, ビ, ベ and ボ.
  private static let phoneticVoiced = "ばびべぼ".unicodeScalars.map(\.value)
  /// The letters of the block Katakana Phonetic Extensions.
  private static let phoneticSmall = "くしすとぬはひふへほむらりるれろ".unicodeScalars.map(\.value)

  private static func large(_ hiragana: UInt32) -> UInt32? {
    switch hiragana {
    // ぁ ぃ ぅ ぇ ぉ っ ゃ ゅ ょ ゎ stand right before their large forms.
    case 0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083, 0x3085, 0x3087, 0x308E:
      hiragana + 1
    case 0x3095: 0x304B  // ゕ
    case 0x3096: 0x3051  // ゖ
    case 0x3090: 0x3044  // ゐ, which is い since 1946
    case 0x3091: 0x3048  // ゑ, which is え
    default: nil
    }
  }

  /// A table over the block Hiragana.
  typealias Table = InlineArray<96, UInt32>

  /// The vowel that each large hiragana ends in, 0 for none.
  static let vowels: Table = {
    var table = Table(repeating: 0)
    for row in [
      "あかがさざただなはばぱまやらわ", "いきぎしじちぢにひびぴみり", "うくぐすずつづぬふぶぷむゆる",
      "えけげせぜてでねへべぺめれ", "おこごそぞとどのほぼぽもよろを",
    ] {
      let scalars = row.unicodeScalars.map(\.value)
      for scalar in scalars { table[Int(scalar - 0x3040)] = scalars[0] }
    }
    return table
  }()

  /// The voiced form of each hiragana that has one. ゔ is among them, and ば and ぼ for わ and を.
  static let voiced = pairs("うゔかがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼわばをぼ")
  /// The semi-voiced form of each hiragana that has one.
  static let semivoiced = pairs("はぱひぴふぷへぺほぽ")
  /// The form without a voiced mark of each hiragana that has one.
  static let unvoiced = pairs("ゔうがかぎきぐくげけごこざさじしずすぜせぞそだたぢちづつでてどとばはびひぶふべへぼほぱはぴひぷふぺへぽほ")

  private static func pairs(_ text: String) -> Table {
    var table = Table(repeating: 0)
    let scalars = text.unicodeScalars.map(\.value)
    for index in stride(from: 0, to: scalars.count, by: 2) {
      table[Int(scalars[index] - 0x3040)] = scalars[index + 1]
    }
    return table
  }

  /// The entry of a hiragana, 0 for everything else.
  @inline(__always)
  static func look(_ scalar: UInt32, in table: Table) -> UInt32 {
    scalar >= 0x3040 && scalar < 0x30A0 ? table[Int(scalar - 0x3040)] : 0
  }
}
