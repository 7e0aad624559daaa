import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Quoted phrases of words that make pairs, and of others, in the default configuration: by pairs and
/// positions, and by reading every text from its beginning.
struct CommonPhraseTests {
  /// Common words, one with and without its mark, and words that make no pairs.
  private static let words = [
    "to", "be", "or", "not", "the", "of", "is", "it", "la", "là", "und", "на", "cat", "dog",
  ]

  private static func words(_ count: Int, _ generator: inout SeededGenerator) -> [String] {
    (0..<count).map { _ in
      let reach = Bool.random(using: &generator) ? 6 : words.count
      return words[Int.random(in: 0..<reach, using: &generator)]
    }
  }

  /// Whether a word of a text is what was typed, with or without its mark.
  private static func isMatch(_ typed: String, _ word: String) -> Bool {
    (typed == "là" ? "la" : typed) == (word == "là" ? "la" : word)
  }

  private static func holds(_ text: [String], _ phrase: [String]) -> Bool {
    guard text.count >= phrase.count else { return false }
    return (0...text.count - phrase.count).contains { start in
      phrase.indices.allSatisfy { isMatch(phrase[$0], text[start + $0]) }
    }
  }

  @Test(arguments: 1...2)
  func `phrases of common words are found where they stand, and nowhere else`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), options: SearchIndex.Options(storesText: false),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    let texts = (0..<600).map { number in
      Self.words(Int.random(in: 1...[5, 15, 60][number % 3], using: &generator), &generator)
    }
    for (number, text) in texts.enumerated() {
      if number == 350 { try writer.commit() }
      try writer.add(Document(key: "\(number)", body: text.joined(separator: " ")))
    }
    try writer.commit()
    let snapshot = try index.snapshot()
    var hitCount = 0
    for _ in 0..<80 {
      let phrase = Self.words(Int.random(in: 2...6, using: &generator), &generator)
      let query = "\"\(phrase.joined(separator: " "))\""
      let expected = texts.indices.filter { Self.holds(texts[$0], phrase) }.map { "\($0)" }
      for counting in [HitCounting.exact, .none] {
        let found = try snapshot.search(
          try snapshot.parse(query), limit: 1_000, counting: counting)
        #expect(
          Set(found.hits.map(\.key)) == Set(expected), "seed \(seed), query \(query), \(counting)")
      }
      hitCount += expected.count
    }
    #expect(hitCount > 500)
  }

  /// Most documents have the word, but of those that have the others most do not.
  @Test(arguments: [AnalyzerOptions.Name.whitespace, .multilingual])
  func `frequent words that end before the last documents end phrases there`(
    analyzer: AnalyzerOptions.Name
  ) throws {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: .init(analyzer), storesText: false),
      identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    for number in 0..<1_000 {
      var text = "of gap\(number) the gup\(number) and gop\(number)"
      if number < 800 { text += " zebra" }
      if number >= 790 {
        text += number < 800 ? " of the and zebra xx yy zebra" : " of the and xx yy"
      }
      try writer.add(Document(key: "\(number)", body: text))
    }
    try writer.commit()
    let snapshot = try index.snapshot()
    for (query, expected) in [("of the and zebra", 10), ("xx yy zebra", 10), ("of the and", 210)] {
      for counting in [HitCounting.exact, .none] {
        let found = try snapshot.search(
          try snapshot.parse("\"\(query)\""), limit: 1_000, counting: counting)
        #expect(found.hits.count == expected, "\(query)")
      }
    }
  }
}
