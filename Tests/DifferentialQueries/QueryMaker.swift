import TestSupport

/// Makes queries of pieces of texts, so that most find something.
struct QueryMaker {
  /// A query as it is typed, and, if it is plain, as the naive index takes it.
  struct Made {
    var text: String
    var matchesAll: Bool
    var plain: NaiveIndex.Query?
  }

  private let texts: [[Character]]
  /// Whether words stand between spaces and are taken as they are.
  private let isSpaced: Bool
  private var generator: SeededGenerator

  init(_ texts: [String], isSpaced: Bool, seed: UInt64) {
    self.texts = texts.map { Array($0) }.filter { text in text.contains { $0.isLetter } }
    self.isSpaced = isSpaced
    generator = SeededGenerator(seed: seed &+ 0x5EED)
  }

  /// The next query.
  mutating func next() -> Made {
    let matchesAll = below(3) == 0
    switch below(10) {
    case 0...1: return plain([word()], matchesAll)
    case 2...4: return plain((0..<2 + below(isSpaced ? 5 : 2)).map { _ in word() }, matchesAll)
    case 5...6: return plainPhrase(matchesAll)
    case 7:
      // Words and phrases side by side.
      let parts = (0..<2 + below(2)).map { _ in below(3) == 0 ? "\"\(sequence())\"" : word() }
      return Made(text: parts.joined(separator: " "), matchesAll: matchesAll)
    case 8:
      let joined = (0..<2 + below(2)).map { _ in part() }.joined(separator: " AND ")
      return Made(text: below(2) == 0 ? joined + " OR " + part() : joined, matchesAll: matchesAll)
    default:
      return Made(text: "\(part()) \(part()) NOT \(part())", matchesAll: matchesAll)
    }
  }

  /// How many documents to ask for.
  mutating func limit() -> Int {
    [1, 2, 3, 10, 10, 10, 10, 50, 200, below(4) == 0 ? 10_000 : 5][below(10)]
  }

  /// A number below a bound.
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  private mutating func part() -> String {
    below(3) == 0 ? "\"\(sequence())\"" : word()
  }

  private func plain(_ words: [String], _ matchesAll: Bool) -> Made {
    var made = Made(text: words.joined(separator: " "), matchesAll: matchesAll)
    // A word that comes twice counts twice, in a way that the naive index does not know.
    guard isSpaced, Set(words).count == words.count else { return made }
    let terms = words.map { NaiveIndex.Query.term($0, boost: 1) }
    made.plain = terms.count == 1 ? terms[0] : matchesAll ? .all(terms) : .any(terms)
    return made
  }

  private mutating func plainPhrase(_ matchesAll: Bool) -> Made {
    let text = sequence()
    var made = Made(text: "\"\(text)\"", matchesAll: matchesAll)
    let words = text.split(separator: " ").map(String.init)
    guard isSpaced, words.count > 1 else { return made }
    made.plain = .phrase(words.enumerated().map { ($1, $0) })
    return made
  }

  /// A word of a text: what stands between spaces, or some characters where there are none.
  private mutating func word() -> String {
    if below(40) == 0 { return "unknown" }
    guard let text = randomText() else { return "nothing" }
    let run = Self.run(of: text, around: below(text.count))
    // Letters of scripts without spaces stand in long runs.
    let isPart = !isSpaced && run.contains { ($0.unicodeScalars.first?.value ?? 0) > 0xDFF }
    let chosen = isPart ? slice(of: run, 1 + below(4)) : run
    let word = String(chosen).filter { $0 != "\"" }
    // What would be an operator is not one in small letters.
    return ["AND", "OR", "NOT", ""].contains(word) ? "x" : word
  }

  /// Neighbours in a text, or sometimes words that are none.
  private mutating func sequence() -> String {
    guard below(6) > 0, let text = randomText() else { return word() + " " + word() }
    guard isSpaced else {
      let piece = slice(of: text[...], 1 + below(below(8) == 0 ? 24 : 6))
      return String(piece.map { $0 == "\"" || $0.isNewline ? " " : $0 })
    }
    let words = String(text).split(separator: " ")
    let count = min(words.count, 2 + below(3))
    let start = below(words.count - count + 1)
    return words[start..<start + count].joined(separator: " ")
  }

  private mutating func randomText() -> [Character]? {
    texts.isEmpty ? nil : texts[below(texts.count)]
  }

  private mutating func slice(of run: ArraySlice<Character>, _ count: Int) -> ArraySlice<Character>
  {
    let count = min(max(count, 1), run.count)
    let start = run.startIndex + below(run.count - count + 1)
    return run[start..<start + count]
  }

  /// What stands between white space around a place.
  private static func run(of text: [Character], around place: Int) -> ArraySlice<Character> {
    var start = place
    while start < text.count - 1, text[start].isWhitespace { start += 1 }
    while start > 0, !text[start - 1].isWhitespace, place - start < 40 { start -= 1 }
    var end = start + 1
    while end < text.count, !text[end].isWhitespace, end - start < 60 { end += 1 }
    return text[start..<end]
  }
}
