extension QueryPlanner {
  /// The matcher of what is more than terms, phrases, and what joins them; nil if nothing in the segment can
  /// match.
  func structured(_ query: Query, _ segment: Int) throws(IndexError) -> Matcher? {
    switch query {
    case .pattern(let pattern):
      return try pattern.isEmpty ? nil : words(pattern, segment)
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

  /// Documents with any of so many words that it does not matter which.
  private func words(_ pattern: PatternQuery, _ number: Int) throws(IndexError) -> Matcher {
    let segment = segments[number]
    var words = [UInt64](repeating: 0, count: (segment.reader.documentCount + 63) / 64)
    let scan = PatternScan(pattern, segment.reader.dictionary)
    try scan.forEach { (word, _) throws(IndexError) in
      let key = TermKey(field: pattern.field, kind: .word, term: word)
      guard let info = try segment.reader.dictionary.find(key.bytes) else { return true }
      var cursor = segment.cursor(info)
      while try cursor.nextBlock() {
        let block = unsafe try cursor.remainingBlock()
        for index in 0..<(unsafe block.count) {
          // Below the count of decoded documents, which are below the segment's.
          let document = unsafe block.documents[index]
          words[Int(document >> 6)] |= 1 << UInt64(document & 63)
        }
      }
      return true
    }
    return DocumentSetMatcher(words, score: pattern.boost)
  }
}

extension PatternQuery {
  /// Whether no word can fit.
  fileprivate var isEmpty: Bool {
    switch shape {
    case .elements(let elements): elements.isEmpty
    case .similar(let scalars, _): scalars.isEmpty
    }
  }
}
