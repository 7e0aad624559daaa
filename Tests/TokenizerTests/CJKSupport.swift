@testable import Tokenizer

/// Cuts texts of Han, kana, marks, underscores and punctuation: the word rules in the slowest and
/// plainest way, ``CJKSegmenter`` within each segment.
struct OwnCJKBoundaries {
  private var segmenter: CJKSegmenter

  init?() {
    guard let segmenter = CJKSegmenter() else { return nil }
    self.segmenter = segmenter
  }

  /// What the word rules see in a character.
  enum Kind { case katakana, kanaOrHan, mark, connector, other }

  static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x5F: return .connector
    // Of the script Common, though ScriptClass counts it among Han.
    case 0x3006: return .other
    case 0x3031...0x3035, 0x309B, 0x309C, 0x30A0, 0x30FC, 0xFF70: return .katakana
    case 0xFF9E, 0xFF9F, 0x3099, 0x309A, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return .mark
    default: break
    }
    var page: [UInt16] = []
    ICUCharacters.appendPropertiesPage(from: scalar.value & ~0xFF, to: &page)
    switch ScriptClass(rawValue: UInt8(truncatingIfNeeded: page[Int(scalar.value & 0xFF)])) {
    case .katakana: return .katakana
    case .han, .hiragana: return .kanaOrHan
    default: return .other
    }
  }

  private var kinds: [Unicode.Scalar: Kind] = [:]

  private mutating func knownKind(of scalar: Unicode.Scalar) -> Kind {
    if let kind = kinds[scalar] { return kind }
    let kind = Self.kind(of: scalar)
    kinds[scalar] = kind
    return kind
  }

  /// Where the segments of the word rules end, without any dictionary.
  private mutating func ruleEnds(_ text: String.UnicodeScalarView) -> [Int] {
    var ends: [Int] = []
    var offset = 0
    var base: Kind?
    var isAdjacent = false
    for scalar in text {
      let kind = knownKind(of: scalar)
      let joins =
        switch (base, kind) {
        case (_, .mark): offset > 0
        case (.katakana, .katakana), (.katakana, .connector), (.connector, .katakana),
          (.connector, .connector):
          true
        case (.katakana, .kanaOrHan), (.kanaOrHan, .katakana), (.kanaOrHan, .kanaOrHan): isAdjacent
        default: false
        }
      if !joins, offset > 0 { ends.append(offset) }
      if kind != .mark { base = kind }
      isAdjacent = kind != .mark
      offset += UTF16.width(scalar)
    }
    return ends + (offset > 0 ? [offset] : [])
  }

  /// The ends of all segments.
  mutating func ends(of text: String) throws -> [Int32]? {
    let units = Array(text.utf16)
    var ends: [Int32] = []
    var start = 0
    for end in ruleEnds(text.unicodeScalars) {
      guard try segmenter.appendBreaks(of: units.span, inSegment: start..<end, to: &ends) else {
        return nil
      }
      ends.append(Int32(end))
      start = end
    }
    segmenter.trim()
    return ends
  }
}

/// ICU's answer. It depends on whether the iterator has met Han before, so it has.
struct ICUBoundaries: ~Copyable {
  private var reference: ReferenceAnalyzer

  init() throws {
    var reference = try ReferenceAnalyzer()
    _ = try reference.boundaries(of: Array("漢字".utf16))
    self.reference = reference
  }

  mutating func ends(of text: String) throws -> [Int32] {
    try reference.boundaries(of: Array(text.utf16)).ends
  }
}
