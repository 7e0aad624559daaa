internal import Tokenizer

/// Walks through the words of a segment that fit a pattern.
struct PatternScan {
  private let dictionary: TermDictionary
  private let pattern: PatternQuery
  /// The pattern without marks and such, for words that are found without theirs; nil if they must be as
  /// typed.
  private let loose: PatternQuery?

  init(_ pattern: PatternQuery, _ dictionary: TermDictionary) {
    self.pattern = pattern
    self.dictionary = dictionary
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

  /// Calls for every word that fits, with its distance, until the answer is false.
  func forEach(
    _ body: (_ word: [UInt8], _ distance: Int) throws(IndexError) -> Bool
  ) throws(IndexError) {
    var isGoing = true
    try scan(.word, pattern) { (word, distance) throws(IndexError) in
      isGoing = try body(word, distance)
      return isGoing
    }
    guard isGoing, let loose else { return }
    // A word that has another loose form has an entry with that form, a zero byte and the word.
    try scan(.fold, loose) { (entry, distance) throws(IndexError) in
      guard let zero = entry.firstIndex(of: 0) else { return true }
      let word = Array(entry[(zero + 1)...])
      if pattern.matches(word) { return true }
      return try body(word, distance)
    }
  }

  /// Calls for the entries of a kind whose text, up to a zero byte, fits.
  private func scan(
    _ kind: TermKind, _ pattern: PatternQuery,
    _ body: (_ entry: [UInt8], _ distance: Int) throws(IndexError) -> Bool
  ) throws(IndexError) {
    switch pattern.shape {
    case .elements:
      try scanElements(kind, pattern, body)
    case .similar(let wanted, let distance):
      try scanSimilar(kind, pattern.field, wanted, distance, body)
    }
  }

  private func scanElements(
    _ kind: TermKind, _ pattern: PatternQuery,
    _ body: (_ entry: [UInt8], _ distance: Int) throws(IndexError) -> Bool
  ) throws(IndexError) {
    let first = TermKey(field: pattern.field, kind: kind, term: pattern.prefix).bytes
    let isPrefix = pattern.isPrefix
    var terms = try dictionary.terms(from: first)
    while try terms.next(), terms.key.starts(with: first) {
      let entry = Array(terms.key[TermKey.headerSize...])
      if isPrefix || pattern.matches(entry.prefix { $0 != 0 }) {
        guard try body(entry, 0) else { return }
      }
    }
  }

  /// Words ascend, so that a word shares the rows of what it begins with with the word before it; and where
  /// a beginning is too far from what is wanted, all words that begin so are passed over.
  private func scanSimilar(
    _ kind: TermKind, _ field: FieldID, _ wanted: [Unicode.Scalar], _ limit: Int,
    _ body: (_ entry: [UInt8], _ distance: Int) throws(IndexError) -> Bool
  ) throws(IndexError) {
    let header = TermKey(field: field, kind: kind, term: []).bytes
    var terms = try dictionary.terms(from: header)
    var distance = EditDistance(to: wanted, atMost: limit)
    var known: [Unicode.Scalar] = []
    while try terms.next(), terms.key.starts(with: header) {
      let entry = terms.key[TermKey.headerSize...]
      let scalars = Array(
        String(decoding: entry.prefix { $0 != 0 }, as: UTF8.self).unicodeScalars)
      var shared = 0
      while shared < min(known.count, scalars.count), known[shared] == scalars[shared] {
        shared += 1
      }
      distance.keep(shared)
      known = scalars
      var dead: Int?
      for index in shared..<scalars.count where !distance.append(scalars[index]) {
        dead = index
        break
      }
      if let dead {
        known.removeSubrange((dead + 1)...)
        // Behind all that begin so: the last byte of UTF-8 is never the greatest.
        var next = header + Array(String(String.UnicodeScalarView(known)).utf8)
        next[next.count - 1] += 1
        terms = try dictionary.terms(from: next)
      } else if let found = distance.distance {
        guard try body(Array(entry), found) else { return }
      }
    }
  }
}
