/// How a sequence is found: by which terms, and where it was found beforehand.
struct SequencePlan {
  /// The sequence without alternatives that no segment holds.
  let sequence: SequenceQuery
  /// A sequence of one or two characters is what these terms hold, exactly.
  let terms: [Query.WeightedKey]
  // Terms that a document must hold to hold the sequence: pairs of neighbouring characters.
  private let filters: [(offset: UInt32, terms: [Query.WeightedKey])]
  /// What was found in each segment, if ``terms`` is empty.
  private(set) var postings: [SequencePostings] = []
  /// How many documents hold it, deleted ones included.
  private(set) var documentFrequency: UInt64 = 0

  /// Above this number of combinations of alternatives a pair does not filter.
  private static let maximumPairCount = 16

  init(_ sequence: SequenceQuery, _ lookup: inout TermLookup) throws(IndexError) {
    var sequence = sequence
    for index in sequence.places.indices {
      for term in sequence.places[index].terms { try lookup.find(term.key) }
      sequence.places[index].terms.removeAll { lookup.documentFrequency($0.key) == 0 }
    }
    self.sequence = sequence
    filters = try Self.pairs(of: sequence, &lookup)
    if sequence.places.count == 1, sequence.places[0].terms.allSatisfy(Self.isCharacter) {
      terms = sequence.places[0].terms
    } else if sequence.places.count == 2, sequence.width == 2, filters.count == 1 {
      terms = filters[0].terms
    } else {
      terms = []
    }
    documentFrequency = terms.reduce(0) { $0 + lookup.documentFrequency($1.key) }
    if !isFoundByTerms { try findAll(lookup) }
  }

  /// Whether nothing needs to be found beforehand.
  var isFoundByTerms: Bool { !terms.isEmpty || isImpossible }

  /// Whether a place cannot be filled.
  private var isImpossible: Bool {
    sequence.places.contains { $0.terms.isEmpty } || filters.contains { $0.terms.isEmpty }
  }

  private static func isCharacter(_ term: Query.WeightedKey) -> Bool {
    term.key.kind == .character
  }

  /// For each two neighbouring places of characters the pairs that may fill them.
  private static func pairs(
    of sequence: SequenceQuery, _ lookup: inout TermLookup
  ) throws(IndexError) -> [(offset: UInt32, terms: [Query.WeightedKey])] {
    var filters: [(offset: UInt32, terms: [Query.WeightedKey])] = []
    for (left, right) in zip(sequence.places, sequence.places.dropFirst())
    where left.offset + 1 == right.offset && !left.terms.isEmpty && !right.terms.isEmpty
      && left.terms.count * right.terms.count <= maximumPairCount
    {
      guard let terms = pairTerms(left, right) else { continue }
      for term in terms { try lookup.find(term.key) }
      filters.append((left.offset, terms.filter { lookup.documentFrequency($0.key) > 0 }))
    }
    return filters
  }

  /// nil if not all combinations make pairs.
  private static func pairTerms(
    _ left: SequenceQuery.Place, _ right: SequenceQuery.Place
  ) -> [Query.WeightedKey]? {
    var terms: [Query.WeightedKey] = []
    for first in left.terms {
      for second in right.terms {
        guard isCharacter(first), isCharacter(second),
          let pair = CharacterPair.term(first.key.termBytes, second.key.termBytes)
        else { return nil }
        let key = TermKey(field: first.key.field, kind: .pair, term: pair)
        terms.append(Query.WeightedKey(key: key, weight: first.weight * second.weight))
      }
    }
    return terms
  }

  /// A walk through the documents of a segment that hold the sequence, with the places where it
  /// begins; nil if there are none.
  func finder(_ lookup: TermLookup, segment: Int) throws(IndexError) -> SequenceFinder? {
    if isImpossible { return nil }
    var places: [PlaceCursor] = []
    for place in sequence.places {
      let (cursors, weights) = lookup.cursors(place.terms, segment: segment)
      if cursors.isEmpty { return nil }
      places.append(try PlaceCursor(offset: place.offset, cursors, weights: weights))
    }
    var filters: [PlaceCursor] = []
    for filter in self.filters {
      let (cursors, weights) = lookup.cursors(filter.terms, segment: segment)
      if cursors.isEmpty { return nil }
      filters.append(try PlaceCursor(offset: filter.offset, cursors, weights: weights))
    }
    return try SequenceFinder(places, filters: filters)
  }

  private mutating func findAll(_ lookup: TermLookup) throws(IndexError) {
    for segment in lookup.segments.indices {
      var found = SequencePostings()
      if var finder = try finder(lookup, segment: segment) {
        while finder.document != .end {
          var sum: Float = 0
          var best: Float = 0
          for start in finder.starts {
            sum += start.weight
            best = max(best, start.weight)
          }
          found.documents.append(finder.document)
          found.frequencies.append(sum / best)
          found.weights.append(best)
          try finder.advance()
        }
      }
      documentFrequency += UInt64(found.documents.count)
      postings.append(found)
    }
  }
}
