internal import Tokenizer

/// Walks through the words of a segment that fit a pattern.
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

  private let segment: OpenSegment
  private let pattern: PatternQuery
  /// The pattern without marks and such, for words that are found without theirs; nil if they must be as
  /// typed.
  private let loose: PatternQuery?

  init(_ pattern: PatternQuery, _ segment: OpenSegment) {
    self.pattern = pattern
    self.segment = segment
    loose = pattern.isLoose ? Self.folded(pattern) : nil
  }

  private static func folded(_ pattern: PatternQuery) -> PatternQuery {
    var folding = LooseFold()
    func folded(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
      let text = String(String.UnicodeScalarView(scalars))
      let bytes = folding.loosest(Array(text.utf8))
      return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    }
    var result = pattern
    switch pattern.shape {
    case .similar(let scalars, let distance):
      result.shape = .similar(folded(scalars), distance: distance)
    case .elements(let elements):
      result.shape = .elements(
        elements.flatMap { element -> [PatternQuery.Element] in
          guard case .scalar(let scalar) = element else { return [element] }
          return folded([scalar]).map { .scalar($0) }
        })
    }
    return result
  }

  /// Calls for every word that fits until the answer is false.
  func forEach(
    _ body: (_ word: Word) throws(IndexError) -> Bool
  ) throws(IndexError) {
    var isGoing = true
    try scan(.word, pattern) { (entry, distance, info) throws(IndexError) in
      isGoing = try body(Word(term: Array(entry), distance: distance, info: info))
      return isGoing
    }
    guard isGoing, let loose else { return }
    // A word that has another loose form has an entry with that form, a zero byte and the word.
    try scan(.fold, loose) { (entry, distance, _) throws(IndexError) in
      guard let zero = entry.firstIndex(of: 0) else { return true }
      let word = Array(entry[(zero + 1)...])
      let key = TermKey(field: pattern.field, kind: .word, term: word)
      guard !pattern.matches(word), let info = try segment.reader.dictionary.find(key.bytes) else {
        return true
      }
      return try body(Word(term: word, distance: distance, info: info))
    }
  }

  private typealias Visit = (
    _ entry: ArraySlice<UInt8>, _ distance: Int, _ info: TermInfo
  ) throws(IndexError) -> Bool

  /// Calls for the entries of a kind whose text, up to a zero byte, fits.
  private func scan(
    _ kind: TermKind, _ pattern: PatternQuery, _ visit: Visit
  ) throws(IndexError) {
    switch pattern.shape {
    case .elements(let elements):
      let automaton = WildcardAutomaton(elements)
      try scan(kind, automaton, beginning: pattern.prefix) {
        (entry, distance, info) throws(IndexError) in
        if automaton.isCut, !pattern.matches(entry.prefix { $0 != 0 }) { return true }
        return try visit(entry, distance, info)
      }
    case .similar(let wanted, let limit):
      try scan(kind, EditAutomaton(to: wanted, atMost: limit), beginning: [], visit)
    }
  }

  private func scan(
    _ kind: TermKind, _ automaton: some WordAutomaton, beginning: [UInt8], _ visit: Visit
  ) throws(IndexError) {
    var walk = try WordWalk(
      automaton, segment.reader.dictionary, field: pattern.field, kind: kind,
      beginning: beginning, until: segment.interruption)
    while try walk.next() {
      guard try visit(walk.term, walk.distance, try walk.info()) else { return }
    }
  }
}
