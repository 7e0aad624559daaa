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
  /// a beginning is too far from what is wanted, the next word is looked for that begins with something that
  /// is not.
  private func scanSimilar(
    _ kind: TermKind, _ field: FieldID, _ wanted: [Unicode.Scalar], _ limit: Int,
    _ body: (_ entry: [UInt8], _ distance: Int) throws(IndexError) -> Bool
  ) throws(IndexError) {
    let header = TermKey(field: field, kind: kind, term: []).bytes
    var terms = try dictionary.terms(from: header)
    var distance = EditDistance(to: wanted, atMost: limit)
    while try terms.next(), terms.key.starts(with: header) {
      if let dead = Self.advance(&distance, along: terms.key) {
        guard let next = Self.next(of: &distance, behind: dead) else { return }
        terms = try dictionary.terms(from: header + Array(next.utf8))
      } else if let found = distance.distance {
        guard try body(Array(terms.key[TermKey.headerSize...]), found) else { return }
      }
    }
  }

  /// Takes the rows on to a word, up to a zero byte.
  ///
  /// - Returns: the code point with which it is too far from what is wanted, which is not kept.
  private static func advance(
    _ distance: inout EditDistance, along key: [UInt8]
  ) -> Unicode.Scalar? {
    var decoder = Unicode.UTF8()
    var bytes = key[TermKey.headerSize...].prefix { $0 != 0 }.makeIterator()
    var count = 0
    var isShared = true
    while case .scalarValue(let scalar) = decoder.decode(&bytes) {
      if isShared, count < distance.scalars.count, distance.scalars[count] == scalar {
        count += 1
        continue
      }
      if isShared { distance.keep(count) }
      isShared = false
      if !distance.append(scalar) {
        distance.keep(count)
        return scalar
      }
      count += 1
    }
    distance.keep(count)
    return nil
  }

  /// The first word in order behind all that go on with a code point that is not too far from what is
  /// wanted; nil if there is none.
  private static func next(
    of distance: inout EditDistance, behind dead: Unicode.Scalar
  ) -> String? {
    var last = dead
    while true {
      if let next = distance.next(after: last) {
        var word = String.UnicodeScalarView(distance.scalars)
        word.append(next)
        return String(word)
      }
      guard let end = distance.scalars.last else { return nil }
      last = end
      distance.keep(distance.scalars.count - 1)
    }
  }
}
