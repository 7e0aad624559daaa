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
      return .any(heaviestFirst(queries))
    case .all(let queries):
      return query.isTerms ? query : .all(queries.map(ordered))
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

  /// Leaves by what no score of each exceeds. If they are few, each is put in its place.
  private func heaviestFirst(_ leaves: [Query]) -> [Query] {
    if leaves.count > 32 {
      let weighted = leaves.enumerated().map { ($0.offset, weight($0.element), $0.element) }
      return weighted.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map(\.2)
    }
    var (weights, result) = ([Float](), [Query]())
    weights.reserveCapacity(leaves.count)
    result.reserveCapacity(leaves.count)
    for leaf in leaves {
      let weight = weight(leaf)
      var place = result.count
      while place > 0, weights[place - 1] < weight { place -= 1 }
      weights.insert(weight, at: place)
      result.insert(leaf, at: place)
    }
    return result
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
    if try isNowhere(terms, segment: segment) { return .any([]) }
    let weight = phraseWeight(terms)
    let norms = try norms(first.key, segment)
    let pairs = terms.commonPairs(lookup.pairRules)
    var lists: [TermList] = []
    lists.reserveCapacity(terms.count + pairs.count)
    for pair in pairs {
      guard let list = list(pair, segment, weight, norms) else { return .any([]) }
      lists.append(list)
    }
    if terms.count == 2, pairs.count == 1 { return .any(lists) }
    var elements: [PhraseElement] = []
    elements.reserveCapacity(terms.count)
    var isPairedBefore = false
    for (index, term) in terms.enumerated() {
      var element = PhraseElement(list: lists.count, offset: term.offset)
      let isPairedBehind = !pairs.isEmpty && terms.makePair(at: index, lookup.pairRules)
      element.isPaired = isPairedBefore || isPairedBehind
      isPairedBefore = isPairedBehind
      if let known = terms[..<index].firstIndex(where: { $0.key == term.key }) {
        element.list = elements[known].list
      } else {
        guard let list = list(term.key, segment, weight, norms) else { return .any([]) }
        lists.append(list)
      }
      elements.append(element)
    }
    return .phrase(lists, elements)
  }

  /// Whether it is known without a look at postings that a segment does not hold a phrase: two of its words
  /// stand side by side nowhere.
  private func isNowhere(_ terms: [Query.PhraseTerm], segment: Int) throws(IndexError) -> Bool {
    guard let neighbours = segments[segment].reader.neighbours else { return false }
    for (first, second) in zip(terms, terms.dropFirst())
    where first.offset + 1 == second.offset {
      guard let firstInfo = info(first.key, segment: segment),
        let secondInfo = info(second.key, segment: segment)
      else { return true }
      if try neighbours.lacks((first.key, firstInfo), (second.key, secondInfo)) { return true }
    }
    return false
  }

  /// A term as a list; nil if the segment does not have it.
  private func list(
    _ key: TermKey, _ segment: Int, _ weight: Float, _ norms: Norms
  ) -> TermList? {
    guard let info = info(key, segment: segment) else { return nil }
    return TermList(segments[segment].cursor(info), weight: weight, norms: norms)
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
    for index in indices where makePair(at: index, rules) {
      if let pair = CommonWords.shared.pair(self[index].key, self[index + 1].key, rules),
        !pairs.contains(pair)
      {
        pairs.append(pair)
      }
    }
    return pairs
  }

  /// Whether a term makes a pair that is kept by some rules with the one behind it.
  func makePair(at index: Int, _ rules: CommonWords.Rules) -> Bool {
    guard index + 1 < count, self[index].offset + 1 == self[index + 1].offset else { return false }
    return CommonWords.shared.makesPair(self[index].key, self[index + 1].key, rules)
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
