import Foundation
import Testing

@testable import Tokenizer

/// The scanner against ICU's iterator over the whole text.
///
/// SEARCH_RANDOM_STRINGS sets how many random strings are compared; the default is what a test run
/// can afford. SEARCH_SEED repeats a run.
@Suite struct WordScannerTests {
  /// The environment variable as a number.
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// The first code points of every category of ICU's rules, so that whatever the rules tell apart
  /// is there. (Not by our own table: by ICU's.)
  private static func representatives(each count: Int) throws -> [Unicode.Scalar] {
    guard let rules = try ICUBreaker().rules() else { return [] }
    var found: [UInt8: [Unicode.Scalar]] = [:]
    for first in stride(from: UInt32(0), to: 0x20000, by: 256) {
      let categories = rules.categories(from: first)
      for offset in 0..<256 {
        guard let scalar = Unicode.Scalar(first + UInt32(offset)),
          found[categories[offset], default: []].count < count
        else { continue }
        found[categories[offset], default: []].append(scalar)
      }
    }
    return found.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  @Test func `ICU's rules are in the form that is known here`() throws {
    let breaker = try ICUBreaker()
    let categoryCount = try breaker.rules()?.categoryCount ?? 0
    #expect(categoryCount > 20)
    // Three stand for nothing, the end and the beginning of a text.
    #expect(try Self.representatives(each: 1).count >= categoryCount - 3)
  }

  @Test func `all strings of up to three characters of all categories are cut as by ICU`() throws {
    var reference = try ReferenceAnalyzer()
    var scanner = WordScanner()
    let alphabet = try Self.representatives(each: 1).map { Array(String($0).utf8) }
    #expect(alphabet.count >= 28)
    var texts: [[UInt8]] = [[]]
    for _ in 0..<3 {
      texts = texts.flatMap { text in alphabet.map { text + $0 } }
      for text in texts {
        let own = try scannedSegments(text, by: &scanner)
        let icu = try reference.segments(of: text)
        #expect(own == icu, "\(text)")
      }
    }
  }

  @Test func `random strings of all scripts are cut as by ICU`() throws {
    let seed = Self.number("SEARCH_SEED") ?? UInt64.random(in: 0...UInt64.max)
    let count = Self.number("SEARCH_RANDOM_STRINGS") ?? 4_000
    var strings = RandomStrings(seed: seed, alphabet: try Self.representatives(each: 6))
    var reference = try ReferenceAnalyzer()
    var scanner = WordScanner()
    var differences = 0
    for _ in 0..<count {
      let text = strings.next()
      let own = try scannedSegments(text, by: &scanner)
      let icu = try reference.segments(of: text)
      if own != icu {
        differences += 1
        if differences < 20 { Issue.record("\(text): \(own) instead of \(icu)") }
      }
    }
    print("compared \(count) random strings, seed \(seed): \(differences) differences")
    #expect(differences == 0)
  }

  @Test func `a text longer than a batch, and one without the rules' help, are cut alike`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var strings = RandomStrings(seed: seed, alphabet: try Self.representatives(each: 6))
    var text: [UInt8] = []
    while text.count < 60_000 { text += strings.next() }
    var reference = try ReferenceAnalyzer()
    let icu = try reference.segments(of: text)
    var scanner = WordScanner()
    #expect(try scannedSegments(text, by: &scanner) == icu, "seed \(seed)")
    var withoutRules = WordScanner(withoutRules: true)
    #expect(try scannedSegments(text, by: &withoutRules) == icu, "seed \(seed)")
  }

  /// What a text of one kind repeated without end must not break: (unit, times).
  static let floods: [(String, Int)] = [
    ("a", 300_000), ("é", 150_000), ("\u{301}", 150_000), ("a.", 100_000), ("🇫", 60_000),
    ("1,", 100_000), ("\u{5D0}\"", 60_000), ("漢", 60_000), ("ー", 60_000), ("한", 60_000),
    (" ", 200_000), ("a\u{200D}", 60_000), ("\u{FFFD}", 60_000), ("カ_", 40_000),
    ("。", 200_000), ("“”", 100_000), ("ж，", 100_000), ("∑", 100_000), ("😀", 100_000),
  ]

  @Test(arguments: floods)
  func `a flood of one kind is cut as by ICU`(unit: String, times: Int) throws {
    let text = Array(String(repeating: unit, count: times).utf8)
    var reference = try ReferenceAnalyzer()
    var scanner = WordScanner()
    #expect(try scannedSegments(text, by: &scanner) == reference.segments(of: text))
  }
}
