internal import Synchronization

/// Query + snapshot → a matcher for each segment.
///
/// Document frequencies are added up over all segments before anything is scored, so that scores
/// do not depend on how documents are spread over segments.
struct QueryPlanner {
  let segments: [OpenSegment]
  private let statistics: CollectionStatistics
  /// Whether it matters how rare things are: not to a query that asks for one thing only.
  private let comparesRarity: Bool
  private(set) var lookup: TermLookup
  // Few enough that comparing is cheaper than hashing.
  private var sequences: [(query: SequenceQuery, plan: SequencePlan)] = []
  private let ranking: Ranking

  /// Plans for a snapshot's segments; queries are added by ``add(_:)``.
  init(
    _ segments: [OpenSegment], _ statistics: CollectionStatistics, ranking: Ranking,
    comparesRarity: Bool = true
  ) {
    self.segments = segments
    self.comparesRarity = comparesRarity
    self.statistics = statistics
    lookup = TermLookup(segments)
    self.ranking = ranking
  }

  /// Looks up what a query needs to know before it can be matched.
  ///
  /// - Precondition: its words have been expanded.
  mutating func add(_ query: Query) throws(IndexError) {
    try query.forEachLeaf { leaf throws(IndexError) in try add(leaf: leaf) }
  }

  private mutating func add(leaf: Query) throws(IndexError) {
    switch leaf {
    case .term(let key, _): try lookup.find(key)
    case .synonyms(let terms, _), .forms(let terms, _):
      for term in terms { try lookup.find(term.key) }
    case .phrase(let terms):
      for term in terms { try lookup.find(term.key) }
      for pair in terms.commonPairs(lookup.pairRules) { try lookup.find(pair) }
    case .sequence(let sequence):
      if plan(of: sequence) == nil {
        var plan = try SequencePlan(sequence, &lookup)
        if comparesRarity { try plan.estimateFrequency(segments) }
        sequences.append((sequence, plan))
      }
    case .near(let near):
      for part in near.parts where plan(of: part) == nil {
        sequences.append((part, try SequencePlan(part, &lookup)))
      }
    case .word, .pattern, .everything, .condition, .constant, .verbatim, .atLeast, .any, .all,
      .excluding,
      .nothing:
      break
    }
  }

  /// The same query in the field of titles, which is added; nil if no title can match. What stands in a
  /// title stands in the text too, so only what is found there is looked up.
  ///
  /// - Precondition: the query has no query inside it, and has been added.
  mutating func addTitle(_ query: Query, in field: FieldID) throws(IndexError) -> Query? {
    guard let known = known(query), let title = known.inField(field) else { return nil }
    if case .sequence(let sequence) = title {
      let plan = try SequencePlan(sequence, &lookup, isElsewhere: true)
      if plan.isImpossible { return nil }
      if self.plan(of: sequence) == nil { sequences.append((sequence, plan)) }
    } else {
      try add(title)
    }
    return title
  }

  /// The query without terms that no document holds; nil if nothing is left.
  func known(_ query: Query) -> Query? {
    func known(_ terms: [Query.WeightedKey]) -> [Query.WeightedKey] {
      terms.filter { lookup.documentFrequency($0.key) > 0 }
    }
    switch query {
    case .term(let key, _):
      return lookup.documentFrequency(key) > 0 ? query : nil
    case .synonyms(let terms, let boost):
      return known(terms).isEmpty ? nil : .synonyms(known(terms), boost: boost)
    case .forms(let terms, let boost):
      return known(terms).isEmpty ? nil : .forms(known(terms), boost: boost)
    case .phrase(let terms):
      return terms.allSatisfy { lookup.documentFrequency($0.key) > 0 } ? query : nil
    case .sequence(var sequence):
      for index in sequence.places.indices {
        sequence.places[index].terms = known(sequence.places[index].terms)
        if sequence.places[index].terms.isEmpty { return nil }
      }
      return .sequence(sequence)
    case .word, .pattern, .near, .everything, .condition, .constant, .verbatim, .atLeast, .any,
      .all,
      .excluding, .nothing:
      return nil
    }
  }

  /// The matcher for a segment; nil if nothing in it can match.
  func matcher(_ query: Query, segment: Int) throws(IndexError) -> Matcher? {
    switch query {
    case .nothing:
      return nil
    case .term(let key, let boost):
      guard let info = lookup.info(key, segment: segment) else { return nil }
      return try TermMatcher(
        segments[segment].cursor(info), weight: boost * idf(key),
        norms: try norms(key, segment))
    case .word:
      // The expander leaves none.
      return nil
    case .synonyms(let terms, let boost):
      return try synonyms(terms, boost, segment)
    case .forms(let terms, let boost):
      return try synonyms(terms, boost, segment, isSum: false)
    case .phrase(let terms):
      return try phrase(terms, segment)
    case .sequence(let sequence):
      return try self.sequence(sequence, segment)
    case .pattern, .near, .everything, .condition, .constant, .verbatim, .atLeast:
      return try structured(query, segment)
    case .any(let queries):
      let matchers = try matchers(queries, segment)
      return matchers.count > 1 ? UnionMatcher(matchers) : matchers.first
    case .all(let queries):
      let matchers = try matchers(queries, segment)
      return matchers.count == queries.count ? try ConjunctionMatcher(matchers) : nil
    case .excluding(let included, let excluded):
      guard let base = try matcher(included, segment: segment) else { return nil }
      guard let without = try matcher(excluded, segment: segment) else { return base }
      return try ExclusionMatcher(base, without: without)
    }
  }

  func matchers(_ queries: [Query], _ segment: Int) throws(IndexError) -> [Matcher] {
    var result: [Matcher] = []
    for query in queries {
      if let matcher = try matcher(query, segment: segment) { result.append(matcher) }
    }
    return result
  }

  private func synonyms(
    _ terms: [Query.WeightedKey], _ boost: Float, _ segment: Int, idf: Float? = nil,
    isSum: Bool = true
  ) throws(IndexError) -> Matcher? {
    let (cursors, weights) = lookup.cursors(terms, segment: segment)
    guard let key = terms.first?.key, !cursors.isEmpty else { return nil }
    return try SynonymsMatcher(
      AlternativesCursor(cursors, weights: weights),
      LeafScorer(weight: boost * (idf ?? self.idf(terms)), norms: try norms(key, segment)),
      isSum: isSum)
  }

  private func sequence(
    _ sequence: SequenceQuery, _ segment: Int
  ) throws(IndexError) -> Matcher? {
    guard let plan = plan(of: sequence),
      let key = sequence.places.first?.terms.first?.key
    else { return nil }
    if plan.terms.count == 1, plan.terms[0].weight == 1 {
      return try matcher(.term(plan.terms[0].key, boost: sequence.boost), segment: segment)
    }
    if !plan.terms.isEmpty {
      return try synonyms(plan.terms, sequence.boost, segment, idf: idf(plan, key.field))
    }
    guard let finder = plan.finder(segments[segment], number: segment) else { return nil }
    return try SequenceMatcher(
      finder,
      LeafScorer(
        weight: sequence.boost * idf(plan, key.field), norms: try norms(key, segment)))
  }

  /// How a sequence is found that has been added.
  func plan(of sequence: SequenceQuery) -> SequencePlan? {
    for known in sequences where known.query.isFound(as: sequence) { return known.plan }
    return nil
  }

  /// A walk through the documents of a segment that hold a sequence, with the places where it
  /// begins; nil if there are none.
  func finder(_ sequence: SequenceQuery, segment: Int) -> SequenceFinder? {
    plan(of: sequence)?.finder(segments[segment], number: segment)
  }

  /// What a segment knows of a term that has been added; nil if it has no such term.
  func info(_ key: TermKey, segment: Int) -> TermInfo? { lookup.info(key, segment: segment) }

  /// A cursor over a term of a segment; nil if it has no such term.
  func cursor(_ key: TermKey, segment: Int) -> PostingsCursor? {
    lookup.info(key, segment: segment).map { segments[segment].cursor($0) }
  }

  private func phrase(
    _ terms: [Query.PhraseTerm], _ segment: Int
  ) throws(IndexError) -> Matcher? {
    guard let first = terms.first?.key else { return nil }
    var elements: [PhraseMatcher.Element] = []
    for term in terms {
      guard let info = lookup.info(term.key, segment: segment) else { return nil }
      elements.append(
        PhraseMatcher.Element(
          cursor: segments[segment].cursor(info), offset: term.offset))
    }
    return try PhraseMatcher(
      elements, weight: phraseWeight(terms), norms: try norms(first, segment))
  }

  /// The rarity of all terms together.
  func phraseWeight(_ terms: [Query.PhraseTerm]) -> Float {
    Float(terms.reduce(0.0) { $0 + Double(idf($1.key)) })
  }

  /// What scores a query without a query inside it; nil for one with queries inside it.
  func scorer(_ leaf: Query, segment: Int) throws(IndexError) -> LeafScorer? {
    let key: TermKey? =
      switch leaf {
      case .term(let key, _): key
      case .synonyms(let terms, _), .forms(let terms, _): terms.first?.key
      case .phrase(let terms): terms.first?.key
      case .sequence(let sequence): sequence.places.first?.terms.first?.key
      case .near(let near): near.parts.first?.places.first?.terms.first?.key
      case .word, .pattern, .everything, .condition, .constant, .verbatim, .atLeast, .any, .all,
        .excluding,
        .nothing:
        nil
      }
    guard let key else { return nil }
    return LeafScorer(weight: (leaf.boost ?? 1) * idf(leaf), norms: try norms(key, segment))
  }

  /// The rarity of a query without a query inside it.
  func idf(_ leaf: Query) -> Float {
    switch leaf {
    case .term(let key, _): idf(key)
    case .synonyms(let terms, _), .forms(let terms, _): idf(terms)
    case .phrase(let terms): terms.reduce(0) { $0 + idf($1.key) }
    case .sequence(let sequence):
      if let plan = plan(of: sequence),
        let field = sequence.places.first?.terms.first?.key.field
      {
        idf(plan, field)
      } else {
        0
      }
    case .near(let near): near.parts.reduce(0) { $0 + idf(.sequence($1)) }
    case .word, .pattern, .everything, .condition, .constant, .verbatim, .atLeast, .any, .all,
      .excluding,
      .nothing:
      0
    }
  }

  private func idf(_ key: TermKey) -> Float {
    BM25.idf(
      documentCount: statistics[key.field].documentCount,
      documentFrequency: lookup.documentFrequency(key))
  }

  /// As rare as the most frequent of the terms: rarer forms of a word must not make it common, nor
  /// frequent.
  private func idf(_ terms: [Query.WeightedKey]) -> Float {
    guard let field = terms.first?.key.field else { return 0 }
    let count = terms.map { lookup.documentFrequency($0.key) }.max() ?? 0
    let total = statistics[field].documentCount
    return BM25.idf(documentCount: total, documentFrequency: min(count, total))
  }

  private func idf(_ plan: SequencePlan, _ field: FieldID) -> Float {
    let total = statistics[field].documentCount
    return BM25.idf(
      documentCount: total, documentFrequency: min(plan.documentFrequency, total))
  }

  func norms(_ key: TermKey, _ segment: Int) throws(IndexError) -> Norms {
    let reader = segments[segment].reader
    let lengths = try reader.lengths(of: key.field)
    let (inverse, factors) = statistics.inverseNorms(
      of: key.field, ranking.parameters(for: key.kind ?? .word),
      averageLength: lengths == nil ? nil : reader.info.averageLength(of: key.field))
    return Norms(lengths: lengths, inverse: inverse, impactFactors: factors)
  }
}

/// Scores something that documents of a segment hold.
struct LeafScorer {
  let weight: Float
  let norms: Norms

  func score(frequency: Float, in document: DocID) -> Float {
    BM25.score(weight: weight, frequency: frequency, inverseNorm: norms[document])
  }
}

/// Statistics of every field over all segments.
struct CollectionStatistics: Sendable {
  // By the number of the field.
  private var fields: [FieldStatistics] = []
  private let inverseNorms = InverseNorms()

  init(_ segments: [OpenSegment]) {
    for segment in segments {
      for info in segment.reader.info.fields {
        let field = Int(info.field.rawValue)
        while fields.count <= field { fields.append(FieldStatistics()) }
        fields[field].documentCount += UInt64(info.documentCount)
        fields[field].totalLength &+= info.totalLength
      }
    }
  }

  subscript(field: FieldID) -> FieldStatistics {
    let number = Int(field.rawValue)
    return number < fields.count ? fields[number] : FieldStatistics()
  }

  /// 1 / c of ``BM25`` for each length of a field, and how that follows from impacts of a segment.
  ///
  /// - Parameter averageLength: in the segment; nil if no document has the field.
  func inverseNorms(
    of field: FieldID, _ parameters: BM25, averageLength own: Float?
  ) -> (inverse: [Float], factors: ImpactFactors.ByKind) {
    inverseNorms.table(of: field, parameters, averageLength: self[field].averageLength, own: own)
  }
}

/// 1 / c of ``BM25`` for each length, computed once for each field and all queries of a snapshot.
private final class InverseNorms: Sendable {
  private struct Table {
    var parameters: BM25
    var inverse: [Float]
    // By the average length in a segment.
    var factors: [(own: Float?, factors: ImpactFactors.ByKind)] = []
  }

  // By the number of the field; of each there are as many as there are kinds of terms at most.
  private let tables = Mutex<[[Table]]>([])

  func table(
    of field: FieldID, _ parameters: BM25, averageLength: Float, own: Float?
  ) -> (inverse: [Float], factors: ImpactFactors.ByKind) {
    let number = Int(field.rawValue)
    return tables.withLock { tables in
      while tables.count <= number { tables.append([]) }
      let place: Int
      if let known = tables[number].firstIndex(where: { $0.parameters == parameters }) {
        place = known
      } else {
        place = tables[number].count
        let inverse = parameters.inverseNorms(averageLength: averageLength)
        tables[number].append(Table(parameters: parameters, inverse: inverse))
      }
      let inverse = tables[number][place].inverse
      for known in tables[number][place].factors where known.own == own {
        return (inverse, known.factors)
      }
      let factors = ImpactFactors.ByKind(inverse: inverse, averageLength: own)
      tables[number][place].factors.append((own, factors))
      return (inverse, factors)
    }
  }
}
