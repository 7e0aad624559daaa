/// How a sequence is found: by which terms.
///
/// Nothing is read beforehand. Pairs of neighbouring characters, where they are terms, cover the
/// places two by two: documents that hold all of these pairs (or a character that is too rare to make
/// pairs), and what no pair covers, are candidates, and the positions of characters tell which of them
/// hold the sequence. Pairs of common words do the same, and are all asked for: each is in far fewer
/// documents than its words.
struct SequencePlan {
  /// Terms of which any fills a place, or two neighbouring ones.
  private struct Leg {
    /// The first of its places, counted from the first place of the sequence.
    var offset: UInt32
    var terms: [Query.WeightedKey] = []
    /// The same as a place of the sequence.
    var place: SequenceQuery.Place { SequenceQuery.Place(offset: offset, terms: terms) }
    // What each segment knows of each term.
    var infos: [[TermInfo?]] = []
    /// How many documents hold any of its terms, at most.
    var documentFrequency: UInt64 = 0
  }

  private var places: [Leg] = []
  private var pairs: [Leg] = []
  // Places that no pair covers.
  private var uncovered: [Int] = []
  // Whether it is two characters side by side, and they make pairs.
  private var isPair = false
  /// A sequence of one or two characters is what these terms hold, exactly.
  private(set) var terms: [Query.WeightedKey] = []
  /// About how many documents hold the sequence, deleted ones included: at most as many as hold what
  /// is rarest of it, and exact where ``estimateFrequency(_:)`` could look at all that may.
  private(set) var documentFrequency: UInt64 = 0

  /// Above this number of combinations of alternatives a pair does not filter.
  private static let maximumPairCount = 16

  /// With `isElsewhere` the sequence is known to be in another field, and likely not to be in this one:
  /// what is cheapest to rule out is looked up first.
  init(
    _ sequence: SequenceQuery, _ lookup: inout TermLookup, isElsewhere: Bool = false
  ) throws(IndexError) {
    if isElsewhere, sequence.places.count > 1,
      let terms = Self.pairTerms(sequence.places[0], sequence.places[1], lookup.pairRules),
      try Self.leg(0, terms, &lookup) == nil
    {
      return
    }
    guard try findLegs(sequence.places, &lookup) else {
      places = []
      return
    }
    if places.count == 1, places[0].terms.allSatisfy(Self.isCharacter) {
      terms = places[0].terms
    } else if places.count == 2, sequence.width == 2, pairs.count == 1 {
      isPair = true
      if pairs[0].terms.allSatisfy(Self.isPair) { terms = pairs[0].terms }
    }
    documentFrequency = (places + pairs).reduce(.max) { min($0, $1.documentFrequency) }
  }

  /// Whether no document can hold the sequence.
  var isImpossible: Bool { places.isEmpty }

  private static func isCharacter(_ term: Query.WeightedKey) -> Bool {
    term.key.kind == .character
  }

  private static func isPair(_ term: Query.WeightedKey) -> Bool {
    term.key.kind == .pair || term.key.kind == .wordPair
  }

  private static func isWord(_ place: SequenceQuery.Place) -> Bool {
    place.terms.allSatisfy { $0.key.kind == .word }
  }

  /// Looks up places from the first on, and a pair as soon as its places are known, so that a
  /// sequence that is nowhere is given up early.
  ///
  /// - Returns: false if no document can hold the sequence.
  private mutating func findLegs(
    _ wanted: [SequenceQuery.Place], _ lookup: inout TermLookup
  ) throws(IndexError) -> Bool {
    var isCovered = false
    for (index, place) in wanted.enumerated() {
      guard let leg = try Self.leg(place.offset, place.terms, &lookup) else { return false }
      places.append(leg)
      // A pair covers the place and the one before it; the last place may share it with its pair, and
      // a word any.
      let isLast = index + 1 == wanted.count
      if index > 0, !isCovered || isLast || Self.isWord(place),
        let terms = Self.pairTerms(places[index - 1].place, leg.place, lookup.pairRules)
      {
        guard let pair = try Self.leg(places[index - 1].offset, terms, &lookup) else {
          return false
        }
        pairs.append(pair)
        if !isCovered { uncovered.removeLast() }
        isCovered = true
      } else {
        uncovered.append(index)
        isCovered = false
      }
    }
    return true
  }

  /// The terms that are there; nil if none is.
  private static func leg(
    _ offset: UInt32, _ terms: [Query.WeightedKey], _ lookup: inout TermLookup
  ) throws(IndexError) -> Leg? {
    var leg = Leg(offset: offset)
    for term in terms {
      try lookup.find(term.key)
      let count = lookup.documentFrequency(term.key)
      if count == 0 { continue }
      leg.terms.append(term)
      leg.infos.append(lookup.infos(term.key))
      leg.documentFrequency += count
    }
    return leg.terms.isEmpty ? nil : leg
  }

  /// What a document must hold any of, to hold what fills two places: the pairs that do, and where two
  /// characters or words make none because one is rare, that one. nil if the places are no neighbours,
  /// or pairs are of no use to them.
  private static func pairTerms(
    _ left: SequenceQuery.Place, _ right: SequenceQuery.Place, _ rules: CommonWords.Rules
  ) -> [Query.WeightedKey]? {
    guard left.offset + 1 == right.offset, left.terms.count * right.terms.count <= maximumPairCount
    else { return nil }
    var pairs: [Query.WeightedKey] = []
    var rare: [Query.WeightedKey] = []
    for first in left.terms {
      for second in right.terms {
        switch (first.key.kind, second.key.kind) {
        case (.character, .character), (.word, .word): break
        default: return nil
        }
        if let key = pairKey(first.key, second.key, rules) {
          pairs.append(Query.WeightedKey(key: key, weight: first.weight * second.weight))
        } else {
          let one = isRarer(first.key, second.key) ? first : second
          if !rare.contains(one) { rare.append(one) }
        }
      }
    }
    return pairs.isEmpty ? nil : pairs + rare
  }

  /// The pair of two characters or two words, one behind the other; nil if they make none.
  private static func pairKey(
    _ left: TermKey, _ right: TermKey, _ rules: CommonWords.Rules
  ) -> TermKey? {
    if left.kind == .word { return CommonWords.shared.pair(left, right, rules) }
    return CharacterPair.term(left.termBytes, right.termBytes).map {
      TermKey(field: left.field, kind: .pair, term: $0)
    }
  }

  /// Whether, of two characters or words that make no pair, the first is less common.
  private static func isRarer(_ left: TermKey, _ right: TermKey) -> Bool {
    guard left.kind == .word else { return !CharacterPair.isPossible(left.termBytes) }
    let words = CommonWords.shared
    return words.standing(left.termBytes).level > words.standing(right.termBytes).level
  }

  /// So many candidates are looked at to learn how many documents hold the sequence.
  private static let sampleSize = 256

  /// Looks at the first candidates. Where that are not all, those that follow are taken to be alike.
  mutating func estimateFrequency(_ segments: [OpenSegment]) throws(IndexError) {
    if isImpossible || !terms.isEmpty { return }
    var looked = 0
    var found = 0
    var passed = 0
    for (number, segment) in segments.enumerated() {
      if var finder = finder(segment, number: number) {
        var candidate = try finder.candidate(from: DocID(rawValue: 0))
        while candidate != .end {
          // Frequencies tell of most.
          if try finder.wholeWeights() != nil {
            found += 1
          } else if try finder.findStarts(candidate) {
            found += 1
          }
          looked += 1
          if looked == Self.sampleSize {
            passed += Int(candidate.rawValue) + 1
            let total = segments.reduce(0) { $0 + $1.reader.documentCount }
            let guess = Double(max(found, 1)) * Double(total) / Double(passed)
            documentFrequency = min(documentFrequency, UInt64(guess.rounded()))
            return
          }
          candidate = try finder.candidate(from: candidate.successor)
        }
      }
      passed += segment.reader.documentCount
    }
    documentFrequency = min(documentFrequency, UInt64(found))
  }

  /// What finds the sequence in a segment.
  struct Layout {
    /// What fills a place or two neighbouring ones.
    struct Leg {
      var offset: UInt32
      /// Those of the terms that the segment has.
      var terms: [Query.WeightedKey] = []
      fileprivate var infos: [TermInfo] = []
      /// The first of them, so many, fill all of it.
      var wholeCount = 0
      /// How many postings there are.
      var cost: UInt64 { infos.reduce(0) { $0 + UInt64($1.documentFrequency) } }
    }

    var legs: [Leg]
    /// Which of them are places of the sequence.
    var places: Range<Int>
    /// Which of them a document must hold to be looked at.
    var needed: [Int]
    /// Whether what is needed is one, and may be all there is to the sequence.
    var isWhole: Bool
  }

  /// By which terms the sequence is found in a segment; nil if no document of it holds the sequence.
  func layout(segment number: Int) -> Layout? {
    if isImpossible { return nil }
    var legs: [Layout.Leg] = []
    legs.reserveCapacity(places.count + pairs.count)
    for leg in places + pairs {
      var known = Layout.Leg(offset: leg.offset)
      for (term, infos) in zip(leg.terms, leg.infos) {
        guard let info = infos[number] else { continue }
        known.terms.append(term)
        known.infos.append(info)
        // Pairs come before rare characters.
        if Self.isPair(term) { known.wholeCount += 1 }
      }
      if known.terms.isEmpty { return nil }
      legs.append(known)
    }
    return Layout(
      legs: legs, places: places.indices, needed: Array(places.count..<legs.count) + uncovered,
      isWhole: isPair)
  }

  /// The terms of a segment of which a document must hold any to hold the sequence, as few documents as
  /// possible.
  func rarestTerms(segment number: Int) -> [TermKey] {
    guard let layout = layout(segment: number) else { return [] }
    let legs = layout.needed.map { layout.legs[$0] }
    return legs.min { $0.cost < $1.cost }?.terms.map(\.key) ?? []
  }

  /// A walk through the documents of a segment that hold the sequence, with the places where it
  /// begins; nil if there are none.
  func finder(_ segment: OpenSegment, number: Int) -> SequenceFinder? {
    guard let layout = layout(segment: number) else { return nil }
    let legs = layout.legs.map { leg in
      AlternativesCursor(
        offset: leg.offset, leg.infos.map { segment.cursor($0) },
        weights: leg.terms.map(\.weight), wholeCount: leg.wholeCount)
    }
    return SequenceFinder(
      legs, places: layout.places, needed: layout.needed, isWhole: layout.isWhole)
  }
}
