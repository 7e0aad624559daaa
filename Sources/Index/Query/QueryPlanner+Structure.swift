extension QueryPlanner {
  /// The matcher of what is more than terms, phrases, and what joins them; nil if nothing in the segment can
  /// match.
  func structured(_ query: Query, _ segment: Int) throws(IndexError) -> Matcher? {
    switch query {
    case .pattern(let pattern):
      // The expander leaves none without.
      guard let documents = pattern.documents else { return nil }
      return DocumentSetMatcher(
        documents[segment].enumerated().map {
          DocumentSetMatcher.Tier($0.element.words, score: pattern.boost / Float(1 + $0.offset))
        })
    case .near(let near):
      var finders: [SequenceFinder] = []
      for part in near.parts {
        guard let finder = finder(part, segment: segment) else { return nil }
        finders.append(finder)
      }
      guard let scorer = try scorer(query, segment: segment) else { return nil }
      return try NearMatcher(near, finders, scorer)
    case .everything(let boost):
      return DocumentSetMatcher(all: segments[segment].reader.documentCount, score: boost)
    case .condition(let filter):
      let found = try FilterEvaluator(segments).documents(filter, segment: segment)
      return DocumentSetMatcher(found.words, score: 0)
    case .constant(let inner, let score):
      return try matcher(inner, segment: segment).map { ConstantMatcher($0, score: score) }
    case .verbatim(let inner, let text):
      guard let found = try matcher(inner, segment: segment) else { return nil }
      return try VerbatimMatcher(found, text, segments[segment])
    case .atLeast(let leastCount, let queries):
      let matchers = try matchers(queries, segment)
      return matchers.count < leastCount
        ? nil : try AtLeastMatcher(matchers, leastCount: leastCount)
    default:
      return nil
    }
  }
}
