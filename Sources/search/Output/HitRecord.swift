import Index

/// A hit with what is shown of it.
struct HitRecord: Equatable, Sendable {
  /// 1 for the best.
  var rank: Int
  var score: Float
  var name: DocumentName
  /// The passage; nil when the index stores no text.
  var snippet: Snippet?
  /// Whether the file is still what was indexed; nil if nobody has looked.
  var freshness: Freshness?
  /// What the score is made of, if it was asked for.
  var explanation: Explanation?

  /// The ranges of the matches within the passage.
  var matchesInSnippet: [Range<Int>] {
    guard let snippet else { return [] }
    let end = snippet.text.utf8.count
    return snippet.matches.compactMap { range in
      let lower = min(max(0, range.lowerBound - snippet.bodyOffset), end)
      let upper = min(max(lower, range.upperBound - snippet.bodyOffset), end)
      return lower < upper ? lower..<upper : nil
    }
  }
}

/// A part of a query and how many documents hold it.
struct PartCount: Equatable, Sendable {
  var part: ParsedQuery.Part
  var documentCount: Int
}

/// What a query found, ready to be shown.
struct ResultPage: Equatable, Sendable {
  /// The query as it was typed.
  var query: String
  /// The name of the query in a file of queries.
  var queryID: String?
  var hits: [HitRecord]
  /// How many documents match in all.
  var totalCount: Int
  /// How many documents were searched.
  var documentCount: Int
  var parts: [PartCount]
  /// When there are no hits: the documents that come nearest.
  var nearest: [HitRecord] = []
  var seconds: Double
}
