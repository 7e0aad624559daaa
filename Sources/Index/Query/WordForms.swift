internal import Tokenizer

/// The forms in which an index holds a word. A class, because it owns stemmers, and remembers which
/// languages the index holds.
final class WordForms {
  private let segments: [OpenSegment]
  private let fold: FoldLevels
  private var stemmer = QueryStems()
  private var folding = LooseFold()
  private var languages: [ScriptClass: [StemmingLanguage]] = [:]

  init(_ segments: [OpenSegment], fold: FoldLevels) {
    self.segments = segments
    self.fold = fold
  }

  /// The languages of a script in which words of the index were stemmed.
  private func languages(of script: ScriptClass) throws(IndexError) -> [StemmingLanguage] {
    if let known = languages[script] { return known }
    var found: [StemmingLanguage] = []
    for language in StemmingLanguage.allCases where language.scripts.contains(script) {
      let prefix = TermKey(field: .text, kind: .stem, term: language.termPrefix).bytes
      for segment in segments {
        var terms = try segment.reader.dictionary.terms(from: prefix)
        if try terms.next(), terms.key.starts(with: prefix) {
          found.append(language)
          break
        }
      }
    }
    languages[script] = found
    return found
  }

  /// The words of the index that have the same stem, the word itself first: for the places where
  /// they stand, which stems don't keep.
  ///
  /// Words that share a stem begin alike, so only the words that begin with all but the last letter
  /// of the stem are stemmed.
  func sameStem(as word: WordQuery) throws(IndexError) -> [Query.WeightedKey] {
    var forms = try exactForms(of: word.term, field: word.field)
    for stem in stemmer.stems(
      of: word.term.span, script: word.script, in: try languages(of: word.script))
    {
      let letters = String(
        decoding: stem.term.dropFirst(stem.language.termPrefix.count), as: UTF8.self)
      let shared = Array(
        (letters.unicodeScalars.count > 3 ? String(letters.dropLast()) : letters).utf8)
      let prefix = TermKey(field: word.field, kind: .word, term: shared).bytes
      for segment in segments {
        var terms = try segment.reader.dictionary.terms(from: prefix)
        var count = 0
        while count < Self.maximumScanCount, try terms.next(), terms.key.starts(with: prefix) {
          count += 1
          let key = TermKey(bytes: terms.key)
          let other = stemmer.stems(
            of: key.termBytes.span, script: word.script, in: [stem.language])
          guard other.first == stem, !forms.contains(where: { $0.key == key }),
            forms.count < Self.maximumFormCount
          else { continue }
          forms.append(Query.WeightedKey(key: key))
        }
      }
    }
    return forms
  }

  /// No stem has more words to look at, or has them all looked at.
  private static let maximumScanCount = 512

  /// Whether the index holds a term.
  func isKnown(_ key: TermKey) throws(IndexError) -> Bool {
    for segment in segments where try segment.reader.dictionary.find(key.bytes) != nil {
      return true
    }
    return false
  }

  /// Its stems in the languages of its script that the index holds.
  func stems(of word: WordQuery) throws(IndexError) -> [Query.WeightedKey] {
    stemmer.stems(of: word.term.span, script: word.script, in: try languages(of: word.script)).map {
      stem in
      Query.WeightedKey(key: TermKey(field: word.field, kind: .stem, term: stem.term))
    }
  }

  func roots(of stems: [Query.WeightedKey]) -> [Query.WeightedKey]? {
    let roots = stems.compactMap { stem -> Query.WeightedKey? in
      let term = stem.key.termBytes
      guard let count = StemRoot.byteCount(of: term) else { return nil }
      return Query.WeightedKey(
        key: TermKey(field: stem.key.field, kind: .root, term: term[..<count]))
    }
    return roots.isEmpty ? nil : roots
  }

  /// The word itself, and the words of the index that fold to the same within the allowed levels.
  func exactForms(
    of term: [UInt8], kind: TermKind = .word, field: FieldID
  ) throws(IndexError) -> [Query.WeightedKey] {
    let typed = Query.WeightedKey(key: TermKey(field: field, kind: kind, term: term))
    let spelled = try placesOfSpelledWords(term, field)
    if fold.isEmpty { return [typed] + spelled }
    let loose = folding.loosest(term)
    var candidates: Set<[UInt8]> = [loose]
    let prefix = TermKey(field: field, kind: .fold, term: loose + [0]).bytes
    for segment in segments {
      var terms = try segment.reader.dictionary.terms(from: prefix)
      while try terms.next(), terms.key.starts(with: prefix) {
        candidates.insert(Array(terms.key[prefix.count...]))
        if candidates.count >= Self.maximumFormCount { break }
      }
    }
    candidates.remove(term)
    var forms = [typed]
    for candidate in candidates.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard let distance = FoldDistance(from: term, to: candidate),
        distance.levels.isSubset(of: fold)
      else { continue }
      let key = TermKey(field: field, kind: kind, term: candidate)
      forms.append(Query.WeightedKey(key: key, weight: distance.weight))
    }
    return forms + spelled
  }

  /// The word as one place of spelled words, if the index has it so: ICU leaves digits and letters
  /// in a word with the Thai before them (`ปี2024`).
  private func placesOfSpelledWords(
    _ term: [UInt8], _ field: FieldID
  ) throws(IndexError) -> [Query.WeightedKey] {
    let key = TermKey(field: field, kind: .character, term: term)
    for segment in segments where try segment.reader.dictionary.find(key.bytes) != nil {
      return [Query.WeightedKey(key: key)]
    }
    return []
  }

  /// No query needs more forms of a word.
  private static let maximumFormCount = 64
}
