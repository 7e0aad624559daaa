/// What the tool knows about the folder it indexes: which roots were given, and for each file the
/// state it was last read in. Published by the same commit as the documents.
///
/// The library itself does not interpret it; embedding programs may leave it out.
public struct FileTable: Sendable, Equatable {
  /// A file as it was when it was last read.
  public struct Entry: Sendable, Equatable {
    /// The path, as used in document keys.
    public var path: String
    /// Size in bytes.
    public var size: UInt64
    /// Modification time in nanoseconds since 1970.
    public var modified: Int64
    /// The file's number on its device; 0 if that is not known.
    public var inode: UInt64
    /// When anything about the file last changed, in nanoseconds since 1970; 0 if that is not known.
    public var changed: Int64
    /// A hash of the content, so that a file that was only touched is not indexed again.
    public var contentHash: UInt64
    /// How many documents it gave (0 for a skipped file).
    public var documentCount: UInt32
    /// Why the file was skipped, or empty.
    public var skipReason: String
    /// What the caller notes about how it was read; may be empty.
    public var remark: String

    /// Creates an entry.
    public init(
      path: String, size: UInt64, modified: Int64, inode: UInt64 = 0, changed: Int64 = 0,
      contentHash: UInt64, documentCount: UInt32, skipReason: String = "", remark: String = ""
    ) {
      self.path = path
      self.size = size
      self.modified = modified
      self.inode = inode
      self.changed = changed
      self.contentHash = contentHash
      self.documentCount = documentCount
      self.skipReason = skipReason
      self.remark = remark
    }
  }

  /// The folder that keys are relative to, absolute; empty when it is the folder that holds
  /// `.search`, so that such a folder can be moved.
  public var base: String
  /// The paths that were given to be indexed, as used in document keys ("" is the base itself).
  public var roots: [String]
  /// How the roots are walked, in the tool's own words.
  public var settings: [String]
  /// The files, ascending by the bytes of their path.
  public var entries: [Entry]

  /// Creates a file table.
  public init(
    base: String = "", roots: [String] = [], settings: [String] = [], entries: [Entry] = []
  ) {
    self.base = base
    self.roots = roots
    self.settings = settings
    self.entries = entries
  }
}
