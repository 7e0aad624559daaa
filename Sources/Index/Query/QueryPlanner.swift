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

  init(
    _ query: Query, _ segments: [OpenSegment], _ statistics: CollectionStatistics, ranking: BM25
  ) throws(IndexError) {
    self.segments = segments
    self.statistics = statistics
    self.ranking = ranking
    for key in query.keys {
      var found: [TermInfo?] = []
      for segment in segments { found.append(try segment.reader.dictionary.find(key.bytes)) }
      infos[key] = found
    }
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
    case .phrase(let terms):
      return try phrase(terms, segment)
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
