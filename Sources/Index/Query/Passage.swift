/// A piece of a document's body with the matches in it.
public struct Passage: Sendable, Equatable {
  /// The piece, cut at scalar borders, white space as stored.
  public var text: String
  /// Where it begins in the body, in bytes.
  public var bodyOffset: Int
  /// Matches in it, as byte ranges of the *body*'s UTF-8, in order.
  public var matches: [Range<Int>]

  /// The bytes of the body that it takes.
  public var range: Range<Int> { bodyOffset..<bodyOffset + text.utf8.count }

  /// The matches as byte ranges of ``text``.
  public var matchesInText: [Range<Int>] {
    matches.map { $0.lowerBound - bodyOffset..<$0.upperBound - bodyOffset }
  }
}

/// What shows best why a document matches.
public struct DocumentPassages: Sendable, Equatable {
  /// The document's title.
  public var title: String
  /// Matches in the title, as byte ranges of its UTF-8.
  public var titleMatches: [Range<Int>]
  /// Passages that do not overlap, the best first, at least one. Only the first may be without a
  /// match: it is the body's beginning then.
  public var passages: [Passage]
  /// What of the query was found in the title or in a passage, as it is looked for.
  public var matchedParts: [String]

  /// The best passage with the title.
  public var snippet: Snippet {
    Snippet(
      title: title, titleMatches: titleMatches, text: passages[0].text,
      bodyOffset: passages[0].bodyOffset, matches: passages[0].matches)
  }
}

/// Finds the passages of one document after another; cheaper than anew for each, since the analyzer is
/// made once.
public struct PassageFinder {
  private var builder: SnippetBuilder

  init(_ builder: SnippetBuilder) {
    self.builder = builder
  }

  /// The passages that show best why a document matches.
  ///
  /// - Parameters:
  ///   - width: about how many columns wide each is (Han, Kana and Hangul count two).
  ///   - count: how many at most, at least 1.
  public mutating func passages(
    of document: Document, width: Int = 160, count: Int = 1
  ) throws(IndexError) -> DocumentPassages {
    try builder.passages(of: document, width: width, count: count)
  }

  /// The matches in a short text, as byte ranges of its UTF-8, in order.
  public mutating func matches(in text: String) -> [Range<Int>] { builder.matches(in: text) }
}

extension Snapshot {
  /// What finds the passages of hits of a query.
  public func passageFinder(for query: ParsedQuery) throws(IndexError) -> PassageFinder {
    PassageFinder(
      try SnippetBuilder(
        query, expander: expander(query), analyzer: options.analyzer))
  }
}
