extension Snapshot {
  /// The names that are fields and values in a query.
  func queryNames(withValues: Bool) -> QueryNames {
    let own = QueryNames(
      schema: state.manifest.schema, values: withValues ? ValueSchema(state.segments) : .none)
    guard withValues, let otherNames else { return own }
    return own.adding(otherNames)
  }

  /// The same documents, of which a query asks what it asks of another snapshot: a name that only documents
  /// of that one have is a field or a value here, too, and not a word with a colon.
  ///
  /// What documents have lost is asked for as it was asked before: `year:2024` of those without a year finds
  /// none, and not those with a text that says so.
  package func reading(as other: Snapshot) throws(IndexError) -> Snapshot {
    try reading(other.queryNames(withValues: true))
  }

  /// The same documents, of which conditions ask what is said here; a condition still calls itself what was
  /// typed.
  package func reading(
    conditionsBy condition: @escaping ConditionReader
  ) throws(IndexError) -> Snapshot {
    try reading(QueryNames(condition: condition))
  }

  private func reading(_ names: QueryNames) throws(IndexError) -> Snapshot {
    try Snapshot(
      state, on: fileSystem, limits: limits, analyzer: options.analyzer, members: members,
      otherNames: names)
  }
}
