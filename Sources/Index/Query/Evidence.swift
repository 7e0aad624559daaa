/// Something of a document that speaks for it, counted for the best documents only.
struct Evidence: Sendable, Hashable {
  /// Which occurrences count.
  enum Counting: UInt8, Sendable, Hashable {
    /// All of them.
    case all
    /// Those that are words, not parts of words or letters across a border.
    case words
    /// All of them, and the best says how much: a word, the beginning of a word, a part of one,
    /// letters across a border.
    case tiers
    /// None; the places of the occurrences count, by how close they are to those of other evidence.
    case places
  }

  /// A query without a query inside it.
  var query: Query
  var weight: Float
  var counting: Counting = .all
}
