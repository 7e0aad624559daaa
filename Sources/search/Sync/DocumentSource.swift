import Index

/// Where the documents of a run come from: the seam between the synchronisation and the folder walk
/// and document readers, which tests replace by a folder in memory.
protocol DocumentSource {
  /// Calls `visit` with each file at or below a root.
  ///
  /// - Parameter root: relative to the base; `""` is the base itself.
  /// - Returns: what was not walked.
  /// - Throws: ``SourceFailure`` when the root itself cannot be reached.
  func walk(root: String, visit: (FoundFile) -> Void) throws(SourceFailure) -> [SkippedPath]

  /// Whether the walk of a root comes to a path below it, as far as its name tells.
  func reaches(_ path: String, from root: String) -> Bool

  /// Takes notice of how files were read before the run.
  func remember(_ entries: [FileTable.Entry])

  /// The entries to compare files with: of a file that is to be read again whatever has become of it,
  /// one that no file is like.
  func entriesToCompare(_ entries: [FileTable.Entry]) -> [FileTable.Entry]

  /// A 64-bit hash of the file's content.
  func contentHash(of file: FoundFile) throws(SourceFailure) -> UInt64

  /// Reads the file's documents, in their order.
  ///
  /// - Throws: what `each` throws; a file that cannot be read is told by the outcome.
  func readDocuments(
    of file: FoundFile, each: (FoundDocument) throws(IndexError) -> Void
  ) throws(IndexError) -> ReadOutcome
}

extension DocumentSource {
  /// Nothing is passed by, unless a source says so.
  func reaches(_ path: String, from root: String) -> Bool { true }

  /// By default nothing follows from it.
  func remember(_ entries: [FileTable.Entry]) {}

  /// By default no file is read again.
  func entriesToCompare(_ entries: [FileTable.Entry]) -> [FileTable.Entry] { entries }
}

/// A regular file as the walk found it.
struct FoundFile: Equatable, Sendable {
  /// The path relative to the base, as used in keys.
  var path: String
  /// The bytes of the path it is opened by; none where base and path say it.
  var location: [UInt8] = []
  /// Size in bytes.
  var size: UInt64
  /// Modification time in nanoseconds since 1970.
  var modified: Int64
  /// The file's number on its device; 0 if that is not known.
  var inode: UInt64 = 0
  /// When anything about it last changed, in nanoseconds since 1970; 0 if that is not known.
  var changed: Int64 = 0
}

/// Something that was left out, and why.
struct SkippedPath: Equatable, Sendable {
  /// The path relative to the base.
  var path: String
  /// Why, in words.
  var reason: String
  /// Whether something went wrong, rather than being left out by policy.
  var isFailure: Bool
}

/// Why a file or folder cannot be reached.
struct SourceFailure: Error, Equatable {
  /// Why, in words.
  var reason: String
  /// Whether it is not there.
  var isMissing = false
}

/// A document of a file.
struct FoundDocument: Equatable, Sendable {
  /// The record's id; nil when the whole file is one document.
  var recordID: String?
  var title: String
  var body: String
  var fields: [Document.Field] = []
  /// Where title and body stand in the file, as ``PlaceMap`` writes it.
  var note: [UInt8] = []
}

/// How reading a file went.
struct ReadOutcome: Equatable, Sendable {
  /// Size, times and number of a file at one moment.
  struct Stamp: Equatable, Sendable {
    var size: UInt64
    var modified: Int64
    var inode: UInt64 = 0
    var changed: Int64 = 0
  }

  /// Size and time of the file as it was read; nil when that is not known.
  var stamp: Stamp?
  /// The hash of the content that was read.
  var contentHash: UInt64 = 0
  /// Why the file gave no document, though nothing went wrong.
  var skipReason: String?
  /// Why the file could not be read to its end.
  var failure: String?
  /// Records that could not be read: where and why, a line each; the first of them.
  var brokenRecords: [String] = []
  /// How many records could not be read.
  var brokenRecordCount = 0
  /// What else the user should know, a line each.
  var warnings: [String] = []
  /// How the file was read, as ``ReadingRemark`` writes it.
  var remark = ""
}
