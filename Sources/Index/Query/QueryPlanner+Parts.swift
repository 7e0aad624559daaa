extension QueryPlanner {
  /// The parts of a union in a segment, in the order in which they stand, but for those that nothing
  /// in it can match.
  func parts(_ queries: [Query], segment: Int) throws(IndexError) -> [UnionPart] {
    let window = FormsWindow()
    var parts: [UnionPart] = []
    for query in queries {
      if let part = try part(query, segment, window) { parts.append(part) }
    }
    return parts
  }

  /// The parts of a conjunction in a segment, as they stand; nil if nothing in it can match one.
  func conjunctionParts(
    _ queries: [Query], segment: Int
  ) throws(IndexError) -> [UnionPart]? {
    let window = FormsWindow()
    var parts: [UnionPart] = []
    for query in queries {
      if case .any(let alternatives) = query {
        let some = try self.parts(alternatives, segment: segment)
        if some.isEmpty { return nil }
        if some.count > 1, some.contains(where: { $0.hasLooseLimits }) {
          guard let matcher = try matcher(query, segment: segment) else { return nil }
          parts.append(MatcherPart(matcher))
        } else {
          parts.append(some.count == 1 ? some[0] : AnyPart(some))
        }
      } else if let part = try part(query, segment, window) {
        parts.append(part)
      } else {
        return nil
      }
    }
    return parts
  }

  private func part(
    _ query: Query, _ segment: Int, _ window: FormsWindow
  ) throws(IndexError) -> UnionPart? {
    switch query {
    case .term(let key, let boost):
      return try list(key, boost * idf(query), segment).map { TermPart($0) }
    case .synonyms(let terms, _):
      return try forms(terms, query, segment, isSum: true, window)
    case .forms(let terms, _):
      return try forms(terms, query, segment, isSum: false, window)
    case .sequence(let sequence):
      guard let plan = plan(of: sequence) else { return nil }
      if plan.terms.count == 1, plan.terms[0].weight == 1 {
        let term = Query.term(plan.terms[0].key, boost: sequence.boost)
        return try part(term, segment, window)
      }
      if !plan.terms.isEmpty { return try forms(plan.terms, query, segment, isSum: true, window) }
      return try self.sequence(query, plan, segment)
    case .phrase, .any, .all, .excluding, .word, .pattern, .near, .everything, .condition,
      .constant,
      .verbatim, .atLeast, .nothing:
      return try matcher(query, segment: segment).map { MatcherPart($0) }
    }
  }

  private func list(
    _ key: TermKey, _ weight: Float, _ segment: Int
  ) throws(IndexError) -> TermList? {
    guard let cursor = cursor(key, segment: segment) else { return nil }
    return TermList(cursor, weight: weight, norms: try norms(key, segment))
  }

  private func forms(
    _ terms: [Query.WeightedKey], _ query: Query, _ segment: Int, isSum: Bool,
    _ window: FormsWindow
  ) throws(IndexError) -> UnionPart? {
    guard let first = terms.first, let scorer = try scorer(query, segment: segment) else {
      return nil
    }
    // Forms that are words, stems or characters have the norms of the first.
    let norms = try norms(first.key, segment)
    var lists: [TermList] = []
    var weights: [Float] = []
    for term in terms {
      guard let cursor = cursor(term.key, segment: segment) else { continue }
      lists.append(TermList(cursor, weight: scorer.weight, norms: norms))
      weights.append(term.weight)
    }
    if lists.isEmpty { return nil }
    if lists.count == 1, weights[0] == 1 { return TermPart(lists[0]) }
    return FormsPart(lists, weights: weights, scorer, isSum: isSum, window)
  }

  private func sequence(
    _ query: Query, _ plan: SequencePlan, _ segment: Int
  ) throws(IndexError) -> UnionPart? {
    guard let scorer = try scorer(query, segment: segment),
      let candidates = plan.finder(segments[segment], number: segment),
      let finder = plan.finder(segments[segment], number: segment)
    else { return nil }
    var lists: [TermList] = []
    for key in plan.rarestTerms(segment: segment) {
      guard let cursor = cursor(key, segment: segment) else { continue }
      lists.append(TermList(cursor, weight: scorer.weight, norms: scorer.norms))
    }
    return SequencePart(candidates, finder, scorer, lists: lists)
  }
}
