public import Tokenizer

/// An immutable view of an index: the documents of one commit.
///
/// It stays valid whatever a writer does, as long as it lives: its files are mapped, and removing
/// their names does not unmap them.
public final class Snapshot: Sendable {
  let fileSystem: any FileSystem
  let parsers = ParserPool()
  private let memory = WordMemory()
  let filters = FilterMemory()
  let state: CommittedState
  let collection: CollectionStatistics
  /// The options of the index.
  public let options: SearchIndex.Options
  /// How much may be asked.
  public let limits: Limits
  /// The snapshots that this one is made of; see ``joining(_:limits:)``. None for that of one index.
  public let members: [Snapshot]
  /// What names in queries mean besides what they mean by the documents here; see ``reading(as:)``.
  let otherNames: QueryNames?

  init(
    _ state: CommittedState, on fileSystem: any FileSystem, limits: Limits = Limits(),
    analyzer: AnalyzerOptions? = nil, members: [Snapshot] = [], otherNames: QueryNames? = nil
  ) throws(IndexError) {
    self.members = members
    self.otherNames = otherNames
    self.state = state
    self.limits = limits.bounded
    self.fileSystem = fileSystem
    collection = CollectionStatistics(state.segments)
    options = try SearchIndex.options(of: state.manifest, offered: analyzer)
  }

  /// The commit's generation; of snapshots that were joined the highest.
  public var generation: UInt64 { state.manifest.generation }

  /// Live documents.
  public var documentCount: Int { state.segments.reduce(0) { $0 + $1.live.liveCount } }

  /// What is different about today's analyzer, or nil when it behaves as at indexing time. Cheap
  /// when the ICU versions are equal; otherwise runs the probes.
  ///
  /// - Throws: ``IndexError/analyzer(reason:)`` if the analyzer cannot be made.
  public func analyzerDifference() throws(IndexError) -> String? {
    for member in members {
      if let difference = try member.analyzerDifference() {
        return "\(member.fileSystem.path): \(difference)"
      }
    }
    let manifest = state.manifest
    if manifest.icuVersion == AnalyzerFingerprint.linkedICUVersion, !options.analyzer.isOwn {
      return nil
    }
    do {
      let today = try AnalyzerFingerprint(probing: options.analyzer)
      if today.behavior == manifest.analyzerBehavior { return nil }
      if options.analyzer.isOwn {
        return "the analyzer '\(today.analyzer)' is not what it was when the index was made: "
          + "index again to find all words"
      }
      return
        "the index was built with ICU \(manifest.icuVersion), and ICU \(today.icuVersion) cuts "
        + "or folds some words differently: index again with --rebuild to find them all"
    } catch {
      throw .analyzer(reason: error.description)
    }
  }

  /// The file table of the commit, or nil if none was committed. Each of the ``members`` has its own.
  public func fileTable() throws(IndexError) -> FileTable? {
    try state.fileTable()
  }

  /// Parses and runs a query.
  ///
  /// - Parameters:
  ///   - filter: which documents count; nil for all. Scores are those without it.
  ///   - fold: how far the text may differ from what is typed. With `exact` it must be there letter
  ///     for letter, which is verified against the stored text of all documents that match otherwise.
  ///   - limit: how many documents at most, from 0 to what ``limits`` allow.
  ///   - synonyms: words that stand for each other.
  ///   - interruption: what may end the search before it is done.
  public func search(
    _ text: String, matching mode: MatchMode = .any, fold: FoldLevel = .letters, limit: Int = 10,
    filter: Filter? = nil, synonyms: Synonyms? = nil, until interruption: Interruption? = nil
  ) throws(IndexError) -> SearchResult {
    try search(
      try parse(text, matching: mode, fold: fold, synonyms: synonyms), limit: limit, filter: filter,
      until: interruption)
  }

  /// Parses a query once, for running it many times. Read leniently, nothing that people type fails.
  ///
  /// - Parameter synonyms: words that stand for each other; how much they count depends on how rare they
  ///   are in this snapshot.
  /// - Parameter conditions: whether names of values are read as such; if not, `year:2024` is two words.
  /// - Throws: ``IndexError/limit(what:found:allowed:)`` for a query beyond ``limits``;
  ///   ``IndexError/syntax(_:)`` for one that makes no sense, if it is read strictly.
  public func parse(
    _ text: String, matching mode: MatchMode = .any, fold: FoldLevel = .letters,
    syntax: QuerySyntax = .lenient, synonyms: Synonyms? = nil, conditions: Bool = true
  ) throws(IndexError) -> ParsedQuery {
    try parsed(
      text, matching: mode, fold: fold, syntax: syntax, synonyms: synonyms, conditions: conditions,
      isFilter: false)
  }

  /// - Parameter isFilter: whether what says only what is not wanted stands for all the rest.
  func parsed(
    _ text: String, matching mode: MatchMode, fold: FoldLevel, syntax: QuerySyntax,
    synonyms: Synonyms?, conditions: Bool, isFilter: Bool
  ) throws(IndexError) -> ParsedQuery {
    // Names are followed by a colon.
    let mayHold = conditions && text.utf8.contains(UInt8(ascii: ":"))
    let names = queryNames(withValues: mayHold)
    if syntax == .strict {
      try QuerySyntaxChecker(
        text, schema: names.schema, values: names.values, condition: names.condition
      ).check()
    }
    var query = try parsers.parse(
      text, matching: mode, analyzer: options.analyzer, limits: limits,
      names: names, syntax: syntax,
      synonyms: querySynonyms(synonyms, fold), isFilter: isFilter)
    query.fold = fold
    if mayHold, syntax == .lenient {
      query.misreadConditions = QuerySyntaxChecker(
        text, schema: names.schema, values: names.values, condition: names.condition
      ).misreadConditions()
    }
    return query
  }

  /// Runs a query.
  ///
  /// - Parameters:
  ///   - limit: how many documents at most, from 0 to what ``limits`` allow.
  ///   - counting: whether all documents that match are counted.
  ///   - suggesting: whether, where nothing matches of what is counted, documents that come near are
  ///     looked for.
  ///   - filter: which documents count; nil for all. Scores are those without it.
  ///   - interruption: what may end the search before it is done.
  /// - Throws: ``IndexError/timedOut(seconds:)`` or ``IndexError/cancelled`` when it is interrupted.
  /// - Complexity: O(number of postings of the query's terms).
  public func search(
    _ query: ParsedQuery, limit: Int = 10, counting: HitCounting = .exact,
    suggesting: Bool = true, filter: Filter? = nil, until interruption: Interruption? = nil
  ) throws(IndexError) -> SearchResult {
    try checkLimit(limit)
    try interruption?.look()
    var run = Run(counting: counting, suggesting: suggesting, interruption: interruption)
    run.filter = filter
    if query.fold == .exact { return try exactSearch(query, limit: limit, run) }
    return try foldedSearch(query, limit: limit, run)
  }

  /// How a search is run.
  private struct Run {
    var counting = HitCounting.exact
    var suggesting = true
    var interruption: Interruption?
    var filter: Filter?
  }

  private func foldedSearch(
    _ query: ParsedQuery, limit: Int, _ run: Run
  ) throws(IndexError) -> SearchResult {
    let expander = expander(query, until: run.interruption)
    let counting = run.counting
    let (best, totalCount) = try best(
      query.query, query.evidence, expander, limit: limit, counting, filter: run.filter,
      until: run.interruption)
    var result = SearchResult(hits: best, totalCount: totalCount, partDocumentCounts: [])
    result.isTotalExact = isTotalExact(totalCount, limit: limit, counting)
    if totalCount == 0, limit > 0, counting == .exact, run.suggesting {
      result.partDocumentCounts = try partDocumentCounts(
        of: query, filter: run.filter, until: run.interruption)
      result.nearest =
        try self.best(
          query.fallback, [], expander, limit: SearchResult.nearestCount,
          filter: .joined(query.query.separated().filter, run.filter), until: run.interruption
        ).hits
    }
    return result
  }

  /// Of what matches up to case and width, what holds the query letter for letter.
  private func exactSearch(
    _ query: ParsedQuery, limit: Int, _ run: Run
  ) throws(IndexError) -> SearchResult {
    let filter = ExactFilter(query)
    var result = try foldedSearch(
      query, limit: limits.hitCount, Run(interruption: run.interruption, filter: run.filter))
    var kept: [Hit] = []
    for hit in result.hits {
      try run.interruption?.look()
      guard let document = try document(for: hit) else {
        throw .invalidArgument(
          what: "the index stores no text, so what is there letter for letter cannot be told: "
            + "use another fold, or build the index again with its text")
      }
      if filter.accepts(document) { kept.append(hit) }
    }
    if kept.isEmpty, !result.hits.isEmpty {
      result.nearest = Array(result.hits.prefix(SearchResult.nearestCount))
      result.partDocumentCounts = try partDocumentCounts(
        of: query, filter: run.filter, until: run.interruption)
    }
    result.totalCount = kept.count
    result.hits = Array(kept.prefix(limit))
    return result
  }

  /// Why a hit has its score.
  ///
  /// - Complexity: as searching.
  public func explanation(of hit: Hit, query: ParsedQuery) throws(IndexError) -> Explanation {
    let searcher = try Searcher(
      query.query.separated().query, evidence: query.evidence, expander(query), state.segments,
      collection,
      titleField: state.manifest.schema.field(named: Schema.titleName))
    let segment = state.segments[hit.address.segment].reader
    let length = try segment.lengths(of: .text)?[hit.address.document] ?? 0
    return Explanation(
      score: hit.score, length: Int(FieldLengths.decode(length)),
      averageLength: collection[.text].averageLength,
      items: try searcher.explanation(of: hit.address))
  }

  /// What finds the forms of a query's words.
  func expander(
    _ query: ParsedQuery, until interruption: Interruption? = nil
  ) -> QueryExpander {
    QueryExpander(
      segments(until: interruption), fold: options.analyzer.isPlain ? .exact : query.fold,
      memory: memory)
  }

  /// The segments for one search, which may be interrupted.
  func segments(until interruption: Interruption?) -> [OpenSegment] {
    guard let interruption else { return state.segments }
    return state.segments.map { segment in
      var segment = segment
      segment.interruption = interruption
      return segment
    }
  }

  /// The stored document of a hit; nil when the index stores no text.
  ///
  /// - Precondition: the hit comes from this snapshot.
  public func document(for hit: Hit) throws(IndexError) -> Document? {
    let segment = state.segments[hit.address.segment].reader
    guard let store = segment.store else { return nil }
    var document = try store.document(hit.address.document, key: hit.key)
    document.values = try segment.values.values(of: hit.address.document)
    return document
  }

  /// The passage of a hit that shows best why it matches; nil when the index stores no text.
  ///
  /// - Parameter width: about how many columns wide (Han, Kana and Hangul count two).
  /// - Precondition: the hit comes from this snapshot.
  public func snippet(
    for hit: Hit, query: ParsedQuery, width: Int = 160
  ) throws(IndexError) -> Snippet? {
    try snippets(for: [hit], query: query, width: width)[0]
  }

  /// The passages of several hits, in the same order; cheaper than one by one, since the analyzer
  /// is made once.
  ///
  /// - Parameter width: about how many columns wide (Han, Kana and Hangul count two).
  /// - Precondition: the hits come from this snapshot.
  public func snippets(
    for hits: [Hit], query: ParsedQuery, width: Int = 160
  ) throws(IndexError) -> [Snippet?] {
    var builder = try SnippetBuilder(
      query, expander: expander(query), analyzer: options.analyzer)
    var snippets: [Snippet?] = []
    for hit in hits {
      guard let document = try document(for: hit) else {
        snippets.append(nil)
        continue
      }
      snippets.append(try builder.snippet(of: document, width: width))
    }
    return snippets
  }

  /// Sizes and counts.
  public func statistics() throws(IndexError) -> IndexStatistics {
    var sections: [SectionKind: Int] = [:]
    var segments: [IndexStatistics.Segment] = []
    for segment in state.segments {
      for (kind, byteCount) in segment.reader.file.sectionByteCounts {
        sections[kind, default: 0] += byteCount
      }
      segments.append(
        IndexStatistics.Segment(
          name: segment.reader.file.name, byteCount: Int(segment.reader.file.seal.byteCount),
          documentCount: segment.reader.documentCount,
          liveDocumentCount: segment.live.liveCount, termCount: segment.reader.info.termCount))
    }
    return IndexStatistics(
      generation: generation, analyzer: state.manifest.analyzerName,
      icuVersion: state.manifest.icuVersion, storesText: state.manifest.storesText,
      fieldNames: state.manifest.schema.names, documentCount: documentCount,
      deletedDocumentCount: segments.reduce(0) { $0 + $1.documentCount } - documentCount,
      termCount: segments.reduce(0) { $0 + $1.termCount },
      wordCount: collection[.text].totalLength, segments: segments,
      sections: SectionKind.allCases.compactMap { kind in
        sections[kind].map { IndexStatistics.Section(name: kind.name, byteCount: $0) }
      },
      byteCount: Int(state.byteCount))
  }
}

/// Sizes and counts of a snapshot.
public struct IndexStatistics: Sendable, Equatable {
  /// One segment.
  public struct Segment: Sendable, Equatable {
    /// The file's name.
    public var name: String
    /// The file's length.
    public var byteCount: Int
    /// Documents, deleted ones included.
    public var documentCount: Int
    /// Documents that are not deleted.
    public var liveDocumentCount: Int
    /// Different terms.
    public var termCount: Int
  }

  /// What one kind of data takes, in all segments together.
  public struct Section: Sendable, Equatable {
    /// The section's name, as in the file format.
    public var name: String
    /// Its length.
    public var byteCount: Int
  }

  /// The commit's generation.
  public var generation: UInt64
  /// The analyzer's name.
  public var analyzer: String
  /// The version of ICU at the time the index was created.
  public var icuVersion: String
  /// Whether the documents' text is kept.
  public var storesText: Bool
  /// The fields, in the order in which they were first seen.
  public var fieldNames: [String]
  /// Live documents.
  public var documentCount: Int
  /// Documents that are deleted and not merged away yet.
  public var deletedDocumentCount: Int
  /// Terms; one that is in several segments counts in each.
  public var termCount: Int
  /// Words of all documents in the field `text`.
  public var wordCount: UInt64
  /// The segments, in order.
  public var segments: [Segment]
  /// Bytes by kind of data.
  public var sections: [Section]
  /// Bytes of all files of the commit.
  public var byteCount: Int
}
