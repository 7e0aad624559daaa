public import Tokenizer

/// An index in a folder: the door to its writer and to its snapshots.
public final class SearchIndex: Sendable {
  /// What is fixed when an index is created.
  public struct Options: Sendable, Equatable {
    /// How texts become tokens.
    public var analyzer: AnalyzerOptions
    /// Whether the documents' text is kept (compressed), for titles and snippets.
    public var storesText: Bool

    /// Creates options; the defaults are right for most uses.
    public init(analyzer: AnalyzerOptions = AnalyzerOptions(), storesText: Bool = true) {
      self.analyzer = analyzer
      self.storesText = storesText
    }
  }

  /// Opens the index in the folder.
  ///
  /// - Throws: ``IndexError/notAnIndex(path:)`` if there is none.
  public static func open(at path: String) throws(IndexError) -> SearchIndex { fatalError() }

  /// Opens the index in the folder, or creates folder and index if there is none.
  public static func openOrCreate(
    at path: String, options: Options = Options()
  ) throws(IndexError) -> SearchIndex { fatalError() }

  /// The options the index was created with.
  public var options: Options { fatalError() }

  /// The one writer. Several processes may read while one writes.
  ///
  /// - Parameter memoryBudget: bytes of memory for documents that are not on disk yet.
  /// - Throws: ``IndexError/locked(path:)`` if another writer holds the index.
  public func makeWriter(memoryBudget: Int = 256 << 20) throws(IndexError) -> IndexWriter {
    fatalError()
  }

  /// The newest committed state. It never changes, whatever a writer does.
  public func snapshot() throws(IndexError) -> Snapshot { fatalError() }

  /// Reads everything and believes nothing.
  public func check() throws(IndexError) -> CheckReport { fatalError() }
}

/// What `SearchIndex.check` found.
public struct CheckReport: Sendable {
  /// One finding.
  public struct Problem: Sendable, CustomStringConvertible {
    /// A stable, machine-readable code, e.g. `checksum`.
    public var code: String
    /// The file.
    public var file: String
    /// What is wrong, where, expected and found.
    public var message: String
    /// The finding as one line.
    public var description: String { "\(file): \(message) (\(code))" }
  }
  /// The problems, worst first; empty when the index is sound.
  public var problems: [Problem]
  /// How much was read.
  public var fileCount: Int
  public var byteCount: Int
  public var segmentCount: Int
  public var documentCount: Int
  public var termCount: Int
  public var postingCount: Int
  public var positionCount: Int
  /// Files in the folder that the index does not know; they are left alone.
  public var unknownFiles: [String]
}
