/// Spells a folded word the way its Snowball stemmer expects, for the stem only; the word itself is
/// indexed as it was written.
///
/// - All: U+2019 becomes the ASCII apostrophe, the only one that Snowball knows.
/// - French, Italian, Catalan, Irish: an elided article, pronoun or preposition is cut off
///   (`l'avion`, `dell'arte`), since the boundary rules keep it with its noun.
/// - Dutch: `'s` of plurals and genitives is cut off (`auto's`). English needs nothing: its stemmer
///   removes the possessive.
/// - Turkish: what stands behind the apostrophe of a name is inflection and is cut off
///   (`İstanbul'da`); `i` with a dot above, which is what folding makes of `İ`, becomes `i`.
/// - Romanian: `ș` and `ț` with a comma become `ş` and `ţ` with a cedilla, which is all that the
///   stemmer of libstemmer 2.2 knows.
/// - Hindi: variants of one spelling become one: nukta dropped, chandrabindu and `न्` before a
///   consonant as anusvara (हिन्दी, हिंदी), candra vowels as plain ones. The stemmer knows none of
///   this.
/// - Arabic (vowel marks, tatweel, hamza on alef), Greek (accents, final sigma) and Serbian
///   (Cyrillic, ijekavian forms) are prepared by their stemmers; German `ß` is `ss` after folding.
struct StemSpelling {
  /// The word as last prepared.
  private(set) var bytes: [UInt8] = []

  /// Prepares a word. False if it is not to be stemmed, having characters that no word of a language
  /// has: digits, dots, signs.
  mutating func prepare(_ word: Span<UInt8>, in language: StemmingLanguage) -> Bool {
    bytes.removeAll(keepingCapacity: true)
    var index = 0
    while index < word.count {
      let decoded = decodeScalar(in: word, at: index)
      index += decoded.length
      guard Self.mayBeInWord(decoded.scalar) else { return false }
      if language == .hindi {
        appendHindi(
          decoded.scalar, next: index < word.count ? decodeScalar(in: word, at: index).scalar : 0)
      } else {
        append(Self.replacement(decoded.scalar, in: language))
      }
    }
    cutAtApostrophe(in: language)
    return !bytes.isEmpty
  }

  private static func mayBeInWord(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x27, 0x61...0x7A: true
    // Digits of Arabic, Persian, Hindi and Tamil.
    case 0..<0x80, 0x660...0x669, 0x6F0...0x6F9, 0x966...0x96F, 0xBE6...0xBF2: false
    default: true
    }
  }

  private static func replacement(_ scalar: UInt32, in language: StemmingLanguage) -> UInt32 {
    switch (scalar, language) {
    case (0x2019, _): 0x27
    case (0x307, .turkish): 0
    case (0x219, .romanian): 0x15F
    case (0x21B, .romanian): 0x163
    default: scalar
    }
  }

  private mutating func appendHindi(_ scalar: UInt32, next: UInt32) {
    let na: UInt32 = 0x928
    let virama: UInt32 = 0x94D
    switch scalar {
    case 0x93C: break
    case 0x901: append(0x902)
    case na where next == virama: append(na)
    case virama:
      // Behind na and before a consonant: the two become anusvara.
      let tail: [UInt8] = [0xE0, 0xA4, 0xA8]
      if bytes.suffix(3) == tail[...], 0x915...0x939 ~= next {
        bytes.removeLast(3)
        append(0x902)
      } else {
        append(scalar)
      }
    case 0x90D, 0x90E: append(0x90F)
    case 0x911, 0x912: append(0x913)
    case 0x945, 0x946: append(0x947)
    case 0x949, 0x94A: append(0x94B)
    default: append(scalar)
    }
  }

  /// Appends a scalar's bytes; nothing for zero.
  private mutating func append(_ scalar: UInt32) {
    guard scalar != 0, let scalar = Unicode.Scalar(scalar) else { return }
    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private mutating func cutAtApostrophe(in language: StemmingLanguage) {
    guard let apostrophe = bytes.firstIndex(of: 0x27) else { return }
    switch language {
    case .turkish:
      bytes.removeLast(bytes.count - apostrophe)
    case .dutch:
      if bytes.suffix(2) == [0x27, 0x73] { bytes.removeLast(2) }
    case .french, .italian, .catalan, .irish:
      let head = String(decoding: bytes[..<apostrophe], as: UTF8.self)
      let isElided = Self.elisions[language, default: []].contains(head)
      if isElided, apostrophe + 1 < bytes.count { bytes.removeFirst(apostrophe + 1) }
    default: break
    }
  }

  /// What may stand before the apostrophe of an elision.
  private static let elisions: [StemmingLanguage: Set<String>] = [
    .french: [
      "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
    ],
    .italian: [
      "l", "d", "un", "c", "m", "t", "s", "v", "n", "gl", "all", "agl", "dall", "dagl", "dell",
      "degl", "nell", "negl", "sull", "sugl", "coll", "quell", "quest", "sant", "bell", "tutt",
      "anch", "com", "dov", "cos",
    ],
    .catalan: ["l", "d", "m", "n", "s", "t"],
    .irish: ["d", "m", "b"],
  ]
}
