/// How a typed query is read.
public enum QuerySyntax: String, Sendable, CaseIterable {
  /// What makes no sense as an operator is a word, so that nothing people type is refused.
  case lenient
  /// What makes no sense is an error that says where.
  case strict
}

/// What is wrong with a query, and where.
public struct QuerySyntaxError: Error, Sendable, Hashable {
  /// The query.
  public var query: String
  /// Where the trouble begins, in code points from the query's first.
  public var offset: Int
  /// What is wrong, and what to do.
  public var reason: String
}
