import Foundation
import Testing

@testable import Tokenizer

/// Thai, Lao, Burmese and Khmer against ICU's iterator over the whole text.
///
/// SEARCH_RANDOM_TEXTS sets how many random texts are compared for each script; SEARCH_SEED repeats a
/// run.
@Suite struct LetterSegmenterTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// Texts in which mistakes would show: words of ICU's dictionary and beginnings of such, runs of
  /// letters, marks and signs, letters of other scripts, digits, spaces.
  struct Texts {
    private var generator: SeededGenerator
    private let script: SpacelessScript
    private let source: ICULetterDictionary
    private static let others: [Unicode.Scalar] = [
      " ", "\n", "a", "7", ".", "_", "\u{200B}", "\u{200D}", "\u{301}", "\u{0E2F}", "\u{0E46}",
      "\u{0E01}", "\u{0E40}", "\u{0E81}", "\u{1000}", "\u{1780}", "\u{17D2}", "\u{AA60}",
      "\u{A9E0}",
      "\u{0E3F}", "한", "漢", "カ", "\u{1A20}", "\u{FFFD}", "\u{1F600}",
    ]

    init?(_ script: SpacelessScript, seed: UInt64) {
      guard let source = ICULetterDictionary.shared(script) else { return nil }
      (self.script, self.source) = (script, source)
      generator = SeededGenerator(seed: seed)
    }

    private mutating func below(_ limit: Int) -> Int {
      Int.random(in: 0..<limit, using: &generator)
    }

    private mutating func letter() -> Unicode.Scalar {
      Unicode.Scalar(script.block.lowerBound + UInt32(below(script.block.count))) ?? " "
    }

    /// A word of the dictionary, or the beginning of one.
    private mutating func word() -> [Unicode.Scalar] {
      let (source, script) = (source, script)
      var generator = generator
      defer { self.generator = generator }
      return source.withTrie { trie in
        var place = LetterTrie.Place.root
        var word: [Unicode.Scalar] = []
        while true {
          if LetterTrie.endsWord(trie, at: place), Int.random(in: 0..<3, using: &generator) == 0 {
            return word
          }
          // Any way, from a letter chosen at random on.
          let first = Int.random(in: 0..<script.block.count, using: &generator)
          let way = (0..<script.block.count).lazy.map { (first + $0) % script.block.count }
            .first { LetterTrie.step(trie, &place, by: UInt8($0)) }
          guard let way, Int.random(in: 0..<40, using: &generator) > 0,
            let scalar = Unicode.Scalar(script.block.lowerBound + UInt32(way))
          else { return word }
          word.append(scalar)
        }
      }
    }

    /// The next text; how much of it is no word differs from text to text.
    mutating func next() -> String {
      var text = String.UnicodeScalarView()
      let kind = below(4)
      for _ in 0..<1 + below(below(8) == 0 ? 60 : 12) {
        switch below(12) {
        case 0 where kind > 0, 1 where kind > 2: text.append(letter())
        case 2 where kind == 3: for _ in 0..<below(8) { text.append(letter()) }
        case 3 where kind > 1: text.append(Self.others[below(Self.others.count)])
        case 4 where kind > 1: text.append("\u{0E2F}\u{0E46}".unicodeScalars.randomElement() ?? " ")
        default: text.append(contentsOf: word())
        }
      }
      return String(text)
    }
  }

  @Test(arguments: SpacelessScript.allCases)
  func `random texts are cut as ICU cuts them`(script: SpacelessScript) throws {
    let seed = Self.number("SEARCH_SEED") ?? UInt64.random(in: 0...UInt64.max)
    let count = Self.number("SEARCH_RANDOM_TEXTS") ?? 300
    var texts = try #require(Texts(script, seed: seed))
    var reference = try ReferenceAnalyzer()
    var scanner = WordScanner()
    var (differences, boundaries, letters) = (0, 0, 0)
    for _ in 0..<count where differences < 10 {
      let text = texts.next()
      let bytes = Array(text.utf8)
      let expected = try reference.segments(of: bytes)
      boundaries += expected.count
      letters += text.unicodeScalars.count
      let found = try scannedSegments(bytes, by: &scanner)
      if found == expected { continue }
      differences += 1
      let scalars = text.unicodeScalars.map { String($0.value, radix: 16) }
      Issue.record("seed \(seed): \(text) \(scalars): \(found), ICU \(expected)")
    }
    print("compared \(letters) letters, \(boundaries) boundaries of \(script), seed \(seed)")
    #expect(differences == 0)
  }

  @Test(arguments: SpacelessScript.allCases)
  func `its own segmenter is used, and agrees where a range is short or long`(
    script: SpacelessScript
  ) throws {
    guard var segmenter = LetterSegmenter(script) else {
      Issue.record("no segmenter of \(script)")
      return
    }
    var texts = try #require(Texts(script, seed: 11))
    var units: [UInt8] = []
    while units.count < 60_000 {
      for scalar in texts.next().unicodeScalars where script.block.contains(scalar.value) {
        units += Array(String(scalar).utf8)
      }
    }
    var breaker = try ICUBreaker()
    for count in [0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 15_000] {
      var ends: [Int32] = []
      let range = 0..<3 * count
      let end = segmenter.appendBreaks(of: units.span, in: range, origin: 0, to: &ends)
      guard end == 3 * count else { continue }
      let text = Array(String(decoding: units[range], as: UTF8.self).utf16)
      var expected = SegmentList()
      try breaker.findSegments(of: text.span, into: &expected)
      #expect(ends == expected.ends.dropLast().map { 3 * $0 }, "\(count) letters")
    }
    segmenter.trim()
  }

  /// The lengths of the longest word and of the longest chain of words that begin with each other.
  private static func extremes(
    _ trie: Span<UInt8>, _ letters: [UInt8], _ place: LetterTrie.Place
  ) -> (length: Int, chain: Int) {
    var (length, chain) = (0, 0)
    guard LetterTrie.goesOn(trie, at: place) else { return (length, chain) }
    for letter in letters {
      var next = place
      guard LetterTrie.step(trie, &next, by: letter) else { continue }
      let found = extremes(trie, letters, next)
      let own = LetterTrie.endsWord(trie, at: next) ? 1 : 0
      (length, chain) = (max(length, found.length + 1), max(chain, found.chain + own))
    }
    return (length, chain)
  }

  @Test(arguments: SpacelessScript.allCases)
  func `all words of the dictionary are short enough for a mask`(script: SpacelessScript) throws {
    let source = try #require(ICULetterDictionary.shared(script))
    // Letters and marks: no word has anything else of its block.
    let letters = script.block.enumerated().compactMap { place, value -> UInt8? in
      guard let properties = Unicode.Scalar(value)?.properties else { return nil }
      let isMark = properties.canonicalCombiningClass != .notReordered || properties.isDiacritic
      return properties.isAlphabetic || isMark ? UInt8(place) : nil
    }
    let found = source.withTrie { Self.extremes($0, letters, .root) }
    print("\(script): words of up to \(found.length) letters, \(found.chain) within each other")
    #expect(found.length > 8 && found.length <= 64)
    #expect(found.chain > 2)
  }

  @Test func `a judged collection is cut as ICU cuts it`() throws {
    guard let folder = ProcessInfo.processInfo.environment["SEARCH_EVAL"] else {
      print("skipped: SEARCH_EVAL is unset")
      return
    }
    let file = URL(filePath: folder).appending(path: "xquad-th/corpus.jsonl")
    guard let data = FileManager.default.contents(atPath: file.path) else {
      print("skipped: no xquad-th in SEARCH_EVAL")
      return
    }
    var reference = try ReferenceAnalyzer()
    var scanner = WordScanner()
    var count = 0
    for line in data.split(separator: 0x0A) {
      let text = Array(line)
      let expected = try reference.segments(of: text)
      count += expected.count
      #expect(try scannedSegments(text, by: &scanner) == expected)
    }
    print("compared \(count) boundaries of xquad-th")
  }
}
