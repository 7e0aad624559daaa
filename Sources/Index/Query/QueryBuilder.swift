/// Joins clauses as they come.
struct QueryBuilder {
  let mode: MatchMode
  private var groups: [Group] = []
  private var joinsGroup = false
  private var startsNewGroup = false
  private(set) var isNegated = false

  private struct Group {
    var included: [ParsedQuery.Part] = []
    var excluded: [Query] = []
  }

  init(mode: MatchMode) {
    self.mode = mode
  }

  mutating func and() { joinsGroup = true }
  mutating func or() {
    joinsGroup = false
    startsNewGroup = true
  }

  mutating func not() { isNegated = true }

  mutating func add(_ part: ParsedQuery.Part) {
    let isExcluded = isNegated
    isNegated = false
    // What holds no term joins nothing; the operator before it is for what comes next.
    if part.query == .nothing { return }
    let joins = joinsGroup || (mode == .all && !startsNewGroup)
    joinsGroup = false
    startsNewGroup = false
    if !joins || groups.isEmpty { groups.append(Group()) }
    if isExcluded {
      groups[groups.count - 1].excluded.append(part.query)
    } else {
      groups[groups.count - 1].included.append(part)
    }
  }

  /// The whole query. Equal terms side by side become one with a boost.
  func finish() -> Query {
    var alternatives: [Query] = []
    var excludedFromAll: [Query] = []
    for group in groups {
      if group.included.isEmpty {
        excludedFromAll += group.excluded
        continue
      }
      let isSingle = group.included.count == 1 && mode == .any
      var query =
        isSingle ? group.included[0].loose : Self.all(group.included.map(\.query))
      if !group.excluded.isEmpty { query = .excluding(query, Self.any(group.excluded)) }
      alternatives.append(query)
    }
    let query = Self.any(alternatives)
    if query == .nothing || excludedFromAll.isEmpty { return query }
    return .excluding(query, Self.any(excludedFromAll))
  }

  /// Any of the queries.
  static func any(_ queries: [Query]) -> Query {
    let flat = merged(
      queries.flatMap { query in
        if case .any(let inner) = query { return inner }
        return [query]
      })
    return flat.isEmpty ? .nothing : flat.count == 1 ? flat[0] : .any(flat)
  }

  /// All of the queries.
  static func all(_ queries: [Query]) -> Query {
    let flat = merged(
      queries.flatMap { query in
        if case .all(let inner) = query { return inner }
        return [query]
      })
    return flat.isEmpty ? .nothing : flat.count == 1 ? flat[0] : .all(flat)
  }

  /// Equal queries become one whose boost is their sum, where the first of them stands.
  private static func merged(_ queries: [Query]) -> [Query] {
    var places: [Query: Int] = [:]
    var result: [Query] = []
    for query in queries where query != .nothing {
      let plain = query.boosted(to: 1)
      if let place = places[plain] {
        // Where no boost can be added up, once is enough.
        guard let known = result[place].boost, let more = query.boost else { continue }
        result[place] = plain.boosted(to: known + more)
      } else {
        places[plain] = result.count
        result.append(query)
      }
    }
    return result
  }
}
