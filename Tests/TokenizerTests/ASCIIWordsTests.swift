import Testing

@testable import Tokenizer

@Suite struct ASCIIWordsTests {
  /// One character of every class, and some without that the rules know.
  static let alphabet = Array("a@1_.',;: \r\n\u{0B}\"-".utf8)

  private func compare(
    _ text: [UInt8], _ reference: inout ReferenceAnalyzer, _ scanner: inout WordScanner
  ) throws -> Bool {
    try scannedSegments(text, by: &scanner) == reference.segments(of: text)
  }

  @Test func `all texts of up to four characters are cut as ICU cuts them`() throws {
    var reference = try ReferenceAnalyzer()
    var scanner = WordScanner()
    var texts: [[UInt8]] = [[]]
    var checked = 0
    for _ in 0..<4 {
      texts = texts.flatMap { text in Self.alphabet.map { text + [$0] } }
      for text in texts where try !compare(text, &reference, &scanner) {
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
    var scanner = WordScanner()
    for _ in 0..<3_000 {
      let narrow = Bool.random(using: &generator)
      let text = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
        narrow
          ? Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)]
          : UInt8.random(in: 0..<128, using: &generator)
      }
      #expect(try compare(text, &reference, &scanner), "seed \(seed), text \(text)")
    }
  }

  @Test func `an ASCII text opens nothing of ICU`() throws {
    var scanner = WordScanner()
    _ = try scannedSegments(Array("It's 3.14, e.g. foo_bar @ 9\r\n".utf8), by: &scanner)
    let wasOpen = scanner.isOpen
    #expect(!wasOpen)
    _ = try scannedSegments(Array("é".utf8), by: &scanner)
    let isOpen = scanner.isOpen
    #expect(isOpen)
  }

  @Test func `eight bytes at a time are told and folded as one by one`() {
    for byte in UInt8.min...UInt8.max {
      for place in UInt64(0)..<8 {
        let word = UInt64(byte) << (8 * place) | 0x5A << (8 * ((place + 1) % 8))
        let scalar = Unicode.Scalar(byte)
        let isLetter = scalar.isASCII && scalar.properties.isAlphabetic
        #expect(ASCIIBytes.lettersMask(of: word) >> (8 * place + 7) & 1 == (isLetter ? 1 : 0))
        let lower = byte < 0x80 ? Character(scalar).lowercased().utf8.first : byte
        #expect(
          UInt8(truncatingIfNeeded: ASCIIBytes.lowercased(word) >> (8 * place)) == lower)
      }
    }
  }
}
