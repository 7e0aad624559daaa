/// Joins the clauses of a query, or of what stands in parentheses, as they come.
struct QueryBuilder {
  /// A word, a phrase, a group.
  struct Clause {
    /// The documents that hold all of it.
    var query: Query
    /// The documents that hold what it means where any word will do.
    var loose: Query

    init(_ query: Query, loose: Query? = nil) {
      self.query = query
      self.loose = loose ?? query
    }

    init(_ part: ParsedQuery.Part) { self.init(part.query, loose: part.loose) }
  }

  let mode: MatchMode
  /// Whether what says only what is not wanted stands for all the rest.
  private let takesFromAll: Bool
  private var groups: [Group] = []
  private var required: [Query] = []
  // What documents must have of values, wherever it stands.
  private var conditions: [Query] = []
  // Where it stands that a value of a name is asked for, beside which others of the name may do as well.
  private var values: [String: Place] = [:]
  private var excludedConditions: [Query] = []
  private var joinsGroup = false
  private var startsNewGroup = false
  private var isRequired = false
  private(set) var isNegated = false

  private struct Group {
    var included: [Clause] = []
    var excluded: [Query] = []
  }

  private enum Place {
    case condition(Int)
    case clause(Int, group: Int)
  }

  /// - Parameter takesFromAll: whether what says only what is not wanted stands for all the rest.
  init(mode: MatchMode, takesFromAll: Bool = false) {
    self.mode = mode
    self.takesFromAll = takesFromAll
  }

  mutating func and() { joinsGroup = true }
  mutating func or() {
    joinsGroup = false
    startsNewGroup = true
  }

  mutating func not() { isNegated = true }
  /// What comes next is required, whatever else is asked for.
  mutating func require() { isRequired = true }

  /// Whether OR stands before what comes next.
  var isAlternative: Bool { startsNewGroup }
  /// Whether AND does.
  var isJoined: Bool { joinsGroup }

  /// Adds what all documents must have, or must not have, and nothing is scored by.
  ///
  /// - Parameter name: of a value that is asked for; then any of several of the name will do, unless a sign
  ///   stands before it. Bounds and ranges all hold.
  mutating func add(condition: Query, valueOf name: String? = nil) {
    if isNegated {
      excludedConditions.append(condition)
    } else if isRequired || !addAlternative(condition, ofValue: name) {
      if let name, !isRequired { values[name] = .condition(conditions.count) }
      conditions.append(condition)
    }
    isRequired = false
    isNegated = false
    joinsGroup = false
  }

  /// Adds another value to what is asked for under a name.
  ///
  /// - Returns: whether anything was.
  private mutating func addAlternative(_ query: Query, ofValue name: String?) -> Bool {
    switch name.flatMap({ values[$0] }) {
    case .condition(let index):
      conditions[index] = Self.any([conditions[index], query])
      return true
    case .clause(let index, let group) where group == groups.count - 1:
      let known = groups[group].included[index]
      groups[group].included[index] = Clause(Self.any([known.query, query]))
      return true
    case .clause, nil: return false
    }
  }

  /// - Parameter name: of a value that is asked for in the text; where all words must match, any of several
  ///   of the name will do, unless a sign stands before it.
  mutating func add(_ clause: Clause, valueOf name: String? = nil) {
    let name = mode == .all && !isNegated && !isRequired && clause.query != .nothing ? name : nil
    if addAlternative(clause.query, ofValue: name) { return }
    addOther(clause)
    if let name, let group = groups.indices.last {
      values[name] = .clause(groups[group].included.count - 1, group: group)
    }
  }

  private mutating func addOther(_ clause: Clause) {
    let (isExcluded, isRequired) = (isNegated, self.isRequired)
    (isNegated, self.isRequired) = (false, false)
    // What holds no term joins nothing; the operator before it is for what comes next.
    if clause.query == .nothing { return }
    let joins = joinsGroup || (mode == .all && !startsNewGroup)
    joinsGroup = false
    startsNewGroup = false
    if isRequired, !isExcluded, !joins { return required.append(clause.query) }
    if !joins || groups.isEmpty { groups.append(Group()) }
    if isExcluded {
      groups[groups.count - 1].excluded.append(clause.query)
    } else {
      groups[groups.count - 1].included.append(clause)
    }
  }

  /// The whole query. Equal terms side by side become one with a boost.
  ///
  /// - Parameter leastCount: how many of the alternatives a document must match.
  func finish(leastCount: Int? = nil) -> Query {
    var alternatives: [Query] = []
    var excludedFromAll: [Query] = []
    for group in groups {
      if group.included.isEmpty {
        excludedFromAll += group.excluded
        continue
      }
      let isSingle = group.included.count == 1 && mode == .any
      var query =
        isSingle && leastCount == nil
        ? group.included[0].loose : Self.all(group.included.map(\.query))
      if !group.excluded.isEmpty { query = .excluding(query, Self.any(group.excluded)) }
      alternatives.append(query)
    }
    var query = Self.any(alternatives)
    if let leastCount, leastCount > 1 { query = .atLeast(leastCount, alternatives) }
    if !required.isEmpty {
      // What is not required adds to the score of what is.
      let others = query == .nothing ? [] : [Query.any([.everything(boost: 0), query])]
      query = Self.all(required + others)
    }
    if !excludedFromAll.isEmpty, query != .nothing || hasConditions || takesFromAll {
      // Conditions say which documents there are, and nothing about scores.
      query = .excluding(
        query == .nothing ? .everything(boost: 0) : query, Self.any(excludedFromAll))
    }
    return withConditions(query)
  }

  private var hasConditions: Bool { !conditions.isEmpty || !excludedConditions.isEmpty }

  /// The query for documents that have what they must have of values; without a query, for all of them.
  private func withConditions(_ query: Query) -> Query {
    if !hasConditions { return query }
    let included = Self.all((query == .nothing ? [] : [query]) + conditions)
    if excludedConditions.isEmpty { return included }
    return .excluding(
      included == .nothing ? .everything(boost: 1) : included, Self.any(excludedConditions))
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

extension Query {
  /// The same, counting so many times as much.
  func multiplied(by factor: Float) -> Query {
    if factor == 1 { return self }
    switch self {
    case .any(let queries): return .any(queries.map { $0.multiplied(by: factor) })
    case .all(let queries): return .all(queries.map { $0.multiplied(by: factor) })
    case .atLeast(let count, let queries):
      return .atLeast(count, queries.map { $0.multiplied(by: factor) })
    case .excluding(let included, let excluded):
      return .excluding(included.multiplied(by: factor), excluded)
    case .constant(let query, let score): return .constant(query, score: score * factor)
    case .verbatim(let query, let text): return .verbatim(query.multiplied(by: factor), text)
    case .phrase(let terms):
      // A phrase has no boost; as a stretch of places it has.
      let places = terms.map {
        SequenceQuery.Place(offset: $0.offset, terms: [WeightedKey(key: $0.key)])
      }
      let width = (terms.last?.offset ?? 0) + 1
      return .sequence(SequenceQuery(places: places, width: width, boost: factor))
    default: return boosted(to: (boost ?? 1) * factor)
    }
  }

  /// The same in another field.
  func moved(to field: FieldID) -> Query {
    switch self {
    case .word(var word):
      word.field = field
      return .word(word)
    case .pattern(var pattern):
      pattern.field = field
      return .pattern(pattern)
    case .near(var near):
      near.patterns = near.patterns.mapValues { pattern in
        var pattern = pattern
        pattern.field = field
        return pattern
      }
      near.parts = near.parts.map { part in
        guard case .sequence(let moved)? = Query.sequence(part).inField(field) else { return part }
        return moved
      }
      return .near(near)
    case .any(let queries): return .any(queries.map { $0.moved(to: field) })
    case .all(let queries): return .all(queries.map { $0.moved(to: field) })
    case .atLeast(let count, let queries):
      return .atLeast(count, queries.map { $0.moved(to: field) })
    case .excluding(let included, let excluded):
      return .excluding(included.moved(to: field), excluded.moved(to: field))
    case .constant(let query, let score): return .constant(query.moved(to: field), score: score)
    case .verbatim(let query, let text): return .verbatim(query.moved(to: field), text)
    case .everything, .condition, .nothing: return self
    case .term, .synonyms, .forms, .phrase, .sequence: return inField(field) ?? self
    }
  }
}
