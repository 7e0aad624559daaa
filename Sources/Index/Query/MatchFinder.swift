internal import Tokenizer

/// Finds in a text what a query asks for, by analysing the text as it was analysed for the index.
struct MatchFinder {
  private var analyzer: any Analyzer
  private var buffer = TokenBuffer()
  private var patterns: [Pattern] = []
  // The patterns whose first place a term fills.
  private var patternsByTerm: [Term: [Int]] = [:]
  // What words may look like, where too many fit to name each.
  private var wordPatterns: [(scan: PatternScan, part: Int)] = []
  // For each place of the text its word and its character, as indices into the tokens; or -1.
  private var wordAt: [Int32] = []
  private var characterAt: [Int32] = []

  /// A match and the part of the query it is one of.
  struct Match: Equatable {
    var range: Range<Int>
    var part: Int
  }

  private struct Term: Hashable {
    var kind: UInt8
    var bytes: [UInt8]

    init(_ key: TermKey) {
      kind = key.bytes[2]
      bytes = Array(key.bytes.dropFirst(TermKey.headerSize))
    }

    init(_ token: Token, _ termBytes: [UInt8]) {
      kind = token.kind.rawValue
      bytes = Array(termBytes[Int(token.termStart)..<Int(token.termEnd)])
    }
  }

  /// Places side by side, each filled by any of some terms; a word by itself is one place.
  private struct Pattern {
    var places: [(offset: UInt32, terms: Set<Term>)]
    var part: Int
  }

  /// What is not excluded of a query, its words in the forms that `expander` knows.
  init(
    _ query: Query, expander: QueryExpander, analyzer: AnalyzerOptions
  ) throws(IndexError) {
    self.analyzer = try analyzer.made()
    var leaves: [Query] = []
    query.forEachLeaf(includingExcluded: false) { leaves.append($0) }
    parts = leaves
    for (part, leaf) in leaves.enumerated() {
      var forms: [Query] = []
      try expander.expanded(leaf).forEachLeaf { forms.append($0) }
      for form in forms { add(form, part) }
    }
    for (number, pattern) in patterns.enumerated() {
      for term in pattern.places[0].terms { patternsByTerm[term, default: []].append(number) }
    }
  }

  /// What there may be matches of; the part of a match is a position in it.
  let parts: [Query]

  /// The number of different parts there may be matches of.
  var partCount: Int { parts.count }

  /// What to look for letter for letter where a text is too long to be analysed whole.
  var spellings: Set<[UInt8]> {
    var spellings: Set<[UInt8]> = []
    for pattern in patterns {
      if pattern.places.count == 1 {
        for term in pattern.places[0].terms { spellings.insert(Self.spelling(of: term)) }
      } else if pattern.places.allSatisfy({ $0.terms.first?.kind == TermKind.character.rawValue }) {
        spellings.insert(pattern.places.flatMap { $0.terms.first?.bytes ?? [] })
      } else {
        for place in pattern.places { for term in place.terms { spellings.insert(term.bytes) } }
      }
    }
    return spellings
  }

  /// A stem is spelled without its language.
  private static func spelling(of term: Term) -> [UInt8] {
    guard term.kind == TermKind.stem.rawValue, let colon = term.bytes.firstIndex(of: 0x3A) else {
      return term.bytes
    }
    return Array(term.bytes[(colon + 1)...])
  }

  private mutating func add(_ leaf: Query, _ part: Int) {
    switch leaf {
    case .term(let key, _):
      patterns.append(Pattern(places: [(0, [Term(key)])], part: part))
    case .synonyms(let keys, _), .forms(let keys, _):
      patterns.append(Pattern(places: [(0, Set(keys.map { Term($0.key) }))], part: part))
    case .phrase(let terms):
      patterns.append(
        Pattern(places: terms.map { ($0.offset, [Term($0.key)]) }, part: part))
    case .sequence(let sequence):
      let places = sequence.places.map { place in
        (offset: place.offset, terms: Set(place.terms.map { Term($0.key) }))
      }
      patterns.append(Pattern(places: places, part: part))
    case .near(let near):
      for sequence in near.parts { add(.sequence(sequence), part) }
    case .pattern(let pattern): wordPatterns.append((PatternScan(pattern), part))
    case .word, .everything, .condition, .constant, .verbatim, .atLeast, .any, .all, .excluding,
      .nothing:
      break
    }
  }

  /// The matches in a text, in order, without overlaps, as ranges of its bytes.
  mutating func matches(in text: String) -> [Match] {
    var text = text
    // The span lives as long as `text`, which is not changed.
    text.withUTF8 { bytes in
      unsafe analyzer.analyze(Span(_unsafeElements: bytes), into: &buffer)
    }
    findPlaces()
    var found: [Match] = []
    for token in buffer.tokens {
      if !wordPatterns.isEmpty, token.kind == .word { found += wordMatches(token) }
      guard let numbers = patternsByTerm[Term(token, buffer.termBytes)] else { continue }
      for number in numbers {
        guard let end = end(of: patterns[number], from: token) else { continue }
        found.append(Match(range: Int(token.start)..<end, part: patterns[number].part))
      }
    }
    return Self.withoutOverlaps(found)
  }

  private func wordMatches(_ token: Token) -> [Match] {
    let word = buffer.termBytes[Int(token.termStart)..<Int(token.termEnd)]
    return wordPatterns.compactMap { scan, part in
      scan.fits(word) ? Match(range: Int(token.start)..<Int(token.end), part: part) : nil
    }
  }

  /// Notes which tokens stand at each place.
  private mutating func findPlaces() {
    let count = Int(buffer.placeCount)
    wordAt = Array(repeating: -1, count: count)
    characterAt = Array(repeating: -1, count: count)
    for (index, token) in buffer.tokens.enumerated() where Int(token.position) < count {
      switch token.kind {
      case .word, .spelledWord: wordAt[Int(token.position)] = Int32(index)
      case .character: characterAt[Int(token.position)] = Int32(index)
      case .stem, .part: break
      }
    }
  }

  /// Where the pattern ends whose first place is filled by a token; nil if the others are not.
  private func end(of pattern: Pattern, from first: Token) -> Int? {
    var end = Int(first.end)
    for place in pattern.places.dropFirst() {
      let position = Int(first.position) + Int(place.offset)
      guard position < wordAt.count else { return nil }
      var isFilled = false
      for index in [wordAt[position], characterAt[position]] where index >= 0 {
        let token = buffer.tokens[Int(index)]
        guard place.terms.contains(Term(token, buffer.termBytes)) else { continue }
        isFilled = true
        end = max(end, Int(token.end))
        break
      }
      if !isFilled { return nil }
    }
    return end
  }

  /// Of matches that overlap, the first and longest stays; those that begin inside it and reach
  /// further lengthen it.
  private static func withoutOverlaps(_ matches: [Match]) -> [Match] {
    var result: [Match] = []
    let ordered = matches.sorted {
      $0.range.lowerBound != $1.range.lowerBound
        ? $0.range.lowerBound < $1.range.lowerBound : $0.range.upperBound > $1.range.upperBound
    }
    for match in ordered {
      if let last = result.last, match.range.lowerBound < last.range.upperBound {
        if match.range.upperBound > last.range.upperBound {
          result[result.count - 1].range = last.range.lowerBound..<match.range.upperBound
        }
        continue
      }
      result.append(match)
    }
    return result
  }
}
