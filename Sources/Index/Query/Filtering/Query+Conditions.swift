extension Query {
  /// The filter that a query is, if it asks for nothing but values.
  var condition: Filter? {
    switch self {
    case .condition(let filter): return filter
    case .any(let queries):
      let filters = queries.compactMap(\.condition)
      return filters.count == queries.count ? .any(filters) : nil
    case .all(let queries):
      let filters = queries.compactMap(\.condition)
      return filters.count == queries.count ? .all(filters) : nil
    case .excluding(let included, let excluded):
      guard let filter = included.condition, let other = excluded.condition else { return nil }
      return .all([filter, .not(other)])
    default: return nil
    }
  }

  /// The query without what all documents must have of values, and that as a filter: which documents
  /// match is no business of those that score them.
  func separated() -> (query: Query, filter: Filter?) {
    if isTerms { return (self, nil) }
    if let condition { return (.everything(boost: 1), condition) }
    switch self {
    case .all(let queries):
      let filters = queries.compactMap(\.condition)
      if filters.isEmpty { return (self, nil) }
      let others = QueryBuilder.all(queries.filter { $0.condition == nil })
      let (rest, more) = others.separated()
      return (rest, .all(filters + (more.map { [$0] } ?? [])))
    case .excluding(let included, let excluded):
      let (rest, filter) = included.separated()
      let alternatives = if case .any(let queries) = excluded { queries } else { [excluded] }
      let filters = alternatives.compactMap(\.condition).map { Filter.not($0) }
      if filters.isEmpty, filter == nil { return (self, nil) }
      let others = QueryBuilder.any(alternatives.filter { $0.condition == nil })
      return (
        others == .nothing ? rest : .excluding(rest, others),
        .all((filter.map { [$0] } ?? []) + filters)
      )
    default: return (self, nil)
    }
  }
}

extension Query {
  /// Calls for every condition in it, and says whether documents that meet it are taken away.
  fileprivate func forEachCondition(isExcluded: Bool = false, _ body: (Filter, Bool) -> Void) {
    switch self {
    case .condition(let filter): body(filter, isExcluded)
    case .any(let queries), .all(let queries), .atLeast(_, let queries):
      for query in queries { query.forEachCondition(isExcluded: isExcluded, body) }
    case .constant(let query, _), .verbatim(let query, _):
      query.forEachCondition(isExcluded: isExcluded, body)
    case .excluding(let included, let excluded):
      included.forEachCondition(isExcluded: isExcluded, body)
      excluded.forEachCondition(isExcluded: !isExcluded, body)
    case .term, .word, .synonyms, .forms, .phrase, .sequence, .pattern, .near, .everything,
      .nothing:
      break
    }
  }
}

extension Filter {
  /// What must all hold, one by one.
  fileprivate var conjuncts: [Filter] {
    if case .all(let filters) = node { return filters.flatMap(\.conjuncts) }
    return [self]
  }
}

extension ParsedQuery {
  /// Something that is asked of values.
  struct Condition {
    var filter: Filter
    /// Whether every document must meet it.
    var isRequired: Bool
  }

  /// Every condition of the query: those that all documents must meet, and those joined to something by
  /// OR or AND. What documents must not meet is a condition of its own.
  var conditionList: [Condition] {
    let (rest, filter) = query.separated()
    var list = (filter?.conjuncts ?? []).map { Condition(filter: $0, isRequired: true) }
    rest.forEachCondition { filter, isExcluded in
      list.append(Condition(filter: isExcluded ? .not(filter) : filter, isRequired: false))
    }
    return list
  }

  /// What documents must have or lack of values; nil if nothing is asked of them.
  public var conditionFilter: Filter? { query.separated().filter }

  /// Whether documents must have or lack values to match: `year:2024` of documents that have a year.
  public var hasConditions: Bool { conditionFilter != nil }

  /// What documents must have or lack of values, as it is typed; nil if nothing is asked of them.
  public var conditions: String? { conditionFilter?.description }

  /// The same query for documents of any values.
  public var withoutConditions: ParsedQuery {
    var other = self
    other.query = query.separated().query
    return other
  }
}
