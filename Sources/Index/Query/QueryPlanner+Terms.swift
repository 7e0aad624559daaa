extension QueryPlanner {
  /// The query with the parts of each union in the order in which their scores add up: the heaviest
  /// first, equal ones as they stand. Unions with a query inside a part stay as they are.
  ///
  /// Heavy parts decide which documents can be among the best, so they are added first; and an order
  /// that every algorithm keeps makes their scores bitwise equal.
  ///
  /// - Precondition: the query has been added.
  func ordered(_ query: Query) -> Query {
    switch query {
    case .any(let queries):
      if queries.contains(where: { !$0.isLeaf }) { return .any(queries.map(ordered)) }
      let weighted = queries.enumerated().map { ($0.offset, weight($0.element), $0.element) }
      return .any(weighted.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map(\.2))
    case .all(let queries):
      return .all(queries.map(ordered))
    case .excluding(let included, let excluded):
      return .excluding(ordered(included), ordered(excluded))
    case .constant(let inner, let score):
      return .constant(ordered(inner), score: score)
    case .verbatim(let inner, let text):
      return .verbatim(ordered(inner), text)
    case .atLeast(let count, let queries):
      return .atLeast(count, queries.map(ordered))
    case .nothing, .term, .word, .synonyms, .forms, .phrase, .sequence, .pattern, .near,
      .everything, .condition:
      return query
    }
  }

  /// What no score of a leaf exceeds.
  private func weight(_ leaf: Query) -> Float { (leaf.boost ?? 1) * idf(leaf) }

  /// How a query is run that consists of nothing but terms, or a phrase of them; nil for any other.
  func termPlan(_ query: Query, segment: Int) throws(IndexError) -> TermPlan? {
    switch query {
    case .term, .sequence:
      return try termLists([query], segment: segment).map { .any($0) }
    case .any(let queries):
      return try termLists(queries, segment: segment).map { .any($0) }
    case .all(let queries):
      guard let lists = try termLists(queries, segment: segment) else { return nil }
      return lists.count == queries.count ? .all(lists) : .any([])
    case .phrase(let terms):
      return try phrasePlan(terms, segment: segment)
    case .nothing, .word, .synonyms, .forms, .excluding, .pattern, .near, .everything, .condition,
      .constant,
      .verbatim, .atLeast:
      return nil
    }
  }

  /// Each term of a phrase once, as a list with the weight of the whole, and each pair of common words:
  /// what two words make up is found by their pair alone, and pairs say which documents longer phrases
  /// can be in.
  private func phrasePlan(
    _ terms: [Query.PhraseTerm], segment: Int
  ) throws(IndexError) -> TermPlan? {
    guard let first = terms.first else { return nil }
    let weight = phraseWeight(terms)
    let norms = try norms(first.key, segment)
    var keys: [TermKey] = []
    var lists: [TermList] = []
    var elements: [PhraseElement] = []
    for term in terms {
      if let known = keys.firstIndex(of: term.key) {
        elements.append(PhraseElement(list: known, offset: term.offset))
        continue
      }
      guard let cursor = cursor(term.key, segment: segment) else { return .any([]) }
      elements.append(PhraseElement(list: lists.count, offset: term.offset))
      keys.append(term.key)
      lists.append(TermList(cursor, weight: weight, norms: norms))
    }
    for pair in terms.commonPairs(lookup.pairRules) {
      guard let cursor = cursor(pair, segment: segment) else { return .any([]) }
      let list = TermList(cursor, weight: weight, norms: norms)
      if terms.count == 2 { return .any([list]) }
      lists.append(list)
    }
    return .phrase(lists, elements)
  }

  /// Those of the terms that the segment has; nil if not all queries are terms.
  private func termLists(
    _ queries: [Query], segment: Int
  ) throws(IndexError) -> [TermList]? {
    var terms: [TermKey] = []
    terms.reserveCapacity(queries.count)
    for query in queries {
      guard let key = onlyTerm(query) else { return nil }
      terms.append(key)
    }
    var lists: [TermList] = []
    lists.reserveCapacity(queries.count)
    for (query, key) in zip(queries, terms) {
      guard let info = info(key, segment: segment) else { continue }
      lists.append(
        TermList(
          segments[segment].cursor(info), weight: (query.boost ?? 1) * idf(query),
          norms: try norms(key, segment)))
    }
    return lists
  }

  /// The term that a query is, or that is all there is to a sequence of one or two characters.
  private func onlyTerm(_ query: Query) -> TermKey? {
    switch query {
    case .term(let key, _):
      return key
    case .sequence(let sequence):
      guard let plan = plan(of: sequence), plan.terms.count == 1, plan.terms[0].weight == 1 else {
        return nil
      }
      return plan.terms[0].key
    default:
      return nil
    }
  }
}

/// How a query is run that consists of nothing but terms.
enum TermPlan {
  /// Documents that hold any of the terms; none, if there are no terms.
  case any([TermList])
  /// Documents that hold all of them.
  case all([TermList])
  /// Documents that hold all of them, where the elements say.
  case phrase([TermList], [PhraseElement])
}

extension [Query.PhraseTerm] {
  /// The pairs of common words in a phrase that are kept by some rules, each once.
  func commonPairs(_ rules: CommonWords.Rules) -> [TermKey] {
    var pairs: [TermKey] = []
    for (left, right) in zip(self, dropFirst()) where left.offset + 1 == right.offset {
      if let pair = CommonWords.shared.pair(left.key, right.key, rules), !pairs.contains(pair) {
        pairs.append(pair)
      }
    }
    return pairs
  }
}

extension Query {
  /// Whether there is no query inside it.
  var isLeaf: Bool {
    switch self {
    case .term, .word, .synonyms, .forms, .phrase, .sequence, .pattern, .near, .everything,
      .condition,
      .nothing:
      true
    case .constant, .verbatim, .atLeast, .any, .all, .excluding: false
    }
  }
}
