/// A run of characters of a script without spaces that is found nowhere, and what stands in texts where
/// all of its characters but one are right.
///
/// A wrong character is what people choose by mistake from the list of an input method. (What sounds alike
/// is not known here: the texts say what exists.)
struct CharacterRun {
  /// Where it stands in its part of the query, in bytes.
  let range: Range<Int>
  private let characters: [UInt32]

  /// The shortest run of which the other characters say enough, and the longest that is looked for.
  private static let lengths = 3...24
  /// Texts that are looked through, and how much of each.
  static let documentCount = 32
  private static let textLength = 100_000

  /// Its characters as terms.
  var terms: [Query] {
    characters.compactMap(Unicode.Scalar.init).map { scalar in
      .term(TermKey(field: .text, kind: .character, term: String(scalar).utf8), boost: 1)
    }
  }

  /// The runs of a text that are neither too short nor too long.
  static func runs(of text: String) -> [CharacterRun] {
    var runs: [CharacterRun] = []
    var characters: [UInt32] = []
    var start = 0
    var offset = 0
    func end() {
      if lengths.contains(characters.count) {
        runs.append(CharacterRun(range: start..<offset, characters: characters))
      }
      characters.removeAll()
    }
    for scalar in text.unicodeScalars {
      if isCharacter(scalar.value) {
        if characters.isEmpty { start = offset }
        characters.append(scalar.value)
      } else {
        end()
      }
      offset += UTF8.width(scalar)
    }
    end()
    return runs
  }

  /// Counts what stands in texts and differs in exactly one character. Punctuation and white space
  /// count as little as in a search.
  ///
  /// - Complexity: O(length of the texts), since most characters rule a place out at once.
  func count(in texts: [String], into counts: inout [String: Int]) {
    for text in texts {
      var scalars: [UInt32] = []
      for scalar in text.unicodeScalars.prefix(Self.textLength) where Self.takesPlace(scalar) {
        scalars.append(scalar.value)
      }
      guard scalars.count >= characters.count else { continue }
      for start in 0...scalars.count - characters.count {
        guard let other = difference(scalars, at: start),
          Self.isCharacter(scalars[start + other])
        else { continue }
        var view = String.UnicodeScalarView()
        for value in scalars[start..<start + characters.count] {
          if let scalar = Unicode.Scalar(value) { view.append(scalar) }
        }
        counts[String(view), default: 0] += 1
      }
    }
  }

  /// Which character of a stretch differs; nil if none does, or several.
  private func difference(_ scalars: [UInt32], at start: Int) -> Int? {
    var other: Int?
    for index in characters.indices where scalars[start + index] != characters[index] {
      if other != nil { return nil }
      other = index
    }
    return other
  }

  private static func takesPlace(_ scalar: Unicode.Scalar) -> Bool {
    if isCharacter(scalar.value) { return true }
    let properties = scalar.properties
    return properties.isAlphabetic || properties.numericType != nil
  }

  /// Whether a scalar is Han, kana or Hangul.
  private static func isCharacter(_ value: UInt32) -> Bool {
    switch value {
    case 0..<0x3005: false
    case 0x3005...0x3007, 0x3041...0x3096, 0x30A1...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
