/// Query + snapshot → a matcher for each segment.
///
/// Document frequencies are added up over all segments before anything is scored, so that scores
/// do not depend on how documents are spread over segments.
struct QueryPlanner {
  private let segments: [OpenSegment]
  private let statistics: CollectionStatistics
  private let ranking: BM25
  // For each key, what each segment knows of it.
  private var infos: [TermKey: [TermInfo?]] = [:]
  // For each sequence, where it is in each segment, and its weighted number of documents.
  private var sequences: [SequenceQuery: (postings: [SequencePostings], count: Float)] = [:]
  /// The query, with each word in the forms that the index has.
  let query: Query

  init(
    _ query: Query, _ segments: [OpenSegment], _ statistics: CollectionStatistics, ranking: BM25
  ) throws(IndexError) {
    self.segments = segments
    self.statistics = statistics
    self.ranking = ranking
    self.query = try QueryExpander(segments).expanded(query)
    for key in self.query.keys {
      var found: [TermInfo?] = []
      for segment in segments { found.append(try segment.reader.dictionary.find(key.bytes)) }
      infos[key] = found
    }
    try findSequences()
  }

  /// Looks for all sequences in all segments.
  private mutating func findSequences() throws(IndexError) {
    var wanted: [SequenceQuery] = []
    query.forEachLeaf { leaf in
      if case .sequence(var sequence) = leaf {
        sequence.boost = 1
        wanted.append(sequence)
      }
    }
    for sequence in wanted where sequences[sequence] == nil {
      var postings: [SequencePostings] = []
      for segment in segments.indices { postings.append(try find(sequence, in: segment)) }
      let count = postings.reduce(Float(0)) { $0 + $1.weights.reduce(0, +) }
      sequences[sequence] = (postings, count)
    }
  }

  /// A walk through the documents of a segment that hold a sequence; nil if there are none.
  func finder(
    _ sequence: SequenceQuery, segment: Int
  ) throws(IndexError) -> SequenceFinder? {
    var places: [PlaceCursor] = []
    for place in sequence.places {
      var cursors: [PostingsCursor] = []
      var weights: [Float] = []
      for term in place.terms {
        guard let info = infos[term.key]?[segment] else { continue }
        cursors.append(segments[segment].reader.cursor(info))
        weights.append(term.weight)
      }
      if cursors.isEmpty { return nil }
      places.append(try PlaceCursor(offset: place.offset, cursors, weights: weights))
    }
    return places.isEmpty ? nil : try SequenceFinder(places)
  }

  private func find(
    _ sequence: SequenceQuery, in segment: Int
  ) throws(IndexError) -> SequencePostings {
    var postings = SequencePostings()
    guard var finder = try finder(sequence, segment: segment) else { return postings }
    var borders = segments[segment].reader.borders.map { BordersCursor($0) }
    while finder.document != .end {
      let words = try borders?.borders(of: finder.document)
      var sum: Float = 0
      var best: Float = 0
      for start in finder.starts {
        var weight = start.weight
        if let words {
          let alignment = words.alignment(
            from: start.position, to: start.position + sequence.width)
          weight *= EvidenceWeights.alignment(alignment, isHangul: sequence.isHangul)
        }
        sum += weight
        best = max(best, weight)
      }
      postings.documents.append(finder.document)
      postings.frequencies.append(sum / best)
      postings.weights.append(best)
      try finder.advance()
    }
    return postings
  }

  /// How many documents hold a term.
  func documentFrequency(_ key: TermKey) -> UInt64 {
    (infos[key] ?? []).reduce(0) { $0 + UInt64($1?.documentFrequency ?? 0) }
  }

  /// The matcher for a segment; nil if nothing in it can match.
  func matcher(_ query: Query, segment: Int) throws(IndexError) -> Matcher? {
    switch query {
    case .nothing:
      return nil
    case .term(let key, let boost):
      guard let info = infos[key]?[segment] else { return nil }
      return try TermMatcher(
        segments[segment].reader.cursor(info), weight: boost * idf(key),
        norms: try norms(key.field, segment))
    case .word:
      // The expander leaves none.
      return nil
    case .synonyms(let terms, let boost):
      return try synonyms(terms, boost, segment)
    case .phrase(let terms):
      return try phrase(terms, segment)
    case .sequence(let sequence):
      return try sequenceMatcher(sequence, segment)
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

  private func matchers(_ queries: [Query], _ segment: Int) throws(IndexError) -> [Matcher] {
    var result: [Matcher] = []
    for query in queries {
      if let matcher = try matcher(query, segment: segment) { result.append(matcher) }
    }
    return result
  }

  private func synonyms(
    _ terms: [Query.WeightedKey], _ boost: Float, _ segment: Int
  ) throws(IndexError) -> Matcher? {
    var cursors: [PostingsCursor] = []
    var weights: [Float] = []
    for term in terms {
      guard let info = infos[term.key]?[segment] else { continue }
      cursors.append(segments[segment].reader.cursor(info))
      weights.append(term.weight)
    }
    guard let field = terms.first?.key.field, !cursors.isEmpty else { return nil }
    // Documents that hold several of the terms are counted several times; forms of one word rarely
    // meet that often that it matters.
    let count = terms.reduce(0) { $0 + documentFrequency($1.key) }
    let total = statistics[field].documentCount
    let idf = BM25.idf(documentCount: total, documentFrequency: min(count, total))
    return try SynonymsMatcher(
      cursors, weights: weights, weight: boost * idf, norms: try norms(field, segment))
  }

  private func sequenceMatcher(
    _ sequence: SequenceQuery, _ segment: Int
  ) throws(IndexError) -> Matcher? {
    var plain = sequence
    plain.boost = 1
    guard let found = sequences[plain], !found.postings[segment].documents.isEmpty,
      let field = sequence.places.first?.terms.first?.key.field
    else { return nil }
    let idf = BM25.idf(
      documentCount: statistics[field].documentCount,
      documentFrequency: max(1, UInt64(found.count)))
    return SequenceMatcher(
      found.postings[segment], weight: sequence.boost * idf, norms: try norms(field, segment))
  }

  private func phrase(
    _ terms: [Query.PhraseTerm], _ segment: Int
  ) throws(IndexError) -> Matcher? {
    guard let field = terms.first?.key.field else { return nil }
    var elements: [PhraseMatcher.Element] = []
    var idf: Double = 0
    for term in terms {
      guard let info = infos[term.key]?[segment] else { return nil }
      elements.append(
        PhraseMatcher.Element(
          cursor: segments[segment].reader.cursor(info), offset: term.offset))
      idf += Double(self.idf(term.key))
    }
    return try PhraseMatcher(elements, weight: Float(idf), norms: try norms(field, segment))
  }

  private func idf(_ key: TermKey) -> Float {
    BM25.idf(
      documentCount: statistics[key.field].documentCount,
      documentFrequency: documentFrequency(key))
  }

  private func norms(_ field: FieldID, _ segment: Int) throws(IndexError) -> Norms {
    Norms(
      lengths: try segments[segment].reader.lengths(of: field),
      inverse: ranking.inverseNorms(averageLength: statistics[field].averageLength))
  }
}

/// Statistics of every field over all segments.
struct CollectionStatistics: Sendable {
  private var fields: [FieldID: FieldStatistics] = [:]

  init(_ segments: [OpenSegment]) {
    for segment in segments {
      for info in segment.reader.info.fields {
        fields[info.field, default: FieldStatistics()].documentCount += UInt64(info.documentCount)
        fields[info.field, default: FieldStatistics()].totalLength &+= info.totalLength
      }
    }
  }

  subscript(field: FieldID) -> FieldStatistics { fields[field] ?? FieldStatistics() }
}
