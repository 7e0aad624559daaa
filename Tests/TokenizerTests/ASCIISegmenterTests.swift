import Testing

@testable import Tokenizer

@Suite struct ASCIISegmenterTests {
  /// One character of every class, and some without that the rules know.
  static let alphabet = Array("a@1_.',;: \r\n\u{0B}\"-".utf8)

  private func ownSegments(_ text: [UInt8]) -> [ASCIISegmenter.Segment] {
    let segmenter = ASCIISegmenter()
    var segments: [ASCIISegmenter.Segment] = []
    while (segments.last?.end ?? 0) < text.count {
      segments.append(
        segmenter.segment(in: text.span, at: segments.last?.end ?? 0, limit: text.count))
    }
    return segments
  }

  private func compare(_ text: [UInt8], _ reference: inout ReferenceAnalyzer) throws -> Bool {
    let own = ownSegments(text)
    let icu = try reference.boundaries(of: text.map(UInt16.init))
    return own.map(\.end) == icu.ends.map(Int.init)
      && own.map(\.isWord) == icu.statuses.map { $0 >= 100 }
  }

  @Test func `all texts of up to four characters are cut as ICU cuts them`() throws {
    var reference = try ReferenceAnalyzer()
    var texts: [[UInt8]] = [[]]
    var checked = 0
    for _ in 0..<4 {
      texts = texts.flatMap { text in Self.alphabet.map { text + [$0] } }
      for text in texts where try !compare(text, &reference) {
        Issue.record("\(String(decoding: text, as: UTF8.self).debugDescription)")
      }
      checked += texts.count
    }
    #expect(checked == 15 + 225 + 3_375 + 50_625)
  }

  @Test func `random texts over all of ASCII are cut as ICU cuts them`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    var reference = try ReferenceAnalyzer()
    for _ in 0..<3_000 {
      let narrow = Bool.random(using: &generator)
      let text = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
        narrow
          ? Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)]
          : UInt8.random(in: 0..<128, using: &generator)
      }
      #expect(try compare(text, &reference), "seed \(seed), text \(text)")
    }
  }
}
