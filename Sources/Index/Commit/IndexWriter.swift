/// The one writer of an index. Not `Sendable`: it belongs to one thread at a time.
public final class IndexWriter {
  /// Adds a document, or replaces the one of the same key.
  ///
  /// - Returns: whether a document was replaced.
  @discardableResult
  public func add(_ document: Document) throws(IndexError) -> Bool { fatalError() }

  /// Deletes the document of that key.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  public func delete(key: String) throws(IndexError) -> Bool { fatalError() }

  /// Deletes every document whose key begins with the prefix (compared as UTF-8 bytes).
  ///
  /// - Returns: how many there were.
  @discardableResult
  public func delete(keyPrefix: String) throws(IndexError) -> Int { fatalError() }

  /// What a commit published.
  public struct Commit: Sendable, Equatable {
    /// The generation, ascending by commit.
    public var generation: UInt64
    /// Live documents.
    public var documentCount: Int
  }

  /// Makes everything since the last commit durable and visible, all or nothing. When it returns,
  /// the commit survives a power cut.
  ///
  /// - Parameter fileTable: replaces the file table; nil keeps the one there is.
  @discardableResult
  public func commit(fileTable: FileTable? = nil) throws(IndexError) -> Commit { fatalError() }

  /// Forgets everything since the last commit.
  public func rollback() throws(IndexError) { fatalError() }

  /// Merges all segments into one and drops deleted documents. Takes effect with the next commit.
  public func optimize() throws(IndexError) { fatalError() }

  /// Forgets what was not committed and releases the lock. Also done by deinit.
  public func close() { fatalError() }

  /// Live documents, those of this writer that are not committed yet included.
  public var documentCount: Int { fatalError() }
}
