public import Tokenizer

/// What ``checkLanguage(_:)`` is told of a language: nothing but what anybody who knows the language
/// can write down.
public struct LanguageSample: Sendable, CustomStringConvertible {
  /// The language.
  public var language: StemmingLanguage
  /// Sentences without digits, names and foreign words.
  public var sentences: [String]
  /// Forms of a word, folded, with spaces between them; the first is the form of the dictionary.
  public var families: [String]
  /// What is typed, what is written and nevertheless meant, and so on, with spaces between them.
  public var spellings: [String]

  /// Creates a sample.
  public init(
    _ language: StemmingLanguage, sentences: [String], families: [String],
    spellings: [String] = []
  ) {
    self.language = language
    self.sentences = sentences
    self.families = families
    self.spellings = spellings
  }

  /// The language's name.
  public var description: String { "\(language)" }
}

/// Checks that the default analyzer does for a language what it does for every one that is stemmed:
///
/// - each sentence obeys the laws of analyzers (``checkAnalyzer(_:on:)``), and the vote finds its
///   language: every word of the language's scripts has the stem that a query in this language asks
///   for, at the word's place and range, and more than half of the words have one;
/// - a form that stands behind the sentences is indexed as it was written, and beside it a stem that
///   all forms of its family share and no other family has; a query finds that stem from the form;
/// - a spelling reaches the one behind it by folds, at a distance above 0 and below 1, and a word
///   reaches itself at 1.
///
/// Returns what is broken, in words; an empty list is a pass. So it serves any test framework.
public func checkLanguage(_ sample: LanguageSample) throws(ICUError) -> [String] {
  var checker = try LanguageChecker(sample)
  return checker.faults()
}

private struct LanguageChecker {
  private let sample: LanguageSample
  private var analyzer: any Analyzer
  private var buffer = TokenBuffer()
  private var query = QueryStems()

  init(_ sample: LanguageSample) throws(ICUError) {
    self.sample = sample
    analyzer = try AnalyzerOptions(.multilingual).makeAnalyzer()
  }

  mutating func faults() -> [String] {
    var faults: [String] = []
    if sample.sentences.isEmpty { faults.append("there is no sentence") }
    if sample.families.count < 2 { faults.append("there are fewer than two families of forms") }
    for sentence in sample.sentences {
      faults += faultsOf(sentence: sentence).map { "'\(sentence)': \($0)" }
    }
    var families: [String: String] = [:]
    for family in sample.families {
      let forms = family.split(separator: " ").map(String.init)
      if forms.count < 2 { faults.append("'\(family)' is a single form") }
      var stems: Set<String> = []
      for form in forms {
        faults += faultsOf(form: form, stems: &stems).map { "'\(form)': \($0)" }
      }
      if stems.count > 1 { faults.append("'\(family)' has stems \(stems.sorted())") }
      for stem in stems {
        if let other = families.updateValue(family, forKey: stem) {
          faults.append("'\(family)' and '\(other)' share the stem \(stem)")
        }
      }
    }
    for spelling in sample.spellings {
      faults += faultsOf(spelling: spelling).map { "'\(spelling)': \($0)" }
    }
    return faults
  }

  // MARK: - Sentences

  private mutating func faultsOf(sentence: String) -> [String] {
    let text = Array(sentence.utf8)
    var faults = checkAnalyzer(&analyzer, on: text)
    analyzer.analyze(text.span, into: &buffer)
    let words = buffer.tokens.filter {
      $0.kind == .word && sample.language.scripts.contains($0.script)
    }
    if words.isEmpty { faults.append("has no word of the language's scripts") }
    var stemCount = 0
    for word in words {
      let stems = buffer.tokens.filter { $0.kind == .stem && $0.position == word.position }
      let terms = stems.map { buffer.term(of: $0) }
      stemCount += terms.count
      if terms != reached(from: word) {
        faults.append("\(buffer.term(of: word)) has the stems \(terms)")
      }
      for stem in stems
      where (stem.start, stem.end, stem.width, stem.script)
        != (word.start, word.end, word.width, word.script)
      {
        faults.append("the stem of \(buffer.term(of: word)) is elsewhere than the word")
      }
    }
    if 2 * stemCount <= words.count { faults.append("has \(stemCount) stems of \(words.count)") }
    return faults
  }

  /// What a query in the language asks for in place of a word: one stem, or none where the stemmer
  /// leaves nothing of the word.
  private mutating func reached(from word: Token) -> [String] {
    let term = Array(buffer.term(of: word).utf8)
    let found = query.stems(of: term.span, script: word.script, in: [sample.language])
    return found.map { String(decoding: $0.term, as: UTF8.self) }
  }

  // MARK: - Forms

  private mutating func faultsOf(form: String, stems: inout Set<String>) -> [String] {
    let text = Array((sample.sentences + [form]).joined(separator: " ").utf8)
    analyzer.analyze(text.span, into: &buffer)
    guard let word = buffer.tokens.last(where: { $0.kind == .word }),
      Array(buffer.term(of: word).utf8) == Array(form.utf8)
    else { return ["is not indexed as it was written"] }
    let stem = buffer.tokens.last { $0.kind == .stem && $0.position == word.position }
    guard let stem else { return ["has no stem"] }
    let term = buffer.term(of: stem)
    stems.insert(term)
    let reached = reached(from: word)
    return reached == [term] ? [] : ["a query asks for \(reached), and \(term) is indexed"]
  }

  // MARK: - Spellings

  /// The first word of a text, as it is indexed.
  private mutating func folded(_ word: Substring) -> [UInt8] {
    analyzer.analyze(Array(word.utf8).span, into: &buffer)
    return buffer.tokens.first.map { Array(buffer.term(of: $0).utf8) } ?? []
  }

  private mutating func faultsOf(spelling: String) -> [String] {
    let words = spelling.split(separator: " ")
    guard words.count > 1 else { return ["is a single spelling"] }
    var faults: [String] = []
    var loose = LooseFold()
    for (typed, written) in zip(words, words.dropFirst()) {
      let (from, to) = (folded(typed), folded(written))
      if FoldDistance(from: from, to: from)?.weight != 1 {
        faults.append("\(typed) does not reach itself")
      }
      guard let distance = FoldDistance(from: from, to: to) else {
        faults.append("\(typed) does not reach \(written)")
        continue
      }
      if !(distance.weight > 0 && distance.weight < 1) {
        faults.append("\(written) is worth \(distance.weight) to \(typed)")
      }
      if loose.loosest(from) != loose.loosest(to) {
        faults.append("\(typed) and \(written) differ in their loosest form")
      }
    }
    return faults
  }
}
