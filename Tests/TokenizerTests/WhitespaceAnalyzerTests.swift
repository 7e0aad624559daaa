import TestSupport
import Testing

@testable import Tokenizer

@Suite struct WhitespaceAnalyzerTests {
  @Test func `white space separates and nothing is folded`() throws {
    #expect(try terms(" A,b\tÉ\n漢字 \u{0B}x\r", by: .whitespace) == ["A,b", "É", "漢字", "x"])
    let buffer = try analyzed(Array("a  b c".utf8), by: .whitespace)
    #expect(buffer.tokens.map(\.position) == [0, 1, 2])
    #expect(buffer.placeCount == 3)
  }

  @Test func `ill-formed bytes become U+FFFD and long terms end`() throws {
    let buffer = try analyzed([0x61, 0xFF, 0x62, 0x20, 0xE4, 0xB8], by: .whitespace)
    #expect(plainTokens(buffer).map(\.term) == ["a\u{FFFD}b", "\u{FFFD}"])
    #expect(buffer.illFormedCount == 2)
    let long = try terms(String(repeating: "é", count: 300), by: .whitespace)
    #expect(long == [String(repeating: "é", count: 255)])
  }

  @Test func `random bytes keep the laws`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    var analyzer = try AnalyzerOptions(.whitespace).makeAnalyzer()
    for _ in 0..<2_000 {
      let text = (0..<30).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(checkAnalyzer(&analyzer, on: text).isEmpty, "seed \(seed), text \(text)")
    }
  }
}
