import TestSupport
import Testing
import Tokenizer

/// The contract of a language; AddingALanguage.md says how one is added.
@Suite struct LanguageTests {
  @Test(arguments: LanguageTests.samples)
  func `every language keeps the contract`(sample: LanguageSample) throws {
    let faults = try checkLanguage(sample)
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
  }

  @Test func `every language that is stemmed has a sample`() {
    #expect(Self.samples.map(\.language).sorted() == StemmingLanguage.allCases.sorted())
  }

  @Test func `the contract notices what is broken`() throws {
    func faults(
      _ sentence: String, _ families: [String], _ spellings: [String] = []
    ) throws -> String {
      let sample = LanguageSample(
        .english, sentences: [sentence], families: families, spellings: spellings)
      return try checkLanguage(sample).joined(separator: "; ")
    }
    let sentence = "The dogs were at home with the horses."
    #expect(try faults(sentence, ["dog dogs", "horse horses"], ["naive naïve"]) == "")
    #expect(
      try faults("Die Hunde waren mit den Pferden zu Hause.", ["dog dogs", "horse horses"])
        .contains("die has the stems [\"de:die\"]"))
    #expect(try faults(sentence, ["dog hound", "horse horses"]).contains("has stems"))
    #expect(try faults(sentence, ["dog dogs", "dog dogs'"]).contains("share the stem en:dog"))
    #expect(try faults(sentence, ["Dog dogs", "horse horses"]).contains("not indexed as it was"))
    #expect(try faults(sentence, ["x2 x3", "horse horses"]).contains("'x2': has no stem"))
    #expect(try faults(sentence, ["dog dogs"]).contains("fewer than two families"))
    #expect(
      try faults(sentence, ["dog dogs", "horse horses"], ["dog cat"])
        .contains("dog does not reach cat"))
    #expect(
      try faults(sentence, ["dog dogs", "horse horses"], ["dog Dog"])
        .contains("Dog is worth 1.0 to dog"))
    #expect(try faults("半导体", ["dog dogs", "horse horses"]).contains("has no word"))
  }
}
