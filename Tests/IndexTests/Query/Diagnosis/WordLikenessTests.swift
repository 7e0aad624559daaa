import Testing

@testable import Index

@Suite struct WordLikenessTests {
  @Test(
    arguments: [
      ("2024", "2025", nil), ("2024", "20245", nil), ("2024", "202", nil),
      ("1234567", "1234568", nil),
      ("gpt4", "gpt5", nil), ("x86", "x64", nil), ("a320neo", "a321neo", nil),
      ("1990", "1990s", .beginning), ("covid", "covid19", .beginning),
      ("gpt4", "gpt4o", .beginning),
      ("2024", "٢٠٢٤", .variant), ("recieve", "receive", .spelling), ("chips", "chip", .beginning),
      ("model4x", "modle4x", .spelling),
    ] as [(String, String, WordLikeness.Kind?)])
  func `words with other numbers are not alike`(
    typed: String, word: String, kind: WordLikeness.Kind?
  ) {
    var likeness = WordLikeness()
    #expect(likeness.compare(typed, word)?.kind == kind)
    #expect(likeness.compare(word, typed)?.kind == kind)
  }
}
