/// Whether a document must hold any or all of the words of a query.
public enum MatchMode: String, Sendable, CaseIterable {
  case any
  case all
}

/// A parsed query, ready to run on any snapshot of an index with the same analyzer.
public struct ParsedQuery: Sendable {
  /// A part of the query as it was typed: a word or a quoted phrase.
  public struct Part: Sendable, Equatable {
    /// The text as typed.
    public var text: String
    /// The terms it was analysed into; empty if it holds nothing that can be searched for.
    public var terms: [String]
    /// Whether it was quoted.
    public var isPhrase: Bool
    /// Whether it was excluded by NOT.
    public var isExcluded: Bool
  }
  /// The text as typed.
  public var text: String
  /// Its parts, in order.
  public var parts: [Part]
}

/// A document that matches.
public struct Hit: Sendable, Equatable {
  /// The score; higher is better.
  public var score: Float
  /// The document's key.
  public var key: String
}

/// What a query found.
public struct SearchResult: Sendable {
  /// The best documents: by score, and among equal scores in the order in which they were added.
  public var hits: [Hit]
  /// How many documents match in all.
  public var totalCount: Int
  /// For each part of the query, how many documents hold it (all terms of a word or phrase).
  public var partDocumentCounts: [Int]
}

/// A passage of a document with the matches in it.
public struct Snippet: Sendable, Equatable {
  /// The document's title.
  public var title: String
  /// Matches in the title, as byte ranges of its UTF-8.
  public var titleMatches: [Range<Int>]
  /// The passage: a piece of the body, cut at scalar borders, white space as stored.
  public var text: String
  /// Where the passage begins in the body, in bytes.
  public var bodyOffset: Int
  /// Matches in the passage, as byte ranges of the *body*'s UTF-8; subtract ``bodyOffset`` for
  /// ranges of ``text``.
  public var matches: [Range<Int>]
}
