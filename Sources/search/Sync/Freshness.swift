/// Whether what an index says of a file still holds.
enum Freshness: String, Sendable, CaseIterable {
  /// The file is as it was indexed.
  case current
  /// The file has changed since; what is shown was read anew.
  case stale
  /// The file has gone and stands elsewhere.
  case moved
  /// The file has gone.
  case gone
}
