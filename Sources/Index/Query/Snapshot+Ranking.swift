internal import Tokenizer

/// The best documents of a query by number: what a caller needs who has no use for names.
public struct DocumentRanking: Sendable, Equatable {
  /// A document and its score.
  public struct Entry: Sendable, Equatable {
    /// The score; higher is better.
    public var score: Float
    /// Where the document is in its snapshot.
    public var address: DocumentAddress
  }

  /// The best documents: by score, and among equal scores in the order in which they were added.
  public var entries: [Entry]
  /// How many documents match in all, or, if ``isTotalExact`` is false, at least.
  public var totalCount: Int
  /// Whether ``totalCount`` is how many match and not only a lower bound.
  public var isTotalExact: Bool
}

extension Snapshot {
  /// Runs a query for the numbers of the best documents and their scores: the same as
  /// ``search(_:limit:counting:suggesting:filter:until:)`` finds, without the names of the documents, nor
  /// what comes near where nothing matches. ``key(at:)`` tells the name of one.
  ///
  /// - Parameters:
  ///   - limit: how many documents at most, from 0 to what ``limits`` allow.
  ///   - counting: whether all documents that match are counted.
  ///   - filter: which documents count; nil for all. Scores are those without it.
  ///   - interruption: what may end the search before it is done.
  /// - Throws: ``IndexError/timedOut(seconds:)`` or ``IndexError/cancelled`` when it is interrupted.
  /// - Complexity: O(number of postings of the query's terms).
  public func ranking(
    _ query: ParsedQuery, limit: Int = 10, counting: HitCounting = .exact, filter: Filter? = nil,
    until interruption: Interruption? = nil
  ) throws(IndexError) -> DocumentRanking {
    if query.fold == .exact {
      let result = try search(
        query, limit: limit, counting: counting, suggesting: false, filter: filter,
        until: interruption)
      return DocumentRanking(
        entries: result.hits.map { DocumentRanking.Entry(score: $0.score, address: $0.address) },
        totalCount: result.totalCount, isTotalExact: result.isTotalExact)
    }
    try checkLimit(limit)
    try interruption?.look()
    let (best, totalCount) = try ranked(
      query.query, query.evidence, expander(query, until: interruption), limit: limit, counting,
      filter: filter, until: interruption)
    return DocumentRanking(
      entries: best.map { DocumentRanking.Entry(score: $0.score, address: $0.address) },
      totalCount: totalCount,
      isTotalExact: isTotalExact(totalCount, limit: limit, counting))
  }

  func checkLimit(_ limit: Int) throws(IndexError) {
    try Limits.check("the number of hits asked for", limit, atMost: limits.hitCount)
    guard limit >= 0 else { throw .invalidArgument(what: "\(limit) hits are asked for") }
  }

  /// Nothing is passed over as long as there is room for it.
  func isTotalExact(_ count: Int, limit: Int, _ counting: HitCounting) -> Bool {
    counting == .exact || limit == 0 || count < limit
  }

  /// The best documents, as hits, and how many match.
  func best(
    _ query: Query, _ evidence: [Evidence], _ expander: QueryExpander, limit: Int,
    _ counting: HitCounting = .exact, algorithm: Searcher.Algorithm = .fastest,
    filter: Filter? = nil, until interruption: Interruption? = nil
  ) throws(IndexError) -> (hits: [Hit], totalCount: Int) {
    let (best, totalCount) = try ranked(
      query, evidence, expander, limit: limit, counting, algorithm: algorithm, filter: filter,
      until: interruption)
    var hits: [Hit] = []
    hits.reserveCapacity(best.count)
    for entry in best {
      hits.append(
        Hit(
          score: entry.score, key: try key(at: entry.address), address: entry.address,
          member: member(of: entry.address)))
    }
    return (hits, totalCount)
  }

  /// The best documents, and how many match.
  private func ranked(
    _ query: Query, _ evidence: [Evidence], _ expander: QueryExpander, limit: Int,
    _ counting: HitCounting, algorithm: Searcher.Algorithm = .fastest, filter: Filter?,
    until interruption: Interruption?
  ) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    if query == .nothing { return ([], 0) }
    let (rest, condition) = query.separated()
    let filter = Filter.joined(condition, filter)
    let searcher = try Searcher(
      rest, evidence: evidence, expander, segments(passing: filter, until: interruption),
      collection,
      titleField: state.manifest.schema.field(named: Schema.titleName), counting: counting,
      algorithm: algorithm, limits: limits)
    return try searcher.search(limit: limit)
  }
}
