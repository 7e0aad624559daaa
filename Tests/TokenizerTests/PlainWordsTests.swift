import TestSupport
import Testing

@testable import Tokenizer

@Suite struct PlainWordsTests {
  /// The words of a text, some at a time.
  private func words(_ text: [UInt8], atMost capacity: Int) -> [PlainWords.Word] {
    var words = PlainWords()
    var found: [PlainWords.Word] = []
    while true {
      let batch = unsafe [PlainWords.Word](unsafeUninitializedCapacity: capacity) { output, count in
        unsafe text.withUnsafeBufferPointer { text in
          // There is room for as many.
          guard let start = output.baseAddress else { return }
          count = unsafe words.cut(text, into: start, atMost: capacity)
        }
      }
      if batch.isEmpty { return found }
      #expect(batch.count <= capacity)
      found += batch
    }
  }

  private func check(_ text: [UInt8], atMost capacity: Int) throws {
    let buffer = try analyzed(text, by: .whitespace)
    let found = words(text, atMost: capacity)
    try #require(found.count == buffer.tokens.count, "\(text)")
    for (index, (word, token)) in zip(found, buffer.tokens).enumerated() {
      let term = text[Int(word.start)..<Int(word.start + word.byteCount)]
      #expect(word.start == token.start && Int(token.position) == index, "\(text)")
      #expect(
        term.elementsEqual(buffer.termBytes[Int(token.termStart)..<Int(token.termEnd)]), "\(text)")
      let first = term.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
      #expect(word.first == first, "\(text)")
    }
    #expect(Int(buffer.placeCount) == found.count)
  }

  @Test(arguments: [1 as UInt64, 2, 3, 4])
  func `words are those that the analyzer makes tokens of`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    // White space of every kind, what is no greater than a space and none, and characters of all lengths.
    let pieces = [
      " ", " ", " ", "  ", "\t", "\n", "\u{B}", "\u{C}", "\r", "\u{0}", "\u{8}", "\u{E}", "\u{1F}",
      "!", "\u{7F}", "\u{80}", "\u{A0}", "a", "b", "word", "longer", "é", "и", "漢", "字", "的",
      "\u{3000}", "😀", "abcdefgh", "characteristically",
    ]
    for _ in 0..<3_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        text += pieces.randomElement(using: &random) ?? ""
      }
      try check(Array(text.utf8), atMost: Int.random(in: 1...64, using: &random))
    }
  }

  @Test func `very long words end where those of the analyzer do`() throws {
    for character in ["x", "é", "漢", "😀"] {
      for count in [254, 255, 256, 257, 300, 5_000] {
        let word = String(repeating: character, count: count)
        try check(Array("a \(word) b \(word)".utf8), atMost: 2)
      }
    }
  }
}
