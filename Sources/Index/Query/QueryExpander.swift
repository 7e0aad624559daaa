internal import Tokenizer

/// Words of a query → the forms of them that an index has.
///
/// A word is found by the form that was typed, by its stem in every language of its script that the
/// index holds, as part of a longer word, and by forms that differ only in what `fold` allows.
struct QueryExpander {
  private let words: WordForms
  private let fold: FoldLevels
  private let variants = CharacterVariants()

  init(
    _ segments: [OpenSegment], fold: FoldLevel = .letters, memory: WordMemory = WordMemory()
  ) {
    words = WordForms(segments, fold: FoldLevels(upTo: fold), memory: memory)
    self.fold = FoldLevels(upTo: fold)
  }

  /// The query with every word replaced by what it may be found by, and every character of a
  /// sequence by its forms.
  func expanded(_ query: Query) throws(IndexError) -> Query {
    switch query {
    case .any where query.isTerms, .all where query.isTerms: return query
    case .word(let word): return .any(try forms(of: word).map(\.query))
    case .any(let queries): return .any(try alternatives(queries))
    case .all(let queries): return .all(try each(queries))
    case .excluding(let included, let excluded):
      return .excluding(try expanded(included), try expanded(excluded))
    case .sequence(let sequence): return try expanded(sequence)
    case .phrase(let terms): return try expanded(terms)
    case .pattern(let pattern): return try expanded(pattern)
    case .near(var near):
      for (index, pattern) in near.patterns {
        var pattern = pattern
        pattern.isLoose = !fold.isEmpty
        let terms = try words.eachMatching(pattern)
        if terms.isEmpty { return .nothing }
        near.parts[index].places = [SequenceQuery.Place(offset: 0, terms: terms)]
      }
      let patterns = near.patterns
      near.patterns = [:]
      for index in near.parts.indices where patterns[index] == nil {
        for place in near.parts[index].places.indices {
          try addForms(to: &near.parts[index].places[place])
        }
      }
      return .near(near)
    case .constant(let query, let score): return .constant(try expanded(query), score: score)
    case .verbatim(let query, let text): return .verbatim(try expanded(query), text)
    case .atLeast(let count, let queries): return .atLeast(count, try each(queries))
    case .term, .synonyms, .forms, .everything, .condition, .nothing: return query
    }
  }

  /// The forms of a word are alternatives side by side with the others.
  private func alternatives(_ queries: [Query]) throws(IndexError) -> [Query] {
    var result: [Query] = []
    for query in queries {
      if case .word(let word) = query {
        result += try forms(of: word).map(\.query)
      } else {
        result.append(try expanded(query))
      }
    }
    return result
  }

  private func each(_ queries: [Query]) throws(IndexError) -> [Query] {
    var result: [Query] = []
    for query in queries { result.append(try expanded(query)) }
    return result
  }

  /// The words that fit, if they are few; of many the documents.
  private func expanded(_ pattern: PatternQuery) throws(IndexError) -> Query {
    var pattern = pattern
    pattern.isLoose = !fold.isEmpty
    let found = try words.matching(pattern)
    pattern.documents = found.documents
    if pattern.documents != nil { return .pattern(pattern) }
    let terms = found.words
    return terms.isEmpty ? .nothing : .synonyms(terms, boost: pattern.boost)
  }

  // MARK: - Words

  /// What a word may be found by, each with what it is worth. Without `includingRoots` only what
  /// makes a document match.
  func forms(
    of word: WordQuery, includingRoots: Bool = false
  ) throws(IndexError) -> [Evidence] {
    let forms = try words.exactForms(of: word.term, field: word.field)
    let stems = try words.stems(of: word)
    var evidence: [Evidence] = []
    if !stems.isEmpty {
      evidence.append(
        Evidence(
          query: .forms(stems + forms.prefix(1), boost: word.boost * EvidenceWeights.stem),
          weight: 1))
    }
    let exactWeight = stems.isEmpty ? EvidenceWeights.wordAlone : EvidenceWeights.exactForm
    evidence.append(
      Evidence(query: .term(forms[0].key, boost: word.boost * exactWeight), weight: 1))
    if forms.count > 1 {
      let weight =
        try words.isKnown(forms[0].key) ? EvidenceWeights.otherForm : EvidenceWeights.wordAlone
      evidence.append(
        Evidence(query: .synonyms(Array(forms.dropFirst()), boost: word.boost * weight), weight: 1))
    }
    let part = TermKey(field: word.field, kind: .part, term: word.term)
    evidence.append(
      Evidence(query: .term(part, boost: word.boost * EvidenceWeights.part), weight: 1))
    if includingRoots, let roots = words.roots(of: stems) {
      evidence.append(
        Evidence(query: .synonyms(roots, boost: word.boost * EvidenceWeights.root), weight: 1))
    }
    return evidence
  }

  /// The words of the index that have the same stem; see ``WordForms/sameStem(as:)``.
  func wordForms(of word: WordQuery) throws(IndexError) -> [Query.WeightedKey] {
    try words.sameStem(as: word)
  }

  /// The word and its other exact forms; see ``WordForms/exactForms(of:kind:field:)``.
  func exactForms(
    of term: [UInt8], kind: TermKind, field: FieldID
  ) throws(IndexError) -> [Query.WeightedKey] {
    try words.exactForms(of: term, kind: kind, field: field)
  }

  // MARK: - Sequences

  /// Each character in the forms that fold to it; where a fold changes the number of characters, the
  /// other spellings as sequences of their own.
  private func expanded(_ sequence: SequenceQuery) throws(IndexError) -> Query {
    if fold.isEmpty || sequence.isVerbatim { return .sequence(sequence) }
    var main = sequence
    for index in main.places.indices { try addForms(to: &main.places[index]) }
    let spellings = try self.spellings(of: sequence)
    if spellings.isEmpty { return .sequence(main) }
    return .any([.sequence(main)] + spellings)
  }

  private func addForms(to place: inout SequenceQuery.Place) throws(IndexError) {
    guard let typed = place.terms.first?.key else { return }
    if typed.kind == .word {
      place.terms = try exactForms(of: typed.termBytes, kind: .word, field: typed.field)
      return
    }
    if fold.isEmpty { return }
    for form in variants.forms(of: typed.termBytes, levels: fold) {
      let key = TermKey(field: typed.field, kind: .character, term: form.bytes)
      if key == typed { continue }
      place.terms.append(Query.WeightedKey(key: key, weight: form.distance.weight))
    }
  }

  private func spellings(of sequence: SequenceQuery) throws(IndexError) -> [Query] {
    let keys = sequence.places.compactMap { $0.terms.first?.key }
    guard let field = keys.first?.field, keys.allSatisfy({ $0.kind == .character }),
      keys.count > 1
    else { return [] }
    var queries: [Query] = []
    for spelling in RunVariants.spellings(of: keys.flatMap(\.termBytes)) {
      guard spelling.distance.levels.isSubset(of: fold) else { continue }
      var places: [SequenceQuery.Place] = []
      for character in String(decoding: spelling.bytes, as: UTF8.self) {
        let key = TermKey(field: field, kind: .character, term: Array(character.utf8))
        var place = SequenceQuery.Place(
          offset: UInt32(places.count), terms: [Query.WeightedKey(key: key)])
        try addForms(to: &place)
        places.append(place)
      }
      var other = sequence
      other.places = places
      other.width = UInt32(places.count)
      other.boost = sequence.boost * spelling.distance.weight
      queries.append(.sequence(other))
    }
    return queries
  }

  /// A phrase of words that have other forms is a sequence.
  private func expanded(_ terms: [Query.PhraseTerm]) throws(IndexError) -> Query {
    var hasOneForm = true
    for term in terms where hasOneForm { hasOneForm = try words.haveOneForm(in: term.key.field) }
    if hasOneForm { return .phrase(terms) }
    var places: [SequenceQuery.Place] = []
    for term in terms {
      let forms = try exactForms(of: term.key.termBytes, kind: .word, field: term.key.field)
      places.append(SequenceQuery.Place(offset: term.offset, terms: forms))
    }
    if places.allSatisfy({ $0.terms.count == 1 }) { return .phrase(terms) }
    return .sequence(SequenceQuery(places: places, width: (terms.last?.offset ?? 0) + 1))
  }
}
