/// A sequence of a query's evidence in one segment: which terms fill its places, and where it begins
/// in a document. It finds what ``SequenceFinder`` finds, in documents that are known beforehand.
struct EvidenceSequence {
  let sequence: SequenceQuery
  private let legs: [Leg]
  // Which legs are places, and which a document must hold to be looked at; the rarest first.
  private let places: [Int]
  private let needed: [Int]
  // Whether what is needed may be all there is to the sequence.
  private let isWhole: Bool
  /// Where it begins in the document that was looked at last.
  private(set) var starts: [SequenceStart] = []
  private var startsOf = -1

  /// What fills a place or two neighbouring ones.
  private struct Leg {
    var offset: UInt32
    var terms: WeightedTerms
    // The first ones, so many, fill all of it.
    var wholeCount: Int
  }

  /// nil if no document of the segment holds the sequence.
  init?(
    _ sequence: SequenceQuery, _ terms: inout EvidenceTerms, _ planner: QueryPlanner, segment: Int
  ) {
    guard let layout = planner.plan(of: sequence)?.layout(segment: segment) else { return nil }
    self.sequence = sequence
    var legs: [Leg] = []
    for leg in layout.legs {
      var numbers = WeightedTerms()
      for term in leg.terms {
        guard let number = terms.number(term.key, planner, segment: segment) else { continue }
        numbers.numbers.append(number)
        numbers.weights.append(term.weight)
      }
      legs.append(Leg(offset: leg.offset, terms: numbers, wholeCount: leg.wholeCount))
    }
    self.legs = legs
    let costs = legs.map { leg in
      leg.terms.numbers.reduce(0) { $0 + terms.documentFrequency($1) }
    }
    places = layout.places.sorted { costs[$0] < costs[$1] }
    needed = layout.needed.sorted { costs[$0] < costs[$1] }
    isWhole = layout.isWhole
  }

  /// How many postings there are of what a document must hold.
  func cost(_ terms: EvidenceTerms) -> UInt64 {
    var cost: UInt64 = 0
    for leg in needed {
      for term in legs[leg].terms.numbers { cost += terms.documentFrequency(term) }
    }
    return cost
  }

  /// How often a document holds it at most: as often as the rarest thing it needs.
  func limit(in document: Int, _ terms: inout EvidenceTerms) throws(IndexError) -> UInt32 {
    var least = UInt32.max
    for leg in needed {
      var sum: UInt64 = 0
      for term in legs[leg].terms.numbers {
        sum += UInt64(try terms.frequency(term, in: document))
      }
      least = min(least, UInt32(clamping: sum))
      if least == 0 { break }
    }
    return least
  }

  /// How often a document holds it, where that takes no positions; see
  /// ``AlternativesCursor/wholeWeights()``.
  func wholeAmount(
    in document: Int, _ terms: inout EvidenceTerms
  ) throws(IndexError) -> EvidenceAmount? {
    guard isWhole else { return nil }
    let leg = legs[needed[0]]
    var weight: Float = 0
    var count: UInt64 = 0
    for index in leg.terms.numbers.indices {
      let frequency = try terms.frequency(leg.terms.numbers[index], in: document)
      if frequency == 0 { continue }
      if index >= leg.wholeCount || (count > 0 && leg.terms.weights[index] != weight) {
        return nil
      }
      weight = leg.terms.weights[index]
      count += UInt64(frequency)
    }
    guard let whole = WholeWeights(count: count, weight: weight) else { return nil }
    return EvidenceAmount(frequency: whole.weights.frequency, heaviest: whole.weights.heaviest)
  }

  /// Finds where it begins in a document, unless that is known.
  mutating func findStarts(
    in document: Int, _ terms: inout EvidenceTerms
  ) throws(IndexError) {
    if startsOf == document { return }
    startsOf = -1
    starts.removeAll(keepingCapacity: true)
    if try limit(in: document, &terms) > 0 {
      for (index, place) in places.enumerated() {
        try fill(legs[place], isFirst: index == 0, document, &terms)
        if starts.isEmpty { break }
      }
    }
    startsOf = document
  }

  /// Begins with the starts that a place allows, or keeps those of them.
  private mutating func fill(
    _ leg: Leg, isFirst: Bool, _ document: Int, _ terms: inout EvidenceTerms
  ) throws(IndexError) {
    var kept = 0
    var sources = 0
    var others: [SequenceStart] = []
    for index in leg.terms.numbers.indices {
      let term = leg.terms.numbers[index]
      if try terms.frequency(term, in: document) == 0 { continue }
      let positions = try terms.positions(of: term, in: document)
      sources += 1
      if isFirst {
        Self.append(positions, leg.offset, leg.terms.weights[index], to: &starts)
      } else {
        Self.append(positions, leg.offset, leg.terms.weights[index], to: &others)
      }
    }
    if isFirst {
      if sources > 1 { starts.sort { $0.position < $1.position } }
      return
    }
    if sources > 1 { others.sort { $0.position < $1.position } }
    var next = 0
    for index in starts.indices {
      let start = starts[index]
      while next < others.count, others[next].position < start.position { next += 1 }
      if next == others.count { break }
      if others[next].position != start.position { continue }
      starts[kept] = SequenceStart(
        position: start.position, weight: start.weight * others[next].weight)
      kept += 1
    }
    starts.removeSubrange(kept...)
  }

  private static func append(
    _ positions: [UInt32], _ offset: UInt32, _ weight: Float, to starts: inout [SequenceStart]
  ) {
    for position in positions where position >= offset {
      starts.append(SequenceStart(position: position - offset, weight: weight))
    }
  }
}
