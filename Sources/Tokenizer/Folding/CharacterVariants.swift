/// The forms of one character that stand for each other, for scripts that are indexed character by
/// character: 终 and 終, か and カ, あ and ぁ. From static tables; no index is asked.
///
/// A phrase has alternatives at each place. What changes the number of places, or depends on
/// neighbours, `RunVariants` gives.
package struct CharacterVariants: Sendable {
  /// One form.
  package struct Form: Hashable, Sendable {
    /// The form, as it stands in the index.
    package let bytes: [UInt8]
    /// How far it is from what was typed.
    package let distance: FoldDistance
  }

  /// The kana with the same plain form, by the UTF-8 of that form.
  private static let kana: [[UInt8]: [UInt32]] = {
    var forms: [[UInt8]: [UInt32]] = [:]
    for range in [0x3041...0x3096, 0x30A1...0x30FA, 0x31F0...0x31FF] as [ClosedRange<UInt32>] {
      for scalar in range {
        forms[LevelFold.fold(utf8(scalar), .kana), default: []].append(scalar)
      }
    }
    return forms
  }()

  /// Creates nothing of its own: the tables are shared.
  package init() {}

  /// The other forms of a character, each one place wide, by code point; the character itself is not
  /// among them. Empty for characters of other scripts, and for what is no single character.
  ///
  /// - Parameter character: the bytes of one grapheme, after NFKC_Casefold.
  package func forms(of character: [UInt8], levels: FoldLevels = .all) -> [Form] {
    let allowed = levels.intersection([.kana, .han])
    let scalar = decodeOnly(character)
    var candidates: [UInt32] = []
    if let scalar, HanClasses.mayHold(scalar) {
      candidates = HanClasses.shared.members(with: scalar).sorted()
    } else if character.count <= Self.longestKana {
      candidates = Self.kana[LevelFold.fold(character, .kana)] ?? []
    }
    return candidates.compactMap { candidate in
      let bytes = Self.utf8(candidate)
      guard bytes != character, let distance = FoldDistance(from: character, to: bytes),
        distance.levels.isSubset(of: allowed)
      else { return nil }
      return Form(bytes: bytes, distance: distance)
    }
  }

  /// A kana and a voiced mark.
  private static let longestKana = 6

  private static func utf8(_ scalar: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    appendScalar(scalar, to: &bytes)
    return bytes
  }

  private func decodeOnly(_ character: [UInt8]) -> UInt32? {
    guard !character.isEmpty else { return nil }
    let decoded = decodeScalar(in: character.span, at: 0)
    return decoded.isWellFormed && decoded.length == character.count ? decoded.scalar : nil
  }
}
