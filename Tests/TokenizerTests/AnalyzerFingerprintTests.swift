import Testing

@testable import Tokenizer

@Suite struct AnalyzerFingerprintTests {
  @Test func `equal options behave equally, and the analyzers differ`() throws {
    let first = try AnalyzerFingerprint(probing: AnalyzerOptions(.multilingual))
    let second = try AnalyzerFingerprint(probing: AnalyzerOptions(.multilingual))
    let other = try AnalyzerFingerprint(probing: AnalyzerOptions(.whitespace))
    #expect(first == second)
    #expect(first.behavior != other.behavior)
    #expect(first.analyzer == "multilingual")
  }

  @Test func `the version of ICU is that of the linked library`() {
    let version = AnalyzerFingerprint.linkedICUVersion
    #expect(version.split(separator: ".").count >= 2)
    #expect(version.allSatisfy { $0.isNumber || $0 == "." })
  }

  @Test func `the hash is FNV-1a`() {
    var hash = FNV1a()
    hash.combine([UInt8]())
    // Four zero bytes, worked out by hand: each multiplies by the prime.
    #expect(hash.value == 0x4D25_767F_9DCE_13F5)
  }

  @Test func `the script classes of C and Swift have the same numbers`() {
    var classifier = TokenClassifier()
    let examples: [(Unicode.Scalar, ScriptClass)] = [
      ("a", .latin), ("α", .greek), ("д", .cyrillic), ("ա", .armenian), ("ა", .georgian),
      ("א", .hebrew), ("ا", .arabic), ("क", .devanagari), ("க", .indic), ("አ", .ethiopic),
      ("漢", .han), ("か", .hiragana), ("カ", .katakana), ("ー", .katakana), ("한", .hangul),
      ("ก", .thai), ("ກ", .lao), ("ក", .khmer), ("က", .burmese), ("1", .number), ("★", .symbol),
      ("Ꭰ", .other),
    ]
    for (scalar, script) in examples {
      #expect(classifier.properties(of: scalar.value).script == script, "\(scalar)")
    }
  }
}
