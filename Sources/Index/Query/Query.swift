/// Whether a document must hold any or all of the words of a query.
public enum MatchMode: String, Sendable, CaseIterable {
  /// Any word; more and rarer ones rank higher.
  case any
  /// Every word.
  case all
}

/// What is asked of the documents.
indirect enum Query: Sendable, Equatable {
  /// Documents that hold the term, scored by BM25 times the boost.
  case term(TermKey, boost: Float)
  /// Documents that hold the terms at places whose distances are those of the offsets.
  case phrase([PhraseTerm])
  /// Documents that match any of the queries; scores add up in this order.
  case any([Query])
  /// Documents that match all of the queries; scores add up in this order.
  case all([Query])
  /// Documents that match the first but not the second.
  case excluding(Query, Query)
  /// No document.
  case nothing

  /// A term of a phrase and its place, counted from the phrase's first place.
  struct PhraseTerm: Sendable, Equatable {
    var key: TermKey
    var offset: UInt32
  }

  /// All different terms, in the order in which they stand; those that are excluded too.
  var keys: [TermKey] {
    var seen: Set<TermKey> = []
    var keys: [TermKey] = []
    collectKeys { if seen.insert($0).inserted { keys.append($0) } }
    return keys
  }

  private func collectKeys(_ body: (TermKey) -> Void) {
    switch self {
    case .term(let key, _): body(key)
    case .phrase(let terms): terms.forEach { body($0.key) }
    case .any(let queries), .all(let queries): queries.forEach { $0.collectKeys(body) }
    case .excluding(let included, let excluded):
      included.collectKeys(body)
      excluded.collectKeys(body)
    case .nothing: break
    }
  }
}

/// A parsed query, ready to run on any snapshot of an index with the same analyzer.
public struct ParsedQuery: Sendable, Equatable {
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
    /// The documents that hold the part: all of its terms, or the phrase.
    var query: Query
  }

  /// The text as typed.
  public var text: String
  /// Its parts, in order.
  public var parts: [Part]
  var query: Query

  /// Whether there is anything to search for.
  public var isEmpty: Bool { query == .nothing }
}

/// A document that matches.
public struct Hit: Sendable, Equatable {
  /// The score; higher is better.
  public var score: Float
  /// The document's key.
  public var key: String
  /// Where the document is in its snapshot.
  public var address: DocumentAddress
}

/// What a query found.
public struct SearchResult: Sendable, Equatable {
  /// The best documents: by score, and among equal scores in the order in which they were added.
  public var hits: [Hit]
  /// How many documents match in all.
  public var totalCount: Int
  /// When nothing matches: for each part of the query, how many documents hold all of it. Empty
  /// when something matches.
  public var partDocumentCounts: [Int]
}
