import Index

/// A hit with what is shown of it.
struct HitRecord: Equatable, Sendable {
  /// 1 for the best.
  var rank: Int
  var score: Float
  var name: DocumentName
  /// Which of the indexes that were asked has the document, from 0.
  var member = 0
  /// The best passage, with the title; nil when the index stores no text.
  var snippet: Snippet?
  /// The title and its matches, where no passage is wanted.
  var title = ""
  var titleMatches: [Range<Int>] = []
  /// The best passages and where they stand, the best first; the first is that of ``snippet``.
  var passages: [PassageRecord] = []
  /// Where the first match in the title stands, or the title's beginning.
  var titlePlace = SourcePlace()
  /// What of the query was found in what is shown.
  var matchedParts: [String] = []
  /// What the score is made of, if it was asked for.
  var explanation: Explanation?
  /// Whether the file is still as it was indexed; nil if nobody has looked.
  var freshness: Freshness?
  /// How many documents like it are not shown, where they are put together.
  var otherCount: Int?

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

  /// Where to look first: the best passage that has a match, else the title's match.
  var place: SourcePlace {
    if let first = passages.first, !first.passage.matches.isEmpty { return first.place }
    if let snippet, !snippet.titleMatches.isEmpty { return titlePlace }
    return passages.first?.place ?? titlePlace
  }
}

/// A passage and where it stands.
struct PassageRecord: Equatable, Sendable {
  var passage: Passage
  /// The place of the first match, or of the passage's beginning.
  var place: SourcePlace
  /// The lines that the first match stands on, whole or as much of them as is shown.
  var line: ContextLine
  /// Lines around it, in order, the passage's own among them, if they were asked for.
  var context: [ContextLine] = []

  /// The first match, or else the passage, in bytes of the body.
  var bytes: Range<Int> { passage.matches.first ?? passage.range }
}

/// A line of a document's text.
struct ContextLine: Equatable, Sendable {
  /// Its number in the file, if lines have numbers there.
  var number: Int?
  var text: String
  /// Matches in it, as byte ranges of its UTF-8.
  var matches: [Range<Int>]
}

/// A part of a query and how many documents hold it.
struct PartCount: Equatable, Sendable {
  var part: ParsedQuery.Part
  /// Of those that `--filter` lets through.
  var documentCount: Int
  /// Of all, if a filter says which count.
  var unfilteredCount: Int?
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
  /// What was left out because a sign stood before it, which may have been meant as part of a word.
  var signed: [String] = []
  /// Conditions of the query that no document meets, so that all of them were looked for as words.
  var conditionsAsWords: [String] = []
  /// What looks like a condition on values and is none, so that it was read as words.
  var misreadConditions: [QuerySyntaxError] = []
  /// Names of values that documents are listed by and none of them has, and all that they have.
  var unknownNames: [String] = []
  var knownNames: [String] = []
  /// When there are no hits: why.
  var zeroReason: ZeroReason?
  /// When there are no hits: the documents that come nearest.
  var nearest: [HitRecord] = []
  /// Queries that find something where this one finds little.
  var suggestions: [SpellingSuggestion] = []
  /// What the next page is asked for with, where documents are sorted.
  var next: String?
  /// How many documents have which values.
  var facets: [Facet] = []
  var seconds: Double
  /// The indexes that were asked, if there are several.
  var indexes: [AskedIndexName] = []
}

/// What tells one of several indexes from the others.
struct AskedIndexName: Equatable, Sendable {
  /// The index folder, absolute.
  var path: String
  /// What its paths are relative to, absolute; empty where it is not known.
  var base: String
}
