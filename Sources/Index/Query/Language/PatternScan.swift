internal import Tokenizer

/// Walks through the words of segments that fit a pattern.
struct PatternScan {
  /// A word that fits.
  struct Word {
    var term: [UInt8]
    /// How many edits it is away.
    var distance: Int
    var info: TermInfo

    /// How much it counts beside one that fits exactly.
    var weight: Float { 1 / Float(1 + distance) }
  }

  private let field: FieldID
  private let typed: Wanted
  /// The pattern without marks and such, for words that are found without theirs; nil if they must be as
  /// typed.
  private let loose: Wanted?

  /// What words must be like.
  private struct Wanted {
    var shape: PatternQuery.Shape
    var automaton: PatternAutomaton
    /// What all of them begin with.
    var beginning: [UInt8]

    init(_ pattern: PatternQuery) {
      shape = pattern.shape
      automaton = PatternAutomaton(pattern.shape)
      beginning = pattern.prefix
    }
  }

  init(_ pattern: PatternQuery) {
    field = pattern.field
    typed = Wanted(pattern)
    loose = pattern.isLoose ? Wanted(pattern.folded()) : nil
  }

  /// Whether a word fits, as it is or by what it folds to.
  func fits(_ word: some Collection<UInt8>) -> Bool {
    if typed.automaton.fits(word) { return true }
    guard let loose else { return false }
    var folding = LooseFold()
    return loose.automaton.fits(folding.loosest(Array(word)))
  }

  /// Calls for every word of a segment that fits, each once, until the answer is false.
  func forEach(
    in segment: OpenSegment, _ body: (_ word: Word) throws(IndexError) -> Bool
  ) throws(IndexError) {
    var isGoing = true
    try scan(.word, typed, segment) { (entry, distance, info) throws(IndexError) in
      isGoing = try body(Word(term: Array(entry), distance: distance, info: info))
      return isGoing
    }
    guard isGoing, let loose else { return }
    if loose.shape != typed.shape {
      // Without its marks what is typed may be words that have none themselves.
      var folding = LooseFold()
      try scan(.word, loose, segment) { (entry, distance, info) throws(IndexError) in
        let term = Array(entry)
        if typed.automaton.fits(term) || folding.loosest(term) != term { return true }
        isGoing = try body(Word(term: term, distance: distance, info: info))
        return isGoing
      }
    }
    guard isGoing else { return }
    // A word that has another loose form has an entry with that form, a zero byte and the word.
    try scan(.fold, loose, segment) { (entry, distance, _) throws(IndexError) in
      guard let zero = entry.firstIndex(of: 0) else { return true }
      let word = Array(entry[(zero + 1)...])
      if typed.automaton.fits(word) { return true }
      let key = TermKey(field: field, kind: .word, term: word)
      guard let info = try segment.reader.dictionary.find(key.bytes) else { return true }
      return try body(Word(term: word, distance: distance, info: info))
    }
  }

  private typealias Visit = (
    _ entry: ArraySlice<UInt8>, _ distance: Int, _ info: TermInfo
  ) throws(IndexError) -> Bool

  /// Calls for the entries of a kind whose text, up to a zero byte, fits.
  private func scan(
    _ kind: TermKind, _ wanted: Wanted, _ segment: OpenSegment, _ visit: Visit
  ) throws(IndexError) {
    switch wanted.automaton {
    case .wildcard(let automaton): try scan(kind, automaton, wanted.beginning, segment, visit)
    case .longWildcard(let automaton): try scan(kind, automaton, wanted.beginning, segment, visit)
    case .similar(let automaton): try scan(kind, automaton, wanted.beginning, segment, visit)
    }
  }

  private func scan(
    _ kind: TermKind, _ automaton: some WordAutomaton, _ beginning: [UInt8], _ segment: OpenSegment,
    _ visit: Visit
  ) throws(IndexError) {
    var walk = try WordWalk(
      automaton, segment.reader.dictionary, field: field, kind: kind, beginning: beginning,
      until: segment.interruption)
    while try walk.next() {
      guard try visit(walk.term, walk.distance, try walk.info()) else { return }
    }
  }
}

extension PatternQuery {
  /// The same without marks and such.
  fileprivate func folded() -> PatternQuery {
    var folding = LooseFold()
    func folded(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
      let text = String(String.UnicodeScalarView(scalars))
      let bytes = folding.loosest(Array(text.utf8))
      return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    }
    var result = self
    switch shape {
    case .similar(let scalars, let distance):
      result.shape = .similar(folded(scalars), distance: distance)
    case .elements(let elements):
      result.shape = .elements(
        elements.flatMap { element -> [Element] in
          guard case .scalar(let scalar) = element else { return [element] }
          return folded([scalar]).map { .scalar($0) }
        })
    }
    return result
  }
}
