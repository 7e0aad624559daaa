import Foundation
import Testing

@testable import Tokenizer

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

  /// The breaks inside the whole of a text.
  private func breaks(_ text: String) throws -> [Int32] {
    var segmenter = try #require(CJKSegmenter())
    let units = Array(text.utf16)
    var ends: [Int32] = []
    try segmenter.appendBreaks(of: units.span, inRange: 0..<units.count, to: &ends)
    return ends
  }

  @Test(arguments: [1, 2, 7, 8, 9, 18, 19, 20, 21, 40])
  func `runs of Katakana of every length are cut as ICU cuts them`(count: Int) throws {
    var icu = try ICUBoundaries()
    let run = String(repeating: "ヶ", count: count)
    for text in [run, "漢" + run, run + "漢", "カー" + run] {
      let expected = try icu.ends(of: text)
      #expect(try breaks(text) == expected.dropLast(), "\(text)")
    }
  }

  @Test func `words that NFKC writes differently are found, and marked where they stand`() throws {
    var icu = try ICUBoundaries()
    for text in [
      "ﾄﾞｲﾂ語ﾉ本", "㌖㌧ト", "ﾊﾟﾝﾀﾞ", "⼈⽣", "金\u{F90A}\u{2F804}你", "\u{1F200}か", "ヿトゟも",
      "か゚ﾟ", "𠮷野家で", "野𠮷", "𠮷𠮷",
    ] where !text.unicodeScalars.contains("\u{309A}") {
      #expect(try breaks(text) == icu.ends(of: text).dropLast(), "\(text)")
    }
  }

  @Test func `ICU changes none of the ideographs that it is not asked about`() throws {
    var output = [UInt16](repeating: 0, count: 8)
    for unit in CJKSegmenter.stableIdeographs {
      let source: InlineArray<1, UInt16> = [unit]
      let count = try ICUDictionary.makeCompatible(source.span, into: &output)
      #expect(count == 1 && output[0] == unit, "\(String(unit, radix: 16))")
    }
  }

  @Test func `a text is cut alike before its characters have tables and afterwards`() throws {
    var segmenter = try #require(CJKSegmenter())
    for sentence in Self.sentences {
      let units = Array(String(String.UnicodeScalarView(sentence)).utf16)
      var first: [Int32] = []
      _ = try segmenter.appendBreaks(of: units.span, inSegment: 0..<units.count, to: &first)
      for _ in 0..<40 {
        var next: [Int32] = []
        _ = try segmenter.appendBreaks(of: units.span, inSegment: 0..<units.count, to: &next)
        #expect(next == first)
      }
    }
  }

  @Test func `a range of half a million characters is cut as ICU cuts it`() throws {
    var generator = SeededGenerator(seed: 20)
    var text = String.UnicodeScalarView()
    while text.count < 4_000 {
      let sentence = Self.sentences[Int.random(in: 0..<Self.sentences.count, using: &generator)]
      let letters = sentence.filter { OwnCJKBoundaries.kind(of: $0) != .other }
      let start = Int.random(in: 0..<letters.count, using: &generator)
      text.append(contentsOf: letters[start...].prefix(9))
    }
    let long = String(repeating: String(text), count: 128)
    var icu = try ICUBoundaries()
    #expect(try breaks(long) == icu.ends(of: long).dropLast())
  }

  @Test func `a segment with a part for another dictionary is left to ICU`() throws {
    var segmenter = try #require(CJKSegmenter())
    let units = Array("カタカナ_ภาษาไทย".utf16)
    var ends: [Int32] = [7]
    let isDone = try segmenter.appendBreaks(
      of: units.span, inSegment: 0..<units.count, to: &ends)
    #expect(!isDone)
    #expect(ends == [7])
  }

  @Test func `nothing and single characters have no break inside`() throws {
    for text in ["", "漢", "か", "カ", "ﾞ", "𠮷", "㌖", "\u{F900}"] {
      #expect(try breaks(text).isEmpty, "\(text)")
    }
  }

  @Test func `whatever a range holds, breaks ascend inside it`() throws {
    var generator = SeededGenerator(seed: 21)
    var segmenter = try #require(CJKSegmenter())
    for _ in 0..<2_000 {
      // Any units at all, halves of scalars among them.
      let units = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? UInt16.random(in: 0...UInt16.max, using: &generator)
          : UInt16.random(in: 0xD7F0...0xE010, using: &generator)
      }
      var ends: [Int32] = []
      try segmenter.appendBreaks(of: units.span, inRange: 0..<units.count, to: &ends)
      #expect(zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 })
      #expect(ends.allSatisfy { $0 > 0 && $0 < Int32(units.count) })
      ends = []
      _ = try segmenter.appendBreaks(of: units.span, inSegment: 0..<units.count, to: &ends)
      #expect(zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test func `every way of the trie that is listed can be gone`() throws {
    let source = try #require(ICUDictionary.shared)
    let wordCount = source.withTrie { trie in
      Self.countWords(trie, at: .root, depth: 0)
    }
    // ICU 72 has 315,964 words; a later version that is let in may have others.
    print("\(wordCount) words in the dictionary")
    #expect(wordCount > 100_000)
  }

  /// The words from `place` on; -1 for each way that `step` does not go.
  private static func countWords(
    _ trie: Span<UInt16>, at place: CJKTrie.Place, depth: Int
  ) -> Int {
    var units: [UInt16] = []
    var places: [CJKTrie.Place] = []
    CJKTrie.forEachChild(trie, of: place) { unit, place in
      units.append(unit)
      places.append(place)
    }
    guard units.count == CJKTrie.childCount(trie, of: place), depth < 64,
      zip(units, units.dropFirst()).allSatisfy({ $0 < $1 })
    else { return -10_000_000 }
    var count = CJKTrie.cost(trie, at: place) == nil ? 0 : 1
    for (unit, child) in zip(units, places) {
      var gone = place
      guard CJKTrie.step(trie, &gone, by: unit), gone == child else { return -10_000_000 }
      count += countWords(trie, at: child, depth: depth + 1)
    }
    // A unit that is not listed leads nowhere.
    for unit in units {
      var gone = place
      if !units.contains(unit &+ 1), CJKTrie.step(trie, &gone, by: unit &+ 1) {
        return -10_000_000
      }
      if depth == 0 { break }
    }
    return count
  }
}
