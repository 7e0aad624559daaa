/// A query that may have been meant: it finds something.
public struct SpellingSuggestion: Sendable, Equatable {
  /// The query, with its operators and quotation marks.
  public var query: String
  /// What differs from the query that was typed, as byte ranges of ``query``'s UTF-8, in order.
  public var changes: [Range<Int>]
  /// How many documents match it.
  public var totalCount: Int
}

extension Snapshot {
  /// Queries that may have been meant, where a query found little.
  ///
  /// They are looked for where at most ``SpellingSuggester/fewDocuments`` documents were found, or where
  /// a word of the query is in no document; otherwise nothing is paid but a look at the dictionary for
  /// each word. A word of a script with spaces is compared with the words of the index, by up to two
  /// slips. A run of Han, kana or Hangul of three characters and more is compared with the texts of the
  /// documents that come nearest, in which all of its characters but one stand together.
  ///
  /// - Parameters:
  ///   - found: how many documents the query matches.
  ///   - limit: how many suggestions at most.
  public func suggestions(
    for query: ParsedQuery, matching mode: MatchMode, found: Int, limit: Int = 3,
    until interruption: Interruption? = nil
  ) throws(IndexError) -> [SpellingSuggestion] {
    let suggester = SpellingSuggester(snapshot: self, query: query, mode: mode, found: found)
    guard limit > 0, try suggester.isNeeded() else { return [] }
    return try suggester.suggestions(limit: limit, until: interruption)
  }
}
