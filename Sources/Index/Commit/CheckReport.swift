/// What ``SearchIndex/check()`` found.
public struct CheckReport: Sendable, Equatable {
  /// One finding.
  public struct Problem: Sendable, Equatable, CustomStringConvertible {
    /// A stable, machine-readable code: `corrupt`, `missing`, `unreadable`, `format-too-new`,
    /// `order`, `count`, `keys`, `file-table`.
    public var code: String
    /// The file.
    public var file: String
    /// What is wrong, where, expected and found.
    public var message: String
    /// The finding as one line.
    public var description: String { "\(file): \(message) (\(code))" }
  }

  /// The problems, in the order in which they were found; empty when the index is sound.
  public var problems: [Problem] = []
  /// Commits that were checked: the newest and those kept before it.
  public var generations: [UInt64] = []
  /// Files that were read.
  public var fileCount = 0
  /// Bytes that were read.
  public var byteCount = 0
  /// Segments that were read.
  public var segmentCount = 0
  /// Documents in them, deleted ones included.
  public var documentCount = 0
  /// Terms in them.
  public var termCount = 0
  /// Pairs of term and document.
  public var postingCount: UInt64 = 0
  /// Positions of terms in documents.
  public var positionCount: UInt64 = 0
  /// Files in the folder that the index does not know; they are left alone.
  public var unknownFiles: [String] = []
}
