/// The stems by which a word of a query reaches the words of an index.
///
/// A text votes on its language; a query is too short for that, and may be asked of an index in many
/// languages. So each word of it is stemmed in every language of its script that the index holds,
/// which can be seen from its dictionary: the terms of kind ``TokenKind/stem`` begin with
/// ``StemmingLanguage/termPrefix``. The result is what the analyzer gave to the same word in a text of
/// that language.
///
/// Holds open stemmers, so it belongs to one worker.
package struct QueryStems {
  /// A language, and the term under which the word's stem stands in the index.
  package struct Stem: Sendable, Equatable {
    /// The language whose stemmer gave it.
    package var language: StemmingLanguage
    /// The term: the language's code, a colon, and the stem.
    package var term: [UInt8]

    /// Creates a stem from its parts.
    package init(language: StemmingLanguage, term: [UInt8]) {
      self.language = language
      self.term = term
    }
  }

  private var stemmers = StemmerSet()

  /// Creates a value with no stemmer opened.
  package init() {}

  /// The stems of `word`, as the analyzer folded it, in those of `languages` that are written in
  /// `script`. Each language appears at most once, in the order of `languages`; none where the word
  /// has no stem: it holds digits, dots or signs, or is of more than 128 bytes.
  ///
  /// - Complexity: one call of a stemmer for each language of the script.
  package mutating func stems(
    of word: Span<UInt8>, script: ScriptClass, in languages: [StemmingLanguage]
  ) -> [Stem] {
    if script == .indic, !PassageFinder.isTamil(word) { return [] }
    var stems: [Stem] = []
    for language in languages
    where language.scripts.contains(script) && !stems.contains(where: { $0.language == language }) {
      guard let term = stemmers.term(of: word, in: language) else { continue }
      stems.append(Stem(language: language, term: term))
    }
    return stems
  }

  /// Whether a word, as the analyzer folded it, has a stem of a word of that script.
  ///
  /// - Complexity: one call of a stemmer; nothing is allocated.
  package mutating func isStem(
    _ stem: Stem, of word: Span<UInt8>, script: ScriptClass
  ) -> Bool {
    if script == .indic, !PassageFinder.isTamil(word) { return false }
    return stemmers.isTerm(stem.term.span, of: word, in: stem.language)
  }
}
