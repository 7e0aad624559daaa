internal import Tokenizer

/// The forms in which an index holds a word. A class, because it owns stemmers.
final class WordForms {
  private let segments: [OpenSegment]
  private let fold: FoldLevels
  private let memory: WordMemory
  // Many queries need neither.
  private lazy var stemmer = QueryStems()
  private lazy var folding = LooseFold()

  init(_ segments: [OpenSegment], fold: FoldLevels, memory: WordMemory) {
    self.segments = segments
    self.fold = fold
    self.memory = memory
  }

  /// The languages of a script in which words of the index were stemmed.
  private func languages(of script: ScriptClass) throws(IndexError) -> [StemmingLanguage] {
    if let known = memory.languages(of: script) { return known }
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
    memory.note(found, of: script)
    return found
  }

  /// The words of the index that have the same stem, the word itself first: for the places where
  /// they stand, which stems don't keep.
  ///
  /// Words that share a stem begin alike, so only the words that begin with all but the last letter
  /// of the stem are stemmed.
  func sameStem(as word: WordQuery) throws(IndexError) -> [Query.WeightedKey] {
    if let known = memory.family(of: word, fold) { return known }
    var forms = try exactForms(of: word.term, field: word.field)
    let stems = stemmer.stems(
      of: word.term.span, script: word.script, in: try languages(of: word.script))
    var prefixes: [[UInt8]] = []
    for stem in stems { prefixes.append(Self.prefix(of: stem, field: word.field)) }
    var relatives = [[TermKey]](repeating: [], count: stems.count)
    for (first, prefix) in prefixes.enumerated() where prefixes.firstIndex(of: prefix) == first {
      // Stems of several languages mostly begin alike: their words are walked through once.
      let alike = prefixes.indices.filter { prefixes[$0] == prefix }
      for segment in segments {
        var terms = try segment.reader.dictionary.terms(from: prefix)
        var count = 0
        while count < Self.maximumScanCount, try terms.next(), Self.begins(terms.key, prefix) {
          count += 1
          try segment.interruption?.step()
          let other = terms.key.span.extracting(droppingFirst: TermKey.headerSize)
          for index in alike
          where stemmer.isStem(stems[index], of: other, script: word.script) {
            relatives[index].append(TermKey(bytes: terms.key))
          }
        }
      }
    }
    for key in relatives.joined()
    where forms.count < Self.maximumFormCount && !forms.contains(where: { $0.key == key }) {
      forms.append(Query.WeightedKey(key: key))
    }
    memory.note(forms, of: word, fold)
    return forms
  }

  /// What the keys of words with a stem begin with.
  private static func prefix(of stem: QueryStems.Stem, field: FieldID) -> [UInt8] {
    let letters = String(
      decoding: stem.term.dropFirst(stem.language.termPrefix.count), as: UTF8.self)
    let shared = letters.unicodeScalars.count > 3 ? String(letters.dropLast()) : letters
    return TermKey(field: field, kind: .word, term: shared.utf8).bytes
  }

  private static func begins(_ key: [UInt8], _ prefix: [UInt8]) -> Bool {
    guard key.count >= prefix.count else { return false }
    // The ends of prefixes differ first.
    for index in prefix.indices.reversed() where key[index] != prefix[index] { return false }
    return true
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
    if let known = memory.stems(of: word) { return known }
    let stems = stemmer.stems(
      of: word.term.span, script: word.script, in: try languages(of: word.script)
    ).map { Query.WeightedKey(key: TermKey(field: word.field, kind: .stem, term: $0.term)) }
    memory.note(stems, of: word)
    return stems
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

  /// Whether no word of a field has more than one exact form.
  func haveOneForm(in field: FieldID) throws(IndexError) -> Bool {
    if !fold.isEmpty { return false }
    return try !hasCharacters(field)
  }

  /// The word as one place of spelled words, if the index has it so: ICU leaves digits and letters
  /// in a word with the Thai before them (`ปี2024`).
  private func placesOfSpelledWords(
    _ term: [UInt8], _ field: FieldID
  ) throws(IndexError) -> [Query.WeightedKey] {
    guard try hasCharacters(field) else { return [] }
    let key = TermKey(field: field, kind: .character, term: term)
    for segment in segments where try segment.reader.dictionary.find(key.bytes) != nil {
      return [Query.WeightedKey(key: key)]
    }
    return []
  }

  /// Whether any document has characters of their own in a field.
  private func hasCharacters(_ field: FieldID) throws(IndexError) -> Bool {
    if let known = memory.hasCharacters(field) { return known }
    let prefix = TermKey(field: field, kind: .character, term: []).bytes
    var isFound = false
    for segment in segments where !isFound {
      var terms = try segment.reader.dictionary.terms(from: prefix)
      isFound = try terms.next() && terms.key.starts(with: prefix)
    }
    memory.note(hasCharacters: isFound, in: field)
    return isFound
  }

  /// The words of the index that fit a pattern.
  func matching(_ pattern: PatternQuery) throws(IndexError) -> PatternWords {
    try PatternWords(pattern, segments)
  }

  /// The same, each by itself, however many they are up to a limit.
  func eachMatching(_ pattern: PatternQuery) throws(IndexError) -> [Query.WeightedKey] {
    try PatternWords.each(pattern, segments)
  }

  /// No query needs more forms of a word.
  private static let maximumFormCount = 64
}
