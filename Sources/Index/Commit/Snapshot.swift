/// An immutable view of an index: the documents of one commit.
public final class Snapshot: Sendable {
  /// The commit's generation.
  public var generation: UInt64 { fatalError() }
  /// The options of the index.
  public var options: SearchIndex.Options { fatalError() }
  /// Live documents.
  public var documentCount: Int { fatalError() }
  /// The analyzer's fingerprint, as remembered when the index was created.
  public var analyzerFingerprint: String { fatalError() }
  /// What is different about today's analyzer, or nil when it behaves as at indexing time. Cheap
  /// when the ICU versions are equal; otherwise runs the probes.
  public func analyzerDifference() throws(IndexError) -> String? { fatalError() }
  /// The file table of the commit, or nil if none was committed.
  public func fileTable() throws(IndexError) -> FileTable? { fatalError() }
  /// Sizes and counts.
  public func statistics() throws(IndexError) -> IndexStatistics { fatalError() }

  /// Parses and runs a query.
  public func search(
    _ text: String, matching mode: MatchMode = .any, limit: Int = 10
  ) throws(IndexError) -> SearchResult { fatalError() }

  /// Parses a query once, for running it many times.
  public func parse(
    _ text: String, matching mode: MatchMode = .any
  ) throws(IndexError) -> ParsedQuery { fatalError() }

  /// Runs a query.
  public func search(_ query: ParsedQuery, limit: Int = 10) throws(IndexError) -> SearchResult {
    fatalError()
  }

  /// The stored document of a hit; nil when the index stores no text.
  public func document(for hit: Hit) throws(IndexError) -> Document? { fatalError() }

  /// The passage of a hit that shows best why it matches; nil when the index stores no text.
  ///
  /// - Parameter length: about how many columns wide (Han, Kana and Hangul count two).
  public func snippet(
    for hit: Hit, query: ParsedQuery, length: Int = 160
  ) throws(IndexError) -> Snippet? { fatalError() }
}

/// Sizes and counts of a snapshot.
public struct IndexStatistics: Sendable {
  /// One segment.
  public struct Segment: Sendable {
    public var name: String
    public var byteCount: Int
    public var documentCount: Int
    public var liveDocumentCount: Int
    public var termCount: Int
  }
  public var generation: UInt64
  public var documentCount: Int
  public var deletedDocumentCount: Int
  public var termCount: Int
  public var tokenCount: UInt64
  public var segments: [Segment]
  /// Bytes by section name ("terms", "postings", "positions", "store" …), all segments together.
  public var sectionByteCounts: [(name: String, byteCount: Int)]
  /// All files of the commit.
  public var byteCount: Int
}
