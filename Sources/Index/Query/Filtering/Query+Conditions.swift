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

extension ParsedQuery {
  /// Every condition of the query: those that all documents must meet, and those joined to something by
  /// OR or AND.
  var conditionList: [Filter] {
    let (rest, filter) = query.separated()
    var list: [Filter] = []
    if case .all(let filters)? = filter?.node {
      list = filters
    } else if let filter {
      list = [filter]
    }
    rest.forEachLeaf { leaf in
      if case .condition(let filter) = leaf { list.append(filter) }
    }
    return list
  }

  /// Whether documents must have or lack values to match: `year:2024` of documents that have a year.
  public var hasConditions: Bool { conditions != nil }

  /// What documents must have or lack of values, as it is typed; nil if nothing is asked of them.
  public var conditions: String? { query.separated().filter?.description }
}
