import Foundation
import Testing

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

@Suite struct CJKSegmenterTests {
  /// Text with words of all kinds, to take pieces from.
  static let sentences = [
    "我们的祖国是一个伟大的国家，研究生命的起源。中华人民共和国国务院总理出席了会议",
    "北京大学生活动中心發展中國家的經濟，臺灣的半導體產業鏈與人工智慧晶片設計",
    "東京都に住んでいるコンピューターの専門家がインターネットで検索エンジンを開発した",
    "すもももももももものうち。そんなことはありませんでしたけれども、時々人々は行ったり来たりする",
    "スーパーマーケットでアイスクリームとチョコレートケーキを買ってきました",
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。",
  ].map { Array($0.unicodeScalars) }

  /// Ranges of characters, each chosen as often as any other.
  static let blocks: [ClosedRange<UInt32>] = [
    0x4E00...0x9FFF, 0x4E00...0x4EFF, 0x3041...0x3096, 0x30A1...0x30FA, 0x30A1...0x30FA,
    0x30FC...0x30FC, 0x3005...0x3007, 0x309D...0x309F, 0x30FD...0x30FF, 0x3400...0x4DBF,
    0xFF66...0xFF9F, 0xFF66...0xFF9F, 0xFF9E...0xFF9F, 0x3021...0x3029, 0x3038...0x303B,
    0x2E80...0x2FD5, 0xF900...0xFAD9, 0x20000...0x2A6DF, 0x2F800...0x2FA1D, 0x1B000...0x1B122,
    0x1F200...0x1F200, 0x32D0...0x32FE, 0x3300...0x3357, 0x31F0...0x31FF, 0x3031...0x3035,
    0x309B...0x309C, 0x30A0...0x30A0, 0x3099...0x309A, 0xE0100...0xE0103, 0x200D...0x200D,
    0x5F...0x5F, 0x3001...0x3002, 0x30FB...0x30FB,
  ]

  /// A text made of pieces of sentences, runs within a block, and single characters.
  static func text(_ generator: inout SeededGenerator) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      let block = blocks[Int.random(in: 0..<blocks.count, using: &generator)]
      switch Int.random(in: 0..<8, using: &generator) {
      case 0..<4:
        let sentence = sentences[Int.random(in: 0..<sentences.count, using: &generator)]
        let start = Int.random(in: 0..<sentence.count, using: &generator)
        text.append(
          contentsOf: sentence[start...].prefix(Int.random(in: 1...12, using: &generator)))
      case 4:
        for _ in 0..<Int.random(in: 1...24, using: &generator) {
          append(UInt32.random(in: block, using: &generator), to: &text)
        }
      default: append(UInt32.random(in: block, using: &generator), to: &text)
      }
    }
    return String(text)
  }

  private static func append(_ value: UInt32, to text: inout String.UnicodeScalarView) {
    if let scalar = Unicode.Scalar(value) { text.append(scalar) }
  }

  /// How many random texts are compared; SEARCH_RANDOM_TEXTS asks for another number.
  static var textCount: Int {
    ProcessInfo.processInfo.environment["SEARCH_RANDOM_TEXTS"].flatMap { Int($0) } ?? 5_000
  }

  @Test func `random texts are cut as ICU cuts them`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    var own = try #require(OwnCJKBoundaries())
    var icu = try ICUBoundaries()
    var boundaryCount = 0
    var failureCount = 0
    for _ in 0..<Self.textCount where failureCount < 10 {
      let text = Self.text(&generator)
      let expected = try icu.ends(of: text)
      boundaryCount += expected.count
      let found = try own.ends(of: text)
      if found == expected { continue }
      failureCount += 1
      let scalars = text.unicodeScalars.map { String($0.value, radix: 16) }
      Issue.record("seed \(seed): \(text) \(scalars): \(found ?? []), ICU \(expected)")
    }
    print("compared \(boundaryCount) boundaries of \(Self.textCount) texts, seed \(seed)")
  }
}
